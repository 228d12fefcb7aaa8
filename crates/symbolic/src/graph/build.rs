//! Constructors: each folds constants and applies identities that need a constant number of looks
//! and change no domain. Nothing is reordered or flattened here; that is [`crate::arrange`].

use smallvec::SmallVec;

use super::arena::{Arena, Fault};
use super::node::{Comparison, Constant, Id, Node, Operands};
use crate::functions::Function;
use crate::number::Rational;

/// The number of factors up to which a sign moves into a product instead of standing before it.
const SIGN_MOVES_INTO: usize = 16;

type Ids = SmallVec<[Id; 8]>;

impl Arena {
    /// An integer.
    pub fn integer(&mut self, value: i64) -> Id {
        self.number(value.into())
    }

    /// A constant such as π.
    pub fn constant(&mut self, constant: Constant) -> Id {
        self.leaf(Node::Constant(constant))
    }

    /// The variable with this name.
    pub fn variable(&mut self, name: &str) -> Id {
        let symbol = self.symbol(name);
        self.variable_of(symbol)
    }

    /// The sum of the terms, added from left to right. Rational terms are folded into the first
    /// of them; an empty sum is 0.
    pub fn sum(&mut self, terms: &[Id]) -> Id {
        let is_number = |id: &Id| matches!(self.node(*id), Node::Number(_));
        match terms {
            [] => self.number(Rational::ZERO),
            &[one] => one,
            _ if terms.iter().any(is_number) => self.sum_with_numbers(terms),
            _ => self.listed(terms, Node::Sum),
        }
    }

    fn sum_with_numbers(&mut self, terms: &[Id]) -> Id {
        let mut kept = Ids::with_capacity(terms.len());
        let mut constant: Option<(usize, Rational)> = None;
        for &term in terms {
            match (self.as_number(term), &mut constant) {
                (Some(number), Some((_, total))) => *total = total.add(number),
                (Some(number), None) => {
                    constant = Some((kept.len(), number.clone()));
                    kept.push(term);
                }
                (None, _) => kept.push(term),
            }
        }
        if let Some((place, total)) = constant {
            if total.is_zero() {
                kept.remove(place);
            } else {
                let number = self.number(total);
                kept.iter_mut()
                    .skip(place)
                    .take(1)
                    .for_each(|slot| *slot = number);
            }
        }
        match kept.as_slice() {
            [] => self.number(Rational::ZERO),
            [one] => *one,
            _ => self.listed(&kept, Node::Sum),
        }
    }

    /// The product of the factors. Rational factors are folded into one, which stands first;
    /// an empty product is 1. Zero makes the product zero only where the other factors have a
    /// value everywhere.
    pub fn product(&mut self, factors: &[Id]) -> Id {
        let is_number = |id: &Id| matches!(self.node(*id), Node::Number(_));
        match factors {
            [] => self.number(Rational::ONE),
            &[one] => one,
            _ if factors.iter().any(is_number) => self.product_with_numbers(factors),
            _ => self.listed(factors, Node::Product),
        }
    }

    fn product_with_numbers(&mut self, factors: &[Id]) -> Id {
        // The first place is for the coefficient.
        let mut kept = Ids::with_capacity(factors.len() + 1);
        kept.push(Id::POISON);
        let mut coefficient = Rational::ONE;
        for &factor in factors {
            match self.as_number(factor) {
                Some(number) => {
                    let folded = coefficient.mul(number);
                    if folded.is_large() && !coefficient.is_one() {
                        kept.push(factor);
                    } else {
                        coefficient = folded;
                    }
                }
                None => kept.push(factor),
            }
        }
        let others = kept.get(1..).unwrap_or_default();
        if coefficient.is_zero() && others.iter().all(|id| self.is_total(*id)) {
            return self.number(Rational::ZERO);
        }
        if coefficient.is_one() {
            return match others {
                [] => self.number(Rational::ONE),
                &[one] => one,
                _ => self.listed(others, Node::Product),
            };
        }
        if coefficient.is_minus_one() {
            if let &[only] = others {
                return self.negate(only);
            }
            if others.len() > SIGN_MOVES_INTO {
                let product = self.listed(others, Node::Product);
                return self.negate(product);
            }
        }
        let number = self.number(coefficient);
        if others.is_empty() {
            return number;
        }
        kept.iter_mut().take(1).for_each(|first| *first = number);
        self.listed(&kept, Node::Product)
    }

    /// The negative. A sign moves into a short product, so that `-(2*x)` is `-2*x`.
    pub fn negate(&mut self, a: Id) -> Id {
        let minus_one = self.number(Rational::MINUS_ONE);
        match self.node(a) {
            Node::Number(index) => {
                let negative = self.number_value(index).neg();
                self.number(negative)
            }
            Node::Product(list) if self.takes_sign(list) => {
                let mut factors = Ids::new();
                factors.push(minus_one);
                factors.extend_from_slice(self.list(list));
                self.product(&factors)
            }
            _ => self.listed(&[minus_one, a], Node::Product),
        }
    }

