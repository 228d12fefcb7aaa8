//! Terms and factors: which of the claim's agree with those of the derivation.

use partials_symbolic::Rational;
use partials_symbolic::graph::{Arena, Id, Node};

use super::{Case, Hypothesis, Mistake};

/// Of sums with more terms, pairs of terms are not compared.
const TERMS: usize = 12;

impl Case<'_> {
    /// The terms of an expression; a number before a sum is multiplied out.
    pub(super) fn terms_of(&self, id: Id) -> Vec<Id> {
        self.with(|arena| {
            let mut found = Vec::new();
            let mut stack = vec![(id, Rational::ONE)];
            while let Some((next, factor)) = stack.pop() {
                if found.len() > TERMS {
                    break;
                }
                match (arena.node(next), scaled_sum(arena, next)) {
                    (Node::Sum(list), _) => {
                        let terms = arena.list(list).iter().rev();
                        stack.extend(terms.map(|term| (*term, factor.clone())));
                    }
                    (_, Some((number, sum))) => stack.push((sum, factor.mul(&number))),
                    _ if factor.is_one() => found.push(next),
                    _ => {
                        let factor = arena.number(factor);
                        found.push(arena.product(&[factor, next]));
                    }
                }
            }
            found
        })
    }

    /// The factors of an expression.
    pub(super) fn factors_of(&self, id: Id) -> Vec<Id> {
        self.with(|arena| {
            let mut found = Vec::new();
            let mut stack = vec![id];
            while let Some(next) = stack.pop() {
                match arena.node(next) {
                    Node::Product(list) => stack.extend(arena.list(list).iter().rev()),
                    _ => found.push(next),
                }
            }
            found
        })
    }

    /// Which term is missing, too much or wrong; in a product, which factor.
    pub(super) fn terms(&self) -> Vec<Hypothesis> {
        let (truths, claims) = (self.terms_of(self.truth), self.terms_of(self.claimed));
        let mut all = Vec::new();
        if truths.len() > TERMS || claims.len() > TERMS {
            return all;
        }
        let mut push = |sentence: String, claim| {
            all.push(self.hypothesis(Mistake::Term, sentence, claim));
        };
        let several = truths.len() > 1 || claims.len() > 1;
        if truths.len() > 1 {
            for &truth in &truths {
                push(
                    format!("the term {} is missing", self.text(truth)),
                    self.without(truth, 1),
                );
            }
            for (part, derivative) in self.derived_terms() {
                let sentence = format!("the derivative of {} is missing", self.text(part));
                push(sentence, self.without(derivative, 1));
            }
        }
        for (sum, term, claim) in self.inner_terms(1) {
            let (term, sum) = (self.text(term), self.text(sum));
            push(
                format!("the derivative of {term} in {sum} is missing"),
                claim,
            );
        }
        for &claim in claims.iter().filter(|_| several) {
            push(
                format!("the term {} is too much", self.text(claim)),
                self.without(claim, -1),
            );
        }
        for &truth in truths.iter().filter(|_| several) {
            for &claim in &claims {
                let (wrong, right) = (self.text(claim), self.text(truth));
                let instead = self.with(|arena| {
                    let rest = arena.subtract(self.truth, truth);
                    arena.sum(&[rest, claim])
                });
                push(format!("the term {wrong} should be {right}"), instead);
            }
        }
        all.extend(self.wrong_factors());
        all.extend(self.rest(&truths, &claims));
        all
    }

    /// Of two products: one factor that should be another.
    fn wrong_factors(&self) -> Vec<Hypothesis> {
        let (truths, claims) = (self.factors_of(self.truth), self.factors_of(self.claimed));
        let mut all = Vec::new();
        if truths.len() > TERMS || claims.len() > TERMS || truths.len() + claims.len() < 3 {
            return all;
        }
        for &claim in &claims {
            for &truth in &truths {
                let instead = self.with(|arena| {
                    let rest = arena.divide(self.truth, truth);
                    arena.product(&[rest, claim])
                });
                let (wrong, right) = (self.text(claim), self.text(truth));
                let sentence = format!("the factor {wrong} should be {right}");
                all.push(self.hypothesis(Mistake::Term, sentence, instead));
            }
        }
        for &claim in &claims {
            let more = self.with(|arena| arena.product(&[self.truth, claim]));
            let sentence = format!("the factor {} is too much", self.text(claim));
            all.push(self.hypothesis(Mistake::Term, sentence, more));
        }
        for &truth in &truths {
            let less = self.with(|arena| arena.divide(self.truth, truth));
            let sentence = format!("the factor {} is missing", self.text(truth));
            all.push(self.hypothesis(Mistake::Term, sentence, less));
        }
        all
    }

    /// Where several terms are wrong: which of the derivation's the claim has, as they are. This
    /// holds of every claim, so it is said where nothing else is, and some terms agree.
    fn rest(&self, truths: &[Id], claims: &[Id]) -> Option<Hypothesis> {
        let right: Vec<Id> = claims
            .iter()
            .copied()
            .filter(|claim| truths.contains(claim))
            .collect();
        if right.is_empty() {
            return None;
        }
        let names = |ids: &[Id]| {
            let wrong = ids.iter().filter(|id| !right.contains(id));
            wrong
                .map(|id| self.text(*id))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let (missing, wrong) = (names(truths), names(claims));
        let sentence = format!(
            "{} of {} terms are right; of the derivative {missing} is not among them, of the \
             claim {wrong}",
            right.len(),
            claims.len()
        );
        Some(self.hypothesis(Mistake::Term, sentence, self.claimed))
    }
}

/// Number and sum of a product of these two.
fn scaled_sum(arena: &Arena, id: Id) -> Option<(Rational, Id)> {
    let Node::Product(list) = arena.node(id) else {
        return None;
    };
    let &[number, sum] = arena.list(list) else {
        return None;
    };
    matches!(arena.node(sum), Node::Sum(_)).then_some(())?;
    Some((arena.as_number(number)?.clone(), sum))
}
