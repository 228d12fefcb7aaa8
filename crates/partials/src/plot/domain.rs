//! What is shown of a variable where nobody says it: where the function is defined.

use crate::Compiled;

/// Regions that are tried, the first that has enough values is taken.
const TRIED: [(f64, f64); 6] = [
    (-3.0, 3.0),
    (-10.0, 10.0),
    (0.0, 1.0),
    (-100.0, 100.0),
    (-1e3, 1e3),
    (-1e6, 1e6),
];
/// Places along an axis.
const PLACES: u32 = 61;
/// Part of the places of a region that must have values.
const ENOUGH: f64 = 0.03;

/// The range of each variable, where those that are given stay as they are.
pub fn ranges(function: &Compiled, given: &[Option<(f64, f64)>]) -> Vec<(f64, f64)> {
    let whole = |region: (f64, f64)| {
        given
            .iter()
            .map(|g| g.unwrap_or(region))
            .collect::<Vec<_>>()
    };
    for region in TRIED {
        let ranges = whole(region);
        let places = defined(function, &ranges);
        let all = f64::from(PLACES).powi(given.len() as i32);
        if places.len() as f64 >= ENOUGH * all {
            return shrunk(&ranges, given, &places);
        }
    }
    whole((-3.0, 3.0))
}

/// Places of a lattice at which the function has a value.
fn defined(function: &Compiled, ranges: &[(f64, f64)]) -> Vec<Vec<f64>> {
    let mut places = vec![Vec::new()];
    for (low, high) in ranges {
        let along = |i: u32| low + (high - low) * (f64::from(i) + 0.5) / f64::from(PLACES);
        let longer = |place: &Vec<f64>| {
            let place = place.clone();
            (0..PLACES).map(move |i| place.iter().copied().chain([along(i)]).collect())
        };
        places = places.iter().flat_map(longer).collect();
    }
    places.retain(|place| function.value(place).is_ok_and(f64::is_finite));
    places
}

/// Without the parts at the borders in which nothing is defined.
fn shrunk(
    ranges: &[(f64, f64)],
    given: &[Option<(f64, f64)>],
    places: &[Vec<f64>],
) -> Vec<(f64, f64)> {
    let shrink = |(i, (low, high)): (usize, &(f64, f64))| {
        if given.get(i).is_some_and(Option::is_some) {
            return (*low, *high);
        }
        let values = places.iter().filter_map(|place| place.get(i));
        let (first, last) = values.fold((*high, *low), |(a, b), v| (a.min(*v), b.max(*v)));
        let step = (high - low) / f64::from(PLACES);
        let is_border = |gap: f64| gap > 1.5 * step;
        (
            if is_border(first - low) {
                round_down(first - 1.5 * step, step)
            } else {
                *low
            },
            if is_border(high - last) {
                -round_down(-last - 1.5 * step, step)
            } else {
                *high
            },
        )
    };
    ranges.iter().enumerate().map(shrink).collect()
}

/// To a decimal place that is small beside the step.
fn round_down(value: f64, step: f64) -> f64 {
    let unit = 10_f64.powf(step.log10().floor());
    let rounded = (value / unit + 1e-9).floor() * unit;
    format!("{rounded:.12e}").parse().unwrap_or(rounded)
}
