//! What a function looks like at a point, from its values in balls very near it.
//!
//! Three offsets h on each side, far below the resolution of floats, show what no difference in
//! floats can: whether the values have a limit, the slopes of both sides, and whether those are
//! one (Khan and Barton, "A vector forward mode of automatic differentiation for generalized
//! derivative evaluation", 2015, decide ties by such germs). Only values of the function are
//! used, none of the rules. The rounding errors are bounded; that the slopes have come near
//! their limit is seen from their changes as h shrinks by 2^40, not proved.

use super::Behaviour;
use super::place::Place;
use crate::ball::{Ball, Precision, Radius};
use crate::difference::Side;
use crate::tape::Tape;

/// The offsets are 2^-these, times the scale of the point.
const OFFSETS: [i64; 3] = [50, 90, 130];
/// Precision, whether the offsets are relative to the point or absolute, and what they are
/// divided by further (its logarithm), in turn.
const TRIALS: [(u32, bool, i64); 4] = [
    (288, true, 0),
    (576, true, 0),
    (576, false, 0),
    (1152, true, 200),
];
/// A slope is settled where its last change is below this power of two of the one before.
const SETTLED: i64 = -8;
/// What is known to be below this power of two, and may be 0, is taken for 0.
pub(super) const VANISHING: i64 = -300;
/// Values grow without bound where they do by a quarter from offset to offset.
const GROWTH: f64 = 1.25;

/// What a function looks like at a point.
#[derive(Clone, Debug)]
pub(super) struct Germ {
    pub behaviour: Behaviour,
    /// The derivative, where there is one.
    pub slope: Option<Slope>,
}

/// A derivative.
#[derive(Clone, Debug)]
pub(super) struct Slope {
    /// Its value with its error.
    pub value: Ball,
    /// The largest slope of a secant: what is small beside it is the result of cancellation.
    pub size: Radius,
}

/// The values of a function on a line through a point.
struct Line<'a> {
    tape: &'a Tape,
    place: Vec<Ball>,
    along: usize,
    scale: i64,
    precision: Precision,
}

/// What one side of a point looks like.
enum Flank {
    /// No values.
    Nothing,
    /// The slope from the point, and its error.
    Slope(Slope),
    /// Values stay away from the one at the point.
    Jump,
    /// The slope grows without bound.
    Vertical,
    /// Where the point has no value: the limit of the values.
    Limit(Ball),
    /// Where the point has no value: values grow without bound.
    Infinite,
    Unknown,
}

/// The germ of a tape's first output at a place along one variable.
pub(super) fn look(tape: &Tape, place: &Place<'_>, along: usize) -> Germ {
    let mut last = Germ::unknown();
    for (bits, relative, finer) in TRIALS {
        let precision = Precision::bits(bits);
        let coordinates = place.balls(precision);
        let Some(x) = coordinates.get(along) else {
            break;
        };
        let scale = if relative { exponent(x.mid_f64()) } else { 0 };
        let line = Line {
            tape,
            place: coordinates,
            along,
            scale: scale - finer,
            precision,
        };
        last = line.germ();
        if last.behaviour != Behaviour::Unknown {
            break;
        }
    }
    last
}

/// The values of some outputs just beside a place, on both sides: where a rule that follows a
/// convention at the place itself is right.
pub(super) fn beside(tape: &Tape, place: &Place<'_>, along: usize) -> [Option<Ball>; 2] {
    let precision = Precision::bits(288);
    let coordinates = place.balls(precision);
    let scale = coordinates.get(along).map_or(0, |x| exponent(x.mid_f64()));
    let line = Line {
        tape,
        place: coordinates,
        along,
        scale,
        precision,
    };
    [-1, 1].map(|sign| Some(line.value(sign, 90)).filter(Ball::is_value))
}

/// The power of two below the absolute value; 0 of 0.
fn exponent(x: f64) -> i64 {
    match x.abs().to_bits() >> 52 {
        0 if x == 0.0 => 0,
        biased => i64::try_from(biased).unwrap_or(0) - 1023,
    }
}

impl Germ {
    const fn unknown() -> Self {
        Self::without(Behaviour::Unknown)
    }

    const fn without(behaviour: Behaviour) -> Self {
        Self {
            behaviour,
            slope: None,
        }
    }

    const fn with(behaviour: Behaviour, slope: Slope) -> Self {
        Self {
            behaviour,
            slope: Some(slope),
        }
    }
}

