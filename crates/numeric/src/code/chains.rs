//! Sums whose terms may come in any order. What is added to a long sum is added when it is there,
//! so that no term waits for those before it.

use super::table::Table;
use super::{Binary, Code, Fused, Mode, Op, Value};

/// Shorter sums keep their order: a sum that begins with another term may take one operation more.
const LONG: u32 = 16;
/// No operation, or no chain.
const NONE: u32 = u32::MAX;

/// A term of a sum as it is added: a value or a product of two.
#[derive(Clone, Copy)]
enum Part {
    Value(Value),
    Product(Value, Value),
}

/// Operations each of which adds to the one before it, which nothing else uses.
#[derive(Clone, Copy)]
struct Chain {
    last: Value,
    /// How many operations it has, with the product that it begins with.
    count: u32,
}

/// The long sums of code.
pub(super) struct Chains {
    /// By operation: the chain that it is part of.
    of: Table<u32>,
    /// By operation: the one that it adds to.
    before: Table<Value>,
    chains: Vec<Chain>,
}

impl Chains {
    /// None: every sum keeps its order.
    pub fn none() -> Self {
        Self::of_size(0)
    }

    /// Those of code, if sums may be re-associated.
    pub fn new(code: &Code) -> Self {
        if code.mode == Mode::Strict {
            return Self::none();
        }
        let mut found = Self::of_size(code.ops.len());
        found.find(code);
        found
    }

    fn of_size(size: usize) -> Self {
        Self {
            of: Table::filled(NONE, size),
            before: Table::filled(NONE, size),
            chains: Vec::new(),
        }
    }

    fn find(&mut self, code: &Code) {
        let uses = code.uses();
        let mut length = Table::filled(0u32, code.ops.len());
        let mut goes_on = Table::filled(false, code.ops.len());
        for (place, op) in (0..).zip(&code.ops) {
            let links = |value: Value| length.at(value) * u32::from(uses.at(value) == 1);
            let before = match *op {
                Op::Fused(Fused::MulAdd | Fused::NegMulAdd, _, _, c) => c,
                Op::Binary(Binary::Sub, a, b) if a != b => a,
                Op::Binary(Binary::Add, a, b) if links(a) >= links(b) => a,
                Op::Binary(Binary::Add, _, b) => b,
                _ => continue,
            };
            let so_far = links(before);
            self.before.set(place, before);
            length.set(place, so_far + 1);
            goes_on.set(before, so_far > 0);
        }
        for (place, length) in (0..).zip(length.values()) {
            if *length >= LONG && !goes_on.at(place) {
                self.add(code, &uses, place, *length);
            }
        }
    }

    fn add(&mut self, code: &Code, uses: &Table<u32>, last: Value, length: u32) {
        let chain = self.chains.len() as u32;
        let mut link = last;
        for _ in 0..length {
            self.of.set(link, chain);
            link = self.before.at(link);
        }
        let is_product = matches!(
            code.ops.get(link as usize),
            Some(Op::Binary(Binary::Mul, ..))
        );
        let begins = is_product && uses.at(link) == 1;
        if begins {
            self.of.set(link, chain);
        }
        let count = length + u32::from(begins);
        self.chains.push(Chain { last, count });
    }

    fn chain(&self, value: Value) -> Option<&Chain> {
        match self.of.len() {
            0 => None,
            _ => self.chains.get(self.of.at(value) as usize),
        }
    }

    /// Whether the operation is one of a sum, and not the last.
    pub fn is_within(&self, value: Value) -> bool {
        self.chain(value).is_some_and(|chain| chain.last != value)
    }

    /// How many operations the sum has of which this is the last.
    pub fn count(&self, value: Value) -> u32 {
        let own = self.chain(value).filter(|chain| chain.last == value);
        own.map_or(0, |chain| chain.count)
    }

    /// What an operation needs that is not a sum so far, of its operands.
    pub fn needs(&self, value: Value, operand: Value) -> bool {
        let is_link = self.chain(value).is_some() && self.before.at(value) == operand;
        !is_link || self.of.at(operand) != self.of.at(value)
    }

    /// The operations of a sum but its last.
    pub fn others(&self, last: Value) -> impl Iterator<Item = Value> {
        let mut link = last;
        (1..self.count(last)).map(move |_| {
            link = self.before.at(link);
            link
        })
    }

