//! The usual mistakes, in the order in which they are looked for, and the claims they lead to.

use partials_symbolic::graph::{Arena, Constant, Id, Node, Reachable, Symbol};
use partials_symbolic::lower::Value;
use partials_symbolic::print::{Text, TextOptions};
use partials_symbolic::{Rational, derive};

use super::{Case, Hypothesis, Mistake};

/// Longer texts are cut in sentences.
const WIDTH: usize = 80;
/// A constant factor is looked for among fractions with numerator and denominator up to this.
const LARGEST_FACTOR: i64 = 1000;

impl Case<'_> {
    /// What the claim would be after each of the usual mistakes. `ratio` is that of claim and
    /// derivation at some point.
    pub(super) fn hypotheses(&self, ratio: f64) -> Vec<Hypothesis> {
        let mut all = self.signs();
        if self.is_number(self.truth) {
            // Any number is a multiple of it.
            all.extend(self.kept_constants());
        }
        all.extend(self.constant_chains());
        let (plain, odd) = self.factors(ratio);
        all.extend(plain);
        all.extend(self.inner_derivatives());
        all.extend(self.itself());
        all.extend(self.products());
        all.extend(self.others());
        all.extend(self.terms());
        all.extend(odd);
        all
    }

    pub(super) fn with<R>(&self, work: impl FnOnce(&mut Arena) -> R) -> R {
        self.graph.with(work)
    }

    pub(super) fn text(&self, id: Id) -> String {
        let options = TextOptions {
            decimals: self.claim.decimals,
            ..TextOptions::default()
        };
        let text = self.with(|arena| Text::new(arena, &[id], options).results.pop());
        let text = text.unwrap_or_default();
        if text.chars().count() <= WIDTH {
            return text;
        }
        text.chars().take(WIDTH).chain(['…']).collect()
    }

    /// The derivative of an expression in the variable of this case, arranged.
    pub(super) fn derivative(&self, id: Id, variable: Symbol) -> Id {
        let derived = Value::scalar(id).derive(self.graph, &[variable]);
        derived.as_scalar().unwrap_or(Id::POISON)
    }

    pub(super) fn hypothesis(&self, mistake: Mistake, sentence: String, claim: Id) -> Hypothesis {
        Hypothesis {
            mistake,
            sentence,
            claim,
        }
    }

    /// The derivation with a term taken away `times` times.
    pub(super) fn without(&self, term: Id, times: i64) -> Id {
        let truth = self.truth;
        self.with(|arena| {
            let times = arena.integer(times);
            let taken = arena.product(&[times, term]);
            arena.subtract(truth, taken)
        })
    }

    /// Whether a variable occurs.
    pub(super) fn varies(&self, id: Id, variable: Symbol) -> bool {
        self.with(|arena| {
            Reachable::new(arena, &[id])
                .variables(arena)
                .contains(&variable)
        })
    }

    /// Whether an expression is a number or constant.
    pub(super) fn is_number(&self, id: Id) -> bool {
        self.with(|arena| Reachable::new(arena, &[id]).variables(arena).is_empty())
    }

    fn signs(&self) -> Vec<Hypothesis> {
        let whole = "the sign is wrong: the claim is minus the derivative".to_owned();
        let opposite = self.with(|arena| arena.negate(self.truth));
        let mut all = vec![self.hypothesis(Mistake::Sign, whole, opposite)];
        let terms = self.terms_of(self.truth);
        if terms.len() > 1 {
            for term in terms {
                let sentence = format!("wrong sign of the term {}", self.text(term));
                all.push(self.hypothesis(Mistake::Sign, sentence, self.without(term, 2)));
            }
        }
        for (part, derivative) in self.derived_terms() {
            let sentence = format!("wrong sign of the derivative of {}", self.text(part));
            all.push(self.hypothesis(Mistake::Sign, sentence, self.without(derivative, 2)));
        }
        for (sum, term, claim) in self.inner_terms(2) {
            let sentence = format!(
                "wrong sign of the derivative of {} in {}",
                self.text(term),
                self.text(sum)
            );
            all.push(self.hypothesis(Mistake::Sign, sentence, claim));
        }
        all
    }

    /// The terms of the function, if there are several, and their derivatives.
    pub(super) fn derived_terms(&self) -> Vec<(Id, Id)> {
        let Some((function, variable)) = self.derived else {
            return Vec::new();
        };
        let terms = self.terms_of(function);
        if terms.len() < 2 {
            return Vec::new();
        }
        let varying = terms
            .into_iter()
            .filter(|term| self.varies(*term, variable));
        varying
            .map(|term| (term, derive::partial(self.graph, term, variable)))
            .collect()
    }

    /// Constant factors, and one that nobody forgets: a fraction without a simple form.
    fn factors(&self, ratio: f64) -> (Vec<Hypothesis>, Option<Hypothesis>) {
        let mut all = Vec::new();
        let mut odd = None;
        if let Some(factor) = fraction(ratio) {
            let sentence = said_of_factor(&factor);
            let simple = is_simple(&factor);
            let claim = self.with(|arena| {
                let factor = arena.number(factor);
                arena.product(&[factor, self.truth])
            });
            let found = self.hypothesis(Mistake::Factor, sentence, claim);
            match simple {
                true => all.push(found),
                false => odd = Some(found),
            }
        }
        for constant in self.constants() {
            let (less, more, half, minus) = self.with(|arena| {
                let less = arena.divide(self.truth, constant);
                let more = arena.product(&[constant, self.truth]);
                let half = arena.integer(2);
                (less, more, arena.divide(less, half), arena.negate(less))
            });
            let text = self.text(constant);
            let missing = format!("a constant factor {text} is missing");
            let spare = format!("a constant factor {text} too much");
            let both = format!("a constant factor 2*({text}) is missing");
            let turned = format!("a constant factor {text} is missing, and the sign is wrong");
            for (sentence, claim) in [
                (missing, less),
                (spare, more),
                (both, half),
                (turned, minus),
            ] {
                all.push(self.hypothesis(Mistake::Factor, sentence, claim));
            }
        }
        (all, odd)
    }

    /// What does not vary with the variable, in function and derivation: parameters, constants,
    /// the constant factor of the derivation.
    fn constants(&self) -> Vec<Id> {
        let mut found =
            self.with(|arena| vec![arena.constant(Constant::Pi), arena.constant(Constant::E)]);
        let Some((function, variable)) = self.derived else {
            return found;
        };
        let ids = self.with(|arena| {
            let all = Reachable::new(arena, &[self.truth, self.claimed, function]);
            let ids = all.ids().iter().copied();
            let fits = |id: &Id| {
                let node = arena.node(*id);
                !node.is_condition() && !matches!(node, Node::Number(_))
            };
            ids.filter(fits).collect::<Vec<Id>>()
        });
        found.extend(ids.into_iter().filter(|id| !self.varies(*id, variable)));
        let fixed: Vec<Id> = self
            .factors_of(self.truth)
            .into_iter()
            .filter(|factor| !self.varies(*factor, variable))
            .collect();
        if fixed.len() > 1 {
            found.push(self.with(|arena| arena.product(&fixed)));
        }
        found
    }

    fn others(&self) -> Vec<Hypothesis> {
        let mut all = self.other_entries();
        let Some((function, variable)) = self.derived else {
            return all;
        };
        let mut push = |sentence: String, claim| {
            all.push(self.hypothesis(Mistake::Other, sentence, claim));
        };
        if let Some(entry) = self.claim.entries.get(self.index) {
            for (order, lower) in entry.lower.iter().enumerate() {
                push(
                    format!("this is the derivative of order {} only", order + 1),
                    *lower,
                );
            }
        }
        let others = self.with(|arena| {
            let all = Reachable::new(arena, &[function]).variables(arena);
            let named = |symbol: &Symbol| (*symbol, arena.name(*symbol).to_owned());
            all.iter().map(named).collect::<Vec<_>>()
        });
        for (symbol, name) in others.into_iter().filter(|(symbol, _)| *symbol != variable) {
            let derivative = derive::partial(self.graph, function, symbol);
            push(format!("this is the derivative in {name}"), derivative);
        }
        let again = derive::partial(self.graph, self.truth, variable);
        push("this is the derivative of one order more".into(), again);
        all.extend(self.kept_constants());
        all
    }

    fn itself(&self) -> Option<Hypothesis> {
        let (function, _) = self.derived?;
        let sentence = "this is the function itself, not its derivative".to_owned();
        Some(self.hypothesis(Mistake::Other, sentence, function))
    }

    fn kept_constants(&self) -> Vec<Hypothesis> {
        let Some((function, variable)) = self.derived else {
            return Vec::new();
        };
        let kept = self.fixed_terms(function, variable);
        kept.into_iter()
            .map(|kept| {
                let claim = self.with(|arena| arena.sum(&[self.truth, kept]));
                let constant = self.text(kept);
                let sentence = format!("the constant {constant} is kept, its derivative is 0");
                self.hypothesis(Mistake::Other, sentence, claim)
            })
            .collect()
    }

    /// The terms of the function that do not vary, and all of them together.
    fn fixed_terms(&self, function: Id, variable: Symbol) -> Vec<Id> {
        let mut fixed: Vec<Id> = self
            .terms_of(function)
            .into_iter()
            .filter(|term| !self.varies(*term, variable))
            .collect();
        if fixed.len() > 1 {
            fixed.push(self.with(|arena| arena.sum(&fixed)));
        }
        fixed
    }

    /// The derivations of other entries of a gradient, Jacobian or Hessian.
    fn other_entries(&self) -> Vec<Hypothesis> {
        let entries = &self.claim.entries;
        let Some(own) = entries.get(self.index) else {
            return Vec::new();
        };
        let side = entries.len().isqrt();
        let square = side > 1 && side * side == entries.len();
        let place = |i: usize| match square {
            true => format!("in row {}, column {}", i / side + 1, i % side + 1),
            false => format!("number {}", i + 1),
        };
        let hypothesis = |i: usize, truth: Id| {
            let transposed =
                square && (i % side, i / side) == (self.index / side, self.index % side);
            let sentence = if transposed {
                format!("transposed: this is the entry {}", place(i))
            } else {
                format!("this is the entry {}", place(i))
            };
            self.hypothesis(Mistake::Other, sentence, truth)
        };
        let others = entries.iter().enumerate();
        others
            .filter(|(i, entry)| *i != self.index && entry.truth != own.truth)
            .map(|(i, entry)| hypothesis(i, entry.truth))
            .collect()
    }
}

