//! What simplification promises, checked of one formula: it keeps the values, makes nothing longer,
//! changes nothing when it is done again, and what it prints reads back.

use partials::Function;
use partials::symbolic::simplify::length;

use crate::points::compare;
use crate::{Row, carried_corpus};

/// The corpora with formulas to simplify.
pub const CORPORA: [&str; 6] = [
    "antiderivatives",
    "feynman",
    "wild",
    "mgh_cute",
    "nist",
    "sympy_diff",
];

/// The formulas of a row, and where it has them, their derivatives.
fn formulas(row: &Row) -> Vec<String> {
    let fields = ["expr", "integrand", "antiderivative", "derivative"];
    let texts = fields.into_iter().filter_map(|field| row.text(field));
    let gradient = row.named_texts("sympy_grad").into_values();
    let texts = texts.chain(row.texts("exprs")).chain(gradient);
    texts.map(str::to_owned).collect()
}

/// The formulas of all corpora, of the rows that `rows` gives for their names.
pub fn all_formulas(rows: impl Fn(&str) -> Vec<Row>) -> Vec<String> {
    let rows = CORPORA.iter().flat_map(|name| rows(name));
    rows.flat_map(|row| formulas(&row)).collect()
}

/// The formulas of the corpora that the repository carries.
pub fn carried_formulas() -> Vec<String> {
    all_formulas(carried_corpus)
}

/// How long the elements of a function are, together.
pub fn operations(function: &Function) -> u64 {
    function.with_graph(|graph, value| {
        let elements = value.elements.iter();
        graph.with(|arena| elements.map(|id| length(arena, *id)).sum())
    })
}

/// What is wrong with the shorter form of a formula, if anything. A formula that is not read is
/// right.
pub fn fault(source: &str, seed: u64) -> Option<String> {
    let function = Function::parse(source).ok()?;
    let short = function.simplify().function;
    let text = short.to_string();
    let again = short.simplify().function.to_string();
    if again != text {
        return Some(format!("changes again:\n  {source}\n  {text}\n  {again}"));
    }
    if operations(&short) > operations(&function) {
        return Some(format!("longer:\n  {source}\n  {text}"));
    }
    if short.text().definitions.is_empty() {
        match Function::parse(&text) {
            Ok(read) if read.to_string() == text => {}
            Ok(read) => return Some(format!("read as another:\n  {text}\n  {read}")),
            Err(error) => return Some(format!("unreadable: {text}: {error}")),
        }
    }
    let seen = compare(&function, &short, 20, seed);
    let faults = [seen.different, seen.lost].concat();
    (!faults.is_empty()).then(|| format!("other values:\n  {source}\n  {text}\n  {faults:?}"))
}
