//! Claim against derivation at a point: intervals, and balls of rising precision.

use super::oracle::{calls, is_series};
use super::place::Place;
use super::{Bounded, Reason};
use crate::ball::{Ball, Precision};
use crate::interval::{Interval, Truth};
use crate::tape::Tape;

/// Two values that agree are evidence only where their bounds together are below this part of
/// the larger: no wrong claim within the resolution that is promised (1e-9) passes.
const RESOLUTION: f64 = 2.5e-10;
/// The precisions of balls, in bits.
const PRECISIONS: [u32; 4] = [128, 256, 512, LAST];
const LAST: u32 = 1024;
/// The precision at which values that seem to be equal are looked at again: at a named point, all
/// there is.
const MORE: u32 = 512;
const MORE_OF_SERIES: u32 = 192;
/// Values that are different are shown with at least so many bits, if they can be had.
const SHOWN_BITS: i64 = 64;
/// `certified` means equal to at least this many bits (30 digits).
const CERTAIN_BITS: i64 = 100;
/// What is 0 has no leading digits: both values must be known to be below this.
const VANISHING: f64 = 1e-150;
/// The distance to a rounded decimal may be half of its last digit and this part of that more.
const ROUNDED: f64 = 1e-9;

/// What the comparison at a point says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Seen {
    /// Equal, by intervals.
    Equal,
    /// Equal to many digits, by balls.
    EqualInBalls,
    /// Both are smaller than anything, by balls, and neither is 0 for certain: far out on the
    /// tails of a function all claims look like this.
    Vanishing,
    /// Different, but within the tolerance that the user gave.
    Tolerated,
    Different,
    Unclear(Reason),
}

/// The two values at a point and what they say.
#[derive(Clone, Debug)]
pub(super) struct Comparison {
    pub seen: Seen,
    pub truth: Bounded,
    pub claimed: Bounded,
    /// The derivation and the claim in balls, where that was asked for.
    pub balls: Option<(Ball, Ball)>,
    /// What has no value here, where it is one of the two.
    pub undefined: Option<Undefined>,
}

/// Which side of a claim has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Undefined {
    Derivation,
    Claim,
    Both,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comparer {
    /// Whether balls are asked where intervals would do.
    pub certify: bool,
    /// Whether balls can bound all functions that occur.
    pub bounded: bool,
    /// Whether exact algebra knows the two to differ, however little.
    pub differs: bool,
    /// What the user takes for equal.
    pub tolerance: Option<f64>,
    /// Half of the last digit of a claim that is a decimal number.
    pub rounding: Option<f64>,
}

impl Comparer {
    /// Compares the two outputs of a tape.
    pub(super) fn compare(&self, both: &Tape, place: &Place<'_>) -> Comparison {
        let values = both.evaluate(&place.intervals(), ());
        let &[truth, claimed] = values.as_slice() else {
            return Comparison::nothing();
        };
        let mut found = Comparison {
            seen: self.intervals(truth, claimed),
            truth: Bounded::interval(truth),
            claimed: Bounded::interval(claimed),
            balls: None,
            undefined: Undefined::of(truth.is_empty(), claimed.is_empty()),
        };
        let open = matches!(found.seen, Seen::Unclear(_));
        if found.undefined.is_none() && self.bounded && (self.certify || open) {
            self.balls(both, place, &mut found);
        }
        if let (Some(tolerance), Seen::Different | Seen::Unclear(_)) = (self.tolerance, found.seen)
            && found.is_within(tolerance)
        {
            found.seen = Seen::Tolerated;
        }
        found
    }

    fn intervals(&self, truth: Interval, claimed: Interval) -> Seen {
        if truth.is_empty() || claimed.is_empty() {
            return Seen::Unclear(Reason::OutsideDomain);
        }
        if !truth.is_bounded() || !claimed.is_bounded() {
            return Seen::Unclear(Reason::Overflow);
        }
        if truth.is_partial() || claimed.is_partial() {
            return Seen::Unclear(Reason::OutsideDomain);
        }
        if let Some(half) = self.rounding {
            return rounded(truth - claimed, half);
        }
        if truth.equal(claimed) == Truth::False {
            return Seen::Different;
        }
        let size = truth.mignitude().max(claimed.mignitude());
        let together = truth.width() + claimed.width();
        if self.differs {
            Seen::Unclear(Reason::Noise)
        } else if together <= RESOLUTION * size || together == 0.0 {
            Seen::Equal
        } else {
            Seen::Unclear(Reason::Noise)
        }
    }

