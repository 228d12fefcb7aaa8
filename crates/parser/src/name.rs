//! The spelling of names, and the names that belong to the language itself.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::character::{is_subscript_digit, subscript_digit};
use crate::scope::Arity;

/// The one spelling of a name: NFC, `x₁` as `x_1`.
pub(crate) fn normalise(written: &str) -> Cow<'_, str> {
    if written.is_ascii() {
        return Cow::Borrowed(written);
    }
    let composed: Cow<'_, str> = if is_nfc(written) {
        Cow::Borrowed(written)
    } else {
        Cow::Owned(written.nfc().collect())
    };
    if !composed.contains(is_subscript_digit) {
        return composed;
    }
    let mut name = String::with_capacity(composed.len());
    let mut below = false;
    for c in composed.chars() {
        match subscript_digit(c) {
            Some(digit) => {
                if !below && !name.ends_with('_') {
                    name.push('_');
                }
                name.push(digit);
                below = true;
            }
            None => {
                name.push(c);
                below = false;
            }
        }
    }
    Cow::Owned(name)
}

/// The operators that are spelt as functions, with what they take.
pub(crate) fn calculus_word(name: &str) -> Option<Arity> {
    Some(match name {
        "grad" | "gradient" | "div" | "curl" | "laplacian" | "hessian" | "jacobian" => {
            Arity::at_least(1)
        }
        "dot" | "cross" | "directional" | "jvp" | "vjp" | "hvp" => Arity::exactly(2),
        "implicit" | "inverse" => Arity::between(2, 4),
        "taylor" => Arity::exactly(4),
        "norm" => Arity::between(1, 2),
        "hyper" => Arity::at_least(3),
        "transpose" | "mean" | "softmax" => Arity::exactly(1),
        _ => return None,
    })
}

/// Words that take their arguments in a form of their own.
pub(crate) const FORMS: [&str; 5] = ["if", "piecewise", "sum", "product", "diff"];

/// All words that suggestions may name.
pub(crate) const WORDS: [&str; 16] = [
    "grad",
    "div",
    "curl",
    "laplacian",
    "hessian",
    "jacobian",
    "dot",
    "cross",
    "norm",
    "transpose",
    "mean",
    "if",
    "piecewise",
    "sum",
    "product",
    "diff",
];

/// Names with a meaning that a definition may replace.
pub(crate) fn is_constant(name: &str) -> bool {
    matches!(name, "pi" | "π" | "tau" | "τ" | "e" | "inf")
}

const GREEK: [&str; 27] = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "varepsilon",
    "zeta",
    "eta",
    "theta",
    "vartheta",
    "iota",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "omicron",
    "pi",
    "rho",
    "sigma",
    "tau",
    "upsilon",
    "phi",
    "varphi",
    "chi",
    "psi",
    "omega",
];

/// Whether a name is one symbol to a reader, so that `2theta` and `dtheta` are no riddles: a
/// single letter or a Greek letter's name, perhaps with digits or a subscript.
pub(crate) fn is_symbol(name: &str) -> bool {
    let stem = name.split('_').next().unwrap_or(name);
    let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let mut letters = stem.chars();
    let single = letters.next().is_some() && letters.next().is_none();
    single || GREEK.iter().any(|letter| stem.eq_ignore_ascii_case(letter))
}

#[cfg(test)]
mod tests {
    use super::{is_symbol, normalise};

    #[test]
    fn names_have_one_spelling() {
        for (written, name) in [
            ("x", "x"),
            ("x₁", "x_1"),
            ("x₁₂", "x_12"),
            ("x_₁", "x_1"),
            ("x₁y₂", "x_1y_2"),
            ("e\u{301}", "\u{e9}"),
            ("θ", "θ"),
        ] {
            assert_eq!(normalise(written), name);
        }
    }

    #[test]
    fn symbols_are_told_from_words() {
        for name in ["x", "x1", "x_max", "θ", "theta", "Theta2", "_"] {
            assert_eq!(is_symbol(name), name != "_", "{name}");
        }
        for name in ["xy", "decay", "elta"] {
            assert!(!is_symbol(name), "{name}");
        }
    }
}
