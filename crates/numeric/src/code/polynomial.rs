//! Sums of products that share factors, and which of them are derivatives of which.

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::{SmallVec, smallvec};

use super::rewrite::Term;
use super::table::Table;
use super::{Binary, Code, Op, Unary, Value};

/// More factors than this and a product is left as it is.
const FACTORS: usize = 64;
/// Steps of multiplying out for each operation, at most.
const FUEL: usize = 16;
/// Polynomials of fewer terms are made without their derivatives.
const SMALL: usize = 8;
/// Coefficients that are as near as this, relatively, differ by their rounding alone.
const ROUNDING: f64 = 8.0 * f64::EPSILON;

/// A coefficient and the factors, sorted.
#[derive(Clone, Debug)]
pub(super) struct Product {
    pub coefficient: f64,
    pub factors: SmallVec<[Value; 8]>,
}

/// A sum of products, two of which share a factor.
pub(super) struct Polynomial {
    /// The sum.
    pub root: Value,
    pub products: Vec<Product>,
    /// Factors, each with the sum that is the derivative in it.
    pub slopes: Vec<(Value, Value)>,
}

impl Code {
    /// The sums that are worth nesting, in order; with the derivatives among them if asked for.
    pub(super) fn polynomials(
        &self,
        uses: &Table<u32>,
        inner: &Table<bool>,
        joint: bool,
    ) -> Vec<Polynomial> {
        let mut found = Vec::new();
        let (mut terms, mut products, mut factors) = (Vec::new(), Vec::new(), Vec::new());
        let roots = (0..self.ops.len() as Value)
            .filter(|place| !inner.at(*place) && self.sum(*place).is_some());
        for root in roots {
            self.terms(root, inner, &mut terms);
            products.clear();
            products.extend(terms.iter().map(|term| self.product(uses, *term)));
            if shares_factors(&products, &mut factors) {
                found.push(Polynomial {
                    root,
                    products: merged(std::mem::take(&mut products)),
                    slopes: Vec::new(),
                });
            }
        }
        if joint && !found.is_empty() {
            self.pair(&mut found);
        }
        found
    }

    /// Notes, of each polynomial, the later values that are derivatives of it. Those are made with
    /// it and not by themselves.
    fn pair(&self, polynomials: &mut Vec<Polynomial>) {
        let mut fuel = self.ops.len().saturating_mul(FUEL);
        let mut taken: FxHashSet<Value> = FxHashSet::default();
        let mut claimed = self.factors_of_outputs();
        let mut order: Vec<usize> = (0..polynomials.len()).collect();
        let size = |place: &usize| polynomials.get(*place).map_or(0, |p| p.products.len());
        order.sort_by_key(|place| std::cmp::Reverse(size(place)));
        for place in order {
            let Some(polynomial) = polynomials.get_mut(place) else {
                continue;
            };
            if fuel == 0 || polynomial.products.len() < SMALL || taken.contains(&polynomial.root) {
                continue;
            }
            let known = self.expansions(polynomial, &claimed, &mut fuel);
            for (factor, signature) in derivatives(&polynomial.products) {
                let Some((root, products)) = known.get(&signature) else {
                    continue;
                };
                let is_new = !taken.contains(root);
                if is_new && is_derivative(&polynomial.products, factor, products) {
                    taken.insert(*root);
                    polynomial.slopes.push((factor, *root));
                }
            }
            claimed.retain(|root| !taken.contains(root));
        }
        polynomials.retain(|polynomial| !taken.contains(&polynomial.root));
    }

    /// Outputs that are sums or products, and the factors of those that are products.
    fn factors_of_outputs(&self) -> Vec<Value> {
        let mut found = Vec::new();
        let mut seen = Table::filled(false, self.ops.len());
        let mut stack = self.outputs.clone();
        while let Some(value) = stack.pop() {
            if seen.at(value) {
                continue;
            }
            seen.set(value, true);
            match self.ops.get(value as usize) {
                Some(Op::Binary(Binary::Mul, a, b)) => stack.extend([*a, *b]),
                Some(Op::Binary(Binary::Add | Binary::Sub, ..)) => {}
                _ => continue,
            }
            found.push(value);
        }
        found
    }

