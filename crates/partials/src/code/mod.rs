//! Checks of derivatives in code: closures and functions over slices.

#[cfg(feature = "ndarray")]
mod arrays;
mod certified;
mod macros;
#[cfg(feature = "nalgebra")]
mod vectors;

use num_traits::Float;
use partials_numeric::blackbox::{Checker, Report};

use crate::{Error, Function, Verifier};
use certified::{Claims, Quantity};

/// Checks gradients, Jacobians, Hessians and their products with vectors that are computed by
/// code, for `f64` and `f32`.
///
/// Without a formula, the truth are differences of the function, and what agrees is
/// `consistent`: see [`Checker`]. With one, every value is compared with the derivation in balls,
/// and what agrees up to the rounding of its floats is `certified`.
///
/// ```
/// use partials::CodeVerifier;
///
/// let f = |x: &[f64]| x[0] * x[0] * x[1];
/// let gradient = |x: &[f64]| [2.0 * x[0] * x[1], x[0] * x[0]];
/// let points = [[1.0, 2.0], [-3.0, 0.5]];
/// let report = CodeVerifier::new().seed(7).gradient(f, gradient, &points)?;
/// assert_eq!(report.verdict.word(), "consistent");
/// let report = CodeVerifier::new().formula("x^2*y").gradient(f, gradient, &points)?;
/// assert_eq!(report.verdict.word(), "certified");
/// # Ok::<(), partials::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CodeVerifier<'a> {
    checker: Checker,
    formula: Option<&'a str>,
}

impl<'a> CodeVerifier<'a> {
    /// Two directions, seed 0, no formula.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a [`Checker`] of one's own.
    pub const fn with(checker: Checker) -> Self {
        Self {
            checker,
            formula: None,
        }
    }

    /// The seed of directions and steps.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        let checker = self.checker.seed(seed);
        Self { checker, ..self }
    }

    /// In how many random directions each group of entries is tried.
    #[must_use]
    pub fn directions(self, directions: u32) -> Self {
        let checker = self.checker.directions(directions);
        Self { checker, ..self }
    }

    /// How closely an entry must be known to be consistent, relative to itself.
    #[must_use]
    pub fn tolerance(self, relative: f64) -> Self {
        let checker = self.checker.tolerance(relative);
        Self { checker, ..self }
    }

    /// Entries below this part of the slopes around count as 0.
    #[must_use]
    pub fn negligible(self, part: f64) -> Self {
        let checker = self.checker.negligible(part);
        Self { checker, ..self }
    }

    /// The function as a formula; its variables are the elements of the points, in their order
    /// (`f(x, y) = …` says which).
    #[must_use]
    pub fn formula(self, formula: &'a str) -> Self {
        let formula = Some(formula);
        Self { formula, ..self }
    }

    /// Checks a gradient.
    ///
    /// # Errors
    /// Where lengths don't match, or the formula can't be read.
    pub fn gradient<T: Float, R: AsRef<[T]>, P: AsRef<[T]>>(
        &self,
        mut f: impl FnMut(&[T]) -> T,
        mut gradient: impl FnMut(&[T]) -> R,
        points: &[P],
    ) -> Result<Report, Error> {
        let Some(formula) = self.formula else {
            return Ok(self.checker.gradient(f, gradient, points)?);
        };
        let mut claims = Claims::new("gradient", formula, Quantity::Gradient)?;
        for point in points.iter().map(AsRef::as_ref) {
            let claim = doubles(gradient(point).as_ref());
            claims.add::<T>(&doubles(point), &doubles(&[f(point)]), &claim)?;
        }
        Ok(claims.finish())
    }

    /// Checks a Jacobian, given by its rows.
    ///
    /// # Errors
    /// As [`gradient`](Self::gradient).
    pub fn jacobian<T: Float, V: AsRef<[T]>, J: AsRef<[R]>, R: AsRef<[T]>, P: AsRef<[T]>>(
        &self,
        mut f: impl FnMut(&[T]) -> V,
        mut jacobian: impl FnMut(&[T]) -> J,
        points: &[P],
    ) -> Result<Report, Error> {
        let Some(formula) = self.formula else {
            return Ok(self.checker.jacobian(f, jacobian, points)?);
        };
        let mut claims = Claims::new("Jacobian", formula, Quantity::Jacobian)?;
        for point in points.iter().map(AsRef::as_ref) {
            let claim = flat(jacobian(point).as_ref(), point.len())?;
            claims.add::<T>(&doubles(point), &doubles(f(point).as_ref()), &claim)?;
        }
        Ok(claims.finish())
    }

    /// Checks a Hessian by values of the function alone.
    ///
    /// # Errors
    /// As [`gradient`](Self::gradient).
    pub fn hessian<T: Float, J: AsRef<[R]>, R: AsRef<[T]>, P: AsRef<[T]>>(
        &self,
        mut f: impl FnMut(&[T]) -> T,
        mut hessian: impl FnMut(&[T]) -> J,
        points: &[P],
    ) -> Result<Report, Error> {
        let Some(formula) = self.formula else {
            return Ok(self.checker.hessian(f, hessian, points)?);
        };
        let mut claims = Claims::new("Hessian", formula, Quantity::Hessian)?;
        for point in points.iter().map(AsRef::as_ref) {
            let claim = flat(hessian(point).as_ref(), point.len())?;
            claims.add::<T>(&doubles(point), &doubles(&[f(point)]), &claim)?;
        }
        Ok(claims.finish())
    }

    /// Checks `jvp(x, v)`, the product of the Jacobian and a vector, with random vectors. With a
    /// formula, its Jacobian is applied to the basis vectors instead.
    ///
    /// # Errors
    /// As [`gradient`](Self::gradient).
    pub fn jvp<T: Float, V: AsRef<[T]>, R: AsRef<[T]>, P: AsRef<[T]>>(
        &self,
        f: impl FnMut(&[T]) -> V,
        jvp: impl FnMut(&[T], &[T]) -> R,
        points: &[P],
    ) -> Result<Report, Error> {
        let Some(formula) = self.formula else {
            return Ok(self.checker.jvp(f, jvp, points)?);
        };
        let what = "product of Jacobian and vector";
        let claims = Claims::new(what, formula, Quantity::Jacobian)?;
        products(claims, f, jvp, points)
    }

    /// Checks `hvp(x, v)`, the product of the Hessian and a vector, by the gradient. With a
    /// formula, that of the function, its Hessian is applied to the basis vectors instead.
    ///
    /// # Errors
    /// As [`gradient`](Self::gradient).
    pub fn hvp<T: Float, V: AsRef<[T]>, R: AsRef<[T]>, P: AsRef<[T]>>(
        &self,
        gradient: impl FnMut(&[T]) -> V,
        hvp: impl FnMut(&[T], &[T]) -> R,
        points: &[P],
    ) -> Result<Report, Error> {
        let Some(formula) = self.formula else {
            return Ok(self.checker.hvp(gradient, hvp, points)?);
        };
        let what = "product of Hessian and vector";
        let claims = Claims::new(what, formula, Quantity::HessianOfGradient)?;
        products(claims, gradient, hvp, points)
    }
}

