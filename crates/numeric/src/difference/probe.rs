//! The function on a line through the point: values at offsets, secants, tables, and the noise.

use num_traits::Float;

use super::noise::{POINTS, TableNoise, table_noise};
use super::outcome::Side;

/// By how much more than rounding the values of an ordinary function may be off.
const ILL_CONDITIONED: f64 = 1024.0;

/// By how much more than everywhere else the values of an angle bend at the point.
const ANGLE: f64 = 64.0;

/// A value of the function and a bound on its error.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sample {
    pub value: f64,
    pub error: f64,
}

/// On which side of the point the secants lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Reach {
    Central,
    OneSided { sign: f64 },
}

impl Reach {
    /// The reach of one side.
    pub const fn of(side: Side) -> Self {
        match side {
            Side::Both => Self::Central,
            Side::Left => Self::OneSided { sign: -1.0 },
            Side::Right => Self::OneSided { sign: 1.0 },
        }
    }

    /// The factor by which the leading error term shrinks when the step shrinks by `ratio`: the
    /// error of a central difference is a series in h², that of a one-sided one in h.
    pub fn order(self, ratio: f64) -> f64 {
        match self {
            Self::Central => ratio * ratio,
            Self::OneSided { .. } => ratio,
        }
    }
}

/// The slope of a secant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Secant {
    pub step: f64,
    pub slope: f64,
    /// The error of the slope that is due to the values.
    pub rounding: f64,
    /// Half of the difference of the slopes to the right and left.
    pub bend: f64,
    /// The largest distance of a value from that at the point.
    pub spread: f64,
    /// The largest magnitude of a value.
    pub size: f64,
}

/// Equally spaced values: around the point, or from the point to one side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    pub step: f64,
    pub samples: [Sample; POINTS],
    pub reach: Reach,
    /// The standard deviation of the noise, as far as it is known.
    pub deviation: f64,
}

/// How exact the values of the function are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Exactness {
    /// Each comes with a bound on its error.
    Bounded,
    /// Unknown: to be estimated from the values.
    Measured,
    /// A bound is given, and the argument is rounded too: the larger of both.
    BoundedAndMeasured,
}

/// The grid of arguments.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grid {
    /// The distance of the point from zero.
    pub place: f64,
    /// The unit roundoff.
    pub unit: f64,
    /// The smallest positive number.
    pub tiny: f64,
    /// The step next to a given one for which `place + step` is exact.
    pub snap: fn(place: f64, step: f64) -> f64,
}

impl Grid {
    /// The grid of the floating-point numbers around a point.
    pub fn around<T: Float>(x: T) -> Self {
        let unit = T::epsilon().to_f64().unwrap_or(f64::EPSILON) * 0.5;
        let least = T::min_positive_value()
            .to_f64()
            .unwrap_or(f64::MIN_POSITIVE);
        Self {
            place: x.abs().to_f64().unwrap_or(f64::NAN),
            unit,
            tiny: least * (unit * 2.0),
            snap: snapped::<T>,
        }
    }

    /// The smallest step that moves the argument well beyond its own rounding.
    pub fn least_step(&self) -> f64 {
        (32.0 * self.unit * self.place).max(4.0 * self.tiny / self.unit)
    }
}

fn snapped<T: Float>(place: f64, step: f64) -> f64 {
    let (Some(place), Some(step)) = (T::from(place), T::from(step)) else {
        return f64::NAN;
    };
    ((place + step) - place).to_f64().unwrap_or(f64::NAN)
}

/// The function on a line, counted.
pub(super) struct Probe<'f> {
    /// The value at an offset, and its error bound if one is known.
    function: &'f mut dyn FnMut(f64) -> (f64, f64),
    pub grid: Grid,
    pub exactness: Exactness,
    pub origin: Sample,
    /// The estimated noise of a value near the point, and of a value relative to its size.
    level: f64,
    relative: f64,
    /// How much noise there is beside the point, where that was looked at.
    beside: f64,
    pub evaluations: u32,
    limit: u32,
}

