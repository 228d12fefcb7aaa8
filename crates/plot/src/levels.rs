//! Which levels are worth a line.

use crate::ticks::round_values;

/// About `wanted` round levels between two values. Where most values are crowded at the lower end
/// of a range that begins near 0, they rise by ratios.
#[must_use]
pub fn levels(low: f64, high: f64, values: &[f64], wanted: usize) -> Vec<f64> {
    let inner = |levels: Vec<f64>| {
        let room = (high - low) * 1e-6;
        let inside = levels
            .into_iter()
            .filter(|level| *level > low + room && *level < high - room);
        inside.collect::<Vec<f64>>()
    };
    let some = values.len() / 4096 + 1;
    let mut sorted: Vec<f64> = values.iter().step_by(some).copied().collect();
    sorted.retain(|value| *value >= low && *value <= high);
    sorted.sort_by(f64::total_cmp);
    let quantile = |percent: usize| {
        sorted
            .get(sorted.len() * percent / 100)
            .copied()
            .unwrap_or(low)
    };
    let crowded = quantile(50) - low < 0.14 * (high - low);
    if crowded && low > -1e-3 * high && low < 0.02 * high {
        let found = inner(by_ratios(quantile(2).max(high * 1e-6), high, wanted));
        if found.len() >= 4 {
            return found;
        }
    }
    inner(round_values(low, high, wanted))
}

/// 1, 2, 5, 10, …, or 1, 3, 10, …, or powers of ten: the first that are few enough.
fn by_ratios(low: f64, high: f64, wanted: usize) -> Vec<f64> {
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    let sets: [&[f64]; 3] = [&[1.0, 2.0, 5.0], &[1.0, 3.0], &[1.0]];
    let of = |digits: &[f64]| {
        let powers = first..=last;
        let all = powers.flat_map(|power| digits.iter().map(move |d| d * 10_f64.powi(power)));
        let tidy = all.map(|level| format!("{level:e}").parse().unwrap_or(level));
        tidy.filter(|level| *level >= low && *level <= high)
            .collect::<Vec<f64>>()
    };
    let found = sets
        .into_iter()
        .map(of)
        .find(|levels| levels.len() <= wanted + 2);
    found.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_round_and_inside() {
        let values: Vec<f64> = (0..1000).map(|i| f64::from(i) / 500.0 - 1.0).collect();
        assert_eq!(
            levels(-1.0, 1.0, &values, 9),
            [-0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75]
        );
        assert!(levels(1.0, 1.0, &[1.0; 10], 9).is_empty());
        assert!(levels(f64::NAN, 1.0, &[], 9).is_empty());
    }

    #[test]
    fn crowded_values_have_levels_by_ratios() {
        // Rosenbrock's function over [-2, 2] × [-1, 3].
        let place = |i: i32, low: f64| low + 4.0 * f64::from(i) / 99.0;
        let f = |x: f64, y: f64| (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2);
        let values: Vec<f64> = (0..10_000)
            .map(|i| f(place(i % 100, -2.0), place(i / 100, -1.0)))
            .collect();
        let high = values.iter().fold(0.0_f64, |a, b| a.max(*b));
        let found = levels(0.0, high, &values, 10);
        assert!(
            found.contains(&10.0) && found.contains(&100.0) && found.contains(&1000.0),
            "{found:?}"
        );
        assert!((5..=12).contains(&found.len()));
    }
}
