//! From the two sides of a claim to its entries.

use partials_numeric::verify::{Claim, ClaimEntry};
use partials_parser::ast::{Ast, Kind, NodeId};
use partials_symbolic::Graph;
use partials_symbolic::graph::{Id, Reachable, Symbol, natural_order};
use partials_symbolic::lower::{Origin, Value};

use super::Session;
use crate::Error;

impl Session {
    /// Where one side is a derivative, the other is claimed for it; otherwise both are claimed
    /// equal.
    pub(super) fn claim(
        &self,
        left: Value,
        right: Value,
        roundings: [Vec<Option<f64>>; 2],
        at: &[(String, Value)],
    ) -> Result<Claim, Error> {
        let [left_rounding, right_rounding] = roundings;
        let turned = left.origins.is_empty() && !right.origins.is_empty();
        let (truth, claimed, rounding) = if turned {
            (right, left, left_rounding)
        } else {
            (left, right, right_rounding)
        };
        let fits = truth.shape == claimed.shape
            || truth.elements.len() == 1 && claimed.elements.len() == 1;
        if !fits {
            return Err(Error::mismatch(
                truth.shape.to_string(),
                claimed.shape.to_string(),
            ));
        }
        self.with_graph(|graph| {
            let entries: Vec<ClaimEntry> = truth
                .elements
                .iter()
                .zip(&claimed.elements)
                .enumerate()
                .map(|(i, (truth_id, claimed_id))| {
                    let origin = truth.origins.get(i);
                    let rounding = rounding.get(i).copied().flatten();
                    ClaimEntry {
                        rounding,
                        ..entry(graph, &truth, origin, *truth_id, *claimed_id)
                    }
                })
                .collect();
            let mut everything: Vec<Id> = Vec::new();
            for entry in &entries {
                everything.extend([entry.truth, entry.claimed]);
                everything.extend(entry.function);
            }
            let declared = truth.variables.clone().unwrap_or_default();
            let variables = variables(graph, &declared, &everything);
            let at = named_point(&variables, at)?;
            Ok(Claim {
                entries,
                ranges: self.ranges.clone(),
                conditions: self.conditions_of(graph, &variables),
                at,
                variables,
                decimals: truth.decimals || claimed.decimals,
            })
        })
    }

    /// The conditions that only speak of these variables.
    fn conditions_of(&self, graph: &Graph, variables: &[String]) -> Vec<Id> {
        graph.with(|arena| {
            let known = |id: &&Id| {
                Reachable::new(arena, &[**id])
                    .variables(arena)
                    .iter()
                    .all(|symbol| variables.iter().any(|v| v == arena.name(*symbol)))
            };
            self.conditions.iter().filter(known).copied().collect()
        })
    }
}

/// The named point in the order of the variables.
fn named_point(variables: &[String], at: &[(String, Value)]) -> Result<Option<Vec<Id>>, Error> {
    if at.is_empty() {
        return Ok(None);
    }
    let coordinate = |name: &String| {
        let value = at.iter().find(|(known, _)| known == name);
        let value = value.and_then(|(_, value)| value.as_scalar());
        value.ok_or_else(|| Error::mismatch(format!("a value for `{name}` in the point"), "none"))
    };
    let point: Result<_, _> = variables.iter().map(coordinate).collect();
    point.map(Some)
}

/// Half of the last digit of each element that is written as a decimal number of several digits.
pub(super) fn roundings(ast: &Ast, node: NodeId) -> Vec<Option<f64>> {
    let mut found = Vec::new();
    let mut stack = vec![node];
    while let Some(next) = stack.pop() {
        match ast.node(next).kind {
            Kind::Vector => stack.extend(ast.children(next).iter().rev()),
            _ => found.push(rounding(ast, next)),
        }
    }
    found
}

fn rounding(ast: &Ast, node: NodeId) -> Option<f64> {
    let mut node = node;
    while ast.node(node).kind == Kind::Negative {
        node = *ast.children(node).first()?;
    }
    let Kind::Number(literal) = ast.node(node).kind else {
        return None;
    };
    let literal = ast.literal(literal)?;
    let exponent = i32::try_from(literal.exponent).ok()?;
    // A single digit would let half of the truth pass for all of it.
    let rounded = literal.decimal && literal.digits.len() > 1;
    rounded.then(|| 0.5 * 10_f64.powi(exponent))
}

fn entry(
    graph: &Graph,
    value: &Value,
    origin: Option<&Origin>,
    truth: Id,
    claimed: Id,
) -> ClaimEntry {
    let Some(origin) = origin else {
        return ClaimEntry {
            function: None,
            wrt: Vec::new(),
            truth,
            lower: Vec::new(),
            claimed,
            rounding: None,
        };
    };
    let mut base = Value::scalar(origin.function);
    base.variables.clone_from(&value.variables);
    let orders = 1..origin.variables.len();
    let lower = orders
        .filter_map(|order| {
            let along = origin.variables.get(..order)?;
            base.derive(graph, along).as_scalar()
        })
        .collect();
    ClaimEntry {
        function: Some(origin.function),
        wrt: origin.variables.clone(),
        truth,
        lower,
        claimed,
        rounding: None,
    }
}

/// The declared variables that occur, then the others in alphabetic order.
fn variables(graph: &Graph, declared: &[Symbol], expressions: &[Id]) -> Vec<String> {
    graph.with(|arena| {
        let mut found = Reachable::new(arena, expressions).variables(arena);
        let place = |symbol: &Symbol| {
            declared
                .iter()
                .position(|d| d == symbol)
                .unwrap_or(usize::MAX)
        };
        found.sort_by(|a, b| {
            place(a)
                .cmp(&place(b))
                .then_with(|| natural_order(arena.name(*a), arena.name(*b)))
        });
        found
            .iter()
            .map(|symbol| arena.name(*symbol).to_owned())
            .collect()
    })
}
