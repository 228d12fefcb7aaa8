//! Bessel functions of real order, by their power series (DLMF 10.2.2, 10.8.1, 10.25.2, 10.31.1),
//! and by Hankel's expansions far to the right, whose remainders are at most the first term left
//! out (DLMF 10.17(iii), 10.40(ii)).

use super::{Ball, Radius, number::Number, pfq::pfq, series};

/// Integer orders beyond this are indeterminate.
const MOST_ORDER: i64 = 1 << 12;
/// The power series is for arguments up to here.
const MOST_ARGUMENT: Radius = Radius::power_of_two(12);

/// Which of two functions that differ in a sign of the series only.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// J and Y.
    Circular,
    /// I and K.
    Modified,
}

impl Kind {
    /// `∓x²/4`
    fn argument<N: Number>(self, x: &N) -> N {
        let square = x.square().scaled(-2);
        match self {
            Kind::Circular => -square,
            Kind::Modified => square,
        }
    }
}

/// `J_n(x)` or `I_n(x)`: `(x/2)^n / Γ(n+1) ₀F₁(n+1; ∓x²/4)`.
pub(super) fn first<N: Number>(kind: Kind, n: &Ball, x: &N) -> N {
    let order = match n.exact_i64() {
        Some(k) if k < 0 => {
            let mirrored = first(kind, &-n, x);
            let odd = k % 2 != 0 && kind == Kind::Circular;
            return if odd { -mirrored } else { mirrored };
        }
        _ => n.plus(1),
    };
    if x.magnitude_up() > MOST_ARGUMENT {
        return N::unknown(x.precision());
    }
    let sum = pfq(&[], &[&order], &kind.argument(x));
    let scale = order.reciprocal_gamma();
    if n.is_exactly(0) {
        return sum;
    }
    sum * x.scaled(-1).pow_ball(n).by(&scale)
}

/// `Y_n(x)` or `K_n(x)` for `x` right of 0.
pub(super) fn second<N: Number>(kind: Kind, n: &Ball, x: &N) -> N {
    match n.exact_i64() {
        Some(k) if k.abs() > MOST_ORDER => N::unknown(x.precision()),
        Some(k) if k < 0 && k % 2 != 0 && kind == Kind::Circular => -second(kind, &-n, x),
        Some(k) => integer(kind, k.abs(), x),
        None => connected(kind, n, x),
    }
}

/// By the functions of the orders `n` and `-n`, where `n` is not an integer.
fn connected<N: Number>(kind: Kind, n: &Ball, x: &N) -> N {
    let (sine, cosine) = (n * &Ball::pi(n.precision())).sin_cos();
    let (up, down) = (first(kind, n, x), first(kind, &-n, x));
    match kind {
        Kind::Circular => (up.by(&cosine) - down).by(&sine.recip()),
        Kind::Modified => {
            let half_pi = Ball::pi(n.precision()).scaled(-1);
            (down - up).by(&(half_pi / sine))
        }
    }
}

/// The logarithmic series of integer orders `n >= 0`.
fn integer<N: Number>(kind: Kind, n: i64, x: &N) -> N {
    let precision = x.precision();
    let argument = kind.argument(x);
    let power = x.scaled(-1).powi(n);
    // The finite part has the argument of the other sign.
    let mut term = factorial_over(n - 1, N::one(precision));
    let mut finite = N::zero(precision);
    for k in 0..n {
        finite = finite + &term;
        if k + 1 < n {
            term = -(term * &argument).over((k + 1) * (n - k - 1));
        }
    }
    let finite = finite / &power;
    let log = x.scaled(-1).ln() + N::real(Ball::euler(precision));
    let order = Ball::from_i64(n, precision);
    let regular = first(kind, &order, x) * log.scaled(1);
    let rest = harmonic_series(n, &argument) * &power;
    match kind {
        Kind::Circular => (regular - finite - rest).by(&Ball::pi(precision).recip()),
        Kind::Modified => {
            let signed = rest - regular;
            (finite + if n % 2 == 0 { signed } else { -signed }).scaled(-1)
        }
    }
}

/// `start · n!`
fn factorial_over<N: Number>(n: i64, start: N) -> N {
    (2..=n).fold(start, |product, k| product.times(k))
}

