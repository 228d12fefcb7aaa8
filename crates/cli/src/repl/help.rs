//! `:help`: commands, functions with their derivatives, and the words of the language.

use partials::Function;
use partials::parser::{Code, closest};
use partials::symbolic::Function as Row;
use partials::symbolic::functions::{Arity, Domain};

use super::command::{self, TABLE};
use super::settings;
use super::state::State;

/// A word or sign of the language: its form, what it means, an example.
struct Word {
    names: &'static [&'static str],
    form: &'static str,
    meaning: &'static str,
    example: &'static str,
}

const fn word(
    names: &'static [&'static str],
    form: &'static str,
    meaning: &'static str,
    example: &'static str,
) -> Word {
    Word {
        names,
        form,
        meaning,
        example,
    }
}

/// What the language has besides functions.
const WORDS: &[Word] = &[
    word(
        &["diff", "d/dx", "∂"],
        "diff(f, x, y) or d/dx (f) or ∂f/∂x or f'(x)",
        "derivative, of a higher order where more variables are named",
        "diff(x^2*sin(y), x, y)",
    ),
    word(
        &["grad", "∇", "gradient"],
        "grad f",
        "gradient, a row vector",
        "grad(x^2*y)",
    ),
    word(
        &["jacobian"],
        "jacobian(v)",
        "a row for each element, a column for each variable",
        "jacobian([r*cos(t), r*sin(t)])",
    ),
    word(
        &["hessian"],
        "hessian(f)",
        "all second derivatives",
        "hessian(x^2*y)",
    ),
    word(
        &["div"],
        "div(v)",
        "divergence: the sum of ∂v_i/∂x_i",
        "div([x^2, x*y])",
    ),
    word(
        &["curl"],
        "curl(v)",
        "curl of a vector of three elements",
        "curl([y, -x, 0*z])",
    ),
    word(
        &["laplacian"],
        "laplacian(f)",
        "the sum of all second derivatives in one variable",
        "laplacian(x^2 + y^2)",
    ),
    word(
        &["dot"],
        "dot(a, b)",
        "scalar product",
        "dot([x, y], [y, x])",
    ),
    word(
        &["cross"],
        "cross(a, b)",
        "vector product",
        "cross([1, 0, 0], [0, 1, 0])",
    ),
    word(&["norm"], "norm(v)", "Euclidean length", "norm([x, y])"),
    word(
        &["transpose"],
        "transpose(A)",
        "rows become columns",
        "transpose([[1, 2], [3, 4]])",
    ),
    word(
        &["sum"],
        "sum(a, i, 1, n)",
        "sum over an index",
        "sum(i*x^i, i, 1, 3)",
    ),
    word(
        &["product"],
        "product(a, i, 1, n)",
        "product over an index",
        "product(x + i, i, 1, 3)",
    ),
    word(
        &["if"],
        "if(c, a, b)",
        "a where the condition c holds, b elsewhere",
        "if(x < 0, -x, x)",
    ),
    word(
        &["piecewise"],
        "piecewise(c1: a, c2: b, else: z)",
        "the value of the first condition that holds",
        "piecewise(x < 0: -x, else: x)",
    ),
    word(
        &["at"],
        "EXPRESSION at x = 1, y = 2",
        "the value at a point",
        "x^2*y at x = 3, y = 1/2",
    ),
    word(
        &["claim"],
        "claim LEFT = RIGHT [at x = 1]",
        "something worked out by hand, to be checked",
        "claim d/dx sin(x^2) = 2*x*cos(x^2)",
    ),
    word(
        &["assume"],
        "assume CONDITION",
        "what is known of a variable",
        "assume x > 0",
    ),
    word(
        &["domain"],
        "domain x in [a, b]",
        "where claims are tried",
        "domain x in [1/10, 5]",
    ),
    word(
        &["data"],
        "data \"FILE.csv\"",
        "a table whose columns have names",
        "data \"houses.csv\"",
    ),
    word(
        &["=", "define", "definition"],
        "NAME = … or f(x, y) = …",
        "a definition",
        "f(x, y) = x^2*y",
    ),
    word(
        &["%", "%1"],
        "% or %1, %2, …",
        "the last result, or one of those before",
        "% + 1",
    ),
    word(
        &["pi", "π", "tau", "τ", "e", "inf"],
        "pi, tau, e, inf",
        "constants: π, 2π, Euler's number, infinity",
        "sin(pi/6)",
    ),
];

/// All names that help can be asked for.
pub fn names() -> impl Iterator<Item = &'static str> {
    let words = WORDS.iter().flat_map(|word| word.names.iter().copied());
    let functions = Row::ALL.iter().map(|function| function.name());
    words
        .chain(functions)
        .chain(TABLE.iter().map(|command| command.name))
}

