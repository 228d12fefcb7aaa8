//! Assertions for tests.

/// Asserts that code computes the gradient of a function, at points.
///
/// Function and gradient are of slices, `&[f64]` or `&[f32]`. Where the assertion fails, or
/// nothing can be said, its message is the report: which entries, what they should be, what the
/// mistake is. The check first shows on a damaged gradient that it can fail.
///
/// Options are those of [`CodeVerifier`](crate::CodeVerifier): `seed`, `directions`,
/// `tolerance`, `negligible`, and `formula`, with which the values are certified.
///
/// ```
/// use partials::assert_gradient;
///
/// let f = |x: &[f64]| x[0] * x[0] * x[1];
/// let gradient = |x: &[f64]| [2.0 * x[0] * x[1], x[0] * x[0]];
/// assert_gradient!(f, gradient, at = [[1.0, 2.0], [3.0, -4.0]]);
/// assert_gradient!(f, gradient, at = [[1.0, 2.0]], formula = "x^2*y");
/// assert_gradient!(f, gradient, at = [[1.0, 2.0]], seed = 7, directions = 3);
/// ```
///
/// ```should_panic
/// use partials::assert_gradient;
///
/// let f = |x: &[f64]| x[0] * x[0] * x[1];
/// assert_gradient!(f, |x: &[f64]| [x[0] * x[1], x[0] * x[0]], at = [[1.0, 2.0]]);
/// ```
#[macro_export]
macro_rules! assert_gradient {
    ($($arguments:tt)*) => { $crate::__assert_code!(gradient, $($arguments)*) };
}

/// Asserts that code computes the Jacobian of a function, row by row, at points.
///
/// The arguments are those of [`assert_gradient!`](crate::assert_gradient).
///
/// ```
/// use partials::assert_jacobian;
///
/// let polar = |x: &[f64]| [x[0] * x[1].cos(), x[0] * x[1].sin()];
/// let jacobian = |x: &[f64]| {
///     let (sin, cos) = x[1].sin_cos();
///     [[cos, -x[0] * sin], [sin, x[0] * cos]]
/// };
/// assert_jacobian!(polar, jacobian, at = [[2.0, 0.5]]);
/// assert_jacobian!(polar, jacobian, at = [[2.0, 0.5]], formula = "[r*cos(t), r*sin(t)]");
/// ```
#[macro_export]
macro_rules! assert_jacobian {
    ($($arguments:tt)*) => { $crate::__assert_code!(jacobian, $($arguments)*) };
}

/// Asserts that code computes the Hessian of a function, at points.
///
/// The arguments are those of [`assert_gradient!`](crate::assert_gradient). Where the gradient is
/// code too, [`assert_jacobian!`](crate::assert_jacobian) of the gradient sees more digits.
///
/// ```
/// use partials::assert_hessian;
///
/// let f = |x: &[f64]| x[0].powi(3) * x[1];
/// let hessian = |x: &[f64]| {
///     let mixed = 3.0 * x[0] * x[0];
///     [[6.0 * x[0] * x[1], mixed], [mixed, 0.0]]
/// };
/// assert_hessian!(f, hessian, at = [[2.0, 1.0]]);
/// assert_hessian!(f, hessian, at = [[2.0, 1.0]], formula = "x^3*y");
/// ```
#[macro_export]
macro_rules! assert_hessian {
    ($($arguments:tt)*) => { $crate::__assert_code!(hessian, $($arguments)*) };
}

/// Asserts that code computes products of the Hessian and a vector, `hvp(x, v)`, given the
/// gradient, at points.
///
/// The other arguments are those of [`assert_gradient!`](crate::assert_gradient); a `formula` is
/// that of the function.
///
/// ```
/// use partials::assert_hvp;
///
/// let gradient = |x: &[f64]| [2.0 * x[0] * x[1], x[0] * x[0]];
/// let hvp = |x: &[f64], v: &[f64]| [2.0 * (x[1] * v[0] + x[0] * v[1]), 2.0 * x[0] * v[0]];
/// assert_hvp!(gradient, hvp, at = [[2.0, 1.0]]);
/// assert_hvp!(gradient, hvp, at = [[2.0, 1.0]], formula = "x^2*y");
/// ```
#[macro_export]
macro_rules! assert_hvp {
    ($($arguments:tt)*) => { $crate::__assert_code!(hvp, $($arguments)*) };
}

/// Asserts that code computes products of the Jacobian and a vector, `jvp(x, v)`, at points.
///
/// The other arguments are those of [`assert_gradient!`](crate::assert_gradient).
///
/// ```
/// use partials::assert_jvp;
///
/// let f = |x: &[f64]| [x[0] * x[1], x[0].exp()];
/// let jvp = |x: &[f64], v: &[f64]| [x[1] * v[0] + x[0] * v[1], x[0].exp() * v[0]];
/// assert_jvp!(f, jvp, at = [[2.0, 1.0]]);
/// ```
#[macro_export]
macro_rules! assert_jvp {
    ($($arguments:tt)*) => { $crate::__assert_code!(jvp, $($arguments)*) };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __assert_code {
    ($what:ident, $f:expr, $claim:expr, at = $points:expr $(, $option:ident = $value:expr)* $(,)?) => {{
        let found = $crate::CodeVerifier::new()$(.$option($value))*.$what($f, $claim, &$points);
        let holds = found.as_ref().is_ok_and(|report| report.holds());
        ::core::assert!(holds, "{}", $crate::code::message(&found));
    }};
}
