//! Appell's function F₁ of two variables for real arguments.
//!
//! Near the origin the power series, collected by total degree; elsewhere Euler's integral
//! (DLMF 16.15.1) by Taylor pieces, which continues it to all parameters. Where `a` or `c − a` is
//! 0, −1, … the series ends (after the transformation DLMF 16.16.1 for `c − a`).

use super::estimate::Estimate;
use super::euler_integral::{EulerIntegral, PowerProduct};
use super::gauss_routes::plus;
use super::hypergeometric::{Value, gauss};
use super::twofold::Twofold;

/// The largest argument of the power series.
const NEAR: f64 = 0.6;
/// Longer polynomials are not summed.
const LONGEST_POLYNOMIAL: f64 = 2000.0;
/// The series is cut where the rest is this small, in proportion to the sum.
const NEGLIGIBLE: f64 = 1e-33;

/// `F₁(a; b₁, b₂; c; x, y) = Σ (a)ₘ₊ₙ(b₁)ₘ(b₂)ₙ/((c)ₘ₊ₙ m! n!) · xᵐ yⁿ` (DLMF 16.13.1), continued to
/// `x < 1`, `y < 1`.
///
/// Beyond that it is undefined here unless it is a polynomial in the variable concerned. For `c` one
/// of 0, −1, … it exists where the series ends before the pole.
///
/// ```
/// use partials_numeric::special::appellf1;
/// let f = appellf1(1.0, 0.5, 0.5, 2.0, 0.5, 0.5);
/// assert!((f.value - 2.0 * 2f64.ln()).abs() <= f.error + 1e-15);
/// ```
pub fn appellf1(a: f64, b1: f64, b2: f64, c: f64, x: f64, y: f64) -> Estimate {
    if [a, b1, b2, c, x, y].iter().any(|v| !v.is_finite()) {
        return Estimate::UNDEFINED;
    }
    if a == 0.0 {
        return Estimate {
            value: 1.0,
            error: 0.0,
        };
    }
    let exact = Twofold::exact;
    let function = Appell {
        a: exact(a),
        b: [exact(b1), exact(b2)],
        c: exact(c),
        x: [exact(x), exact(y)],
    };
    function
        .value(x, y)
        .map_or(Estimate::UNDEFINED, Twofold::estimate)
}

#[derive(Clone, Copy, Debug)]
struct Appell {
    a: Twofold,
    b: [Twofold; 2],
    c: Twofold,
    x: [Twofold; 2],
}

impl Appell {
    fn value(&self, x: f64, y: f64) -> Option<Twofold> {
        let [b1, b2] = self.b;
        if b1.is_exact_zero() || x == 0.0 {
            return finite(gauss(self.a, b2, self.c, Twofold::exact(y)));
        }
        if b2.is_exact_zero() || y == 0.0 {
            return finite(gauss(self.a, b1, self.c, Twofold::exact(x)));
        }
        if self.a.is_nonpositive_integer() && -self.a.hi <= LONGEST_POLYNOMIAL {
            let too_late = self.c.is_nonpositive_integer() && self.a.hi < self.c.hi;
            return (!too_late).then(|| self.series());
        }
        if self.c.is_nonpositive_integer() {
            return None;
        }
        if x >= 1.0 || y >= 1.0 {
            return self.beyond(x, y);
        }
        Some(self.inside(x, y))
    }

    /// Both arguments below one.
    fn inside(&self, x: f64, y: f64) -> Twofold {
        let rest = plus(self.c, -self.a);
        if rest.is_nonpositive_integer() {
            return self.transformed(rest);
        }
        if x.abs() <= NEAR && y.abs() <= NEAR {
            let near = self.series();
            if near.relative_radius() < 1e-17 {
                return near;
            }
            return near.better(self.integral());
        }
        self.integral()
    }

    fn integral(&self) -> Twofold {
        EulerIntegral {
            a: self.a,
            c: self.c,
            b: self.b,
            x: self.x,
        }
        .normalized()
    }

    /// (1−x)^{−b₁}(1−y)^{−b₂} F₁(c−a; b₁, b₂; c; x/(x−1), y/(y−1)). DLMF 16.16.1.
    fn transformed(&self, rest: Twofold) -> Twofold {
        let [x, y] = self.x.map(|v| -v / (-v + 1.0));
        let [p, q] = self.x.map(|v| (-v + 1.0).ln());
        let [b1, b2] = self.b;
        let power = (-(p * b1 + q * b2)).exp();
        power
            * Self {
                a: rest,
                x: [x, y],
                ..*self
            }
            .series()
    }

    /// `Σ (a)ₖ/(c)ₖ gₖ` with `Σ gₖ sᵏ = (1−xs)^{−b₁}(1−ys)^{−b₂}`; the rest by Cauchy's inequality.
    fn series(&self) -> Twofold {
        let [x, y] = self.x;
        let [b1, b2] = self.b;
        let none = (Twofold::ZERO, Twofold::ZERO);
        let mut product = PowerProduct::new([(-x, -b1), (-y, -b2), none, none]);
        let circle = 0.9 / x.upper().max(y.upper());
        let bound = product.bound(circle);
        let mut pochhammer = Twofold::ONE;
        let mut sum = Twofold::ZERO;
        for k in 0..6000_u32 {
            let k = f64::from(k);
            sum = sum + pochhammer * product.coefficient();
            let (ak, ck) = (self.a + k, self.c + k);
            if ak.is_exact_zero() {
                return sum;
            }
            pochhammer = pochhammer * ak / ck;
            product.advance();
            let growth = if ak.hi > 0.0 && ck.hi > 0.0 {
                ((ak.hi + 1.0) / (ck.hi + 1.0)).max(1.0)
            } else {
                f64::INFINITY
            };
            let ratio = growth / circle;
            let size = pxfm::f_exp(bound - (k + 1.0) * pxfm::f_log(circle));
            let tail = pochhammer.upper() * size / (1.0 - ratio) * 1.001;
            if ratio < 1.0 && tail < NEGLIGIBLE * sum.upper() {
                return sum.widened(tail);
            }
        }
        Twofold::UNKNOWN
    }

    /// An argument at or beyond one: real where the function is a polynomial in it.
    fn beyond(&self, x: f64, y: f64) -> Option<Twofold> {
        let [b1, b2] = self.b;
        if x >= 1.0 && b1.is_nonpositive_integer() {
            return self.polynomial_in(x, b1, y, b2);
        }
        if y >= 1.0 && b2.is_nonpositive_integer() {
            return self.polynomial_in(y, b2, x, b1);
        }
        None
    }

    /// `Σₘ (a)ₘ(b)ₘ/((c)ₘ m!) xᵐ ₂F₁(a+m, b′; c+m; y)` for `b` one of −1, −2, …
    fn polynomial_in(&self, x: f64, b: Twofold, y: f64, other: Twofold) -> Option<Twofold> {
        let degree = (-b.hi).min(200.0) as u32;
        let mut term = Twofold::ONE;
        let mut sum = Twofold::ZERO;
        for m in 0..=degree {
            let m = f64::from(m);
            let inner = finite(gauss(self.a + m, other, self.c + m, Twofold::exact(y)))?;
            sum = sum + term * inner;
            term = term * (self.a + m) * (b + m) * x / ((self.c + m) * (m + 1.0));
        }
        Some(if -b.hi <= 200.0 {
            sum
        } else {
            Twofold::UNKNOWN
        })
    }
}

fn finite(value: Value) -> Option<Twofold> {
    match value {
        Value::Finite(value) => Some(value),
        Value::Infinite(_) => Some(Twofold::UNKNOWN),
        Value::Undefined => None,
    }
}
