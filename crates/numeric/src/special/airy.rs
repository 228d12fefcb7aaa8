//! Airy's functions and their derivatives.
//!
//! Maclaurin's series (DLMF 9.4) in the middle; for larger arguments Ai is a modified Bessel
//! function of order 1/3 (DLMF 9.6.2, 9.6.3), Bi has its asymptotic series (DLMF 9.7.7, 9.7.8),
//! and on the negative axis both have those of DLMF 9.7.9 to 9.7.12, whose errors are less than
//! the first terms left out (DLMF 9.7(iii)).

use super::Estimate;
use super::bessel_modified::k_scaled;
use super::constants::{AIRY_A, AIRY_B, PI, SQRT_PI};
use super::scaled::Scaled;
use super::twofold::Twofold;

/// Up to here Ai is the difference of two series, which loses seven digits of 32.
const AI_NEAR: f64 = 5.0;
/// Up to here Bi is their sum.
const BI_NEAR: f64 = 12.0;
/// Down to here both are summed, where they oscillate.
const OSCILLATING: f64 = -11.0;

/// The two solutions f, g of `y'' = xy` with `f(0) = g'(0) = 1`, `f'(0) = g(0) = 0`, times Ai(0)
/// and -Ai'(0), and their derivatives: `(f, g, f', g')`.
fn solutions(x: f64) -> (Twofold, Twofold, Twofold, Twofold) {
    let wide = Twofold::exact(x);
    let cube = wide * wide * x;
    let (mut f, mut g) = (Twofold::ONE, wide);
    let (mut df, mut dg) = (Twofold::ZERO, Twofold::ONE);
    let (mut f_term, mut g_term) = (Twofold::ONE, wide);
    let (mut df_term, mut dg_term) = (wide * x * 0.5, Twofold::ONE);
    let mut k = 0.0;
    while k < 300.0 {
        df = df + df_term;
        k += 3.0;
        f_term = f_term * cube / ((k - 1.0) * k);
        g_term = g_term * cube / (k * (k + 1.0));
        df_term = df_term * cube / (k * (k + 2.0));
        dg_term = dg_term * cube / (k * (k - 2.0));
        f = f + f_term;
        g = g + g_term;
        dg = dg + dg_term;
        let largest = f_term.upper().max(dg_term.upper()).max(df_term.upper());
        if k * k > 4.0 * x.abs() * x.abs() * x.abs() / k.max(1.0) && largest < 1e-37 {
            break;
        }
    }
    let (a, b) = (AIRY_A, AIRY_B);
    let error = 1e-35 * x.abs().min(1.0);
    (
        f.widened(1e-35) * a,
        g.widened(error) * b,
        df.widened(error) * a,
        dg.widened(1e-35) * b,
    )
}

/// `2/3 x^(3/2)`.
fn zeta(x: f64) -> Twofold {
    let wide = Twofold::exact(x);
    wide * wide.sqrt() * 2.0 / 3.0
}

/// `1/3`, as the order of a Bessel function.
fn third() -> Twofold {
    Twofold::ONE / 3.0
}

/// `Ai(x)` for `x > 5`: `√(x/3)/π K_(1/3)(ζ)`.
fn ai_far(x: f64) -> Scaled {
    let zeta = zeta(x);
    let factor = (Twofold::exact(x) / 3.0).sqrt() / PI;
    exponential(zeta, third()).times(factor)
}

/// `Ai'(x)` for `x > 5`: `-x/(π√3) K_(2/3)(ζ)`.
fn ai_prime_far(x: f64) -> Scaled {
    let zeta = zeta(x);
    let factor = Twofold::exact(-x) / (PI * Twofold::exact(3.0).sqrt());
    exponential(zeta, third() * 2.0).times(factor)
}

/// `K_ν(ζ)`.
fn exponential(zeta: Twofold, order: Twofold) -> Scaled {
    let unknown = Scaled::from(Twofold::unknown(0.0));
    k_scaled(order, zeta).map_or(unknown, |k| k.product((-zeta).exp_scaled()))
}

/// The sums over even and over odd k of `u_k/ζ^k` (or `v_k`, for the derivatives), with signs
/// alternating by `sign` within each.
fn sums(zeta: Twofold, derivative: bool, sign: f64) -> (Twofold, Twofold) {
    let (mut even, mut odd, mut u) = (Twofold::ONE, Twofold::ZERO, Twofold::ONE);
    let (mut last, mut signs, mut k) = (0.0, [1.0, 1.0], 1.0);
    while k < 46.0 {
        u = u * ((6.0 * k - 5.0) * (6.0 * k - 3.0) * (6.0 * k - 1.0))
            / (zeta * (216.0 * k * (2.0 * k - 1.0)));
        let term = if derivative {
            -u * (6.0 * k + 1.0) / (6.0 * k - 1.0)
        } else {
            u
        };
        let [even_sign, odd_sign] = &mut signs;
        if k % 2.0 == 0.0 {
            *even_sign *= sign;
            even = even + term * *even_sign;
        } else {
            odd = odd + term * *odd_sign;
            *odd_sign *= sign;
        }
        last = term.upper();
        k += 1.0;
        if last < 1e-34 {
            break;
        }
    }
    (even.widened(10.0 * last), odd.widened(10.0 * last))
}

