//! What functions are called in the standard libraries of other languages, where those have a
//! function with the same values on the domain of ours.

use super::Function;

/// The names of a function in other languages; none where the standard library has no function
/// that means the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeNames {
    /// A method of `f64`.
    pub rust: Option<&'static str>,
    /// Of `math.h`, C99.
    pub c: Option<&'static str>,
    /// Built in, or of `math`.
    pub python: Option<&'static str>,
    /// Of `Base`.
    pub julia: Option<&'static str>,
    /// Of `Math`.
    pub javascript: Option<&'static str>,
}

/// Rust, C, Python, Julia, JavaScript; empty where there is none.
type Names = [&'static str; 5];

impl Function {
    /// What the function is called in other languages.
    ///
    /// ```
    /// use partials_symbolic::Function;
    /// assert_eq!(Function::Ln.code_names().python, Some("math.log"));
    /// assert_eq!(Function::BesselJ.code_names().rust, None);
    /// ```
    pub fn code_names(self) -> CodeNames {
        let [rust, c, python, julia, javascript] = names(self)
            .unwrap_or_default()
            .map(|name| (!name.is_empty()).then_some(name));
        CodeNames {
            rust,
            c,
            python,
            julia,
            javascript,
        }
    }
}

fn names(function: Function) -> Option<Names> {
    use Function::*;
    Some(match function {
        Exp => ["exp", "exp", "math.exp", "exp", "Math.exp"],
        Expm1 => ["exp_m1", "expm1", "math.expm1", "expm1", "Math.expm1"],
        Exp2 => ["exp2", "exp2", "math.exp2", "exp2", ""],
        Ln => ["ln", "log", "math.log", "log", "Math.log"],
        Log1p => ["ln_1p", "log1p", "math.log1p", "log1p", "Math.log1p"],
        Log2 => ["log2", "log2", "math.log2", "log2", "Math.log2"],
        Log10 => ["log10", "log10", "math.log10", "log10", "Math.log10"],
        Sqrt => ["sqrt", "sqrt", "math.sqrt", "sqrt", "Math.sqrt"],
        Cbrt => ["cbrt", "cbrt", "math.cbrt", "cbrt", "Math.cbrt"],
        Hypot => ["hypot", "hypot", "math.hypot", "hypot", "Math.hypot"],
        Sin => ["sin", "sin", "math.sin", "sin", "Math.sin"],
        Cos => ["cos", "cos", "math.cos", "cos", "Math.cos"],
        Tan => ["tan", "tan", "math.tan", "tan", "Math.tan"],
        Sec => ["", "", "", "sec", ""],
        Csc => ["", "", "", "csc", ""],
        Cot => ["", "", "", "cot", ""],
        Asin => ["asin", "asin", "math.asin", "asin", "Math.asin"],
        Acos => ["acos", "acos", "math.acos", "acos", "Math.acos"],
        Atan => ["atan", "atan", "math.atan", "atan", "Math.atan"],
        Asec => ["", "", "", "asec", ""],
        Acsc => ["", "", "", "acsc", ""],
        Acot => ["", "", "", "acot", ""],
        Atan2 => ["atan2", "atan2", "math.atan2", "atan", "Math.atan2"],
        Sinh => ["sinh", "sinh", "math.sinh", "sinh", "Math.sinh"],
        Cosh => ["cosh", "cosh", "math.cosh", "cosh", "Math.cosh"],
        Tanh => ["tanh", "tanh", "math.tanh", "tanh", "Math.tanh"],
        Sech => ["", "", "", "sech", ""],
        Csch => ["", "", "", "csch", ""],
        Coth => ["", "", "", "coth", ""],
        Asinh => ["asinh", "asinh", "math.asinh", "asinh", "Math.asinh"],
        Acosh => ["acosh", "acosh", "math.acosh", "acosh", "Math.acosh"],
        Atanh => ["atanh", "atanh", "math.atanh", "atanh", "Math.atanh"],
        Asech => ["", "", "", "asech", ""],
        Acsch => ["", "", "", "acsch", ""],
        Acoth => ["", "", "", "acoth", ""],
        Abs => ["abs", "fabs", "abs", "abs", "Math.abs"],
        Sign => ["", "", "", "sign", "Math.sign"],
        Floor => ["floor", "floor", "math.floor", "floor", "Math.floor"],
        Ceil => ["ceil", "ceil", "math.ceil", "ceil", "Math.ceil"],
        Round => ["round_ties_even", "rint", "round", "round", ""],
        Trunc => ["trunc", "trunc", "math.trunc", "trunc", "Math.trunc"],
        Mod => ["", "", "", "mod", ""],
        Min => ["min", "fmin", "min", "min", "Math.min"],
        Max => ["max", "fmax", "max", "max", "Math.max"],
        Clamp => ["clamp", "", "", "clamp", ""],
        Erf => ["", "erf", "math.erf", "", ""],
        Erfc => ["", "erfc", "math.erfc", "", ""],
        Gamma => ["", "tgamma", "math.gamma", "", ""],
        LogGamma => ["", "lgamma", "math.lgamma", "", ""],
        _ => return None,
    })
}
