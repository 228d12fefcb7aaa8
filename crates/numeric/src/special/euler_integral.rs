//! Euler's integral `∫₀¹ t^{a−1} (1−t)^{c−a−1} (1−xt)^{−b₁} (1−yt)^{−b₂} dt` by Taylor pieces.
//!
//! The interval is halved; each half is cut, towards its end point, into pieces whose length is in
//! proportion to the distance of the nearest singular point (0, 1, 1/x, 1/y), and the integrand is
//! expanded in each. At the ends the power is kept as a weight, which continues the integral
//! analytically to all real `a` and `c − a` except 0, −1, −2, … (Hadamard's finite part). What is
//! left out of a Taylor series is bounded by Cauchy's inequality on a circle inside the disc of
//! analyticity.

use super::gamma_product::GammaProduct;
use super::twofold::Twofold;

/// A Taylor series has at most so many terms.
const TERMS: u32 = 2000;
/// Series are cut where the rest is this small, in proportion to the sum.
const NEGLIGIBLE: f64 = 1e-33;

/// `Π (1 + ρᵢ s)^{eᵢ}`: the Taylor coefficients in `s`, one after the other.
///
/// From `f′ = f · Σ eᵢ ρᵢ / (1 + ρᵢ s)`, with the coefficients of `f / (1 + ρᵢ s)` carried along.
pub(super) struct PowerProduct {
    /// ρ, e, and the last coefficient of f/(1 + ρ s).
    factors: [(Twofold, Twofold, Twofold); 4],
    coefficient: Twofold,
    index: f64,
}

impl PowerProduct {
    pub fn new(factors: [(Twofold, Twofold); 4]) -> Self {
        let factors = factors.map(|(slope, exponent)| (slope, exponent, Twofold::ONE));
        Self {
            factors,
            coefficient: Twofold::ONE,
            index: 0.0,
        }
    }

    /// The current coefficient.
    pub fn coefficient(&self) -> Twofold {
        self.coefficient
    }

    /// On to the next one.
    pub fn advance(&mut self) {
        self.index += 1.0;
        let mut sum = Twofold::ZERO;
        for (slope, exponent, last) in &self.factors {
            if !exponent.is_exact_zero() && !slope.is_exact_zero() {
                sum = sum + *exponent * *slope * *last;
            }
        }
        self.coefficient = sum / self.index;
        for (slope, _, last) in &mut self.factors {
            *last = self.coefficient - *slope * *last;
        }
    }

    /// The logarithm of a bound on the product's modulus on the circle of radius `r`.
    pub fn bound(&self, r: f64) -> f64 {
        let mut sum = 0.0;
        for (slope, exponent, _) in &self.factors {
            let size = (slope.upper() * r).min(1.0 - 1e-12);
            let extreme = if exponent.hi < 0.0 {
                -pxfm::f_log1p(-size)
            } else {
                pxfm::f_log1p(size)
            };
            sum += exponent.upper() * extreme;
        }
        sum * (1.0 + 1e-12)
    }
}

/// Euler's integral with its factors.
#[derive(Clone, Copy, Debug)]
pub(super) struct EulerIntegral {
    pub a: Twofold,
    pub c: Twofold,
    pub b: [Twofold; 2],
    /// Below one.
    pub x: [Twofold; 2],
}

impl EulerIntegral {
    /// `Γ(c)/(Γ(a)Γ(c−a)) · ∫`, for `a` and `c − a` none of 0, −1, −2, …
    pub fn normalized(&self) -> Twofold {
        let rest = self.c - self.a;
        let [x, y] = self.x;
        let [b1, b2] = self.b;
        let (one_less_x, one_less_y) = (-x + 1.0, -y + 1.0);
        let left = HalfIntegral {
            start: self.a,
            end: rest,
            slopes: [-x, -y],
            exponents: [-b1, -b2],
        };
        let right = HalfIntegral {
            start: rest,
            end: self.a,
            slopes: [x / one_less_x, y / one_less_y],
            ..left
        };
        let mirror = GammaProduct::new()
            .power(one_less_x.ln(), -b1)
            .power(one_less_y.ln(), -b2)
            .value();
        let gammas = GammaProduct::new()
            .gamma(self.c)
            .over_gamma(self.a)
            .over_gamma(rest)
            .value();
        gammas * (left.value() + mirror * right.value())
    }
}

