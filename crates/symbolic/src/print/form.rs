//! One notion of how an expression is made up when it is written: signs, quotients, roots,
//! precedence. Every notation asks [`View::form`] what a piece is and writes that in its own signs,
//! so that they differ in letters and never in what they say.

mod equation;
mod leibniz;

use super::label::{Equation, Label, Subject};
use super::{Shared, TextOptions};
use crate::functions::Function;
use crate::graph::{Arena, Comparison, Constant, Id, Node};
use crate::lower::Shape;
use crate::number::Rational;

/// How tightly something binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Binding {
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    /// A quotient that is written as one sign, `dx/dt`.
    Ratio,
    Power,
    Atom,
}

/// Something to be written.
#[derive(Clone)]
pub(super) enum Piece<'a> {
    /// An expression, by its name if it has one.
    Node(Id),
    /// An expression that is written out, even if it has a name.
    Body(Id),
    /// A number or product without its minus sign.
    Magnitude(Id),
    /// A base to a positive power.
    Raised(Id, Rational),
    Number(Rational),
    /// A number in one line, though it is a fraction.
    Inline(Rational),
    Constant(Constant),
    Name(&'a str),
    /// A function of arguments that need not be an expression of the graph.
    Call(Head<'a>, &'a [Id]),
    Label(&'a Label),
    Equation(&'a Equation),
    Definition(Id),
    Elements(Shape, &'a [Id]),
    Names(&'a [String]),
}

/// What is applied to arguments.
#[derive(Clone, Copy)]
pub(super) enum Head<'a> {
    Function(Function),
    Name(&'a str),
}

impl<'a> Head<'a> {
    pub(super) fn name(self) -> &'a str {
        match self {
            Self::Function(function) => function.name(),
            Self::Name(name) => name,
        }
    }
}

/// A factor of a product, or a divisor.
pub(super) struct Factor<'a> {
    pub(super) piece: Piece<'a>,
    pub(super) below: bool,
}

/// The bars that some functions are written with.
#[derive(Clone, Copy)]
pub(super) enum Fence {
    Bars,
    Floor,
    Ceiling,
}

/// What a piece is made up of.
pub(super) enum Form<'a> {
    Word(&'static str),
    /// An integer or a decimal, not negative.
    Number(String),
    Constant(Constant),
    Name(&'a str),
    Negative(Piece<'a>),
    /// Terms, each with whether it is subtracted.
    Sum(Vec<(bool, Piece<'a>)>),
    /// Factors and divisors from left to right; a divisor is never the first.
    Product(Vec<Factor<'a>>),
    Power(Piece<'a>, Piece<'a>),
    /// A root of a degree.
    Root(u8, Piece<'a>),
    Fence(Fence, Piece<'a>),
    Remainder(Piece<'a>, Piece<'a>),
    /// A function, to a power that is written at its name, of arguments.
    Call(Head<'a>, Option<Piece<'a>>, &'a [Id]),
    /// `f''(x)`, `f^(1,0)(u, v)`
    Orders(Head<'a>, Vec<i64>, &'a [Id]),
    /// A derivative in Leibniz's notation: of what, in which variables how often.
    Derivative(bool, Piece<'a>, Vec<(Piece<'a>, i64)>),
    /// `∂(x, y)/∂(s, t)`
    Jacobian(Piece<'a>, Piece<'a>),
    Compare(Comparison, Piece<'a>, Piece<'a>),
    And(&'a [Id]),
    Or(&'a [Id]),
    Not(Piece<'a>),
    /// Conditions with values, and the value elsewhere unless there is none.
    Cases(Vec<(Piece<'a>, Piece<'a>)>, Option<Piece<'a>>),
    /// A sum (or product) over an index: body, lower and upper bound.
    Indexed(bool, &'a str, [Piece<'a>; 3]),
    /// Elements of a shape, row by row.
    Matrix(Shape, &'a [Id]),
    /// Names in parentheses, or one alone.
    Names(&'a [String]),
    /// A name with another as its index.
    Indices(&'static str, &'a str),
    /// `∇f`
    Gradient(&'a str),
    Equal(Piece<'a>, Piece<'a>),
}

/// A graph as it is to be written.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) arena: &'a Arena,
    pub(super) shared: &'a Shared,
    pub(super) options: TextOptions,
    /// In one line that reads back: functions have names, not signs of their own.
    pub(super) plain: bool,
}

impl<'a> View<'a> {
    /// What a piece is made up of.
    pub(super) fn form(self, piece: &Piece<'a>) -> Form<'a> {
        match piece {
            Piece::Node(id) => match self.shared.name(*id) {
                Some(name) => Form::Name(name),
                None => self.expanded(*id),
            },
            Piece::Body(id) => self.expanded(*id),
            Piece::Magnitude(id) => self.magnitude(*id),
            Piece::Raised(base, exponent) => self.raised(*base, exponent),
            Piece::Number(value) => self.number(value),
            Piece::Inline(value) => Form::Number(value.to_string()),
            Piece::Constant(constant) => Form::Constant(*constant),
            Piece::Name(name) => Form::Name(name),
            Piece::Call(head, arguments) => self.call(*head, arguments),
            Piece::Label(label) => self.label(label),
            Piece::Equation(equation) => self.equation(equation),
            Piece::Definition(id) => {
                let name = self.shared.name(*id).unwrap_or_default();
                Form::Equal(Piece::Name(name), Piece::Body(*id))
            }
            Piece::Elements(shape, elements) => Form::Matrix(*shape, elements),
            Piece::Names(names) => Form::Names(names),
        }
    }

    /// How tightly a form binds as it is written in this notation.
    pub(super) fn binding(self, form: &Form<'a>) -> Binding {
        match form {
            Form::Sum(_) => Binding::Sum,
            Form::Negative(_) | Form::Product(_) | Form::Remainder(..) => Binding::Product,
            Form::Power(..) => Binding::Power,
            Form::Compare(..) | Form::Equal(..) => Binding::Comparison,
            Form::And(_) => Binding::And,
            Form::Or(_) => Binding::Or,
            Form::Not(_) => Binding::Not,
            Form::Cases(..) if !self.plain => Binding::Or,
            Form::Indexed(..) if !self.plain => Binding::Sum,
            Form::Derivative(_, Piece::Name(_), _) => Binding::Ratio,
            Form::Derivative(..) | Form::Gradient(_) if !self.plain => Binding::Product,
            _ => Binding::Atom,
        }
    }

    /// Whether a piece is one letter or number, so that parentheses around it can be small.
    pub(super) fn is_short(self, piece: &Piece<'a>) -> bool {
        matches!(
            self.form(piece),
            Form::Name(_) | Form::Number(_) | Form::Constant(_) | Form::Word(_)
        )
    }

    /// Whether what is written begins with a digit, so that a number before it needs a dot between.
    pub(super) fn begins_with_digit(self, piece: &Piece<'a>) -> bool {
        match self.form(piece) {
            Form::Number(_) => true,
            Form::Power(base, _) => matches!(self.form(&base), Form::Number(_)),
            _ => false,
        }
    }

    /// The factors and the divisors of a product; a factor 1 only where there is no other.
    pub(super) fn fraction(self, factors: Vec<Factor<'a>>) -> (Vec<Piece<'a>>, Vec<Piece<'a>>) {
        let (below, above): (Vec<_>, Vec<_>) = factors.into_iter().partition(|f| f.below);
        let pieces = |list: Vec<Factor<'a>>| list.into_iter().map(|f| f.piece).collect::<Vec<_>>();
        let (mut above, below) = (pieces(above), pieces(below));
        let is_one = |piece: &Piece<'_>| matches!(piece, Piece::Number(n) if n.is_one());
        if above.len() > 1 {
            above.retain(|piece| !is_one(piece));
        }
        if above.is_empty() {
            above.push(Piece::Number(Rational::ONE));
        }
        (above, below)
    }

    fn is_negative(self, id: Id) -> bool {
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

    fn expanded(self, id: Id) -> Form<'a> {
        if self.is_negative(id) {
            return Form::Negative(Piece::Magnitude(id));
        }
        let arena = self.arena;
        match arena.node(id) {
            Node::Poison => Form::Word("poison"),
            Node::Number(index) => self.number(arena.number_value(index)),
            Node::Constant(constant) => Form::Constant(constant),
            Node::Variable(symbol) => Form::Name(arena.name(symbol)),
            Node::Sum(list) => Form::Sum(self.terms(arena.list(list))),
            Node::Product(list) => self.product(arena.list(list), false),
            Node::Power(base, exponent) => self.power(base, exponent),
            Node::Call(function, list) => self.call(Head::Function(function), arena.list(list)),
            Node::Apply(symbol, list) => {
                self.call(Head::Name(arena.name(symbol)), arena.list(list))
            }
            Node::CallDerivative(function, list) => {
                self.derivative(Head::Function(function), arena.list(list))
            }
            Node::ApplyDerivative(symbol, list) => {
                let (name, list) = (arena.name(symbol), arena.list(list));
                let named = self.options.leibniz.then(|| self.leibniz(name, list));
                named
                    .flatten()
                    .unwrap_or_else(|| self.derivative(Head::Name(name), list))
            }
            Node::Compare(comparison, a, b) => {
                Form::Compare(comparison, Piece::Node(a), Piece::Node(b))
            }
            Node::And(list) => Form::And(arena.list(list)),
            Node::Or(list) => Form::Or(arena.list(list)),
            Node::Not(a) => Form::Not(Piece::Node(a)),
            Node::If(list) => self.cases(arena.list(list)),
            Node::IndexedSum(symbol, list) => self.indexed(false, arena.name(symbol), list),
            Node::IndexedProduct(symbol, list) => self.indexed(true, arena.name(symbol), list),
        }
    }

    fn magnitude(self, id: Id) -> Form<'a> {
        match self.arena.node(id) {
            Node::Number(index) => self.number(&self.arena.number_value(index).neg()),
            Node::Product(list) => self.product(self.arena.list(list), true),
            _ => self.expanded(id),
        }
    }

    fn terms(self, terms: &[Id]) -> Vec<(bool, Piece<'a>)> {
        let term = |id: &Id| match self.shared.name(*id).is_none() && self.is_negative(*id) {
            true => (true, Piece::Magnitude(*id)),
            false => (false, Piece::Node(*id)),
        };
        terms.iter().map(term).collect()
    }

    fn decimal(self, value: &Rational) -> Option<String> {
        let decimals = self.options.decimals.then(|| value.to_decimal(20));
        decimals.flatten()
    }

    fn number(self, value: &Rational) -> Form<'a> {
        if value.is_negative() {
            return Form::Word("undefined"); // A sign is taken away before.
        }
        match self.decimal(value) {
            Some(text) => Form::Number(text),
            None if value.is_integer() => Form::Number(value.to_string()),
            None => Form::Product(vec![
                above(Piece::Number(value.numerator())),
                below(Piece::Number(value.denominator())),
            ]),
        }
    }

    /// A rational factor is written as its numerator in front and its denominator behind.
    fn product(self, factors: &[Id], drop_sign: bool) -> Form<'a> {
        let (number, rest) = match factors.split_first() {
            Some((first, rest)) => match self.arena.as_number(*first) {
                Some(number) => (number.clone(), rest),
                None => (Rational::ONE, factors),
            },
            None => (Rational::ONE, factors),
        };
        let number = if drop_sign { number.neg() } else { number };
        let (front, behind) = match self.decimal(&number) {
            Some(_) => (number, Rational::ONE),
            None => (number.numerator(), number.denominator()),
        };
        let mut parts: Vec<Factor<'a>> = Vec::with_capacity(rest.len() + 2);
        let divisors = rest.iter().map(|id| self.divisor(*id));
        for (place, (id, divisor)) in rest.iter().zip(divisors).enumerate() {
            if place == 0 && (!front.is_one() || divisor.is_some()) {
                parts.push(above(Piece::Number(front.clone())));
            }
            parts.push(match divisor {
                Some((base, exponent)) => below(Piece::Raised(base, exponent)),
                None => above(Piece::Node(*id)),
            });
        }
        if !behind.is_one() {
            parts.push(below(Piece::Number(behind)));
        }
        Form::Product(parts)
    }

    /// The base and the positive exponent of a factor that is written as a divisor.
    fn divisor(self, id: Id) -> Option<(Id, Rational)> {
        if self.shared.name(id).is_some() {
            return None;
        }
        let Node::Power(base, exponent) = self.arena.node(id) else {
            return None;
        };
        let exponent = self.arena.as_number(exponent)?;
        exponent.is_negative().then(|| (base, exponent.neg()))
    }

    fn power(self, base: Id, exponent: Id) -> Form<'a> {
        match self.arena.as_number(exponent) {
            Some(number) if number.is_negative() => Form::Product(vec![
                above(Piece::Number(Rational::ONE)),
                below(Piece::Raised(base, number.neg())),
            ]),
            Some(number) => self.raised(base, number),
            None => Form::Power(Piece::Node(base), Piece::Node(exponent)),
        }
    }

    fn raised(self, base: Id, exponent: &Rational) -> Form<'a> {
        if exponent.is_one() {
            return self.form(&Piece::Node(base));
        }
        if *exponent == Rational::HALF {
            return Form::Root(2, Piece::Node(base));
        }
        let fraction = !exponent.is_integer() && self.decimal(exponent).is_none();
        let power = match fraction && !self.plain {
            true => Piece::Inline(exponent.clone()),
            false => Piece::Number(exponent.clone()),
        };
        match self.arena.node(base) {
            Node::Call(function, list)
                if !self.plain
                    && exponent.is_integer()
                    && self.shared.name(base).is_none()
                    && function.row().takes_power() =>
            {
                Form::Call(Head::Function(function), Some(power), self.arena.list(list))
            }
            _ => Form::Power(Piece::Node(base), power),
        }
    }

    fn call(self, head: Head<'a>, arguments: &'a [Id]) -> Form<'a> {
        if let (false, Head::Function(function)) = (self.plain, head) {
            // Signs that the table's LaTeX column has instead of a name.
            match (function.row().latex, arguments) {
                ("e^{#1}", &[x]) => {
                    return Form::Power(Piece::Constant(Constant::E), Piece::Node(x));
                }
                ("2^{#1}", &[x]) => {
                    return Form::Power(Piece::Number(Rational::from(2)), Piece::Node(x));
                }
                (r"\sqrt{#1}", &[x]) => return Form::Root(2, Piece::Node(x)),
                (r"\sqrt[3]{#1}", &[x]) => return Form::Root(3, Piece::Node(x)),
                (r"\left|#1\right|", &[x]) => return Form::Fence(Fence::Bars, Piece::Node(x)),
                (r"\left\lfloor #1\right\rfloor", &[x]) => {
                    return Form::Fence(Fence::Floor, Piece::Node(x));
                }
                (r"\left\lceil #1\right\rceil", &[x]) => {
                    return Form::Fence(Fence::Ceiling, Piece::Node(x));
                }
                (r"#1\bmod #2", &[x, y]) => {
                    return Form::Remainder(Piece::Node(x), Piece::Node(y));
                }
                _ => {}
            }
        }
        Form::Call(head, None, arguments)
    }

    /// Primes of a function of one argument; Leibniz's notation where the arguments are different
    /// variables; else the orders behind the name.
    fn derivative(self, head: Head<'a>, list: &'a [Id]) -> Form<'a> {
        let (orders, arguments) = self.orders(list);
        let distinct_variables = arguments.iter().enumerate().all(|(i, id)| {
            matches!(self.arena.node(*id), Node::Variable(_))
                && !arguments.iter().take(i).any(|other| other == id)
        });
        if orders.len() == 1 || !distinct_variables {
            return Form::Orders(head, orders, arguments);
        }
        let derived = arguments.iter().zip(orders).filter(|(_, order)| *order > 0);
        let variables = derived
            .map(|(id, order)| (Piece::Node(*id), order))
            .collect();
        Form::Derivative(false, Piece::Call(head, arguments), variables)
    }

    /// The orders of a derivative, and the arguments.
    fn orders(self, list: &'a [Id]) -> (Vec<i64>, &'a [Id]) {
        let (orders, arguments) = list.split_at_checked(list.len() / 2).unwrap_or((list, &[]));
        let order = |id: &Id| self.arena.as_number(*id).and_then(Rational::to_i64);
        let orders = orders.iter().map(|id| order(id).unwrap_or(0));
        (orders.collect(), arguments)
    }

    /// One condition; in notations that write them one below the other, all that follow `else`.
    fn cases(self, parts: &'a [Id]) -> Form<'a> {
        let mut cases = Vec::new();
        let mut next = parts;
        loop {
            let &[condition, yes, no] = next else {
                return Form::Cases(cases, None);
            };
            cases.push((Piece::Node(condition), Piece::Node(yes)));
            match self.arena.node(no) {
                Node::Constant(Constant::Undefined) => return Form::Cases(cases, None),
                Node::If(list) if !self.plain && self.shared.name(no).is_none() => {
                    next = self.arena.list(list);
                }
                _ => return Form::Cases(cases, Some(Piece::Node(no))),
            }
        }
    }

    fn indexed(self, product: bool, index: &'a str, list: crate::graph::Operands) -> Form<'a> {
        match self.arena.list(list) {
            &[body, lower, upper] => {
                Form::Indexed(product, index, [body, lower, upper].map(Piece::Node))
            }
            _ => Form::Word("poison"),
        }
    }
}

/// How many columns a shape is written with: a vector is a row.
pub(super) fn columns(shape: Shape) -> usize {
    match shape {
        Shape::Scalar => 1,
        Shape::Vector(n) | Shape::Matrix(_, n) => n.max(1),
    }
}

fn above(piece: Piece<'_>) -> Factor<'_> {
    Factor {
        piece,
        below: false,
    }
}

fn below(piece: Piece<'_>) -> Factor<'_> {
    Factor { piece, below: true }
}
