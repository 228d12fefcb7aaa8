//! All outputs of a function along one line, evaluated once for each step that any of them needs.

use num_traits::Float;
use rustc_hash::FxHashMap;

use super::DifferenceError;
use super::derivative::on_line;
use super::directional::largest;
use super::outcome::{Difference, Options};
use super::probe::{Exactness, Grid};

/// How many numbers are remembered at most.
const MEMORY: usize = 1 << 24;

/// How many bits of a step are kept, so that outputs of different sizes share their steps.
const STEP_BITS: u32 = 5;

/// The derivatives of all outputs along a vector, `d/dt fₖ(x + t·v)` at `t = 0`, of a black box
/// with values in a vector.
///
/// Each output has its own step, noise, error and outcome, as with
/// [`differentiate_along`](super::differentiate_along), but they share the evaluations: a
/// thousand outputs need hardly more of them than one.
///
/// # Errors
/// [`DifferenceError::Length`] if `v` is not as long as `x`.
///
/// ```
/// use partials_numeric::difference::{Options, differentiate_outputs_along};
///
/// let f = |x: &[f64]| vec![x[0] * x[1], x[0].exp()];
/// let slopes = differentiate_outputs_along(f, &[1.0, 2.0], &[1.0, 1.0], &Options::default())?;
/// assert!((slopes[0].value - 3.0).abs() <= slopes[0].error && slopes[0].error < 1e-9);
/// assert!((slopes[1].value - 1_f64.exp()).abs() <= slopes[1].error);
/// # Ok::<(), partials_numeric::difference::DifferenceError>(())
/// ```
pub fn differentiate_outputs_along<T: Float>(
    mut f: impl FnMut(&[T]) -> Vec<T>,
    x: &[T],
    v: &[T],
    options: &Options,
) -> Result<Vec<Difference>, DifferenceError> {
    if x.len() != v.len() {
        let (expected, found) = (x.len(), v.len());
        let what = "direction";
        return Err(DifferenceError::Length {
            what,
            expected,
            found,
        });
    }
    let mut point = x.to_vec();
    let mut line = |offset: f64| {
        let t = T::from(offset).unwrap_or_else(T::nan);
        for (p, (&xi, &vi)) in point.iter_mut().zip(x.iter().zip(v)) {
            *p = xi + t * vi;
        }
        let double = |value: T| (value.to_f64().unwrap_or(f64::NAN), 0.0);
        f(&point).into_iter().map(double).collect()
    };
    let length = largest(v);
    let place = largest(x) / if length > T::zero() { length } else { T::one() };
    let grid = Grid::around(place);
    let mut bundle = Bundle::new(&mut line, shared::<T>(grid), Exactness::Measured, u64::MAX);
    let outputs = bundle.outputs();
    Ok((0..outputs)
        .map(|output| bundle.difference(output, options))
        .collect())
}

/// The values of all outputs, with bounds on their errors.
pub(crate) type Values = Vec<(f64, f64)>;

/// A grid whose steps have few bits.
pub(crate) fn shared<T: Float>(grid: Grid) -> Grid {
    Grid {
        snap: |place, step| {
            let dropped = f64::MANTISSA_DIGITS - STEP_BITS;
            let coarse = f64::from_bits(step.to_bits() >> dropped << dropped);
            (Grid::around(T::zero()).snap)(place, coarse)
        },
        ..grid
    }
}

/// The function on a line, with what is known of it.
pub(crate) struct Bundle<'f> {
    evaluate: &'f mut dyn FnMut(f64) -> Values,
    known: FxHashMap<u64, Values>,
    grid: Grid,
    exactness: Exactness,
    /// How often the function was evaluated.
    pub evaluations: u64,
    limit: u64,
    seen: u32,
    single: bool,
}

impl<'f> Bundle<'f> {
    pub(crate) fn new(
        evaluate: &'f mut dyn FnMut(f64) -> Values,
        grid: Grid,
        exactness: Exactness,
        limit: u64,
    ) -> Self {
        Self {
            evaluate,
            known: FxHashMap::default(),
            grid,
            exactness,
            evaluations: 0,
            limit,
            seen: 0,
            single: true,
        }
    }

    /// How many outputs there are.
    pub(crate) fn outputs(&mut self) -> usize {
        self.values(0.0).map_or(0, <[_]>::len)
    }

    /// The derivative of one output.
    pub(crate) fn difference(&mut self, output: usize, options: &Options) -> Difference {
        (self.seen, self.single) = (0, true);
        let (grid, exactness) = (self.grid, self.exactness);
        on_line(
            &mut |offset| self.value(offset, output),
            grid,
            exactness,
            options,
        )
    }

    /// Whether all values that the last difference saw are those of single precision.
    pub(crate) const fn is_single(&self) -> bool {
        self.single && self.seen >= 8
    }

    /// Whether nothing may be evaluated any more.
    pub(crate) const fn is_exhausted(&self) -> bool {
        self.evaluations >= self.limit
    }

    /// An output at an offset; NaN where it has no value.
    pub(crate) fn value(&mut self, offset: f64, output: usize) -> (f64, f64) {
        let found = self.values(offset).and_then(|values| values.get(output));
        let found = found.copied().unwrap_or((f64::NAN, 0.0));
        if found.0.is_finite() {
            self.seen = self.seen.saturating_add(1);
            self.single &= f64::from(found.0 as f32) == found.0;
        }
        found
    }

    fn values(&mut self, offset: f64) -> Option<&[(f64, f64)]> {
        let key = offset.to_bits();
        if !self.known.contains_key(&key) {
            if self.is_exhausted() {
                return None;
            }
            self.evaluations += 1;
            let values = (self.evaluate)(offset);
            if self.known.len().saturating_mul(values.len()) > MEMORY {
                self.known.clear();
            }
            self.known.insert(key, values);
        }
        self.known.get(&key).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::difference::Outcome;

    #[test]
    fn outputs_share_their_evaluations() {
        let mut calls = 0;
        let f = |x: &[f64]| {
            calls += 1;
            let wave = |k: u32| (x[0] * f64::from(k % 7)).sin() + x[1] * 10_f64.powi(k as i32 % 5);
            (0..500).map(wave).collect()
        };
        let options = Options::default();
        let slopes = differentiate_outputs_along(f, &[0.3, 2.0], &[1.0, 0.7], &options).unwrap();
        for (slope, k) in slopes.iter().zip(0_u32..) {
            let a = f64::from(k % 7);
            let exact = a * (0.3 * a).cos() + 0.7 * 10_f64.powi(k as i32 % 5);
            let error = (slope.value - exact).abs();
            assert!(error <= slope.error && slope.error < 1e-8 * exact.abs());
        }
        assert!(calls < 400, "{calls}");
    }

    #[test]
    fn oscillations_are_not_missed() {
        let tau = std::f64::consts::TAU;
        let f = |x: &[f64]| vec![(tau * 1024.0 * x[0]).sin(), x[0].abs()];
        let options = Options::default();
        let slopes = differentiate_outputs_along(f, &[0.0], &[1.37], &options).unwrap();
        assert!((slopes[0].value / (1.37 * tau * 1024.0) - 1.0).abs() < 1e-8);
        assert!(matches!(slopes[1].outcome, Outcome::Kink { .. }));
    }
}
