//! Checks of derivatives in code whose source can't be read, by values of the function alone.
//!
//! Random directions try whole groups of entries at once: the slope of the function along a
//! direction must be the sum of the claimed entries times its coefficients. What does not agree is
//! bisected to the entries that are wrong; entries that are too small to show in the sum of a
//! group are tried again among themselves. The outputs of a function share its evaluations, and
//! each is held against the bounds of its own difference.
//!
//! | file | answers |
//! | --- | --- |
//! | `checks` | what do all points come to? could a wrong claim have been refuted? |
//! | `examine` | which entries hold at a point? |
//! | `outside` | what is the function like where it has no value? |
//! | `diagnose` | what is the mistake? |
//! | `report` | what is said of it? |

mod checks;
mod diagnose;
mod examine;
mod judge;
mod outside;
mod report;

use num_traits::Float;
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::difference::{
    DifferenceError, Exactness, Options, Resolution, Values, differentiate_gradient,
};

use checks::Checks;
use examine::{Problem, grid, shared_grid};
pub use report::{Finding, PointReport, Report};

/// A group passes for an entry if its sum is as exact as this part of the entry.
const COVERED: f64 = 1e-6;

/// The same of functions in single precision.
const COVERED_SINGLE: f64 = 0.1;

const fn coverage(single: bool) -> f64 {
    if single { COVERED_SINGLE } else { COVERED }
}

/// Checks gradients, Jacobians, Hessians and their products with vectors, in code.
///
/// Functions are of `f64` or `f32`, from slices; claims are vectors, arrays or slices. The
/// verdict is `consistent`, `refuted` or `undecided`, the worst of all entries at all points:
/// where a function has no derivative at a point that was named, that is said, and not passed
/// over.
///
/// ```
/// use partials_numeric::blackbox::Checker;
///
/// let f = |x: &[f64]| x[0] * x[0] * x[1].sin();
/// let right = |x: &[f64]| [2.0 * x[0] * x[1].sin(), x[0] * x[0] * x[1].cos()];
/// let wrong = |x: &[f64]| [x[0] * x[1].sin(), x[0] * x[0] * x[1].cos()];
/// let points = [[1.0, 2.0], [-3.0, 0.5]];
/// assert!(Checker::new().gradient(f, right, &points)?.holds());
///
/// let report = Checker::new().gradient(f, wrong, &points)?;
/// assert!(report.is_refuted());
/// assert_eq!(report.findings().next().and_then(|finding| finding.column), Some(0));
/// assert_eq!(report.diagnosis.unwrap().sentence, "entry 0 is 1/2 of the derivative");
/// # Ok::<(), partials_numeric::difference::DifferenceError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Checker {
    seed: u64,
    directions: u32,
    tolerance: Option<f64>,
    negligible: f64,
    control: bool,
    max_evaluations: u64,
}

impl Default for Checker {
    fn default() -> Self {
        Self {
            seed: 0,
            directions: 2,
            tolerance: None,
            negligible: 0.0,
            control: true,
            max_evaluations: 1_000_000,
        }
    }
}

impl Checker {
    /// Two directions, seed 0.
    pub fn new() -> Self {
        Self::default()
    }

    /// The seed of directions and steps: the same seed gives the same report.
    #[must_use]
    pub const fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// In how many random directions each group of entries is tried, or a product with a vector
    /// at each point. See [`Report::miss_probability`].
    #[must_use]
    pub fn directions(self, directions: u32) -> Self {
        let directions = directions.max(1);
        Self { directions, ..self }
    }

    /// How closely an entry must be known to count as consistent, relative to itself, instead of
    /// 1e-6 (and 0.02 in single precision).
    #[must_use]
    pub fn tolerance(self, relative: f64) -> Self {
        let tolerance = Some(relative).filter(|part| *part > 0.0);
        Self { tolerance, ..self }
    }