    /// What may be derivatives of a polynomial, multiplied out, by signature.
    fn expansions(
        &self,
        polynomial: &Polynomial,
        claimed: &[Value],
        fuel: &mut usize,
    ) -> FxHashMap<u64, (Value, Vec<Product>)> {
        let factors = polynomial.products.iter().flat_map(|p| &p.factors);
        let atoms: FxHashSet<Value> = factors.copied().collect();
        let limit = polynomial.products.len();
        let mut known = FxHashMap::default();
        for &root in claimed.iter().filter(|root| **root > polynomial.root) {
            if *fuel == 0 {
                break;
            }
            if let Some(products) = self.expanded(root, &atoms, limit, fuel) {
                let parts = products.iter().map(|product| mixed(product.signature()));
                let signature = parts.fold(0, u64::wrapping_add);
                known.entry(signature).or_insert((root, products));
            }
        }
        known
    }

    /// A value as a sum of products, if they are not too many.
    fn expanded(
        &self,
        root: Value,
        atoms: &FxHashSet<Value>,
        limit: usize,
        fuel: &mut usize,
    ) -> Option<Vec<Product>> {
        let one = Product {
            coefficient: 1.0,
            factors: SmallVec::new(),
        };
        let mut found: Vec<Product> = Vec::new();
        // Products under way, with what is still to be multiplied.
        let mut stack: Vec<(Product, SmallVec<[Value; 8]>)> = vec![(one, smallvec![root])];
        while let Some((mut product, mut rest)) = stack.pop() {
            while let Some(value) = rest.pop() {
                *fuel = fuel.checked_sub(1)?;
                match self.ops.get(value as usize) {
                    _ if atoms.contains(&value) => product.factors.push(value),
                    Some(Op::Constant(bits)) => product.coefficient *= f64::from_bits(*bits),
                    Some(Op::Unary(Unary::Neg, inner)) => {
                        product.coefficient = -product.coefficient;
                        rest.push(*inner);
                    }
                    Some(Op::Binary(Binary::Mul, a, b)) => rest.extend([*a, *b]),
                    _ => match self.sum(value) {
                        Some([a, b]) => {
                            let mut other = (product.clone(), rest.clone());
                            other.0.coefficient *= if b.negative { -1.0 } else { 1.0 };
                            other.1.push(b.value);
                            stack.push(other);
                            rest.push(a.value);
                        }
                        None => product.factors.push(value),
                    },
                }
                if found.len() + stack.len() > limit || product.factors.len() > FACTORS {
                    return None;
                }
            }
            product.factors.sort_unstable();
            found.push(product);
        }
        Some(merged(found))
    }

    /// A term as a product. What others use too is one factor, unless it is made of inputs alone.
    fn product(&self, uses: &Table<u32>, term: Term) -> Product {
        let mut found = Product {
            coefficient: if term.negative { -1.0 } else { 1.0 },
            factors: SmallVec::new(),
        };
        let mut stack: SmallVec<[Value; 16]> = SmallVec::new();
        stack.push(term.value);
        while let Some(value) = stack.pop() {
            let op = self.ops.get(value as usize).copied();
            let is_full = found.factors.len() + stack.len() >= FACTORS;
            let opens = || uses.at(value) == 1 || self.is_power_product(value);
            match op {
                Some(Op::Constant(bits)) => found.coefficient *= f64::from_bits(bits),
                Some(Op::Unary(Unary::Neg, inner)) if !is_full => {
                    found.coefficient = -found.coefficient;
                    stack.push(inner);
                }
                Some(Op::Binary(Binary::Mul, a, b)) if !is_full && opens() => stack.extend([a, b]),
                _ => found.factors.push(value),
            }
        }
        found.factors.sort_unstable();
        found
    }

