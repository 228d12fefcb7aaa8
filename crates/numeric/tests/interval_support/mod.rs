//! What the interval tests share: every function by name, as interval and in doubles.
#![allow(dead_code, reason = "each test uses a part")]

use partials_numeric::elementary as f;
use partials_numeric::interval::Interval;

/// One function of one argument.
pub struct Unary {
    pub name: &'static str,
    pub interval: fn(Interval) -> Interval,
    pub double: fn(f64) -> f64,
}

macro_rules! unary {
    ($($name:ident)*) => {
        &[$(Unary { name: stringify!($name), interval: Interval::$name, double: f::$name }),*]
    };
}

pub const UNARY: &[Unary] = unary! {
    exp expm1 exp2 ln log1p log2 log10 sqrt cbrt
    sin cos tan sec csc cot asin acos atan asec acsc acot
    sinh cosh tanh sech csch coth asinh acosh atanh asech acsch acoth
    sigmoid logit softplus sinc silu mish ln_cosh
};

/// Functions of one argument that doubles evaluate exactly, or nearly.
pub const STEPS: &[Unary] = &[
    Unary {
        name: "abs",
        interval: Interval::abs,
        double: f64::abs,
    },
    Unary {
        name: "sign",
        interval: Interval::sign,
        double: f::sign,
    },
    Unary {
        name: "floor",
        interval: Interval::floor,
        double: f64::floor,
    },
    Unary {
        name: "ceil",
        interval: Interval::ceil,
        double: f64::ceil,
    },
    Unary {
        name: "round",
        interval: Interval::round,
        double: f64::round_ties_even,
    },
    Unary {
        name: "trunc",
        interval: Interval::trunc,
        double: f64::trunc,
    },
    Unary {
        name: "frac",
        interval: Interval::frac,
        double: f::frac,
    },
    Unary {
        name: "heaviside",
        interval: Interval::heaviside,
        double: f::heaviside,
    },
    Unary {
        name: "relu",
        interval: Interval::relu,
        double: f::relu,
    },
];

pub struct Binary {
    pub name: &'static str,
    pub interval: fn(Interval, Interval) -> Interval,
    pub double: fn(f64, f64) -> f64,
}

pub const BINARY: &[Binary] = &[
    Binary {
        name: "add",
        interval: |x, y| x + y,
        double: |x, y| x + y,
    },
    Binary {
        name: "sub",
        interval: |x, y| x - y,
        double: |x, y| x - y,
    },
    Binary {
        name: "mul",
        interval: |x, y| x * y,
        double: |x, y| x * y,
    },
    Binary {
        name: "div",
        interval: |x, y| x / y,
        double: |x, y| x / y,
    },
    Binary {
        name: "pow",
        interval: Interval::pow,
        double: f::pow,
    },
    Binary {
        name: "atan2",
        interval: Interval::atan2,
        double: f::atan2,
    },
    Binary {
        name: "hypot",
        interval: Interval::hypot,
        double: f::hypot,
    },
    Binary {
        name: "modulo",
        interval: Interval::modulo,
        double: f::modulo,
    },
    Binary {
        name: "min",
        interval: Interval::min,
        double: f64::min,
    },
    Binary {
        name: "max",
        interval: Interval::max,
        double: f64::max,
    },
    Binary {
        name: "leaky_relu",
        interval: Interval::leaky_relu,
        double: f::leaky_relu,
    },
    Binary {
        name: "elu",
        interval: Interval::elu,
        double: f::elu,
    },
    Binary {
        name: "huber",
        interval: Interval::huber,
        double: f::huber,
    },
];

/// A small generator (SplitMix64, Steele, Lea and Flood 2014), the same on every platform.
pub struct Random(pub u64);

impl Random {
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// In [0, 1).
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    pub fn between(&mut self, lo: f64, hi: f64) -> f64 {
        lo + (hi - lo) * self.unit()
    }

    /// Any finite double, of moderate size more often than not.
    pub fn number(&mut self) -> f64 {
        let sign = if self.bits() & 1 == 0 { 1.0 } else { -1.0 };
        match self.bits() % 10 {
            0 => {
                let x = f64::from_bits(self.bits());
                if x.is_finite() { x } else { 0.0 }
            }
            1 => sign * (self.bits() % 8) as f64,
            2 => sign * 0.5 * (self.bits() % 9) as f64,
            3 => sign * (self.between(-60.0, 60.0)).exp2(),
            4 => sign * (1.0 + sign * self.between(-52.0, -1.0).exp2()),
            5 => sign * self.between(0.0, 800.0),
            6 => sign * self.unit(),
            _ => sign * self.between(0.0, 10.0),
        }
    }

    /// A point, a narrow or a wide interval.
    pub fn interval(&mut self) -> Interval {
        let a = self.number();
        match self.bits() % 4 {
            0 => Interval::point(a),
            1 => Interval::enclose(a, a + a.abs() * self.between(-50.0, -1.0).exp2()),
            2 => Interval::enclose(a, a + self.between(0.0, 4.0)),
            _ => Interval::enclose(a, self.number()),
        }
    }

    /// A number inside.
    pub fn inside(&mut self, x: Interval) -> f64 {
        let t = self.unit();
        match self.bits() % 4 {
            0 => x.lo(),
            1 => x.hi(),
            _ => (x.lo() * (1.0 - t) + x.hi() * t).clamp(x.lo(), x.hi()),
        }
    }
}

/// The place of a double among all, both zeros being 0.
pub fn ordinal(x: f64) -> i64 {
    let size = (x.to_bits() & (u64::MAX >> 1)) as i64;
    if x.is_sign_negative() { -size } else { size }
}
