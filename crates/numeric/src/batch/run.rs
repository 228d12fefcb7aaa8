//! The interpreter: each step over all points of a block.

use std::cell::Cell;

use smallvec::SmallVec;

use super::frame::Frame;
use super::program::{Action, Operand, Program, Step};
use super::repeat::repeat;
use crate::code::{Binary, Fused, Unary};
use crate::elementary as el;
use crate::vector::lanes::Lane;
use crate::vector::tiles::{Column, Tile, WIDE, map, zip, zip3};
use crate::vector::{Machine, Work};

/// A run of a program over the points of a frame, whose inputs are filled in.
#[derive(Clone, Copy)]
pub(super) struct Run<'a> {
    pub machine: Machine,
    pub program: &'a Program,
    pub frame: Frame<'a>,
}

impl Work for Run<'_> {
    type Output = ();
    #[inline(always)]
    fn run<L: Lane>(self) {
        for step in &self.program.steps {
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
    fn step<L: Lane>(self, step: &Step) {
        match step.action {
            Action::Unary(kind) => self.unary::<L>(step, kind),
            Action::Binary(kind) => self.binary::<L>(step, kind),
            Action::Fused(kind) => self.fused::<L>(step, kind),
            _ => seldom(&self, step),
        }
    }

    #[inline(always)]
    fn unary<L: Lane>(self, step: &Step, kind: Unary) {
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
    fn binary<L: Lane>(self, step: &Step, kind: Binary) {
        match kind {
            Binary::Add => self.two(step, |a: L, b| a + b),
            Binary::Sub => self.two(step, |a: L, b| a - b),
            Binary::Mul => self.two(step, |a: L, b| a * b),
            Binary::Div => self.two(step, |a: L, b| a / b),
            _ => self.each(step, |[a, b, _]| kind.of(a, b)),
        }
    }

    #[inline(always)]
    fn fused<L: Lane>(self, step: &Step, kind: Fused) {
        match kind {
            Fused::MulAdd => self.three(step, |a: L, b, c| a.mul_add(b, c)),
            Fused::MulSub => self.three(step, |a: L, b, c| a.mul_add(b, -c)),
            Fused::NegMulAdd => self.three(step, |a: L, b, c| a.neg_mul_add(b, c)),
        }
    }

    fn special(self, to: Column<'_>, place: u32) {
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

    /// The value of an operand in one lane of a tile.
    pub fn lane(self, operand: Operand, tile: usize, lane: usize) -> f64 {
        let tile = self.tile(operand, tile);
        tile.get(lane).copied().unwrap_or(f64::NAN)
    }

    #[inline(always)]
    fn tile(self, operand: Operand, tile: usize) -> Tile {
        match operand {
            Operand::Number(number) => [number; WIDE],
            Operand::Column(column) => {
                let cell = self.frame.column(column).get(tile);
                cell.map_or([f64::NAN; WIDE], Cell::get)
            }
        }
    }

    #[inline(always)]
    fn columns(self, step: &Step) -> [Column<'a>; 3] {
        step.columns.map(|column| self.frame.column(column))
    }

    /// Operands of any kind, looked at again for each tile.
    #[inline(always)]
    fn each(self, step: &Step, f: impl Fn([f64; 3]) -> f64) {
        let operands = step.operands();
        for (index, to) in self.frame.column(step.to).iter().enumerate() {
            let [mut a, b, c] = operands.map(|operand| self.tile(operand, index));
            for ((a, b), c) in a.iter_mut().zip(b).zip(c) {
                *a = f([*a, b, c]);
            }
            to.set(a);
        }
    }

    #[inline(always)]
    fn one<L: Lane>(self, step: &Step, f: impl Fn(L) -> L) {
        let [a, ..] = step.columns;
        let to = self.frame.column(step.to).iter();
        match step.fixed & 1 {
            0 => to
                .zip(self.frame.column(a))
                .for_each(|(to, a)| to.set(map(a.get(), &f))),
            _ => self.each(step, |[a, ..]| f(L::of(a)).get()),
        }
    }

    #[inline(always)]
    fn two<L: Lane>(self, step: &Step, f: impl Fn(L, L) -> L) {
        let column = |column| self.frame.column(column);
        let ([a, b, _], [x, y, _]) = (step.columns, step.numbers);
        let to = self.frame.column(step.to).iter();
        match step.fixed & 0b11 {
            0b00 => {
                for ((to, a), b) in to.zip(column(a)).zip(column(b)) {
                    to.set(zip(a.get(), b.get(), &f));
                }
            }
            0b10 => {
                for (to, a) in to.zip(column(a)) {
                    to.set(map(a.get(), |a| f(a, L::of(y))));
                }
            }
            0b01 => {
                for (to, b) in to.zip(column(b)) {
                    to.set(map(b.get(), |b| f(L::of(x), b)));
                }
            }
            _ => self.each(step, |[a, b, _]| f(L::of(a), L::of(b)).get()),
        }
    }

    #[inline(always)]
    fn three<L: Lane>(self, step: &Step, f: impl Fn(L, L, L) -> L) {
        let column = |column| self.frame.column(column);
        let ([a, b, c], [_, y, z]) = (step.columns, step.numbers);
        let to = self.frame.column(step.to).iter();
        match step.fixed {
            0b000 => {
                for (((to, a), b), c) in to.zip(column(a)).zip(column(b)).zip(column(c)) {
                    to.set(zip3(a.get(), b.get(), c.get(), &f));
                }
            }
            0b100 => {
                for ((to, a), b) in to.zip(column(a)).zip(column(b)) {
                    to.set(zip(a.get(), b.get(), |a, b| f(a, b, L::of(z))));
                }
            }
            0b010 => {
                for ((to, a), c) in to.zip(column(a)).zip(column(c)) {
                    to.set(zip(a.get(), c.get(), |a, c| f(a, L::of(y), c)));
                }
            }
            0b110 => {
                for (to, a) in to.zip(column(a)) {
                    to.set(map(a.get(), |a| f(a, L::of(y), L::of(z))));
                }
            }
            _ => self.each(step, |[a, b, c]| f(L::of(a), L::of(b), L::of(c)).get()),
        }
    }
}

/// What needs no code of its own for each machine: because it is rare, or a loop by itrun.
#[inline(never)]
fn seldom(run: &Run<'_>, step: &Step) {
    let to = run.frame.column(step.to);
    match step.action {
        Action::Compare(relation) => run.each(step, |[a, b, _]| relation.mask(a, b)),
        Action::Select => run.each(step, |[mask, a, b]| if mask.to_bits() == 0 { b } else { a }),
        Action::Pow => run.each(step, |[a, b, _]| el::pow(a, b)),
        Action::Call(function) => {
            let [a, ..] = run.columns(step);
            run.machine.apply(function, a, to);
        }
        Action::Call2(function) => {
            let [a, b, _] = run.columns(step);
            run.machine.apply2(function, a, b, to);
        }
        Action::SinCos(cosine) => {
            let [a, ..] = run.columns(step);
            run.machine.sin_cos(a, to, run.frame.column(cosine));
        }
        Action::Special(place) => run.special(to, place),
        Action::Loop(place) => {
            if let Some(nested) = run.program.nested.get(place as usize) {
                repeat(*run, nested, step);
            }
        }
        _ => run.each(step, |[a, ..]| a),
    }
}
