//! Mistakes that are made on purpose are named: at least 95 of 100, by their very kind.

use std::collections::BTreeMap;

use partials::Verifier;
use partials::numeric::verify::{Mistake, Verdict};
use partials_tests::antiderivatives::check;
use partials_tests::corpus;
use partials_tests::formulas::{Formulas, Slip};
use rayon::prelude::*;

/// A wrong claim, and the mistake in it.
struct Wrong {
    claim: String,
    mistake: Mistake,
}

fn claim(function: &str, variable: &str, derivative: &str, mistake: Mistake) -> Wrong {
    Wrong {
        claim: format!("claim diff({function}, {variable}) = {derivative}"),
        mistake,
    }
}

/// Mistakes of each kind in random formulas.
fn random(seed: u64) -> Vec<Wrong> {
    let slips = [
        (Slip::Sign, Mistake::Sign),
        (Slip::Inner, Mistake::InnerDerivative),
        (Slip::Multiplied, Mistake::Product),
        (Slip::HalfProduct, Mistake::Product),
        (Slip::Divided, Mistake::Product),
        (Slip::NotSquared, Mistake::Product),
        (Slip::Term, Mistake::Term),
        (Slip::Inner, Mistake::InnerDerivative),
    ];
    let factors = ["2", "(1/2)", "3", "(1/3)", "4", "10", "(2/3)", "pi"];
    let mut formulas = Formulas::new(seed);
    let mut found = Vec::new();
    while found.len() < 1000 {
        let formula = formulas.next(2 + (found.len() % 2) as u32);
        let (text, derivative) = (formula.text(), formula.derivative());
        let turn = formulas.below(12) as usize;
        let wrong = match (turn, slips.get(turn)) {
            (_, Some((slip, mistake))) => {
                let mut countdown = formulas.below(3) as i64;
                let damaged = formula.derivative_with(Some(*slip), &mut countdown);
                if countdown >= 0 {
                    continue;
                }
                claim(&text, "x", &damaged, *mistake)
            }
            (8, _) => claim(&text, "x", &format!("-{derivative}"), Mistake::Sign),
            (9, _) => {
                let place = formulas.below(factors.len() as u64) as usize;
                let factor = *factors.get(place).unwrap_or(&"2");
                claim(
                    &text,
                    "x",
                    &format!("{factor}*{derivative}"),
                    Mistake::Factor,
                )
            }
            (10, _) => claim(&text, "x", &text, Mistake::Other),
            _ => {
                let constant = 1 + formulas.below(9);
                let kept = format!("{derivative} + {constant}");
                claim(&format!("{text} + {constant}"), "x", &kept, Mistake::Other)
            }
        };
        found.push(wrong);
    }
    found
}

/// The derivatives of physical formulas in other variables, with other signs and factors.
fn physical() -> Vec<Wrong> {
    let mut found = Vec::new();
    for row in corpus("feynman") {
        let Some(expression) = row.text("expr") else {
            continue;
        };
        let gradient = row.named_texts("sympy_grad");
        for (variable, derivative) in &gradient {
            let mut add = |derivative: &str, mistake| {
                found.push(claim(expression, variable, derivative, mistake));
            };
            add(&format!("-({derivative})"), Mistake::Sign);
            add(&format!("2*({derivative})"), Mistake::Factor);
            if let Some((_, other)) = gradient.iter().find(|(name, _)| *name != variable) {
                add(other, Mistake::Other);
            }
        }
    }
    found
}

#[test]
fn mistakes_are_named() {
    let mut wrong = random(7);
    wrong.extend(random(8));
    wrong.extend(physical());
    // What is no mistake after all, or can't be decided, is no test.
    let named: Vec<(Mistake, Option<Mistake>)> = wrong
        .par_iter()
        .filter_map(|wrong| {
            let report = check(&wrong.claim, &Verifier::new()).ok()?;
            if report.verdict != Verdict::Refuted {
                return None;
            }
            let found = report.entries.into_iter().find_map(|entry| entry.diagnosis);
            // The kinds are looked for in an order, and an earlier one that explains the claim as
            // well is right too: a constant inner derivative is a constant factor.
            let right = found
                .as_ref()
                .is_some_and(|found| found.mistake <= wrong.mistake);
            if !right {
                println!("{:?}: {} named {found:?}", wrong.mistake, wrong.claim);
            }
            Some((wrong.mistake, found.map(|found| found.mistake)))
        })
        .collect();
    let mut counts: BTreeMap<Mistake, (usize, usize, usize)> = BTreeMap::new();
    for (expected, found) in &named {
        let count = counts.entry(*expected).or_default();
        count.0 += 1;
        count.1 += usize::from(found.is_some_and(|found| found <= *expected));
        count.2 += usize::from(*found == Some(*expected));
    }
    for (mistake, (all, right, exactly)) in &counts {
        println!("{mistake:?}: {right} of {all}, {exactly} of that very kind");
        assert!(*right as f64 >= 0.9 * *all as f64, "{mistake:?}");
    }
    let right: usize = counts.values().map(|(_, right, _)| right).sum();
    let exactly: usize = counts.values().map(|(_, _, exactly)| exactly).sum();
    println!(
        "{right} of {} named, {exactly} of that very kind",
        named.len()
    );
    assert!(named.len() >= 1000 && exactly as f64 >= 0.95 * named.len() as f64);
}
