//! What a language has to say: how expressions, lines and functions look in it.

mod c;
mod cuda;
mod javascript;
mod julia;
mod python;
mod rust;
mod wgsl;

use partials_symbolic::Function;
use partials_symbolic::graph::{Comparison, Constant};

use crate::body::{Body, Level, Text, Writer, usual};
use crate::definitions::{self, Needed};
use crate::names::Names;
use crate::{Error, Routine, Shape, Target};

/// How things are written. The defaults are those of C and its descendants.
pub(crate) trait Language {
    /// A finite number.
    fn decimal(&self, value: f64) -> String {
        format!("{value:?}")
    }

    /// Infinity, and what is no number.
    fn extreme(&self, value: f64) -> &'static str;

    /// A number.
    fn number(&self, value: f64) -> Text {
        if !value.is_finite() {
            return Text::new(Level::Negation, self.extreme(value));
        }
        let text = self.decimal(value);
        match text.starts_with('-') {
            true => Text::new(Level::Negation, text),
            false => Text::atom(text),
        }
    }

    /// π, e, or what is not there.
    fn constant(&self, constant: Constant) -> Text {
        self.number(match constant {
            Constant::Pi => std::f64::consts::PI,
            Constant::E => std::f64::consts::E,
            Constant::Infinity => f64::INFINITY,
            _ => f64::NAN,
        })
    }

    /// A function of the language or its usual libraries; none where it has none.
    fn call(&self, function: Function, arguments: &[Text]) -> Option<Text>;

    /// A function that the text itself defines.
    fn own(&self, name: &str, arguments: &[Text]) -> Text {
        call(name, arguments)
    }

    /// The definition, with this name, of a function that can't be a formula.
    fn text(&self, _: Function) -> Option<fn(&str) -> String> {
        None
    }

    /// base^exponent
    fn power(&self, base: &Text, exponent: &Text) -> Text {
        call("pow", &[base.clone(), exponent.clone()])
    }

    /// base^n
    fn power_integer(&self, base: &Text, n: i64) -> Text {
        #[allow(clippy::cast_precision_loss)] // As the tape has it.
        self.power(base, &self.number(n as f64))
    }

    /// The sign of a comparison.
    fn comparison(&self, comparison: Comparison) -> &'static str {
        usual(comparison)
    }

    /// Whether all hold.
    fn and(&self, flags: &[Text]) -> Text {
        joined(flags, Level::And, " && ")
    }

    /// Whether one holds.
    fn or(&self, flags: &[Text]) -> Text {
        joined(flags, Level::Or, " || ")
    }

    /// Whether it does not hold.
    fn not(&self, flag: &Text) -> Text {
        Text::new(Level::Negation, format!("!{}", flag.at(Level::Atom)))
    }

    /// One of two values.
    fn choose(&self, condition: &Text, yes: &Text, no: &Text) -> Text {
        let text = format!(
            "{} ? {} : {}",
            condition.at(Level::Or),
            yes.at(Level::Sum),
            no.at(Level::Sum)
        );
        Text::new(Level::Choice, text)
    }

    /// A line that gives a value a name.
    fn bind(&self, name: &str, value: &str) -> String;

    /// A line that gives a condition a name.
    fn bind_flag(&self, name: &str, value: &str) -> String {
        self.bind(name, value)
    }

    /// A line that begins a sum or product.
    fn accumulator(&self, name: &str, start: &str) -> String;

    /// The head of a loop, with the index among numbers from one to another; and what ends it.
    fn repeat(&self, index: &str, from: &str, to: &str) -> Vec<String>;

    /// A line of a loop that adds or multiplies.
    fn update(&self, total: &str, sign: &str, term: &str) -> String {
        format!("{total} {sign}= {term};")
    }

    /// A function of some numbers that others call.
    fn helper(&self, name: &str, inputs: &[String], body: &Body) -> String;

    /// A function of a point.
    fn routine(&self, routine: &Routine, names: &[String], body: &Body) -> String;

    /// What stands above everything.
    fn preamble(&self, text: &str) -> String;
}

/// A call of a function by its name.
pub(crate) fn call(name: &str, arguments: &[Text]) -> Text {
    let list: Vec<&str> = arguments.iter().map(|a| a.text.as_str()).collect();
    Text::atom(format!("{name}({})", list.join(", ")))
}

fn joined(flags: &[Text], level: Level, sign: &str) -> Text {
    let list: Vec<String> = flags.iter().map(|f| f.at(Level::Comparison)).collect();
    match list.as_slice() {
        [one] => Text::atom(one.clone()),
        _ => Text::new(level, list.join(sign)),
    }
}

