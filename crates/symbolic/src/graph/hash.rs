//! The structural hash: the same for the same expression in every graph and on every platform.
//! It finds equal nodes, and orders results where nothing else decides.

use std::sync::OnceLock;

use crate::functions::Function;
use crate::number::Rational;

/// A hash in the making.
#[derive(Default)]
pub(super) struct StructuralHash(u64);

impl StructuralHash {
    /// The hash of a name.
    pub(super) fn of_name(name: &str) -> u64 {
        let mut hash = Self::default();
        for chunk in name.as_bytes().chunks(8) {
            let bytes = chunk.iter().rev();
            hash.word(bytes.fold(0, |word, byte| (word << 8) | u64::from(*byte)));
        }
        hash.word(name.len() as u64);
        hash.finish()
    }

    /// The hash of a function's name.
    pub(super) fn of_function(function: Function) -> u64 {
        static HASHES: OnceLock<Vec<u64>> = OnceLock::new();
        let hashes = HASHES.get_or_init(|| {
            let names = Function::ALL.iter().map(|function| function.name());
            names.map(Self::of_name).collect()
        });
        hashes.get(function as usize).copied().unwrap_or(0)
    }

    /// The hash of a number.
    pub(super) fn of_number(value: &Rational) -> u64 {
        let mut hash = Self::default();
        match value {
            Rational::Small(n, d) => hash.words([1, *n as u64, *d as u64]),
            big => hash.words([2, big.to_f64().to_bits(), big.bits() as u64]),
        }
        hash.finish()
    }

    #[inline]
    pub(super) fn word(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    #[inline]
    pub(super) fn words(&mut self, words: [u64; 3]) {
        words.into_iter().for_each(|word| self.word(word));
    }

    /// The last mixing step of SplitMix64 (Steele, Lea and Flood 2014).
    #[inline]
    pub(super) fn finish(self) -> u64 {
        let mut hash = self.0;
        hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        hash ^ (hash >> 31)
    }
}
