//! Dual numbers: values with their slopes in N directions, for code that is generic over its
//! number type.
//!
//! A function of `T: num_traits::Float` that is called with [`Dual`]s computes its own gradient,
//! to the rounding of doubles (Clifford 1873; Wengert, "A simple automatic derivative evaluation
//! program", 1964). That is a third way to a derivative, beside rules on formulas and differences
//! of values. At a kink the branch that the code takes decides.

use std::cmp::Ordering;
use std::num::FpCategory;
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Rem, Sub, SubAssign};

use num_traits::{Float, Num, NumCast, One, ToPrimitive, Zero};

use crate::elementary as el;

/// A value and its slopes in N directions.
///
/// ```
/// use num_traits::Float;
/// use partials_numeric::dual::{Dual, gradient};
///
/// fn f<T: Float>(x: T, y: T) -> T {
///     x.powi(2) * y + (x * y).sin()
/// }
/// let found = gradient(|[x, y]| f(x, y), [1.0, 2.0]);
/// assert_eq!(found.value, 2.0 + 2_f64.sin());
/// assert!((found.slopes[0] - (4.0 + 2.0 * 2_f64.cos())).abs() < 1e-15);
/// assert!((found.slopes[1] - (1.0 + 2_f64.cos())).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dual<const N: usize> {
    /// The value.
    pub value: f64,
    /// How fast it changes along each direction.
    pub slopes: [f64; N],
}

/// The value and the gradient of a function at a point.
pub fn gradient<const N: usize>(f: impl FnOnce([Dual<N>; N]) -> Dual<N>, at: [f64; N]) -> Dual<N> {
    let mut place = 0;
    f(at.map(|value| {
        place += 1;
        Dual::variable(value, place - 1)
    }))
}

/// The derivative of a function of one variable.
///
/// ```
/// use num_traits::Float;
/// use partials_numeric::dual::derivative;
/// assert_eq!(derivative(|x| x.powi(3), 2.0), 12.0);
/// ```
pub fn derivative(f: impl FnOnce(Dual<1>) -> Dual<1>, at: f64) -> f64 {
    let [slope] = f(Dual::variable(at, 0)).slopes;
    slope
}

/// The derivative of a function of one variable by one complex step,
/// `Im f(x + ih) / h` with h = 1e-200, which is exact to rounding because nothing cancels (Squire
/// and Trapp, "Using complex variables to estimate derivatives of real functions", 1998). The
/// function must be analytic, and written without absolute values and conjugates.
///
/// ```
/// use partials_numeric::dual::complex_step;
/// let slope = complex_step(|z| (z * z).sin(), 1.5);
/// assert!((slope - 3.0 * 2.25_f64.cos()).abs() < 1e-15);
/// ```
pub fn complex_step(
    f: impl FnOnce(num_complex::Complex<f64>) -> num_complex::Complex<f64>,
    at: f64,
) -> f64 {
    const STEP: f64 = 1e-200;
    f(num_complex::Complex::new(at, STEP)).im / STEP
}

impl<const N: usize> Dual<N> {
    /// A number that does not change.
    pub const fn constant(value: f64) -> Self {
        Self {
            value,
            slopes: [0.0; N],
        }
    }

    /// The variable of a direction.
    pub fn variable(value: f64, direction: usize) -> Self {
        let mut found = Self::constant(value);
        if let Some(slope) = found.slopes.get_mut(direction) {
            *slope = 1.0;
        }
        found
    }

    /// The chain rule: a function of this number, by its value and its slope.
    fn chain(self, value: f64, slope: f64) -> Self {
        Self {
            value,
            // What does not change has no slope, whatever the outer function does there.
            slopes: self.slopes.map(|s| if s == 0.0 { 0.0 } else { slope * s }),
        }
    }

