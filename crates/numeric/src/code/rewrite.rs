//! What fast mode does to sums and quotients before products are fused into sums.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::build::Builder;
use super::nest::Nest;
use super::polynomial::Polynomial;
use super::table::Table;
use super::{Binary, Code, Mode, Op, Special, Unary, Value};

/// How many operations a machine begins while one sum takes its time, about.
const SUM_TIME: usize = 16;
/// As many sums are computed side by side at most.
const CHAINS: usize = 4;

/// A term of a sum, or a factor's share of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Term {
    pub value: Value,
    pub negative: bool,
}

impl Term {
    pub fn plain(value: Value) -> Self {
        Self {
            value,
            negative: false,
        }
    }
}

/// What is done to sums of products that share factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing.
    Plain,
    /// Each is nested.
    Nested,
    /// Each is nested, with those that are its derivatives.
    Joint,
}

impl Code {
    /// With sums re-associated and polynomials in a form; and the form that it amounts to.
    pub(super) fn rewritten(&self, form: Form) -> (Self, Form) {
        let uses = self.uses();
        let inner = self.inner_sums(&uses);
        let polynomials = match form {
            Form::Plain => Vec::new(),
            form => self.polynomials(&uses, &inner, form == Form::Joint),
        };
        let form = match polynomials.iter().any(|p| !p.slopes.is_empty()) {
            true => Form::Joint,
            false if polynomials.is_empty() => Form::Plain,
            false => Form::Nested,
        };
        let needed = self.needed_beside(&polynomials, &inner);
        let mut rewriting = Rewriting {
            code: self,
            to: Builder::new(self.inputs, Mode::Fast, self.ops.len()),
            values: Table::filled(0, self.ops.len()),
            inner,
            divisions: self.divisions(),
            cost: self.cost(),
            polynomials: polynomials.into_iter().rev().collect(),
            slopes: FxHashMap::default(),
            terms: Vec::new(),
        };
        for place in 0..self.ops.len() as Value {
            if needed.at(place) {
                let value = rewriting.value(place);
                rewriting.values.set(place, value);
            }
        }
        let outputs = self
            .outputs
            .iter()
            .map(|o| rewriting.values.at(*o))
            .collect();
        let mut code = rewriting.to.finish(outputs);
        code.loops.clone_from(&self.loops);
        (code, form)
    }

    pub(super) fn sum(&self, value: Value) -> Option<[Term; 2]> {
        match *self.ops.get(value as usize)? {
            Op::Binary(Binary::Add, a, b) => Some([Term::plain(a), Term::plain(b)]),
            Op::Binary(Binary::Sub, a, b) => Some([
                Term::plain(a),
                Term {
                    value: b,
                    negative: true,
                },
            ]),
            _ => None,
        }
    }

    /// The values that are looked at where these polynomials are made of their factors.
    fn needed_beside(&self, polynomials: &[Polynomial], inner: &Table<bool>) -> Table<bool> {
        if polynomials.is_empty() {
            return inner.values().iter().map(|inner| !inner).collect();
        }
        let mut terms = Vec::new();
        let mut needed = Table::filled(false, self.ops.len());
        self.outputs
            .iter()
            .for_each(|output| needed.set(*output, true));
        let made = polynomials
            .iter()
            .flat_map(|p| p.slopes.iter().map(|slope| (slope.1, p.root)));
        let made: FxHashMap<Value, Value> = made.collect();
        let mut polynomials = polynomials.iter().rev().peekable();
        for (place, &op) in self.ops.iter().enumerate().rev() {
            let place = place as Value;
            let polynomial = polynomials.next_if(|next| next.root == place);
            if !needed.at(place) {
                continue;
            }
            if let Some(root) = made.get(&place) {
                needed.set(*root, true);
            } else if let Some(polynomial) = polynomial {
                let factors = polynomial.products.iter().flat_map(|p| &p.factors);
                factors.for_each(|factor| needed.set(*factor, true));
            } else if self.sum(place).is_some() {
                self.terms(place, inner, &mut terms);
                terms.iter().for_each(|term| needed.set(term.value, true));
            } else {
                let operands = self.operands(op);
                operands.iter().for_each(|value| needed.set(*value, true));
            }
        }
        needed
    }

    /// Sums that another sum alone uses: they are made with it.
    fn inner_sums(&self, uses: &Table<u32>) -> Table<bool> {
        let mut inner = Table::filled(false, self.ops.len());
        for place in 0..self.ops.len() as Value {
            let Some(terms) = self.sum(place) else {
                continue;
            };
            for term in terms {
                if uses.at(term.value) == 1 && self.sum(term.value).is_some() {
                    inner.set(term.value, true);
                }
            }
        }
        inner
    }

