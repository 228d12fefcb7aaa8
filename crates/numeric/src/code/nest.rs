//! Polynomials in nested form: a·x² + b·x·y + c is x·(a·x + b·y) + c (Horner 1819; in several
//! variables greedily, Ceberio and Kreinovich 2004), with derivatives carried along.

use smallvec::{SmallVec, smallvec};

use super::Value;
use super::build::Builder;
use super::polynomial::{Polynomial, Product, occurrences};
use super::rewrite::{Term, sum_of};
use super::table::Table;

/// Steps of nesting for each term, at most.
const FUEL: usize = 64;
/// A power as high as this is made by squaring.
const SQUARING: u32 = 4;

/// A polynomial and its derivatives in factors, as far as they are wanted; what is not there is 0.
struct Part {
    value: Value,
    slopes: SmallVec<[(Value, Value); 6]>,
}

impl Part {
    fn slope(&self, factor: Value) -> Option<Value> {
        let found = self.slopes.iter().find(|(other, _)| *other == factor);
        found.map(|(_, value)| *value)
    }
}

/// A polynomial in one factor, whose coefficients are found from the highest down.
struct Frame {
    factor: Value,
    /// Coefficients to come, by degree, ascending.
    rest: Vec<(u32, Vec<Product>)>,
    /// The degree of the coefficient that is being found.
    next: u32,
    /// What the coefficients so far amount to, and the degree of the last.
    total: Option<(u32, Part)>,
}

/// Makes polynomials in new code.
pub(super) struct Nest<'a> {
    pub to: &'a mut Builder,
    /// Where the factors are in the new code.
    pub values: &'a Table<Value>,
    /// How many operations there are around.
    pub cost: usize,
    polynomial: &'a Polynomial,
    fuel: usize,
    scratch: Vec<Value>,
}

impl<'a> Nest<'a> {
    pub fn new(
        to: &'a mut Builder,
        values: &'a Table<Value>,
        cost: usize,
        polynomial: &'a Polynomial,
    ) -> Self {
        Self {
            to,
            values,
            cost,
            polynomial,
            fuel: polynomial.products.len().saturating_mul(FUEL),
            scratch: Vec::new(),
        }
    }

    /// The value, and the values of the sums that are derivatives.
    pub fn build(mut self) -> (Value, Vec<(Value, Value)>) {
        let part = self.nested(self.polynomial.products.clone());
        let slopes = self.polynomial.slopes.iter().map(|(factor, root)| {
            let found = part.slope(*factor);
            (*root, found.unwrap_or_else(|| self.to.constant(0.0)))
        });
        (part.value, slopes.collect())
    }

    fn nested(&mut self, products: Vec<Product>) -> Part {
        let mut frames: Vec<Frame> = Vec::new();
        let mut finished = self.open(products, &mut frames);
        while let Some(top) = frames.last_mut() {
            if let Some(part) = finished.take() {
                let total = match top.total.take() {
                    Some((degree, total)) => {
                        self.lowered(total, top.factor, degree - top.next, Some(part))
                    }
                    None => part,
                };
                top.total = Some((top.next, total));
            }
            if let Some((degree, products)) = top.rest.pop() {
                top.next = degree;
                finished = self.open(products, &mut frames);
            } else if let Some(done) = frames.pop() {
                let total = done.total;
                finished =
                    total.map(|(degree, total)| self.lowered(total, done.factor, degree, None));
            }
        }
        finished.unwrap_or_else(|| self.plain(Vec::new()))
    }

    /// A sum without common factors, or one more frame.
    fn open(&mut self, products: Vec<Product>, frames: &mut Vec<Frame>) -> Option<Part> {
        let Some(factor) = self.commonest(&products) else {
            return Some(self.plain(products));
        };
        let mut rest: Vec<(u32, Vec<Product>)> = Vec::new();
        for mut product in products {
            let before = product.factors.len();
            product.factors.retain(|other| *other != factor);
            let degree = (before - product.factors.len()) as u32;
            match rest.iter_mut().find(|(other, _)| *other == degree) {
                Some((_, list)) => list.push(product),
                None => rest.push((degree, vec![product])),
            }
        }
        rest.sort_by_key(|(degree, _)| *degree);
        frames.push(Frame {
            factor,
            rest,
            next: 0,
            total: None,
        });
        None
    }

