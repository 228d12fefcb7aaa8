//! Legendre's elliptic integrals, complete and incomplete, with parameter `m = k²`.
//!
//! All are evaluated through Carlson's symmetric integrals (DLMF 19.25(i)) in twice a double's
//! precision with a running error bound. Angles beyond ±π/2 follow the quasi-periods
//! (DLMF 19.2.10): `F(φ + jπ | m) = F(φ | m) + 2 j K(m)`, and so for E and Π.

use super::carlson::{rc, rd, rf, rj};
use super::constants::PI;
use super::estimate::Estimate;
use super::twofold::Twofold;
use super::twofold_elementary::{LARGEST_ANGLE, reduce_angle};

const INFINITE: Estimate = Estimate {
    value: f64::INFINITY,
    error: f64::INFINITY,
};

/// `K(m) = ∫₀^{π/2} dθ / √(1 − m sin²θ)` for `m < 1`.
///
/// `K = R_F(0, 1−m, 1)` (DLMF 19.25.1). At `m = 1` the value is ∞, without a bound.
///
/// ```
/// use partials_numeric::special::elliptic_k;
/// let k = elliptic_k(0.5);
/// assert!((k.value - 1.854_074_677_301_372).abs() <= k.error + 1e-15);
/// ```
pub fn elliptic_k(m: f64) -> Estimate {
    if m == 1.0 {
        return INFINITE;
    }
    if m == f64::NEG_INFINITY {
        return Estimate {
            value: 0.0,
            error: 0.0,
        };
    }
    if m.is_nan() || m > 1.0 {
        return Estimate::UNDEFINED;
    }
    complete_first(m).estimate()
}

/// `E(m) = ∫₀^{π/2} √(1 − m sin²θ) dθ` for `m <= 1`.
///
/// `E = R_F(0, 1−m, 1) − m/3 · R_D(0, 1−m, 1)` (DLMF 19.25.1).
///
/// ```
/// use partials_numeric::special::elliptic_ec;
/// let e = elliptic_ec(0.5);
/// assert!((e.value - 1.350_643_881_047_675_5).abs() <= e.error + 1e-15);
/// ```
pub fn elliptic_ec(m: f64) -> Estimate {
    if m == f64::NEG_INFINITY {
        return INFINITE;
    }
    if m.is_nan() || m > 1.0 {
        return Estimate::UNDEFINED;
    }
    complete_second(m).estimate()
}

/// `Π(n | m) = ∫₀^{π/2} dθ / ((1 − n sin²θ) √(1 − m sin²θ))` for `m < 1`, `n < 1`.
///
/// `Π = R_F(0, 1−m, 1) + n/3 · R_J(0, 1−m, 1, 1−n)` (DLMF 19.25.2). Beyond the pole, `n > 1`, the
/// function is complex and undefined here; at `n = 1` or `m = 1` it is ∞.
///
/// ```
/// use partials_numeric::special::elliptic_pic;
/// let p = elliptic_pic(0.5, 0.25);
/// assert!((p.value - 2.413_671_504_201_195).abs() <= p.error + 1e-14);
/// ```
pub fn elliptic_pic(n: f64, m: f64) -> Estimate {
    if n.is_nan() || m.is_nan() || n > 1.0 || m > 1.0 {
        return Estimate::UNDEFINED;
    }
    if n == 1.0 || m == 1.0 {
        return INFINITE;
    }
    if n.is_infinite() || m.is_infinite() {
        return Estimate {
            value: 0.0,
            error: 0.0,
        };
    }
    complete_third(n, m).estimate()
}

/// `F(φ | m) = ∫₀^φ dθ / √(1 − m sin²θ)` for every `φ` where `m < 1`, and for `m sin²φ < 1`,
/// `|φ| <= π/2` where `m >= 1`.
///
/// `F = sin φ · R_F(cos²φ, 1 − m sin²φ, 1)` (DLMF 19.25.5).
///
/// ```
/// use partials_numeric::special::elliptic_f;
/// let f = elliptic_f(1.0, 0.5);
/// assert!((f.value - 1.083_216_772_845_168_7).abs() <= f.error + 1e-15);
/// ```
pub fn elliptic_f(phi: f64, m: f64) -> Estimate {
    incomplete(phi, m, &[m], complete_first, |angle| angle.first())
}

/// `E(φ | m) = ∫₀^φ √(1 − m sin²θ) dθ` for every `φ` where `m <= 1`, and for `m sin²φ <= 1`,
/// `|φ| <= π/2` where `m > 1`.
///
/// `E = s R_F(c², y, 1) − m s³/3 · R_D(c², y, 1)` with `s = sin φ`, `c = cos φ`, `y = 1 − m s²`
/// (DLMF 19.25.9).
///
/// ```
/// use partials_numeric::special::elliptic_e;
/// let e = elliptic_e(1.0, 0.5);
/// assert!((e.value - 0.927_329_883_624_44).abs() <= e.error + 1e-14);
/// ```
pub fn elliptic_e(phi: f64, m: f64) -> Estimate {
    // At m = 1 the integrand is |cos θ|, which has no pole to stop at.
    let limit = if m == 1.0 { 0.5 } else { m };
    incomplete(phi, m, &[limit], complete_second, |angle| angle.second())
}