/// `sum (H_k + H_(n+k)) t^k / (k! (n+k)!)`: the sums of harmonic numbers less than double from
/// `k = 1` on.
fn harmonic_series<N: Number>(n: i64, t: &N) -> N {
    let precision = t.precision();
    let inverse = (2..=n).fold(Ball::one(precision), |product, k| product.over(k));
    let harmonic = (1..=n).fold(Ball::zero(precision), |sum, k| {
        sum + Ball::from_ratio(1, k, precision)
    });
    let size = t.magnitude_up().shifted(1);
    let mut power = N::real(inverse);
    let mut weight = harmonic.clone();
    let mut term = move |k: i64| {
        power = (power.clone() * t).over(k * (n + k));
        weight =
            &weight + Ball::from_ratio(1, k, precision) + Ball::from_ratio(1, n + k, precision);
        power.by(&weight)
    };
    let zeroth = N::real((2..=n).fold(harmonic, |product, k| product.over(k)));
    let sum = series::sum_by_ratio(
        term(1),
        |_, j| term(j.cast_signed() + 1),
        |j| {
            let k = u64::try_from(n).unwrap_or(0) + j + 1;
            let ratio = size.div_up(Radius::from_u64((j + 1).saturating_mul(k)));
            (ratio < Radius::ONE).then_some(ratio)
        },
    );
    zeroth + sum
}

/// The sums `P` and `Q` of Hankel's expansion, or with all signs equal their sum and difference:
/// `sum a_k(n) / x^k` over even and over odd `k`, with alternating signs in each.
struct Hankel {
    even: Ball,
    odd: Ball,
}

/// Whether Hankel's expansion reaches the precision: its least term is near `exp(-2x)`.
fn is_far(n: &Ball, x: &Ball) -> bool {
    let order = n.magnitude_up().to_f64_up();
    let bits = f64::from(x.precision().get());
    x.mid_f64() > 0.35 * bits + 8.0 && x.mid_f64() > order * order
}

/// The expansion for `n >= 0`, where `is_far` holds: then many more terms are taken than the
/// order, from which on the remainder is bounded by the first term left out.
fn hankel(n: &Ball, x: &Ball, alternating: bool) -> Hankel {
    let precision = x.precision();
    let squared = n.scaled(1).square();
    let mut term = Ball::one(precision);
    let mut sums = [Ball::one(precision), Ball::zero(precision)];
    let order = n.magnitude_up().to_f64_up() as i64;
    for k in 1..4 * precision.signed() {
        let odd = Ball::from_i64(2 * k - 1, precision).square();
        term = (&term * (&squared - odd)).over(8 * k) / x;
        let sign = alternating && k % 4 >= 2;
        let signed = if sign { -&term } else { term.clone() };
        let Some(sum) = sums.get_mut(usize::from(k % 2 == 1)) else {
            break;
        };
        let size = term.magnitude_up();
        if k > order + 2 && size.top() < -precision.signed() - 4 {
            // The next terms of both sums are smaller.
            let [even, odd] = sums;
            return Hankel {
                even: even.inflate(size),
                odd: odd.inflate(size),
            };
        }
        *sum = &*sum + signed;
    }
    Hankel {
        even: Ball::indeterminate(precision),
        odd: Ball::indeterminate(precision),
    }
}

/// `J_n` and `Y_n` far to the right, for `n >= 0`.
fn circular_far(n: &Ball, x: &Ball) -> (Ball, Ball) {
    let pi = Ball::pi(x.precision());
    let Hankel { even, odd } = hankel(n, x, true);
    let turn = n.scaled(-1) + Ball::one(x.precision()).scaled(-2);
    let (sine, cosine) = (x - turn * &pi).sin_cos();
    let scale = (Ball::from_i64(2, x.precision()) / (pi * x)).sqrt();
    (
        (&even * &cosine - &odd * &sine) * &scale,
        (even * sine + odd * cosine) * scale,
    )
}

/// `K_n` far to the right.
fn modified_far(n: &Ball, x: &Ball) -> Ball {
    let Hankel { even, odd } = hankel(&n.abs(), x, false);
    let scale = (Ball::pi(x.precision()) / x.scaled(1)).sqrt();
    (even + odd) * scale * (-x).exp()
}

