//! Sums of products that share factors, in nested form: a·x² + b·x·y + c is x·(a·x + b·y) + c
//! (Horner 1819; in several variables greedily, Ceberio and Kreinovich 2004).

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::build::Builder;
use super::rewrite::Term;
use super::{Binary, Code, Op, Unary, Value};

/// More factors than this and a product is left as it is.
const FACTORS: usize = 64;
/// Steps of nesting for each term, at most.
const FUEL: usize = 64;

/// A coefficient and the factors, sorted.
#[derive(Clone, Debug)]
struct Product {
    coefficient: f64,
    factors: SmallVec<[Value; 8]>,
}

/// A sum of products whose factors are values of new code.
pub(super) struct Horner {
    products: Vec<Product>,
}

impl Horner {
    /// The sum, if two of its terms share a factor.
    pub fn new(
        code: &Code,
        uses: &[u32],
        terms: &[Term],
        place: impl Fn(Value) -> Value,
    ) -> Option<Self> {
        let products: Vec<Product> = terms
            .iter()
            .map(|term| product(code, uses, *term, &place))
            .collect();
        let mut seen: FxHashMap<Value, ()> = FxHashMap::default();
        let mut is_shared = false;
        for product in &products {
            let mut before = None;
            for factor in &product.factors {
                if before != Some(factor) {
                    is_shared |= seen.insert(*factor, ()).is_some();
                }
                before = Some(factor);
            }
        }
        is_shared.then_some(Self { products })
    }

    /// The value of the sum.
    pub fn build(self, to: &mut Builder) -> Value {
        let mut fuel = self.products.len().saturating_mul(FUEL);
        nested(to, self.products, &mut fuel)
    }
}

/// A term as a product. What others use too is one factor, unless it is made of inputs alone.
fn product(code: &Code, uses: &[u32], term: Term, place: &impl Fn(Value) -> Value) -> Product {
    let mut found = Product {
        coefficient: if term.negative { -1.0 } else { 1.0 },
        factors: SmallVec::new(),
    };
    let mut stack: SmallVec<[Value; 16]> = SmallVec::new();
    stack.push(term.value);
    while let Some(value) = stack.pop() {
        let op = code.ops.get(value as usize).copied();
        let is_full = found.factors.len() + stack.len() >= FACTORS;
        let opens = uses.get(value as usize) == Some(&1) || is_power_product(code, value);
        match op {
            Some(Op::Constant(bits)) => found.coefficient *= f64::from_bits(bits),
            Some(Op::Unary(Unary::Neg, inner)) if !is_full => {
                found.coefficient = -found.coefficient;
                stack.push(inner);
            }
            Some(Op::Binary(Binary::Mul, a, b)) if !is_full && opens => stack.extend([a, b]),
            _ => found.factors.push(place(value)),
        }
    }
    found.factors.sort_unstable();
    found
}

/// Whether a value is a product of inputs and numbers, a few of them.
fn is_power_product(code: &Code, value: Value) -> bool {
    let mut stack: SmallVec<[Value; 16]> = SmallVec::new();
    stack.push(value);
    let mut seen = 0;
    while let Some(value) = stack.pop() {
        seen += 1;
        match code.ops.get(value as usize) {
            Some(Op::Input(_) | Op::Constant(_)) => {}
            Some(Op::Binary(Binary::Mul, a, b)) if seen < FACTORS => stack.extend([*a, *b]),
            _ => return false,
        }
    }
    true
}

/// The factor that most of the products have, if it is in two or more.
fn commonest(products: &[Product]) -> Option<Value> {
    let mut counts: FxHashMap<Value, (u32, usize)> = FxHashMap::default();
    for product in products {
        let mut before = None;
        for factor in &product.factors {
            if before != Some(factor) {
                let next = counts.len();
                counts.entry(*factor).or_insert((0, next)).0 += 1;
            }
            before = Some(factor);
        }
    }
    let found = counts.into_iter().filter(|(_, (count, _))| *count > 1);
    // Of two equal ones the first that was seen, whatever order the map has.
    found
        .max_by_key(|(_, (count, first))| (*count, std::cmp::Reverse(*first)))
        .map(|(factor, _)| factor)
}

/// A sum under way: what is common so far, each with the sum that it multiplies once that is known.
struct Frame {
    rest: Vec<Product>,
    parts: Vec<(Value, Value)>,
    factor: Option<Value>,
}

fn nested(to: &mut Builder, products: Vec<Product>, fuel: &mut usize) -> Value {
    let frame = |rest| Frame {
        rest,
        parts: Vec::new(),
        factor: None,
    };
    let mut frames = vec![frame(products)];
    let mut finished = None;
    while let Some(top) = frames.last_mut() {
        if let (Some(value), Some(factor)) = (finished.take(), top.factor.take()) {
            top.parts.push((factor, value));
        }
        *fuel = fuel.saturating_sub(top.rest.len() / 8 + 1);
        let common = if *fuel > 0 {
            commonest(&top.rest)
        } else {
            None
        };
        if let Some(factor) = common {
            let (with, without) = std::mem::take(&mut top.rest)
                .into_iter()
                .partition::<Vec<_>, _>(|product| product.factors.contains(&factor));
            top.rest = without;
            top.factor = Some(factor);
            let inner = with.into_iter().map(|mut product| {
                let place = product.factors.iter().position(|f| *f == factor);
                place.into_iter().for_each(|place| {
                    product.factors.remove(place);
                });
                product
            });
            let inner = frame(inner.collect());
            frames.push(inner);
            continue;
        }
        let Some(done) = frames.pop() else { break };
        finished = Some(assemble(to, done));
    }
    finished.unwrap_or_else(|| to.constant(0.0))
}

/// The plain terms, numbers first, then the common factors times their sums, the last found first.
fn assemble(to: &mut Builder, frame: Frame) -> Value {
    let mut number = 0.0;
    let mut has_number = false;
    let mut total: Option<Value> = None;
    let mut plain = Vec::new();
    for product in frame.rest {
        if product.factors.is_empty() {
            number += product.coefficient;
            has_number = true;
        } else {
            plain.push(product);
        }
    }
    if has_number {
        total = Some(to.constant(number));
    }
    for product in plain {
        let negative = product.coefficient < 0.0 && total.is_some();
        let size = if negative {
            -product.coefficient
        } else {
            product.coefficient
        };
        let coefficient = to.constant(size);
        let factors = product.factors.iter();
        let value = factors.fold(coefficient, |value, factor| to.mul(value, *factor));
        total = Some(match total {
            Some(total) if negative => to.sub(total, value),
            Some(total) => to.add(total, value),
            None => value,
        });
    }
    for (factor, sum) in frame.parts.into_iter().rev() {
        let value = to.mul(factor, sum);
        total = Some(match total {
            Some(total) => to.add(total, value),
            None => value,
        });
    }
    total.unwrap_or_else(|| to.constant(0.0))
}
