//! Values at a point, and derivatives: what they are there, or why there is none.

use std::fmt;

use partials_numeric::difference::Side;
use partials_numeric::difference::{Options, Outcome, differentiate_bounded};
use partials_numeric::germ::{Slope, slopes};
use partials_numeric::interval::Interval;
use partials_numeric::scalar::Scalar;
use partials_numeric::tape::{Instruction, Machine, Tape};
use partials_symbolic::Rational;
use partials_symbolic::graph::{Node, Reachable};

use crate::{Error, Function};

/// A value at an exact point.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// In double precision, by the strict evaluator; NaN where there is none.
    pub value: f64,
    /// An interval that holds the exact value.
    pub enclosure: Interval,
    /// The exact value, where it is rational and that is seen.
    pub exact: Option<Rational>,
}

/// What a derivative is at a point.
///
/// A rule of derivation says what holds where the derivative exists; this is what holds at the
/// point itself, found from the values beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Local {
    /// Smooth, one-sided, a kink, …
    pub slope: Slope,
    /// Whether it was found by differences, whose bound is an estimate.
    pub by_differences: bool,
}

impl Function {
    /// The derivatives of all elements at an exact point, in variables one after the other.
    ///
    /// ```
    /// use partials::numeric::germ::Slope;
    /// use partials::{Function, symbolic::Rational};
    /// let at = |formula: &str| -> Result<String, partials::Error> {
    ///     let found = Function::parse(formula)?.derivatives_at(&["x"], &[Rational::ZERO])?;
    ///     Ok(found[0].to_string())
    /// };
    /// assert_eq!(at("relu(x) - relu(-x)")?, "1");
    /// assert_eq!(at("if(x == 0, 0, x)")?, "1");
    /// assert_eq!(at("abs(x)")?, "not differentiable here: -1 from the left, 1 from the right");
    /// # Ok::<(), partials::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the function has no such variable, or the point another number of coordinates.
    pub fn derivatives_at(
        &self,
        variables: &[&str],
        point: &[Rational],
    ) -> Result<Vec<Local>, Error> {
        // The last run of the same variable is seen at the point; what comes before, by rule.
        let Some(last) = variables.last() else {
            return Err(Error::mismatch("a variable", "none"));
        };
        let run = variables
            .iter()
            .rev()
            .take_while(|name| *name == last)
            .count();
        let before = variables.get(..variables.len() - run).unwrap_or_default();
        let function = match before {
            [] => self.clone(),
            _ => self.derivative(before)?,
        };
        let derived = function.derivative(&vec![*last; run])?;
        let along = self.variables().iter().position(|name| name == last);
        let along = along.ok_or_else(|| Error::mismatch("a variable", format!("`{last}`")))?;
        function.check_point(point.len())?;
        let order = u32::try_from(run).unwrap_or(u32::MAX);
        let tape = function.tape()?;
        let select = |instruction: &_| matches!(instruction, Instruction::Select(..));
        let branches = tape.code().iter().any(select);
        let found = slopes(tape, point, along, order);
        let rules = derived.rule_values(point)?;
        // What is made of smooth parts alone has the value that its rule has.
        let precise = |element: usize| {
            let balls = derived.ball(point, PRECISION).ok()?;
            let ball = balls
                .get(element)
                .filter(|_| is_plain(&function, element))?;
            let close = ball.is_value() && ball.relative_accuracy_bits() >= 53;
            close.then(|| Interval::enclose(ball.lower_f64(), ball.upper_f64()))
        };
        let pairs = found.into_iter().zip(rules).enumerate();
        let local = |(element, (slope, rule)): (usize, (Slope, Interval))| match slope {
            Slope::Unclear(_) if !branches && rule_is_certain(rule) => Local::by_rule(rule),
            Slope::Unclear(_) => match precise(element) {
                Some(value) => Local::by_rule(value),
                None if order == 1 => Local::by_differences(tape, element, point, along, slope),
                None => Local {
                    slope,
                    by_differences: false,
                },
            },
            Slope::Smooth { value, exact: None } => {
                let value = sharper(value, rule);
                let wide = value.width() > CLOSE * value.magnitude();
                Local::by_rule(precise(element).filter(|_| wide).unwrap_or(value))
            }
            slope => Local {
                slope,
                by_differences: false,
            },
        };
        Ok(pairs.map(local).collect())
    }

    /// Whether the function is made of smooth parts alone and has values all around a point, so
    /// that its derivatives are what their rules say, wherever these have values.
    pub(crate) fn is_smooth_at(&self, point: &[Rational]) -> Result<bool, Error> {
        let elements = self.elements().len();
        if !(0..elements).all(|element| is_plain(self, element)) {
            return Ok(false);
        }
        let around = |x: &Rational| {
            let x: Interval = Scalar::number(x, ());
            x + Interval::new(-1.0, 1.0) * Interval::point(AROUND * x.magnitude().max(AROUND))
        };
        let area: Vec<Interval> = point.iter().map(around).collect();
        let values = self.tape()?.evaluate(&area, ());
        Ok(values.into_iter().all(rule_is_certain))
    }

    /// Intervals that hold the values of the elements at a point.
    pub(crate) fn rule_values(&self, point: &[Rational]) -> Result<Vec<Interval>, Error> {
        let inputs: Vec<Interval> = point.iter().map(|x| Scalar::number(x, ())).collect();
        Ok(self.tape()?.evaluate(&inputs, ()))
    }
}

