//! Starting points, when there is none or one isn't trusted.

use rand_core::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::Rng;

use crate::Bounds;

/// So many points inside the bounds, drawn with a seed: evenly where a range is finite, elsewhere
/// over magnitudes from 0.001 to 1000, of both signs where both are allowed.
///
/// ```
/// use partials_minimise::{Bounds, starts};
/// let bounds = Bounds::new(vec![(0.0, 1.0), (5.0, f64::INFINITY)])?;
/// let points = starts(&bounds, 2, 10, 42);
/// assert_eq!(points.len(), 10);
/// assert!(points.iter().all(|p| (0.0..=1.0).contains(&p[0]) && p[1] >= 5.0));
/// assert_eq!(points, starts(&bounds, 2, 10, 42));
/// # Ok::<(), partials_minimise::EmptyRange>(())
/// ```
pub fn starts(bounds: &Bounds, dimension: usize, count: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut unit = || (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
    let mut coordinate = |variable: usize| {
        let (part, side) = (unit(), unit());
        let magnitude = 10_f64.powf(6.0 * part - 3.0);
        match bounds.range(variable) {
            (low, high) if low.is_finite() && high.is_finite() => low + part * (high - low),
            (low, _) if low.is_finite() => low + magnitude,
            (_, high) if high.is_finite() => high - magnitude,
            _ => magnitude.copysign(side - 0.5),
        }
    };
    (0..count)
        .map(|_| (0..dimension).map(&mut coordinate).collect())
        .collect()
}
