//! Germs as what a tape computes with.

use std::cmp::Ordering;

use partials_symbolic::graph::{Comparison, Constant};
use partials_symbolic::{Function, Rational};

use super::call::call;
use super::coefficient::Coefficient;
use super::series::Series;
use super::{Germ, Order};
use crate::interval::{Interval, Truth};
use crate::scalar::Scalar;

impl Germ {
    fn constant_of(value: Coefficient, order: Order) -> Self {
        Self::Known(Series::constant(value, order.cap))
    }

    /// To a constant power.
    pub(super) fn raised(&self, exponent: &Rational) -> Self {
        Self::of(&[self], |all| match all {
            [base] => raise(base, exponent),
            _ => Self::Unclear,
        })
    }

    pub(super) fn minus(&self, other: &Self) -> Self {
        self.add(&other.neg())
    }
}

fn raise(base: &Series, exponent: &Rational) -> Germ {
    if let Some(n) = exponent.to_i64().and_then(|n| u64::try_from(n).ok()) {
        return Germ::Known(base.natural_power(n));
    }
    match base.sign() {
        Some(Ordering::Equal) if exponent.is_negative() => Germ::Outside,
        Some(Ordering::Equal) => Germ::Known(base.clone()),
        Some(Ordering::Less) if !exponent.is_integer() => Germ::Outside,
        Some(_) => base.power(exponent).into(),
        None => Germ::Unclear,
    }
}

/// `base^exponent` where the exponent is no constant.
fn power(base: &Series, exponent: &Series) -> Germ {
    match (base.sign(), exponent.sign()) {
        (Some(Ordering::Equal), Some(Ordering::Greater)) => Germ::Known(base.clone()),
        (Some(Ordering::Greater), _) => {
            let power = |logarithm: Series| logarithm.mul(exponent).exponential();
            base.logarithm().and_then(power).into()
        }
        (Some(_), Some(_)) => Germ::Outside,
        _ => Germ::Unclear,
    }
}

impl Scalar for Germ {
    type Context = Order;

    fn number(value: &Rational, order: Order) -> Self {
        Self::constant_of(Coefficient::Exact(value.clone()), order)
    }
    fn constant(constant: Constant, order: Order) -> Self {
        match constant {
            Constant::Undefined => Self::Outside,
            Constant::Infinity => Self::Unclear,
            _ => {
                let value = Interval::constant(constant, ());
                Self::constant_of(Coefficient::Enclosed(value), order)
            }
        }
    }
    fn add(&self, other: &Self) -> Self {
        Self::of(&[self, other], |all| match all {
            [a, b] => Self::Known(a.add(b)),
            _ => Self::Unclear,
        })
    }
    fn sub(&self, other: &Self) -> Self {
        self.minus(other)
    }
    fn mul(&self, other: &Self) -> Self {
        Self::of(&[self, other], |all| match all {
            [a, b] => Self::Known(a.mul(b)),
            _ => Self::Unclear,
        })
    }
    fn div(&self, other: &Self) -> Self {
        self.mul(&other.raised(&Rational::MINUS_ONE))
    }
    fn neg(&self) -> Self {
        Self::of(&[self], |all| match all {
            [a] => Self::Known(a.negative()),
            _ => Self::Unclear,
        })
    }
    fn powi(&self, exponent: i64) -> Self {
        self.raised(&exponent.into())
    }
    fn pow_rational(&self, exponent: &Rational) -> Self {
        self.raised(exponent)
    }
    fn pow(&self, exponent: &Self) -> Self {
        Self::of(&[self, exponent], |all| match all {
            [base, exponent] => {
                let limit = exponent.limit().filter(|_| exponent.rest().is_zero());
                match limit.as_ref().and_then(Coefficient::exact) {
                    Some(exact) => raise(base, exact),
                    None => power(base, exponent),
                }
            }
            _ => Self::Unclear,
        })
    }
    fn call(function: Function, arguments: &[Self], order: Order) -> Self {
        call(function, arguments, order)
    }
    /// Of constants alone: by differences.
    fn call_derivative(
        function: Function,
        orders: &[u32],
        arguments: &[Self],
        order: Order,
    ) -> Self {
        let constants: Option<Vec<Interval>> = arguments
            .iter()
            .map(|argument| {
                let series = argument.known().filter(|series| series.rest().is_zero())?;
                Some(series.limit()?.interval())
            })
            .collect();
        match constants {
            Some(constants) => {
                let value = Interval::call_derivative(function, orders, &constants, ());
                Self::constant_of(Coefficient::Enclosed(value), order)
            }
            None => Self::Unclear,
        }
    }
    fn compare(comparison: Comparison, a: &Self, b: &Self) -> Truth {
        let difference = a.minus(b);
        let Some(sign) = difference.known().and_then(Series::sign) else {
            return Truth::Unknown;
        };
        let holds = match comparison {
            Comparison::Less => sign.is_lt(),
            Comparison::LessEqual => sign.is_le(),
            Comparison::Greater => sign.is_gt(),
            Comparison::GreaterEqual => sign.is_ge(),
            Comparison::Equal => sign.is_eq(),
            Comparison::NotEqual => sign.is_ne(),
        };
        if holds { Truth::True } else { Truth::False }
    }
    fn select(condition: Truth, yes: &Self, no: &Self) -> Self {
        match condition {
            Truth::True => yes.clone(),
            Truth::False => no.clone(),
            Truth::Unknown if yes == no => yes.clone(),
            Truth::Unknown => Self::Unclear,
        }
    }
    fn to_integer(&self) -> Option<i64> {
        let series = self.known().filter(|series| series.rest().is_zero())?;
        series.limit()?.exact()?.to_i64()
    }
}