/// `Π(n; φ | m) = ∫₀^φ dθ / ((1 − n sin²θ) √(1 − m sin²θ))` before the first pole of the
/// integrand: for every `φ` where `m < 1` and `n < 1`, else while `m sin²φ < 1`, `n sin²φ < 1`,
/// `|φ| <= π/2`. Beyond, it is complex and undefined here.
///
/// `Π = s R_F(c², y, 1) + n s³/3 · R_J(c², y, 1, 1 − n s²)` (DLMF 19.25.14).
///
/// ```
/// use partials_numeric::special::elliptic_pi;
/// let p = elliptic_pi(0.5, 1.0, 0.25);
/// assert!((p.value - 1.228_014_414_316_220_6).abs() <= p.error + 1e-15);
/// ```
pub fn elliptic_pi(n: f64, phi: f64, m: f64) -> Estimate {
    if n.is_nan() || n.is_infinite() {
        return Estimate::UNDEFINED;
    }
    let complete = |m: f64| complete_third(n, m);
    incomplete(phi, m, &[m, n], complete, |angle| angle.third(n))
}

/// Sine and cosine of an angle in [−π/2, π/2], and `1 − m sin²`.
struct Angle {
    sine: Twofold,
    cosine_squared: Twofold,
    under_root: Twofold,
    m: f64,
}

impl Angle {
    fn new(sine: Twofold, cosine: Twofold, m: f64) -> Self {
        let cosine_squared = cosine.square();
        Self {
            sine,
            cosine_squared,
            under_root: one_minus(m, sine, cosine_squared),
            m,
        }
    }

    fn first(&self) -> Twofold {
        self.sine * rf(self.cosine_squared, self.under_root, Twofold::ONE)
    }

    fn second(&self) -> Twofold {
        let third = rd(self.cosine_squared, self.under_root, Twofold::ONE) / 3.0;
        let part = self.sine.square() * self.m * third;
        self.first() - self.sine * part
    }

    fn third(&self, n: f64) -> Twofold {
        let pole = one_minus(n, self.sine, self.cosine_squared);
        if !pole.is_positive() {
            return Twofold::UNKNOWN;
        }
        let third = rj(self.cosine_squared, self.under_root, Twofold::ONE, pole) / 3.0;
        let direct = self.first() + self.sine * self.sine.square() * n * third;
        if n < -1.0 {
            direct.better(self.third_far(n, pole))
        } else {
            direct
        }
    }

    /// Π for large negative `n`, where the direct formula cancels: the pole moved to
    /// `q = 1 − (m/n) s²` by DLMF 19.21.12.
    fn third_far(&self, n: f64, pole: Twofold) -> Twofold {
        let ratio = Twofold::exact(self.m) / n;
        let moved = Twofold::ONE - self.sine.square() * ratio;
        if !moved.is_positive() {
            return Twofold::UNKNOWN;
        }
        let circular = rc(self.cosine_squared * self.under_root, pole * moved);
        let third = rj(self.cosine_squared, self.under_root, Twofold::ONE, moved) / 3.0;
        self.sine * (circular - self.sine.square() * ratio * third)
    }
}

/// `1 − m s²`, also as `(1 − m) + m c²`, whichever is known better.
fn one_minus(m: f64, sine: Twofold, cosine_squared: Twofold) -> Twofold {
    let direct = Twofold::ONE - sine.square() * m;
    let other = Twofold::sum(1.0, -m) + cosine_squared * m;
    direct.better(other)
}

fn complete_first(m: f64) -> Twofold {
    rf(Twofold::ZERO, Twofold::sum(1.0, -m), Twofold::ONE)
}

fn complete_second(m: f64) -> Twofold {
    if m == 1.0 {
        return Twofold::ONE;
    }
    let third = rd(Twofold::ZERO, Twofold::sum(1.0, -m), Twofold::ONE) / 3.0;
    complete_first(m) - third * m
}

fn complete_third(n: f64, m: f64) -> Twofold {
    let quarter = Angle {
        sine: Twofold::ONE,
        cosine_squared: Twofold::ZERO,
        under_root: Twofold::sum(1.0, -m),
        m,
    };
    quarter.third(n)
}

/// An incomplete integral: the reduced angle's part and the quasi-periods. Any of `limits` that is
/// at least one confines the angle to ±π/2 and to `limit · sin²φ < 1`.
fn incomplete(
    phi: f64,
    m: f64,
    limits: &[f64],
    complete: impl Fn(f64) -> Twofold,
    part: impl Fn(&Angle) -> Twofold,
) -> Estimate {
    if !phi.is_finite() || !m.is_finite() {
        return Estimate::UNDEFINED;
    }
    if phi == 0.0 {
        return Estimate {
            value: phi,
            error: 0.0,
        };
    }
    let confined = limits.iter().any(|&limit| limit >= 1.0);
    if phi.abs() > LARGEST_ANGLE {
        return if confined {
            Estimate::UNDEFINED
        } else {
            far(phi, complete(m))
        };
    }
    let (half_turns, sine, cosine) = reduce_angle(phi);
    let angle = Angle::new(sine, cosine, m);
    if confined {
        let beyond = limits.iter().any(|&limit| {
            limit > 1.0 && !one_minus(limit, sine, angle.cosine_squared).is_positive()
        });
        if half_turns != 0.0 || beyond {
            return Estimate::UNDEFINED;
        }
    }
    let rest = part(&angle);
    if half_turns == 0.0 {
        return rest.estimate();
    }
    (complete(m) * (2.0 * half_turns) + rest).estimate()
}

/// `2 K φ/π` is within `K` of the integral: a relative error below 1e-15 here.
fn far(phi: f64, complete: Twofold) -> Estimate {
    let slope = complete * 2.0 / PI;
    (slope * phi).widened(complete.upper() * 1.01).estimate()
}