    /// Entries below this part of the slopes around count as 0. Without, an entry that drowns in
    /// the rounding of the function is undecided.
    #[must_use]
    pub fn negligible(self, part: f64) -> Self {
        let negligible = part.max(0.0);
        Self { negligible, ..self }
    }

    /// Whether each check is shown to reject the claim with one entry damaged (it is, unless this
    /// is turned off).
    #[must_use]
    pub const fn control(self, control: bool) -> Self {
        Self { control, ..self }
    }

    /// How often a function is evaluated at most for one point.
    #[must_use]
    pub fn max_evaluations(self, count: u64) -> Self {
        let max_evaluations = count.max(1);
        Self {
            max_evaluations,
            ..self
        }
    }

    fn resolution(&self, single: bool) -> Resolution {
        judge::resolution(single, self.tolerance, self.negligible)
    }

    /// Checks a gradient, of as many elements as the point has.
    ///
    /// # Errors
    /// [`DifferenceError::Length`] if it has another number.
    pub fn gradient<T: Float, R: AsRef<[T]>, P: AsRef<[T]>>(
        &self,
        mut f: impl FnMut(&[T]) -> T,
        mut gradient: impl FnMut(&[T]) -> R,
        points: &[P],
    ) -> Result<Report, DifferenceError> {
        let mut checks = Checks::new(*self, "gradient");
        for point in points.iter().map(AsRef::as_ref) {
            let claim = doubles(gradient(point).as_ref());
            expect("gradient", point.len(), claim.len())?;
            let mut line = moved(point, |x: &[T]| vec![(double(f(x)), 0.0)]);
            let problem = Problem {
                grid: grid::<T>,
                ..Problem::around(&mut line, point, 1, claim)
            };
            checks.add(point, problem);
        }
        Ok(checks.finish())
    }

    /// Checks a Jacobian, given by its rows: entry `i, j` is `∂fᵢ/∂xⱼ`. A Hessian is the Jacobian
    /// of the gradient.
    ///
    /// ```
    /// use partials_numeric::blackbox::Checker;
    ///
    /// let polar = |x: &[f64]| [x[0] * x[1].cos(), x[0] * x[1].sin()];
    /// let jacobian = |x: &[f64]| {
    ///     let (sin, cos) = x[1].sin_cos();
    ///     [[cos, sin], [-x[0] * sin, x[0] * cos]]
    /// };
    /// let report = Checker::new().jacobian(polar, jacobian, &[[2.0, 1.0]])?;
    /// assert!(report.is_refuted());
    /// assert_eq!(report.diagnosis.unwrap().sentence, "the claim is the transpose of the derivative");
    /// # Ok::<(), partials_numeric::difference::DifferenceError>(())
    /// ```
    ///
    /// # Errors
    /// [`DifferenceError::Length`] if it has not as many rows as the function has values, or a row
    /// not as many elements as the point.
    pub fn jacobian<T: Float, V: AsRef<[T]>, J: AsRef<[R]>, R: AsRef<[T]>, P: AsRef<[T]>>(
        &self,
        mut f: impl FnMut(&[T]) -> V,
        mut jacobian: impl FnMut(&[T]) -> J,
        points: &[P],
    ) -> Result<Report, DifferenceError> {
        let mut checks = Checks::new(*self, "Jacobian");
        for point in points.iter().map(AsRef::as_ref) {
            let rows = f(point).as_ref().len();
            let claim = matrix("Jacobian", jacobian(point).as_ref(), rows, point.len())?;
            let mut line = moved(point, |x: &[T]| exact(f(x).as_ref()));
            checks.add(point, Problem::around(&mut line, point, rows, claim));
        }
        Ok(checks.finish())
    }