    /// The term that an operation adds, and whether it is taken away.
    fn part(&self, op: Op, before: Value) -> Option<(Part, bool)> {
        Some(match op {
            Op::Fused(Fused::MulAdd, a, b, _) => (Part::Product(a, b), false),
            Op::Fused(Fused::NegMulAdd, a, b, _) => (Part::Product(a, b), true),
            Op::Binary(Binary::Mul, a, b) => (Part::Product(a, b), false),
            Op::Binary(Binary::Sub, _, b) => (Part::Value(b), true),
            Op::Binary(Binary::Add, a, b) => (Part::Value(if a == before { b } else { a }), false),
            _ => return None,
        })
    }
}

impl Code {
    /// The operations that are listed, in that order, in which operands come first; sums begin with
    /// the term that comes first.
    pub(super) fn summed(&self, order: &[Value], chains: &Chains) -> Self {
        let mut summing = Summing {
            places: Table::filled(NONE, self.ops.len()),
            sums: vec![Sum::default(); chains.chains.len()],
            code: Self {
                ops: Vec::with_capacity(order.len()),
                inputs: self.inputs,
                mode: self.mode,
                ..Self::default()
            },
        };
        for &old in order {
            let Some(&op) = self.ops.get(old as usize) else {
                continue;
            };
            let place = match summing.term(op, old, chains) {
                Some(place) => place,
                None => summing.adopt(self, op),
            };
            summing.places.set(old, place);
        }
        let outputs = self.outputs.iter();
        let mut code = summing.code;
        code.outputs = outputs.map(|value| summing.places.at(*value)).collect();
        code
    }
}

/// A sum so far.
#[derive(Clone, Default)]
struct Sum {
    total: Option<Value>,
    /// What is to be taken away, while there is nothing to take it from.
    waiting: Vec<Part>,
}

/// Code in the making.
struct Summing {
    code: Code,
    /// By old operation: the new one.
    places: Table<Value>,
    sums: Vec<Sum>,
}

impl Summing {
    fn push(&mut self, op: Op) -> Value {
        self.code.ops.push(op);
        self.code.ops.len() as Value - 1
    }

    fn adopt(&mut self, from: &Code, op: Op) -> Value {
        let Self { code, places, .. } = self;
        let to = |value: Value| places.at(value);
        let op = code.adopt(from, op.map(to), to);
        self.push(op)
    }

    /// Adds the term of an operation to its sum; the sum so far.
    fn term(&mut self, op: Op, old: Value, chains: &Chains) -> Option<Value> {
        chains.chain(old)?;
        let (chain, before) = (chains.of.at(old), chains.before.at(old));
        let (part, negative) = chains.part(op, before)?;
        let mut sum = std::mem::take(self.sums.get_mut(chain as usize)?);
        // What a chain begins with is a term too.
        if before != NONE && chains.of.at(before) != chain {
            sum.total = Some(self.added(sum.total, Part::Value(before), false)?);
        }
        match (sum.total, negative) {
            (None, true) => sum.waiting.push(part),
            (total, negative) => {
                sum.total = Some(self.added(total, part, negative)?);
                for part in std::mem::take(&mut sum.waiting) {
                    sum.total = Some(self.added(sum.total, part, true)?);
                }
            }
        }
        let total = sum.total;
        *self.sums.get_mut(chain as usize)? = sum;
        Some(total.unwrap_or(NONE))
    }

    /// A total with one more term; none that is taken from nothing.
    fn added(&mut self, total: Option<Value>, part: Part, negative: bool) -> Option<Value> {
        let to = |value: Value| self.places.at(value);
        let op = match (total, part, negative) {
            (None, Part::Value(value), false) => return Some(to(value)),
            (None, Part::Product(a, b), false) => Op::Binary(Binary::Mul, to(a), to(b)),
            (None, _, true) => return None,
            (Some(total), Part::Value(value), false) => Op::Binary(Binary::Add, total, to(value)),
            (Some(total), Part::Value(value), true) => Op::Binary(Binary::Sub, total, to(value)),
            (Some(total), Part::Product(a, b), false) => {
                Op::Fused(Fused::MulAdd, to(a), to(b), total)
            }
            (Some(total), Part::Product(a, b), true) => {
                Op::Fused(Fused::NegMulAdd, to(a), to(b), total)
            }
        };
        Some(self.push(op))
    }
}