/// The bits of the balls that are asked where intervals are too wide.
const PRECISION: u32 = 256;
/// Wider than this part of its size, an interval is.
const CLOSE: f64 = 1e-9;

/// How far around a point a function must have values, in parts of the coordinates or of itself.
const AROUND: f64 = 1.0 / 1_073_741_824.0;

/// Whether an element is made of what has a derivative wherever its rule has a value.
fn is_plain(function: &Function, element: usize) -> bool {
    function.with_graph(|graph, value| {
        graph.with(|arena| {
            let roots = value.elements.get(element..=element).unwrap_or_default();
            let reachable = Reachable::new(arena, roots);
            reachable.ids().iter().all(|id| match arena.node(*id) {
                Node::Call(function, _) => function.row().kinks.is_empty(),
                Node::If(_) | Node::CallDerivative(..) => false,
                _ => true,
            })
        })
    })
}

/// Whether a rule has a value that rests on no convention.
fn rule_is_certain(rule: Interval) -> bool {
    rule.is_bounded() && !rule.is_empty() && !rule.is_partial() && !rule.may_jump()
}

/// The narrower of two enclosures of the same value.
fn sharper(value: Interval, rule: Interval) -> Interval {
    let both = value.intersect(rule);
    if rule.is_bounded() && rule.width() < value.width() && !both.is_empty() {
        rule
    } else {
        value
    }
}

impl Local {
    fn by_rule(rule: Interval) -> Self {
        Self {
            slope: Slope::Smooth {
                value: rule,
                exact: None,
            },
            by_differences: false,
        }
    }

    fn by_differences(
        tape: &Tape,
        element: usize,
        point: &[Rational],
        along: usize,
        unclear: Slope,
    ) -> Self {
        let mut moved: Vec<Interval> = point.iter().map(|x| Scalar::number(x, ())).collect();
        let at = point.get(along).map_or(f64::NAN, Rational::to_f64);
        let mut machine = Machine::default();
        let mut line = |x: f64| {
            if let Some(slot) = moved.get_mut(along) {
                *slot = Interval::point(x);
            }
            let value = tape.output(&mut machine, element, &moved);
            if value.is_empty() || !value.is_bounded() {
                return (f64::NAN, 0.0);
            }
            (value.midpoint(), value.radius())
        };
        let mut from = |side: Side| {
            let options = Options {
                side,
                ..Options::default()
            };
            differentiate_bounded(&mut line, at, &options)
        };
        let found = from(Side::Both);
        // What is even or odd looks smooth from both sides at once.
        let confirmed = [Side::Left, Side::Right].into_iter().all(|side| {
            let one = from(side);
            (one.value - found.value).abs() <= one.error + found.error
        });
        if found.outcome == Outcome::Smooth && !confirmed {
            return Self {
                slope: unclear,
                by_differences: true,
            };
        }
        let value = Interval::around(found.value, found.error);
        let around = |value: f64| Interval::around(value, found.error);
        let slope = match found.outcome {
            Outcome::Smooth => Slope::Smooth { value, exact: None },
            Outcome::OneSided(side) => Slope::OneSided { side, value },
            Outcome::Kink { left, right } => Slope::Kink {
                left: around(left),
                right: around(right),
            },
            Outcome::Jump => Slope::Jump,
            _ => unclear,
        };
        Self {
            slope,
            by_differences: true,
        }
    }

    /// The value, where there is a derivative from both sides.
    pub fn value(&self) -> Option<f64> {
        match &self.slope {
            Slope::Smooth {
                exact: Some(exact), ..
            } => Some(exact.to_f64()),
            Slope::Smooth { value, .. } => Some(value.midpoint()),
            _ => None,
        }
    }
}

impl fmt::Display for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |side: &Side| if *side == Side::Left { "left" } else { "right" };
        match &self.slope {
            Slope::Smooth {
                exact: Some(exact), ..
            } => write!(f, "{exact}"),
            Slope::Smooth { value, .. } => write!(f, "{}", shown(*value)),
            Slope::OneSided { side, value } => {
                write!(
                    f,
                    "{} from the {}, the only side",
                    shown(*value),
                    name(side)
                )
            }
            Slope::Kink { left, right } => write!(
                f,
                "not differentiable here: {} from the left, {} from the right",
                shown(*left),
                shown(*right)
            ),
            Slope::Jump => f.write_str("not differentiable here: a jump"),
            Slope::Vertical { left, right } => {
                let sides = [(left, "left"), (right, "right")].into_iter();
                let infinite = sides.filter(|(sign, _)| **sign != 0).map(|(sign, side)| {
                    let sign = if *sign > 0 { "" } else { "-" };
                    format!("{sign}inf from the {side}")
                });
                let sides: Vec<String> = infinite.collect();
                write!(
                    f,
                    "not differentiable here: the slope is {}",
                    sides.join(", ")
                )
            }
            Slope::Outside => f.write_str("undefined: outside the domain"),
            _ => f.write_str("undecided: nothing is known beside the point"),
        }
    }
}

/// The digits of an enclosure that its width leaves.
fn shown(value: Interval) -> String {
    if value.is_point() {
        return value.midpoint().to_string();
    }
    let relative = value.width() / value.magnitude().max(f64::MIN_POSITIVE);
    let digits = (-relative.log10()).clamp(1.0, 15.0) as usize;
    let rounded = format!("{:.*e}", digits.saturating_sub(1), value.midpoint());
    rounded
        .parse::<f64>()
        .map_or(rounded, |number| number.to_string())
}
