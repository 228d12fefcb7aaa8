//! Which functions of the table have vector code, and how exact it is: the one table of it.

use partials_symbolic::Function;

use super::lanes::{Lane, Lanes};
use super::{
    composed, error_function, exponential, gamma, inverse, logarithm, power, trigonometric,
};

/// A function that has vector code.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Row {
    /// The function.
    pub function: Function,
    /// The largest error, in units in the last place of the true value, with fused multiply-add
    /// and without.
    pub ulp: f64,
    /// The least and the largest argument that the vector code serves; for others the
    /// [estimate](crate::scalar::estimate) does.
    pub range: [f64; 2],
}

/// The code of a function of one argument: not a closure, whose call need not be inlined, and would
/// then be compiled without the instructions of the machine.
pub(crate) trait Kernel<L>: Copy {
    /// The value.
    fn at(self, x: L) -> L;
}

/// As [`Kernel`], with two arguments.
pub(crate) trait Kernel2<L>: Copy {
    /// The value.
    fn at(self, x: L, y: L) -> L;
}

/// A loop over lanes, made for each function anew.
pub(crate) trait Unary<L> {
    /// Runs the loop with the code of a function, which is right in a range.
    fn run(self, range: [f64; 2], kernel: impl Kernel<L>);
}

/// As [`Unary`], with two arguments.
pub(crate) trait Binary<L> {
    /// Runs the loop with the code of a function.
    fn run(self, kernel: impl Kernel2<L>);
}

/// The code of powers.
#[derive(Clone, Copy)]
pub(crate) struct Power;

impl<L: Lane> Kernel2<L> for Power {
    #[inline(always)]
    fn at(self, x: L, y: L) -> L {
        power::pow(x, y)
    }
}

macro_rules! functions {
    (
        unary { $($one:ident $kernel:path, $ulp:literal, $range:expr;)* }
        binary { $($two:ident $kernel2:path, $ulp2:literal;)* }
    ) => {
        /// Every function that has vector code.
        pub const FUNCTIONS: &[Row] = &[
            $(Row { function: Function::$one, ulp: $ulp, range: $range },)*
            $(Row { function: Function::$two, ulp: $ulp2, range: ALL },)*
        ];

        /// The value of a function of one argument, inline; `None` where there is no code for it.
        #[inline(always)]
        pub fn unary<L: Lanes>(function: Function, x: L) -> Option<L> {
            match function {
                $(Function::$one => Some($kernel(x)),)*
                _ => None,
            }
        }

        /// The value of a function of two arguments, inline; `None` where there is no code for it.
        #[inline(always)]
        pub fn binary<L: Lanes>(function: Function, x: L, y: L) -> Option<L> {
            match function {
                $(Function::$two => Some($kernel2(x, y)),)*
                _ => None,
            }
        }

        /// Runs a loop with the code of a function; whether there is one.
        #[inline(always)]
        pub(crate) fn drive<L: Lane>(function: Function, work: impl Unary<L>) -> bool {
            match function {
                $(Function::$one => {
                    #[derive(Clone, Copy)]
                    struct Code;
                    impl<L: Lane> Kernel<L> for Code {
                        #[inline(always)]
                        fn at(self, x: L) -> L {
                            $kernel(x)
                        }
                    }
                    work.run($range, Code);
                })*
                _ => return false,
            }
            true
        }

        /// As [`drive`], of two arguments.
        #[inline(always)]
        pub(crate) fn drive2<L: Lane>(function: Function, work: impl Binary<L>) -> bool {
            match function {
                $(Function::$two => {
                    #[derive(Clone, Copy)]
                    struct Code;
                    impl<L: Lane> Kernel2<L> for Code {
                        #[inline(always)]
                        fn at(self, x: L, y: L) -> L {
                            $kernel2(x, y)
                        }
                    }
                    work.run(Code);
                })*
                _ => return false,
            }
            true
        }
    };
}

/// Everywhere.
pub(super) const ALL: [f64; 2] = [f64::NEG_INFINITY, f64::INFINITY];
const POSITIVE: [f64; 2] = [f64::from_bits(1), f64::INFINITY];

functions! {
    unary {
        Exp exponential::exp, 1.0, ALL;
        Expm1 exponential::expm1, 1.5, ALL;
        Ln logarithm::ln, 1.0, ALL;
        Log1p logarithm::log1p, 1.0, ALL;
        Sin trigonometric::sin, 1.0, trigonometric::RANGE;
        Cos trigonometric::cos, 1.0, trigonometric::RANGE;
        Tan trigonometric::tan, 1.5, trigonometric::RANGE;
        Asin inverse::asin, 1.0, ALL;
        Acos inverse::acos, 1.0, ALL;
        Atan inverse::atan, 1.0, ALL;
        Sinh exponential::sinh, 1.0, ALL;
        Cosh exponential::cosh, 1.0, ALL;
        Tanh exponential::tanh, 1.0, ALL;
        Cbrt power::cbrt, 1.0, ALL;
        Erf error_function::erf, 2.0, ALL;
        Exp2 composed::exp2, 1.0, ALL;
        Sec composed::sec, 2.0, trigonometric::RANGE;
        Csc composed::csc, 2.0, trigonometric::RANGE;
        Cot composed::cot, 3.0, trigonometric::RANGE;
        Sech composed::sech, 3.0, ALL;
        Coth composed::coth, 2.0, ALL;
        Sigmoid composed::sigmoid, 3.0, ALL;
        Softplus composed::softplus, 4.0, ALL;
        Asinh composed::asinh, 4.0, ALL;
        Acosh composed::acosh, 4.0, ALL;
        Atanh composed::atanh, 4.0, ALL;
        Log2 logarithm::log2, 1.0, ALL;
        Log10 logarithm::log10, 1.0, ALL;
        Csch composed::csch, 2.0, ALL;
        Acot composed::acot, 2.0, ALL;
        Asec composed::asec, 4.0, ALL;
        Acsc composed::acsc, 4.0, ALL;
        Asech composed::asech, 4.0, ALL;
        Acsch composed::acsch, 4.0, ALL;
        Acoth composed::acoth, 4.0, ALL;
        Sinc composed::sinc, 2.0, trigonometric::RANGE;
        Silu composed::silu, 4.0, ALL;
        Mish composed::mish, 5.0, ALL;
        Logit composed::logit, 4.0, ALL;
        Erfc error_function::erfc, 5.0, ALL;
        Erfcx error_function::erfcx, 4.0, ALL;
        Gelu error_function::gelu, 6.0, ALL;
        Gamma gamma::gamma, 2.0, POSITIVE;
        LogGamma gamma::ln_gamma, 4.0, ALL;
        Digamma gamma::digamma, 4.0, POSITIVE;
    }
    binary {
        Atan2 inverse::atan2, 1.0;
        Hypot composed::hypot, 1.5;
    }
}

/// The largest error of [`power::pow`], in units in the last place.
pub const POWER_ULP: f64 = 1.0;

/// The row of a function, if it has vector code.
#[must_use]
pub fn row(function: Function) -> Option<&'static Row> {
    FUNCTIONS.iter().find(|row| row.function == function)
}
