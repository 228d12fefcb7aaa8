//! Powers, hypotenuses and the inverse hyperbolic tangent in double-double, out of IEEE operations
//! alone.
//!
//! Double-double arithmetic after Dekker (1971) and Shewchuk (1997): a number is an unevaluated
//! sum of two doubles, good to about 100 bits. The fused multiply-add is exact by definition, in
//! hardware or in software, so it changes no bits between platforms.

/// An unevaluated sum `high + low`, |low| at most half an ulp of high.
#[derive(Clone, Copy)]
struct Double {
    high: f64,
    low: f64,
}

impl Double {
    /// Twice the number, exactly.
    fn doubled(self) -> Double {
        Double {
            high: 2.0 * self.high,
            low: 2.0 * self.low,
        }
    }

    /// Exact sum of two doubles (Knuth 1969).
    fn sum(a: f64, b: f64) -> Double {
        let high = a + b;
        let part = high - a;
        Double {
            high,
            low: (a - (high - part)) + (b - part),
        }
    }

    /// Exact sum where |a| ≥ |b| (Dekker 1971).
    fn ordered_sum(a: f64, b: f64) -> Double {
        let high = a + b;
        Double {
            high,
            low: b - (high - a),
        }
    }

    /// Exact product of two doubles, barring underflow.
    fn product(a: f64, b: f64) -> Double {
        let high = a * b;
        Double {
            high,
            low: a.mul_add(b, -high),
        }
    }

    fn times(self, other: Double) -> Double {
        let p = Double::product(self.high, other.high);
        Double::ordered_sum(
            p.high,
            p.low + (self.high * other.low + self.low * other.high),
        )
    }

    /// The quotient (Joldes, Muller, Popescu 2017, algorithm 17).
    fn over(self, other: Double) -> Double {
        let quotient = self.high / other.high;
        let remainder = (-quotient).mul_add(other.high, self.high);
        let rest = (remainder + self.low) - quotient * other.low;
        Double::ordered_sum(quotient, rest / other.high)
    }

    /// `self + other`, where `self` is not smaller and nothing cancels.
    fn plus(self, other: Double) -> Double {
        let s = Double::sum(self.high, other.high);
        Double::ordered_sum(s.high, s.low + (self.low + other.low))
    }
}

/// ln 2 in three pieces; the first has 11 trailing zero bits, so that it times an exponent is exact.
const LN2: [f64; 3] = [
    0.693_147_180_559_890_3,
    5.497_923_018_708_371e-14,
    1.947_045_092_380_75e-31,
];

/// 1/(2k + 1) for k = 1 to 4, in double-double.
const ODD_RECIPROCALS: [(f64, f64); 4] = [
    (0.3333333333333333, 1.850371707708594e-17),
    (0.2, -1.1102230246251566e-17),
    (0.14285714285714285, 7.93016446160826e-18),
    (0.1111111111111111, 6.1679056923619804e-18),
];

/// 1/(2k + 1) for k = 5 to 17.
const ODD_TAIL: [f64; 13] = [
    1.0 / 11.0,
    1.0 / 13.0,
    1.0 / 15.0,
    1.0 / 17.0,
    1.0 / 19.0,
    1.0 / 21.0,
    1.0 / 23.0,
    1.0 / 25.0,
    1.0 / 27.0,
    1.0 / 29.0,
    1.0 / 31.0,
    1.0 / 33.0,
    1.0 / 35.0,
];

/// 1/k! for k = 2 to 6, in double-double.
const FACTORIAL_RECIPROCALS: [(f64, f64); 5] = [
    (0.5, 0.0),
    (0.16666666666666666, 9.25185853854297e-18),
    (0.041666666666666664, 2.3129646346357427e-18),
    (0.008333333333333333, 1.1564823173178714e-19),
    (0.001388888888888889, -5.300543954373577e-20),
];

/// 1/k! for k = 7 to 19.
const FACTORIAL_TAIL: [f64; 13] = [
    0.0001984126984126984,
    2.48015873015873e-05,
    2.7557319223985893e-06,
    2.755731922398589e-07,
    2.505210838544172e-08,
    2.08767569878681e-09,
    1.6059043836821613e-10,
    1.1470745597729725e-11,
    7.647163731819816e-13,
    4.779477332387385e-14,
    2.8114572543455206e-15,
    1.5619206968586225e-16,
    8.22063524662433e-18,
];

