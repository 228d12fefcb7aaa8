//! Machine code for points and batches, on machines that have it; elsewhere there is none, and the
//! interpreter does the work.

#[cfg(all(feature = "jit", target_arch = "x86_64", unix))]
mod machine {
    use std::cell::RefCell;
    use std::sync::{Mutex, PoisonError};

    use partials_jit::{Jit, Memory, Single, Workspace};
    use partials_numeric::code::Code;

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
            let done = self.jit.batch(points, values, &mut workspace).is_ok();
            spare().push(workspace);
            done
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
