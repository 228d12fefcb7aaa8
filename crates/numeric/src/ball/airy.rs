//! Airy functions and their derivatives: the power series (DLMF 9.4), and Bessel functions of the
//! orders 1/3 and 2/3 far from 0 (DLMF 9.6).

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::{Ball, Precision, bessel, constants, number::Number, pfq::pfq};

/// Which of the four.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Airy {
    Ai,
    Bi,
    AiPrime,
    BiPrime,
}

thread_local! {
    static KNOWN: RefCell<FxHashMap<Precision, (Ball, Ball)>> = RefCell::default();
}

/// `Ai(0)` and `-Ai'(0)`, cut from wider values that are remembered.
fn at_zero(precision: Precision) -> (Ball, Ball) {
    let width = constants::ladder(precision.signed());
    let width = Precision::bits(u32::try_from(width).unwrap_or(u32::MAX));
    let stored = KNOWN.with_borrow(|known| known.get(&width).cloned());
    let (a, b) = stored.unwrap_or_else(|| {
        let value = compute_at_zero(width);
        KNOWN.with_borrow_mut(|known| known.insert(width, value.clone()));
        value
    });
    (a.with_precision(precision), b.with_precision(precision))
}

/// `Ai(0) = 3^(-2/3) / Γ(2/3)` and `-Ai'(0) = 3^(-1/3) / Γ(1/3)`.
fn compute_at_zero(precision: Precision) -> (Ball, Ball) {
    let third = |n| Ball::from_ratio(n, 3, precision);
    let cube_root = Ball::from_i64(3, precision).cbrt();
    (
        (cube_root.square() * third(2).gamma()).recip(),
        (cube_root * third(1).gamma()).recip(),
    )
}

/// The function by its power series.
pub(super) fn near<N: Number>(which: Airy, z: &N) -> N {
    let precision = z.precision();
    let (a, b) = at_zero(precision);
    let argument = (z.square() * z).over(9);
    let sum = |n| pfq(&[], &[&Ball::from_ratio(n, 3, precision)], &argument);
    let (even, odd) = match which {
        Airy::Ai | Airy::Bi => (sum(2), sum(4) * z),
        Airy::AiPrime | Airy::BiPrime => (sum(5) * z.square().scaled(-1), sum(1)),
    };
    let (even, odd) = (even.by(&a), odd.by(&b));
    match which {
        Airy::Ai | Airy::AiPrime => even - odd,
        Airy::Bi | Airy::BiPrime => (even + odd).by(&Ball::from_i64(3, precision).sqrt()),
    }
}

/// `|x|` from where on the series would lose too many bits.
const FAR: f64 = 40.0;

/// The function by Bessel functions of `ζ = 2/3 |x|^(3/2)`.
fn far(which: Airy, x: &Ball) -> Ball {
    let precision = x.precision();
    let size = x.abs();
    let root = size.sqrt();
    let zeta = (&size * &root).times(2).over(3);
    let primed = matches!(which, Airy::AiPrime | Airy::BiPrime);
    let order = Ball::from_ratio(if primed { 2 } else { 1 }, 3, precision);
    let three_root = Ball::from_i64(3, precision).sqrt();
    let scale = if primed {
        &size / &three_root
    } else {
        &root / &three_root
    };
    if x.mid.signum() > 0 {
        let decaying = bessel::k_point(&order, &zeta);
        return match which {
            Airy::Ai => scale * decaying / Ball::pi(precision),
            Airy::AiPrime => -scale * decaying / Ball::pi(precision),
            Airy::Bi | Airy::BiPrime => {
                let i = |n: &Ball| bessel::first(bessel::Kind::Modified, n, &zeta);
                scale * (i(&order) + i(&-&order))
            }
        };
    }
    let (up, down) = (
        bessel::j_point(&order, &zeta),
        bessel::j_point(&-&order, &zeta),
    );
    match which {
        Airy::Ai => scale / three_root * (up + down),
        Airy::Bi => scale * (down - up),
        Airy::AiPrime => scale / three_root * (up - down),
        Airy::BiPrime => scale * (up + down),
    }
}

fn point(which: Airy, x: &Ball) -> Ball {
    if x.mid_f64().abs() > FAR {
        far(which, x)
    } else {
        near(which, x)
    }
}

impl Ball {
    fn airy(&self, which: Airy) -> Ball {
        if !self.is_value() {
            return self.clone();
        }
        let exact = |x: &Ball| {
            Ball::refined(x.precision(), x.is_exact(), |guard| {
                let cancelled = x.mid_f64().abs().min(FAR).powf(1.5) as i64;
                point(which, &x.guarded(guard + cancelled))
            })
        };
        self.smooth(exact, |x| match which {
            Airy::Ai => near(Airy::AiPrime, x),
            Airy::Bi => near(Airy::BiPrime, x),
            Airy::AiPrime => x * near(Airy::Ai, x),
            Airy::BiPrime => x * near(Airy::Bi, x),
        })
    }

    /// The Airy function Ai.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let y = Ball::one(Precision::bits(96)).airyai();
    /// assert_eq!(y.to_digits(20), "0.13529241631288141552");
    /// ```
    #[must_use]
    pub fn airyai(&self) -> Ball {
        self.airy(Airy::Ai)
    }

    /// The Airy function Bi.
    #[must_use]
    pub fn airybi(&self) -> Ball {
        self.airy(Airy::Bi)
    }

    /// The derivative of the Airy function Ai.
    #[must_use]
    pub fn airyaiprime(&self) -> Ball {
        self.airy(Airy::AiPrime)
    }

    /// The derivative of the Airy function Bi.
    #[must_use]
    pub fn airybiprime(&self) -> Ball {
        self.airy(Airy::BiPrime)
    }
}
