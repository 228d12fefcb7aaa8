//! Functions over tiles of lanes. Here each kernel is compiled, once for each machine.

use std::cell::Cell;

use partials_symbolic::Function;

use super::functions::{ALL, Binary, Kernel, Kernel2, Power, Unary, drive, drive2, row};
use super::lanes::Lane;
use super::machine::{Machine, Work};
use super::{power, trigonometric};
use crate::scalar::estimate;

/// Lanes of a tile: two vectors of the widest machine.
pub(crate) const WIDE: usize = 16;

/// As many lanes as one round of a loop computes.
pub(crate) type Tile = [f64; WIDE];

/// Tiles that are read and written. A tile is read before it is written, so a function may write
/// to the column of its argument.
pub(crate) type Column<'a> = &'a [Cell<Tile>];

/// The tile in which each lane is a function of one lane.
#[inline(always)]
pub(crate) fn map<L: Lane>(mut a: Tile, f: impl Fn(L) -> L) -> Tile {
    for a in &mut a {
        *a = f(L::of(*a)).get();
    }
    a
}

/// The tile in which each lane is a function of two lanes.
#[inline(always)]
pub(crate) fn zip<L: Lane>(mut a: Tile, b: Tile, f: impl Fn(L, L) -> L) -> Tile {
    for (a, b) in a.iter_mut().zip(b) {
        *a = f(L::of(*a), L::of(b)).get();
    }
    a
}

/// The tile in which each lane is a function of three lanes.
#[inline(always)]
pub(crate) fn zip3<L: Lane>(mut a: Tile, b: Tile, c: Tile, f: impl Fn(L, L, L) -> L) -> Tile {
    for ((a, b), c) in a.iter_mut().zip(b).zip(c) {
        *a = f(L::of(*a), L::of(b), L::of(c)).get();
    }
    a
}

impl Machine {
    /// A function of one argument over a column: by vector code where there is some, otherwise one
    /// by one.
    pub(crate) fn apply(self, function: Function, a: Column<'_>, to: Column<'_>) {
        self.run(Apply { function, a, to });
    }

    /// As [`Machine::apply`], of two arguments.
    pub(crate) fn apply2(self, function: Function, a: Column<'_>, b: Column<'_>, to: Column<'_>) {
        self.run(Apply2 { function, a, b, to });
    }

    /// Powers of a column.
    pub(crate) fn power(self, base: Column<'_>, exponent: Column<'_>, to: Column<'_>) {
        self.run(Powers(base, exponent, to));
    }

    /// Sine and cosine of a column.
    pub(crate) fn sin_cos(self, a: Column<'_>, sine: Column<'_>, cosine: Column<'_>) {
        self.run(SinCos { a, sine, cosine });
    }

    /// A function of one argument, the same bits as in a column.
    pub(crate) fn value(self, function: Function, x: f64) -> f64 {
        if row(function).is_none() {
            return estimate(function, &[x]).known();
        }
        let tile = [Cell::new([x; WIDE])];
        self.apply(function, &tile, &tile);
        first(&tile)
    }

    /// As [`Machine::value`], of two arguments.
    pub(crate) fn value2(self, function: Function, a: f64, b: f64) -> f64 {
        if row(function).is_none() {
            return estimate(function, &[a, b]).known();
        }
        let (a, b) = ([Cell::new([a; WIDE])], [Cell::new([b; WIDE])]);
        self.apply2(function, &a, &b, &a);
        first(&a)
    }

    /// A power, the same bits as in a column.
    pub(crate) fn power_of(self, base: f64, exponent: f64) -> f64 {
        self.run(PowerOf(base, exponent))
    }

    /// Sine and cosine, the same bits as in columns.
    pub(crate) fn sine_and_cosine(self, x: f64) -> (f64, f64) {
        let (sine, cosine) = ([Cell::new([x; WIDE])], [Cell::new([x; WIDE])]);
        self.sin_cos(&sine, &sine, &cosine);
        (first(&sine), first(&cosine))
    }

    /// The values of a function of one argument at many, as many as both slices have: by vector
    /// code where there is some, otherwise one by one.
    pub fn map(self, function: Function, x: &[f64], y: &mut [f64]) {
        if row(function).is_none() {
            let one_by_one = x.iter().zip(y);
            return one_by_one.for_each(|(x, y)| *y = estimate(function, &[*x]).known());
        }
        let tile = [const { Cell::new([0.0; WIDE]) }; WIDE];
        for (x, y) in x.chunks(WIDE * WIDE).zip(y.chunks_mut(WIDE * WIDE)) {
            let used = fill(&tile, x);
            self.apply(function, used, used);
            drain(used, y);
        }
    }

    /// As [`Machine::map`], of two arguments.
    pub fn map2(self, function: Function, a: &[f64], b: &[f64], y: &mut [f64]) {
        if row(function).is_none() {
            let one_by_one = a.iter().zip(b).zip(y);
            return one_by_one.for_each(|((a, b), y)| *y = estimate(function, &[*a, *b]).known());
        }
        in_tiles(a, b, y, |a, b| self.apply2(function, a, b, a));
    }

    /// Powers of many bases, as many as all slices have.
    pub fn powers(self, base: &[f64], exponent: &[f64], y: &mut [f64]) {
        in_tiles(base, exponent, y, |a, b| self.power(a, b, a));
    }
}

/// Has the tiles of two slices worked on, the first of which take the results.
fn in_tiles(a: &[f64], b: &[f64], y: &mut [f64], work: impl Fn(Column<'_>, Column<'_>)) {
    let tiles = [const { [const { Cell::new([0.0; WIDE]) }; WIDE] }; 2];
    let [first, second] = &tiles;
    let chunks = a.chunks(WIDE * WIDE).zip(b.chunks(WIDE * WIDE));
    for ((a, b), y) in chunks.zip(y.chunks_mut(WIDE * WIDE)) {
        let (a, b) = (fill(first, a), fill(second, b));
        work(a, b);
        drain(a, y);
    }
}

