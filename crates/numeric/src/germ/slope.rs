//! From germs to derivatives at a point: what both sides say together.

use std::cmp::Ordering;

use partials_symbolic::Rational;

use super::coefficient::Coefficient;
use super::series::{Series, UNIT};
use super::{Germ, Order};
use crate::difference::Side;
use crate::interval::Interval;
use crate::tape::Tape;

/// The derivative of a function at a point, or why it has none.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Slope {
    /// The derivative from both sides.
    Smooth {
        /// It lies in here.
        value: Interval,
        /// What it is, where that is known to be rational.
        exact: Option<Rational>,
    },
    /// The function has values on one side of the point alone.
    OneSided {
        /// The side.
        side: Side,
        /// The derivative on it; infinite where the slope is.
        value: Interval,
    },
    /// Different derivatives from both sides.
    Kink {
        /// From the left.
        left: Interval,
        /// From the right.
        right: Interval,
    },
    /// The function, or its derivative of one order less, is not continuous.
    Jump,
    /// Infinite slopes, with their signs: 1 upwards, -1 downwards, 0 where that side is finite.
    Vertical {
        /// From the left.
        left: i8,
        /// From the right.
        right: i8,
    },
    /// The function has no value at the point.
    Outside,
    /// Nothing can be said.
    Unclear(Unclear),
}

/// Why nothing can be said of a derivative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unclear {
    /// A part of the function has no series that is known.
    NoSeries,
    /// Values can't be told apart.
    TooClose,
}

/// To which power germs are worked out beyond the order that is wanted, one after the other.
const BEYOND: [u32; 3] = [1, 3, 6];

/// Derivatives up to this order, whose factorial fits a machine word.
const HIGHEST: u32 = 20;

/// What one side says.
enum OneSide {
    Slope(Coefficient),
    Infinite(i8),
    Jump,
    Nothing,
    Unclear(Unclear),
}

/// The derivatives of an order of all outputs of a tape, along one input.
///
/// ```
/// use partials_numeric::germ::{Slope, slopes};
/// use partials_numeric::tape::Tape;
/// use partials_symbolic::{Graph, Rational};
///
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let tape = Tape::new(&graph, &[(x * x.sqrt()).id(), x.abs().id()], &["x"], Default::default())?;
/// let found = slopes(&tape, &[Rational::ZERO], 0, 1);
/// assert!(matches!(found[0], Slope::OneSided { value, .. } if value.contains(0.0)));
/// assert!(matches!(found[1], Slope::Kink { left, right } if left.hi() < right.lo()));
/// # Ok::<(), partials_numeric::tape::TapeError>(())
/// ```
pub fn slopes(tape: &Tape, point: &[Rational], along: usize, order: u32) -> Vec<Slope> {
    let mut found: Vec<Slope> = Vec::new();
    for beyond in BEYOND {
        let cap = i64::from(order + beyond) * UNIT;
        let at = |direction: i64| -> Vec<Germ> {
            let inputs: Vec<Germ> = point
                .iter()
                .enumerate()
                .map(|(i, x)| {
                    let start = Series::constant(Coefficient::Exact(x.clone()), cap);
                    let step = Coefficient::integer(if i == along { direction } else { 0 });
                    Germ::Known(start.add(&Series::monomial(step, UNIT, cap)))
                })
                .collect();
            tape.evaluate(&inputs, Order { cap, depth: 0 })
        };
        let (left, here, right) = (at(-1), at(0), at(1));
        let new = left
            .iter()
            .zip(&here)
            .zip(&right)
            .map(|((left, here), right)| joined(left, here, right, order));
        found = match found.is_empty() {
            true => new.collect(),
            false => {
                let better = |(old, new): (Slope, Slope)| match old {
                    Slope::Unclear(_) => new,
                    _ => old,
                };
                found.into_iter().zip(new).map(better).collect()
            }
        };
        if !found.iter().any(|slope| matches!(slope, Slope::Unclear(_))) {
            break;
        }
    }
    found
}

fn joined(left: &Germ, here: &Germ, right: &Germ, order: u32) -> Slope {
    let here = match here {
        Germ::Outside => return Slope::Outside,
        Germ::Unclear => return Slope::Unclear(Unclear::NoSeries),
        Germ::Known(series) => match series.limit() {
            Some(value) => value,
            None => return Slope::Unclear(Unclear::NoSeries),
        },
    };
    if let Some(slope) = lower_orders(left, right, order) {
        return slope;
    }
    let (left, right) = (side(left, &here, order, -1), side(right, &here, order, 1));
    match (left, right) {
        (OneSide::Jump, _) | (_, OneSide::Jump) => Slope::Jump,
        (OneSide::Unclear(why), _) | (_, OneSide::Unclear(why)) => Slope::Unclear(why),
        (OneSide::Nothing, OneSide::Nothing) => Slope::Unclear(Unclear::NoSeries),
        (OneSide::Nothing, right) => one_sided(Side::Right, right),
        (left, OneSide::Nothing) => one_sided(Side::Left, left),
        (OneSide::Slope(left), OneSide::Slope(right)) => two_slopes(&left, &right),
        (left, right) => Slope::Vertical {
            left: left.steepness(),
            right: right.steepness(),
        },
    }
}

