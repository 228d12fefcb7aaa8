//! The interpreter: each step over all points of a block.

use std::cell::Cell;

use smallvec::SmallVec;

use super::frame::Frame;
use super::places::{Sink, Source, drain};
use super::program::{Action, Operand, Program, Step};
use super::repeat::repeat;
use crate::code::{Binary, Fused, Relation, Unary};
use crate::vector::lanes::Lane;
use crate::vector::tiles::{Column, Tile, WIDE, map, zip, zip3};
use crate::vector::{Machine, Work};

/// A run of a program over some points.
///
/// Arithmetic is done for all points of a block, also beyond those that there are; what costs more
/// is not.
pub(super) struct Run<'a> {
    pub machine: Machine,
    pub program: &'a Program,
    pub frame: Frame<'a>,
    pub source: Source<'a>,
    pub sink: &'a mut dyn Sink,
}

impl Work for Run<'_> {
    type Output = ();
    #[inline(always)]
    fn run<L: Lane>(mut self) {
        let program = self.program;
        for step in &program.steps {
            self.step::<L>(step);
        }
    }
}

impl<'a> Run<'a> {
    /// Runs the program with the vectors of the machine.
    pub fn start(self) {
        self.machine.run(self);
    }

    #[inline(always)]
    fn step<L: Lane>(&mut self, step: &Step) {
        match step.action {
            Action::Binary(kind) => self.binary::<L>(step, kind),
            Action::Fused(kind) => self.fused::<L>(step, kind),
            Action::Input(input) => {
                if let Some(to) = self.frame.column(step.to) {
                    self.source.load(input as usize, to);
                }
            }
            Action::Output(output) => {
                let [from, ..] = step.operands;
                if let Some(from) = self.frame.column(from) {
                    drain(from, self.sink.column(output as usize));
                }
            }
            Action::Unary(kind) => self.unary::<L>(step, kind),
            Action::Compare(relation) => self.compare::<L>(step, relation),
            Action::Select => self.select::<L>(step),
            _ => seldom(self, step),
        }
    }

    #[inline(always)]
    fn unary<L: Lane>(&self, step: &Step, kind: Unary) {
        match kind {
            Unary::Neg => self.one(step, |a: L| -a),
            Unary::Abs => self.one(step, |a: L| a.abs()),
            Unary::Sqrt => self.one(step, |a: L| a.sqrt()),
            Unary::Floor => self.one(step, |a: L| L::of(a.get().floor())),
            Unary::Ceil => self.one(step, |a: L| L::of(a.get().ceil())),
            Unary::Round => self.one(step, |a: L| L::of(a.get().round_ties_even())),
            Unary::Trunc => self.one(step, |a: L| L::of(a.get().trunc())),
        }
    }

    #[inline(always)]
    fn binary<L: Lane>(&self, step: &Step, kind: Binary) {
        match kind {
            Binary::Add => self.two(step, |a: L, b| a + b),
            Binary::Sub => self.two(step, |a: L, b| a - b),
            Binary::Mul => self.two(step, |a: L, b| a * b),
            Binary::Div => self.two(step, |a: L, b| a / b),
            Binary::Min => self.two(step, |a: L, b| L::select(a.less(b), a, b)),
            Binary::Max => self.two(step, |a: L, b| L::select(b.less(a), a, b)),
            Binary::And => self.two(step, |a: L, b| L::of(Binary::And.of(a.get(), b.get()))),
            Binary::Or => self.two(step, |a: L, b| a.or(b)),
        }
    }

    #[inline(always)]
    fn fused<L: Lane>(&self, step: &Step, kind: Fused) {
        match kind {
            Fused::MulAdd => self.fused_of(step, |a: L, b, c| a.mul_add(b, c)),
            Fused::MulSub => self.fused_of(step, |a: L, b, c| a.mul_add(b, -c)),
            Fused::NegMulAdd => self.fused_of(step, |a: L, b, c| a.neg_mul_add(b, c)),
        }
    }

