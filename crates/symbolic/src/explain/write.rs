//! Explanations as plain data and text.

use std::fmt;

use super::{Explanation, Outer, Rule, Step, record};
use crate::functions::Arity;
use crate::graph::{Arena, Graph, Id, Reachable, Symbol};
use crate::lower::Shape;
use crate::print::{Equation, Label, Notation, Subject, TextOptions, equations};

/// Explanations show a part up to this many nodes in full, again and again; beyond that shared
/// parts have names.
const SHARE_ABOVE: u64 = 20_000;
/// Steps deeper than this are not indented further.
const DEEPEST: usize = 12;

/// An explanation in a notation: plain data for programs, and for people by [`fmt::Display`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Written {
    /// What is derived, as `d/dx (x^2)`.
    pub question: String,
    /// The function.
    pub function: String,
    /// The variable in which it is derived.
    pub variable: String,
    /// Shared parts of a large function, each before its uses.
    pub definitions: Vec<Definition>,
    /// The steps.
    pub steps: Vec<WrittenStep>,
    /// The derivative.
    pub result: String,
    #[cfg_attr(feature = "serde", serde(skip))]
    notation: Notation,
}

/// A named part of a large function.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Definition {
    /// The name.
    pub name: String,
    /// What it stands for.
    pub value: String,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct WrittenStep {
    /// Its number, counted from 1.
    pub number: usize,
    /// The name of the rule.
    pub rule: &'static str,
    /// What the rule says in general.
    pub statement: Option<String>,
    /// What the letters of the rule stand for.
    pub letters: Vec<Letter>,
    /// The outside of the chain rule.
    pub outer: Option<WrittenOuter>,
    /// The numbers of the steps that derive the parts.
    pub inner: Vec<usize>,
    /// What is derived.
    pub input: String,
    /// Its derivative.
    pub output: String,
    /// The equation of both.
    pub claim: String,
}

/// What a letter stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Letter {
    /// The letter.
    pub name: String,
    /// What it stands for.
    pub value: String,
    /// The equation of both.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub equation: String,
}

/// The outside of the chain rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct WrittenOuter {
    /// The name of its rule.
    pub rule: &'static str,
    /// What the rule says in general.
    pub statement: Option<String>,
    /// Its derivative in each letter, as equations.
    pub derivatives: Vec<String>,
}

impl Explanation {
    /// The explanation in text or LaTeX.
    pub fn write(&self, graph: &Graph, notation: Notation, decimals: bool) -> Written {
        graph.with(|arena| {
            let mut writer = Writer::new(arena, self);
            let list = writer.collect();
            let options = TextOptions {
                decimals,
                share_above: SHARE_ABOVE,
                ..notation.into()
            };
            let text = equations(arena, &list, options);
            let mut results = text.results.into_iter();
            let mut next = || results.next().unwrap_or_default();
            let (question, function, result) = (next(), next(), next());
            let steps = self.steps.iter().enumerate();
            let steps = steps
                .map(|(place, step)| written(place, step, arena, notation, &mut next))
                .collect();
            let definitions = text.definitions.into_iter();
            Written {
                question,
                function,
                variable: arena.name(self.variable).to_owned(),
                definitions: definitions
                    .map(|(name, value)| Definition { name, value })
                    .collect(),
                steps,
                result,
                notation,
            }
        })
    }
}

/// The equations of an explanation, in the order in which [`written`] takes their texts.
struct Writer<'a> {
    arena: &'a Arena,
    explanation: &'a Explanation,
    total: bool,
    list: Vec<Equation>,
}

impl<'a> Writer<'a> {
    fn new(arena: &'a Arena, explanation: &'a Explanation) -> Self {
        let variables = Reachable::new(arena, &[explanation.function]).variables(arena);
        Self {
            arena,
            explanation,
            total: variables.iter().all(|v| *v == explanation.variable),
            list: Vec::new(),
        }
    }

    fn push(&mut self, label: Option<Label>, element: Id) {
        self.list
            .push(Equation::new(label, Shape::Scalar, vec![element]));
    }

    fn derivative(&self, of: Id, variable: Symbol, total: bool) -> Label {
        Label::Derivative {
            of: Subject::Expression(of),
            total,
            wrt: vec![self.arena.name(variable).to_owned()],
        }
    }

    fn collect(&mut self) -> Vec<Equation> {
        let explanation = self.explanation;
        let question = self.derivative(explanation.function, explanation.variable, self.total);
        self.list.push(Equation::left(question));
        self.push(None, explanation.function);
        self.push(None, explanation.result);
        for step in &explanation.steps {
            self.push(None, step.input);
            self.push(None, step.output);
            let label = match step.rule {
                Rule::Arrange => Label::Expression(step.input),
                _ => self.derivative(step.input, explanation.variable, self.total),
            };
            self.push(Some(label), step.output);
            for (letter, value) in &step.letters {
                self.push(None, *value);
                let name = self.arena.name(*letter).to_owned();
                self.push(Some(Label::Name(name)), *value);
            }
            if let Some(Outer {
                function,
                derivatives,
                ..
            }) = &step.outer
            {
                for ((letter, _), derivative) in step.letters.iter().zip(derivatives) {
                    let label = self.derivative(*function, *letter, step.letters.len() == 1);
                    self.push(Some(label), *derivative);
                }
            }
        }
        std::mem::take(&mut self.list)
    }
}