    /// At rising precision, until the balls are apart or equal to many digits.
    fn balls(&self, both: &Tape, place: &Place<'_>, found: &mut Comparison) {
        for bits in PRECISIONS {
            let precision = Precision::bits(bits);
            let values = both.evaluate(&place.balls(precision), precision);
            let [truth, claimed] = values.as_slice() else {
                return;
            };
            if truth.is_outside() || claimed.is_outside() {
                found.undefined = Undefined::of(truth.is_outside(), claimed.is_outside());
                found.seen = Seen::Unclear(Reason::OutsideDomain);
                return;
            }
            if let Some(seen) = self.decided(truth, claimed) {
                let vague = truth.relative_accuracy_bits() < SHOWN_BITS;
                if seen == Seen::Different && vague && bits < LAST {
                    continue;
                }
                found.seen = seen;
                found.truth = Bounded::ball(truth);
                found.claimed = Bounded::ball(claimed);
                found.balls = Some((truth.clone(), claimed.clone()));
                return;
            }
        }
    }

    /// Looks at two values that are equal to many digits with very many. The tape has both and
    /// their difference, arranged, which shows what is too small beside them for any precision.
    pub(super) fn look_closer(closer: &Tape, place: &Place<'_>, found: &mut Comparison) {
        let bits = match (calls(closer, is_series) > 0, place.is_named()) {
            (true, _) => MORE_OF_SERIES,
            (false, false) => MORE,
            (false, true) => LAST,
        };
        // Where the difference shows, so may the values.
        for bits in [bits, LAST] {
            let precision = Precision::bits(bits);
            let values = closer.evaluate(&place.balls(precision), precision);
            let [truth, claimed, difference] = values.as_slice() else {
                return;
            };
            if truth.separated_from(claimed) {
                found.seen = Seen::Different;
                found.truth = Bounded::ball(truth);
                found.claimed = Bounded::ball(claimed);
                found.balls = Some((truth.clone(), claimed.clone()));
                return;
            }
            if !difference.is_value() || difference.contains_zero() {
                return;
            }
        }
        found.seen = Seen::Unclear(Reason::Noise);
    }

    fn decided(&self, truth: &Ball, claimed: &Ball) -> Option<Seen> {
        if truth.is_indeterminate() || claimed.is_indeterminate() {
            return None;
        }
        if let Some(half) = self.rounding {
            let distance =
                Interval::enclose((truth - claimed).lower_f64(), (truth - claimed).upper_f64());
            return match rounded(distance, half) {
                Seen::Unclear(_) => None,
                seen => Some(seen),
            };
        }
        if truth.separated_from(claimed) {
            return Some(Seen::Different);
        }
        let accurate = |x: &Ball| x.relative_accuracy_bits() >= CERTAIN_BITS;
        let vanish = |x: &Ball| x.magnitude_up().to_f64_up() < VANISHING;
        let is_zero = |x: &Ball| x.is_exact() && x.contains_zero();
        let seen = if accurate(truth) && accurate(claimed) {
            Seen::EqualInBalls
        } else if !vanish(truth) || !vanish(claimed) {
            return None;
        } else if is_zero(truth) || is_zero(claimed) {
            Seen::EqualInBalls
        } else {
            Seen::Vanishing
        };
        (!self.differs).then_some(seen)
    }
}

impl Comparison {
    const fn nothing() -> Self {
        Self {
            seen: Seen::Unclear(Reason::NoValue),
            truth: Bounded::NOTHING,
            claimed: Bounded::NOTHING,
            balls: None,
            undefined: None,
        }
    }

    fn is_within(&self, tolerance: f64) -> bool {
        let (truth, claimed) = (self.truth.value, self.claimed.value);
        (truth - claimed).abs() <= tolerance * truth.abs().max(claimed.abs())
    }
}

impl Undefined {
    const fn of(derivation: bool, claim: bool) -> Option<Self> {
        match (derivation, claim) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Derivation),
            (false, true) => Some(Self::Claim),
            (false, false) => None,
        }
    }
}

/// What the distance to a decimal number says, which was rounded to the digits that it has.
fn rounded(distance: Interval, half: f64) -> Seen {
    let distance = distance.abs();
    let most = half * (1.0 + ROUNDED);
    if distance.lo() > most {
        Seen::Different
    } else if distance.hi() <= most {
        Seen::EqualInBalls
    } else {
        Seen::Unclear(Reason::Noise)
    }
}
