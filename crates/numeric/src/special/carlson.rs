//! Carlson's symmetric elliptic integrals, in twice a double's precision.
//!
//! Duplication until the arguments nearly agree, then a Taylor expansion of degree 7: Carlson,
//! *Numerical computation of real or complex elliptic integrals* (1995); DLMF 19.36(i). The
//! expansion of `R_{-a}` in `Z_i`, all at most ε, is a mean of `Σ (a)_N/(Σb)_N · T_N` with
//! `|T_N| <= (Σb)_N/N! · ε^N` (Carlson 1979), so that what is left out is below
//! `Σ_{N>=8} (a)_N/N! · ε^N`: less than `ε^8` for `R_F`, `R_C` and `5 ε^8` for `R_D`, `R_J`.

use super::twofold::{Twofold, natural_power};

/// Arguments this close (relative to their mean) are left to the expansion: ε^8 = 2^-112.
const CLOSE: f64 = 1.0 / 16384.0;
/// Enough for arguments from the smallest to the largest double.
const ROUNDS: i32 = 60;

fn largest(values: &[Twofold]) -> f64 {
    values.iter().map(|v| v.upper()).fold(0.0, f64::max)
}

/// `Σ c·t` for coefficients given as fractions.
fn combine(terms: &[(f64, f64, Twofold)]) -> Twofold {
    terms.iter().fold(Twofold::ONE, |sum, (over, under, term)| {
        sum + *term * *over / *under
    })
}

/// R_F(x, y, z), symmetric; arguments not negative, at most one zero. DLMF 19.16.1.
pub(super) fn rf(x: Twofold, y: Twofold, z: Twofold) -> Twofold {
    let (mut x, mut y, mut z) = (x, y, z);
    for _ in 0..ROUNDS {
        let mean = (x + y + z) / 3.0;
        let dx = Twofold::ONE - x / mean;
        let dy = Twofold::ONE - y / mean;
        let dz = -(dx + dy);
        let spread = largest(&[dx, dy, dz]);
        if !mean.is_known() {
            return Twofold::UNKNOWN;
        }
        if spread < CLOSE {
            let e2 = dx * dy - dz.square();
            let e3 = dx * dy * dz;
            let e22 = e2.square();
            let series = combine(&[
                (-1.0, 10.0, e2),
                (1.0, 14.0, e3),
                (1.0, 24.0, e22),
                (-3.0, 44.0, e2 * e3),
                (-5.0, 208.0, e22 * e2),
                (3.0, 104.0, e3.square()),
                (1.0, 16.0, e22 * e3),
            ]);
            return series.widened(natural_power(spread, 8)) / mean.sqrt();
        }
        let (rx, ry, rz) = (x.sqrt(), y.sqrt(), z.sqrt());
        let lambda = rx * (ry + rz) + ry * rz;
        x = (x + lambda).scale(-2);
        y = (y + lambda).scale(-2);
        z = (z + lambda).scale(-2);
    }
    Twofold::UNKNOWN
}

/// R_C(x, y) = R_F(x, y, y) for x >= 0, y > 0. DLMF 19.2.17.
pub(super) fn rc(x: Twofold, y: Twofold) -> Twofold {
    let (mut x, mut y) = (x, y);
    for _ in 0..ROUNDS {
        let mean = (x + y * 2.0) / 3.0;
        let s = (y - x) / mean / 3.0;
        if !mean.is_known() {
            return Twofold::UNKNOWN;
        }
        let spread = 2.0 * s.upper();
        if spread < CLOSE {
            let (s2, s3) = (s.square(), s.square() * s);
            let s4 = s2.square();
            let series = combine(&[
                (3.0, 10.0, s2),
                (1.0, 7.0, s3),
                (3.0, 8.0, s4),
                (9.0, 22.0, s4 * s),
                (159.0, 208.0, s4 * s2),
                (9.0, 8.0, s4 * s3),
            ]);
            return series.widened(natural_power(spread, 8)) / mean.sqrt();
        }
        let lambda = x.sqrt() * y.sqrt() * 2.0 + y;
        x = (x + lambda).scale(-2);
        y = (y + lambda).scale(-2);
    }
    Twofold::UNKNOWN
}

