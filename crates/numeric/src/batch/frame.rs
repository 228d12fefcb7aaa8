//! The memory of a run: columns of tiles.

use std::cell::Cell;

use crate::vector::tiles::{Column, Tile, WIDE};

/// Memory that has the same number of tiles for each column.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    cells: &'a [Cell<Tile>],
    /// From one column to the next.
    stride: usize,
    /// How many tiles of each column hold points.
    used: usize,
}

impl<'a> Frame<'a> {
    pub fn new(memory: &'a mut [f64], stride: usize, used: usize) -> Self {
        let tiles = memory.as_chunks_mut::<WIDE>().0;
        Self {
            cells: Cell::from_mut(tiles).as_slice_of_cells(),
            stride,
            used,
        }
    }

    #[inline(always)]
    pub fn column(&self, column: u32) -> Column<'a> {
        let first = column as usize * self.stride;
        self.cells.get(first..first + self.used).unwrap_or_default()
    }

    /// What comes after the first columns, for a nested program.
    pub fn after(self, columns: usize) -> Self {
        Self {
            cells: self.cells.get(columns * self.stride..).unwrap_or_default(),
            ..self
        }
    }

    /// One tile of every column.
    pub fn only(self, tile: usize) -> Self {
        Self {
            cells: self.cells.get(tile..).unwrap_or_default(),
            used: 1,
            ..self
        }
    }
}
