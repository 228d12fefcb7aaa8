//! One line of text that reads back as the same graph.

use std::fmt::Write;

use super::Shared;
use crate::graph::{Arena, Comparison, Constant, Id, Node};
use crate::number::Rational;

/// How text is written.
#[derive(Clone, Copy, Debug)]
pub struct TextOptions {
    /// Write rationals as decimals where those terminate: for functions whose source had decimals.
    pub decimals: bool,
    /// The number of nodes above which shared parts are named instead of written out.
    pub share_above: u64,
}

impl Default for TextOptions {
    fn default() -> Self {
        Self {
            decimals: false,
            share_above: 1000,
        }
    }
}

/// Some expressions as text: named parts, then the expressions that use them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Name and text of each shared part, each before its uses.
    pub definitions: Vec<(String, String)>,
    /// The text of each expression.
    pub results: Vec<String>,
}

impl Text {
    /// Writes the expressions, all in terms of the same named parts.
    pub fn new(arena: &Arena, roots: &[Id], options: TextOptions) -> Self {
        let shared = Shared::choose(arena, roots, options.share_above);
        let writer = Writer {
            arena,
            shared: &shared,
            options,
        };
        Self {
            definitions: shared
                .order()
                .iter()
                .filter_map(|id| Some((shared.name(*id)?.to_owned(), writer.write(*id, true))))
                .collect(),
            results: roots
                .iter()
                .map(|root| writer.write(*root, false))
                .collect(),
        }
    }

    /// The definitions, one a line, each ended by a line break.
    pub fn preamble(&self) -> String {
        self.definitions
            .iter()
            .fold(String::new(), |mut text, (name, value)| {
                let _ = writeln!(text, "{name} = {value}");
                text
            })
    }
}

/// How tightly a piece of text binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    Power,
    Atom,
}

/// What is still to be written.
enum Task {
    Expression(Id, Binding),
    /// The magnitude of an expression that [`Writer::is_negative`].
    Magnitude(Id, Binding),
    Word(&'static str),
    Name(String),
}

struct Writer<'a> {
    arena: &'a Arena,
    shared: &'a Shared,
    options: TextOptions,
}

