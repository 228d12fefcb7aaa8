//! Products of gamma functions and powers, in twice a double's precision.
//!
//! Stirling's series after a shift by the recurrence, the reflection formula for the left half
//! line (DLMF 5.11.1, 5.5.1, 5.5.3). For real positive arguments the error of Stirling's series is
//! below its first omitted term (DLMF 5.11(ii)).

use super::twofold::Twofold;

/// Numerators and denominators of the Bernoulli numbers B₂, B₄, … B₃₀.
const BERNOULLI: [(f64, f64); 15] = [
    (1.0, 6.0),
    (-1.0, 30.0),
    (1.0, 42.0),
    (-1.0, 30.0),
    (5.0, 66.0),
    (-691.0, 2730.0),
    (7.0, 6.0),
    (-3617.0, 510.0),
    (43867.0, 798.0),
    (-174611.0, 330.0),
    (854513.0, 138.0),
    (-236364091.0, 2730.0),
    (8553103.0, 6.0),
    (-23749461029.0, 870.0),
    (8615841276005.0, 14322.0),
];

/// Stirling's series is used from here on.
const STIRLING_FROM: f64 = 32.0;

/// A product of gamma functions, powers and factors, kept as `factor · e^logarithm`.
#[derive(Clone, Copy, Debug)]
pub(super) struct GammaProduct {
    logarithm: Twofold,
    factor: Twofold,
}

impl GammaProduct {
    pub const fn new() -> Self {
        Self {
            logarithm: Twofold::ZERO,
            factor: Twofold::ONE,
        }
    }

    /// Γ(x); at a pole the product becomes unknown.
    pub fn gamma(self, x: Twofold) -> Self {
        if x.hi >= 0.5 {
            return self.right(x);
        }
        let reflected = self.over_right(-x + 1.0);
        Self {
            factor: reflected.factor * Twofold::PI / x.sin_pi(),
            ..reflected
        }
    }

    /// 1/Γ(x); zero at a pole of Γ.
    pub fn over_gamma(self, x: Twofold) -> Self {
        if x.hi >= 0.5 {
            return self.over_right(x);
        }
        if x.is_nonpositive_integer() {
            return Self {
                logarithm: Twofold::ZERO,
                factor: Twofold::ZERO,
            };
        }
        let reflected = self.right(-x + 1.0);
        Self {
            factor: reflected.factor * x.sin_pi() / Twofold::PI,
            ..reflected
        }
    }

    fn right(self, x: Twofold) -> Self {
        let (logarithm, factor) = ln_gamma_parts(x);
        Self {
            logarithm: self.logarithm + logarithm,
            factor: self.factor / factor,
        }
    }

    fn over_right(self, x: Twofold) -> Self {
        let (logarithm, factor) = ln_gamma_parts(x);
        Self {
            logarithm: self.logarithm - logarithm,
            factor: self.factor * factor,
        }
    }

    /// `e^(logarithm · exponent)`, where `logarithm` is that of the base.
    pub fn power(self, logarithm: Twofold, exponent: Twofold) -> Self {
        Self {
            logarithm: self.logarithm + logarithm * exponent,
            ..self
        }
    }

    /// A factor.
    pub fn times(self, factor: Twofold) -> Self {
        Self {
            factor: self.factor * factor,
            ..self
        }
    }

    /// Whether a pole in a denominator made it vanish.
    pub fn is_zero(self) -> bool {
        self.factor.is_exact_zero()
    }

    /// The sign of the product; 0 where it vanishes or isn't known.
    pub fn sign(self) -> f64 {
        if self.factor.is_positive() {
            1.0
        } else if self.factor.is_negative() {
            -1.0
        } else {
            0.0
        }
    }

    pub fn value(self) -> Twofold {
        if self.is_zero() {
            return Twofold::ZERO;
        }
        let half = (self.logarithm.scale(-1)).exp();
        self.factor * half * half
    }
}

/// Γ(x) = e^l / f for x >= 1/2: the pair (l, f).
fn ln_gamma_parts(x: Twofold) -> (Twofold, Twofold) {
    let mut product = Twofold::ONE;
    let mut shifted = x;
    for _ in 0..32 {
        if shifted.hi >= STIRLING_FROM {
            break;
        }
        product = product * shifted;
        shifted = shifted + 1.0;
    }
    (ln_gamma_stirling(shifted), product)
}

fn ln_gamma_stirling(x: Twofold) -> Twofold {
    let inverse = Twofold::ONE / x;
    let square = inverse.square();
    let mut power = inverse;
    let mut sum = Twofold::ZERO;
    let mut last = 0.0;
    for (k, (numerator, denominator)) in (1..).zip(BERNOULLI) {
        let k = f64::from(k);
        let term = power * numerator / (denominator * (2.0 * k) * (2.0 * k - 1.0));
        sum = sum + term;
        power = power * square;
        last = term.upper();
        if last < 1e-37 {
            break;
        }
    }
    let logarithm = x.ln();
    (x - 0.5) * logarithm - x + Twofold::HALF_LN_2PI + sum.widened(last)
}
