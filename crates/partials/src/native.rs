//! Machine code for points and batches, on machines that have it; elsewhere there is none, and the
//! interpreter does the work.

#[cfg(all(feature = "jit", target_arch = "x86_64", unix))]
mod machine {
    use std::cell::RefCell;
    use std::ops::Range;
    use std::sync::{Mutex, PoisonError};

    use partials_jit::{Jit, Memory, Single, Tile, Workspace};
    use partials_numeric::batch::Table;
    use partials_numeric::code::Code;
    use rayon::prelude::*;

    /// So few columns are computed in place, however long,
    const FEW: usize = 32;
    /// and so short ones, however many.
    const SHORT: usize = 2048;
    /// Rows that one thread adds up in order.
    const CHUNK: usize = 1 << 14;
    /// Rows for which the shared inputs are repeated: columns that stay in the cache.
    const PART: usize = 1 << 10;
    /// Sums that run side by side.
    const CHAINS: usize = 16;

    /// Machine code and the memory of runs that are over.
    #[derive(Debug)]
    pub(crate) struct Native {
        jit: Jit,
        spare: Mutex<Vec<Workspace>>,
    }

    impl Native {
        /// Machine code, if the machine and the code allow it.
        pub fn new(code: &Code) -> Option<Self> {
            Some(Self {
                jit: Jit::new(code).ok()?,
                spare: Mutex::default(),
            })
        }

        /// Fills in the values at all points; whether the columns fit.
        pub fn batch(&self, points: &[&[f64]], values: &mut [&mut [f64]]) -> bool {
            let spare = || self.spare.lock().unwrap_or_else(PoisonError::into_inner);
            let kept = spare().pop();
            let mut workspace = kept.unwrap_or_else(|| self.jit.workspace());
            let count = points.first().map_or(0, |column| column.len());
            let done = match points.len() + values.len() > FEW && count > SHORT {
                true => self.by_tiles(points, values, &mut workspace),
                false => self.jit.batch(points, values, &mut workspace).is_ok(),
            };
            spare().push(workspace);
            done
        }

        /// Many long columns are more pages than the processor keeps at hand: values are put
        /// together in tiles, and each column gets many of them at a time.
        fn by_tiles(
            &self,
            points: &[&[f64]],
            values: &mut [&mut [f64]],
            workspace: &mut Workspace,
        ) -> bool {
            let count = points.first().map_or(0, |column| column.len());
            if values.len() != self.jit.outputs() || values.iter().any(|v| v.len() != count) {
                return false;
            }
            let done = self.jit.tiles(points, workspace, |range, tile| {
                for (output, column) in values.iter_mut().enumerate() {
                    let (found, to) = (tile.column(output), column.get_mut(range.clone()));
                    let pairs = to.into_iter().flatten().zip(found);
                    pairs.for_each(|(to, found)| *to = *found);
                }
            });
            done.is_ok()
        }

        /// The sums of the outputs over the rows of a table, by all threads; whether the table
        /// fits. The order of the sums depends on the number of rows alone.
        pub fn sums(&self, table: &Table<'_>, rows: usize, totals: &mut [f64]) -> bool {
            let Table { shared, columns } = table;
            if shared.len() + columns.len() != self.jit.inputs()
                || totals.len() != self.jit.outputs()
                || columns.iter().any(|column| column.len() != rows)
            {
                return false;
            }
            let repeated: Vec<[f64; PART]> = shared.iter().map(|number| [*number; PART]).collect();
            let chunks: Vec<usize> = (0..rows).step_by(CHUNK).collect();
            let sums: Option<Vec<Vec<f64>>> = chunks
                .par_iter()
                .map(|first| {
                    let range = *first..rows.min(first + CHUNK);
                    self.sum(&repeated, columns, range, totals.len())
                })
                .collect();
            let Some(sums) = sums else {
                return false;
            };
            totals.fill(0.0);
            for sums in &sums {
                let pairs = totals.iter_mut().zip(sums);
                pairs.for_each(|(total, sum)| *total += sum);
            }
            true
        }

