//! `docs/functions.md`: every row of the table with all its columns.

use std::fmt::Write;

use super::{Arity, CodeNames, Domain, Function, Parity};
use crate::graph::Graph;
use crate::lower::Value;
use crate::print::{Notation, Text};

const HEAD: &str = "\
<!-- Generated from crates/symbolic/src/functions/table.rs. -->
# Functions

Every function that formulas may use, as the table has it: the derivative in each argument by the
rule that is used, where there is a value, where there is none of the derivative and what the rule
gives there, the sign under a change of sign of the last argument, LaTeX, names in the standard
libraries of other languages where those have the same function, points at which the row is tested,
and the derivative of an example.

Where no closed form of a derivative is known in functions of this table, it stays as it is, as in
`diff(besselj(n, x), n)`.
";

/// The text of `docs/functions.md`.
pub fn markdown() -> String {
    let mut text = HEAD.to_owned();
    for function in Function::ALL {
        let _ = function.describe(&mut text);
    }
    text
}

impl Function {
    fn describe(self, text: &mut String) -> std::fmt::Result {
        let row = self.row();
        let graph = Graph::new();
        let arguments = self.sample_arguments(&graph);
        let call = graph.call(self, &arguments);
        let write = |id, notation: Notation| {
            graph.with(|arena| Text::new(arena, &[id], notation).results.concat())
        };
        write!(text, "\n## {}\n\n{}", row.name, row.summary.trim())?;
        if let Arity::AtLeast(_) = row.arity {
            write!(text, ", of any number of arguments")?;
        }
        writeln!(text, ".\n\n| | |\n| --- | --- |")?;
        let mut line = |name: &str, value: String| -> std::fmt::Result {
            match value.is_empty() {
                true => Ok(()),
                false => writeln!(text, "| {name} | {} |", value.replace('|', "\\|")),
            }
        };
        line("written", format!("`{}`", write(call.id(), Notation::Text)))?;
        line(
            "also",
            listed(row.aliases.iter().map(|name| format!("`{name}`"))),
        )?;
        for (i, argument) in arguments.iter().enumerate().take(row.arguments.len()) {
            let rule = match self.rule(i, Notation::Text) {
                Some((_, rule)) => format!("`{rule}`"),
                None => "no closed form".to_owned(),
            };
            line(&format!("derivative in `{argument}`"), rule)?;
        }
        line(
            "has a value",
            match row.domain {
                Domain::Everywhere => "everywhere".to_owned(),
                Domain::Where(condition) => format!("where {condition}"),
            },
        )?;
        line("not differentiable", row.kinks.to_owned())?;
        line(
            "parity",
            match row.parity {
                Parity::Even => "even".to_owned(),
                Parity::Odd => "odd".to_owned(),
                Parity::None => String::new(),
            },
        )?;
        line("LaTeX", format!("`{}`", write(call.id(), Notation::Latex)))?;
        line("in code", in_code(self.code_names()))?;
        let samples = row.samples.iter().map(|point| {
            let numbers: Vec<String> = point.iter().map(f64::to_string).collect();
            format!("({})", numbers.join(", "))
        });
        line("tested at", listed(samples))?;
        line("example", format!("`{}`", self.example()))
    }

    /// The derivative of the function of a square, or with a square as its last argument.
    fn example(self) -> String {
        let graph = Graph::new();
        let mut arguments = self.sample_arguments(&graph);
        let x = graph.variable("x");
        if let Some(last) = arguments.last_mut() {
            *last = x.pow(2);
        }
        let call = graph.call(self, &arguments);
        let symbol = graph.with(|arena| arena.symbol("x"));
        let derivative = Value::scalar(call.id()).derive(&graph, &[symbol]);
        let derivative = derivative.elements.first().map(|id| graph.handle(*id));
        let derivative = derivative.map_or_else(String::new, |handle| handle.to_string());
        format!("diff({call}, x) = {derivative}")
    }
}

fn in_code(names: CodeNames) -> String {
    let languages = [
        ("Rust", names.rust),
        ("C", names.c),
        ("Python", names.python),
        ("Julia", names.julia),
        ("JavaScript", names.javascript),
    ];
    let known = languages
        .into_iter()
        .filter_map(|(language, name)| name.map(|name| format!("{language} `{name}`")));
    listed(known)
}

fn listed(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    /// Run with `UPDATE_DOCS=1` to write the file anew.
    #[test]
    fn the_document_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/functions.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, super::markdown()).unwrap();
        }
        // A published crate stands without the workspace around it.
        if let Ok(text) = std::fs::read_to_string(path) {
            assert_eq!(text, super::markdown());
        }
    }
}
