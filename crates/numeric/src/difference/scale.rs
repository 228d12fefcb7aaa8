//! The step to begin with: as large as the function allows.
//!
//! Nothing is assumed of the scale of the function. Where it has no values the step shrinks,
//! and where it barely changes the step grows.

use super::probe::{Probe, Reach, Secant};

/// A function that changes by less than this part of itself is seen better with a larger step.
const BARELY: f64 = 1.0 / 1024.0;

/// How far beyond the point's own distance from zero, or one, a step may grow.
const FARTHEST: f64 = 16.0;

/// How often a step is tried in either direction.
const TRIALS: u32 = 24;

/// The largest useful step near a first guess, with the secant there.
pub(super) fn first_secant(probe: &mut Probe, reach: Reach, guess: f64) -> Option<Secant> {
    match probe.secant(reach, guess) {
        Some(secant) => Some(grown(probe, reach, secant)),
        None => shrunk(probe, reach, guess),
    }
}

/// Widens a secant until the function changes on it, as long as it changes in proportion. Where
/// it doesn't change at all, the first secant is as good as any.
fn grown(probe: &mut Probe, reach: Reach, first: Secant) -> Secant {
    let mut secant = first;
    let mut leap: i32 = 4;
    let farthest = FARTHEST * probe.grid.place.max(1.0);
    for _ in 0..TRIALS {
        let (spread, size) = (secant.spread, secant.size.max(probe.origin.value.abs()));
        if spread >= BARELY * size || leap == 0 {
            break;
        }
        let factor = if spread > 0.0 {
            (size / spread).sqrt()
        } else {
            f64::INFINITY
        };
        let factor = factor.min(power_of_two(leap));
        let step = secant.step * factor;
        let wider = if step <= farthest {
            probe.secant(reach, step)
        } else {
            None
        };
        match wider {
            Some(wider) if wider.spread >= 0.3 * factor * spread => {
                secant = wider;
                leap = leap.saturating_mul(2).min(512);
            }
            _ => leap /= 4,
        }
    }
    if secant.spread > 0.0 { secant } else { first }
}

/// Narrows a step until the function has values there, then widens it again by halving the
/// distance in octaves.
fn shrunk(probe: &mut Probe, reach: Reach, guess: f64) -> Option<Secant> {
    let least = probe.grid.least_step();
    let (mut outside, mut octaves) = (0_i32, 3_i32);
    let mut secant = loop {
        let step = guess * power_of_two(-octaves);
        if let Some(secant) = probe.secant(reach, step.max(least)) {
            break secant;
        }
        if step <= least || octaves > 1000 {
            return None;
        }
        outside = octaves;
        octaves = octaves.saturating_mul(2).min(1022);
    };
    let mut inside = octaves;
    while inside - outside > 2 {
        let middle = i32::midpoint(inside, outside);
        match probe.secant(reach, guess * power_of_two(-middle)) {
            Some(wider) => (secant, inside) = (wider, middle),
            None => outside = middle,
        }
    }
    Some(secant)
}

/// 2 to an integer power, by its bits.
fn power_of_two(exponent: i32) -> f64 {
    let biased = exponent.saturating_add(1023).clamp(1, 2046);
    f64::from_bits(u64::from(biased.unsigned_abs()) << 52)
}

#[cfg(test)]
mod tests {
    use super::super::probe::{Exactness, Grid};
    use super::*;

    fn step(f: impl Fn(f64) -> f64, x: f64, guess: f64) -> Option<f64> {
        let mut line = |t: f64| (f(x + t), 0.0);
        let mut probe = Probe::new(&mut line, Grid::around(x), Exactness::Measured, 400)?;
        Some(first_secant(&mut probe, Reach::Central, guess)?.step)
    }

    #[test]
    fn powers_of_two() {
        for exponent in [-1022, -3, 0, 1, 1023] {
            assert_eq!(power_of_two(exponent), 2_f64.powi(exponent));
        }
    }

    #[test]
    fn steps_fit_the_function() {
        let check = |f: fn(f64) -> f64, x, guess, expected: std::ops::Range<f64>| {
            let step = step(f, x, guess).unwrap();
            assert!(expected.contains(&step), "{step:e} {expected:?}");
        };
        check(f64::sin, 1.0, 0.5, 0.4..0.6);
        check(f64::sin, 1e-300, 5e-301, 4e-301..6e-301);
        check(f64::exp, 1e-300, 5e-301, 1e-4..10.0);
        check(f64::cos, 1e-3, 5e-4, 1e-2..10.0);
        check(|x| 1e6 + x.sin(), 1e-3, 5e-4, 1e-2..10.0);
        check(|x| (1.0 - x * x).sqrt(), 1.0 - 1e-12, 0.5, 1e-13..1e-12);
        check(f64::ln, 1e-200, 1.0, 1e-201..1e-200);
    }

    #[test]
    fn isolated_points_have_no_step() {
        assert_eq!(
            step(|x| if x == 1.0 { 2.0 } else { f64::NAN }, 1.0, 0.5),
            None
        );
        assert_eq!(step(f64::sqrt, 0.0, 0.5), None);
    }
}