    /// Checks a Hessian by values of the function alone: the slopes of its differences, with
    /// their bounds. Where the gradient is at hand, [`jacobian`](Self::jacobian) sees more digits
    /// in less time.
    ///
    /// ```
    /// use partials_numeric::blackbox::Checker;
    ///
    /// let f = |x: &[f64]| x[0].powi(3) * x[1];
    /// let hessian = |x: &[f64]| {
    ///     let mixed = 3.0 * x[0] * x[0];
    ///     [[6.0 * x[0] * x[1], mixed], [mixed, 0.0]]
    /// };
    /// assert!(Checker::new().hessian(f, hessian, &[[2.0, 1.0]])?.holds());
    /// # Ok::<(), partials_numeric::difference::DifferenceError>(())
    /// ```
    ///
    /// # Errors
    /// [`DifferenceError::Length`] if it is not of the size of the point.
    pub fn hessian<T: Float, J: AsRef<[R]>, R: AsRef<[T]>, P: AsRef<[T]>>(
        &self,
        mut f: impl FnMut(&[T]) -> T,
        mut hessian: impl FnMut(&[T]) -> J,
        points: &[P],
    ) -> Result<Report, DifferenceError> {
        let mut checks = Checks::new(*self, "Hessian");
        let options = Options {
            seed: self.seed,
            ..Options::default()
        };
        for point in points.iter().map(AsRef::as_ref) {
            let count = point.len();
            let claim = matrix("Hessian", hessian(point).as_ref(), count, count)?;
            let mut line = moved(point, |x: &[T]| {
                let slopes = differentiate_gradient(&mut f, x, &options);
                let bounded = slopes.into_iter().map(|slope| {
                    let known = slope.outcome.is_derivative();
                    (if known { slope.value } else { f64::NAN }, slope.error)
                });
                bounded.collect()
            });
            let problem = Problem {
                exactness: Exactness::BoundedAndMeasured,
                ..Problem::around(&mut line, point, count, claim)
            };
            checks.add(point, problem);
        }
        Ok(checks.finish())
    }

    /// Checks the product of the Jacobian and a vector, `jvp(x, v)`, at each point with random
    /// vectors. Every output is checked on its own.
    ///
    /// # Errors
    /// [`DifferenceError::Length`] if it has not as many elements as the function has values.
    pub fn jvp<T: Float, V: AsRef<[T]>, R: AsRef<[T]>, P: AsRef<[T]>>(
        &self,
        f: impl FnMut(&[T]) -> V,
        jvp: impl FnMut(&[T], &[T]) -> R,
        points: &[P],
    ) -> Result<Report, DifferenceError> {
        self.product("product of Jacobian and vector", f, jvp, points)
    }

    /// Checks the product of the Hessian and a vector, `hvp(x, v)`, by the gradient.
    ///
    /// ```
    /// use partials_numeric::blackbox::Checker;
    ///
    /// let gradient = |x: &[f64]| [2.0 * x[0] * x[1], x[0] * x[0]];
    /// let hvp = |x: &[f64], v: &[f64]| {
    ///     [2.0 * (x[1] * v[0] + x[0] * v[1]), 2.0 * x[0] * v[0]]
    /// };
    /// assert!(Checker::new().hvp(gradient, hvp, &[[2.0, 1.0]])?.holds());
    /// # Ok::<(), partials_numeric::difference::DifferenceError>(())
    /// ```
    ///
    /// # Errors
    /// [`DifferenceError::Length`] if it has not as many elements as the gradient.
    pub fn hvp<T: Float, V: AsRef<[T]>, R: AsRef<[T]>, P: AsRef<[T]>>(
        &self,
        gradient: impl FnMut(&[T]) -> V,
        hvp: impl FnMut(&[T], &[T]) -> R,
        points: &[P],
    ) -> Result<Report, DifferenceError> {
        self.product("product of Hessian and vector", gradient, hvp, points)
    }

