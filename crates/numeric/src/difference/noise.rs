//! How noisy a function is, from a few of its values.
//!
//! Seven equally spaced values near the point are differenced six times. What is smooth
//! disappears in the high differences, and what stays is the noise: its standard deviation is
//! `σ² = γₖ·mean((Δᵏf)²)` with `γₖ = (k!)²/(2k)!`, whatever the distribution (Hamming; Moré and
//! Wild, *Estimating computational noise*, SIAM J. Sci. Comput. 33, 2011).

/// How many values make a table.
pub(super) const POINTS: usize = 7;

/// `(k!)²/(2k)!` for k from 1 to 6.
const GAMMA: [f64; 6] = [
    1.0 / 2.0,
    1.0 / 6.0,
    1.0 / 20.0,
    1.0 / 70.0,
    1.0 / 252.0,
    1.0 / 924.0,
];

/// What a difference table says of its values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TableNoise {
    /// The standard deviation of the noise.
    pub deviation: f64,
    /// How many neighbouring values are equal.
    pub ties: usize,
}

/// The noise of equally spaced values.
///
/// The first order whose estimate agrees with the next two within a factor of four, and whose
/// differences change sign, begins the orders of which the largest estimate is taken: few values
/// can make a single one small by chance. Where there is none, so that the values are not yet
/// dominated by noise, the highest orders bound it from above.
pub(super) fn table_noise(values: &[f64; POINTS]) -> TableNoise {
    let mut differences = *values;
    let mut deviations = [0.0; POINTS - 1];
    let mut changes = [false; POINTS - 1];
    let mut ties = 0;
    for (order, gamma) in GAMMA.iter().enumerate() {
        let count = POINTS - 1 - order;
        let next = differences;
        for (d, following) in differences.iter_mut().zip(next.iter().skip(1)) {
            *d = following - *d;
        }
        let valid = || differences.iter().take(count);
        if order == 0 {
            ties = valid().filter(|d| **d == 0.0).count();
        }
        let size = valid().fold(0.0, |size: f64, d| size.max(d.abs()));
        let size = if size > 0.0 { size } else { 1.0 };
        let squares: f64 = valid().map(|d| (d / size) * (d / size)).sum();
        let changing = valid().any(|d| *d > 0.0) && valid().any(|d| *d < 0.0);
        if let (Some(s), Some(c)) = (deviations.get_mut(order), changes.get_mut(order)) {
            *s = size * (gamma * squares / count as f64).sqrt();
            *c = changing;
        }
    }
    let steady = deviations
        .windows(3)
        .zip(&changes)
        .position(|(three, changing)| {
            *changing && largest(three) <= 4.0 * three.iter().copied().fold(f64::INFINITY, f64::min)
        });
    let noisy = steady.map_or(3, |order| order.min(2));
    TableNoise {
        deviation: largest(deviations.get(noisy..).unwrap_or_default()),
        ties,
    }
}

fn largest(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    fn table(f: impl FnMut(f64) -> f64, x: f64, step: f64) -> TableNoise {
        let mut f = f;
        table_noise(&std::array::from_fn(|i| f(x + step * (i as f64 - 3.0))))
    }

    #[test]
    fn known_noise_is_found() {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(1);
        for exponent in [-12, -9, -6, -3] {
            let level = 10_f64.powi(exponent);
            let mut found = 0.0;
            for _ in 0..100 {
                let noisy = |x: f64| {
                    x.sin()
                        + level * ((random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64 - 0.5)
                };
                let deviation = table(noisy, 1.0, 1e-6).deviation;
                let ratio = deviation / (level / 12_f64.sqrt());
                assert!((0.1..8.0).contains(&ratio), "{level} {ratio}");
                found += ratio / 100.0;
            }
            assert!((0.7..2.5).contains(&found), "{level} {found}");
        }
    }

    #[test]
    fn smooth_functions_have_rounding_noise() {
        for x in [0.3, 1.0, 7.0] {
            let noise = table(f64::exp, x, 1e-7).deviation / x.exp();
            assert!(noise < 3e-16 && noise > 1e-17, "{noise}");
        }
    }

    #[test]
    fn single_precision_is_recognised() {
        let noise = table(|x| f64::from((x as f32).sin()), 1.0, 1e-6).deviation;
        assert!((1e-8..1e-7).contains(&noise), "{noise}");
    }

    #[test]
    fn constants_are_quiet() {
        assert_eq!(
            table(|_| 5.0, 1.0, 1e-6),
            TableNoise {
                deviation: 0.0,
                ties: 6
            }
        );
    }
}
