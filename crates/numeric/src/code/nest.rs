//! Polynomials in nested form: a·x² + b·x·y + c is x·(a·x + b·y) + c (Horner 1819; in several
//! variables greedily, Ceberio and Kreinovich 2004), with derivatives carried along.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::Value;
use super::build::Builder;
use super::polynomial::{Polynomial, Product};
use super::rewrite::{Term, sum_of};
use super::table::Table;

/// Steps of nesting for each term, at most.
const FUEL: usize = 64;
/// A power as high as this is made by squaring.
const SQUARING: u32 = 4;
/// More slopes than these are found by their hash.
const FEW: usize = 16;

/// Derivatives in factors; what is not there is 0.
#[derive(Default)]
struct Slopes {
    list: SmallVec<[(Value, Value); 6]>,
    /// Of many, where each factor is in the list.
    places: FxHashMap<Value, u32>,
}

impl Slopes {
    fn place(&self, factor: Value) -> Option<usize> {
        match self.places.is_empty() {
            true => self.list.iter().position(|(other, _)| *other == factor),
            false => self.places.get(&factor).map(|place| *place as usize),
        }
    }

    fn get(&self, factor: Value) -> Option<Value> {
        let found = self.list.get(self.place(factor)?);
        found.map(|(_, slope)| *slope)
    }

    fn set(&mut self, factor: Value, slope: Value) {
        let place = self.place(factor);
        match place.and_then(|place| self.list.get_mut(place)) {
            Some(found) => found.1 = slope,
            None => self.push(factor, slope),
        }
    }

    fn push(&mut self, factor: Value, slope: Value) {
        self.list.push((factor, slope));
        let from = match self.list.len() {
            0..=FEW => return,
            size if self.places.is_empty() => 0..size,
            size => size - 1..size,
        };
        let new = self.list.get(from.clone()).unwrap_or_default();
        let new = new
            .iter()
            .zip(from)
            .map(|((factor, _), place)| (*factor, place as u32));
        self.places.extend(new);
    }
}

/// A polynomial and its derivatives in factors, as far as they are wanted.
struct Part {
    value: Value,
    slopes: Slopes,
}

/// A factor with its coefficients by degree, ascending from the first.
struct Group {
    factor: Value,
    degrees: Vec<(u32, Vec<Product>)>,
}