/// `x^(1/4)`.
fn fourth_root(x: f64) -> Twofold {
    Twofold::exact(x).sqrt().sqrt()
}

/// `Bi(x)` or `Bi'(x)` for `x > 12`.
fn bi_far(x: f64, derivative: bool) -> Scaled {
    let zeta = zeta(x);
    let (even, odd) = sums(zeta, derivative, 1.0);
    let root = fourth_root(x);
    let size = if derivative { root } else { root.reciprocal() };
    zeta.exp_scaled().times((even + odd) * size / SQRT_PI)
}

/// For `x < -11`: the sums, and sine and cosine of `ζ - π/4`.
fn oscillating(z: f64, derivative: bool) -> (Twofold, Twofold, Twofold, Twofold) {
    let zeta = zeta(z);
    let (even, odd) = sums(zeta, derivative, -1.0);
    let (sin, cos) = (zeta - PI * 0.25).sin_cos();
    let root = fourth_root(z);
    let size = if derivative { root } else { root.reciprocal() } / SQRT_PI;
    (even * size, odd * size, sin, cos)
}

/// Beyond this the functions are 0 or overflow, and on the negative axis the phase is unknown.
const LIMIT: f64 = 1e100;

/// `Ai(x)`, the solution of `y'' = xy` that falls.
///
/// ```
/// use partials_numeric::special::airyai;
/// assert!((airyai(1.0).value - 0.13529241631288141).abs() < 1e-16);
/// ```
pub fn airyai(x: f64) -> Estimate {
    if x.is_nan() {
        return Estimate::UNDEFINED;
    }
    if x.abs() > LIMIT {
        return Estimate {
            value: 0.0,
            error: if x > 0.0 { f64::from_bits(1) } else { 1e-25 },
        };
    }
    if x > AI_NEAR {
        return ai_far(x).estimate();
    }
    if x < OSCILLATING {
        let (even, odd, sin, cos) = oscillating(-x, false);
        return (cos * even + sin * odd).estimate();
    }
    let (f, g, _, _) = solutions(x);
    (f - g).estimate()
}

/// `Ai'(x)`.
///
/// ```
/// use partials_numeric::special::airyai_prime;
/// assert!((airyai_prime(1.0).value + 0.15914744129679322).abs() < 1e-16);
/// ```
pub fn airyai_prime(x: f64) -> Estimate {
    if x.is_nan() {
        return Estimate::UNDEFINED;
    }
    if x.abs() > LIMIT {
        return far_derivative(x, 0.0);
    }
    if x > AI_NEAR {
        return ai_prime_far(x).estimate();
    }
    if x < OSCILLATING {
        let (even, odd, sin, cos) = oscillating(-x, true);
        return (sin * even - cos * odd).estimate();
    }
    let (_, _, f, g) = solutions(x);
    (f - g).estimate()
}

/// A derivative where nothing but its size is known.
fn far_derivative(x: f64, right: f64) -> Estimate {
    if x > 0.0 {
        let error = if right == 0.0 {
            f64::from_bits(1)
        } else {
            f64::INFINITY
        };
        return Estimate {
            value: right,
            error,
        };
    }
    Estimate {
        value: 0.0,
        error: (-x).sqrt().sqrt(),
    }
}

/// `Bi(x)`, the solution of `y'' = xy` that grows.
///
/// ```
/// use partials_numeric::special::airybi;
/// assert!((airybi(1.0).value - 1.2074235949528713).abs() < 3e-16);
/// ```
pub fn airybi(x: f64) -> Estimate {
    if x.is_nan() {
        return Estimate::UNDEFINED;
    }
    if x > LIMIT {
        return Estimate {
            value: f64::INFINITY,
            error: f64::INFINITY,
        };
    }
    if x < -LIMIT {
        return Estimate {
            value: 0.0,
            error: 1e-25,
        };
    }
    if x > BI_NEAR {
        return bi_far(x, false).estimate();
    }
    if x < OSCILLATING {
        let (even, odd, sin, cos) = oscillating(-x, false);
        return (cos * odd - sin * even).estimate();
    }
    let (f, g, _, _) = solutions(x);
    ((f + g) * Twofold::exact(3.0).sqrt()).estimate()
}

/// `Bi'(x)`.
///
/// ```
/// use partials_numeric::special::airybi_prime;
/// assert!((airybi_prime(1.0).value - 0.9324359333927756).abs() < 2e-16);
/// ```
pub fn airybi_prime(x: f64) -> Estimate {
    if x.is_nan() {
        return Estimate::UNDEFINED;
    }
    if x.abs() > LIMIT {
        return far_derivative(x, f64::INFINITY);
    }
    if x > BI_NEAR {
        return bi_far(x, true).estimate();
    }
    if x < OSCILLATING {
        let (even, odd, sin, cos) = oscillating(-x, true);
        return (cos * even + sin * odd).estimate();
    }
    let (_, _, f, g) = solutions(x);
    ((f + g) * Twofold::exact(3.0).sqrt()).estimate()
}