impl Line<'_> {
    fn value(&self, sign: i64, offset: i64) -> Ball {
        let mut place = self.place.clone();
        if let Some(x) = place.get_mut(self.along) {
            let step = Ball::from_i64(sign, self.precision).scaled(self.scale - offset);
            *x = &*x + &step;
        }
        let mut values = self.tape.evaluate(&place, self.precision);
        values.truncate(1);
        values
            .pop()
            .unwrap_or_else(|| Ball::indeterminate(self.precision))
    }

    fn germ(&self) -> Germ {
        let origin = self.value(0, 0);
        let [left, right] = [-1, 1].map(|sign| OFFSETS.map(|offset| self.value(sign, offset)));
        if origin.is_indeterminate() {
            return Germ::unknown();
        }
        let flanks = (
            self.flank(&origin, &left, -1),
            self.flank(&origin, &right, 1),
        );
        if origin.is_outside() {
            return Germ::without(outside(flanks));
        }
        match flanks {
            (Flank::Slope(l), Flank::Slope(r)) if l.value.separated_from(&r.value) => {
                Germ::without(Behaviour::Kink {
                    left: l.value.mid_f64(),
                    right: r.value.mid_f64(),
                })
            }
            (Flank::Slope(_), Flank::Slope(_)) => self
                .central(&left, &right)
                .map_or_else(Germ::unknown, |slope| Germ::with(Behaviour::Smooth, slope)),
            (Flank::Slope(slope), Flank::Nothing) => {
                Germ::with(Behaviour::OneSided(Side::Left), slope)
            }
            (Flank::Nothing, Flank::Slope(slope)) => {
                Germ::with(Behaviour::OneSided(Side::Right), slope)
            }
            (Flank::Jump, _) | (_, Flank::Jump) => Germ::without(Behaviour::Jump),
            (Flank::Vertical, Flank::Unknown) | (Flank::Unknown, Flank::Vertical) => {
                Germ::unknown()
            }
            (Flank::Vertical, _) | (_, Flank::Vertical) => Germ::without(Behaviour::Vertical),
            _ => Germ::unknown(),
        }
    }

    fn flank(&self, origin: &Ball, values: &[Ball; 3], sign: i64) -> Flank {
        if values.iter().all(Ball::is_outside) {
            return Flank::Nothing;
        }
        if !values.iter().all(Ball::is_value) {
            return Flank::Unknown;
        }
        if origin.is_outside() {
            return limit(values);
        }
        let rises = [0, 1, 2].map(|i| values.get(i).map(|v| v - origin));
        let [Some(first), Some(_), Some(last)] = &rises else {
            return Flank::Unknown;
        };
        let slopes = self.slopes(&rises, 0);
        let Some([a, b, c]) = &slopes else {
            return Flank::Unknown;
        };
        if let Some(slope) = settled([a, b, c]) {
            let value = if sign < 0 { -slope.value } else { slope.value };
            return Flank::Slope(Slope { value, ..slope });
        }
        let [first, last] = [first, last].map(|rise| rise.magnitude_down().to_f64_up());
        if last > 0.5 * first && last > 0.0 && first > 0.0 {
            return Flank::Jump;
        }
        let steeper = |x: &Ball, y: &Ball| y.magnitude_down() > x.magnitude_up();
        if steeper(a, b) && steeper(b, c) {
            Flank::Vertical
        } else {
            Flank::Unknown
        }
    }

    /// Rises over offsets; `doubled` of central differences.
    fn slopes(&self, rises: &[Option<Ball>; 3], doubled: i64) -> Option<[Ball; 3]> {
        let slope = |i: usize| {
            let offset = OFFSETS.get(i)?;
            Some(
                rises
                    .get(i)?
                    .as_ref()?
                    .scaled(offset - self.scale - doubled),
            )
        };
        Some([slope(0)?, slope(1)?, slope(2)?])
    }

    fn central(&self, left: &[Ball; 3], right: &[Ball; 3]) -> Option<Slope> {
        let rises = [0, 1, 2].map(|i| Some(right.get(i)? - left.get(i)?));
        let [a, b, c] = self.slopes(&rises, 1)?;
        settled([&a, &b, &c])
    }
}