    #[inline(always)]
    fn compare<L: Lane>(&self, step: &Step, relation: Relation) {
        let mask = |relation: Relation| move |a: L, b: L| L::of(relation.mask(a.get(), b.get()));
        match relation {
            Relation::Less => self.two(step, mask(Relation::Less)),
            Relation::LessEqual => self.two(step, mask(Relation::LessEqual)),
            Relation::Equal => self.two(step, mask(Relation::Equal)),
            Relation::NotEqual => self.two(step, mask(Relation::NotEqual)),
            Relation::Unordered => self.two(step, mask(Relation::Unordered)),
        }
    }

    #[inline(always)]
    fn select<L: Lane>(&self, step: &Step) {
        let choose = |mask: L, a, b| L::select(mask.get().to_bits() == 0, b, a);
        let [mask, a, b] = step.operands;
        let number = |place| L::of(self.program.number(place));
        match step.fixed {
            0b000 => self.three(step, choose),
            0b010 => {
                let x = number(a);
                self.with(step, [mask, b], |mask, b| choose(mask, x, b));
            }
            0b100 => {
                let y = number(b);
                self.with(step, [mask, a], |mask, a| choose(mask, a, y));
            }
            0b110 => {
                let (x, y) = (number(a), number(b));
                self.with_one(step, mask, |mask| choose(mask, x, y));
            }
            _ => self.each(step, |[mask, a, b]| if mask.to_bits() == 0 { b } else { a }),
        }
    }

    fn special(&self, to: Column<'_>, place: u32) {
        let Some(lookup) = self.program.lookups.get(place as usize) else {
            return;
        };
        for (index, to) in to.iter().enumerate() {
            let value = |lane| {
                let arguments = lookup.arguments.iter();
                let arguments: SmallVec<[f64; 8]> = arguments
                    .map(|operand| self.lane(*operand, index, lane))
                    .collect();
                lookup.special.at(&arguments)
            };
            to.set(std::array::from_fn(value));
        }
    }

