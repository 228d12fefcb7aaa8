//! Functions of germs. What has kinks, jumps or infinite slopes is made of comparisons and powers
//! here; of anything else the value at the point and the derivatives of its row say all.

use std::cmp::Ordering;

use partials_symbolic::graph::Comparison;
use partials_symbolic::{Function, Graph, Rational};

use super::coefficient::Coefficient;
use super::series::{Series, UNIT};
use super::{Germ, Order};
use crate::interval::Interval;
use crate::scalar::Scalar;
use crate::tape::{Tape, TapeOptions};

/// Derivatives of functions of derivatives of functions … are looked at up to this depth.
const DEEPEST: u32 = 10;
/// Close enough to the point for a function to have no value there where it has none beside it.
const BESIDE: f64 = 1.0 / 1_048_576.0;

/// A function of the table.
pub(super) fn call(function: Function, arguments: &[Germ], order: Order) -> Germ {
    match arguments {
        [x] => unary(function, x, order),
        _ => several(function, arguments, order),
    }
    .unwrap_or_else(|| {
        let all: Vec<&Germ> = arguments.iter().collect();
        Germ::of(&all, |all| smooth(function, all, order))
    })
}

/// A number as a germ.
fn number(value: i64, order: Order) -> Germ {
    Germ::number(&value.into(), order)
}

/// The sign of a germ: `None` where it is not known.
fn sign(x: &Germ) -> Option<Ordering> {
    x.known().and_then(Series::sign)
}

fn unary(function: Function, x: &Germ, order: Order) -> Option<Germ> {
    use Function::*;
    let by_sign = |below: i64, at: i64, above: i64| match sign(x) {
        Some(Ordering::Less) => number(below, order),
        Some(Ordering::Equal) => number(at, order),
        Some(Ordering::Greater) => number(above, order),
        None if *x == Germ::Outside => Germ::Outside,
        None => Germ::Unclear,
    };
    Some(match function {
        Sqrt => x.raised(&Rational::HALF),
        Cbrt => cube_root(x),
        Exp => x.known()?.exponential()?.into_germ(),
        Ln => logarithm(x),
        Log2 | Log10 if x.known()?.limit()?.is_zero() => {
            let base = number(if function == Log2 { 2 } else { 10 }, order);
            logarithm(x).div(&call(Ln, &[base], order))
        }
        Abs => by_sign(-1, 0, 1).mul(x),
        Sign => by_sign(-1, 0, 1),
        Heaviside => by_sign(0, 1, 2).mul(&Germ::number(&Rational::HALF, order)),
        Relu => by_sign(0, 0, 1).mul(x),
        Floor | Ceil | Round | Trunc => Germ::of(&[x], |all| match all {
            [x] => stairs(function, x),
            _ => Germ::Unclear,
        }),
        Frac => x.minus(&call(Floor, std::slice::from_ref(x), order)),
        Sinc if x.known()?.limit()?.is_zero() && !x.known()?.is_zero() => {
            call(Sin, std::slice::from_ref(x), order).div(x)
        }
        // Between -1 and 1, however fast the argument grows.
        Sin | Cos if x.known()?.is_infinite() => Germ::Known(Series::unknown_from(0, order.cap)),
        Atan if x.known()?.is_infinite() => {
            let quarter = Coefficient::Enclosed(Interval::FRAC_PI_2);
            let quarter = Germ::Known(Series::constant(quarter, order.cap));
            let inner = call(Atan, &[number(1, order).div(x)], order);
            by_sign(-1, 0, 1).mul(&quarter).minus(&inner)
        }
        Tanh | Erf if x.known()?.is_infinite() => by_sign(-1, 0, 1),
        Sigmoid if x.known()?.is_infinite() => by_sign(0, 0, 1),
        _ => return None,
    })
}

impl Series {
    fn into_germ(self) -> Germ {
        Germ::Known(self)
    }
}

fn cube_root(x: &Germ) -> Germ {
    let third = Rational::new(1, 3).unwrap_or(Rational::ONE);
    match sign(x) {
        Some(Ordering::Less) => x.neg().raised(&third).neg(),
        _ => x.raised(&third),
    }
}