    /// The factor that most of the products have, if it is in two or more.
    fn commonest(&mut self, products: &[Product]) -> Option<Value> {
        self.fuel = self.fuel.checked_sub(products.len() / 8 + 1)?;
        occurrences(products, &mut self.scratch);
        let groups = self.scratch.chunk_by(|a, b| a == b);
        let shared = groups.filter(|same| same.len() > 1);
        // Of two equal ones the first.
        let best = shared.min_by_key(|same| std::cmp::Reverse(same.len()))?;
        best.first().copied()
    }

    /// total·x^gap + part.
    fn lowered(&mut self, total: Part, factor: Value, gap: u32, part: Option<Part>) -> Part {
        let is_wanted = self.polynomial.slopes.iter().any(|(f, _)| *f == factor);
        let x = self.values.at(factor);
        let mut total = total;
        let mut gap = gap;
        if gap >= SQUARING {
            let rest = gap - 1;
            let power = self.to.power(x, u64::from(rest));
            if is_wanted {
                // (s·x + rest·v)·x^(rest-1), and the last step is as any other.
                let count = self.to.constant(f64::from(rest));
                let mut slope = self.to.mul(count, total.value);
                if let Some(inner) = total.slope(factor) {
                    let product = self.to.mul(inner, x);
                    slope = self.to.add(product, slope);
                }
                let below = self.to.power(x, u64::from(rest - 1));
                let slope = self.to.mul(slope, below);
                total.slopes.retain(|(f, _)| *f != factor);
                self.scale(&mut total, power);
                total.slopes.push((factor, slope));
            } else {
                self.scale(&mut total, power);
            }
            gap = 1;
        }
        while gap > 1 {
            total = self.step(total, factor, x, is_wanted, None);
            gap -= 1;
        }
        match gap {
            0 => total,
            _ => self.step(total, factor, x, is_wanted, part),
        }
    }

    fn scale(&mut self, part: &mut Part, by: Value) {
        part.value = self.to.mul(part.value, by);
        for (_, slope) in &mut part.slopes {
            *slope = self.to.mul(*slope, by);
        }
    }

    /// total·x + part. The derivative in x comes first, while the total is what it was.
    fn step(
        &mut self,
        total: Part,
        factor: Value,
        x: Value,
        is_wanted: bool,
        part: Option<Part>,
    ) -> Part {
        let mut part = part;
        let mut slopes: SmallVec<[(Value, Value); 6]> = SmallVec::new();
        if is_wanted {
            let slope = match total.slope(factor) {
                Some(slope) => self.sum_of_product(slope, x, Some(total.value)),
                None => total.value,
            };
            slopes.push((factor, slope));
        }
        for (other, slope) in total.slopes.iter().filter(|(other, _)| *other != factor) {
            let addend = part.as_mut().and_then(|part| {
                let place = part.slopes.iter().position(|(f, _)| f == other)?;
                Some(part.slopes.swap_remove(place).1)
            });
            let slope = self.sum_of_product(*slope, x, addend);
            slopes.push((*other, slope));
        }
        let value = part.as_ref().map(|part| part.value);
        let value = self.sum_of_product(total.value, x, value);
        slopes.extend(part.into_iter().flat_map(|part| part.slopes));
        Part { value, slopes }
    }

    fn sum_of_product(&mut self, a: Value, b: Value, addend: Option<Value>) -> Value {
        let product = self.to.mul(a, b);
        match addend {
            Some(addend) => self.to.add(product, addend),
            None => product,
        }
    }

    /// The products added up, numbers first.
    fn plain(&mut self, products: Vec<Product>) -> Part {
        let mut terms: Vec<Term> = Vec::with_capacity(products.len());
        let mut slopes: SmallVec<[(Value, Value); 6]> = smallvec![];
        let number = products.iter().filter(|p| p.factors.is_empty());
        let number: f64 = number.map(|product| product.coefficient).sum();
        if number != 0.0 || products.iter().all(|p| p.factors.is_empty()) {
            let value = self.to.constant(number);
            terms.push(Term::plain(value));
        }
        for product in products.iter().filter(|p| !p.factors.is_empty()) {
            let mut part = Part {
                value: self.to.constant(product.coefficient),
                slopes: smallvec![],
            };
            for (factor, count) in product.powers() {
                part = self.lowered(part, factor, count, None);
            }
            terms.push(Term::plain(part.value));
            for (factor, slope) in part.slopes {
                match slopes.iter_mut().find(|(other, _)| *other == factor) {
                    Some((_, total)) => *total = self.to.add(*total, slope),
                    None => slopes.push((factor, slope)),
                }
            }
        }
        let value = sum_of(self.to, &terms, self.cost);
        Part { value, slopes }
    }
}