/// `J_n(x)` at exact numbers.
pub(super) fn j_point(n: &Ball, x: &Ball) -> Ball {
    if !is_far(n, x) {
        return first(Kind::Circular, n, x);
    }
    let (j, y) = circular_far(&n.abs(), x);
    if n.below(0) != Some(true) {
        return j;
    }
    let (sine, cosine) = (n * &Ball::pi(n.precision())).sin_cos();
    // J_(-m) = cos(mπ) J_m - sin(mπ) Y_m, and n = -m.
    cosine * j + sine * y
}

fn y_point(n: &Ball, x: &Ball) -> Ball {
    if is_far(n, x) && n.below(0) == Some(false) {
        circular_far(n, x).1
    } else {
        second(Kind::Circular, n, x)
    }
}

pub(super) fn k_point(n: &Ball, x: &Ball) -> Ball {
    if is_far(n, x) {
        modified_far(n, x)
    } else {
        second(Kind::Modified, n, x)
    }
}

impl Ball {
    /// A Bessel function at real numbers: `f` at the midpoint, and the slope that the recurrence
    /// gives (DLMF 10.6.1, 10.29.1), at least within the given domain.
    fn bessel(
        &self,
        x: &Ball,
        inside: Option<bool>,
        f: impl Fn(&Ball, &Ball) -> Ball,
        sign: i64,
    ) -> Ball {
        let n = self;
        if let Some(failure) = n.failure(x).or_else(|| x.require(inside)) {
            return failure;
        }
        let precision = series::common_precision(&[n, x]);
        let at = |x: &Ball| {
            Ball::refined(precision, x.is_exact() && n.is_exact(), |guard| {
                let (order, far) = (
                    n.to_guarded(precision, guard),
                    x.to_guarded(precision, guard),
                );
                if is_far(&order, &far) && sign < 0 {
                    return f(&order, &far);
                }
                let guard = guard + (1.5 * x.mid_f64().abs().min(1e4)) as i64;
                f(
                    &n.to_guarded(precision, guard),
                    &x.to_guarded(precision, guard),
                )
            })
        };
        let slope = |x: &Ball| {
            let n = n.with_precision(x.precision());
            (f(&n.plus(-1), x) + f(&n.plus(1), x).times(sign)).scaled(-1)
        };
        x.smooth(at, slope)
    }

    /// Whether a Bessel function of the first kind has a value: for all `x` where the order is an
    /// integer, else for `x > 0`, and for 0 where the order is positive.
    fn bessel_inside(&self, x: &Ball) -> Option<bool> {
        if self.exact_i64().is_some_and(|n| n.abs() <= MOST_ORDER) {
            return Some(true);
        }
        let inside = if x.is_exactly(0) {
            self.above(0)
        } else {
            x.above(0)
        };
        let may_be_integer = self.floor().equals(&self.ceil()) != Some(false);
        inside.filter(|inside| *inside || !may_be_integer)
    }

    /// The Bessel function of the first kind J_n(x), for `self = n`.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(96);
    /// let y = Ball::zero(p).besselj(&Ball::one(p));
    /// assert_eq!(y.to_digits(20), "0.76519768655796655145");
    /// ```
    #[must_use]
    pub fn besselj(&self, x: &Ball) -> Ball {
        if x.is_exactly(0) && self.above(0) == Some(true) {
            return x.clone();
        }
        self.bessel(x, self.bessel_inside(x), j_point, -1)
    }

    /// The Bessel function of the second kind Y_n(x), for `self = n`; the domain is `x > 0`.
    #[must_use]
    pub fn bessely(&self, x: &Ball) -> Ball {
        self.bessel(x, x.above(0), y_point, -1)
    }

    /// The modified Bessel function of the first kind I_n(x), for `self = n`.
    #[must_use]
    pub fn besseli(&self, x: &Ball) -> Ball {
        if x.is_exactly(0) && self.above(0) == Some(true) {
            return x.clone();
        }
        let point = |n: &Ball, x: &Ball| first(Kind::Modified, n, x);
        self.bessel(x, self.bessel_inside(x), point, 1)
    }

    /// The modified Bessel function of the second kind K_n(x), for `self = n`; the domain is
    /// `x > 0`.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(96);
    /// let y = Ball::one(p).besselk(&Ball::from_i64(2, p));
    /// assert_eq!(y.to_digits(20), "0.13986588181652242728");
    /// ```
    #[must_use]
    pub fn besselk(&self, x: &Ball) -> Ball {
        self.bessel(x, x.above(0), k_point, 1)
    }
}