    /// The tiles of a column that hold points.
    pub fn used(&self, column: u32) -> Column<'a> {
        let tiles = self.source.range.len().div_ceil(WIDE);
        let column = self.frame.column(column);
        column
            .and_then(|column| column.get(..tiles))
            .unwrap_or_default()
    }

    /// The value of an operand in one lane of a tile.
    pub fn lane(&self, operand: Operand, tile: usize, lane: usize) -> f64 {
        let tile = self.tile(operand, tile);
        tile.get(lane).copied().unwrap_or(f64::NAN)
    }

    #[inline(always)]
    fn tile(&self, operand: Operand, tile: usize) -> Tile {
        match operand {
            Operand::Number(number) => [self.program.number(number); WIDE],
            Operand::Column(column) => {
                let column = self.frame.column(column);
                let cell = column.and_then(|column| column.get(tile));
                cell.map_or([f64::NAN; WIDE], Cell::get)
            }
        }
    }

    /// Operands of any kind, looked at again for each tile.
    #[inline(always)]
    fn each(&self, step: &Step, f: impl Fn([f64; 3]) -> f64) {
        let operands = [0, 1, 2].map(|place| step.operand(place));
        for (index, to) in self.used(step.to).iter().enumerate() {
            let mut tiles = [[0.0; WIDE]; 3];
            let given = tiles.iter_mut().zip(operands).take(step.count as usize);
            given.for_each(|(tile, operand)| *tile = self.tile(operand, index));
            let [mut a, b, c] = tiles;
            for ((a, b), c) in a.iter_mut().zip(b).zip(c) {
                *a = f([*a, b, c]);
            }
            to.set(a);
        }
    }

    /// A step of one column.
    #[inline(always)]
    fn with_one<L: Lane>(&self, step: &Step, a: u32, f: impl Fn(L) -> L + Copy) {
        let Some([to, a]) = self.frame.columns([step.to, a]) else {
            return;
        };
        for (to, a) in to.iter().zip(a) {
            to.set(map(a.get(), f));
        }
    }

    /// A step of two columns.
    #[inline(always)]
    fn with<L: Lane>(&self, step: &Step, [a, b]: [u32; 2], f: impl Fn(L, L) -> L + Copy) {
        let Some([to, a, b]) = self.frame.columns([step.to, a, b]) else {
            return;
        };
        for ((to, a), b) in to.iter().zip(a).zip(b) {
            to.set(zip(a.get(), b.get(), f));
        }
    }

    #[inline(always)]
    fn fill<L: Lane>(&self, step: &Step, value: L) {
        let to = self.frame.column(step.to).into_iter().flatten();
        to.for_each(|tile| tile.set([value.get(); WIDE]));
    }

    #[inline(always)]
    fn one<L: Lane>(&self, step: &Step, f: impl Fn(L) -> L + Copy) {
        let [a, ..] = step.operands;
        match step.fixed {
            0 => self.with_one(step, a, f),
            _ => self.fill(step, f(L::of(self.program.number(a)))),
        }
    }

    #[inline(always)]
    fn two<L: Lane>(&self, step: &Step, f: impl Fn(L, L) -> L + Copy) {
        let [a, b, _] = step.operands;
        let number = |place| L::of(self.program.number(place));
        match step.fixed {
            0b00 => self.with(step, [a, b], f),
            0b10 => {
                let y = number(b);
                self.with_one(step, a, |a| f(a, y));
            }
            0b01 => {
                let x = number(a);
                self.with_one(step, b, |b| f(x, b));
            }
            _ => self.fill(step, f(number(a), number(b))),
        }
    }

    /// Of a product the first factor is never the number, but where both are.
    #[inline(always)]
    fn fused_of<L: Lane>(&self, step: &Step, f: impl Fn(L, L, L) -> L + Copy) {
        let [a, b, c] = step.operands;
        let number = |place| L::of(self.program.number(place));
        match step.fixed {
            0b000 => self.three(step, f),
            0b100 => {
                let z = number(c);
                self.with(step, [a, b], |a, b| f(a, b, z));
            }
            0b010 => {
                let y = number(b);
                self.with(step, [a, c], |a, c| f(a, y, c));
            }
            0b110 => {
                let (y, z) = (number(b), number(c));
                self.with_one(step, a, |a| f(a, y, z));
            }
            _ => self.each(step, |[a, b, c]| f(L::of(a), L::of(b), L::of(c)).get()),
        }
    }

    #[inline(always)]
    fn three<L: Lane>(&self, step: &Step, f: impl Fn(L, L, L) -> L + Copy) {
        let [a, b, c] = step.operands;
        let Some([to, a, b, c]) = self.frame.columns([step.to, a, b, c]) else {
            return;
        };
        for (((to, a), b), c) in to.iter().zip(a).zip(b).zip(c) {
            to.set(zip3(a.get(), b.get(), c.get(), f));
        }
    }
}

/// What needs no code of its own for each machine: because it is rare, or a loop by itself.
#[inline(never)]
fn seldom(run: &mut Run<'_>, step: &Step) {
    let to = run.used(step.to);
    let [a, b, _] = step.operands;
    let column = |column| run.used(column);
    match step.action {
        Action::Pow => run.machine.power(column(a), column(b), to),
        Action::Call(function) => run.machine.apply(function, column(a), to),
        Action::Call2(function) => run.machine.apply2(function, column(a), column(b), to),
        Action::SinCos(cosine) => run.machine.sin_cos(column(a), to, column(cosine)),
        Action::Special(place) => run.special(to, place),
        Action::Loop(place) => {
            if let Some(nested) = run.program.nested.get(place as usize) {
                repeat(run, nested, step);
            }
        }
        _ => run.each(step, |[a, ..]| a),
    }
}
