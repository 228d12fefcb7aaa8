//! The range that a picture shows: all values where they are bounded, and where they are not, what
//! is not close to a pole.

/// How much larger values must get in the vicinity of the largest for that to be a pole.
const GROWTH: f64 = 10.0;
/// How often the vicinity is halved.
const HALVINGS: u32 = 40;

/// The smallest and the largest number among some values, with what keeps a pole from deciding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Whether there are values below and above that are not shown.
    pub cut: (bool, bool),
}

/// The range of some values of a function. `grows(low, high)` says whether it is unbounded below
/// and above, and is asked only about values that lie far from the others.
pub fn bounds(
    values: impl IntoIterator<Item = f64>,
    grows: impl FnOnce(bool, bool) -> (bool, bool),
) -> Option<Bounds> {
    let mut values: Vec<f64> = values.into_iter().filter(|v| v.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    let (least, most) = (*values.first()?, *values.last()?);
    let quantile = |part: f64| {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let place = (part * (values.len() - 1) as f64).round() as usize;
        values.get(place).copied().unwrap_or(least)
    };
    let (from, to) = (quantile(0.1), quantile(0.9));
    let usual = (to - from).max(f64::MIN_POSITIVE);
    let far = (from - least > 3.0 * usual, most - to > 3.0 * usual);
    let cut = if far.0 || far.1 {
        grows(far.0, far.1)
    } else {
        (false, false)
    };
    let room = 0.75 * usual;
    Some(Bounds {
        low: if cut.0 { from - room } else { least },
        high: if cut.1 { to + room } else { most },
        cut,
    })
}

/// A range with some room at its ends; one that is no more than a point gets a width.
#[must_use]
pub fn widened(low: f64, high: f64, part: f64) -> (f64, f64) {
    let width = high - low;
    let size = low.abs().max(high.abs());
    if width <= 1e-12 * size || width == 0.0 {
        let half = if size == 0.0 { 1.0 } else { 0.5 * size };
        return (low - half, high + half);
    }
    (low - part * width, high + part * width)
}

/// Whether the function grows without bound near a point: values along ever smaller steps towards
/// what is largest. The direction of growth is that of `sign`.
pub fn is_unbounded(
    start: [f64; 2],
    step: [f64; 2],
    sign: f64,
    mut f: impl FnMut([f64; 2]) -> f64,
) -> bool {
    let mut best = sign * f(start);
    let (mut place, [mut dx, mut dy]) = (start, step);
    let goal = GROWTH * best.abs();
    for _ in 0..HALVINGS {
        let [x, y] = place;
        for (a, b) in [(-dx, 0.0), (dx, 0.0), (0.0, -dy), (0.0, dy)] {
            let tried = [x + a, y + b];
            let value = sign * f(tried);
            if value > best {
                (best, place) = (value, tried);
            }
        }
        if best > goal {
            return true;
        }
        (dx, dy) = (dx / 2.0, dy / 2.0);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(f: impl Fn(f64) -> f64) -> Bounds {
        let values = (0..=200).map(|i| f(-3.0 + 0.03 * f64::from(i) + 0.003));
        bounds(values, |low, high| (low, high)).unwrap()
    }

    #[test]
    fn bounded_functions_are_shown_whole() {
        for f in [f64::sin as fn(f64) -> f64, |x| x * x, f64::abs] {
            assert_eq!(of(f).cut, (false, false));
        }
        let constant = bounds([2.0, 2.0], |_, _| (false, false)).unwrap();
        assert_eq!(widened(constant.low, constant.high, 0.05), (1.0, 3.0));
    }

    #[test]
    fn poles_do_not_decide() {
        let found = of(|x| 1.0 / x);
        assert_eq!(found.cut, (true, true));
        assert!(found.high < 20.0 && found.low > -20.0, "{found:?}");
        let found = of(|x| 1.0 / (x * x));
        assert_eq!(found.cut, (false, true));
        assert!(found.low > 0.0 && found.low < 0.2);
    }

    #[test]
    fn poles_are_told_from_peaks() {
        let peak = |[x, y]: [f64; 2]| 1.0 / (x * x + y * y + 1e-3);
        assert!(!is_unbounded([0.01, 0.01], [0.1, 0.1], 1.0, peak));
        let pole = |[x, y]: [f64; 2]| -1.0 / (x * x + y * y);
        assert!(is_unbounded([0.01, 0.01], [0.1, 0.1], -1.0, pole));
    }

    #[test]
    fn nothing_has_no_range() {
        assert_eq!(
            bounds([f64::NAN, f64::INFINITY], |_, _| (false, false)),
            None
        );
    }
}
