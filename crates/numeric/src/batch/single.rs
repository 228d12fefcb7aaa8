//! One point: the same steps on numbers instead of columns, and so the same bits.

use smallvec::SmallVec;

use super::places::{Indexed, Points};
use super::program::{Action, Nested, Operand, Program, Step};
use super::repeat::{Range, next, start};
use crate::code::{Binary, Fused, Unary};
use crate::vector::lanes::Lane;
use crate::vector::{Machine, Work};

/// A run of a program at one point.
pub(super) struct Single<'a> {
    pub machine: Machine,
    pub program: &'a Program,
    /// One number for each column.
    pub values: &'a mut [f64],
    pub point: &'a dyn Points,
    pub sink: &'a mut dyn FnMut(usize, f64),
}

impl Work for Single<'_> {
    type Output = ();
    #[inline(always)]
    fn run<L: Lane>(mut self) {
        let program = self.program;
        for step in &program.steps {
            self.step::<L>(step);
        }
    }
}

impl Single<'_> {
    /// Runs the program with the instructions of the machine.
    pub fn start(self) {
        self.machine.run(self);
    }

    #[inline(always)]
    fn value(&self, operand: Operand) -> f64 {
        match operand {
            Operand::Number(number) => self.program.number(number),
            Operand::Column(column) => {
                let value = self.values.get(column as usize);
                value.copied().unwrap_or(f64::NAN)
            }
        }
    }

    #[inline(always)]
    fn at(&self, step: &Step, place: usize) -> f64 {
        self.value(step.operand(place))
    }

    #[inline(always)]
    fn set(&mut self, column: u32, value: f64) {
        if let Some(slot) = self.values.get_mut(column as usize) {
            *slot = value;
        }
    }

    #[inline(always)]
    fn step<L: Lane>(&mut self, step: &Step) {
        let lane = |place| L::of(self.at(step, place));
        let value = match step.action {
            Action::Input(input) => self.point.at(input as usize, 0, self.program.inputs),
            Action::Output(output) => {
                let value = self.at(step, 0);
                return (self.sink)(output as usize, value);
            }
            Action::Binary(kind) => {
                let (a, b) = (lane(0), lane(1));
                match kind {
                    Binary::Add => (a + b).get(),
                    Binary::Sub => (a - b).get(),
                    Binary::Mul => (a * b).get(),
                    Binary::Div => (a / b).get(),
                    _ => kind.of(a.get(), b.get()),
                }
            }
            Action::Fused(kind) => {
                let (a, b, c) = (lane(0), lane(1), lane(2));
                let value = match kind {
                    Fused::MulAdd => a.mul_add(b, c),
                    Fused::MulSub => a.mul_add(b, -c),
                    Fused::NegMulAdd => a.neg_mul_add(b, c),
                };
                value.get()
            }
            Action::Unary(Unary::Neg) => -self.at(step, 0),
            _ => seldom(self, step),
        };
        self.set(step.to, value);
    }
}

#[inline(never)]
fn seldom(run: &mut Single<'_>, step: &Step) -> f64 {
    let at = |place| run.at(step, place);
    match step.action {
        Action::Unary(kind) => kind.of(at(0)),
        Action::Compare(relation) => relation.mask(at(0), at(1)),
        Action::Select if at(0).to_bits() == 0 => at(2),
        Action::Select => at(1),
        Action::Pow => run.machine.power_of(at(0), at(1)),
        Action::Call(function) => run.machine.value(function, at(0)),
        Action::Call2(function) => run.machine.value2(function, at(0), at(1)),
        Action::SinCos(second) => {
            let (sine, cosine) = run.machine.sine_and_cosine(at(0));
            run.set(second, cosine);
            sine
        }
        Action::Special(place) => match run.program.lookups.get(place as usize) {
            Some(lookup) => {
                let arguments = lookup.arguments.iter().map(|operand| run.value(*operand));
                let arguments: SmallVec<[f64; 8]> = arguments.collect();
                lookup.special.at(&arguments)
            }
            None => f64::NAN,
        },
        Action::Loop(place) => match run.program.nested.get(place as usize) {
            Some(nested) => {
                let range = Range::new(at(0), at(1));
                total(run, nested, range)
            }
            None => f64::NAN,
        },
        _ => at(0),
    }
}

fn total(outer: &mut Single<'_>, nested: &Nested, range: Range) -> f64 {
    let mut total = start(nested, range);
    let (_, values) = outer
        .values
        .split_at_mut(outer.program.own.min(outer.values.len()));
    for index in range.from..=range.to {
        let indexed = Indexed {
            points: outer.point,
            index: index as f64,
            place: outer.program.inputs,
        };
        let mut term = f64::NAN;
        let run = Single {
            machine: outer.machine,
            program: &nested.program,
            values,
            point: &indexed,
            sink: &mut |_, value| term = value,
        };
        run.start();
        total = next(nested, total, term);
    }
    total
}
