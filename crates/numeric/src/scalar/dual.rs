//! Dual numbers over any scalar: a value and its derivative along one direction (Clifford 1873).
//! Duals of duals have the second derivatives.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use partials_symbolic::graph::{Comparison, Constant};
use partials_symbolic::{Function, Graph, Rational, derive};
use rustc_hash::FxHashMap;

use super::Scalar;
use crate::interval::Truth;
use crate::tape::Tape;

/// A value and its derivative along a direction.
///
/// ```
/// use partials_numeric::scalar::Dual;
/// use partials_numeric::tape::Tape;
/// use partials_symbolic::Graph;
///
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let tape = Tape::new(&graph, &[x.pow(3).id()], &["x"], Default::default())?;
/// let f = &tape.evaluate(&[Dual::variable(2.0, ())], ())[0];
/// assert_eq!((f.value, f.slope), (8.0, 12.0));
///
/// let inner = Dual::variable(2.0, ());
/// let f = &tape.evaluate(&[Dual::variable(inner, ())], ())[0];
/// assert_eq!(f.slope.slope, 12.0); // the second derivative, 6x
/// # Ok::<(), partials_numeric::tape::TapeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dual<T: Scalar> {
    /// The value.
    pub value: T,
    /// The derivative along the direction.
    pub slope: T,
    context: T::Context,
}

impl<T: Scalar> Dual<T> {
    /// A number with a derivative.
    pub fn new(value: T, slope: T, context: T::Context) -> Self {
        Self {
            value,
            slope,
            context,
        }
    }

    /// The variable of which derivatives are taken: its own is 1.
    pub fn variable(value: T, context: T::Context) -> Self {
        Self::new(value, T::number(&Rational::ONE, context), context)
    }

    /// What does not depend on the variable.
    pub fn fixed(value: T, context: T::Context) -> Self {
        Self::new(value, T::number(&Rational::ZERO, context), context)
    }

    fn with(&self, value: T, slope: T) -> Self {
        Self::new(value, slope, self.context)
    }

    fn number_of(&self, value: &Rational) -> T {
        T::number(value, self.context)
    }

    fn is_fixed(&self) -> bool {
        let zero = self.number_of(&Rational::ZERO);
        T::compare(Comparison::Equal, &self.slope, &zero) == Truth::True
    }
}

impl<T: Scalar> Scalar for Dual<T> {
    type Context = T::Context;

