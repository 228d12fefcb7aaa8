//! Sums of the outputs over many points, in an order that is always the same.

use std::ops::Range;

use rayon::prelude::*;

use super::places::check;
use super::{Batch, BatchError, Block, Points};

/// Blocks that one thread adds up in order.
const CHUNK: usize = 128;
/// Sums that run side by side.
const CHAINS: usize = 8;

impl Batch {
    /// Adds up each output over all points, in one pass, by all threads. The order of the sums
    /// depends on the number of points alone, so the bits do not depend on the threads.
    ///
    /// # Errors
    /// Where the points are not as many or have not as many inputs, or the totals are not as many
    /// as the outputs.
    pub fn sums(
        &self,
        points: &impl Points,
        count: usize,
        totals: &mut [f64],
    ) -> Result<(), BatchError> {
        points.check(count, self.inputs())?;
        check(self.outputs(), totals.len())?;
        let blocks: Vec<Range<usize>> = self.blocks(count).collect();
        let chunks: Vec<Vec<f64>> = blocks
            .par_chunks(CHUNK)
            .map(|blocks| {
                let mut sums = vec![0.0; self.outputs()];
                self.with_memory(|memory| {
                    for range in blocks {
                        add(&mut sums, self.block(points, range.clone(), memory));
                    }
                });
                sums
            })
            .collect();
        totals.fill(0.0);
        for sums in &chunks {
            totals
                .iter_mut()
                .zip(sums)
                .for_each(|(total, sum)| *total += sum);
        }
        Ok(())
    }
}

fn add(sums: &mut [f64], block: Block<'_>) {
    for (sum, values) in sums.iter_mut().zip(block.outputs()) {
        let mut chains = [0.0; CHAINS];
        for values in values.chunks(CHAINS) {
            chains
                .iter_mut()
                .zip(values)
                .for_each(|(chain, value)| *chain += value);
        }
        let [a, b, c, d, e, f, g, h] = chains;
        *sum += ((a + b) + (c + d)) + ((e + f) + (g + h));
    }
}