    /// The terms of a sum in order. What is added to a sum comes after the terms of that, whatever
    /// the order of the operands.
    pub(super) fn terms(&self, root: Value, inner: &Table<bool>, terms: &mut Vec<Term>) {
        terms.clear();
        let mut stack: SmallVec<[Term; 16]> = SmallVec::new();
        stack.push(Term::plain(root));
        while let Some(term) = stack.pop() {
            match self.sum(term.value) {
                Some([a, b]) if term.value == root || inner.at(term.value) => {
                    let turn = |inner: Term| Term {
                        negative: inner.negative != term.negative,
                        ..inner
                    };
                    let is_turned = inner.at(b.value) && !inner.at(a.value);
                    let (first, last) = if is_turned { (b, a) } else { (a, b) };
                    stack.push(turn(last));
                    stack.push(turn(first));
                }
                _ => terms.push(term),
            }
        }
    }

    /// How many quotients have a value as their divisor.
    fn divisions(&self) -> Table<u32> {
        let mut count = Table::filled(0, self.ops.len());
        for op in &self.ops {
            if let Op::Binary(Binary::Div, _, b) = *op {
                count.set(b, count.at(b) + 1);
            }
        }
        count
    }
}

struct Rewriting<'a> {
    code: &'a Code,
    to: Builder,
    values: Table<Value>,
    inner: Table<bool>,
    divisions: Table<u32>,
    cost: usize,
    /// Those to come, the next one last.
    polynomials: Vec<Polynomial>,
    /// Sums that were made with another one, whose derivatives they are.
    slopes: FxHashMap<Value, Value>,
    /// Those of the sum at hand.
    terms: Vec<Term>,
}

impl Rewriting<'_> {
    fn value(&mut self, place: Value) -> Value {
        let Some(&op) = self.code.ops.get(place as usize) else {
            return 0;
        };
        if let Some(value) = self.slopes.get(&place) {
            return *value;
        }
        if self.code.sum(place).is_some() {
            return self.total(place);
        }
        match op {
            Op::Binary(Binary::Div, a, b) if self.divisions.at(b) > 1 => {
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

    fn total(&mut self, place: Value) -> Value {
        while self.polynomials.pop_if(|next| next.root < place).is_some() {}
        if let Some(polynomial) = self.polynomials.pop_if(|next| next.root == place) {
            let nest = Nest::new(&mut self.to, &self.values, self.cost, &polynomial);
            let (value, slopes) = nest.build();
            self.slopes.extend(slopes);
            return value;
        }
        self.code.terms(place, &self.inner, &mut self.terms);
        for term in &mut self.terms {
            term.value = self.values.at(term.value);
        }
        sum_of(&mut self.to, &self.terms, self.cost)
    }
}

/// A sum, in as many chains as keep the machine busy among so many operations.
pub(super) fn sum_of(to: &mut Builder, terms: &[Term], cost: usize) -> Value {
    let total = match alike(to, terms, cost) {
        Some(terms) => sum_in_chains(to, &terms, cost),
        None => sum_in_chains(to, terms, cost),
    };
    match total {
        Some(total) if total.negative => to.unary(Unary::Neg, total.value),
        Some(total) => total.value,
        None => to.constant(0.0),
    }
}

fn sum_in_chains(to: &mut Builder, terms: &[Term], cost: usize) -> Option<Term> {
    let wanted = (terms.len() * SUM_TIME).div_ceil(cost.max(1));
    let chains = wanted.clamp(1, CHAINS).min(terms.len() / 4 + 1);
    let mut totals: SmallVec<[Term; CHAINS]> = SmallVec::new();
    for (place, &term) in terms.iter().enumerate() {
        match totals.get_mut(place % chains) {
            Some(total) => *total = add(to, *total, term),
            None => totals.push(term),
        }
    }
    while totals.len() > 1 {
        let pairs = totals.chunks(2).filter_map(|pair| match *pair {
            [a, b] => Some(add(to, a, b)),
            [a, ..] => Some(a),
            [] => None,
        });
        totals = pairs.collect();
    }
    totals.first().copied()
}

/// c·a·b + c·d·e is c·(a·b + d·e), where the products of a sum share numbers.
fn alike(to: &mut Builder, terms: &[Term], cost: usize) -> Option<Vec<Term>> {
    if terms.len() < 3 {
        return None;
    }
    let scaled = |to: &Builder, term: &Term| {
        let (number, product) = to.as_scaled(term.value)?;
        matches!(to.op(product), Op::Binary(Binary::Mul, ..)).then_some((number, product))
    };
    let numbers = terms.iter().filter_map(|term| scaled(to, term));
    let mut numbers: Vec<u64> = numbers.map(|(number, _)| number.abs().to_bits()).collect();
    numbers.sort_unstable();
    let shared = numbers.chunk_by(|a, b| a == b);
    let shared = shared.max_by_key(|same| same.len())?;
    let number = shared.first().filter(|_| shared.len() > 1)?;
    let number = f64::from_bits(*number);
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for term in terms {
        match scaled(to, term).filter(|(other, _)| other.abs() == number) {
            Some((other, value)) => with.push(Term {
                value,
                negative: term.negative != (other < 0.0),
            }),
            None => without.push(*term),
        }
    }
    let total = sum_in_chains(to, &with, cost)?;
    let factor = to.constant(number);
    without.push(Term {
        value: to.mul(factor, total.value),
        negative: total.negative,
    });
    Some(without)
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