/// The fraction with small numerator and denominator that a float is, by its continued fraction.
fn fraction(x: f64) -> Option<Rational> {
    let (mut before, mut now) = ((0_i64, 1_i64), (1_i64, 0_i64));
    let mut rest = x.abs();
    for _ in 0..20 {
        let whole = rest.floor();
        if !whole.is_finite() || whole > LARGEST_FACTOR as f64 {
            return None;
        }
        let n = whole as i64;
        let next = (n * now.0 + before.0, n * now.1 + before.1);
        if next.0 > LARGEST_FACTOR || next.1 > LARGEST_FACTOR {
            return None;
        }
        (before, now) = (now, next);
        let found = now.0 as f64 / now.1 as f64;
        if (found - x.abs()).abs() <= 1e-9 * x.abs() {
            let sign = if x < 0.0 { -1 } else { 1 };
            let found = Rational::new(sign * now.0, now.1);
            return found.filter(|found| !found.is_zero() && !found.is_one());
        }
        rest = 1.0 / (rest - whole);
    }
    None
}

/// Whether it is a whole number, one over a whole number, or a fraction of small ones.
fn is_simple(factor: &Rational) -> bool {
    let small = (2..=4).any(|n| factor.mul(&Rational::from(n)).is_integer());
    !factor.is_negative()
        && (factor.is_integer() || factor.numerator().is_one() || small && factor.to_f64() <= 4.0)
}

fn said_of_factor(factor: &Rational) -> String {
    let numerator = factor.numerator();
    if numerator.is_one() {
        return format!("a constant factor {} is missing", factor.denominator());
    }
    if factor.is_integer() && !factor.is_negative() {
        return format!("a constant factor {factor} too much");
    }
    format!("a wrong constant factor: the claim is {factor} times the derivative")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_fractions_are_found() {
        let check = |x: f64, expected: Option<(i64, i64)>| {
            let expected = expected.and_then(|(p, q)| Rational::new(p, q));
            assert_eq!(fraction(x), expected, "{x}");
        };
        check(0.5, Some((1, 2)));
        check(-1.0 / 3.0, Some((-1, 3)));
        check(22.0 / 7.0, Some((22, 7)));
        check(std::f64::consts::PI, None);
        check(0.0, None);
        check(1.0 + 1e-12, None);
        check(f64::NAN, None);
        check(f64::INFINITY, None);
        check(1e300, None);
    }
}