impl<'f> Probe<'f> {
    /// A probe at offset zero; nothing if the function has no value there.
    pub fn new(
        function: &'f mut dyn FnMut(f64) -> (f64, f64),
        grid: Grid,
        exactness: Exactness,
        limit: u32,
    ) -> Option<Self> {
        let origin = Sample::default();
        let (level, relative) = (0.0, 0.0);
        let mut probe = Self {
            function,
            grid,
            exactness,
            origin,
            level,
            relative,
            beside: f64::INFINITY,
            evaluations: 0,
            limit,
        };
        probe.origin = probe.at(0.0)?;
        probe.set_noise(0.0, 0.0);
        Some(probe)
    }

    /// The error of a value near the point, known or estimated.
    pub fn noise(&self) -> f64 {
        self.error_of(self.origin)
    }

    /// Takes the standard deviation of the noise near the point. A function is hardly more exact
    /// than its value, or its argument times its slope, rounded.
    pub fn set_noise(&mut self, deviation: f64, conditioned: f64) {
        let (size, unit) = (self.origin.value.abs(), self.grid.unit);
        self.level = noise_level(
            deviation,
            3.0 * unit * size.max(conditioned),
            self.grid.tiny,
        );
        let relative = if size > 0.0 { self.level / size } else { 0.0 };
        self.relative = relative.clamp(4.0 * unit, 32.0 * unit);
    }

    fn at(&mut self, offset: f64) -> Option<Sample> {
        if self.evaluations >= self.limit {
            return None;
        }
        self.evaluations += 1;
        let (value, bound) = (self.function)(offset);
        let error = if self.exactness == Exactness::Measured {
            0.0
        } else {
            bound.abs()
        };
        (value.is_finite() && error.is_finite()).then_some(Sample { value, error })
    }

    /// Whether there are evaluations left.
    pub const fn is_exhausted(&self) -> bool {
        self.evaluations >= self.limit
    }

    /// The argument times the slope, which the rounding of the argument multiplies, as far as it
    /// isn't out of proportion to the values: arguments tend to be exact.
    pub fn conditioned(&self, table: &Table, size: f64) -> f64 {
        let slope = self
            .slopes(table)
            .next()
            .map_or(0.0, |secant| secant.slope.abs());
        (self.grid.place * slope).min(64.0 * size)
    }

    /// What noise of the values in a table is to be expected: that of rounding, with a function
    /// that is not too ill-conditioned, or the known bounds.
    pub fn expected_noise(&self, table: &Table, conditioned: f64) -> f64 {
        let bound = table
            .samples
            .iter()
            .fold(0.0, |bound: f64, sample| bound.max(sample.error));
        let rounding = self.grid.unit * table.size().max(conditioned);
        let seen = 8.0 * self.beside.max(rounding);
        (ILL_CONDITIONED * rounding).min(seen).max(8.0 * bound)
    }

    /// What noise there is beside the point; at the point there is no more.
    pub const fn expect_no_more(&mut self, beside: f64) {
        self.beside = beside;
    }

    pub fn error_of(&self, sample: Sample) -> f64 {
        if self.exactness == Exactness::Bounded {
            return sample.error;
        }
        sample
            .error
            .max(self.level)
            .max(self.relative * sample.value.abs())
    }

    /// The error of a value in a table: by the noise of that table, or that of a finer one which
    /// showed that it is smooth.
    fn error_in(&self, table: &Table, sample: Sample) -> f64 {
        let rounded = 3.0 * self.grid.unit * sample.value.abs();
        let level = noise_level(table.deviation, rounded, self.grid.tiny);
        self.error_of(sample).min(sample.error.max(level))
    }

    /// The secant of a step, if the function has values there.
    pub fn secant(&mut self, reach: Reach, step: f64) -> Option<Secant> {
        let step = (self.grid.snap)(self.grid.place, step);
        if step.is_nan() || step <= 0.0 {
            return None;
        }
        let (from, to, width) = match reach {
            Reach::Central => (self.at(-step)?, self.at(step)?, step + step),
            Reach::OneSided { sign } => (self.origin, self.at(sign * step)?, sign * step),
        };
        let middle = self.origin.value;
        let (rise, fall) = (to.value - middle, middle - from.value);
        let secant = Secant {
            step,
            slope: (to.value - from.value) / width,
            rounding: 0.0,
            bend: (rise - fall) / (step + step),
            spread: rise.abs().max(fall.abs()),
            size: from.value.abs().max(to.value.abs()),
        };
        let rounding = (self.error_of(from) + self.error_of(to)) / width.abs();
        let rounding = rounding + 4.0 * self.grid.unit * secant.slope.abs();
        (secant.slope.is_finite() && rounding.is_finite()).then_some(Secant { rounding, ..secant })
    }

