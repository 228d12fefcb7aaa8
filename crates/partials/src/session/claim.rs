//! From the two sides of a claim to its entries.

use partials_numeric::verify::{Claim, ClaimEntry};
use partials_symbolic::graph::{Id, Reachable, Symbol, natural_order};
use partials_symbolic::lower::{Origin, Value};
use partials_symbolic::{Graph, Rational};

use super::Session;
use crate::Error;

impl Session {
    /// Where one side is a derivative, the other is claimed for it; otherwise both are claimed
    /// equal.
    pub(super) fn claim(
        &self,
        left: Value,
        right: Value,
        at: Vec<(String, Rational)>,
    ) -> Result<Claim, Error> {
        let (truth, claimed) = if left.origins.is_empty() && !right.origins.is_empty() {
            (right, left)
        } else {
            (left, right)
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
                    entry(graph, &truth, truth.origins.get(i), *truth_id, *claimed_id)
                })
                .collect();
            let mut everything: Vec<Id> = Vec::new();
            for entry in &entries {
                everything.extend([entry.truth, entry.claimed]);
                everything.extend(entry.function);
            }
            let declared = truth.variables.clone().unwrap_or_default();
            let variables = variables(graph, &declared, &everything);
            let at = self.named_point(&variables, at)?;
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

    /// The named point in the order of the variables.
    fn named_point(
        &self,
        variables: &[String],
        at: Vec<(String, Rational)>,
    ) -> Result<Option<Vec<f64>>, Error> {
        if at.is_empty() {
            return Ok(None);
        }
        let coordinate = |name: &String| {
            let value = at.iter().find(|(known, _)| known == name);
            value.map(|(_, value)| value.to_f64()).ok_or_else(|| {
                Error::mismatch(format!("a value for `{name}` in the point"), "none")
            })
        };
        variables
            .iter()
            .map(coordinate)
            .collect::<Result<_, _>>()
            .map(Some)
    }
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