/// A linear map is known by what it makes of a basis.
fn products<T: Float, V: AsRef<[T]>, R: AsRef<[T]>, P: AsRef<[T]>>(
    mut claims: Claims,
    mut f: impl FnMut(&[T]) -> V,
    mut product: impl FnMut(&[T], &[T]) -> R,
    points: &[P],
) -> Result<Report, Error> {
    for point in points.iter().map(AsRef::as_ref) {
        let values = doubles(f(point).as_ref());
        let columns = point.len();
        let mut claim = vec![f64::NAN; values.len() * columns];
        for column in 0..columns {
            let mut basis = vec![T::zero(); columns];
            basis
                .iter_mut()
                .skip(column)
                .take(1)
                .for_each(|one| *one = T::one());
            let image = doubles(product(point, &basis).as_ref());
            if image.len() != values.len() {
                let expected = format!("{} elements of a product", values.len());
                return Err(Error::mismatch(expected, image.len().to_string()));
            }
            let places = claim.iter_mut().skip(column).step_by(columns.max(1));
            places.zip(image).for_each(|(place, value)| *place = value);
        }
        claims.add::<T>(&doubles(point), &values, &claim)?;
    }
    Ok(claims.finish())
}

impl Verifier {
    /// Checks a gradient that is computed by code, by values of the function alone.
    ///
    /// ```
    /// use partials::Verifier;
    /// let f = |x: &[f64]| x[0].sin() * x[1];
    /// let wrong = |x: &[f64]| [x[0].cos() * x[1], x[0].cos()];
    /// let report = Verifier::new().check_gradient(f, wrong, &[[1.0, 2.0]])?;
    /// assert!(report.is_refuted());
    /// # Ok::<(), partials::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the gradient has not as many elements as the point.
    pub fn check_gradient<T: Float, R: AsRef<[T]>, P: AsRef<[T]>>(
        &self,
        f: impl FnMut(&[T]) -> T,
        gradient: impl FnMut(&[T]) -> R,
        points: &[P],
    ) -> Result<Report, Error> {
        self.code().gradient(f, gradient, points)
    }

    /// Checks a Jacobian that is computed by code, row by row.
    ///
    /// # Errors
    /// Where it is not of the size of values and point.
    pub fn check_jacobian<T: Float, V: AsRef<[T]>, J: AsRef<[R]>, R: AsRef<[T]>, P: AsRef<[T]>>(
        &self,
        f: impl FnMut(&[T]) -> V,
        jacobian: impl FnMut(&[T]) -> J,
        points: &[P],
    ) -> Result<Report, Error> {
        self.code().jacobian(f, jacobian, points)
    }

    /// Checks a Hessian that is computed by code, by values of the function alone.
    ///
    /// # Errors
    /// Where it is not of the size of the point.
    pub fn check_hessian<T: Float, J: AsRef<[R]>, R: AsRef<[T]>, P: AsRef<[T]>>(
        &self,
        f: impl FnMut(&[T]) -> T,
        hessian: impl FnMut(&[T]) -> J,
        points: &[P],
    ) -> Result<Report, Error> {
        self.code().hessian(f, hessian, points)
    }

    /// Checks code with the seed and tolerance of this verifier.
    pub fn code(&self) -> CodeVerifier<'static> {
        CodeVerifier::with(self.checker)
    }
}

/// What a check came to as text, for the message of a failed assertion.
#[doc(hidden)]
pub fn message(found: &Result<Report, Error>) -> String {
    match found {
        Ok(report) => report.to_string(),
        Err(error) => error.to_string(),
    }
}

fn doubles<T: Float>(values: &[T]) -> Vec<f64> {
    let double = |value: &T| value.to_f64().unwrap_or(f64::NAN);
    values.iter().map(double).collect()
}

fn flat<T: Float, R: AsRef<[T]>>(rows: &[R], columns: usize) -> Result<Vec<f64>, Error> {
    let mut all = Vec::new();
    for row in rows.iter().map(AsRef::as_ref) {
        if row.len() != columns {
            let expected = format!("{columns} elements of a row");
            return Err(Error::mismatch(expected, row.len().to_string()));
        }
        all.extend(doubles(row));
    }
    Ok(all)
}

fn parse(formula: &str) -> Result<Function, Error> {
    Function::parse(formula)
}
