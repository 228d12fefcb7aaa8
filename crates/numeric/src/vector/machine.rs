//! Which vectors the machine has, and work that is done with them.

use super::lanes::Lane;

/// The instructions that are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Machine {
    /// What every processor of the target has.
    Portable,
    /// 256 bits and fused multiply-add, of x86-64.
    Avx2,
    /// 512 bits, of x86-64.
    Avx512,
}

/// The lane of [`Machine::Portable`].
#[cfg(target_arch = "aarch64")]
pub type Native = super::lanes::Fused;
/// The lane of [`Machine::Portable`].
#[cfg(not(target_arch = "aarch64"))]
pub type Native = super::lanes::Plain;

/// Work that is to be done with the vectors of a machine: inlined into a function that has their
/// features, so that the compiler widens its loops to them.
pub(crate) trait Work {
    /// What comes of it.
    type Output;
    /// Does it, by lanes of a kind. To be `#[inline(always)]`, all the way down.
    fn run<L: Lane>(self) -> Self::Output;
}

impl Machine {
    /// All that this processor has, the best last.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Portable, Self::Avx2, Self::Avx512]
            .into_iter()
            .filter(|machine| machine.is_available())
    }

    /// The widest vectors that this processor has.
    #[must_use]
    pub fn best() -> Self {
        Self::all().last().unwrap_or(Self::Portable)
    }

    /// Whether this processor has it.
    #[must_use]
    #[inline]
    pub fn is_available(self) -> bool {
        #[cfg(target_arch = "x86_64")]
        match self {
            Self::Portable => true,
            Self::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
            Self::Avx512 => {
                is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("fma")
            }
        }
        #[cfg(not(target_arch = "x86_64"))]
        matches!(self, Self::Portable)
    }

    /// Does some work with these instructions; with those of every processor where this one lacks
    /// them.
    #[inline]
    pub(crate) fn run<W: Work>(self, work: W) -> W::Output {
        match self {
            #[cfg(target_arch = "x86_64")]
            #[allow(unsafe_code)]
            // SAFETY: the guard has seen the features that the function is compiled for.
            Self::Avx512 if self.is_available() => unsafe { with_avx512(work) },
            #[cfg(target_arch = "x86_64")]
            #[allow(unsafe_code)]
            // SAFETY: as above.
            Self::Avx2 if self.is_available() => unsafe { with_avx2(work) },
            _ => work.run::<Native>(),
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512vl,fma")]
fn with_avx512<W: Work>(work: W) -> W::Output {
    work.run::<super::lanes::Fused>()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn with_avx2<W: Work>(work: W) -> W::Output {
    work.run::<super::lanes::Fused>()
}
