//! Where claims are tried: points from a seeded generator, spread over scales, inside the domain.

use rand_core::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::Rng;

use crate::interval::Interval;

/// What is known of a variable: where it is tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// The variable.
    pub name: String,
    /// The least value.
    pub low: f64,
    /// The greatest value.
    pub high: f64,
    /// Only whole numbers.
    pub integer: bool,
}

impl Range {
    /// All real numbers.
    pub fn real(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
            integer: false,
        }
    }

    pub(super) fn interval(&self) -> Interval {
        Interval::new(self.low, self.high)
    }

    /// The nearest value that a variable may have.
    pub(super) fn fit(&self, value: f64) -> f64 {
        let value = if self.integer { value.round() } else { value };
        // Of a range without numbers, whatever comes: nothing lies in it.
        value.max(self.low).min(self.high)
    }
}

/// The ranges of variables, in their order.
pub(super) fn ranges_of(variables: &[String], ranges: &[Range]) -> Vec<Range> {
    variables
        .iter()
        .map(|name| {
            let known = ranges.iter().find(|range| range.name == *name);
            known.map_or_else(|| Range::real(name), Range::clone)
        })
        .collect()
}

/// The turn of eight in which points are drawn from far scales.
const FAR: usize = 6;

/// The turns in which points are drawn near the lower and the upper ends of bounded ranges, and
/// how near in parts of these.
const ENDS: [usize; 2] = [4, 5];
const NEAR_END: f64 = 1.0 / 256.0;
/// Beyond a bound that is farther from 0 than this, points are spread in proportion.
const FAR_BOUND: f64 = 65536.0;
/// By this part of its distance from a bound, a point may be moved to have few bits.
const MOVED: f64 = 1.0 / 256.0;

/// Draws points, the same for the same seed.
pub(super) struct Points {
    generator: Xoshiro256PlusPlus,
    ranges: Vec<Range>,
    drawn: usize,
}

impl Points {
    pub(super) fn new(seed: u64, ranges: Vec<Range>) -> Self {
        Self {
            generator: Xoshiro256PlusPlus::seed_from_u64(seed),
            ranges,
            drawn: 0,
        }
    }

    /// The next point. Early points lie near 1, where most formulas have values; later ones spread
    /// over more scales and both signs, and every eighth over far scales.
    pub(super) fn next(&mut self) -> Vec<f64> {
        let turn = self.drawn % 8;
        let stage = match turn {
            FAR => FAR,
            turn => turn % 4,
        };
        let end = ENDS.iter().position(|at| *at == turn);
        self.drawn += 1;
        let ranges = std::mem::take(&mut self.ranges);
        let point = ranges
            .iter()
            .map(|range| self.value(range, stage, end))
            .collect();
        self.ranges = ranges;
        point
    }

    /// A number in [0, 1), from the upper 53 bits.
    fn unit(&mut self) -> f64 {
        (self.generator.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn value(&mut self, range: &Range, stage: usize, end: Option<usize>) -> f64 {
        let (u, sign) = (self.unit(), self.unit());
        let part = match end {
            Some(0) => u * NEAR_END,
            Some(_) => 1.0 - u * NEAR_END,
            None => u,
        };
        let magnitude = match stage {
            0 => 0.25 + 1.5 * u,
            1 => 3.0 * u,
            2 => power_of_two(u * 8.0 - 4.0),
            FAR => power_of_two(u * 80.0 - 40.0),
            _ => power_of_two(u * 20.0 - 10.0),
        };
        let (from, distance) = match (range.low.is_finite(), range.high.is_finite()) {
            (true, true) => (range.low, part * (range.high - range.low)),
            (true, false) => (range.low, magnitude * scale(range.low)),
            (false, true) => (range.high, -magnitude * scale(range.high)),
            _ if stage != 0 && sign < 0.5 => (0.0, -magnitude),
            _ => (0.0, magnitude),
        };
        range.fit(short_sum(from, distance))
    }
}

/// Far from 0, the scale of what is beyond a bound is that of the bound.
fn scale(bound: f64) -> f64 {
    if bound.abs() > FAR_BOUND {
        bound.abs()
    } else {
        1.0
    }
}

/// A sum of few bits, so that a witness can be typed in again: as few as leave the distance from
/// the first what it is.
fn short_sum(from: f64, distance: f64) -> f64 {
    let sum = from + distance;
    let short = shorten(sum);
    if (short - sum).abs() <= MOVED * distance.abs() {
        short
    } else {
        from + shorten(distance)
    }
}

/// 2^x for |x| up to some tens, by squaring: the same bits everywhere.
fn power_of_two(x: f64) -> f64 {
    let whole = x.floor();
    let fraction = x - whole;
    let base = if whole < 0.0 { 0.5 } else { 2.0_f64 };
    let scale = (0..whole.abs() as u32).fold(1.0, |product, _| product * base);
    scale * (1.0 + fraction)
}

/// The number with 12 significant bits.
pub(super) fn shorten(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & !((1 << 41) - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_ranges_are_filled() {
        for (low, high) in [(1.0, 1.0001), (1e6, 1e6 + 1.0), (-1e15, -1e15 + 64.0)] {
            let range = Range {
                low,
                high,
                ..Range::real("x")
            };
            let mut points = Points::new(0, vec![range]);
            let mut quarters = [false; 4];
            for _ in 0..24 {
                let part = points
                    .next()
                    .first()
                    .map_or(-1.0, |x| (x - low) / (high - low));
                assert!((0.0..=1.0).contains(&part));
                quarters[(4.0 * part).min(3.0) as usize] = true;
            }
            assert_eq!(quarters, [true; 4], "{low} {high}");
        }
    }

    #[test]
    fn points_lie_in_their_ranges_and_repeat_with_the_seed() {
        let names = ["n".to_owned(), "x".to_owned(), "y".to_owned()];
        let ranges = [
            Range {
                low: 0.1,
                high: 5.0,
                ..Range::real("x")
            },
            Range {
                low: 1.0,
                high: 9.0,
                integer: true,
                ..Range::real("n")
            },
        ];
        let mut first = Points::new(7, ranges_of(&names, &ranges));
        let mut second = Points::new(7, ranges_of(&names, &ranges));
        for _ in 0..1000 {
            let point = first.next();
            assert_eq!(point, second.next());
            let &[n, x, y] = point.as_slice() else {
                panic!("three variables")
            };
            assert!(n.trunc() == n && (1.0..=9.0).contains(&n));
            assert!((0.1..=5.0).contains(&x) && y.is_finite());
        }
    }
}
