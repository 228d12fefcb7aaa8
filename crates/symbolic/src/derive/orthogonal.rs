//! Derivatives of orthogonal polynomials whose degree is a number.
//!
//! The rules of the table hold for any degree, and divide by what vanishes at the ends of the
//! interval. Of a given degree the derivative is a sum of polynomials of lower degrees, which has a
//! value everywhere: `P_n = (P'_(n+1) - P'_(n-1))/(2n + 1)`, `L_n = L'_n - L'_(n+1)` and
//! `U_n = (U'_(n+1) - U'_(n-1))/(2n + 2)` (Abramowitz and Stegun 1964, chapters 8 and 22), added up.

use super::rules::Ids;
use crate::functions::Function;
use crate::graph::{Arena, Id};

/// Up to this degree the sum is written; beyond it nobody would read it.
const MOST_DEGREE: i64 = 12;

/// The derivative in `x` of the polynomial of degree `n`; `None` for other functions and degrees.
pub(super) fn derivative(arena: &mut Arena, function: Function, n: Id, x: Id) -> Option<Id> {
    let (step, weight): (usize, fn(i64) -> i64) = match function {
        Function::Legendre => (2, |k| 2 * k + 1),
        Function::ChebyshevU => (2, |k| 2 * k + 2),
        Function::Laguerre => (1, |_| -1),
        // Their rules divide by nothing, but leave a degree below 0.
        Function::Hermite | Function::ChebyshevT if arena.as_number(n)?.is_zero() => (1, |_| 0),
        _ => return None,
    };
    let n = arena.as_number(n)?.to_i64()?;
    if !(0..=MOST_DEGREE).contains(&n) {
        return None;
    }
    let mut terms = Ids::new();
    for k in (0..n).rev().step_by(step) {
        let (degree, weight) = (arena.integer(k), arena.integer(weight(k)));
        let polynomial = arena.call(function, &[degree, x]);
        terms.push(arena.product(&[weight, polynomial]));
    }
    Some(arena.sum(&terms))
}
