//! Tests of the parser from outside: errors with their source, corpora, properties, depth.

// What goes wrong in a test should panic.
#![allow(clippy::panic, clippy::unwrap_used)]

mod corpus;
mod depth;
mod errors;
mod properties;

use partials_parser::Names;

/// The functions that the corpora use, and some more.
fn functions() -> Names {
    let one = "sqrt exp log ln sin cos tan cot sec csc asin acos atan acot asec acsc sinh cosh \
        tanh coth sech csch asinh acosh atanh acoth asech acsch abs sign heaviside erf erfc erfi \
        fresnels fresnelc Ei li Si Ci Shi Chi gamma loggamma digamma zeta lambertw elliptic_ec \
        elliptic_k relu";
    let two = "atan2 expint uppergamma polygamma hurwitz_zeta polylog elliptic_f elliptic_e \
        elliptic_pic besselj bessely besseli besselk mod beta";
    let mut names = Names::new();
    for name in one.split_whitespace() {
        names = names.with_function(name, 1);
    }
    for name in two.split_whitespace() {
        names = names.with_function(name, 2);
    }
    names
        .with_function("elliptic_e", 1..=2)
        .with_function("elliptic_pi", 2..=3)
        .with_function("hyp2f1", 4)
        .with_function("hyper", 2..)
        .with_function("appellf1", 6)
        .with_function("max", 1..)
        .with_function("min", 1..)
        .with_function("clamp", 3)
}
