//! Derivatives from values of the function alone, with a proved bound: Cauchy's integral.
//!
//! Around a point where `f` is analytic, `f(x + d z) = sum c_k z^k`, and the trapezoidal sum of
//! Cauchy's integral over `n` points of a circle of radius `r` is
//! `c_k + c_(k+n) r^n + c_(k+2n) r^2n + …` (Lyness and Moler, "Numerical differentiation of
//! analytic functions", 1967; Trefethen and Weideman, "The exponentially convergent trapezoidal
//! rule", 2014). Where `f` is analytic on a disc of radius `R > r` and at most `M` there, Cauchy's
//! estimate `|c_k| <= M / R^k` bounds what was added by
//! `M / R^k · q / (1 - q)` with `q = (r / R)^n`.
//!
//! `M` and analyticity come from one evaluation of the function over a box around the disc, in
//! [complex balls](Complex) of few bits that know whether they met a cut, a pole or a kink
//! (Johansson, "Numerical integration in arbitrary-precision ball arithmetic", 2018). The sum
//! takes values at the precision that is needed. Because `q` can be made as small as one likes
//! by a small `r`, at the cost of bits and not of points, two points do for the first and second
//! derivative, both real: the difference quotient with its bound. No rule of derivation is used.
//!
//! ```
//! use partials_numeric::ball::Precision;
//! use partials_numeric::contour;
//! use partials_numeric::tape::{Tape, TapeOptions};
//! use partials_symbolic::{Graph, Rational};
//!
//! let graph = Graph::new();
//! let f = graph.variable("x").pow(3);
//! let tape = Tape::new(&graph, &[f.id()], &["x"], TapeOptions::default())?;
//! let slope = contour::partial(&tape, &[Rational::from(2)], 0, 1, Precision::bits(100))?;
//! assert!(slope.contains_f64(12.0) && slope.relative_accuracy_bits() >= 100);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod circle;

use partials_symbolic::Rational;

use crate::ball::{Ball, Complex, Outcome, Precision, Radius, Regularity};
use crate::scalar::Scalar;
use crate::tape::{Machine, Tape};
use circle::Circle;

/// The disc is looked for in this many sizes, each smaller than the one before.
const DISCS: i64 = 12;
/// Bits of the box on which the function is bounded.
const BOX_BITS: i64 = 64;
/// The sum is evaluated at most this often on a disc.
const ATTEMPTS: u32 = 4;
/// The derivative is taken to be this many bits smaller than its estimate, at first.
const FIRST_SLACK: i64 = 12;
/// Derivatives in more inputs than this, which are not all the same, are not computed.
const MOST_MIXED: u32 = 4;
/// Bits for what cancels between the directions.
const MIXED_BITS: i64 = 16;
/// Orders beyond this are not computed.
const MOST_ORDER: u32 = 64;

/// Why there is no derivative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Obstacle {
    /// The function has no value at the point or close to it.
    #[error("the function has no value here")]
    Outside,
    /// A kink, jump, cut or pole lies at the point or too close to it.
    #[error("the function is not analytic close to this point")]
    NotAnalytic,
    /// A function of the expression can't be bounded by balls here.
    #[error("a function of the expression can't be bounded here")]
    Unsupported,
    /// The work that is allowed did not suffice.
    #[error("the precision that would be needed is too high")]
    Budget,
    /// The number of coordinates is not that of the inputs, or the order is too high.
    #[error("the point does not fit the function")]
    Mismatch,
}

/// The derivative of the first output in its input `place`, of an order from 1 on.
///
/// # Errors
/// As [`derivative`].
pub fn partial(
    tape: &Tape,
    point: &[Rational],
    place: usize,
    order: u32,
    precision: Precision,
) -> Result<Ball, Obstacle> {
    let direction: Vec<Rational> = (0..point.len())
        .map(|i| Rational::from(i64::from(i == place)))
        .collect();
    derivative(tape, point, &direction, order, precision)
}

/// The derivative of order `order` of `t -> f(point + t direction)` at 0, where `f` is the first
/// output of the tape.
///
/// The ball contains the derivative. It has the precision asked for, in relation to the
/// derivative; where that is 0 or nearly so, in relation to the bound of `f` over the disc.
///
/// # Errors
/// Where the function has no value, is not analytic, or can't be bounded.
pub fn derivative(
    tape: &Tape,
    point: &[Rational],
    direction: &[Rational],
    order: u32,
    precision: Precision,
) -> Result<Ball, Obstacle> {
    let place = |precision| point.iter().map(|x| Ball::number(x, precision)).collect();
    let point = Point {
        coordinates: &place,
        most: Precision::bits(32 * precision.get() + 4096),
    };
    derivative_around(tape, &point, direction, order, precision)
}