impl OneSide {
    fn steepness(&self) -> i8 {
        match self {
            Self::Infinite(sign) => *sign,
            _ => 0,
        }
    }
}

fn one_sided(at: Side, found: OneSide) -> Slope {
    let value = match found {
        OneSide::Slope(value) => value.interval(),
        OneSide::Infinite(sign) => {
            let (left, right) = if at == Side::Left {
                (sign, 0)
            } else {
                (0, sign)
            };
            return Slope::Vertical { left, right };
        }
        _ => return Slope::Unclear(Unclear::NoSeries),
    };
    Slope::OneSided { side: at, value }
}

fn two_slopes(left: &Coefficient, right: &Coefficient) -> Slope {
    match same(left, right) {
        Some(true) => Slope::Smooth {
            value: if left.exact().is_some() {
                left.interval()
            } else {
                right.interval()
            },
            exact: left.exact().or(right.exact()).cloned(),
        },
        Some(false) => Slope::Kink {
            left: left.interval(),
            right: right.interval(),
        },
        None => Slope::Unclear(Unclear::TooClose),
    }
}

/// Whether two coefficients are equal: they are if they overlap and are known closely.
fn same(a: &Coefficient, b: &Coefficient) -> Option<bool> {
    if let (Some(a), Some(b)) = (a.exact(), b.exact()) {
        return Some(a == b);
    }
    let (a, b) = (a.interval(), b.interval());
    if a.intersect(b).is_empty() {
        return Some(false);
    }
    const CLOSE: f64 = 1e-6;
    let narrow = |x: Interval| x.width() <= CLOSE * x.magnitude().max(CLOSE);
    (narrow(a) && narrow(b)).then_some(true)
}

/// Of an order above 1: whether the derivatives below it exist.
fn lower_orders(left: &Germ, right: &Germ, order: u32) -> Option<Slope> {
    let (Germ::Known(left), Germ::Known(right)) = (left, right) else {
        return None;
    };
    for k in 1..i64::from(order) {
        let sign = Coefficient::integer(if k % 2 == 0 { 1 } else { -1 });
        let mirrored = left.coefficient(k * UNIT).mul(&sign);
        if same(&mirrored, &right.coefficient(k * UNIT)) == Some(false) {
            return Some(Slope::Jump);
        }
    }
    None
}

/// The derivative on one side, from the coefficient of the power of the distance.
fn side(germ: &Germ, here: &Coefficient, order: u32, direction: i64) -> OneSide {
    let series = match germ {
        Germ::Outside => return OneSide::Nothing,
        Germ::Unclear => return OneSide::Unclear(Unclear::NoSeries),
        Germ::Known(series) => series,
    };
    if order > HIGHEST {
        return OneSide::Unclear(Unclear::NoSeries);
    }
    let wanted = i64::from(order) * UNIT;
    if series.is_infinite() {
        return OneSide::Jump;
    }
    match series.limit().as_ref().and_then(|limit| same(limit, here)) {
        Some(true) => {}
        Some(false) => return OneSide::Jump,
        None => return OneSide::Unclear(Unclear::TooClose),
    }
    let mirrored = direction < 0 && order % 2 == 1;
    for term in series.terms() {
        let below = term.exponent < wanted && (term.exponent % UNIT != 0 || term.logs > 0);
        let beside = term.exponent == wanted && term.logs > 0;
        if below || beside {
            return match term.sign() {
                // Of a higher order the one below it is infinite already.
                Some(_) if order > 1 => OneSide::Jump,
                Some(sign) if (sign == Ordering::Greater) == mirrored => OneSide::Infinite(-1),
                Some(_) => OneSide::Infinite(1),
                None => OneSide::Unclear(Unclear::TooClose),
            };
        }
    }
    if series.end() <= wanted {
        return OneSide::Unclear(Unclear::NoSeries);
    }
    let factorial = (2..=i64::from(order)).product::<i64>();
    let factor = if mirrored { -factorial } else { factorial };
    OneSide::Slope(
        series
            .coefficient(wanted)
            .mul(&Coefficient::integer(factor)),
    )
}
