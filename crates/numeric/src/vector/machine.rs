//! Which vectors the machine has, and the functions over slices in them.

use super::lanes::{Fused, Lane, Plain};
use super::{exponential, inverse, logarithm, trigonometric};
use crate::elementary as el;

/// The instructions that are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Machine {
    /// What every processor of the target has.
    Portable,
    /// 256 bits and fused multiply-add, of x86-64.
    Avx2,
    /// 512 bits, of x86-64.
    Avx512,
}

impl Machine {
    /// All that this processor has, the best last.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Portable, Self::Avx2, Self::Avx512]
            .into_iter()
            .filter(|machine| machine.is_available())
    }

    /// The widest vectors that this processor has.
    #[must_use]
    pub fn best() -> Self {
        Self::all().last().unwrap_or(Self::Portable)
    }

    /// Whether this processor has it.
    #[must_use]
    pub fn is_available(self) -> bool {
        #[cfg(target_arch = "x86_64")]
        match self {
            Self::Portable => true,
            Self::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
            Self::Avx512 => {
                is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("fma")
            }
        }
        #[cfg(not(target_arch = "x86_64"))]
        matches!(self, Self::Portable)
    }
}

/// The lane of [`Machine::Portable`].
#[cfg(target_arch = "aarch64")]
pub type Native = Fused;
/// The lane of [`Machine::Portable`].
#[cfg(not(target_arch = "aarch64"))]
pub type Native = Plain;

macro_rules! functions {
    ($($name:ident $function:path, $exact:path, $ulp:literal, $doc:literal;)*) => {
        /// A function of one argument.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Function {
            $(#[doc = $doc] $name,)*
        }

        impl Function {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The value by the correctly rounded function of one argument.
            #[must_use]
            pub fn reference(self, x: f64) -> f64 {
                match self {
                    $(Self::$name => $exact(x),)*
                }
            }
        }

        /// The largest error of each function, in units in the last place of the true value.
        pub const ACCURACY: &[(Function, f64)] = &[$((Function::$name, $ulp),)*];

        /// The values of a function, by lanes of a kind. Inlined where the features are enabled.
        #[inline(always)]
        fn map<L: Lane>(function: Function, x: &[f64], y: &mut [f64]) {
            match function {
                $(Function::$name => {
                    for (x, y) in x.iter().zip(y) {
                        *y = $function(L::of(*x)).get();
                    }
                })*
            }
        }
    };
}

functions! {
    Exp exponential::exp, el::exp, 1.0, "e^x";
    Expm1 exponential::expm1, el::expm1, 1.0, "e^x - 1";
    Ln logarithm::ln, el::ln, 1.0, "Natural logarithm";
    Log1p logarithm::log1p, el::log1p, 1.0, "ln(1 + x)";
    Sin trigonometric::sin, el::sin, 1.0, "Sine";
    Cos trigonometric::cos, el::cos, 1.0, "Cosine";
    Tan trigonometric::tan, el::tan, 1.0, "Tangent";
    Asin inverse::asin, el::asin, 1.0, "Inverse sine";
    Acos inverse::acos, el::acos, 1.0, "Inverse cosine";
    Atan inverse::atan, el::atan, 1.0, "Inverse tangent";
    Sinh exponential::sinh, el::sinh, 1.0, "Hyperbolic sine";
    Cosh exponential::cosh, el::cosh, 1.0, "Hyperbolic cosine";
    Tanh exponential::tanh, el::tanh, 1.0, "Hyperbolic tangent";
}

impl Function {
    /// Up to which magnitude the vector code is right; further out the reference is.
    #[must_use]
    pub fn range(self) -> f64 {
        match self {
            Self::Sin | Self::Cos | Self::Tan => trigonometric::RANGE,
            _ => f64::INFINITY,
        }
    }
}

impl Machine {
    /// The values of a function at many arguments, as many as both slices have.
    pub fn map(self, function: Function, x: &[f64], y: &mut [f64]) {
        match self {
            #[cfg(target_arch = "x86_64")]
            #[allow(unsafe_code)]
            // SAFETY: the features are there, by the guard.
            Self::Avx512 if self.is_available() => unsafe { map_avx512(function, x, y) },
            #[cfg(target_arch = "x86_64")]
            #[allow(unsafe_code)]
            // SAFETY: the features are there, by the guard.
            Self::Avx2 if self.is_available() => unsafe { map_avx2(function, x, y) },
            _ => map::<Native>(function, x, y),
        }
        repair(function, x, y);
    }
}

/// The values of arguments beyond the range of the vector code.
#[inline(always)]
pub(crate) fn repair(function: Function, x: &[f64], y: &mut [f64]) {
    let range = function.range();
    if range == f64::INFINITY || x.iter().all(|x| x.abs() <= range) {
        return;
    }
    for (x, y) in x.iter().zip(y) {
        if x.abs() > range {
            *y = function.reference(*x);
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512vl,fma")]
fn map_avx512(function: Function, x: &[f64], y: &mut [f64]) {
    map::<Fused>(function, x, y);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn map_avx2(function: Function, x: &[f64], y: &mut [f64]) {
    map::<Fused>(function, x, y);
}
