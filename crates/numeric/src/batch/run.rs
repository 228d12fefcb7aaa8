//! The interpreter: each step over all points of a block.

use std::cell::Cell;

use partials_symbolic::Function;
use smallvec::SmallVec;

use super::program::{Action, Operand, Place, Program, Step};
use super::repeat::repeat;
use super::tile::{Frame, Tile, map, zip, zip3};
use crate::code::{Binary, Fused, Relation, Unary};
use crate::elementary as el;
use crate::scalar::Scalar;
use crate::vector::lanes::Lane;
use crate::vector::{self, Machine, drive, drive2, trigonometric};

/// Runs a program over the points of a frame, whose inputs are filled in.
#[inline(always)]
pub(super) fn run<L: Lane, const W: usize>(
    machine: Machine,
    program: &Program,
    frame: Frame<'_, W>,
) {
    for step in &program.steps {
        let run = Run {
            machine,
            program,
            frame,
            step,
        };
        run.step::<L>();
    }
}

impl Program {
    /// The value of an operand in one lane of a tile.
    pub(super) fn lane<const W: usize>(
        &self,
        place: Place,
        frame: Frame<'_, W>,
        tile: usize,
        lane: usize,
    ) -> f64 {
        match self.operand(place) {
            Operand::Number(number) => number,
            Operand::Column(column) => {
                let tile = frame.column(column).get(tile).map(Cell::get);
                let value = tile.and_then(|tile| tile.get(lane).copied());
                value.unwrap_or(f64::NAN)
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Run<'a, const W: usize> {
    machine: Machine,
    program: &'a Program,
    frame: Frame<'a, W>,
    step: &'a Step,
}

impl<'a, const W: usize> Run<'a, W> {
    #[inline(always)]
    fn step<L: Lane>(self) {
        match self.step.action {
            Action::Copy => self.one(|a: L| a),
            Action::Unary(kind) => self.unary::<L>(kind),
            Action::Binary(kind) => self.binary::<L>(kind),
            Action::Fused(kind) => self.fused::<L>(kind),
            Action::Compare(relation) => self.compare::<L>(relation),
            Action::Select => self.three(|mask: L, a, b| {
                L::of(if mask.get().to_bits() == 0 {
                    b.get()
                } else {
                    a.get()
                })
            }),
            Action::Call(function) => self.call::<L>(function),
            Action::Call2(function) => self.call2::<L>(function),
            Action::SinCos(cosine) => self.sin_cos::<L>(cosine),
            Action::Pow => self.two(|a: L, b| L::of(el::pow(a.get(), b.get()))),
            Action::Special(place) => self.special(place),
            Action::Loop(place) => self.repeat(place),
        }
    }

    #[inline(always)]
    fn unary<L: Lane>(self, kind: Unary) {
        match kind {
            Unary::Neg => self.one(|a: L| -a),
            Unary::Abs => self.one(|a: L| a.abs()),
            Unary::Sqrt => self.one(|a: L| a.sqrt()),
            Unary::Floor => self.one(|a: L| L::of(a.get().floor())),
            Unary::Ceil => self.one(|a: L| L::of(a.get().ceil())),
            Unary::Round => self.one(|a: L| L::of(a.get().round_ties_even())),
            Unary::Trunc => self.one(|a: L| L::of(a.get().trunc())),
        }
    }

    #[inline(always)]
    fn binary<L: Lane>(self, kind: Binary) {
        let of = |a: L, b: L| L::of(kind.of(a.get(), b.get()));
        match kind {
            Binary::Add => self.two(|a: L, b| a + b),
            Binary::Sub => self.two(|a: L, b| a - b),
            Binary::Mul => self.two(|a: L, b| a * b),
            Binary::Div => self.two(|a: L, b| a / b),
            Binary::Min => self.two(|a: L, b| L::of(Binary::Min.of(a.get(), b.get()))),
            Binary::Max => self.two(|a: L, b| L::of(Binary::Max.of(a.get(), b.get()))),
            Binary::And | Binary::Or => self.two(of),
        }
    }

    #[inline(always)]
    fn fused<L: Lane>(self, kind: Fused) {
        match kind {
            Fused::MulAdd => self.three(|a: L, b, c| a.mul_add(b, c)),
            Fused::MulSub => self.three(|a: L, b, c| a.mul_add(b, -c)),
            Fused::NegMulAdd => self.three(|a: L, b, c| a.neg_mul_add(b, c)),
        }
    }

    #[inline(always)]
    fn compare<L: Lane>(self, relation: Relation) {
        match relation {
            Relation::Less => self.two(|a: L, b| L::of(Relation::Less.mask(a.get(), b.get()))),
            Relation::LessEqual => {
                self.two(|a: L, b| L::of(Relation::LessEqual.mask(a.get(), b.get())));
            }
            _ => self.two(|a: L, b| L::of(relation.mask(a.get(), b.get()))),
        }
    }

    /// A function of the table, by vector code where there is some.
    #[inline(always)]
    fn call<L: Lane>(self, function: Function) {
        if !drive::<L>(
            function,
            Each {
                run: self,
                function,
            },
        ) {
            self.one(|a: L| L::of(f64::call(function, &[a.get()], ())));
        }
    }

    #[inline(always)]
    fn call2<L: Lane>(self, function: Function) {
        if !drive2::<L>(
            function,
            Each {
                run: self,
                function,
            },
        ) {
            self.two(|a: L, b| L::of(f64::call(function, &[a.get(), b.get()], ())));
        }
    }

    #[inline(always)]
    fn sin_cos<L: Lane>(self, cosine: u32) {
        let [Operand::Column(a), ..] = self.operands() else {
            return;
        };
        let columns = self.to().iter().zip(self.frame.column(cosine as usize));
        for ((sine, cosine), a) in columns.zip(self.frame.column(a)) {
            let a = a.get();
            let (mut first, mut second) = (a, a);
            for (sine, cosine) in first.iter_mut().zip(&mut second) {
                let both = trigonometric::sin_cos(L::of(*sine));
                (*sine, *cosine) = (both.0.get(), both.1.get());
            }
            if beyond(&a, trigonometric::RANGE) {
                first = patched(Function::Sin, a, first);
                second = patched(Function::Cos, a, second);
            }
            sine.set(first);
            cosine.set(second);
        }
    }

    fn special(self, place: u32) {
        let Some(lookup) = self.program.lookups.get(place as usize) else {
            return;
        };
        for (index, to) in self.to().iter().enumerate() {
            let mut values = [0.0; W];
            for (lane, value) in values.iter_mut().enumerate() {
                let arguments = lookup.arguments.iter();
                let arguments: SmallVec<[f64; 8]> = arguments
                    .map(|place| self.program.lane(*place, self.frame, index, lane))
                    .collect();
                *value = lookup.special.at(&arguments);
            }
            to.set(values);
        }
    }

    fn repeat(self, place: u32) {
        if let Some(nested) = self.program.nested.get(place as usize) {
            repeat(self.machine, nested, self.frame, self.program, self.step);
        }
    }

    #[inline(always)]
    fn operands(self) -> [Operand; 3] {
        self.step.operands.map(|place| self.program.operand(place))
    }

    #[inline(always)]
    fn to(self) -> &'a [Cell<Tile<W>>] {
        self.frame.column(self.step.to as usize)
    }

    #[inline(always)]
    fn one<L: Lane>(self, f: impl Fn(L) -> L) {
        match self.operands()[0] {
            Operand::Column(a) => {
                for (to, a) in self.to().iter().zip(self.frame.column(a)) {
                    to.set(map(a.get(), &f));
                }
            }
            Operand::Number(number) => {
                let value = f(L::of(number)).get();
                self.to().iter().for_each(|to| to.set([value; W]));
            }
        }
    }

    #[inline(always)]
    fn two<L: Lane>(self, f: impl Fn(L, L) -> L) {
        let column = |column| self.frame.column(column);
        match self.operands() {
            [Operand::Column(a), Operand::Column(b), _] => {
                for ((to, a), b) in self.to().iter().zip(column(a)).zip(column(b)) {
                    to.set(zip(a.get(), b.get(), &f));
                }
            }
            [Operand::Column(a), Operand::Number(b), _] => {
                for (to, a) in self.to().iter().zip(column(a)) {
                    to.set(map(a.get(), |a| f(a, L::of(b))));
                }
            }
            [Operand::Number(a), Operand::Column(b), _] => {
                for (to, b) in self.to().iter().zip(column(b)) {
                    to.set(map(b.get(), |b| f(L::of(a), b)));
                }
            }
            [Operand::Number(a), Operand::Number(b), _] => {
                let value = f(L::of(a), L::of(b)).get();
                self.to().iter().for_each(|to| to.set([value; W]));
            }
        }
    }

    #[inline(always)]
    fn three<L: Lane>(self, f: impl Fn(L, L, L) -> L) {
        let column = |column| self.frame.column(column);
        match self.operands() {
            [Operand::Column(a), Operand::Column(b), Operand::Column(c)] => {
                for (((to, a), b), c) in self
                    .to()
                    .iter()
                    .zip(column(a))
                    .zip(column(b))
                    .zip(column(c))
                {
                    to.set(zip3(a.get(), b.get(), c.get(), &f));
                }
            }
            [Operand::Column(a), Operand::Column(b), Operand::Number(c)] => {
                for ((to, a), b) in self.to().iter().zip(column(a)).zip(column(b)) {
                    to.set(zip(a.get(), b.get(), |a, b| f(a, b, L::of(c))));
                }
            }
            [Operand::Column(a), Operand::Number(b), Operand::Column(c)] => {
                for ((to, a), c) in self.to().iter().zip(column(a)).zip(column(c)) {
                    to.set(zip(a.get(), c.get(), |a, c| f(a, L::of(b), c)));
                }
            }
            [Operand::Number(a), Operand::Column(b), Operand::Column(c)] => {
                for ((to, b), c) in self.to().iter().zip(column(b)).zip(column(c)) {
                    to.set(zip(b.get(), c.get(), |b, c| f(L::of(a), b, c)));
                }
            }
            [Operand::Column(a), Operand::Number(b), Operand::Number(c)] => {
                for (to, a) in self.to().iter().zip(column(a)) {
                    to.set(map(a.get(), |a| f(a, L::of(b), L::of(c))));
                }
            }
            [Operand::Number(a), Operand::Column(b), Operand::Number(c)] => {
                for (to, b) in self.to().iter().zip(column(b)) {
                    to.set(map(b.get(), |b| f(L::of(a), b, L::of(c))));
                }
            }
            [Operand::Number(a), Operand::Number(b), Operand::Column(c)] => {
                for (to, c) in self.to().iter().zip(column(c)) {
                    to.set(map(c.get(), |c| f(L::of(a), L::of(b), c)));
                }
            }
            [Operand::Number(a), Operand::Number(b), Operand::Number(c)] => {
                let value = f(L::of(a), L::of(b), L::of(c)).get();
                self.to().iter().for_each(|to| to.set([value; W]));
            }
        }
    }
}

/// Whether an argument is too large for vector code.
#[inline(always)]
fn beyond<const W: usize>(a: &Tile<W>, range: f64) -> bool {
    a.iter().fold(false, |found, a| found | (a.abs() > range))
}

/// The values of a function, those of arguments beyond its range computed otherwise.
#[cold]
fn patched<const W: usize>(function: Function, a: Tile<W>, mut values: Tile<W>) -> Tile<W> {
    let range = vector::row(function).map_or(f64::INFINITY, |row| row.range);
    for (value, a) in values.iter_mut().zip(a).filter(|(_, a)| a.abs() > range) {
        *value = f64::call(function, &[a], ());
    }
    values
}

/// A vector function over the columns of a step.
struct Each<'a, const W: usize> {
    run: Run<'a, W>,
    function: Function,
}

impl<L: Lane, const W: usize> vector::Unary<L> for Each<'_, W> {
    #[inline(always)]
    fn run(self, kernel: impl Fn(L) -> L) {
        let range = vector::row(self.function).map_or(f64::INFINITY, |row| row.range);
        let [Operand::Column(a), ..] = self.run.operands() else {
            return self.run.one(kernel);
        };
        for (to, a) in self.run.to().iter().zip(self.run.frame.column(a)) {
            let a = a.get();
            let values = map(a, &kernel);
            to.set(match range < f64::INFINITY && beyond(&a, range) {
                true => patched(self.function, a, values),
                false => values,
            });
        }
    }
}

impl<L: Lane, const W: usize> vector::Binary<L> for Each<'_, W> {
    #[inline(always)]
    fn run(self, kernel: impl Fn(L, L) -> L) {
        self.run.two(kernel);
    }
}