fn first(tiles: Column<'_>) -> f64 {
    let tile = tiles.first().map_or([f64::NAN; WIDE], Cell::get);
    let [first, ..] = tile;
    first
}

/// Puts numbers into tiles; those that hold them. What is left of the last is 1.
fn fill<'a>(tiles: &'a [Cell<Tile>], numbers: &[f64]) -> Column<'a> {
    for (tile, numbers) in tiles.iter().zip(numbers.chunks(WIDE)) {
        let mut lanes = [1.0; WIDE];
        lanes
            .iter_mut()
            .zip(numbers)
            .for_each(|(lane, x)| *lane = *x);
        tile.set(lanes);
    }
    tiles
        .get(..numbers.len().div_ceil(WIDE))
        .unwrap_or_default()
}

fn drain(tiles: Column<'_>, numbers: &mut [f64]) {
    for (tile, numbers) in tiles.iter().zip(numbers.chunks_mut(WIDE)) {
        numbers
            .iter_mut()
            .zip(tile.get())
            .for_each(|(y, lane)| *y = lane);
    }
}

struct Apply<'a> {
    function: Function,
    a: Column<'a>,
    to: Column<'a>,
}

impl Work for Apply<'_> {
    type Output = ();
    #[inline(always)]
    fn run<L: Lane>(self) {
        let (function, a, to) = (self.function, self.a, self.to);
        if !drive::<L>(function, self) {
            for (to, a) in to.iter().zip(a) {
                to.set(a.get().map(|x| estimate(function, &[x]).known()));
            }
        }
    }
}

impl<L: Lane> Unary<L> for Apply<'_> {
    #[inline(always)]
    fn run(self, range: [f64; 2], kernel: impl Kernel<L>) {
        for (to, a) in self.to.iter().zip(self.a) {
            let a = a.get();
            let mut values = a;
            for value in &mut values {
                *value = kernel.at(L::of(*value)).get();
            }
            to.set(match range != ALL && beyond(&a, range) {
                true => patched(self.function, &a, values),
                false => values,
            });
        }
    }
}

struct Apply2<'a> {
    function: Function,
    a: Column<'a>,
    b: Column<'a>,
    to: Column<'a>,
}

impl Work for Apply2<'_> {
    type Output = ();
    #[inline(always)]
    fn run<L: Lane>(self) {
        let (function, a, b, to) = (self.function, self.a, self.b, self.to);
        if !drive2::<L>(function, self) {
            for ((to, a), b) in to.iter().zip(a).zip(b) {
                let mut values = a.get();
                for (a, b) in values.iter_mut().zip(b.get()) {
                    *a = estimate(function, &[*a, b]).known();
                }
                to.set(values);
            }
        }
    }
}

impl<L: Lane> Binary<L> for Apply2<'_> {
    #[inline(always)]
    fn run(self, kernel: impl Kernel2<L>) {
        in_pairs(kernel, self.a, self.b, self.to);
    }
}

#[inline(always)]
fn in_pairs<L: Lane>(kernel: impl Kernel2<L>, a: Column<'_>, b: Column<'_>, to: Column<'_>) {
    for ((to, a), b) in to.iter().zip(a).zip(b) {
        let mut values = a.get();
        for (value, b) in values.iter_mut().zip(b.get()) {
            *value = kernel.at(L::of(*value), L::of(b)).get();
        }
        to.set(values);
    }
}

struct Powers<'a>(Column<'a>, Column<'a>, Column<'a>);

impl Work for Powers<'_> {
    type Output = ();
    #[inline(always)]
    fn run<L: Lane>(self) {
        let Self(base, exponent, to) = self;
        in_pairs::<L>(Power, base, exponent, to);
    }
}

struct PowerOf(f64, f64);

impl Work for PowerOf {
    type Output = f64;
    #[inline(always)]
    fn run<L: Lane>(self) -> f64 {
        power::pow(L::of(self.0), L::of(self.1)).get()
    }
}

struct SinCos<'a> {
    a: Column<'a>,
    sine: Column<'a>,
    cosine: Column<'a>,
}

impl Work for SinCos<'_> {
    type Output = ();
    #[inline(always)]
    fn run<L: Lane>(self) {
        for ((sine, cosine), a) in self.sine.iter().zip(self.cosine).zip(self.a) {
            let a = a.get();
            let (mut sines, mut cosines) = (a, a);
            for (sine, cosine) in sines.iter_mut().zip(&mut cosines) {
                let (s, c) = trigonometric::sin_cos(L::of(*sine));
                (*sine, *cosine) = (s.get(), c.get());
            }
            if beyond(&a, trigonometric::RANGE) {
                sines = patched(Function::Sin, &a, sines);
                cosines = patched(Function::Cos, &a, cosines);
            }
            sine.set(sines);
            cosine.set(cosines);
        }
    }
}

/// Whether an argument is none for vector code.
#[inline(always)]
fn beyond(a: &Tile, [low, high]: [f64; 2]) -> bool {
    a.iter()
        .fold(false, |found, a| found | (*a < low) | (*a > high))
}

/// The values of a function, those of arguments beyond its range computed otherwise.
#[cold]
fn patched(function: Function, a: &Tile, mut values: Tile) -> Tile {
    let [low, high] = row(function).map_or(ALL, |row| row.range);
    let pairs = values.iter_mut().zip(a);
    for (value, a) in pairs.filter(|(_, a)| **a < low || **a > high) {
        *value = estimate(function, &[*a]).known();
    }
    values
}