    /// As [`chain`](Self::chain), of two numbers.
    fn chain_two(self, other: Self, value: f64, slope: f64, other_slope: f64) -> Self {
        let (one, two) = (self.chain(0.0, slope), other.chain(0.0, other_slope));
        let mut slopes = one.slopes;
        for (slope, more) in slopes.iter_mut().zip(two.slopes) {
            *slope += more;
        }
        Self { value, slopes }
    }
}

impl<const N: usize> PartialOrd for Dual<N> {
    /// By the values.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<const N: usize> Neg for Dual<N> {
    type Output = Self;
    fn neg(self) -> Self {
        self.chain(-self.value, -1.0)
    }
}

macro_rules! operators {
    ($($Trait:ident $method:ident |$a:ident, $b:ident| $value:expr, $one:expr, $two:expr;)*) => {$(
        impl<const N: usize> $Trait for Dual<N> {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                let ($a, $b) = (self.value, other.value);
                self.chain_two(other, $value, $one, $two)
            }
        }

        impl<const N: usize> $Trait<f64> for Dual<N> {
            type Output = Self;
            fn $method(self, other: f64) -> Self {
                let ($a, $b) = (self.value, other);
                self.chain($value, $one)
            }
        }
    )*};
}

operators! {
    Add add |a, b| a + b, 1.0, 1.0;
    Sub sub |a, b| a - b, 1.0, -1.0;
    Mul mul |a, b| a * b, b, a;
    Div div |a, b| a / b, 1.0 / b, -(a / b) / b;
    Rem rem |a, b| a % b, 1.0, -(a / b).trunc();
}

