//! Sums over the rows of data: `sum(EXPR)`, `mean(EXPR)`, `min(EXPR)` and `max(EXPR)` of an
//! expression with columns in it.
//!
//! A column is a variable until such a sum is met, which is then written out: each row puts its
//! numbers in place of the columns. So every derivative and every check of it is that of the sum
//! itself.

use partials_parser::ast::NodeId;
use rustc_hash::FxHashMap;

use super::{Error, ErrorKind, Lowering, Shape, Value};
use crate::graph::{Arena, Id, Reachable, Symbol, substitute};
use crate::number::Rational;

/// So many nodes are written out at most.
const NODES: usize = 1 << 21;

/// Columns of numbers, by name.
///
/// ```
/// use partials_symbolic::lower::Columns;
/// let mut columns = Columns::new(2);
/// columns.insert("x", vec![0.5, f64::NAN]);
/// assert_eq!(columns.rows(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    rows: usize,
    columns: Vec<(String, Vec<f64>)>,
}

impl Columns {
    /// No columns, of so many rows.
    pub fn new(rows: usize) -> Self {
        Self {
            rows,
            columns: Vec::new(),
        }
    }

    /// Adds a column; NaN where a value is missing. What is beyond the rows is left out.
    pub fn insert(&mut self, name: &str, mut values: Vec<f64>) {
        values.resize(self.rows, f64::NAN);
        self.columns.retain(|(known, _)| known != name);
        self.columns.push((name.to_owned(), values));
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The values of a column.
    pub fn get(&self, name: &str) -> Option<&[f64]> {
        let found = self.columns.iter().find(|(known, _)| known == name);
        found.map(|(_, values)| values.as_slice())
    }
}

impl Lowering<'_> {
    /// The reduction of a number over all rows; `None` where no column stands in it. Rows in which
    /// a column that stands in it has no value are left out.
    pub(super) fn over_rows(
        &self,
        id: NodeId,
        name: &str,
        value: &Value,
    ) -> Result<Option<Value>, Error> {
        let (Some(body), Some(data)) = (value.as_scalar(), self.definitions.columns()) else {
            return Ok(None);
        };
        let used = self.graph.with(|arena| {
            let reachable = Reachable::new(arena, &[body]);
            let size = reachable.len();
            let variables = reachable.variables(arena);
            let own = variables.into_iter().filter_map(|symbol| {
                let name = arena.name(symbol);
                let column = data.get(name).filter(|_| !self.is_parameter(name));
                column.map(|values| (symbol, values))
            });
            Some((size, own.collect::<Vec<_>>())).filter(|(_, own)| !own.is_empty())
        });
        let Some((size, used)) = used else {
            return Ok(None);
        };
        if size.saturating_mul(data.rows()) > NODES {
            let what = format!("a sum over {} rows of so long an expression", data.rows());
            return Err(self.error(id, ErrorKind::Unsupported(what)));
        }
        let mut decimals = value.decimals;
        let terms: Vec<Id> = self.graph.with(|arena| {
            let rows = (0..data.rows()).filter_map(|row| numbers(&used, row));
            rows.map(|row| {
                decimals |= row.iter().any(|(_, number)| !number.is_integer());
                term(arena, body, row)
            })
            .collect()
        });
        if terms.is_empty() {
            let what = format!("`{name}` of columns without a common row");
            return Err(self.error(id, ErrorKind::Unsupported(what)));
        }
        let rows = Value::new(Shape::Vector(terms.len()), terms);
        Ok(Some(Value {
            decimals,
            ..self.reduce(name, &rows)
        }))
    }
}

/// The numbers of a row, if all are there.
fn numbers(used: &[(Symbol, &[f64])], row: usize) -> Option<Vec<(Symbol, Rational)>> {
    let number = |(symbol, values): &(Symbol, &[f64])| {
        Some((*symbol, Rational::from_written(*values.get(row)?)?))
    };
    used.iter().map(number).collect()
}

fn term(arena: &mut Arena, body: Id, row: Vec<(Symbol, Rational)>) -> Id {
    let images: FxHashMap<Symbol, Id> = row
        .into_iter()
        .map(|(symbol, number)| (symbol, arena.number(number)))
        .collect();
    substitute(arena, body, &images)
}