/// Lines with an indentation.
pub(crate) fn indented(lines: &[String]) -> String {
    lines.iter().map(|line| format!("    {line}\n")).collect()
}

/// Each line of a text behind a mark.
pub(crate) fn comment(mark: &str, text: &str) -> String {
    text.lines()
        .map(|line| format!("{} {}", mark, line).trim_end().to_owned() + "\n")
        .collect()
}

/// Some of the outputs, for the results one after the other.
pub(crate) fn shares<'a>(routine: &Routine, outputs: &'a [Text]) -> Vec<(Shape, &'a [Text])> {
    let mut rest = outputs;
    let split = |&(_, shape): &(&str, Shape)| {
        let (share, others) = rest.split_at(shape.count().min(rest.len()));
        rest = others;
        (shape, share)
    };
    routine.results.iter().map(split).collect()
}

/// The texts with commas between, broken into lines where they are many.
pub(crate) fn list(open: &str, items: &[String], close: &str) -> String {
    let line = items.join(", ");
    if line.len() <= 80 {
        return format!("{open}{line}{close}");
    }
    let lines: String = items
        .iter()
        .map(|item| format!("\n        {item},"))
        .collect();
    format!("{}{lines}\n    {}", open.trim_end(), close.trim_start())
}

fn language(target: Target) -> &'static dyn Language {
    match target {
        Target::Rust => &rust::Rust,
        Target::C => &c::C,
        Target::Python => &python::Python,
        Target::Julia => &julia::Julia,
        Target::JavaScript => &javascript::JavaScript,
        Target::Cuda => &cuda::Cuda,
        Target::Wgsl => &wgsl::Wgsl,
    }
}

/// Everything: what stands above, the functions that are lacking, and those that are asked for.
pub(crate) fn file(target: Target, routines: &[Routine]) -> Result<String, Error> {
    let language = language(target);
    let mut needed = Needed::default();
    let mut written = Vec::new();
    let mut own = Names::default();
    for routine in routines {
        let count: usize = routine.results.iter().map(|(_, shape)| shape.count()).sum();
        if count != routine.tape.outputs().len() || routine.inputs.len() != routine.tape.inputs() {
            return Err(Error::Tape(routine.name.clone()));
        }
        let mut names = Names::default();
        let inputs: Vec<String> = routine.inputs.iter().map(|name| names.give(name)).collect();
        let body = Writer {
            target,
            language,
            names,
            needed: &mut needed,
        }
        .body(&routine.tape, &inputs)?;
        let name = own.give(&routine.name);
        let routine = Routine {
            name,
            ..routine.clone()
        };
        written.push(language.routine(&routine, &inputs, &body));
    }
    let helpers = helpers(target, &mut needed)?;
    let text: Vec<String> = helpers.into_iter().chain(written).collect();
    let text = text.join("\n");
    Ok(format!("{}{text}", language.preamble(&text)))
}

/// The functions that are lacking, each after those that it calls itself.
fn helpers(target: Target, needed: &mut Needed) -> Result<Vec<String>, Error> {
    let language = language(target);
    let mut texts = Vec::new();
    let mut place = 0;
    while let Some((function, arity, name)) = needed.get(place).cloned() {
        place += 1;
        if let Some(text) = language.text(function) {
            texts.push(text(&name));
            continue;
        }
        let missing = Error::Function { function, target };
        let (inputs, tape) = definitions::tape(function, arity).ok_or(missing)?;
        let mut names = Names::default();
        let inputs: Vec<String> = inputs.iter().map(|input| names.give(input)).collect();
        let mut writer = Writer {
            target,
            language,
            names,
            needed,
        };
        let body = writer.body(&tape, &inputs)?;
        texts.push(language.helper(&name, &inputs, &body));
    }
    Ok(ordered(texts, needed))
}

/// Each text after those that it calls.
fn ordered(texts: Vec<String>, needed: &Needed) -> Vec<String> {
    let calls = |text: &str, place: usize| {
        let name = needed.get(place).map_or("", |(_, _, name)| name);
        text.contains(&format!("{name}("))
    };
    let mut waiting: Vec<(usize, String)> = texts.into_iter().enumerate().collect();
    let mut done = Vec::new();
    while !waiting.is_empty() {
        let is_free = |(own, text): &(usize, String)| {
            let mut others = waiting.iter().map(|(place, _)| *place);
            others.all(|place| place == *own || !calls(text, place))
        };
        let next = waiting.iter().position(is_free).unwrap_or(0);
        done.push(waiting.remove(next).1);
    }
    done
}
