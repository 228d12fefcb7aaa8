//! Which way a derivative is worked out, and why: forward for few variables, reverse for few
//! functions, Taylor for high orders.

use std::fmt;

use super::forward::pushforward;
use super::taylor::Series;
use crate::graph::{Arena, Fault, Graph, Id, Reachable, Symbol};

/// A way to work out derivatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Tangents from operands to results, once for each variable.
    Forward,
    /// Adjoints from results to operands, once for each function.
    Reverse,
    /// Coefficients of power series, once for all orders.
    Taylor,
}

/// The way that was chosen, and the sizes that it was chosen by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// The way.
    pub method: Method,
    /// The size in nodes that is predicted of it.
    pub size: f64,
    /// The next best way, and its size.
    pub instead_of: Option<(Method, f64)>,
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |method: Method| match method {
            Method::Forward => "forward",
            Method::Reverse => "reverse",
            Method::Taylor => "Taylor",
        };
        write!(f, "{}, about {} nodes", name(self.method), self.size.ceil())?;
        match self.instead_of {
            Some((other, size)) => write!(f, "; {} would need {}", name(other), size.ceil()),
            None => Ok(()),
        }
    }
}

/// Nodes that forward mode adds for each, about; reverse mode has a sum at each more.
const FORWARD: f64 = 2.0;
const REVERSE: f64 = 3.0;

/// How a Jacobian of so many functions in so many variables is worked out.
pub fn plan_jacobian(graph: &Graph, functions: &[Id], variables: &[Symbol]) -> Plan {
    let nodes = graph.with(|arena| Reachable::new(arena, functions).len()) as f64;
    let forward = FORWARD * nodes * variables.len() as f64;
    let reverse = REVERSE * nodes * functions.len() as f64;
    let pairs = [(Method::Forward, forward), (Method::Reverse, reverse)];
    let [(method, size), other] = if functions.len() <= variables.len() {
        [pairs[1], pairs[0]]
    } else {
        pairs
    };
    Plan {
        method,
        size,
        instead_of: Some(other),
    }
}

/// Up to this size the result of rule after rule is taken anyway: it reads better.
const SMALL: usize = 64;
/// The nodes that derivatives of high order may add.
const BUDGET: usize = 1 << 23;
/// From this order on nobody reads the result, and rules must be so many times smaller: tidying
/// what each of them yields takes its time.
const HIGH: u32 = 12;
const CLEARLY: f64 = 1.5;

/// The derivative of some order in one variable, with the way that was taken: rule after rule and
/// tidied each time, until this grows so that the coefficients of Taylor mode will be smaller. Rules
/// multiply the size with each order, coefficients have the square of the order.
///
/// ```
/// use partials_symbolic::{Graph, derive};
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let symbol = graph.with(|arena| arena.symbol("x"));
/// let f = (x * x.sin()).exp() / (1 + x.pow(2));
/// let tidy = |_: &mut _, ids: &[_]| ids.to_vec();
/// let (_, plan) = derive::of_order(&graph, &[f.id()], symbol, 12, tidy);
/// assert_eq!(plan.method, derive::Method::Taylor);
/// let (_, plan) = derive::of_order(&graph, &[x.sin().id()], symbol, 2, tidy);
/// assert_eq!(plan.method, derive::Method::Forward);
/// ```
pub fn of_order(
    graph: &Graph,
    functions: &[Id],
    variable: Symbol,
    order: u32,
    mut tidy: impl FnMut(&mut Arena, &[Id]) -> Vec<Id>,
) -> (Vec<Id>, Plan) {
    let size_of = |ids: &[Id]| graph.with(|arena| Reachable::new(arena, ids).len());
    let start = graph.with(|arena| arena.len());
    let mut derived = functions.to_vec();
    let mut series = Series::new(graph, variable);
    let mut of_series = |reached: u32| -> Vec<Id> {
        let derive = |function: &Id| series.derivative(*function, reached);
        functions.iter().map(derive).collect()
    };
    let mut size = size_of(functions);
    let mut predicted = (size as f64, None);
    for reached in 1..=order {
        let raw = pushforward(graph, &derived, &[variable]);
        derived = graph.with(|arena| tidy(arena, &raw));
        let before = std::mem::replace(&mut size, size_of(&derived));
        predicted.0 = size as f64;
        if reached < 2 || order < 3 || size <= SMALL {
            continue;
        }
        let growth = (size as f64 / before as f64).max(1.0);
        let squares = (f64::from(order) / f64::from(reached)).powi(2);
        let taylor = size_of(&of_series(reached)) as f64 * squares;
        let rules = size as f64 * growth.powf(f64::from(order - reached));
        predicted = (rules, Some(taylor));
        let margin = if order < HIGH { 1.0 } else { CLEARLY };
        if rules * margin <= taylor {
            continue;
        }
        for next in reached..=order {
            derived = of_series(next);
            if graph.with(|arena| arena.len()) - start > BUDGET {
                let fault = Fault::TooLarge { limit: BUDGET };
                derived = vec![graph.with(|arena| arena.poison(fault)); functions.len()];
                break;
            }
        }
        let plan = Plan {
            method: Method::Taylor,
            size: taylor,
            instead_of: Some((Method::Forward, rules)),
        };
        return (derived, plan);
    }
    let plan = Plan {
        method: Method::Forward,
        size: predicted.0,
        instead_of: predicted.1.map(|taylor| (Method::Taylor, taylor)),
    };
    (derived, plan)
}