/// `∫₀^{1/2} t^{start−1} (1−t)^{end−1} Π (1 + slope·t)^{exponent} dt`, slopes above −1.
struct HalfIntegral {
    start: Twofold,
    end: Twofold,
    slopes: [Twofold; 2],
    exponents: [Twofold; 2],
}

impl HalfIntegral {
    fn value(&self) -> Twofold {
        let steepest = self.slopes.iter().map(|s| s.upper()).fold(1.0, f64::max);
        let mut t = 0.5;
        let mut pieces = 0;
        while t * steepest > 0.5000001 && pieces < 1100 {
            t *= 0.5;
            pieces += 1;
        }
        let mut sum = self.first_piece(t);
        for _ in 0..pieces {
            sum = sum + self.middle_piece(t);
            if !sum.is_known() {
                return Twofold::UNKNOWN;
            }
            t *= 2.0;
        }
        sum
    }

    /// From 0 to `t`.
    fn first_piece(&self, t: f64) -> Twofold {
        let [s1, s2] = self.slopes;
        let [e1, e2] = self.exponents;
        let scaled = |slope: Twofold| slope * t;
        let mut product = PowerProduct::new([
            (Twofold::exact(-t), self.end - 1.0),
            (scaled(s1), e1),
            (scaled(s2), e2),
            (Twofold::ZERO, Twofold::ZERO),
        ]);
        let mut sum = Twofold::ZERO;
        // In units of t, the nearest singularity is at 2 or beyond.
        let circle = 1.8;
        let bound = product.bound(circle);
        for k in 0..TERMS {
            let k = f64::from(k);
            let shifted = self.start + k;
            let tail = pxfm::f_exp(bound - k * pxfm::f_log(circle)) * 2.3;
            if shifted.hi >= 1.0 && tail < NEGLIGIBLE * sum.upper() {
                sum = sum.widened(tail);
                return sum * Twofold::exact(t).power(self.start);
            }
            sum = sum + product.coefficient() / shifted;
            product.advance();
        }
        Twofold::UNKNOWN
    }

    /// From `t` to `2t`, expanded at `1.5 t`.
    fn middle_piece(&self, t: f64) -> Twofold {
        let [s1, s2] = self.slopes;
        let [e1, e2] = self.exponents;
        let half = 0.5 * t;
        let centre = 1.5 * t;
        let complement = Twofold::sum(1.0, -centre);
        let (w1, w2) = (s1 * centre + 1.0, s2 * centre + 1.0);
        let mut product = PowerProduct::new([
            (Twofold::ONE / 3.0, self.start - 1.0),
            (Twofold::exact(-half) / complement, self.end - 1.0),
            (s1 * half / w1, e1),
            (s2 * half / w2, e2),
        ]);
        let scale = GammaProduct::new()
            .power(Twofold::exact(centre).ln(), self.start - 1.0)
            .power(complement.ln(), self.end - 1.0)
            .power(w1.ln(), e1)
            .power(w2.ln(), e2)
            .value();
        let circle = 2.4;
        let bound = product.bound(circle);
        let mut sum = Twofold::ZERO;
        for k in 0..TERMS {
            let tail = pxfm::f_exp(bound - f64::from(k) * pxfm::f_log(circle)) * 1.8;
            if tail < NEGLIGIBLE * sum.upper() {
                return sum.widened(tail) * scale * t;
            }
            if k % 2 == 0 {
                sum = sum + product.coefficient() / f64::from(k + 1);
            }
            product.advance();
        }
        Twofold::UNKNOWN
    }
}
