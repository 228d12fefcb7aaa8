//! The trapezoidal sum over a circle.

use partials_symbolic::Rational;

use super::{Disc, Line, Obstacle};
use crate::ball::{Ball, Complex, Outcome, Precision, Radius};
use crate::scalar::Scalar;
use crate::tape::Machine;

/// A circle of the radius `2^(disc.radius - shrink)` with `nodes` points.
pub(super) struct Circle<'a> {
    order: i64,
    /// Even, and at least the order.
    nodes: i64,
    shrink: i64,
    disc: &'a Disc,
}

impl<'a> Circle<'a> {
    /// The circle on which what is added to the coefficient is `gained` bits below its bound.
    pub(super) fn new(disc: &'a Disc, gained: i64) -> Self {
        let order = disc.order;
        let nodes = order + order % 2;
        Circle {
            order,
            nodes,
            shrink: gained / nodes + 1,
            disc,
        }
    }

    /// The bits that cancel in the sum.
    pub(super) fn cancelled(&self) -> i64 {
        self.order * self.shrink + 8
    }

    /// The derivative: `k!` times the coefficient, with the bound of what was added to it.
    pub(super) fn sum(&self, line: &Line, precision: Precision) -> Result<Ball, Obstacle> {
        let exponent = self.disc.radius - self.shrink;
        let radius = Ball::one(precision).scaled(exponent);
        let mut machine = Machine::default();
        let mut value = |t: Ball| real_value(line, &mut machine, &t, precision);
        let (right, left) = (value(radius.clone())?, value(-&radius)?);
        let mut sum = if self.order % 2 == 0 {
            right + left
        } else {
            right - left
        };
        for j in 1..self.nodes / 2 {
            sum = sum + self.conjugate_pair(line, j, &radius, precision)?;
        }
        let mut coefficient = sum / Ball::from_i64(self.nodes, precision);
        if self.order == self.nodes {
            // The coefficient of order 0 falls on this one.
            coefficient = coefficient - value(Ball::zero(precision))?;
        }
        let coefficient = coefficient.scaled(-exponent * self.order);
        let derivative = coefficient.inflate(self.added());
        Ok((2..=self.order).fold(derivative, |product, k| {
            product * Ball::from_i64(k, precision)
        }))
    }

    /// The points `r w^j` and `r w^-j` together, where `w` is the first root of unity: a function
    /// that is real on the real axis has conjugate values there.
    fn conjugate_pair(
        &self,
        line: &Line,
        j: i64,
        radius: &Ball,
        precision: Precision,
    ) -> Result<Ball, Obstacle> {
        let root = |j: i64| unit_root(j, self.nodes, precision);
        let t = root(j).scaled_by(radius);
        let mut machine = Machine::default();
        let value = line
            .tape
            .first(&mut machine, &line.at(&t, precision), precision);
        if !value.is_value() {
            return Err(Obstacle::Unsupported);
        }
        Ok((value * root(-j * self.order)).re().scaled(1))
    }

    /// `M / R^k · q / (1 - q)`, at most `2 M / R^k · q`.
    fn added(&self) -> Radius {
        let power = -self.disc.radius * self.order - self.shrink * self.nodes + 1;
        self.disc.bound.shifted(power)
    }
}

/// `exp(2πi j / n)`
fn unit_root(j: i64, n: i64, precision: Precision) -> Complex {
    let turns = Ball::number(&Rational::from(2 * j), precision) / Ball::from_i64(n, precision);
    if (2 * j) % n == 0 || (4 * j) % n == 0 {
        let quarter = (4 * j / n).rem_euclid(4);
        let one = Complex::real(Ball::one(precision));
        return (0..quarter).fold(one, |root, _| root.times_i());
    }
    let (sine, cosine) = (turns * Ball::pi(precision)).sin_cos();
    Complex::new(cosine, sine)
}

/// The value at a real point of the line.
fn real_value(
    line: &Line,
    machine: &mut Machine<Ball>,
    t: &Ball,
    precision: Precision,
) -> Result<Ball, Obstacle> {
    let coordinates = (line.point.coordinates)(precision)
        .into_iter()
        .zip(line.direction);
    let inputs: Vec<Ball> = coordinates
        .map(|(x, d)| x + t * Ball::number(d, precision))
        .collect();
    let value = line.tape.first(machine, &inputs, precision);
    match value.outcome() {
        Outcome::Value => Ok(value),
        Outcome::Outside => Err(Obstacle::Outside),
        Outcome::Indeterminate => Err(Obstacle::Unsupported),
    }
}