fn written(
    place: usize,
    step: &Step,
    arena: &Arena,
    notation: Notation,
    next: &mut impl FnMut() -> String,
) -> WrittenStep {
    let (input, output, claim) = (next(), next(), next());
    let letters = step.letters.iter().map(|(letter, _)| Letter {
        name: arena.name(*letter).to_owned(),
        value: next(),
        equation: next(),
    });
    let letters: Vec<Letter> = letters.collect();
    let names: Vec<&str> = letters.iter().map(|letter| letter.name.as_str()).collect();
    let outer = step.outer.as_ref().map(|outer| WrittenOuter {
        rule: outer.rule.name(),
        statement: statement(outer.rule, &[], notation),
        derivatives: outer.derivatives.iter().map(|_| next()).collect(),
    });
    WrittenStep {
        number: place + 1,
        rule: step.rule.name(),
        statement: statement(step.rule, &names, notation),
        letters,
        outer,
        inner: step.inner.iter().map(|step| step + 1).collect(),
        input,
        output,
        claim,
    }
}

/// What a rule says; of the table as it is written there, for functions of one argument.
fn statement(rule: Rule, letters: &[&str], notation: Notation) -> Option<String> {
    let function = record::table_rule(rule);
    if let Some(function) = function.filter(|f| f.arity() == Arity::Exactly(1)) {
        let (call, derivative) = function.rule(0, notation)?;
        return Some(format!("{call}' = {derivative}"));
    }
    rule.statement(letters, notation != Notation::Text)
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.notation {
            Notation::Text => self.lines(f),
            _ => self.aligned(f),
        }
    }
}

/// What is to be shown next: a step, its end, or that it was shown before.
enum Task {
    Begin(usize, usize),
    End(usize, usize),
}

impl Written {
    /// Steps below each other, those of parts indented.
    fn lines(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for definition in &self.definitions {
            writeln!(f, "{} = {}", definition.name, definition.value)?;
        }
        writeln!(f, "{}\n", self.question)?;
        let mut shown = vec![false; self.steps.len()];
        let last = self.steps.len().saturating_sub(1);
        let mut stack = vec![Task::Begin(last, 0), Task::Begin(0, 0)];
        while let Some(task) = stack.pop() {
            let (Task::Begin(place, depth) | Task::End(place, depth)) = task;
            let Some(step) = self.steps.get(place) else {
                continue;
            };
            let indent = " ".repeat(3 * depth.min(DEEPEST));
            let again = shown.get(place) == Some(&true);
            match task {
                Task::End(..) => writeln!(f, "{indent}   {}", step.claim)?,
                Task::Begin(..) if again && depth == 0 => {}
                Task::Begin(..) if again => {
                    writeln!(f, "{indent}{}, as in step {}", step.claim, step.number)?;
                }
                Task::Begin(..) => {
                    shown.iter_mut().skip(place).take(1).for_each(|s| *s = true);
                    step.head(f, &indent)?;
                    stack.push(Task::End(place, depth));
                    let inner = step.inner.iter().rev();
                    stack.extend(inner.map(|number| Task::Begin(number - 1, depth + 1)));
                }
            }
        }
        writeln!(f, "\n= {}", self.result)
    }

    /// An `align*` of amsmath: a line for each step.
    fn aligned(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\\begin{{align*}}")?;
        for definition in &self.definitions {
            writeln!(f, "& {} \\\\", definition.value)?;
        }
        for (place, step) in self.steps.iter().enumerate() {
            let mut reasons = vec![format!("\\text{{{}}}", step.rule)];
            reasons.extend(step.statement.iter().cloned());
            reasons.extend(step.letters.iter().map(|letter| letter.equation.clone()));
            reasons.extend(
                step.outer
                    .iter()
                    .flat_map(|outer| outer.derivatives.clone()),
            );
            let end = if place + 1 == self.steps.len() {
                ""
            } else {
                r" \\"
            };
            let reasons = reasons.join(", \\; ");
            writeln!(
                f,
                "{}. \\quad & {} && {reasons}{end}",
                step.number, step.claim
            )?;
        }
        writeln!(f, "\\end{{align*}}")
    }
}

impl WrittenStep {
    /// The first line of a step, and that of the outside of the chain rule.
    fn head(&self, f: &mut fmt::Formatter<'_>, indent: &str) -> fmt::Result {
        write!(f, "{indent}{}. {}", self.number, self.rule)?;
        if let Some(statement) = &self.statement {
            write!(f, ": {statement}")?;
        }
        for (place, letter) in self.letters.iter().enumerate() {
            let word = if place == 0 { ", with " } else { ", " };
            write!(f, "{word}{}", letter.equation)?;
        }
        writeln!(f)?;
        if let Some(outer) = &self.outer {
            let derivatives = outer.derivatives.join(", ");
            let from = match outer.rule {
                "table" => "from the table",
                rule => rule,
            };
            writeln!(f, "{indent}   outside: {derivatives}, {from}")?;
        }
        Ok(())
    }
}
