//! What stands on both sides of an equation: a derivative's sign, a value of some shape.

use super::*;

impl<'a> View<'a> {
    pub(super) fn label(self, label: &'a Label) -> Form<'a> {
        match label {
            Label::Name(name) => Form::Name(name),
            Label::Expression(id) => self.form(&Piece::Node(*id)),
            Label::Gradient(name) => Form::Gradient(name),
            Label::Jacobian(name) => Form::Indices("J", name),
            Label::Hessian(name) => Form::Indices("H", name),
            Label::Matrix { of, wrt } => Form::Jacobian(Piece::Names(of), Piece::Names(wrt)),
            Label::Derivative { of, total, wrt } => {
                let of = match of {
                    Subject::Name(name) => Piece::Name(name),
                    Subject::Expression(id) => Piece::Node(*id),
                };
                let runs = crate::print::label::runs(wrt).into_iter();
                let variables = runs
                    .map(|(name, order)| (Piece::Name(name), order))
                    .collect();
                Form::Derivative(*total, of, variables)
            }
        }
    }

    pub(super) fn equation(self, equation: &'a Equation) -> Form<'a> {
        let elements = equation.elements.as_slice();
        let value = match (equation.shape, elements) {
            (Shape::Scalar, &[element]) => Piece::Node(element),
            (shape, _) => Piece::Elements(shape, elements),
        };
        match &equation.label {
            Some(label) if equation.shape == Shape::Scalar && elements.is_empty() => {
                self.label(label)
            }
            Some(label) => Form::Equal(Piece::Label(label), value),
            None => self.form(&value),
        }
    }
}
