//! Machine code for points and batches, on machines that have it; elsewhere there is none, and the
//! interpreter does the work.

#[cfg(all(feature = "jit", target_arch = "x86_64", unix))]
mod machine {
    use std::cell::RefCell;
    use std::ops::Range;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Mutex, PoisonError};

    use partials_jit::{Jit, Memory, Single, Sums, SumsMemory, Workspace};
    use partials_numeric::batch::{Block, Table};
    use partials_numeric::code::Code;

    /// Rows that one thread adds up in order.
    const CHUNK: usize = 1 << 14;

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

        /// Does some work with the memory of a run.
        fn with<R>(&self, work: impl FnOnce(&Jit, &mut Workspace) -> R) -> R {
            let spare = || self.spare.lock().unwrap_or_else(PoisonError::into_inner);
            let kept = spare().pop();
            let mut workspace = kept.unwrap_or_else(|| self.jit.workspace());
            let done = work(&self.jit, &mut workspace);
            spare().push(workspace);
            done
        }

        /// Fills in the values at all points; whether the columns fit.
        pub fn batch(&self, points: &[&[f64]], values: &mut [&mut [f64]]) -> bool {
            self.with(|jit, memory| jit.batch(points, values, memory).is_ok())
        }

        /// As [`Native::batch`], of points that come as rows.
        pub fn rows(&self, points: &[f64], values: &mut [f64]) -> bool {
            self.with(|jit, memory| jit.rows(points, values, memory).is_ok())
        }

        /// Hands over the values at all points tile by tile; whether the columns fit.
        pub fn tiles(&self, points: &[&[f64]], consume: &mut impl FnMut(Block<'_>)) -> bool {
            self.with(|jit, memory| jit.tiles(points, memory, consume).is_ok())
        }
    }

    /// Machine code for sums over rows, and the memory of runs that are over.
    #[derive(Debug)]
    pub(crate) struct Rows {
        sums: Sums,
        spare: Mutex<Vec<SumsMemory>>,
    }

    impl Rows {
        /// Machine code, if the machine and the code allow it; so many inputs, the first, are the
        /// same for all rows.
        pub fn new(code: &Code, shared: usize) -> Option<Self> {
            Some(Self {
                sums: Sums::new(code, shared).ok()?,
                spare: Mutex::default(),
            })
        }

        /// The sums of the outputs over the rows of a table, by all threads; whether the table
        /// fits. The order of the sums depends on the number of rows alone.
        pub fn sums(&self, table: &Table<'_>, rows: usize, totals: &mut [f64]) -> bool {
            let sum = |chunk: usize| {
                let first = chunk * CHUNK;
                self.sum(table, first..rows.min(first + CHUNK), totals.len())
            };
            let sums: Option<Vec<Vec<f64>>> = by_all_threads(rows.div_ceil(CHUNK), sum)
                .into_iter()
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
        fn sum(&self, table: &Table<'_>, rows: Range<usize>, outputs: usize) -> Option<Vec<f64>> {
            let columns = table.columns.iter().map(|column| column.get(rows.clone()));
            let columns: Vec<&[f64]> = columns.collect::<Option<_>>()?;
            let spare = || self.spare.lock().unwrap_or_else(PoisonError::into_inner);
            let kept = spare().pop();
            let mut memory = kept.unwrap_or_default();
            let mut totals = vec![0.0; outputs];
            let done = self
                .sums
                .add(table.shared, &columns, &mut totals, &mut memory);
            spare().push(memory);
            done.is_ok().then_some(totals)
        }
    }

    /// What some work makes of 0, 1, … in order, by all threads. The one that calls is at work while
    /// others are woken.
    fn by_all_threads<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
        let next = AtomicUsize::new(0);
        let done = Mutex::new(Vec::with_capacity(count));
        let run = || {
            let mine = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
            let mine = mine.take_while(|place| *place < count);
            let mine: Vec<(usize, T)> = mine.map(|place| (place, work(place))).collect();
            done.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend(mine);
        };
        rayon::in_place_scope(|scope| {
            let threads = rayon::current_num_threads().min(count);
            (1..threads).for_each(|_| scope.spawn(|_| run()));
            run();
        });
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_unstable_by_key(|(place, _)| *place);
        done.into_iter().map(|(_, made)| made).collect()
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
    use partials_numeric::batch::{Block, Table};
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

        pub fn rows(&self, _: &[f64], _: &mut [f64]) -> bool {
            match *self {}
        }

        pub fn tiles(&self, _: &[&[f64]], _: &mut impl FnMut(Block<'_>)) -> bool {
            match *self {}
        }
    }

    /// There is none.
    #[derive(Debug)]
    pub(crate) enum Rows {}

    impl Rows {
        pub fn new(_: &Code, _: usize) -> Option<Self> {
            None
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

pub(crate) use machine::{Native, Pointwise, Rows};