/// The expansion shared by R_D and R_J. DLMF 19.36.2.
fn expansion(e2: Twofold, e3: Twofold, e4: Twofold, e5: Twofold) -> Twofold {
    let e22 = e2.square();
    combine(&[
        (-3.0, 14.0, e2),
        (1.0, 6.0, e3),
        (9.0, 88.0, e22),
        (-3.0, 22.0, e4),
        (-9.0, 52.0, e2 * e3),
        (3.0, 26.0, e5),
        (-1.0, 16.0, e22 * e2),
        (3.0, 40.0, e3.square()),
        (3.0, 20.0, e2 * e4),
        (45.0, 272.0, e22 * e3),
        (-9.0, 68.0, e3 * e4 + e2 * e5),
    ])
}

/// R_D(x, y, z) = R_J(x, y, z, z) for z > 0 and x, y not both zero. DLMF 19.16.5.
pub(super) fn rd(x: Twofold, y: Twofold, z: Twofold) -> Twofold {
    let (mut x, mut y, mut z) = (x, y, z);
    let mut sum = Twofold::ZERO;
    for quarterings in 0..ROUNDS {
        let mean = (x + y + z * 3.0) / 5.0;
        let dx = Twofold::ONE - x / mean;
        let dy = Twofold::ONE - y / mean;
        let dz = -(dx + dy) / 3.0;
        let spread = largest(&[dx, dy, dz]);
        if !mean.is_known() {
            return Twofold::UNKNOWN;
        }
        if spread < CLOSE {
            let (xy, zz) = (dx * dy, dz.square());
            let series = expansion(
                xy - zz * 6.0,
                (xy * 3.0 - zz * 8.0) * dz,
                (xy - zz) * zz * 3.0,
                xy * zz * dz,
            );
            let tail = series.widened(5.0 * natural_power(spread, 8)) / mean / mean.sqrt();
            return sum * 3.0 + tail.scale(-2 * quarterings);
        }
        let (rx, ry, rz) = (x.sqrt(), y.sqrt(), z.sqrt());
        let lambda = rx * (ry + rz) + ry * rz;
        sum = sum + (Twofold::ONE / rz / (z + lambda)).scale(-2 * quarterings);
        x = (x + lambda).scale(-2);
        y = (y + lambda).scale(-2);
        z = (z + lambda).scale(-2);
    }
    Twofold::UNKNOWN
}

/// R_J(x, y, z, p) for p > 0 and at most one of x, y, z zero. DLMF 19.16.2.
pub(super) fn rj(x: Twofold, y: Twofold, z: Twofold, p: Twofold) -> Twofold {
    let (mut x, mut y, mut z, mut p) = (x, y, z, p);
    let mut sum = Twofold::ZERO;
    for quarterings in 0..ROUNDS {
        let mean = (x + y + z + p * 2.0) / 5.0;
        let dx = Twofold::ONE - x / mean;
        let dy = Twofold::ONE - y / mean;
        let dz = Twofold::ONE - z / mean;
        let dp = -(dx + dy + dz).scale(-1);
        let spread = largest(&[dx, dy, dz, dp]);
        if !mean.is_known() {
            return Twofold::UNKNOWN;
        }
        if spread < CLOSE {
            let (xyz, pp) = (dx * dy * dz, dp.square());
            let e2 = dx * dy + dx * dz + dy * dz - pp * 3.0;
            let series = expansion(
                e2,
                xyz + (e2 + pp * 2.0) * dp * 2.0,
                (xyz * 2.0 + (e2 + pp * 3.0) * dp) * dp,
                xyz * pp,
            );
            let tail = series.widened(5.0 * natural_power(spread, 8)) / mean / mean.sqrt();
            return sum * 3.0 + tail.scale(-2 * quarterings);
        }
        let (rx, ry, rz) = (x.sqrt(), y.sqrt(), z.sqrt());
        let lambda = rx * (ry + rz) + ry * rz;
        // R_C(α², β²) = R_C((α/β)², 1)/β with β = √p (p + λ), which could overflow.
        let rp = p.sqrt();
        let alpha = rp * (rx + ry + rz) + rx / rp * ry * rz;
        let circular = rc((alpha / (p + lambda)).square(), Twofold::ONE) / rp / (p + lambda);
        sum = sum + circular.scale(-2 * quarterings);
        x = (x + lambda).scale(-2);
        y = (y + lambda).scale(-2);
        z = (z + lambda).scale(-2);
        p = (p + lambda).scale(-2);
    }
    Twofold::UNKNOWN
}