/// A point that is known to any precision, such as `[pi/4]`, and how hard to try there.
#[derive(Clone, Copy)]
pub struct Point<'a> {
    /// The coordinates, in balls of a precision.
    pub coordinates: &'a dyn Fn(Precision) -> Vec<Ball>,
    /// The most bits that the function is evaluated with.
    pub most: Precision,
}

/// As [`derivative`], at a point that need not be rational.
///
/// # Errors
/// As [`derivative`].
pub fn derivative_around(
    tape: &Tape,
    point: &Point<'_>,
    direction: &[Rational],
    order: u32,
    precision: Precision,
) -> Result<Ball, Obstacle> {
    let coordinates = (point.coordinates)(Precision::MIN).len();
    let fits = direction.len() == tape.inputs() && coordinates == direction.len();
    if !fits || !(1..=MOST_ORDER).contains(&order) {
        return Err(Obstacle::Mismatch);
    }
    let line = Line {
        tape,
        point,
        direction,
    };
    let mut reason = Obstacle::NotAnalytic;
    let mut discs = line.discs(order).peekable();
    while let Some(disc) = discs.next() {
        let disc = match disc {
            Ok(disc) => disc,
            Err(why) => {
                reason = why;
                continue;
            }
        };
        if disc.constant {
            return Ok(Ball::zero(precision));
        }
        let smaller = |least: i64| {
            let next = discs.peek().and_then(|next| next.as_ref().ok());
            next.is_some_and(|next| next.size < disc.size - least)
        };
        match line.differentiate(&disc, precision, smaller) {
            Err(Obstacle::Budget) => reason = Obstacle::Budget,
            found => return found,
        }
    }
    Err(reason)
}

/// The derivative in several inputs, one after the other, from directional derivatives alone: for
/// two, `∂²f/∂x∂y = (f″ along (1, 1) - f″ along (1, 0) - f″ along (0, 1)) / 2`, and so on by the
/// polarization formula of symmetric forms.
///
/// # Errors
/// As [`derivative`], and where there are more than four inputs that are not all the same.
pub fn mixed(
    tape: &Tape,
    point: &Point<'_>,
    inputs: &[usize],
    precision: Precision,
) -> Result<Ball, Obstacle> {
    let along = |chosen: &dyn Fn(usize) -> bool| -> Vec<Rational> {
        let chosen: Vec<usize> = inputs
            .iter()
            .enumerate()
            .filter(|(turn, _)| chosen(*turn))
            .map(|(_, input)| *input)
            .collect();
        let count = |place| chosen.iter().filter(|input| **input == place).count();
        (0..tape.inputs())
            .map(|place| Rational::from(i64::try_from(count(place)).unwrap_or(0)))
            .collect()
    };
    let order = u32::try_from(inputs.len()).map_err(|_| Obstacle::Mismatch)?;
    if inputs.iter().any(|input| *input >= tape.inputs()) {
        return Err(Obstacle::Mismatch);
    }
    if inputs.windows(2).all(|pair| pair.first() == pair.last()) {
        let first = along(&|turn| turn == 0);
        return derivative_around(tape, point, &first, order, precision);
    }
    if order > MOST_MIXED {
        return Err(Obstacle::Budget);
    }
    // What cancels in the sum is made up for by more digits.
    let working = bits(i64::from(precision.get()) + MIXED_BITS);
    let mut sum = Ball::zero(working);
    for subset in 1..1_u32 << order {
        let direction = along(&|turn| subset >> turn & 1 == 1);
        let slope = derivative_around(tape, point, &direction, order, working)?;
        sum = match (order - subset.count_ones()) % 2 {
            0 => sum + slope,
            _ => sum - slope,
        };
    }
    let factorial = (2..=i64::from(order)).product();
    Ok((sum / Ball::from_i64(factorial, working)).with_precision(precision))
}

/// A function along a line.
struct Line<'a> {
    tape: &'a Tape,
    point: &'a Point<'a>,
    direction: &'a [Rational],
}

/// A disc on which the function is analytic.
struct Disc {
    order: i64,
    /// The radius is a power of 2, of this exponent.
    radius: i64,
    /// The bound of the function there.
    bound: Radius,
    /// The exponent of Cauchy's estimate `M / R^k`.
    size: i64,
    constant: bool,
}