    fn takes_sign(&self, factors: Operands) -> bool {
        let first = self.list(factors).first();
        factors.len() <= SIGN_MOVES_INTO || first.is_some_and(|id| self.as_number(*id).is_some())
    }

    /// `a - b`
    pub fn subtract(&mut self, a: Id, b: Id) -> Id {
        let negative = self.negate(b);
        self.sum(&[a, negative])
    }

    /// `1 / a`, as a power.
    pub fn reciprocal(&mut self, a: Id) -> Id {
        let minus_one = self.number(Rational::MINUS_ONE);
        self.power(a, minus_one)
    }

    /// `a / b`, as a product with a power.
    pub fn divide(&mut self, a: Id, b: Id) -> Id {
        let reciprocal = self.reciprocal(b);
        self.product(&[a, reciprocal])
    }

    /// `base^exponent`. Rational powers of rationals are folded where the result is rational and
    /// not too large; `e^u` is `exp(u)`.
    pub fn power(&mut self, base: Id, exponent: Id) -> Id {
        if base == Id::POISON || exponent == Id::POISON {
            return Id::POISON;
        }
        if let Some(folded) = self.fold_power(base, exponent) {
            return folded;
        }
        if self.as_number(base).is_some_and(Rational::is_one) && self.is_total(exponent) {
            return base;
        }
        if self.node(base) == Node::Constant(Constant::E) {
            return self.call(Function::Exp, &[exponent]);
        }
        // 1/b^r is b^-r: both need b ≠ 0, and b ≥ 0 for a fractional r.
        if let (Node::Power(inner, power), Some(&Rational::MINUS_ONE)) =
            (self.node(base), self.as_number(exponent))
            && let Some(r) = self.as_number(power).filter(|r| !r.is_negative())
        {
            let negative = r.neg();
            let negative = self.number(negative);
            return self.power(inner, negative);
        }
        self.leaf(Node::Power(base, exponent))
    }

    fn fold_power(&mut self, base: Id, exponent: Id) -> Option<Id> {
        let power = self.as_number(exponent)?.clone();
        if power.is_one() {
            return Some(base);
        }
        if power.is_zero() && self.is_total(base) {
            return Some(self.number(Rational::ONE));
        }
        let value = self.as_number(base)?;
        let folded = match power {
            Rational::Small(n, 1) => value.pow(n)?,
            Rational::Small(n, degree) => value.root(degree)?.pow(n)?,
            Rational::Big(_) => return value.is_one().then_some(base),
        };
        Some(self.number(folded))
    }

    /// The square root, as a power.
    pub fn sqrt(&mut self, a: Id) -> Id {
        let half = self.number(Rational::HALF);
        self.power(a, half)
    }

    /// A function of the table, applied. `sqrt` is a power, `exp(1)` is e, and values at 0 and 1
    /// that the table's row states are folded.
    pub fn call(&mut self, function: Function, arguments: &[Id]) -> Id {
        if !function.arity().accepts(arguments.len()) {
            return self.poison(Fault::Arity {
                function: function.name().to_owned(),
                expected: function.arity().to_string(),
                found: arguments.len(),
            });
        }
        if let [argument] = arguments {
            if function == Function::Sqrt {
                return self.sqrt(*argument);
            }
            if let Some(value) = self.as_number(*argument) {
                if let Some(exact) = function.exact_value(value) {
                    return self.number(exact);
                }
                if function == Function::Exp && value.is_one() {
                    return self.constant(Constant::E);
                }
            }
            if function == Function::Ln && self.node(*argument) == Node::Constant(Constant::E) {
                return self.number(Rational::ONE);
            }
        }
        let image = self
            .of_positive_order(function, arguments)
            .or_else(|| self.of_low_degree(function, arguments));
        if let Some(image) = image {
            return image;
        }
        self.listed(arguments, |list| Node::Call(function, list))
    }

    /// A Bessel function of a negative number as order by that of the positive one: those of the
    /// first two kinds for whole orders, K for all (DLMF 10.4.1, 10.27.1, 10.27.3).
    fn of_positive_order(&mut self, function: Function, arguments: &[Id]) -> Option<Id> {
        use Function::{BesselI, BesselJ, BesselK, BesselY};
        if !matches!(function, BesselJ | BesselY | BesselI | BesselK) {
            return None;
        }
        let &[order, x] = arguments else { return None };
        let positive = self.as_number(order).filter(|n| n.is_negative())?.neg();
        let odd = positive.to_i64().map(|n| n % 2 != 0);
        if odd.is_none() && function != BesselK {
            return None;
        }
        let order = self.number(positive);
        let value = self.listed(&[order, x], |list| Node::Call(function, list));
        let turned = odd == Some(true) && matches!(function, BesselJ | BesselY);
        Some(if turned { self.negate(value) } else { value })
    }

