//! Mistakes with the rules for chains, products and quotients: one part of the function is
//! derived wrongly, and the rest follows from that.

use partials_symbolic::derive;
use partials_symbolic::graph::{Id, Node, Reachable, Symbol, replace};

use super::{Case, Hypothesis, Mistake};

/// The variable that stands for a part of the function; no formula can name it.
const PART: &str = "·";
/// Products of more factors are not split at each.
const FACTORS: usize = 8;
/// So many inner functions and products are looked at.
const PARTS: usize = 24;

/// An inner function, what it stands in, and its derivative.
struct Inner {
    outer: Id,
    inner: Id,
    derivative: Id,
}

impl Case<'_> {
    /// The derivation, had the derivative of a part been something else.
    fn had_been(&self, part: Id, derivative: Id, instead: Id) -> Id {
        let Some((function, _)) = self.derived else {
            return Id::POISON;
        };
        let (outer, stand_in) = self.with(|arena| {
            let stand_in = arena.variable(PART);
            (replace(arena, function, part, stand_in), stand_in)
        });
        let symbol = self.with(|arena| arena.symbol(PART));
        let slope = derive::partial(self.graph, outer, symbol);
        self.with(|arena| {
            let slope = replace(arena, slope, stand_in, part);
            let off = arena.subtract(instead, derivative);
            let off = arena.product(&[slope, off]);
            arena.sum(&[self.truth, off])
        })
    }

    /// Inner functions that are not the variable itself, with their derivatives.
    fn inner_functions(&self) -> Vec<Inner> {
        let Some((function, variable)) = self.derived else {
            return Vec::new();
        };
        let pairs = self.with(|arena| {
            let mut pairs: Vec<(Id, Id)> = Vec::new();
            for &id in Reachable::new(arena, &[function]).ids().iter().rev() {
                match arena.node(id) {
                    Node::Call(_, list) => {
                        pairs.extend(arena.list(list).iter().map(|inner| (id, *inner)));
                    }
                    Node::Power(base, exponent) => pairs.extend([(id, base), (id, exponent)]),
                    _ => {}
                }
            }
            let variable = arena.name(variable).to_owned();
            let plain = arena.variable(&variable);
            pairs.retain(|(_, inner)| *inner != plain);
            pairs
        });
        let one = self.with(|arena| arena.integer(1));
        let varying = pairs
            .into_iter()
            .filter(|(_, inner)| self.varies(*inner, variable));
        varying
            .take(PARTS)
            .map(|(outer, inner)| Inner {
                outer,
                inner,
                derivative: self.derivative(inner, variable),
            })
            .filter(|inner| inner.derivative != one)
            .collect()
    }

    fn missing_inner(&self, inner: &Inner) -> Hypothesis {
        let one = self.with(|arena| arena.integer(1));
        let sentence = format!(
            "missing inner derivative {} of {}",
            self.text(inner.derivative),
            self.text(inner.outer)
        );
        let claim = self.had_been(inner.inner, inner.derivative, one);
        self.hypothesis(Mistake::InnerDerivative, sentence, claim)
    }

    /// Inner derivatives that are constant factors, of functions that are one chain: before
    /// other constant factors.
    pub(super) fn constant_chains(&self) -> Vec<Hypothesis> {
        let Some((_, variable)) = self.derived else {
            return Vec::new();
        };
        let chain = self.chain();
        let links = |inner: &Inner| {
            chain.contains(&inner.outer) && !self.varies(inner.derivative, variable)
        };
        let inner = self.inner_functions();
        inner
            .iter()
            .filter(|inner| links(inner))
            .map(|inner| self.missing_inner(inner))
            .collect()
    }

    /// The functions of functions that this one is, but for constant terms and factors, from the
    /// outermost.
    fn chain(&self) -> Vec<Id> {
        let mut chain = Vec::new();
        let Some((function, variable)) = self.derived else {
            return chain;
        };
        let mut link = function;
        // An operand has a lower index than what uses it, so that this comes to an end.
        loop {
            let node = self.with(|arena| arena.node(link));
            let parts = match node {
                Node::Product(_) => self.factors_of(link),
                Node::Sum(_) => self.terms_of(link),
                Node::Call(_, list) => {
                    chain.push(link);
                    self.with(|arena| arena.list(list).to_vec())
                }
                Node::Power(base, exponent) => {
                    chain.push(link);
                    vec![base, exponent]
                }
                _ => return chain,
            };
            let mut varying = parts
                .into_iter()
                .filter(|part| self.varies(*part, variable));
            match (varying.next(), varying.next()) {
                (Some(only), None) if only < link => link = only,
                _ => return chain,
            }
        }
    }

    pub(super) fn inner_derivatives(&self) -> Vec<Hypothesis> {
        let inner = self.inner_functions();
        let mut all: Vec<Hypothesis> = inner
            .iter()
            .map(|inner| self.missing_inner(inner))
            .collect();
        let terms = self.terms_of(self.truth);
        let mut wholes = vec![self.truth];
        if terms.len() > 1 {
            wholes.extend(terms);
        }
        for inner in &inner {
            for &term in &wholes {
                let claim = self.with(|arena| {
                    let rest = arena.subtract(self.truth, term);
                    let left = arena.divide(term, inner.derivative);
                    arena.sum(&[rest, left])
                });
                let sentence = format!(
                    "missing inner derivative {} of {}",
                    self.text(inner.derivative),
                    self.text(inner.outer)
                );
                all.push(self.hypothesis(Mistake::InnerDerivative, sentence, claim));
            }
        }
        all
    }

    /// Sums inside of the function with each of their terms, and the derivation had the derivative
    /// of that term been taken away so many times.
    pub(super) fn inner_terms(&self, times: i64) -> Vec<(Id, Id, Id)> {
        let Some((function, variable)) = self.derived else {
            return Vec::new();
        };
        let sums = self.parts_of(function, |node| matches!(node, Node::Sum(_)));
        let inner = sums.into_iter().filter(|sum| *sum != function);
        let mut found = Vec::new();
        for sum in inner.filter(|sum| self.varies(*sum, variable)).take(PARTS) {
            let derivative = derive::partial(self.graph, sum, variable);
            for term in self.terms_of(sum) {
                if !self.varies(term, variable) {
                    continue;
                }
                let slope = derive::partial(self.graph, term, variable);
                let instead = self.with(|arena| {
                    let times = arena.integer(times);
                    let taken = arena.product(&[times, slope]);
                    arena.subtract(derivative, taken)
                });
                found.push((sum, term, self.had_been(sum, derivative, instead)));
            }
        }
        found
    }

    /// The parts of an expression of one kind, the outermost first.
    fn parts_of(&self, root: Id, wanted: impl Fn(Node) -> bool) -> Vec<Id> {
        self.with(|arena| {
            let all = Reachable::new(arena, &[root]);
            let ids = all.ids().iter().rev().copied();
            ids.filter(|id| wanted(arena.node(*id))).collect()
        })
    }

    pub(super) fn products(&self) -> Vec<Hypothesis> {
        let Some((function, variable)) = self.derived else {
            return Vec::new();
        };
        let parts = self.parts_of(function, |node| matches!(node, Node::Product(_)));
        let varying = parts
            .into_iter()
            .filter(|part| self.varies(*part, variable));
        varying
            .take(PARTS)
            .flat_map(|part| {
                let mut all = self.quotient(part, variable);
                all.extend(self.product(part, variable));
                all
            })
            .collect()
    }

    /// u*v: u'*v', u'*v alone, u*v' alone.
    fn product(&self, part: Id, variable: Symbol) -> Vec<Hypothesis> {
        let factors = self.factors_of(part);
        let varying: Vec<Id> = factors
            .iter()
            .copied()
            .filter(|f| self.varies(*f, variable))
            .collect();
        if varying.len() < 2 || varying.len() > FACTORS {
            return Vec::new();
        }
        let derivative = derive::partial(self.graph, part, variable);
        let mut all = Vec::new();
        for (u, v) in self.splits(&factors, &varying) {
            let [du, dv] = [u, v].map(|id| derive::partial(self.graph, id, variable));
            let name = format!("product rule of {}", self.text(part));
            let (tu, tv) = (self.text(u), self.text(v));
            for (a, b, said) in [
                (
                    du,
                    dv,
                    "the derivatives of the factors are multiplied".to_owned(),
                ),
                (du, v, format!("only {tu} is derived, not {tv}")),
                (u, dv, format!("only {tv} is derived, not {tu}")),
            ] {
                let instead = self.with(|arena| arena.product(&[a, b]));
                let claim = self.had_been(part, derivative, instead);
                all.push(self.hypothesis(Mistake::Product, format!("{name}: {said}"), claim));
            }
        }
        all
    }

    /// A product in two parts: each factor that varies and the rest, and the first factors and
    /// the last.
    fn splits(&self, factors: &[Id], varying: &[Id]) -> Vec<(Id, Id)> {
        self.with(|arena| {
            let mut found = Vec::new();
            for &u in varying {
                let rest: Vec<Id> = factors.iter().copied().filter(|f| *f != u).collect();
                found.push((u, arena.product(&rest)));
            }
            for place in 1..factors.len() {
                if let Some((first, last)) = factors.split_at_checked(place) {
                    found.push((arena.product(first), arena.product(last)));
                }
            }
            found
        })
    }

    /// u/v: the terms in the wrong order, u'/v', a plus, the square forgotten.
    fn quotient(&self, part: Id, variable: Symbol) -> Vec<Hypothesis> {
        let factors = self.factors_of(part);
        let (above, below): (Vec<Id>, Vec<Id>) = factors
            .into_iter()
            .partition(|factor| self.reciprocal(*factor).is_none());
        let below: Vec<Id> = below
            .into_iter()
            .filter_map(|factor| self.reciprocal(factor))
            .collect();
        if below.is_empty() {
            return Vec::new();
        }
        let (u, v) = self.with(|arena| (arena.product(&above), arena.product(&below)));
        let [du, dv] = [u, v].map(|id| derive::partial(self.graph, id, variable));
        let derivative = derive::partial(self.graph, part, variable);
        let mistakes = self.with(|arena| {
            let square = arena.product(&[v, v]);
            let (one, other) = (arena.product(&[du, v]), arena.product(&[u, dv]));
            let (turned, right) = (arena.subtract(other, one), arena.subtract(one, other));
            let plus = arena.sum(&[one, other]);
            [
                (
                    arena.divide(turned, square),
                    "the terms are in the wrong order",
                ),
                (arena.divide(du, dv), "the derivatives are divided"),
                (
                    arena.divide(plus, square),
                    "the terms are added, not subtracted",
                ),
                (arena.divide(right, v), "the denominator is not squared"),
                (right, "the denominator is missing"),
                (arena.divide(du, v), "only the numerator is derived"),
                (arena.divide(one, square), "the second term is missing"),
                (arena.divide(u, dv), "only the denominator is derived"),
            ]
        });
        let name = format!("quotient rule of {}", self.text(part));
        mistakes
            .into_iter()
            .map(|(instead, said)| {
                let claim = self.had_been(part, derivative, instead);
                self.hypothesis(Mistake::Product, format!("{name}: {said}"), claim)
            })
            .collect()
    }

    /// The v^n of a factor v^-n.
    fn reciprocal(&self, factor: Id) -> Option<Id> {
        self.with(|arena| {
            let Node::Power(base, exponent) = arena.node(factor) else {
                return None;
            };
            let exponent = arena.as_number(exponent).filter(|n| n.is_negative())?.neg();
            let exponent = arena.number(exponent);
            Some(arena.power(base, exponent))
        })
    }
}
