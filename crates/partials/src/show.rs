//! Functions as text.

use std::fmt;

use partials_symbolic::lower::Shape;

use crate::Function;

impl fmt::Display for Function {
    /// One line for a small function; a large one has its shared parts defined on lines before.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text();
        f.write_str(&text.preamble())?;
        match self.shape() {
            Shape::Scalar => f.write_str(text.results.first().map_or("", |result| result)),
            Shape::Vector(_) => write!(f, "[{}]", text.results.join(", ")),
            Shape::Matrix(_, columns) => {
                let rows: Vec<String> = text
                    .results
                    .chunks(columns.max(1))
                    .map(|row| format!("[{}]", row.join(", ")))
                    .collect();
                write!(f, "[{}]", rows.join(", "))
            }
        }
    }
}
