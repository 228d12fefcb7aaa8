//! What kinds of scalars have in common, written once: their operators, and the functions of the
//! table that are methods of the same name.

/// The arithmetic of [`Scalar`](super::Scalar), but for the quotient, by the operators of the type.
macro_rules! by_operators {
    () => {
        fn add(&self, other: &Self) -> Self {
            self + other
        }
        fn sub(&self, other: &Self) -> Self {
            self - other
        }
        fn mul(&self, other: &Self) -> Self {
            self * other
        }
        fn neg(&self) -> Self {
            -self
        }
    };
}

/// The method that a function is, if it is among these.
macro_rules! method {
    ($function:expr, $x:expr; $($name:ident => $method:ident,)*) => {
        match $function {
            $(Function::$name => Some($x.$method()),)*
            _ => None,
        }
    };
}

/// Functions that intervals, balls and complex balls know.
macro_rules! elementary {
    ($function:expr, $x:expr) => {
        method!($function, $x;
            Exp => exp,
            Expm1 => expm1,
            Exp2 => exp2,
            Ln => ln,
            Log1p => log1p,
            Log2 => log2,
            Log10 => log10,
            Sqrt => sqrt,
            Cbrt => cbrt,
            Sin => sin,
            Cos => cos,
            Tan => tan,
            Sec => sec,
            Csc => csc,
            Cot => cot,
            Asin => asin,
            Acos => acos,
            Atan => atan,
            Asec => asec,
            Acsc => acsc,
            Acot => acot,
            Sinc => sinc,
            Sinh => sinh,
            Cosh => cosh,
            Tanh => tanh,
            Sech => sech,
            Csch => csch,
            Coth => coth,
            Asinh => asinh,
            Acosh => acosh,
            Atanh => atanh,
            Asech => asech,
            Acsch => acsch,
            Acoth => acoth,
            Abs => abs,
        )
    };
}

/// Functions with jumps, which intervals and balls know.
macro_rules! steps {
    ($function:expr, $x:expr) => {
        method!($function, $x;
            Sign => sign,
            Floor => floor,
            Ceil => ceil,
            Round => round,
            Trunc => trunc,
            Frac => frac,
        )
    };
}

/// Special functions, which balls and complex balls know.
macro_rules! special {
    ($function:expr, $x:expr) => {
        method!($function, $x;
            Erf => erf,
            Erfc => erfc,
            Erfi => erfi,
            Erfcx => erfcx,
            Dawson => dawson,
            Ei => ei,
            Li => li,
            Si => si,
            Ci => ci,
            Shi => shi,
            Chi => chi,
            EllipticK => elliptic_k,
            EllipticEc => elliptic_ec,
            FresnelS => fresnels,
            FresnelC => fresnelc,
            Gamma => gamma,
            Digamma => digamma,
            LambertW => lambertw,
            AiryAi => airyai,
            AiryBi => airybi,
            AiryAiPrime => airyaiprime,
            AiryBiPrime => airybiprime,
        )
    };
}