/// c₀ + c₁z + … with the first coefficients in double-double and the tail in doubles.
fn polynomial(z: Double, head: &[(f64, f64)], tail: &[f64]) -> Double {
    let rest = tail.iter().rev().fold(0.0, |sum, c| sum * z.high + c);
    let rest = Double {
        high: rest,
        low: 0.0,
    };
    head.iter().rev().fold(rest, |sum, &(high, low)| {
        Double { high, low }.plus(sum.times(z))
    })
}

/// artanh s for |s| up to (√2 - 1)/(√2 + 1), by its series.
fn artanh_series(s: Double) -> Double {
    let z = s.times(s);
    let series = polynomial(z, &ODD_RECIPROCALS, &ODD_TAIL);
    s.plus(s.times(z.times(series)))
}

/// Natural logarithm of a positive finite number, to a relative 2^-78 or so: m = x/2^k has at most
/// z = s² = 2^-5, and the tail of the series in doubles begins behind z⁵.
///
/// x = 2^k·m with m in [√½, √2], and ln m = 2 artanh((m - 1)/(m + 1)), by its series.
fn ln_double(x: f64) -> Double {
    let (scaled, bias) = if x < f64::MIN_POSITIVE {
        (x * TWO_54, 54)
    } else {
        (x, 0)
    };
    let bits = scaled.to_bits();
    // Counting the exponent from the mantissa of √½ puts m on the right side by itself.
    let above = bits.wrapping_sub(SQRT_HALF_BITS);
    let exponent = (above as i64) >> 52;
    let m = f64::from_bits(bits.wrapping_sub((exponent as u64) << 52));
    let k = (exponent - bias) as f64;

    let numerator = Double {
        high: m - 1.0,
        low: 0.0,
    };
    let ln_m = artanh_series(numerator.over(Double::sum(m, 1.0))).doubled();
    if k == 0.0 {
        return ln_m;
    }
    let [first, second, third] = LN2;
    Double {
        high: k * first,
        low: 0.0,
    }
    .plus(ln_m)
    .plus(Double::product(k, second))
    .plus(Double {
        high: k * third,
        low: 0.0,
    })
}

const TWO_54: f64 = 18_014_398_509_481_984.0;
const SQRT_HALF_BITS: u64 = 0x3fe6_a09e_667f_3bcd;

/// e^t for |t| < 750, rounded once to double.
fn exp_double(t: Double) -> f64 {
    let [first, second, third] = LN2;
    let n = (t.high * std::f64::consts::LOG2_E).round_ties_even();
    let reduced = Double::sum(t.high, -n * first);
    let correction = Double::product(-n, second);
    let rest = reduced.plus(correction);
    let r = Double::ordered_sum(rest.high, rest.low + (t.low - n * third));

    let series = polynomial(r, &FACTORIAL_RECIPROCALS, &FACTORIAL_TAIL);
    let e = Double::sum(1.0, r.high);
    let e = Double::ordered_sum(e.high, e.low + r.low).plus(r.times(r).times(series));
    scale(e.high + e.low, n as i32)
}

/// e^x for x so negative that the result may be subnormal.
pub(super) fn exp_subnormal(x: f64) -> f64 {
    if x < -750.0 {
        0.0
    } else {
        exp_double(Double { high: x, low: 0.0 })
    }
}

/// v·2^n for v near 1, rounded at most once.
fn scale(v: f64, n: i32) -> f64 {
    let half = n / 2;
    v * power_of_two(half) * power_of_two(n - half)
}

/// 2^n for an exponent in the normal range.
fn power_of_two(n: i32) -> f64 {
    f64::from_bits(((1023 + n) as u64) << 52)
}

/// x^y of real algebra: for an integer exponent every base, otherwise bases above 0, and 0 where
/// the exponent is positive; NaN elsewhere. 0^0 = 1, and 0 to a negative power is infinite.
///
/// e^(y ln x) with the logarithm in double-double: |y ln x| < 750 costs 10 of its 78 bits, so the
/// error is 0.5 ulp and 2^-15 more.
///
/// ```
/// use partials_numeric::elementary::pow;
/// assert_eq!(pow(-2.0, 3.0), -8.0);
/// assert_eq!(pow(4.0, 0.5), 2.0);
/// assert!(pow(-4.0, 0.5).is_nan());
/// ```
#[must_use]
pub fn pow(x: f64, y: f64) -> f64 {
    if y == 0.0 {
        return 1.0;
    }
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    let size = pow_positive(x.abs(), y);
    if x >= 0.0 {
        size
    } else if is_odd(y) {
        -size
    } else if y.trunc() == y {
        size
    } else {
        f64::NAN
    }
}

/// Whether y is an odd integer. From 2^53 on, every double is even.
fn is_odd(y: f64) -> bool {
    (y % 2.0).abs() == 1.0
}

