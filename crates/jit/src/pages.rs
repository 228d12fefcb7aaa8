//! Memory that holds machine code: written, then executable, never both.

use std::arch::x86_64::{_MM_HINT_T1, _mm_prefetch};
use std::ops::Range;
use std::sync::Arc;

use memmap2::{Mmap, MmapMut};

/// The signature of the code: addresses of the input columns, of the output columns, of the
/// constants, of scratch memory, and the offset in bytes of the first point and behind the last.
/// Returns the offset of the block at which it stopped.
type Entry = unsafe extern "sysv64" fn(
    *const *const f64,
    *const *mut f64,
    *const f64,
    *mut f64,
    usize,
    usize,
) -> usize;

/// Code of this size is in few large pages, where there are some.
#[cfg(target_os = "linux")]
const HUGE: usize = 1 << 21;

/// Machine code that can be run.
#[derive(Clone, Debug)]
pub struct Pages {
    map: Arc<Mmap>,
}

impl Pages {
    /// Copies code to memory of its own and makes that executable.
    pub fn new(code: &[u8]) -> std::io::Result<Self> {
        let mut map = MmapMut::map_anon(code.len().max(1))?;
        #[cfg(target_os = "linux")]
        if code.len() >= HUGE {
            // Without it all is well, but slower.
            map.advise(memmap2::Advice::HugePage).unwrap_or_default();
        }
        for (to, from) in map.iter_mut().zip(code) {
            *to = *from;
        }
        Ok(Self {
            map: Arc::new(map.make_exec()?),
        })
    }

    /// Asks for the code, to the second cache.
    pub fn prefetch(&self) {
        for line in self.map.chunks(64) {
            #[allow(unsafe_code)]
            // SAFETY: to ask for memory reads none; the instruction is part of every x86-64
            // processor.
            unsafe {
                _mm_prefetch::<_MM_HINT_T1>(line.as_ptr().cast());
            }
        }
    }

    /// Runs the code.
    ///
    /// # Safety
    /// The code must be a function of this signature, and must read and write within the memory
    /// that it is given alone.
    #[allow(unsafe_code)]
    pub unsafe fn run(
        &self,
        inputs: *const *const f64,
        outputs: *const *mut f64,
        pool: &[f64],
        scratch: &mut [f64],
        bytes: Range<usize>,
    ) -> usize {
        // SAFETY: the caller says that the bytes are a function of this type, and the map is
        // executable and lives as long as `self`.
        unsafe {
            let entry = std::mem::transmute::<*const u8, Entry>(self.map.as_ptr());
            entry(
                inputs,
                outputs,
                pool.as_ptr(),
                scratch.as_mut_ptr(),
                bytes.start,
                bytes.end,
            )
        }
    }
}