impl Writer<'_> {
    /// The text of an expression; of the definition of a named part where `definition`.
    fn write(&self, root: Id, definition: bool) -> String {
        let mut text = String::new();
        let mut stack: Vec<Task> = Vec::new();
        let mut todo: Vec<Task> = Vec::new();
        if definition {
            self.expand(root, Binding::Or, &mut todo);
        } else {
            todo.push(Task::Expression(root, Binding::Or));
        }
        stack.extend(todo.drain(..).rev());
        while let Some(task) = stack.pop() {
            match task {
                Task::Word(word) => text.push_str(word),
                Task::Name(name) => text.push_str(&name),
                Task::Expression(id, outer) => match self.shared.name(id) {
                    Some(name) => text.push_str(name),
                    None => self.expand(id, outer, &mut todo),
                },
                Task::Magnitude(id, outer) => self.expand_magnitude(id, outer, &mut todo),
            }
            stack.extend(todo.drain(..).rev());
        }
        text
    }

    /// Whether the text of an expression begins with a minus sign that a sum can take over.
    fn is_negative(&self, id: Id) -> bool {
        if self.shared.name(id).is_some() {
            return false;
        }
        match self.arena.node(id) {
            Node::Number(index) => self.arena.number_value(index).is_negative(),
            Node::Product(list) => self
                .arena
                .list(list)
                .first()
                .and_then(|first| self.arena.as_number(*first))
                .is_some_and(Rational::is_negative),
            _ => false,
        }
    }

    fn expand(&self, id: Id, outer: Binding, todo: &mut Vec<Task>) {
        let own = self.binding(id);
        let enclosed = own < outer;
        if enclosed {
            todo.push(Task::Word("("));
        }
        if self.is_negative(id) {
            todo.push(Task::Word("-"));
            self.expand_magnitude(id, Binding::Product, todo);
        } else {
            self.expand_bare(id, todo);
        }
        if enclosed {
            todo.push(Task::Word(")"));
        }
    }

    fn binding(&self, id: Id) -> Binding {
        match self.arena.node(id) {
            Node::Number(index) => {
                let value = self.arena.number_value(index);
                if value.is_negative() {
                    Binding::Product
                } else if value.is_integer() || self.decimal(value).is_some() {
                    Binding::Atom
                } else {
                    Binding::Product
                }
            }
            Node::Sum(_) => Binding::Sum,
            Node::Product(_) => Binding::Product,
            Node::Power(_, exponent) => match self.arena.as_number(exponent) {
                Some(exponent) if exponent.is_negative() => Binding::Product,
                Some(exponent) if *exponent == Rational::HALF => Binding::Atom,
                _ => Binding::Power,
            },
            Node::Compare(..) => Binding::Comparison,
            Node::And(_) => Binding::And,
            Node::Or(_) => Binding::Or,
            Node::Not(_) => Binding::Not,
            _ => Binding::Atom,
        }
    }

    fn decimal(&self, value: &Rational) -> Option<String> {
        if self.options.decimals {
            value.to_decimal(20)
        } else {
            None
        }
    }

    fn number(&self, value: &Rational) -> String {
        self.decimal(value).unwrap_or_else(|| value.to_string())
    }

    /// The text without the sign of a number or product that begins with one.
    fn expand_magnitude(&self, id: Id, outer: Binding, todo: &mut Vec<Task>) {
        match self.arena.node(id) {
            Node::Number(index) => {
                let magnitude = self.arena.number_value(index).neg();
                todo.push(Task::Name(self.number(&magnitude)));
            }
            Node::Product(list) => {
                let enclosed = outer > Binding::Product;
                if enclosed {
                    todo.push(Task::Word("("));
                }
                self.expand_product(self.arena.list(list), true, todo);
                if enclosed {
                    todo.push(Task::Word(")"));
                }
            }
            _ => self.expand(id, outer, todo),
        }
    }

    fn expand_bare(&self, id: Id, todo: &mut Vec<Task>) {
        let arena = self.arena;
        match arena.node(id) {
            Node::Poison => todo.push(Task::Word("poison")),
            Node::Number(index) => todo.push(Task::Name(self.number(arena.number_value(index)))),
            Node::Constant(constant) => todo.push(Task::Word(self.constant(constant))),
            Node::Variable(symbol) => todo.push(Task::Name(arena.name(symbol).to_owned())),
            Node::Sum(list) => self.expand_sum(arena.list(list), todo),
            Node::Product(list) => self.expand_product(arena.list(list), false, todo),
            Node::Power(base, exponent) => self.expand_power(base, exponent, todo),
            Node::Call(function, list) => {
                self.expand_call(function.name().to_owned(), arena.list(list), todo);
            }
            Node::Apply(symbol, list) => {
                self.expand_call(arena.name(symbol).to_owned(), arena.list(list), todo);
            }
            Node::CallDerivative(function, list) => {
                self.expand_derivative(function.name(), arena.list(list), todo);
            }
            Node::ApplyDerivative(symbol, list) => {
                self.expand_derivative(arena.name(symbol), arena.list(list), todo);
            }
            Node::Compare(comparison, a, b) => {
                todo.push(Task::Expression(a, Binding::Sum));
                todo.push(Task::Word(comparison_text(comparison)));
                todo.push(Task::Expression(b, Binding::Sum));
            }
            Node::And(list) => separated(arena.list(list), " and ", Binding::Not, todo),
            Node::Or(list) => separated(arena.list(list), " or ", Binding::And, todo),
            Node::Not(a) => {
                todo.push(Task::Word("not "));
                todo.push(Task::Expression(a, Binding::Comparison));
            }
            Node::If(list) => self.expand_if(arena.list(list), todo),
            Node::IndexedSum(symbol, list) => {
                self.expand_indexed("sum(", arena.name(symbol), arena.list(list), todo);
            }
            Node::IndexedProduct(symbol, list) => {
                self.expand_indexed("product(", arena.name(symbol), arena.list(list), todo);
            }
        }
    }

    fn constant(&self, constant: Constant) -> &'static str {
        match constant {
            Constant::Pi => "pi",
            // A variable may be called e; then Euler's number is written out.
            Constant::E if self.arena.find_symbol("e").is_some() => "exp(1)",
            Constant::E => "e",
            Constant::Infinity => "inf",
            Constant::Undefined => "undefined",
        }
    }

    fn expand_sum(&self, terms: &[Id], todo: &mut Vec<Task>) {
        for (i, &term) in terms.iter().enumerate() {
            match (i, self.is_negative(term)) {
                (0, _) => todo.push(Task::Expression(term, Binding::Product)),
                (_, false) => {
                    todo.push(Task::Word(" + "));
                    todo.push(Task::Expression(term, Binding::Product));
                }
                (_, true) => {
                    todo.push(Task::Word(" - "));
                    todo.push(Task::Magnitude(term, Binding::Product));
                }
            }
        }
    }

    /// A rational factor is written as its numerator in front and its denominator behind.
    fn expand_product(&self, factors: &[Id], drop_sign: bool, todo: &mut Vec<Task>) {
        let (number, rest) = match factors.split_first() {
            Some((first, rest)) => match self.arena.as_number(*first) {
                Some(number) => (number.clone(), rest),
                None => (Rational::ONE, factors),
            },
            None => (Rational::ONE, factors),
        };
        let number = if drop_sign { number.neg() } else { number };
        let decimal = self.decimal(&number);
        let (front, behind) = match decimal {
            Some(_) => (number.clone(), Rational::ONE),
            None => (number.numerator(), number.denominator()),
        };
        let starts_with_divisor = rest
            .first()
            .is_some_and(|first| self.divisor(*first).is_some());
        let mut started = false;
        if !front.is_one() || starts_with_divisor {
            todo.push(Task::Name(self.number(&front)));
            started = true;
        }
        for &factor in rest {
            if let Some((base, exponent)) = self.divisor(factor) {
                todo.push(Task::Word("/"));
                self.expand_raised(base, &exponent, Binding::Power, todo);
            } else {
                if started {
                    todo.push(Task::Word("*"));
                }
                todo.push(Task::Expression(factor, Binding::Power));
            }
            started = true;
        }
        if !behind.is_one() {
            todo.push(Task::Word("/"));
            todo.push(Task::Name(behind.to_string()));
        }
    }

    /// The base and the positive exponent of a factor that is written as a divisor.
    fn divisor(&self, id: Id) -> Option<(Id, Rational)> {
        if self.shared.name(id).is_some() {
            return None;
        }
        let Node::Power(base, exponent) = self.arena.node(id) else {
            return None;
        };
        let exponent = self.arena.as_number(exponent)?;
        exponent.is_negative().then(|| (base, exponent.neg()))
    }

    fn expand_power(&self, base: Id, exponent: Id, todo: &mut Vec<Task>) {
        match self.arena.as_number(exponent) {
            Some(number) if number.is_negative() => {
                todo.push(Task::Word("1/"));
                self.expand_raised(base, &number.neg(), Binding::Power, todo);
            }
            Some(number) => self.expand_raised(base, number, Binding::Power, todo),
            None => {
                todo.push(Task::Expression(base, Binding::Atom));
                todo.push(Task::Word("^"));
                todo.push(Task::Expression(exponent, Binding::Atom));
            }
        }
    }

    fn expand_raised(&self, base: Id, exponent: &Rational, outer: Binding, todo: &mut Vec<Task>) {
        if exponent.is_one() {
            todo.push(Task::Expression(base, outer));
        } else if *exponent == Rational::HALF {
            todo.push(Task::Word("sqrt("));
            todo.push(Task::Expression(base, Binding::Or));
            todo.push(Task::Word(")"));
        } else {
            todo.push(Task::Expression(base, Binding::Atom));
            let text = self.number(exponent);
            let enclosed = !exponent.is_integer() && self.decimal(exponent).is_none();
            todo.push(Task::Name(if enclosed {
                format!("^({text})")
            } else {
                format!("^{text}")
            }));
        }
    }

    fn expand_call(&self, name: String, arguments: &[Id], todo: &mut Vec<Task>) {
        todo.push(Task::Name(name));
        todo.push(Task::Word("("));
        separated(arguments, ", ", Binding::Or, todo);
        todo.push(Task::Word(")"));
    }

    /// `f'(x)`, `diff(f(n, x), n)` where the arguments are different variables, `f^(1,0)(u, v)`.
    fn expand_derivative(&self, name: &str, list: &[Id], todo: &mut Vec<Task>) {
        let (orders, arguments) = list.split_at_checked(list.len() / 2).unwrap_or((list, &[]));
        let orders: Vec<i64> = orders
            .iter()
            .map(|id| {
                self.arena
                    .as_number(*id)
                    .and_then(Rational::to_i64)
                    .unwrap_or(0)
            })
            .collect();
        if let [order] = orders.as_slice() {
            let primes = "'".repeat(usize::try_from(*order).unwrap_or(0));
            return self.expand_call(format!("{name}{primes}"), arguments, todo);
        }
        let distinct_variables = arguments.iter().enumerate().all(|(i, id)| {
            matches!(self.arena.node(*id), Node::Variable(_))
                && !arguments.iter().take(i).any(|other| other == id)
        });
        if !distinct_variables {
            let orders: Vec<String> = orders.iter().map(i64::to_string).collect();
            return self.expand_call(format!("{name}^({})", orders.join(",")), arguments, todo);
        }
        todo.push(Task::Word("diff("));
        self.expand_call(name.to_owned(), arguments, todo);
        for (argument, order) in arguments.iter().zip(orders).filter(|(_, order)| *order > 0) {
            todo.push(Task::Word(", "));
            todo.push(Task::Expression(*argument, Binding::Or));
            if order > 1 {
                todo.push(Task::Name(format!(", {order}")));
            }
        }
        todo.push(Task::Word(")"));
    }

    fn expand_if(&self, parts: &[Id], todo: &mut Vec<Task>) {
        let &[condition, yes, no] = parts else { return };
        if self.arena.node(no) == Node::Constant(Constant::Undefined) {
            todo.push(Task::Word("piecewise("));
            todo.push(Task::Expression(condition, Binding::Or));
            todo.push(Task::Word(": "));
            todo.push(Task::Expression(yes, Binding::Or));
        } else {
            todo.push(Task::Word("if("));
            separated(&[condition, yes, no], ", ", Binding::Or, todo);
        }
        todo.push(Task::Word(")"));
    }

    fn expand_indexed(&self, word: &'static str, index: &str, parts: &[Id], todo: &mut Vec<Task>) {
        let &[body, lower, upper] = parts else { return };
        todo.push(Task::Word(word));
        todo.push(Task::Expression(body, Binding::Or));
        todo.push(Task::Name(format!(", {index}, ")));
        separated(&[lower, upper], ", ", Binding::Or, todo);
        todo.push(Task::Word(")"));
    }
}

fn separated(list: &[Id], separator: &'static str, binding: Binding, todo: &mut Vec<Task>) {
    for (i, &id) in list.iter().enumerate() {
        if i > 0 {
            todo.push(Task::Word(separator));
        }
        todo.push(Task::Expression(id, binding));
    }
}

fn comparison_text(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => " < ",
        Comparison::LessEqual => " <= ",
        Comparison::Greater => " > ",
        Comparison::GreaterEqual => " >= ",
        Comparison::Equal => " == ",
        Comparison::NotEqual => " != ",
    }
}
