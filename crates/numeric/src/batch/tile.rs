//! Columns of tiles: how the interpreter reads and writes its memory.

use std::cell::Cell;

use crate::vector::lanes::Lane;

/// As many lanes as one step of a loop computes; one for single points.
pub(super) type Tile<const W: usize> = [f64; W];

/// The tile in which each lane is a function of one lane.
#[inline(always)]
pub(super) fn map<L: Lane, const W: usize>(mut a: Tile<W>, f: impl Fn(L) -> L) -> Tile<W> {
    for a in &mut a {
        *a = f(L::of(*a)).get();
    }
    a
}

/// The tile in which each lane is a function of two lanes.
#[inline(always)]
pub(super) fn zip<L: Lane, const W: usize>(
    mut a: Tile<W>,
    b: Tile<W>,
    f: impl Fn(L, L) -> L,
) -> Tile<W> {
    for (a, b) in a.iter_mut().zip(b) {
        *a = f(L::of(*a), L::of(b)).get();
    }
    a
}

/// The tile in which each lane is a function of three lanes.
#[inline(always)]
pub(super) fn zip3<L: Lane, const W: usize>(
    mut a: Tile<W>,
    b: Tile<W>,
    c: Tile<W>,
    f: impl Fn(L, L, L) -> L,
) -> Tile<W> {
    for ((a, b), c) in a.iter_mut().zip(b).zip(c) {
        *a = f(L::of(*a), L::of(b), L::of(c)).get();
    }
    a
}

/// The memory of a run. A step may write to the column that it reads: each tile is read before it
/// is written.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a, const W: usize> {
    cells: &'a [Cell<Tile<W>>],
    /// From one column to the next.
    stride: usize,
    /// How many tiles of each column hold points.
    used: usize,
}

impl<'a, const W: usize> Frame<'a, W> {
    /// Of memory that has `stride` tiles for each column.
    #[inline(always)]
    pub fn new(memory: &'a mut [f64], stride: usize, used: usize) -> Self {
        let tiles = memory.as_chunks_mut::<W>().0;
        Self {
            cells: Cell::from_mut(tiles).as_slice_of_cells(),
            stride,
            used,
        }
    }

    #[inline(always)]
    pub fn column(&self, column: usize) -> &'a [Cell<Tile<W>>] {
        let first = column * self.stride;
        self.cells.get(first..first + self.used).unwrap_or_default()
    }

    /// What comes after the first columns, for a nested program.
    #[inline(always)]
    pub fn after(self, columns: usize) -> Self {
        Self {
            cells: self.cells.get(columns * self.stride..).unwrap_or_default(),
            ..self
        }
    }

    /// One tile of every column.
    #[inline(always)]
    pub fn only(self, tile: usize) -> Self {
        Self {
            cells: self.cells.get(tile..).unwrap_or_default(),
            used: 1,
            ..self
        }
    }
}