/// x^y for x ≥ 0 and y not 0.
fn pow_positive(x: f64, y: f64) -> f64 {
    if x == 1.0 || y == 1.0 {
        return x;
    }
    if y == 2.0 {
        return x * x;
    }
    if x == 0.0 || x == f64::INFINITY || y.is_infinite() {
        return if (x > 1.0) == (y > 0.0) {
            f64::INFINITY
        } else {
            0.0
        };
    }
    let logarithm = ln_double(x);
    let estimate = y * logarithm.high;
    if estimate.abs() > 750.0 {
        return if estimate > 0.0 { f64::INFINITY } else { 0.0 };
    }
    if estimate.abs() < 1e-20 {
        return 1.0;
    }
    let t = Double::product(y, logarithm.high);
    exp_double(Double::ordered_sum(t.high, t.low + y * logarithm.low))
}

/// Where the series of [`artanh_series`] ends to be good.
const NEAR: f64 = 0.17;

/// Inverse hyperbolic tangent; NaN outside [-1, 1].
///
/// By its series near 0, elsewhere as half the logarithm of (1 + |x|)/(1 - |x|), in double-double,
/// so the error is 0.5 ulp and 2^-20 more. (`pxfm` 0.1.30 is off by two units in the last place at
/// -0.4458353102687822.)
///
/// ```
/// use partials_numeric::elementary::atanh;
/// assert_eq!(atanh(1.0), f64::INFINITY);
/// assert_eq!(atanh(-0.4458353102687822), -0.47949029323286146);
/// ```
#[must_use]
pub fn atanh(x: f64) -> f64 {
    let size = x.abs();
    if size > 1.0 || x.is_nan() {
        return f64::NAN;
    }
    if size < 1e-9 {
        return x;
    }
    if size == 1.0 {
        return f64::INFINITY.copysign(x);
    }
    let value = if size < NEAR {
        artanh_series(Double {
            high: size,
            low: 0.0,
        })
    } else {
        let ratio = Double::sum(1.0, size).over(Double::sum(1.0, -size));
        let rest = Double {
            high: ratio.low / ratio.high,
            low: 0.0,
        };
        let twice = ln_double(ratio.high).plus(rest);
        Double {
            high: 0.5 * twice.high,
            low: 0.5 * twice.low,
        }
    };
    value.high.copysign(x)
}

/// x^n by repeated multiplication, in a fixed order.
///
/// The bits of n are taken from the lowest: the square x, x², x⁴, … is multiplied from the right
/// into the product so far, so x³ is x·x² and x⁵ is x·x⁴. A negative power is the reciprocal of
/// the positive one; `powi(0.0, 0)` is 1.
///
/// ```
/// use partials_numeric::elementary::powi;
/// assert_eq!(powi(3.0, 5), 243.0);
/// assert_eq!(powi(2.0, -2), 0.25);
/// ```
#[must_use]
pub fn powi(x: f64, n: i64) -> f64 {
    let mut square = x;
    let mut rest = n.unsigned_abs();
    let mut product = 1.0;
    while rest > 0 {
        if rest & 1 == 1 {
            product *= square;
        }
        rest >>= 1;
        if rest > 0 {
            square *= square;
        }
    }
    if n < 0 { 1.0 / product } else { product }
}

/// √(x² + y²) without overflow or underflow on the way.
///
/// The sum of squares is formed in double-double and the root corrected by one Newton step, after
/// scaling by an exact power of two.
///
/// ```
/// use partials_numeric::elementary::hypot;
/// assert_eq!(hypot(3.0, 4.0), 5.0);
/// assert!(hypot(1e200, 1e200).is_finite());
/// ```
#[must_use]
pub fn hypot(x: f64, y: f64) -> f64 {
    let (large, small) = if x.abs() > y.abs() {
        (x.abs(), y.abs())
    } else {
        (y.abs(), x.abs())
    };
    if large.is_infinite() || small.is_infinite() {
        return f64::INFINITY;
    }
    if small == 0.0 || small < large * 1e-20 {
        return large + small;
    }
    let (up, down) = match large {
        l if l > 1e150 => (power_of_two(-600), power_of_two(600)),
        l if l < 1e-100 => (power_of_two(600), power_of_two(-600)),
        _ => (1.0, 1.0),
    };
    let (a, b) = (large * up, small * up);
    let squares = Double::product(a, a).plus(Double::product(b, b));
    let root = squares.high.sqrt();
    let residual = (-root).mul_add(root, squares.high) + squares.low;
    (root + residual / (2.0 * root)) * down
}