/// The last of three, with its change as an error, where the changes shrink.
fn settled([a, b, c]: [&Ball; 3]) -> Option<Slope> {
    let (early, late) = (b - a, c - b);
    let rounding = b.radius().add_up(c.radius());
    let allowed = early
        .magnitude_up()
        .mul_up(Radius::power_of_two(SETTLED))
        .add_up(rounding)
        .add_up(rounding);
    let size = a.magnitude_up().max(c.magnitude_up());
    let narrow = Radius::power_of_two(-30).mul_up(size);
    let exact = rounding == Radius::ZERO;
    let is_settled = late.magnitude_up() <= allowed && (exact || rounding <= narrow);
    let vanishes = |slope: &&Ball| {
        slope.contains_zero() && slope.magnitude_up() < Radius::power_of_two(VANISHING)
    };
    (is_settled || [a, b, c].iter().all(vanishes)).then(|| Slope {
        value: c.center().inflate(late.magnitude_up()),
        size,
    })
}

/// What values come to where the point has none.
fn limit(values: &[Ball; 3]) -> Flank {
    let [a, b, c] = values;
    if let Some(limit) = settled([a, b, c]) {
        return Flank::Limit(limit.value);
    }
    let grows = |x: &Ball, y: &Ball| {
        let (x, y) = (x.magnitude_up().to_f64_up(), y.magnitude_down().to_f64_up());
        y > GROWTH * x || y.is_infinite()
    };
    if grows(a, b) && grows(b, c) {
        Flank::Infinite
    } else {
        Flank::Unknown
    }
}

/// The behaviour at a point without a value.
fn outside(flanks: (Flank, Flank)) -> Behaviour {
    match flanks {
        (Flank::Nothing, Flank::Nothing) => Behaviour::Outside,
        (Flank::Limit(left), Flank::Limit(right)) if left.separated_from(&right) => Behaviour::Jump,
        (Flank::Limit(left), Flank::Limit(_)) => Behaviour::Removable {
            limit: left.mid_f64(),
        },
        (Flank::Infinite, Flank::Infinite) => Behaviour::Pole,
        (Flank::Nothing, _) | (_, Flank::Nothing) => Behaviour::Edge,
        _ => Behaviour::Outside,
    }
}

#[cfg(test)]
mod tests {
    use partials_symbolic::Graph;
    use partials_symbolic::graph::Id;

    use super::*;
    use crate::tape::TapeOptions;

    fn germ(make: impl Fn(&Graph) -> Id, at: f64) -> Germ {
        let graph = Graph::new();
        let id = make(&graph);
        let tape = Tape::new(&graph, &[id], &["x"], TapeOptions::default()).unwrap();
        look(&tape, &Place::drawn(vec![at]), 0)
    }

    #[test]
    fn special_points_are_classified() {
        use partials_symbolic::Function as F;
        let call = |f: F| move |g: &Graph| g.variable("x").call(f).id();
        let check = |f: F, at: f64, expected: Behaviour| {
            assert_eq!(germ(call(f), at).behaviour, expected, "{f:?} at {at}");
        };
        let kink = |left, right| Behaviour::Kink { left, right };
        check(F::Abs, 0.0, kink(-1.0, 1.0));
        check(F::Relu, 0.0, kink(0.0, 1.0));
        check(F::Cbrt, 0.0, Behaviour::Vertical);
        check(F::Floor, 2.0, Behaviour::Jump);
        check(F::Sign, 0.0, Behaviour::Jump);
        check(F::Ln, 0.0, Behaviour::Edge);
        check(F::Ln, -1.0, Behaviour::Outside);
        check(F::Asin, 1.0, Behaviour::Vertical);
        check(F::Tan, 1.0, Behaviour::Smooth);
        check(F::Csc, 0.0, Behaviour::Pole);
        check(F::Exp, 1e-300, Behaviour::Smooth);
        let root = |g: &Graph| g.variable("x").sqrt().id();
        assert_eq!(germ(root, 0.0).behaviour, Behaviour::Vertical);
        let quotient = |g: &Graph| (g.variable("x").sin() / g.variable("x")).id();
        assert_eq!(
            germ(quotient, 0.0).behaviour,
            Behaviour::Removable { limit: 1.0 }
        );
        let tie = |g: &Graph| {
            let x = g.variable("x");
            (x.call(F::Relu) - (-x).call(F::Relu)).id()
        };
        let found = germ(tie, 0.0);
        assert_eq!(found.behaviour, Behaviour::Smooth);
        assert!(found.slope.unwrap().value.contains_f64(1.0));
    }
}