fn logarithm(x: &Germ) -> Germ {
    match (x.known(), sign(x)) {
        (Some(series), Some(Ordering::Greater)) => series.logarithm().into(),
        (None, _) => x.clone(),
        (_, Some(_)) => Germ::Outside,
        (_, None) => Germ::Unclear,
    }
}

/// Floor and its relatives: constant beside every point, but not always the value at it.
fn stairs(function: Function, x: &Series) -> Germ {
    let Some(limit) = x.limit() else {
        return Germ::Unclear;
    };
    let constant = |value: Coefficient| Germ::Known(Series::constant(value, x.cap()));
    let stair = |at: Interval| <Interval as Scalar>::call(function, &[at], ());
    let value = stair(limit.interval());
    let breaks = |at: &Rational| at.add(at).is_integer();
    if !limit.exact().is_some_and(breaks) {
        let exact = Rational::from_f64(value.lo()).filter(|_| value.is_point());
        let certain = exact.filter(|_| !value.may_jump());
        return certain.map_or(Germ::Unclear, |exact| constant(Coefficient::Exact(exact)));
    }
    let (Some(exact), Some(side)) = (limit.exact(), x.rest().sign()) else {
        return Germ::Unclear;
    };
    let quarter = Rational::new(1, 4).unwrap_or(Rational::ZERO);
    let beside = match side {
        Ordering::Less => exact.add(&quarter.neg()),
        Ordering::Equal => exact.clone(),
        Ordering::Greater => exact.add(&quarter),
    };
    match Rational::from_f64(stair(Scalar::number(&beside, ())).lo()) {
        Some(value) => constant(Coefficient::Exact(value)),
        None => Germ::Unclear,
    }
}

fn several(function: Function, arguments: &[Germ], order: Order) -> Option<Germ> {
    use Function::*;
    let choose = |a: &Germ, comparison, b: &Germ, yes: &Germ, no: &Germ| {
        Germ::select(Germ::compare(comparison, a, b), yes, no)
    };
    let zero = number(0, order);
    Some(match (function, arguments) {
        (Hypot, [a, b]) => a.powi(2).add(&b.powi(2)).raised(&Rational::HALF),
        (Min, [a, b]) => choose(a, Comparison::Less, b, a, b),
        (Max, [a, b]) => choose(a, Comparison::Greater, b, a, b),
        (Clamp, [x, low, high]) => {
            let inner = choose(x, Comparison::Greater, high, high, x);
            choose(x, Comparison::Less, low, low, &inner)
        }
        (Mod, [x, y]) => x.minus(&y.mul(&call(Floor, &[x.div(y)], order))),
        (LeakyRelu, [x, a]) => choose(x, Comparison::Greater, &zero, x, &a.mul(x)),
        (Elu, [x, a]) => {
            let below = a.mul(&call(Expm1, std::slice::from_ref(x), order));
            choose(x, Comparison::Greater, &zero, x, &below)
        }
        (Huber, [x, delta]) => {
            let half = Germ::number(&Rational::HALF, order);
            let size = call(Abs, std::slice::from_ref(x), order);
            let inside = x.powi(2).mul(&half);
            let outside = delta.mul(&size.minus(&delta.mul(&half)));
            choose(&size, Comparison::LessEqual, delta, &inside, &outside)
        }
        (Atan2, [y, x]) => {
            // Below the negative axis the angle is that of the half-plane less a turn.
            let on_axis = y.known()?.limit()?.is_zero() && sign(x) == Some(Ordering::Less);
            if !on_axis || sign(y)? != Ordering::Less {
                return None;
            }
            let mirrored = [y.neg(), x.clone()];
            call(Atan2, &mirrored, order).neg()
        }
        _ => return None,
    })
}

