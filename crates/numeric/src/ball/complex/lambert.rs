//! Lambert's function of complex balls near the real axis.

use super::{Ball, Complex, Radius};

/// How often the reach of the proof is widened.
const ATTEMPTS: i64 = 6;
/// Newton steps from the value at the real part.
const STEPS: u32 = 24;

/// `w - z exp(-w)`
fn residual(w: &Complex, z: &Complex) -> Complex {
    w - z * (-w).exp()
}

/// `1 + z exp(-w)`, the slope of the residual.
fn slope(w: &Complex, z: &Complex) -> Complex {
    (z * (-w).exp()).plus(1)
}

/// A number near `W(z)`: that of the real part, or left of -1/e the first terms of the series at
/// the branch point (DLMF 4.13.6), or `ln z - ln ln z` far from it.
fn start(z: &Complex) -> Complex {
    let real = Complex::real(z.re.lambertw()).center();
    if real.is_value() {
        return real;
    }
    if z.magnitude_up() > Radius::power_of_two(1) {
        let log = z.ln();
        return (&log - log.ln()).center();
    }
    let e = Ball::e(z.precision());
    let root = z.scaled_by(&e).plus(1).scaled(1).sqrt();
    (root.plus(-1) - root.square().over(3)).center()
}

/// Encloses `W` on the box by an interval Newton step from `w`, which also proves that the
/// solution is the only one in the box of the step, so that it is analytic there.
fn prove(w: &Complex, z: &Complex, reach: Radius) -> Option<Complex> {
    let around = w.inflate(reach);
    let slope = slope(&around, z);
    let step = residual(w, z) / &slope;
    // The principal branch has its values right of the curve x = -y cot y, |y| < π.
    let curve = around.im.cos() / around.im.sinc();
    let principal = around.im.strictly_within(-3, 3) == Some(true)
        && (&around.re + curve).above(0) == Some(true);
    (step.is_value() && principal && step.magnitude_up() < reach)
        .then(|| w.inflate(step.magnitude_up()))
}

impl Complex {
    /// The principal branch of Lambert's function, with the cut left of -1/e.
    #[must_use]
    pub fn lambertw(&self) -> Complex {
        if self.is_real() {
            return Complex::real(self.re.lambertw()).after(self);
        }
        let precision = self.precision();
        let z = self.center();
        let mut w = start(&z);
        for _ in 0..STEPS {
            let next = (&w - residual(&w, &z) / slope(&w, &z)).center();
            if !next.is_value() {
                break;
            }
            let change = (&next - &w).magnitude_up();
            w = next;
            if change.top() < w.magnitude_up().top() - i64::from(precision.get()) / 2 - 8 {
                break;
            }
        }
        let first = residual(&w, self) / slope(&w, &z);
        let least = Radius::power_of_two(w.magnitude_up().top() - i64::from(precision.get()));
        let near = first.magnitude_up().max(least);
        (1..=ATTEMPTS)
            .find_map(|doubling| prove(&w, self, near.shifted(doubling)))
            .map_or_else(|| Complex::unknown(precision), |found| found.after(self))
    }
}
