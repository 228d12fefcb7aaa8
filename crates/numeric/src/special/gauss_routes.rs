//! The linear transformations of ₂F₁ and its power series. DLMF 15.8(i), numbered there.

use super::gamma_product::GammaProduct;
use super::twofold::Twofold;

/// The power series has at most so many terms.
const TERMS: u32 = 6000;
/// The series is cut where the rest is this small, in proportion to the sum.
const NEGLIGIBLE: f64 = 1e-33;
/// The largest argument of a power series.
const FARTHEST: f64 = 0.97;

/// A way to evaluate ₂F₁.
type Route = fn(&Gauss) -> Twofold;

/// ₂F₁(a, b; c; x) for x < 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gauss {
    pub a: Twofold,
    pub b: Twofold,
    pub c: Twofold,
    pub x: Twofold,
    /// 1 − x
    pub complement: Twofold,
    /// ln(1 − x)
    logarithm: Twofold,
}

impl Gauss {
    pub fn new(a: Twofold, b: Twofold, c: Twofold, x: Twofold) -> Self {
        let complement = -x + 1.0;
        let near = x.hi.abs() < 0.1;
        let logarithm = if near { (-x).ln_1p() } else { complement.ln() };
        Self {
            a,
            b,
            c,
            x,
            complement,
            logarithm,
        }
    }

    /// c − a − b, exactly where it fits.
    pub fn excess(&self) -> Twofold {
        plus(plus(self.c, -self.a), -self.b)
    }

    /// The routes whose series converge, those expected to be cheap and good first.
    pub fn routes(&self, polynomial: bool) -> impl Iterator<Item = Route> {
        let (x, complement) = (self.x.hi, self.complement.hi);
        let pfaff = (x / complement).abs();
        let ends = plus(self.c, -self.a).is_nonpositive_integer()
            || plus(self.c, -self.b).is_nonpositive_integer();
        let table: [(f64, f64, Route); 6] = [
            (if polynomial { 0.0 } else { x.abs() }, 0.0, Self::direct),
            (x.abs(), if ends { -1.0 } else { 0.01 }, Self::euler),
            (pfaff, 0.02, Self::pfaff_a),
            (pfaff, 0.03, Self::pfaff_b),
            (complement, 0.25, Self::near_one),
            (1.0 / complement, 0.25, Self::near_infinity),
        ];
        let mut order: Vec<_> = table
            .into_iter()
            .filter(|(argument, ..)| *argument <= FARTHEST)
            .map(|(argument, cost, route)| (argument + cost, route))
            .collect();
        order.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        order.into_iter().map(|(_, route)| route)
    }

    /// Σ itself. DLMF 15.2.1.
    pub fn direct(&self) -> Twofold {
        series(self.a, self.b, self.c, self.x)
    }

    /// ₂F₁(c−a, c−b; c; x).
    pub fn euler_series(&self) -> Twofold {
        let (p, q) = (plus(self.c, -self.a), plus(self.c, -self.b));
        series(p, q, self.c, self.x)
    }

    /// Euler: (1−x)^{c−a−b} ₂F₁(c−a, c−b; c; x). DLMF 15.8.1.
    fn euler(&self) -> Twofold {
        (self.logarithm * self.excess()).exp() * self.euler_series()
    }

    /// Pfaff: (1−x)^{−a} ₂F₁(a, c−b; c; x/(x−1)). DLMF 15.8.1.
    fn pfaff_a(&self) -> Twofold {
        let argument = -self.x / self.complement;
        let power = (self.logarithm * -self.a).exp();
        power * series(self.a, plus(self.c, -self.b), self.c, argument)
    }

    fn pfaff_b(&self) -> Twofold {
        Self {
            a: self.b,
            b: self.a,
            ..*self
        }
        .pfaff_a()
    }

    /// In powers of 1−x. DLMF 15.8.4.
    fn near_one(&self) -> Twofold {
        let excess = self.excess();
        match self.degenerate(excess) {
            Some((distance, step)) => self.across(distance, step, Self::near_one_generic),
            None => self.near_one_generic(),
        }
    }

    fn near_one_generic(&self) -> Twofold {
        let Self { a, b, c, .. } = *self;
        let excess = self.excess();
        let (p, q) = (plus(c, -a), plus(c, -b));
        let regular = GammaProduct::new()
            .gamma(c)
            .gamma(excess)
            .over_gamma(p)
            .over_gamma(q);
        let singular = GammaProduct::new()
            .gamma(c)
            .gamma(-excess)
            .over_gamma(a)
            .over_gamma(b);
        let singular = singular.power(self.logarithm, excess);
        times_series(regular, [a, b, -excess + 1.0], self.complement)
            + times_series(singular, [p, q, excess + 1.0], self.complement)
    }

    /// In powers of 1/(1−x). DLMF 15.8.3.
    fn near_infinity(&self) -> Twofold {
        let difference = plus(self.b, -self.a);
        match self.degenerate(difference) {
            Some((distance, step)) => self.across(-distance, step, Self::near_infinity_generic),
            None => self.near_infinity_generic(),
        }
    }

