//! What fast mode does to sums and quotients before products are fused into sums.

use smallvec::SmallVec;

use super::build::Builder;
use super::polynomial::Horner;
use super::table::Table;
use super::{Binary, Code, Mode, Op, Special, Unary, Value};

/// How many operations a machine begins while one sum takes its time, about.
const SUM_TIME: usize = 8;
/// As many sums are computed side by side at most.
const CHAINS: usize = 4;

/// A term of a sum, or a factor's share of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Term {
    pub value: Value,
    pub negative: bool,
}

impl Code {
    /// With sums re-associated and, where `factor` is set, brought into the form of Horner; and
    /// whether some were.
    pub(super) fn rewritten(&self, factor: bool) -> (Self, bool) {
        let uses = self.uses();
        let mut rewriting = Rewriting {
            code: self,
            to: Builder::new(self.inputs, Mode::Fast, self.ops.len()),
            values: Table::filled(0, self.ops.len()),
            inner: self.inner_sums(&uses),
            shared: self.shared_divisors(),
            cost: self.cost(),
            uses,
            factor,
            is_nested: false,
        };
        for place in 0..self.ops.len() as Value {
            let value = rewriting.value(place);
            rewriting.values.set(place, value);
        }
        let outputs = self
            .outputs
            .iter()
            .map(|o| rewriting.values.at(*o))
            .collect();
        let is_nested = rewriting.is_nested;
        let mut code = rewriting.to.finish(outputs);
        code.loops.clone_from(&self.loops);
        (code, is_nested)
    }

    fn sum(&self, value: Value) -> Option<[Term; 2]> {
        let plain = |value| Term {
            value,
            negative: false,
        };
        match *self.ops.get(value as usize)? {
            Op::Binary(Binary::Add, a, b) => Some([plain(a), plain(b)]),
            Op::Binary(Binary::Sub, a, b) => Some([
                plain(a),
                Term {
                    value: b,
                    negative: true,
                },
            ]),
            _ => None,
        }
    }

    /// Sums that another sum alone uses: they are made with it.
    fn inner_sums(&self, uses: &[u32]) -> Table<bool> {
        let mut inner = Table::filled(false, self.ops.len());
        for place in 0..self.ops.len() as Value {
            let Some(terms) = self.sum(place) else {
                continue;
            };
            for term in terms {
                let once = uses.get(term.value as usize) == Some(&1);
                if once && self.sum(term.value).is_some() {
                    inner.set(term.value, true);
                }
            }
        }
        inner
    }

    /// Divisors of two quotients or more.
    fn shared_divisors(&self) -> Table<bool> {
        let mut count = Table::filled(0u8, self.ops.len());
        for op in &self.ops {
            if let Op::Binary(Binary::Div, _, b) = *op {
                count.set(b, count.at(b).saturating_add(1));
            }
        }
        let mut shared = Table::filled(false, self.ops.len());
        for place in 0..self.ops.len() as Value {
            shared.set(place, count.at(place) > 1);
        }
        shared
    }
}

struct Rewriting<'a> {
    code: &'a Code,
    to: Builder,
    values: Table<Value>,
    inner: Table<bool>,
    shared: Table<bool>,
    uses: Vec<u32>,
    cost: usize,
    factor: bool,
    is_nested: bool,
}

impl Rewriting<'_> {
    fn value(&mut self, place: Value) -> Value {
        let Some(&op) = self.code.ops.get(place as usize) else {
            return 0;
        };
        if self.inner.at(place) {
            // It is never looked at.
            return 0;
        }
        if self.code.sum(place).is_some() {
            let terms = self.terms(place);
            return self.total(&terms);
        }
        match op {
            Op::Binary(Binary::Div, a, b) if self.shared.at(b) => {
                let (a, b) = (self.values.at(a), self.values.at(b));
                let one = self.to.constant(1.0);
                let inverse = self.to.div(one, b);
                self.to.mul(a, inverse)
            }
            Op::Special(index) => {
                let Some(special) = self.code.specials.get(index as usize) else {
                    return 0;
                };
                let arguments = special.arguments.iter().map(|a| self.values.at(*a));
                self.to.special(Special {
                    arguments: arguments.collect(),
                    ..special.clone()
                })
            }
            op => self.to.add_op(op.map(|value| self.values.at(value))),
        }
    }

    /// The terms of a sum in order, of the code as it was.
    fn terms(&self, root: Value) -> Vec<Term> {
        let mut terms = Vec::new();
        let mut stack: SmallVec<[Term; 16]> = SmallVec::new();
        let start = self.code.sum(root).into_iter().flatten();
        stack.extend(start.rev());
        while let Some(term) = stack.pop() {
            match self.code.sum(term.value) {
                Some([a, b]) if self.inner.at(term.value) => {
                    let turn = |inner: Term| Term {
                        negative: inner.negative != term.negative,
                        ..inner
                    };
                    stack.push(turn(b));
                    stack.push(turn(a));
                }
                _ => terms.push(term),
            }
        }
        terms
    }

    fn total(&mut self, terms: &[Term]) -> Value {
        if self.factor
            && terms.len() > 1
            && let Some(value) = self.horner(terms)
        {
            return value;
        }
        let terms = terms.iter().map(|term| Term {
            value: self.values.at(term.value),
            ..*term
        });
        let terms: Vec<Term> = terms.collect();
        self.sum_of(&terms)
    }

    fn horner(&mut self, terms: &[Term]) -> Option<Value> {
        let values = &self.values;
        let horner = Horner::new(self.code, &self.uses, terms, |value| values.at(value))?;
        self.is_nested = true;
        Some(horner.build(&mut self.to))
    }

    /// A sum, in as many chains as keep the machine busy.
    fn sum_of(&mut self, terms: &[Term]) -> Value {
        let wanted = (terms.len() * SUM_TIME).div_ceil(self.cost.max(1));
        let chains = wanted.clamp(1, CHAINS).min(terms.len() / 4 + 1);
        let mut totals: SmallVec<[Term; CHAINS]> = SmallVec::new();
        for (place, &term) in terms.iter().enumerate() {
            match totals.get_mut(place % chains) {
                Some(total) => *total = add(&mut self.to, *total, term),
                None => totals.push(term),
            }
        }
        while totals.len() > 1 {
            let pairs = totals.chunks(2).map(|pair| match *pair {
                [a, b] => add(&mut self.to, a, b),
                [a, ..] => a,
                [] => Term {
                    value: 0,
                    negative: false,
                },
            });
            totals = pairs.collect();
        }
        match totals.first() {
            Some(total) if total.negative => self.to.unary(Unary::Neg, total.value),
            Some(total) => total.value,
            None => self.to.constant(0.0),
        }
    }
}

/// The sum of two terms, as a term.
fn add(to: &mut Builder, a: Term, b: Term) -> Term {
    let (value, negative) = match (a.negative, b.negative) {
        (false, false) => (to.add(a.value, b.value), false),
        (false, true) => (to.sub(a.value, b.value), false),
        (true, false) => (to.sub(b.value, a.value), false),
        (true, true) => (to.add(a.value, b.value), true),
    };
    Term { value, negative }
}
