//! Names by which other systems and countries know what the language writes otherwise.

/// Functions with another name here.
const NAMES: &[(&str, &str)] = &[
    ("fabs", "abs"),
    ("tg", "tan"),
    ("ctg", "cot"),
    ("ctan", "cot"),
    ("arctg", "atan"),
    ("arcctg", "acot"),
    ("cosec", "csc"),
    ("lg", "log10"),
    ("ceiling", "ceil"),
    ("int", "trunc"),
    ("Log", "ln"),
    ("derivative", "diff"),
    ("Derivative", "diff"),
    ("differentiate", "diff"),
];

/// What is no function here.
const FORMS: &[(&str, &str)] = &[
    ("pow", "a power is written `x^y`"),
    ("power", "a power is written `x^y`"),
    ("Pow", "a power is written `x^y`"),
    ("square", "a square is written `x^2`"),
    ("factorial", "a factorial is written `n!`"),
    ("fact", "a factorial is written `n!`"),
    ("Rational", "a fraction is written `1/3`"),
    ("frac", "a fraction is written `1/3`"),
    ("root", "a root is written `x^(1/n)`"),
    ("nthroot", "a root is written `x^(1/n)`"),
    ("integrate", "integrals are not supported"),
    ("Integral", "integrals are not supported"),
    ("integral", "integrals are not supported"),
    ("limit", "limits are not supported"),
    ("lim", "limits are not supported"),
    ("solve", "equations are not solved here"),
    ("matrix", "a matrix is written `[[a, b], [c, d]]`"),
    ("Matrix", "a matrix is written `[[a, b], [c, d]]`"),
    ("vector", "a vector is written `[a, b]`"),
    ("det", "determinants are not supported"),
];

/// Constants with another name here.
const CONSTANTS: &[(&str, &str)] = &[
    ("oo", "inf"),
    ("Inf", "inf"),
    ("infinity", "inf"),
    ("Infinity", "inf"),
    ("Pi", "pi"),
    ("PI", "pi"),
    ("M_PI", "pi"),
    ("M_E", "e"),
];

fn find(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    let found = table.iter().find(|(known, _)| *known == name);
    found.map(|(_, ours)| *ours)
}

/// What a function of another system is called here.
pub(crate) fn function(name: &str) -> Option<&'static str> {
    find(NAMES, name)
}

/// How that is written here which is a function elsewhere.
pub(crate) fn form(name: &str) -> Option<&'static str> {
    find(FORMS, name)
}

/// What a constant of another system is called here.
pub(crate) fn constant(name: &str) -> Option<&'static str> {
    find(CONSTANTS, name)
}