    fn product<T: Float, V: AsRef<[T]>, R: AsRef<[T]>, P: AsRef<[T]>>(
        &self,
        what: &'static str,
        mut f: impl FnMut(&[T]) -> V,
        mut product: impl FnMut(&[T], &[T]) -> R,
        points: &[P],
    ) -> Result<Report, DifferenceError> {
        let mut checks = Checks::new(*self, what);
        let mut random = Xoshiro256PlusPlus::seed_from_u64(self.seed ^ 0x006a_7670);
        for point in points.iter().map(AsRef::as_ref) {
            let rows = f(point).as_ref().len();
            for _ in 0..self.directions {
                let vector = random_vector(point, &mut random);
                let claim = doubles(product(point, &vector).as_ref());
                expect(what, rows, claim.len())?;
                let coefficients = doubles(&vector);
                let mut along = moved(point, |x: &[T]| exact(f(x).as_ref()));
                let mut line = |_: &[f64], offset: f64| along(&coefficients, offset);
                let place =
                    largest(&doubles(point)) / largest(&coefficients).max(f64::MIN_POSITIVE);
                let problem = Problem {
                    places: vec![place],
                    ..Problem::around(&mut line, point, rows, claim)
                };
                checks.add(point, problem);
            }
        }
        Ok(checks.finish())
    }
}

impl<'a> Problem<'a> {
    /// A claim about all outputs and variables, or one output.
    fn around<T: Float>(
        evaluate: &'a mut dyn FnMut(&[f64], f64) -> Values,
        point: &[T],
        rows: usize,
        claim: Vec<f64>,
    ) -> Self {
        Self {
            evaluate,
            places: doubles(point).into_iter().map(f64::abs).collect(),
            rows,
            claim,
            exactness: Exactness::Measured,
            unit: double(T::epsilon()),
            grid: shared_grid::<T>,
        }
    }
}

/// A function at `x + t·v`, by the coefficients of v and t.
fn moved<T: Float>(
    x: &[T],
    mut f: impl FnMut(&[T]) -> Values,
) -> impl FnMut(&[f64], f64) -> Values {
    let origin = x.to_vec();
    let mut point = x.to_vec();
    move |direction, offset| {
        for ((p, x), v) in point.iter_mut().zip(&origin).zip(direction) {
            *p = if *v == 0.0 {
                *x
            } else {
                T::from(offset * v).map_or_else(T::nan, |step| *x + step)
            };
        }
        f(&point)
    }
}

/// A vector with elements uniform on ±[1, 2].
fn random_vector<T: Float>(point: &[T], random: &mut Xoshiro256PlusPlus) -> Vec<T> {
    let element = |_: &T| {
        let bits = random.next_u64();
        let size = 1.0 + (bits >> 12) as f64 / (1_u64 << 52) as f64;
        T::from(if bits & 1 == 0 { size } else { -size }).unwrap_or_else(T::one)
    };
    point.iter().map(element).collect()
}

fn double<T: Float>(value: T) -> f64 {
    value.to_f64().unwrap_or(f64::NAN)
}

fn doubles<T: Float>(values: &[T]) -> Vec<f64> {
    values.iter().copied().map(double).collect()
}

fn exact<T: Float>(values: &[T]) -> Values {
    values.iter().map(|value| (double(*value), 0.0)).collect()
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |most: f64, v| most.max(v.abs()))
}

fn matrix<T: Float, R: AsRef<[T]>>(
    what: &'static str,
    rows: &[R],
    count: usize,
    columns: usize,
) -> Result<Vec<f64>, DifferenceError> {
    expect(what, count, rows.len())?;
    let mut claim = Vec::with_capacity(count * columns);
    for row in rows {
        expect(what, columns, row.as_ref().len())?;
        claim.extend(doubles(row.as_ref()));
    }
    Ok(claim)
}

const fn expect(what: &'static str, expected: usize, found: usize) -> Result<(), DifferenceError> {
    if expected == found {
        return Ok(());
    }
    Err(DifferenceError::Length {
        what,
        expected,
        found,
    })
}