impl<const N: usize> AddAssign for Dual<N> {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<const N: usize> SubAssign for Dual<N> {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl<const N: usize> MulAssign for Dual<N> {
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

impl<const N: usize> From<f64> for Dual<N> {
    fn from(value: f64) -> Self {
        Self::constant(value)
    }
}

impl<const N: usize> Zero for Dual<N> {
    fn zero() -> Self {
        Self::constant(0.0)
    }
    fn is_zero(&self) -> bool {
        self.value == 0.0 && self.slopes.iter().all(|slope| *slope == 0.0)
    }
}

impl<const N: usize> One for Dual<N> {
    fn one() -> Self {
        Self::constant(1.0)
    }
}

impl<const N: usize> Num for Dual<N> {
    type FromStrRadixErr = <f64 as Num>::FromStrRadixErr;
    fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
        f64::from_str_radix(text, radix).map(Self::constant)
    }
}

impl<const N: usize> ToPrimitive for Dual<N> {
    fn to_i64(&self) -> Option<i64> {
        self.value.to_i64()
    }
    fn to_u64(&self) -> Option<u64> {
        self.value.to_u64()
    }
    fn to_f64(&self) -> Option<f64> {
        Some(self.value)
    }
}

impl<const N: usize> NumCast for Dual<N> {
    fn from<T: ToPrimitive>(number: T) -> Option<Self> {
        number.to_f64().map(Self::constant)
    }
}

macro_rules! float {
    (
        constants { $($constant:ident)* }
        questions { $($question:ident)* }
        steps { $($step:ident)* }
        functions { $($name:ident |$x:ident, $y:ident| $value:expr, $slope:expr;)* }
    ) => {
        impl<const N: usize> Float for Dual<N> {
            $(fn $constant() -> Self {
                Self::constant(<f64 as Float>::$constant())
            })*
            $(fn $question(self) -> bool {
                self.value.$question()
            })*
            $(fn $step(self) -> Self {
                Self::constant(self.value.$step())
            })*
            $(fn $name(self) -> Self {
                let $x = self.value;
                let $y = $value;
                self.chain($y, $slope)
            })*

            fn classify(self) -> FpCategory {
                self.value.classify()
            }
            fn integer_decode(self) -> (u64, i16, i8) {
                Float::integer_decode(self.value)
            }
            fn fract(self) -> Self {
                self.chain(self.value.fract(), 1.0)
            }
            fn mul_add(self, a: Self, b: Self) -> Self {
                let product = self * a;
                Self { value: self.value.mul_add(a.value, b.value), ..product + b }
            }
            fn powi(self, n: i32) -> Self {
                let (n, factor): (i64, f64) = (n.into(), n.into());
                let slope = if n == 0 { 0.0 } else { factor * el::powi(self.value, n - 1) };
                self.chain(el::powi(self.value, n), slope)
            }
            fn powf(self, n: Self) -> Self {
                let (x, y) = (self.value, n.value);
                let value = el::pow(x, y);
                let slope = if y == 0.0 { 0.0 } else { y * el::pow(x, y - 1.0) };
                self.chain_two(n, value, slope, value * el::ln(x))
            }
            fn log(self, base: Self) -> Self {
                self.ln() / base.ln()
            }
            fn max(self, other: Self) -> Self {
                if self.value >= other.value || other.value.is_nan() { self } else { other }
            }
            fn min(self, other: Self) -> Self {
                if self.value <= other.value || other.value.is_nan() { self } else { other }
            }
            fn abs_sub(self, other: Self) -> Self {
                (self - other).max(Self::zero())
            }
            fn hypot(self, other: Self) -> Self {
                let (x, y) = (self.value, other.value);
                let value = el::hypot(x, y);
                self.chain_two(other, value, x / value, y / value)
            }
            fn atan2(self, other: Self) -> Self {
                let (y, x) = (self.value, other.value);
                let square = x * x + y * y;
                self.chain_two(other, el::atan2(y, x), x / square, -y / square)
            }
            fn sin_cos(self) -> (Self, Self) {
                (self.sin(), self.cos())
            }
        }
    };
}

float! {
    constants {
        nan infinity neg_infinity neg_zero min_value min_positive_value max_value epsilon
    }
    questions { is_nan is_infinite is_finite is_normal is_sign_positive is_sign_negative }
    steps { floor ceil round trunc signum }
    functions {
        abs |x, y| x.abs(), if x < 0.0 { -1.0 } else if x > 0.0 { 1.0 } else { 0.0 * y };
        recip |x, y| 1.0 / x, -y * y;
        sqrt |x, y| x.sqrt(), 0.5 / y;
        cbrt |x, y| el::cbrt(x), 1.0 / (3.0 * y * y);
        exp |x, y| el::exp(x), y;
        exp2 |x, y| el::exp2(x), y * std::f64::consts::LN_2;
        exp_m1 |x, y| el::expm1(x), y + 1.0;
        ln |x, _y| el::ln(x), 1.0 / x;
        ln_1p |x, _y| el::log1p(x), 1.0 / (1.0 + x);
        log2 |x, _y| el::log2(x), 1.0 / (x * std::f64::consts::LN_2);
        log10 |x, _y| el::log10(x), 1.0 / (x * std::f64::consts::LN_10);
        sin |x, _y| el::sin(x), el::cos(x);
        cos |x, _y| el::cos(x), -el::sin(x);
        tan |x, y| el::tan(x), 1.0 + y * y;
        asin |x, _y| el::asin(x), 1.0 / ((1.0 - x) * (1.0 + x)).sqrt();
        acos |x, _y| el::acos(x), -1.0 / ((1.0 - x) * (1.0 + x)).sqrt();
        atan |x, _y| el::atan(x), 1.0 / (1.0 + x * x);
        sinh |x, _y| el::sinh(x), el::cosh(x);
        cosh |x, _y| el::cosh(x), el::sinh(x);
        tanh |x, _y| el::tanh(x), 1.0 / (el::cosh(x) * el::cosh(x));
        asinh |x, _y| el::asinh(x), 1.0 / el::hypot(x, 1.0);
        acosh |x, _y| el::acosh(x), 1.0 / ((x - 1.0).sqrt() * (x + 1.0).sqrt());
        atanh |x, _y| el::atanh(x), 1.0 / ((1.0 - x) * (1.0 + x));
    }
}
