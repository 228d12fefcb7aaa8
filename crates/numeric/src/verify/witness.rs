//! What vouches for the derivation: derivatives that know values of the function and no rule.
//!
//! The first witness is an extrapolated difference in floats, which is also shown. Where it can't
//! tell, the germ of the function in balls can. A further kind of witness takes its place beside
//! these two, in [`Witness::judge`].

use super::compare::Comparison;
use super::germ::{self, Germ, Slope, VANISHING};
use super::oracle::derivation;
use super::place::Place;
use super::{Behaviour, Bounded};
use crate::ball::{Ball, Precision, Radius};
use crate::difference::{
    Agreement, DEFAULT_STEP, Difference, Options, Resolution, central_difference, compare_at,
    differentiate_bounded,
};
use crate::interval::Interval;
use crate::tape::{Machine, Tape};

/// Differences in floats are held against the derivation at this resolution; a wrong rule is
/// wrong by more.
const RESOLUTION: Resolution = Resolution {
    relative: 1e-3,
    of_scale: 1e-9,
    margin: 8.0,
};
/// Slopes in balls agree where they differ by less than this power of two of their size.
const CLOSE: i64 = -30;
/// The bits of a derivation that vanishes, where only these can show it.
const LAST: u32 = 1024;

/// What the differences of a function say at a point.
#[derive(Clone, Debug)]
pub(super) struct Testimony {
    /// The textbook's central difference.
    pub central: f64,
    /// The extrapolated difference.
    pub difference: Option<Difference>,
    /// What the function looks like.
    pub behaviour: Behaviour,
    /// Whether the derivation is confirmed.
    pub agreement: Agreement,
    /// The slope by which a tie is decided that the rules decide by convention.
    pub tie: Option<Ball>,
}

/// The function of one entry, along the variable that it is derived in last.
#[derive(Clone, Debug)]
pub(super) struct Witness {
    /// The function, or its derivation of one order less.
    tape: Tape,
    along: usize,
    seed: u64,
    /// Whether balls can bound all functions that occur.
    bounded: bool,
}

impl Witness {
    pub(super) const fn new(tape: Tape, along: usize, seed: u64, bounded: bool) -> Self {
        Self {
            tape,
            along,
            seed,
            bounded,
        }
    }

    /// Holds the derivation's value at a place against differences.
    pub(super) fn judge(&self, both: &Tape, place: &Place<'_>, found: &Comparison) -> Testimony {
        let mut testimony = self.differences(place, found.truth);
        let settled = testimony.behaviour.is_derivative()
            && testimony.agreement == Agreement::Agrees
            && found.undefined.is_none();
        if settled || !self.bounded {
            return testimony;
        }
        let germ = germ::look(&self.tape, place, self.along);
        if germ.behaviour == Behaviour::Unknown {
            return testimony;
        }
        testimony.behaviour = germ.behaviour;
        testimony.agreement = Self::agreement(&germ, both, place, found);
        if testimony.agreement != Agreement::Agrees
            && let Germ {
                slope: Some(slope),
                behaviour: Behaviour::Smooth,
            } = germ
            && self.is_tie(both, place, &slope)
        {
            testimony.tie = Some(slope.value);
        }
        testimony
    }

    /// Whether the derivation has the value of this slope on both sides of the place.
    fn is_tie(&self, both: &Tape, place: &Place<'_>, slope: &Slope) -> bool {
        germ::beside(both, place, self.along)
            .iter()
            .all(|truth| truth.as_ref().is_some_and(|truth| close(slope, truth)))
    }

    /// Whether the derivation has the value of a slope.
    fn agreement(germ: &Germ, both: &Tape, place: &Place<'_>, found: &Comparison) -> Agreement {
        let Some(slope) = &germ.slope else {
            return Agreement::CannotTell;
        };
        if let Some((truth, _)) = &found.balls {
            return match close(slope, truth) {
                true => Agreement::Agrees,
                false => Agreement::Differs,
            };
        }
        match derivation(both, place, Precision::bits(LAST)) {
            Some(truth) if close(slope, &truth) => Agreement::Agrees,
            _ => Self::rough_agreement(slope, found.truth),
        }
    }

    /// Where the derivation is known in floats only.
    fn rough_agreement(slope: &Slope, truth: Bounded) -> Agreement {
        let (value, error) = (slope.value.mid_f64(), slope.value.rad_f64() + truth.error);
        let size = value.abs().max(truth.value.abs());
        if !(error <= 0.5 * RESOLUTION.relative * size || error == 0.0) {
            return Agreement::CannotTell;
        }
        if (value - truth.value).abs() <= RESOLUTION.relative * size {
            Agreement::Agrees
        } else {
            Agreement::Differs
        }
    }

    fn differences(&self, place: &Place<'_>, truth: Bounded) -> Testimony {
        let point = place.floats();
        let Some(&at) = point.get(self.along) else {
            return Testimony::none();
        };
        let mut moved = point.to_vec();
        let mut machine = Machine::default();
        let strict = |x: f64| {
            set(&mut moved, self.along, x);
            self.tape.first(&mut machine, &moved, ())
        };
        let central = central_difference(strict, at, DEFAULT_STEP);
        let difference = self.extrapolated(point, at);
        let agreement = compare_at(&difference, truth.value, truth.error, &RESOLUTION);
        Testimony {
            central,
            behaviour: difference.outcome.into(),
            difference: Some(difference),
            agreement,
            tie: None,
        }
    }

    /// The extrapolated difference, of values with the bounds of interval arithmetic.
    fn extrapolated(&self, point: &[f64], at: f64) -> Difference {
        let mut moved: Vec<Interval> = point.iter().map(|x| Interval::point(*x)).collect();
        let mut machine = Machine::default();
        let along = |x: f64| {
            set(&mut moved, self.along, Interval::point(x));
            let value = self.tape.first(&mut machine, &moved, ());
            if value.is_empty() || !value.is_bounded() {
                return (f64::NAN, f64::INFINITY);
            }
            (value.midpoint(), value.radius())
        };
        let options = Options {
            seed: self.seed,
            ..Options::default()
        };
        differentiate_bounded(along, at, &options)
    }
}

impl Testimony {
    /// Of a claim that needs no witness.
    pub(super) const fn none() -> Self {
        Self {
            central: f64::NAN,
            difference: None,
            behaviour: Behaviour::Smooth,
            agreement: Agreement::Agrees,
            tie: None,
        }
    }

    pub(super) fn extrapolated(&self) -> Bounded {
        self.difference
            .as_ref()
            .map_or(Bounded::NOTHING, |difference| Bounded {
                value: difference.value,
                error: difference.error,
            })
    }

    pub(super) fn step(&self) -> f64 {
        self.difference.as_ref().map_or(f64::NAN, |d| d.step)
    }
}

/// Whether a slope and a value are one to many digits, or both 0 as far as is known.
fn close(slope: &Slope, value: &Ball) -> bool {
    let size = slope.size.max(value.magnitude_up());
    let distance = &slope.value - value;
    if !distance.is_value() {
        return false;
    }
    let vanish = slope.value.contains_zero()
        && value.contains_zero()
        && value.magnitude_up() < Radius::power_of_two(VANISHING);
    vanish || distance.magnitude_up() <= size.mul_up(Radius::power_of_two(CLOSE))
}

fn set<T>(point: &mut [T], place: usize, value: T) {
    if let Some(slot) = point.get_mut(place) {
        *slot = value;
    }
}
