//! Mistakes, made on purpose: what a checker must reject.
#![allow(clippy::indexing_slicing)] // A place that is not there fails the test.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// The kinds of mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The sign of one term is turned.
    Sign,
    /// One term is doubled.
    Double,
    /// One term is off by a thousandth.
    Thousandth,
    /// An inner factor is left out.
    DroppedFactor,
    /// One digit is another.
    Digit,
}

impl Damage {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::Sign,
        Self::Double,
        Self::Thousandth,
        Self::DroppedFactor,
        Self::Digit,
    ];

    /// A formula with one mistake of this kind; `None` where there is no place for one.
    pub fn apply(self, formula: &str, seed: u64) -> Option<String> {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
        let places = self.places(formula);
        let place = *places.get(usize::try_from(random.next_u64()).ok()? % places.len().max(1))?;
        let (before, after) = formula.split_at_checked(place)?;
        Some(match self {
            Self::Sign => {
                let (sign, rest) = after.split_at_checked(1)?;
                format!("{before}{}{rest}", if sign == "+" { "-" } else { "+" })
            }
            Self::Double => format!("{before}2*{after}"),
            Self::Thousandth => format!("{before}1.001*{after}"),
            Self::DroppedFactor => format!("{before}{}", after.split_once('*')?.1),
            Self::Digit => {
                let (digit, rest) = after.split_at_checked(1)?;
                let other = (digit.parse::<u64>().ok()? + 1 + random.next_u64() % 9) % 10;
                format!("{before}{other}{rest}")
            }
        })
    }

    /// The bytes at which the mistake can be made.
    fn places(self, formula: &str) -> Vec<usize> {
        let bytes = formula.as_bytes();
        let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'.';
        match self {
            Self::Sign => formula
                .match_indices(" + ")
                .chain(formula.match_indices(" - "))
                .map(|(i, _)| i + 1)
                .collect(),
            Self::Double | Self::Thousandth => {
                std::iter::once(usize::from(formula.starts_with('-')))
                    .chain(formula.match_indices(" + ").map(|(i, _)| i + 3))
                    .chain(formula.match_indices(" - ").map(|(i, _)| i + 3))
                    .collect()
            }
            // A name or number that stands before a `*` and begins a product.
            Self::DroppedFactor => (0..bytes.len())
                .filter(|&i| word(bytes[i]) && (i == 0 || matches!(bytes[i - 1], b'(' | b' ')))
                .filter(|&i| bytes[i..].iter().find(|b| !word(**b)) == Some(&b'*'))
                .collect(),
            Self::Digit => (0..bytes.len())
                .filter(|&i| bytes[i].is_ascii_digit())
                .filter(|&i| {
                    // Not a digit of a name.
                    let start = bytes[..i]
                        .iter()
                        .rposition(|b| !word(*b))
                        .map_or(0, |p| p + 1);
                    bytes[start].is_ascii_digit()
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_changes_a_formula() {
        let formula = "-2*x*sin(3*x) + b1*x^2 - (x + 4)/7";
        for kind in Damage::ALL {
            for seed in 0..20 {
                let damaged = kind.apply(formula, seed).unwrap();
                assert_ne!(damaged, formula, "{kind:?}");
            }
        }
        assert_eq!(Damage::Digit.apply("b1*x", 0), None);
        assert_eq!(Damage::DroppedFactor.apply("2*x", 0).as_deref(), Some("x"));
    }
}
