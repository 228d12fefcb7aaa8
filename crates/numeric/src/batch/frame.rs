//! The memory of a run: columns of tiles.

use std::cell::Cell;

use crate::vector::tiles::{Tile, WIDE};

/// Tiles of a column. That they are always as many lets the compiler unroll the loops over them.
pub(super) const TILES: usize = 16;
/// Points of a block.
pub(super) const BLOCK: usize = TILES * WIDE;
/// From one column to the next, in numbers: an odd number of tiles, so that columns don't meet in
/// the same lines of the cache.
pub(super) const STRIDE: usize = BLOCK + WIDE;

/// The values of all points of a block.
pub(super) type Wide<'a> = &'a [Cell<Tile>; TILES];

/// Memory of some columns.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a>(&'a [Cell<Tile>]);

impl<'a> Frame<'a> {
    pub fn new(memory: &'a mut [f64]) -> Self {
        let tiles = memory.as_chunks_mut::<WIDE>().0;
        Self(Cell::from_mut(tiles).as_slice_of_cells())
    }

    #[inline(always)]
    pub fn column(&self, column: u32) -> Option<Wide<'a>> {
        let first = column as usize * (STRIDE / WIDE);
        self.0.get(first..)?.first_chunk()
    }

    /// Several columns, if there are all.
    #[inline(always)]
    pub fn columns<const N: usize>(&self, columns: [u32; N]) -> Option<[Wide<'a>; N]> {
        let mut found = [self.0.first_chunk()?; N];
        for (found, column) in found.iter_mut().zip(columns) {
            *found = self.column(column)?;
        }
        Some(found)
    }

    /// What comes after the first columns, for a nested program.
    pub fn after(self, columns: usize) -> Self {
        let first = columns * (STRIDE / WIDE);
        Self(self.0.get(first..).unwrap_or_default())
    }
}