/// The help on a name, or on everything.
///
/// # Errors
/// A message, where nothing is known of the name.
pub fn text(state: &State, name: &str) -> Result<String, String> {
    let name = name
        .strip_prefix(':')
        .unwrap_or(name)
        .trim_end_matches("()");
    if name.is_empty() {
        return Ok(overview());
    }
    if let Some(function) = state.session().function(name) {
        return Ok(defined(name, &function));
    }
    if let Some(function) = Row::find(name) {
        return Ok(of_function(function));
    }
    if let Some(word) = WORDS.iter().find(|word| word.names.contains(&name)) {
        return Ok(format!(
            "{}\n  {}\n  example     {}",
            word.form, word.meaning, word.example
        ));
    }
    if let Some(command) = command::find(name) {
        return Ok(format!("{}\n  {}", usage(command), command.summary));
    }
    if let Some((name, meaning)) = settings::TABLE.iter().find(|(known, _)| *known == name) {
        return Ok(format!(":set {name}\n  {meaning}"));
    }
    if let Some(code) = Code::ALL
        .iter()
        .find(|code| code.as_str().eq_ignore_ascii_case(name))
    {
        return Ok(format!("{}:{}", code.as_str(), code.explanation()));
    }
    let meant = closest(name, names()).map(|meant| format!("; did you mean `{meant}`?"));
    Err(format!(
        "nothing is known of `{name}`{}",
        meant.unwrap_or_default()
    ))
}

fn usage(command: &command::Command) -> String {
    let also: Vec<String> = command
        .also
        .iter()
        .map(|name| format!(", :{name}"))
        .collect();
    let arguments = match command.arguments {
        "" => String::new(),
        arguments => format!(" {arguments}"),
    };
    format!(":{}{arguments}{}", command.name, also.concat())
}

fn overview() -> String {
    let mut lines = vec![
        "A formula is worked out and printed; `%1`, `%2`, … and `%` name the results.".to_owned(),
        "  x^2*sin(y)                   a formula".to_owned(),
        "  d/dx (x^2*sin(x))            its derivative; also diff(f, x), ∂f/∂x, f'(x), grad f"
            .to_owned(),
        "  f(x, y) = x^2*y              a definition".to_owned(),
        "  f(3, 2)   x^2 at x = 3       values".to_owned(),
        "  claim grad f = [2*x*y, x^2]  something worked out by hand, to be checked".to_owned(),
        String::new(),
    ];
    for command in TABLE {
        lines.push(format!("{:<24} {}", usage(command), command.summary));
    }
    lines.push(String::new());
    lines.push("`:help sin` explains a function, `:help claim` a word.".to_owned());
    let functions: Vec<&str> = Row::ALL.iter().map(|function| function.name()).collect();
    lines.push("Functions:".to_owned());
    lines.extend(wrapped(&functions));
    let words: Vec<&str> = WORDS
        .iter()
        .filter_map(|word| word.names.first().copied())
        .collect();
    lines.push("Words:".to_owned());
    lines.extend(wrapped(&words));
    lines.join("\n")
}

/// Names in lines that are not too long.
fn wrapped(names: &[&str]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for name in names {
        match lines.last_mut() {
            Some(line) if line.len() + name.len() < 76 => {
                line.push(' ');
                line.push_str(name);
            }
            _ => lines.push(format!("  {name}")),
        }
    }
    lines
}

fn defined(name: &str, function: &Function) -> String {
    let text = function.text();
    let value = crate::notation::shaped(function.shape(), &text.results);
    match function.variables() {
        [] => format!("{name} = {value}"),
        variables => {
            let gradient = function.jacobian();
            let derivative = crate::notation::shaped(gradient.shape(), &gradient.text().results);
            format!(
                "{name}({}) = {value}\n  derivative  {derivative}",
                variables.join(", ")
            )
        }
    }
}

/// Signature, meaning, domain, derivative, where there is none, an example.
fn of_function(function: Row) -> String {
    let row = function.row();
    let dots = if matches!(row.arity, Arity::AtLeast(_)) {
        ", …"
    } else {
        ""
    };
    let call = format!("{}({})", row.name, row.arguments.join(", "));
    let mut lines = vec![format!("{}({}{dots})", row.name, row.arguments.join(", "))];
    let mut line = |name: &str, text: &str| lines.push(format!("  {name:<10}  {text}"));
    line("is", row.summary.trim());
    if !row.aliases.is_empty() {
        line("also", &row.aliases.join(", "));
    }
    line(
        "domain",
        match row.domain {
            Domain::Everywhere => "all real numbers",
            Domain::Where(condition) => condition,
        },
    );
    let source = format!("f({}) = {call}", row.arguments.join(", "));
    if let Ok(whole) = Function::parse(&source) {
        for argument in row.arguments {
            if let Ok(derivative) = whole.partial(argument) {
                let text = derivative.text().results.concat();
                line(&format!("d/d{argument}"), &text);
            }
        }
    }
    if !row.kinks.is_empty() {
        line("no slope", row.kinks);
    }
    line("example", &example(function));
    lines.join("\n")
}

/// A call at one of the points of the table, with its value.
fn example(function: Row) -> String {
    let row = function.row();
    let Some(sample) = row.samples.first() else {
        return String::new();
    };
    let arguments: Vec<String> = sample
        .iter()
        .map(|value| crate::notation::number(*value))
        .collect();
    let call = format!("{}({})", row.name, arguments.join(", "));
    let value = Function::parse(&call).and_then(|function| function.value(&[]));
    match value {
        Ok(value) => format!("{call} = {}", crate::notation::number(value)),
        Err(_) => call,
    }
}