    fn near_infinity_generic(&self) -> Twofold {
        let Self { a, b, c, .. } = *self;
        let difference = plus(b, -a);
        let (p, q) = (plus(c, -a), plus(c, -b));
        let argument = Twofold::ONE / self.complement;
        let first = GammaProduct::new()
            .gamma(c)
            .gamma(difference)
            .over_gamma(b)
            .over_gamma(p);
        let second = GammaProduct::new()
            .gamma(c)
            .gamma(-difference)
            .over_gamma(a)
            .over_gamma(q);
        let first = first.power(self.logarithm, -a);
        let second = second.power(self.logarithm, -b);
        times_series(first, [a, q, -difference + 1.0], argument)
            + times_series(second, [b, p, difference + 1.0], argument)
    }

    /// How far `difference` is from an integer, and a step, where that is too near.
    fn degenerate(&self, difference: Twofold) -> Option<(Twofold, f64)> {
        let step = interpolation_step(self.logarithm);
        let distance = difference - difference.hi.round() - difference.lo.round();
        (distance.upper() < 0.5 * step).then_some((distance, step))
    }

    /// The route at `b`, interpolated from six values around the degenerate `b + distance`.
    ///
    /// The difference from interpolation in the inner four bounds the error (it is the error of
    /// the latter, a factor `step²` larger).
    fn across(&self, distance: Twofold, step: f64, route: Route) -> Twofold {
        let centre = plus(self.b, distance);
        let place = -distance / step;
        let nodes = [-3.0, -2.0, -1.0, 1.0, 2.0, 3.0];
        let mut wide = Twofold::ZERO;
        let mut narrow = Twofold::ZERO;
        for node in nodes {
            let b = centre + node * step;
            let value = route(&Self { b, ..*self });
            wide = wide + value * lagrange(place, node, &nodes);
            if node.abs() < 2.5 {
                narrow = narrow + value * lagrange(place, node, &[-2.0, -1.0, 1.0, 2.0]);
            }
        }
        wide.widened((wide - narrow).upper())
    }
}

/// A step of interpolation in a parameter where the function has factors `e^(parameter · scale)`: a
/// power of two, so that its multiples are exact.
pub(super) fn interpolation_step(scale: Twofold) -> f64 {
    Twofold::floor_power_of_two(1.0 / f64::from(1 << 19) / (1.0 + scale.upper()))
}

/// Lagrange's weight of `node` at `place`.
pub(super) fn lagrange(place: Twofold, node: f64, nodes: &[f64]) -> Twofold {
    nodes
        .iter()
        .filter(|other| **other != node)
        .fold(Twofold::ONE, |weight, other| {
            weight * (place - *other) / (node - other)
        })
}

/// `p + q`, exactly where it fits.
pub(super) fn plus(p: Twofold, q: Twofold) -> Twofold {
    if p.radius == 0.0 && q.radius == 0.0 {
        let sum = p + q.hi + q.lo;
        return if sum.radius == 0.0 { sum } else { p + q };
    }
    p + q
}

/// A product of gammas times a series, which is not summed where the product vanishes.
fn times_series(product: GammaProduct, parameters: [Twofold; 3], argument: Twofold) -> Twofold {
    if product.is_zero() {
        return Twofold::ZERO;
    }
    let [a, b, c] = parameters;
    product.times(series(a, b, c, argument)).value()
}

/// `Σ (a)ₖ(b)ₖ/(c)ₖ · zᵏ/k!` with a bound on what is left out.
///
/// From where `a + k`, `b + k`, `c + k` are positive, the ratio of terms is at most
/// `|z| · max(1, (a+k)/(c+k)) · max(1, (b+k)/(1+k))` ever after.
pub(super) fn series(a: Twofold, b: Twofold, c: Twofold, z: Twofold) -> Twofold {
    let mut term = Twofold::ONE;
    let mut sum = Twofold::ONE;
    let size = z.upper();
    for k in 0..TERMS {
        let k = f64::from(k);
        let (ak, bk, ck) = (a + k, b + k, c + k);
        let numerator = term * ak * bk * z;
        if numerator.is_exact_zero() {
            return sum;
        }
        term = numerator / (ck * (k + 1.0));
        sum = sum + term;
        if !sum.is_known() {
            return Twofold::UNKNOWN;
        }
        if ak.hi > 0.0 && bk.hi > 0.0 && ck.hi > 0.0 {
            let first = (ak.hi + 1.0) / (ck.hi + 1.0);
            let second = (bk.hi + 1.0) / (k + 2.0);
            let ratio = size * first.max(1.0) * second.max(1.0) * (1.0 + 1e-12);
            let tail = term.upper() * ratio / (1.0 - ratio);
            if ratio < 1.0 && tail < NEGLIGIBLE * sum.upper() {
                return sum.widened(tail * 1.001);
            }
        }
    }
    Twofold::UNKNOWN
}