    /// Seven equally spaced values, if the function has them.
    pub fn table(&mut self, reach: Reach, step: f64) -> Option<Table> {
        let step = (self.grid.snap)(self.grid.place, step);
        let mut samples = [self.origin; POINTS];
        for (sample, index) in samples.iter_mut().zip(0_u8..) {
            let offset = match reach {
                Reach::Central => f64::from(index) - 3.0,
                Reach::OneSided { sign } => f64::from(index) * sign,
            };
            if offset != 0.0 {
                *sample = self.at(offset * step)?;
            }
        }
        Some(Table {
            step,
            samples,
            reach,
            deviation: 0.0,
        })
    }

    /// As many values as a table has, with its step, around one so many steps away.
    pub fn values_beside(&mut self, table: &Table, steps: f64) -> Option<[f64; POINTS]> {
        let mut values = [0.0; POINTS];
        let steps = match table.reach {
            Reach::Central => steps,
            Reach::OneSided { sign } => sign * f64::abs(steps),
        };
        for (value, index) in values.iter_mut().zip(0_u8..) {
            let offset = steps + f64::from(index) - 3.0;
            *value = self.at(offset * table.step)?.value;
        }
        Some(values)
    }

    /// The slopes that a table shows, with their roundings, from narrow to wide.
    pub fn slopes(&self, table: &Table) -> impl Iterator<Item = Secant> {
        let [a, b, c, d, e, f, g] = table.samples;
        let pairs = match table.reach {
            Reach::Central => [Some((c, e)), Some((b, f)), Some((a, g)), None, None, None],
            Reach::OneSided { sign } if sign > 0.0 => [b, c, d, e, f, g].map(|to| Some((a, to))),
            Reach::OneSided { .. } => [b, c, d, e, f, g].map(|from| Some((from, a))),
        };
        let sides = if table.reach == Reach::Central {
            2.0
        } else {
            1.0
        };
        let errors = pairs.map(|pair| {
            pair.map(|(from, to)| {
                (
                    self.error_in(table, from) + self.error_in(table, to),
                    from.value,
                    to.value,
                )
            })
        });
        errors
            .into_iter()
            .flatten()
            .zip(1_u8..)
            .map(move |((error, from, to), index)| {
                let step = table.step * f64::from(index);
                Secant {
                    step,
                    slope: (to - from) / (sides * step),
                    rounding: error / (sides * step),
                    bend: 0.0,
                    spread: (to - from).abs(),
                    size: from.abs().max(to.abs()),
                }
            })
    }
}

/// A bound on the noise of most values, from its standard deviation.
fn noise_level(deviation: f64, rounded: f64, tiny: f64) -> f64 {
    (4.0 * deviation).max(rounded).max(tiny)
}

impl Table {
    /// The largest magnitude of a value.
    pub fn size(&self) -> f64 {
        self.samples
            .iter()
            .fold(0.0, |size: f64, sample| size.max(sample.value.abs()))
    }

    /// The noise in the values.
    pub fn noise(&self) -> TableNoise {
        table_noise(&self.samples.map(|sample| sample.value))
    }

    /// Whether the values lie on two straight lines that meet at the point.
    pub fn is_angle(&self) -> bool {
        let [a, b, c, d, e, f, g] = self.samples.map(|sample| sample.value);
        let second =
            |left: f64, middle: f64, right: f64| ((right - middle) - (middle - left)).abs();
        let outer = [
            second(a, b, c),
            second(b, c, d),
            second(d, e, f),
            second(e, f, g),
        ];
        self.reach == Reach::Central
            && second(c, d, e) > ANGLE * outer.into_iter().fold(0.0, f64::max)
    }

    /// Half of the difference of the slopes to the right and left, at one and three steps.
    pub fn bends(&self) -> (f64, f64) {
        let [a, _, c, d, e, _, g] = self.samples.map(|sample| sample.value);
        let bend = |left: f64, right: f64, step: f64| ((right - d) - (d - left)) / (step + step);
        (bend(c, e, self.step), bend(a, g, 3.0 * self.step))
    }
}
