//! Machine code for batches, on machines that have it; elsewhere there is none, and the
//! interpreter does the work.

#[cfg(all(feature = "jit", target_arch = "x86_64", unix))]
mod machine {
    use std::sync::{Mutex, PoisonError};

    use partials_jit::{Jit, Workspace};
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
}

pub(crate) use machine::Native;
