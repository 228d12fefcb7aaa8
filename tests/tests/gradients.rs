//! Values, gradients and Hessians of real formulas, as other systems computed them.
#![allow(clippy::unwrap_used, clippy::panic)] // What is wrong fails the test.

use partials_tests::corpus;
use partials_tests::gradients::{Fate, check};
use rayon::prelude::*;
use serde_json::Value;

/// Rows in which a stored number is the noise of the differences that it was computed with, far
/// above 1e-12: at 30 digits the symbolic derivatives of SymPy 1.14 agree with ours in each.
const NOISY: [&str; 15] = [
    "cute:cluster",
    "mgh:brown_al:n4",
    "mgh:rosen:n2",
    "wild:cardiac:aguilar-2017:cajsr.v.inf",
    "wild:cardiac:decker-2009:ical.Cs",
    "wild:cardiac:ni-2017:ikur.IKur",
    "wild:cardiac:paci-2018:irel.o.inf",
    "wild:cardiac:tomek-2020:ical.gi",
    "wild:cardiac:tomek-2020:ryr.Jrel",
    "wild:cardiac:tomek-2020:ryr.Jrelnp.inf.base",
    "wild:parser_bench:precedence:565",
    "wild:parser_bench:precedence:762",
    "wild:parser_bench:precedence:960",
    "wild:parser_bench:random_with_functions:110",
    "wild:parser_bench:random_with_functions:277",
];

fn all_right(name: &str, least: usize) {
    let fates: Vec<(String, Fate)> = corpus(name)
        .into_par_iter()
        .flat_map_iter(|row| {
            let id = row.name();
            check(&Value::Object(row.0))
                .into_iter()
                .map(move |fate| (id.clone(), fate))
        })
        .collect();
    let mut numbers = 0;
    for (id, fate) in &fates {
        match fate {
            Fate::Right(count) => numbers += count,
            Fate::RefusedComplex => {}
            Fate::NoValue(why) | Fate::Unread(why) => panic!("{id}: {why}"),
            Fate::Wrong(why) => assert!(NOISY.contains(&id.as_str()), "{id}: {why}"),
        }
    }
    println!("{name}: {numbers} numbers at {} points", fates.len());
    assert!(
        numbers >= least,
        "{name}: only {numbers} numbers were compared"
    );
}

#[test]
fn feynman() {
    all_right("feynman", 2000);
}

#[test]
fn sympy_diff() {
    all_right("sympy_diff", 400);
}

#[test]
fn wild() {
    all_right("wild", 1000);
}

#[test]
fn mgh_cute() {
    all_right("mgh_cute", 3000);
}