    /// Whether a value is a product of inputs and numbers, a few of them.
    fn is_power_product(&self, value: Value) -> bool {
        let mut stack: SmallVec<[Value; 16]> = SmallVec::new();
        stack.push(value);
        let mut seen = 0;
        while let Some(value) = stack.pop() {
            seen += 1;
            match self.ops.get(value as usize) {
                Some(Op::Input(_) | Op::Constant(_)) => {}
                Some(Op::Binary(Binary::Mul, a, b)) if seen < FACTORS => stack.extend([*a, *b]),
                _ => return false,
            }
        }
        true
    }
}

impl Product {
    /// Each factor once, with how often it occurs.
    pub fn powers(&self) -> impl Iterator<Item = (Value, u32)> + '_ {
        self.factors
            .chunk_by(|a, b| a == b)
            .filter_map(|same| Some((*same.first()?, same.len() as u32)))
    }

    /// Without one factor.
    fn without(&self, factor: Value) -> Option<Self> {
        let place = self.factors.iter().position(|f| *f == factor)?;
        let mut rest = self.clone();
        rest.factors.remove(place);
        Some(rest)
    }

    /// Independent of the order of factors, so that one can be taken out.
    fn signature(&self) -> u64 {
        let parts = self.factors.iter().map(|factor| mixed(u64::from(*factor)));
        parts.fold(0, u64::wrapping_add)
    }
}

/// Whether some factor is in two products; the factors are a scratch.
fn shares_factors(products: &[Product], factors: &mut Vec<Value>) -> bool {
    factors.clear();
    let powers = products.iter().flat_map(Product::powers);
    factors.extend(powers.map(|(factor, _)| factor));
    factors.sort_unstable();
    !factors.is_sorted_by(|a, b| a < b)
}

/// Scatters bits (Steele, Lea and Flood 2014).
fn mixed(number: u64) -> u64 {
    let a = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let b = (a ^ a >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let c = (b ^ b >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    c ^ c >> 31
}

/// The factors, each with the signature of the derivative in it.
fn derivatives(products: &[Product]) -> Vec<(Value, u64)> {
    let mut list: Vec<(Value, u64)> = Vec::new();
    for product in products {
        let whole = product.signature();
        let parts = product.powers().map(|(factor, _)| {
            let rest = whole.wrapping_sub(mixed(u64::from(factor)));
            (factor, mixed(rest))
        });
        list.extend(parts);
    }
    list.sort_unstable();
    let total = |same: &[(Value, u64)]| {
        let parts = same.iter().map(|(_, signature)| *signature);
        Some((same.first()?.0, parts.fold(0, u64::wrapping_add)))
    };
    let groups = list.chunk_by(|a, b| a.0 == b.0);
    groups.filter_map(total).collect()
}

fn is_derivative(products: &[Product], factor: Value, claimed: &[Product]) -> bool {
    let slope = |product: &Product| {
        let count = product.factors.iter().filter(|f| **f == factor).count();
        let mut rest = product.without(factor)?;
        rest.coefficient *= count as f64;
        Some(rest)
    };
    let own = merged(products.iter().filter_map(slope).collect());
    let equal = |(a, b): (&Product, &Product)| {
        let distance = (a.coefficient - b.coefficient).abs();
        a.factors == b.factors && distance <= ROUNDING * b.coefficient.abs()
    };
    own.len() == claimed.len() && own.iter().zip(claimed).all(equal)
}

/// In order, with one product for each list of factors.
fn merged(mut products: Vec<Product>) -> Vec<Product> {
    products.sort_by(|a, b| a.factors.cmp(&b.factors));
    products.dedup_by(|next, kept| {
        let same = next.factors == kept.factors;
        if same {
            kept.coefficient += next.coefficient;
        }
        same
    });
    products.retain(|product| product.coefficient != 0.0);
    products
}