/// A sum of polynomials in one factor each, of which the last is at hand. Its coefficients are found
/// from the highest down.
struct Frame {
    groups: Vec<Group>,
    /// What is added up already.
    sum: Option<Part>,
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
    /// The factors that a derivative is wanted in.
    wanted: FxHashSet<Value>,
    fuel: usize,
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
            wanted: polynomial.slopes.iter().map(|slope| slope.0).collect(),
            fuel: polynomial.products.len().saturating_mul(FUEL),
        }
    }

    /// The value, and the values of the sums that are derivatives.
    pub fn build(mut self) -> (Value, Vec<(Value, Value)>) {
        let part = self.nested(self.polynomial.products.clone());
        let slopes = self.polynomial.slopes.iter().map(|(factor, root)| {
            let found = part.slopes.get(*factor);
            (*root, found.unwrap_or_else(|| self.to.constant(0.0)))
        });
        (part.value, slopes.collect())
    }

    fn nested(&mut self, products: Vec<Product>) -> Part {
        let mut frames: Vec<Frame> = Vec::new();
        let mut finished = self.open(products, &mut frames);
        while let Some(top) = frames.last_mut() {
            let group = top.groups.last_mut();
            if let (Some(part), Some(group)) = (finished.take(), &group) {
                let total = match top.total.take() {
                    Some((degree, total)) => {
                        self.lowered(total, group.factor, degree - top.next, Some(part))
                    }
                    None => part,
                };
                top.total = Some((top.next, total));
            }
            let Some(group) = group else {
                finished = frames.pop().and_then(|done| done.sum);
                continue;
            };
            if let Some((degree, products)) = group.degrees.pop() {
                top.next = degree;
                finished = self.open(products, &mut frames);
            } else if let Some((degree, total)) = top.total.take() {
                let sum = self.lowered(total, group.factor, degree, top.sum.take());
                top.sum = Some(sum);
                top.groups.pop();
            } else {
                top.groups.pop();
            }
        }
        finished.unwrap_or_else(|| self.plain(&[]))
    }

    /// A sum without common factors, or one more frame.
    fn open(&mut self, products: Vec<Product>, frames: &mut Vec<Frame>) -> Option<Part> {
        let (groups, rest) = self.grouped(products);
        if groups.is_empty() {
            return Some(self.plain(&rest));
        }
        let sum = (!rest.is_empty()).then(|| self.plain(&rest));
        frames.push(Frame {
            groups,
            sum,
            next: 0,
            total: None,
        });
        None
    }

    /// Products by the factor that most of them have, of those that are left the same, and so on;
    /// then those that share none.
    fn grouped(&mut self, products: Vec<Product>) -> (Vec<Group>, Vec<Product>) {
        let mut holders: Vec<(Value, u32)> = Vec::new();
        for (product, place) in products.iter().zip(0..) {
            holders.extend(product.powers().map(|(factor, _)| (factor, place)));
        }
        holders.sort_unstable();
        let shared: Vec<&[(Value, u32)]> = holders.chunk_by(|a, b| a.0 == b.0).collect();
        let work = holders.len();
        if shared.len() == work || self.fuel < work {
            return (Vec::new(), products);
        }
        self.fuel -= work;
        let mut counts: Vec<u32> = shared.iter().map(|same| same.len() as u32).collect();
        let offers = counts.iter().zip(0..).filter(|(count, _)| **count > 1);
        // Of two equal ones the first.
        let mut offers: BinaryHeap<(u32, Reverse<u32>)> = offers
            .map(|(count, place)| (*count, Reverse(place)))
            .collect();
        let mut products: Vec<Option<Product>> = products.into_iter().map(Some).collect();
        let mut groups = Vec::new();
        while let Some((offered, Reverse(place))) = offers.pop() {
            let count = counts.get(place as usize).copied().unwrap_or(0);
            if count < offered {
                offers.extend((count > 1).then_some((count, Reverse(place))));
                continue;
            }
            let holders = shared.get(place as usize).copied().unwrap_or_default();
            let taken = holders
                .iter()
                .filter_map(|(_, product)| products.get_mut(*product as usize)?.take());
            let taken: Vec<Product> = taken.collect();
            for (factor, _) in taken.iter().flat_map(Product::powers) {
                let found =
                    shared.binary_search_by_key(&Some(factor), |same| Some(same.first()?.0));
                let count = found.ok().and_then(|found| counts.get_mut(found));
                count.into_iter().for_each(|count| *count -= 1);
            }
            groups.extend(
                holders
                    .first()
                    .map(|(factor, _)| Group::new(*factor, taken)),
            );
        }
        (groups, products.into_iter().flatten().collect())
    }

    /// total·x^gap + part.
    fn lowered(&mut self, total: Part, factor: Value, gap: u32, part: Option<Part>) -> Part {
        let is_wanted = self.wanted.contains(&factor);
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
                if let Some(inner) = total.slopes.get(factor) {
                    let product = self.to.mul(inner, x);
                    slope = self.to.add(product, slope);
                }
                let below = self.to.power(x, u64::from(rest - 1));
                let slope = self.to.mul(slope, below);
                self.scale(&mut total, power);
                total.slopes.set(factor, slope);
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
        for (_, slope) in &mut part.slopes.list {
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
        let addend = part.as_ref().map(|part| part.value);
        let mut slopes = part.map_or_else(Slopes::default, |part| part.slopes);
        if is_wanted {
            let slope = match total.slopes.get(factor) {
                Some(slope) => self.sum_of_product(slope, x, Some(total.value)),
                None => total.value,
            };
            slopes.set(factor, slope);
        }
        for (other, slope) in total
            .slopes
            .list
            .iter()
            .filter(|(other, _)| *other != factor)
        {
            let slope = self.sum_of_product(*slope, x, slopes.get(*other));
            slopes.set(*other, slope);
        }
        let value = self.sum_of_product(total.value, x, addend);
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
    fn plain(&mut self, products: &[Product]) -> Part {
        let mut terms: Vec<Term> = Vec::with_capacity(products.len());
        let mut slopes = Slopes::default();
        let number = products.iter().filter(|p| p.factors.is_empty());
        let number: f64 = number.map(|product| product.coefficient).sum();
        if number != 0.0 || products.iter().all(|p| p.factors.is_empty()) {
            let value = self.to.constant(number);
            terms.push(Term::plain(value));
        }
        for product in products.iter().filter(|p| !p.factors.is_empty()) {
            let mut part = Part {
                value: self.to.constant(product.coefficient),
                slopes: Slopes::default(),
            };
            for (factor, count) in product.powers() {
                part = self.lowered(part, factor, count, None);
            }
            terms.push(Term::plain(part.value));
            for (factor, slope) in part.slopes.list {
                let total = slopes.get(factor).map(|total| self.to.add(total, slope));
                slopes.set(factor, total.unwrap_or(slope));
            }
        }
        let value = sum_of(self.to, &terms, self.cost);
        Part { value, slopes }
    }
}

impl Group {
    /// Of products that all have the factor.
    fn new(factor: Value, products: Vec<Product>) -> Self {
        let mut degrees: Vec<(u32, Vec<Product>)> = Vec::new();
        for mut product in products {
            let before = product.factors.len();
            product.factors.retain(|other| *other != factor);
            let degree = (before - product.factors.len()) as u32;
            match degrees.iter_mut().find(|(other, _)| *other == degree) {
                Some((_, list)) => list.push(product),
                None => degrees.push((degree, vec![product])),
            }
        }
        degrees.sort_by_key(|(degree, _)| *degree);
        Self { factor, degrees }
    }
}