        /// The sums over some of the rows.
        fn sum(
            &self,
            repeated: &[[f64; PART]],
            columns: &[&[f64]],
            rows: Range<usize>,
            outputs: usize,
        ) -> Option<Vec<f64>> {
            let spare = || self.spare.lock().unwrap_or_else(PoisonError::into_inner);
            let kept = spare().pop();
            let mut workspace = kept.unwrap_or_else(|| self.jit.workspace());
            let mut chains = vec![[0.0; CHAINS]; outputs];
            for first in rows.clone().step_by(PART) {
                let part = first..rows.end.min(first + PART);
                let shared = repeated.iter().map(|column| column.get(..part.len()));
                let own = columns.iter().map(|column| column.get(part.clone()));
                let inputs: Vec<&[f64]> = shared.chain(own).collect::<Option<_>>()?;
                let done = self
                    .jit
                    .tiles(&inputs, &mut workspace, |_, tile| add(&mut chains, tile));
                done.ok()?;
            }
            spare().push(workspace);
            Some(chains.iter().map(|chain| chain.iter().sum()).collect())
        }
    }

    fn add(chains: &mut [[f64; CHAINS]], tile: Tile<'_>) {
        for (output, chain) in chains.iter_mut().enumerate() {
            for values in tile.column(output).chunks(CHAINS) {
                let pairs = chain.iter_mut().zip(values);
                pairs.for_each(|(sum, value)| *sum += value);
            }
        }
    }

    thread_local! {
        /// What runs at single points need, and the numbers that come of them.
        static MEMORY: RefCell<(Memory, Vec<f64>)> = RefCell::default();
    }

    /// Machine code for one point at a time.
    #[derive(Debug)]
    pub(crate) struct Pointwise {
        single: Single,
        outputs: usize,
    }

    impl Pointwise {
        /// Machine code, if the machine and the code allow it.
        pub fn new(code: &Code) -> Option<Self> {
            Some(Self {
                single: Single::new(code).ok()?,
                outputs: code.outputs().len(),
            })
        }

        /// Fills in the values at a point; whether the lengths fit.
        pub fn evaluate(&self, point: &[f64], values: &mut [f64]) -> bool {
            MEMORY
                .with_borrow_mut(|(memory, _)| self.single.evaluate(point, values, memory).is_ok())
        }

        /// Hands the first value to one place and the others to another; whether the lengths fit.
        pub fn split(&self, point: &[f64], first: &mut f64, rest: &mut [f64]) -> bool {
            MEMORY.with_borrow_mut(|(memory, numbers)| {
                numbers.resize(self.outputs, 0.0);
                let done = self.single.evaluate(point, numbers, memory).is_ok();
                match numbers.split_first() {
                    Some((value, others)) if done && others.len() == rest.len() => {
                        *first = *value;
                        rest.copy_from_slice(others);
                        true
                    }
                    _ => false,
                }
            })
        }
    }
}

#[cfg(not(all(feature = "jit", target_arch = "x86_64", unix)))]
mod machine {
    use partials_numeric::batch::Table;
    use partials_numeric::code::Code;

    /// There is none.
    #[derive(Debug)]
    pub(crate) enum Native {}

    impl Native {
        pub fn new(_: &Code) -> Option<Self> {
            None
        }

        pub fn batch(&self, _: &[&[f64]], _: &mut [&mut [f64]]) -> bool {
            match *self {}
        }

        pub fn sums(&self, _: &Table<'_>, _: usize, _: &mut [f64]) -> bool {
            match *self {}
        }
    }

    /// There is none.
    #[derive(Debug)]
    pub(crate) enum Pointwise {}

    impl Pointwise {
        pub fn new(_: &Code) -> Option<Self> {
            None
        }

        pub fn evaluate(&self, _: &[f64], _: &mut [f64]) -> bool {
            match *self {}
        }

        pub fn split(&self, _: &[f64], _: &mut f64, _: &mut [f64]) -> bool {
            match *self {}
        }
    }
}

pub(crate) use machine::{Native, Pointwise};
