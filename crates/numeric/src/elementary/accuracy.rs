//! How far each elementary function may be from the truth: the one table of it.

/// What is known of one function's accuracy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    /// The function's name in [`elementary`](crate::elementary).
    pub name: &'static str,
    /// The bound that is relied upon: the true value lies within this many representable numbers
    /// of the computed one, to either side.
    pub steps: u32,
    /// The largest error that was measured against MPFR, in units in the last place of the truth.
    pub measured: f64,
}

/// Writes each row twice: as a constant for the interval code, and into the table.
macro_rules! accuracies {
    ($($constant:ident $name:literal $steps:literal $measured:literal;)*) => {
        /// The bounds as constants, one per row of [`ULP`](super::ULP).
        pub mod ulp {
            $(#[doc = concat!("Steps that enclose `", $name, "`.")] pub const $constant: u32 = $steps;)*
        }

        /// Accuracy of every elementary function.
        ///
        /// A function with 1 step and 0.5 measured was correctly rounded at every argument tried
        /// (over 10^6 for each, on three code paths: random bits, all scales, neighbours of
        /// multiples of π/2 up to 10^12, of 1, of the limits of overflow, and subnormal numbers).
        /// One step then follows from 0.5 with all the margin there can be: the neighbours of a
        /// nearest number enclose. Where 0.75 stands, a subnormal result was rounded twice, and
        /// any other once. The bound of a composed function is derived from its parts (error of
        /// each, amplified by the condition of what follows) and rounded up to at least one step
        /// more than measured.
        pub const ULP: &[Accuracy] = &[
            $(Accuracy { name: $name, steps: $steps, measured: $measured },)*
        ];
    };
}

accuracies! {
    EXP "exp" 1 0.75;
    EXPM1 "expm1" 1 0.5;
    EXP2 "exp2" 1 0.5;
    LN "ln" 1 0.5;
    LOG1P "log1p" 1 0.5;
    LOG2 "log2" 1 0.5;
    LOG10 "log10" 1 0.5;
    SQRT "sqrt" 1 0.5;
    CBRT "cbrt" 1 0.5;
    HYPOT "hypot" 1 0.75;
    POW "pow" 1 0.75;
    SIN "sin" 1 0.5;
    COS "cos" 1 0.5;
    TAN "tan" 1 0.5;
    SEC "sec" 3 1.5;
    CSC "csc" 3 1.5;
    COT "cot" 3 1.5;
    ASIN "asin" 1 0.5;
    ACOS "acos" 1 0.5;
    ATAN "atan" 1 0.5;
    ASEC "asec" 4 2.0;
    ACSC "acsc" 4 1.4;
    ACOT "acot" 3 1.5;
    ATAN2 "atan2" 1 0.5;
    SINH "sinh" 1 0.5;
    COSH "cosh" 1 0.5;
    TANH "tanh" 1 0.5;
    SECH "sech" 3 1.5;
    CSCH "csch" 3 1.5;
    COTH "coth" 3 1.5;
    ASINH "asinh" 1 0.5;
    ACOSH "acosh" 1 0.5;
    ATANH "atanh" 1 0.5;
    ASECH "asech" 5 2.0;
    ACSCH "acsch" 3 1.5;
    ACOTH "acoth" 4 1.5;
    SIGMOID "sigmoid" 4 2.2;
    LOGIT "logit" 1 0.5;
    SOFTPLUS "softplus" 4 1.5;
    SINC "sinc" 3 1.5;
    SILU "silu" 5 2.9;
    MISH "mish" 7 3.9;
    LN_COSH "ln_cosh" 6 3.1;
}