    fn number(value: &Rational, context: Self::Context) -> Self {
        Self::fixed(T::number(value, context), context)
    }
    fn constant(constant: Constant, context: Self::Context) -> Self {
        Self::fixed(T::constant(constant, context), context)
    }
    fn add(&self, other: &Self) -> Self {
        self.with(self.value.add(&other.value), self.slope.add(&other.slope))
    }
    fn sub(&self, other: &Self) -> Self {
        self.with(self.value.sub(&other.value), self.slope.sub(&other.slope))
    }
    fn mul(&self, other: &Self) -> Self {
        let left = self.slope.mul(&other.value);
        let right = self.value.mul(&other.slope);
        self.with(self.value.mul(&other.value), left.add(&right))
    }
    fn div(&self, other: &Self) -> Self {
        let quotient = self.value.div(&other.value);
        let rest = self.slope.sub(&quotient.mul(&other.slope));
        let slope = rest.div(&other.value);
        self.with(quotient, slope)
    }
    fn neg(&self) -> Self {
        self.with(self.value.neg(), self.slope.neg())
    }
    fn powi(&self, exponent: i64) -> Self {
        let factor = self.number_of(&Rational::from(exponent));
        let slope = match exponent {
            0 => factor,
            _ => factor.mul(&self.value.powi(exponent - 1)).mul(&self.slope),
        };
        self.with(self.value.powi(exponent), slope)
    }
    fn pow_rational(&self, exponent: &Rational) -> Self {
        let lower = self.value.pow_rational(&exponent.add(&Rational::MINUS_ONE));
        let slope = self.number_of(exponent).mul(&lower).mul(&self.slope);
        self.with(self.value.pow_rational(exponent), slope)
    }
    fn pow(&self, exponent: &Self) -> Self {
        let value = self.value.pow(&exponent.value);
        let one = self.number_of(&Rational::ONE);
        let lower = self.value.pow(&exponent.value.sub(&one));
        let of_base = exponent.value.mul(&lower).mul(&self.slope);
        if exponent.is_fixed() {
            return self.with(value, of_base);
        }
        let logarithm = T::call(
            Function::Ln,
            std::slice::from_ref(&self.value),
            self.context,
        );
        let of_exponent = value.mul(&logarithm).mul(&exponent.slope);
        let slope = match self.is_fixed() {
            true => of_exponent,
            false => of_base.add(&of_exponent),
        };
        self.with(value, slope)
    }
    /// By the rules of the function table.
    fn call(function: Function, arguments: &[Self], context: Self::Context) -> Self {
        let values: Vec<T> = arguments.iter().map(|dual| dual.value.clone()).collect();
        let partial = |place| match partial(function, values.len(), place) {
            Some(tape) => tape.evaluate(&values, context).into_iter().next(),
            None => None,
        };
        let slope = chain(arguments, context, partial);
        Self::new(T::call(function, &values, context), slope, context)
    }
    fn call_derivative(
        function: Function,
        orders: &[u32],
        arguments: &[Self],
        context: Self::Context,
    ) -> Self {
        let values: Vec<T> = arguments.iter().map(|dual| dual.value.clone()).collect();
        let partial = |place| {
            let mut higher = orders.to_vec();
            *higher.get_mut(place)? += 1;
            Some(T::call_derivative(function, &higher, &values, context))
        };
        let slope = chain(arguments, context, partial);
        let value = T::call_derivative(function, orders, &values, context);
        Self::new(value, slope, context)
    }
    fn compare(comparison: Comparison, a: &Self, b: &Self) -> Truth {
        T::compare(comparison, &a.value, &b.value)
    }
    fn select(condition: Truth, yes: &Self, no: &Self) -> Self {
        let value = T::select(condition, &yes.value, &no.value);
        yes.with(value, T::select(condition, &yes.slope, &no.slope))
    }
    fn to_integer(&self) -> Option<i64> {
        self.value.to_integer()
    }
}

/// The sum of the partial derivatives, each times the derivative of its argument. Arguments that
/// are fixed have no part in it.
fn chain<T: Scalar>(
    arguments: &[Dual<T>],
    context: T::Context,
    partial: impl Fn(usize) -> Option<T>,
) -> T {
    let moving = arguments.iter().enumerate();
    let terms = moving
        .filter(|(_, dual)| !dual.is_fixed())
        .map(|(place, dual)| {
            let partial = partial(place);
            let partial = partial.unwrap_or_else(|| T::constant(Constant::Undefined, context));
            partial.mul(&dual.slope)
        });
    let sum = terms.reduce(|sum, term| sum.add(&term));
    sum.unwrap_or_else(|| T::number(&Rational::ZERO, context))
}

/// By function, number of arguments, and place of one of them.
type Partials = FxHashMap<(Function, usize, usize), Option<Arc<Tape>>>;

/// The derivative of a function in one of its arguments, made once.
fn partial(function: Function, count: usize, place: usize) -> Option<Arc<Tape>> {
    static MADE: OnceLock<Mutex<Partials>> = OnceLock::new();
    let made = MADE.get_or_init(Mutex::default);
    let lock = || made.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = lock().get(&(function, count, place)) {
        return known.clone();
    }
    let tape = derive_partial(function, count, place).map(Arc::new);
    lock().insert((function, count, place), tape.clone());
    tape
}

fn derive_partial(function: Function, count: usize, place: usize) -> Option<Tape> {
    let graph = Graph::new();
    let names: Vec<String> = (0..count).map(|i| format!("x{i}")).collect();
    let variables: Vec<_> = names.iter().map(|name| graph.variable(name)).collect();
    let call = graph.call(function, &variables).id();
    let symbol = graph.with(|arena| names.get(place).map(|name| arena.symbol(name)))?;
    let gradient = derive::gradient(&graph, call, &[symbol]);
    Tape::new(&graph, &gradient, &names, Default::default()).ok()
}