/// A function that is continuous where it has a value: its value at the point, and the integral
/// of its derivative from there.
fn smooth(function: Function, arguments: &[&Series], order: Order) -> Germ {
    let limits: Option<Vec<Coefficient>> = arguments.iter().map(|x| x.limit()).collect();
    let Some(limits) = limits else {
        return Germ::Unclear;
    };
    let start = match value(function, &limits) {
        Ok(start) => start,
        Err(germ) => return germ,
    };
    let rests: Vec<Series> = arguments.iter().map(|x| x.rest()).collect();
    let cap = arguments.iter().map(|x| x.cap()).min().unwrap_or(order.cap);
    let known = Series::constant(start, cap);
    let moving = rests.iter().filter(|rest| !rest.is_zero());
    let Some(step) = moving.map(Series::lead).min() else {
        return Germ::Known(known);
    };
    if is_outside(function, arguments) {
        return Germ::Outside;
    }
    if order.depth >= DEEPEST || cap <= step {
        return Germ::Known(known.add(&Series::unknown_from(step, cap)));
    }
    let inner = Order {
        cap: cap - step,
        depth: order.depth + 1,
    };
    let mut beside: Vec<Germ> = arguments
        .iter()
        .map(|x| Germ::Known(x.with_cap(inner.cap)))
        .collect();
    let shorter: Vec<Series> = arguments.iter().map(|x| x.with_cap(inner.cap)).collect();
    let shorter: Vec<&Series> = shorter.iter().collect();
    beside.push(smooth(function, &shorter, inner));
    let mut total = known;
    for (i, rest) in rests.iter().enumerate().filter(|(_, rest)| !rest.is_zero()) {
        let partial = match rule(function, arguments.len(), i) {
            Some(rule) => rule.evaluate(&beside, inner).into_iter().next(),
            None => Some(without_rule(function, &limits, i, step, inner)),
        };
        let partial = match partial {
            Some(Germ::Known(partial)) => partial,
            Some(other) => return other,
            None => return Germ::Unclear,
        };
        // The factor must be known as far as the argument's change is.
        let partial = partial.with_cap(cap);
        let Some(change) = partial.mul(&rest.with_cap(cap).derivative()).integral(cap) else {
            return Germ::Unclear;
        };
        total = total.add(&change);
    }
    Germ::Known(total)
}

/// The value of a function of constants.
fn value(function: Function, limits: &[Coefficient]) -> Result<Coefficient, Germ> {
    if let [x] = limits
        && let Some(exact) = x.exact().and_then(|x| function.exact_value(x))
    {
        return Ok(Coefficient::Exact(exact));
    }
    let intervals: Vec<Interval> = limits.iter().map(Coefficient::interval).collect();
    let value = <Interval as Scalar>::call(function, &intervals, ());
    if value.is_empty() {
        Err(Germ::Outside)
    } else if !value.is_bounded() || value.is_partial() || value.may_jump() {
        Err(Germ::Unclear)
    } else {
        Ok(Coefficient::Enclosed(value))
    }
}

/// Whether the function has no value very near the point, on this side.
fn is_outside(function: Function, arguments: &[&Series]) -> bool {
    let near: Vec<Interval> = arguments
        .iter()
        .map(|series| {
            let terms = series.terms().iter();
            terms.fold(Interval::ZERO, |sum, term| {
                let power = BESIDE.powf(term.exponent as f64 / UNIT as f64);
                let logs = BESIDE.ln().powi(i32::try_from(term.logs).unwrap_or(0));
                sum + term.coefficient.interval() * Interval::point(power * logs)
            })
        })
        .collect();
    <Interval as Scalar>::call(function, &near, ()).is_empty()
}

/// The derivative in argument `i` as a tape of the arguments and the value; `None` where it has no
/// closed form.
fn rule(function: Function, count: usize, i: usize) -> Option<Tape> {
    let graph = Graph::new();
    let mut names: Vec<String> = (0..count).map(|j| format!("a{j}")).collect();
    let arguments: Vec<_> = names.iter().map(|name| graph.variable(name)).collect();
    let partial = function.partial(i, graph.variable("y"), &arguments)?;
    names.push("y".to_owned());
    Tape::new(&graph, &[partial.id()], &names, TapeOptions::default()).ok()
}

/// The derivative at the point, by differences; nothing is known of how it changes.
fn without_rule(
    function: Function,
    limits: &[Coefficient],
    i: usize,
    step: i64,
    order: Order,
) -> Germ {
    let orders: Vec<u32> = (0..limits.len()).map(|j| u32::from(i == j)).collect();
    let intervals: Vec<Interval> = limits.iter().map(Coefficient::interval).collect();
    let value = Interval::call_derivative(function, &orders, &intervals, ());
    if !value.is_bounded() || value.is_empty() {
        return Germ::Unclear;
    }
    let constant = Series::constant(Coefficient::Enclosed(value), order.cap);
    Germ::Known(constant.add(&Series::unknown_from(step, order.cap)))
}
