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
    let number = |(symbol, values): &(Symbol, &[f64])| Some((*symbol, decimal(*values.get(row)?)?));
    used.iter().map(number).collect()
}

fn term(arena: &mut Arena, body: Id, row: Vec<(Symbol, Rational)>) -> Id {
    let images: FxHashMap<Symbol, Id> = row
        .into_iter()
        .map(|(symbol, number)| (symbol, arena.number(number)))
        .collect();
    substitute(arena, body, &images)
}

/// The number that is meant by a float that was read from text: its shortest decimal.
fn decimal(value: f64) -> Option<Rational> {
    /// Twice the bits of the smallest float.
    const BITS: usize = 4096;
    if !value.is_finite() {
        return None;
    }
    let text = format!("{:e}", value.abs());
    let (mantissa, exponent) = text.split_once('e')?;
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.parse::<i64>().ok()? - i64::try_from(part.len()).ok()?;
    let number = Rational::from_decimal(&format!("{whole}{part}"), exponent, BITS)?;
    Some(if value < 0.0 { number.neg() } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_the_decimals_that_were_written() {
        for text in ["0.1", "-12.5", "1e-300", "250", "0", "6.02214076e23"] {
            let value: f64 = text.parse().unwrap();
            assert_eq!(decimal(value).unwrap().to_f64(), value, "{text}");
        }
        assert_eq!(decimal(0.1), Rational::new(1, 10));
        assert_eq!(decimal(f64::NAN), None);
    }
}