/// The exponent of a number: a power of 2 above its absolute value; `None` for 0.
fn exponent(value: &Ball) -> Option<i64> {
    let size = value.magnitude_up();
    (!size.is_zero()).then(|| size.top())
}

impl Line<'_> {
    /// The exponents of coordinate and direction for each input that changes.
    fn exponents(&self) -> Vec<(Option<i64>, i64)> {
        let coordinates = (self.point.coordinates)(Precision::MIN);
        let pairs = coordinates.iter().zip(self.direction);
        pairs
            .filter_map(|(x, d)| Some((exponent(x), exponent(&Ball::number(d, Precision::MIN))?)))
            .collect()
    }

    /// The exponent of the least distance along the line that changes a coordinate by as much as
    /// its size.
    fn scale(&self) -> i64 {
        let exponents = self.exponents().into_iter();
        let sizes = exponents.map(|(x, along)| x.unwrap_or(1) - along);
        sizes.min().unwrap_or(0)
    }

    /// How many bits the points have beyond their distance from each other.
    fn resolution(&self, radius: i64) -> i64 {
        let exponents = self.exponents().into_iter();
        let sizes = exponents.filter_map(|(x, along)| Some(x? - along - radius));
        sizes.max().unwrap_or(0).max(0)
    }

    /// The inputs at `t` on the line.
    fn at(&self, t: &Complex, precision: Precision) -> Vec<Complex> {
        let coordinates = (self.point.coordinates)(precision)
            .into_iter()
            .zip(self.direction);
        coordinates
            .map(|(x, d)| Complex::real(x) + t * Complex::number(d, precision))
            .collect()
    }

    /// Discs of radii 1/4, 1/8, 1/32, 1/256, … of the scale.
    fn discs(&self, order: u32) -> impl Iterator<Item = Result<Disc, Obstacle>> {
        let start = self.scale() - 2;
        let mut machine = Machine::default();
        (0..DISCS).map(move |step| {
            let radius = start - step * (step + 1) / 2;
            self.disc(&mut machine, radius, i64::from(order))
        })
    }

    /// Bounds the function on the disc whose radius is `2^radius`.
    fn disc(
        &self,
        machine: &mut Machine<Complex>,
        radius: i64,
        order: i64,
    ) -> Result<Disc, Obstacle> {
        let precision = bits(BOX_BITS + self.resolution(radius));
        let around = Complex::around(Ball::zero(precision), Radius::power_of_two(radius));
        let value = self
            .tape
            .first(machine, &self.at(&around, precision), precision);
        if value.is_analytic() {
            let bound = value.magnitude_up();
            return Ok(Disc {
                order,
                radius,
                size: bound.top() - order * radius,
                bound,
                constant: value.is_real(),
            });
        }
        Err(match (value.outcome(), value.regularity()) {
            (Outcome::Outside, _) => Obstacle::Outside,
            (_, Regularity::Unknown) => Obstacle::Unsupported,
            _ => Obstacle::NotAnalytic,
        })
    }

    /// The derivative from values on circles in the disc, smaller and more precise until the
    /// digits are there. It gives up where many digits are missing and a `smaller` disc has an
    /// estimate that is better by some bits.
    fn differentiate(
        &self,
        disc: &Disc,
        precision: Precision,
        mut smaller: impl FnMut(i64) -> bool,
    ) -> Result<Ball, Obstacle> {
        let wanted = i64::from(precision.get()) + 4;
        let mut slack = FIRST_SLACK;
        for _ in 0..ATTEMPTS {
            let circle = Circle::new(disc, wanted + slack);
            let working = wanted + slack + circle.cancelled() + self.resolution(disc.radius);
            if working > i64::from(self.point.most.get()) {
                break;
            }
            let value = circle.sum(self, bits(working))?;
            let certain = value.magnitude_up().top() - value.radius().top();
            let missing = wanted - certain;
            // Of a derivative that may be 0, twice the digits are enough.
            if missing <= 4 || (value.contains_zero() && slack >= wanted) {
                return Ok(value.with_precision(precision));
            }
            if missing > wanted / 2 && smaller(FIRST_SLACK) {
                break;
            }
            slack += missing + 4;
        }
        Err(Obstacle::Budget)
    }
}

/// That many bits.
fn bits(n: i64) -> Precision {
    Precision::bits(u32::try_from(n).unwrap_or(u32::MAX))
}
