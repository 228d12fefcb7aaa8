//! Code made ready: every operand is a column or a number, and nothing is left to look up.

use partials_symbolic::Function;

use crate::code::{self, Code, Op, Slots, Special, Value};

/// An operand: a column, or with the top bit a number of the program's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place(u32);

/// What an operand stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Operand {
    Column(usize),
    Number(f64),
}

impl Place {
    const NUMBER: u32 = 1 << 31;
}

/// What a step does with its operands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Action {
    Copy,
    Unary(code::Unary),
    Binary(code::Binary),
    Fused(code::Fused),
    Compare(code::Relation),
    Select,
    Call(Function),
    Call2(Function),
    /// Sine into the step's own column, cosine into the one that is given.
    SinCos(u32),
    Pow,
    Special(u32),
    Loop(u32),
}

/// One operation on whole columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub action: Action,
    pub operands: [Place; 3],
    pub to: u32,
}

/// The body of an indexed sum or product.
#[derive(Clone, Debug)]
pub(super) struct Nested {
    pub program: Program,
    pub product: bool,
}

/// A special function with its operands.
#[derive(Clone, Debug)]
pub(super) struct Lookup {
    pub special: Special,
    pub arguments: Vec<Place>,
}

/// Steps over columns: first those of the inputs, then the slots of values, then what the bodies
/// of loops need.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    pub steps: Vec<Step>,
    numbers: Vec<f64>,
    pub inputs: usize,
    /// The columns of the outputs.
    pub outputs: Vec<u32>,
    /// The columns of its own: inputs, then slots.
    pub own: usize,
    /// All columns, of nested programs too.
    pub columns: usize,
    pub lookups: Vec<Lookup>,
    pub nested: Vec<Nested>,
}

impl Program {
    pub fn new(code: &Code) -> Self {
        let slots = code.slots();
        let mut program = Self {
            inputs: code.inputs(),
            own: code.inputs() + slots.count(),
            ..Self::default()
        };
        let mut places = Vec::with_capacity(code.ops().len());
        for (value, &op) in (0..).zip(code.ops()) {
            let place = program.op(code, &slots, &places, value, op);
            places.push(place);
        }
        for output in code.outputs() {
            let place = at(&places, *output);
            let column = program.output(place);
            program.outputs.push(column);
        }
        program.pair_sines();
        let nested = program.nested.iter().map(|nested| nested.program.columns);
        program.columns = program.own + nested.max().unwrap_or(0);
        program
    }

    pub fn operand(&self, place: Place) -> Operand {
        if place.0 & Place::NUMBER == 0 {
            return Operand::Column(place.0 as usize);
        }
        let number = self.numbers.get((place.0 ^ Place::NUMBER) as usize);
        Operand::Number(number.copied().unwrap_or(f64::NAN))
    }

    fn number(&mut self, bits: u64) -> Place {
        self.numbers.push(f64::from_bits(bits));
        Place(Place::NUMBER | (self.numbers.len() as u32 - 1))
    }

    fn op(&mut self, code: &Code, slots: &Slots, places: &[Place], value: Value, op: Op) -> Place {
        let action = match op {
            Op::Input(input) => return Place(input),
            Op::Constant(bits) => return self.number(bits),
            Op::Unary(kind, _) => Action::Unary(kind),
            Op::Binary(kind, ..) => Action::Binary(kind),
            Op::Fused(kind, ..) => Action::Fused(kind),
            Op::Compare(relation, ..) => Action::Compare(relation),
            Op::Select(..) => Action::Select,
            Op::Call(function, _) => Action::Call(function),
            Op::Call2(function, ..) => Action::Call2(function),
            Op::Pow(..) => Action::Pow,
            Op::Special(special) => Action::Special(self.lookup(code, places, special)),
            Op::Loop(body, ..) => Action::Loop(self.nest(code, body)),
        };
        let to = self.inputs as u32 + slots.of(value);
        let operands = op.operands().0.map(|operand| at(places, operand));
        self.steps.push(Step {
            action,
            operands,
            to,
        });
        Place(to)
    }

    fn lookup(&mut self, code: &Code, places: &[Place], special: u32) -> u32 {
        if let Some(special) = code.specials().get(special as usize) {
            let arguments = special.arguments.iter();
            self.lookups.push(Lookup {
                special: special.clone(),
                arguments: arguments.map(|value| at(places, *value)).collect(),
            });
        }
        self.lookups.len() as u32 - 1
    }

    fn nest(&mut self, code: &Code, body: u32) -> u32 {
        if let Some(body) = code.loops().get(body as usize) {
            self.nested.push(Nested {
                program: Self::new(&body.body),
                product: body.product,
            });
        }
        self.nested.len() as u32 - 1
    }

    /// The column of an output; a number gets one of its own.
    fn output(&mut self, place: Place) -> u32 {
        if let Operand::Column(column) = self.operand(place) {
            return column as u32;
        }
        let to = self.own as u32;
        self.own += 1;
        self.steps.push(Step {
            action: Action::Copy,
            operands: [place; 3],
            to,
        });
        to
    }

    /// Sine and cosine of the same column, one after the other, become one step.
    fn pair_sines(&mut self) {
        let mut paired: Vec<Step> = Vec::with_capacity(self.steps.len());
        for &step in &self.steps {
            let Some(last) = paired.last_mut() else {
                paired.push(step);
                continue;
            };
            let same = last.operands[0] == step.operands[0] && Place(last.to) != step.operands[0];
            match (last.action, step.action) {
                (Action::Call(Function::Sin), Action::Call(Function::Cos)) if same => {
                    last.action = Action::SinCos(step.to);
                }
                (Action::Call(Function::Cos), Action::Call(Function::Sin)) if same => {
                    last.action = Action::SinCos(last.to);
                    last.to = step.to;
                }
                _ => paired.push(step),
            }
        }
        self.steps = paired;
    }
}

fn at(places: &[Place], value: Value) -> Place {
    places.get(value as usize).copied().unwrap_or(Place(0))
}