    /// An orthogonal polynomial of degree 0 or 1, and `U_(-1) = 0`, which stands in the rule of
    /// `T_0`, as what it is.
    fn of_low_degree(&mut self, function: Function, arguments: &[Id]) -> Option<Id> {
        use Function::{ChebyshevT, ChebyshevU, Hermite, Laguerre, Legendre};
        let &[degree, x] = arguments else { return None };
        if !matches!(
            function,
            Legendre | Hermite | Laguerre | ChebyshevT | ChebyshevU
        ) {
            return None;
        }
        match (self.as_number(degree)?.to_i64()?, function) {
            (-1, ChebyshevU) if self.is_total(x) => Some(self.integer(0)),
            (0, _) if self.is_total(x) => Some(self.integer(1)),
            (1, Legendre | ChebyshevT) => Some(x),
            (1, Hermite | ChebyshevU) => {
                let two = self.integer(2);
                Some(self.product(&[two, x]))
            }
            (1, _) => {
                let (one, less) = (self.integer(1), self.negate(x));
                Some(self.sum(&[one, less]))
            }
            _ => None,
        }
    }

    /// An undefined function, applied.
    pub fn apply(&mut self, name: &str, arguments: &[Id]) -> Id {
        let symbol = self.symbol(name);
        self.listed(arguments, |list| Node::Apply(symbol, list))
    }

    /// The derivative of a function that has no closed form: `orders` in each of the arguments.
    pub fn call_derivative(&mut self, function: Function, orders: &[i64], arguments: &[Id]) -> Id {
        let list = self.with_orders(orders, arguments);
        self.listed(&list, |list| Node::CallDerivative(function, list))
    }

    /// The derivative of an undefined function: `orders` in each of the arguments.
    pub fn apply_derivative(&mut self, name: &str, orders: &[i64], arguments: &[Id]) -> Id {
        if orders.iter().all(|order| *order == 0) {
            return self.apply(name, arguments);
        }
        let symbol = self.symbol(name);
        let list = self.with_orders(orders, arguments);
        self.listed(&list, |list| Node::ApplyDerivative(symbol, list))
    }

    fn with_orders(&mut self, orders: &[i64], arguments: &[Id]) -> Ids {
        let mut list: Ids = orders.iter().map(|order| self.integer(*order)).collect();
        list.extend_from_slice(arguments);
        list
    }

    /// A comparison; of two rationals it is decided at once (as 1 = 1 or 1 = 0).
    pub fn compare(&mut self, comparison: Comparison, a: Id, b: Id) -> Id {
        if a == Id::POISON || b == Id::POISON {
            return Id::POISON;
        }
        self.leaf(Node::Compare(comparison, a, b))
    }

    /// Whether a condition holds, where that is seen at once.
    pub fn decided(&self, condition: Id) -> Option<bool> {
        let Node::Compare(comparison, a, b) = self.node(condition) else {
            return None;
        };
        let order = self.as_number(a)?.cmp(self.as_number(b)?);
        Some(match comparison {
            Comparison::Less => order.is_lt(),
            Comparison::LessEqual => order.is_le(),
            Comparison::Greater => order.is_gt(),
            Comparison::GreaterEqual => order.is_ge(),
            Comparison::Equal => order.is_eq(),
            Comparison::NotEqual => order.is_ne(),
        })
    }

    /// All conditions hold.
    pub fn and(&mut self, conditions: &[Id]) -> Id {
        match conditions {
            [one] => *one,
            _ => self.listed(conditions, Node::And),
        }
    }

    /// At least one condition holds.
    pub fn or(&mut self, conditions: &[Id]) -> Id {
        match conditions {
            [one] => *one,
            _ => self.listed(conditions, Node::Or),
        }
    }

    /// The condition does not hold.
    pub fn not(&mut self, condition: Id) -> Id {
        match self.node(condition) {
            Node::Poison => Id::POISON,
            Node::Not(inner) => inner,
            _ => self.leaf(Node::Not(condition)),
        }
    }

    /// `a` where the condition holds, `b` elsewhere.
    pub fn select(&mut self, condition: Id, a: Id, b: Id) -> Id {
        match self.decided(condition) {
            Some(true) => a,
            Some(false) => b,
            None if a == b && self.is_total(condition) => a,
            None => self.listed(&[condition, a, b], Node::If),
        }
    }

    /// `sum(body, index, lower, upper)`
    pub fn indexed_sum(&mut self, index: &str, body: Id, lower: Id, upper: Id) -> Id {
        let symbol = self.symbol(index);
        self.listed(&[body, lower, upper], |list| Node::IndexedSum(symbol, list))
    }

    /// `product(body, index, lower, upper)`
    pub fn indexed_product(&mut self, index: &str, body: Id, lower: Id, upper: Id) -> Id {
        let symbol = self.symbol(index);
        self.listed(&[body, lower, upper], |list| {
            Node::IndexedProduct(symbol, list)
        })
    }
}
