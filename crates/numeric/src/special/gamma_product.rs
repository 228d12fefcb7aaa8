//! Stirling's series, and products of gamma functions and powers.
//!
//! The recurrence leads to 20 or beyond, where Stirling's series (DLMF 5.11.1) has an error below
//! the first term left out (DLMF 5.11(ii)). The left half line is reflected (DLMF 5.5.3).

use super::constants::{LN_SQRT_TAU, PI, STIRLING};
use super::scaled::Scaled;
use super::twofold::Twofold;
use super::twofold_elementary::polynomial;

/// Where Stirling's series gives 32 digits.
pub(super) const FAR: f64 = 20.0;
/// Below, arguments are reflected.
const REFLECTED: f64 = -0.5;
/// As many of its terms are taken …
pub(super) const TERMS: usize = 17;
/// … of which so many are left to doubles.
const LIGHT: usize = 10;

/// `x (x+1) … (x+n-1)` and `x+n`, where `x + n >= 20`.
fn shifted(x: Twofold) -> (Twofold, Twofold) {
    let (mut product, mut y) = (Twofold::ONE, x);
    for _ in 0..21 {
        if y.hi >= FAR {
            break;
        }
        product = product * y;
        y = y + 1.0;
    }
    (product, y)
}

/// `Σ B₂ₖ/(2k(2k-1) x^(2k-1))`, the small part of Stirling's series, for `x >= 20`.
pub(super) fn stirling_tail(x: Twofold) -> Twofold {
    let inverse = x.reciprocal();
    let terms = STIRLING.iter().take(TERMS).rev();
    let sum = polynomial(inverse.square(), terms, LIGHT) * inverse;
    // At 20 the last term is below 5e-35; (20/x)^32 is reached by squaring five times.
    let shrunk = (0..5).fold(FAR * inverse.upper(), |ratio, _| ratio * ratio);
    sum.widened(5e-35 * shrunk)
}

/// `ln Γ(x)` for `x >= 20`.
fn stirling(x: Twofold) -> Twofold {
    (x - 0.5) * x.ln() - x + LN_SQRT_TAU + stirling_tail(x)
}

/// `Γ(x) = e^l/f` for `x > -1`: the pair `(l, f)`.
pub(super) fn ln_gamma_parts(x: Twofold) -> (Twofold, Twofold) {
    let (product, y) = shifted(x);
    (stirling(y), product)
}

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
        if x.hi >= REFLECTED {
            return self.right(x);
        }
        let reflected = self.over_right(-x + 1.0);
        Self {
            factor: reflected.factor * PI / x.sin_pi(),
            ..reflected
        }
    }

    /// 1/Γ(x); zero at a pole of Γ.
    pub fn over_gamma(self, x: Twofold) -> Self {
        if x.is_nonpositive_integer() {
            return Self {
                logarithm: Twofold::ZERO,
                factor: Twofold::ZERO,
            };
        }
        if x.hi >= REFLECTED {
            return self.over_right(x);
        }
        let reflected = self.right(-x + 1.0);
        Self {
            factor: reflected.factor * x.sin_pi() / PI,
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

    /// The product, of any size.
    pub fn scaled(self) -> Scaled {
        self.logarithm.exp_scaled().times(self.factor)
    }

    /// The product; of unknown value where it overflows.
    pub fn value(self) -> Twofold {
        self.scaled().value()
    }
}
