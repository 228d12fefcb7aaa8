//! Code made ready: every operand is a column or a number, and nothing is left to look up.

use partials_symbolic::Function;

use crate::code::{self, Code, Op, Slots, Special, Value};

/// An operand: a column, or with the top bit a number of the program's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place(u32);

/// What an operand stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Operand {
    Column(u32),
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

/// One operation on whole columns, with its operands at hand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub action: Action,
    /// Which operands are numbers: a bit for each, the first the lowest.
    pub fixed: u8,
    /// The operands that are columns.
    pub columns: [u32; 3],
    /// The operands that are numbers.
    pub numbers: [f64; 3],
    pub to: u32,
}

impl Step {
    /// The operands, of any kind.
    pub fn operands(&self) -> [Operand; 3] {
        let ([i, j, k], [x, y, z]) = (self.columns, self.numbers);
        [(0, i, x), (1, j, y), (2, k, z)].map(|(place, column, number)| {
            match self.fixed >> place & 1 {
                0 => Operand::Column(column),
                _ => Operand::Number(number),
            }
        })
    }
}

/// The body of an indexed sum or product.
#[derive(Clone, Debug)]
pub(super) struct Nested {
    pub program: Program,
    pub product: bool,
}

impl Nested {
    /// The input that is the index.
    pub fn index(&self) -> u32 {
        self.program.inputs.saturating_sub(1) as u32
    }
}

/// A special function with its operands.
#[derive(Clone, Debug)]
pub(super) struct Lookup {
    pub special: Special,
    pub arguments: Vec<Operand>,
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
            let column = program.column(place);
            program.outputs.push(column);
        }
        program.pair_sines();
        let nested = program.nested.iter().map(|nested| nested.program.columns);
        program.columns = program.own + nested.max().unwrap_or(0);
        program
    }

    fn operand(&self, place: Place) -> Operand {
        if place.0 & Place::NUMBER == 0 {
            return Operand::Column(place.0);
        }
        let number = self.numbers.get((place.0 ^ Place::NUMBER) as usize);
        Operand::Number(number.copied().unwrap_or(f64::NAN))
    }

    fn is_number(&self, place: Place) -> bool {
        matches!(self.operand(place), Operand::Number(_))
    }

    fn push(&mut self, action: Action, operands: [Place; 3], to: u32) {
        let operands = operands.map(|place| self.operand(place));
        let mut fixed = 0;
        for (place, operand) in operands.iter().enumerate() {
            fixed |= u8::from(matches!(operand, Operand::Number(_))) << place;
        }
        self.steps.push(Step {
            action,
            fixed,
            columns: operands.map(|operand| match operand {
                Operand::Column(column) => column,
                Operand::Number(_) => 0,
            }),
            numbers: operands.map(|operand| match operand {
                Operand::Column(_) => f64::NAN,
                Operand::Number(number) => number,
            }),
            to,
        });
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
        let (operands, count) = op.operands();
        let mut operands = operands.map(|operand| at(places, operand));
        if matches!(action, Action::Call(_) | Action::Call2(_)) {
            for operand in operands.iter_mut().take(count) {
                *operand = Place(self.column(*operand));
            }
        }
        // Of a product the number comes second.
        if let (Action::Fused(_), [a, b, _]) = (action, &mut operands)
            && self.is_number(*a)
        {
            std::mem::swap(a, b);
        }
        self.push(action, operands, to);
        Place(to)
    }

    fn lookup(&mut self, code: &Code, places: &[Place], special: u32) -> u32 {
        if let Some(special) = code.specials().get(special as usize) {
            let arguments = special.arguments.iter();
            let arguments = arguments.map(|value| self.operand(at(places, *value)));
            let arguments = arguments.collect();
            self.lookups.push(Lookup {
                special: special.clone(),
                arguments,
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

    /// The column of an operand or output; a number gets one of its own.
    fn column(&mut self, place: Place) -> u32 {
        if let Operand::Column(column) = self.operand(place) {
            return column;
        }
        let to = self.own as u32;
        self.own += 1;
        self.push(Action::Copy, [place; 3], to);
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
            let [argument, ..] = step.columns;
            let same = last.columns.first() == Some(&argument) && last.to != argument;
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
