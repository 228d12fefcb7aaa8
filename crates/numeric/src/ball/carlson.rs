//! Carlson's symmetric elliptic integrals R_F, R_J, R_D and R_C.
//!
//! Duplication brings the arguments together (Carlson, "Numerical computation of real or complex
//! elliptic integrals", 1995); the rest is the series of the multivariate hypergeometric
//! function around equal arguments, whose tail is bounded here.
//!
//! With weights `b` (sum `c`) and `z_j = A (1 - Z_j)`, where `A` is the weighted mean,
//! `R_(-a)(b; z) = A^(-a) sum_N (a)_N / (c)_N T_N(Z)` and
//! `N T_N = sum_(k=1..N) p_k T_(N-k)` with the power sums `p_k = sum b_j Z_j^k`
//! (DLMF 19.19). For `|Z_j| <= ε` a term is at most `(a)_N / N! ε^N <= (N + 1) ε^N` if `a <= 3/2`,
//! because `T_N` has the coefficients of `(1 - ε t)^(-c)` as bounds.

use super::{Ball, Precision, Radius, number::Number};

/// How many duplications are made at most: each quarters the offsets, and very different
/// arguments come together at twice the rate of their exponents.
fn most_steps(precision: Precision) -> i64 {
    precision.signed() / 8 + 64
}

/// The order of the series, growing slowly with the precision.
fn order(precision: Precision) -> usize {
    let order = f64::from(precision.get()).sqrt() as usize;
    order.clamp(6, 40)
}

/// A variable and twice its weight.
struct Weighted<'a, N> {
    value: &'a N,
    doubled_weight: i64,
}

/// The mean, the offsets `Z_j` and a bound of them.
fn offsets<N: Number>(variables: &[Weighted<N>]) -> (N, Vec<(i64, N)>, Radius) {
    let total: i64 = variables.iter().map(|v| v.doubled_weight).sum();
    let precision = variables
        .iter()
        .map(|v| v.value.precision())
        .max()
        .unwrap_or(Precision::MIN);
    let zero = N::zero(precision);
    let sum = variables
        .iter()
        .fold(zero, |sum, v| sum + v.value.times(v.doubled_weight));
    let mean = sum.over(total);
    let offsets: Vec<(i64, N)> = variables
        .iter()
        .map(|v| {
            (
                v.doubled_weight,
                (v.value.clone() / &mean).subtracted_from(1),
            )
        })
        .collect();
    let size = offsets
        .iter()
        .fold(Radius::ZERO, |size, (_, z)| size.max(z.magnitude_up()));
    (mean, offsets, size)
}

/// `sum_N (a)_N / (c)_N T_N(Z)` up to the order, with a bound of the tail; `a` is
/// `doubled_a / 2`.
fn hypergeometric<N: Number>(
    offsets: &[(i64, N)],
    doubled_a: i64,
    size: Radius,
    order: usize,
) -> N {
    let precision = offsets
        .iter()
        .map(|(_, z)| z.precision())
        .max()
        .unwrap_or(Precision::MIN);
    let doubled_c: i64 = offsets.iter().map(|(weight, _)| weight).sum();
    let mut powers: Vec<N> = offsets
        .iter()
        .map(|(weight, _)| half(*weight, precision))
        .collect();
    let mut power_sums: Vec<N> = Vec::with_capacity(order);
    let mut terms = vec![N::one(precision)];
    let mut factor = Ball::one(precision);
    let mut total = N::one(precision);
    for n in 1..=order {
        let n_signed = i64::try_from(n).unwrap_or(i64::MAX);
        for (power, (_, z)) in powers.iter_mut().zip(offsets) {
            *power = power.clone() * z;
        }
        power_sums.push(
            powers
                .iter()
                .fold(N::zero(precision), |sum, power| sum + power),
        );
        let products = power_sums.iter().zip(terms.iter().rev());
        let term = products
            .fold(N::zero(precision), |sum, (p, t)| sum + p.clone() * t)
            .over(n_signed);
        let step = 2 * (n_signed - 1);
        factor = factor.times(doubled_a + step).over(doubled_c + step);
        total = total + term.by(&factor);
        terms.push(term);
    }
    total.inflate(tail(size, order))
}

fn half<N: Number>(n: i64, precision: Precision) -> N {
    N::real(Ball::from_i64(n, precision).scaled(-1))
}

/// A bound of `sum_(N > order) (N + 1) ε^N` for `ε <= 1/4`: the quotient of two terms is at most
/// `(1 + 1/N) ε <= 1/2`.
fn tail(size: Radius, order: usize) -> Radius {
    let count = order as u64 + 1;
    let power = (0..count).fold(Radius::ONE, |power, _| power.mul_up(size));
    power.mul_up(Radius::from_u64(count + 1)).shifted(1)
}

/// How small the offsets must be for the tail to be negligible.
fn small_enough(size: Radius, precision: Precision, order: usize) -> bool {
    let gained = size.top().max(-1 << 32).saturating_neg() * (order as i64 + 1);
    size.top() <= -2 && gained > precision.signed() + 8
}

/// Whether the arguments fit the duplication: all right of the imaginary axis, where principal
/// roots are continuous, but for one that may be 0, or not negative if it is real.
fn fits<N: Number>(arguments: &[&N]) -> bool {
    let mut rest = arguments.iter().filter(|x| x.right() != Some(true));
    arguments.iter().all(|x| x.is_value() && x.is_not_left())
        && (rest.next().is_none() || rest.next().is_none())
}

/// `R_F(x, y, z)` for nonnegative arguments of which at most one is 0.
pub(super) fn rf<N: Number>(x: &N, y: &N, z: &N) -> N {
    let precision = x.precision().max(y.precision()).max(z.precision());
    if !fits(&[x, y, z]) {
        return N::unknown(precision);
    }
    let order = order(precision);
    let (mut x, mut y, mut z) = (x.clone(), y.clone(), z.clone());
    for _ in 0..most_steps(precision) {
        let each = [&x, &y, &z].map(|value| Weighted {
            value,
            doubled_weight: 1,
        });
        let (mean, offsets, size) = offsets(&each);
        if !mean.is_value() {
            break;
        }
        let stuck = size.top() <= -2 && size.top() <= mean.spread_top() - mean.size_top() + 8;
        if small_enough(size, precision, order) || stuck {
            return hypergeometric(&offsets, 1, size, order) / mean.sqrt();
        }
        let (a, b, c) = (x.sqrt(), y.sqrt(), z.sqrt());
        let lambda = a.clone() * &b + b.clone() * &c + c.clone() * &a;
        [x, y, z] = [&x, &y, &z].map(|v| (v.clone() + &lambda).scaled(-2));
    }
    N::unknown(precision)
}

/// `R_C(x, y) = R_F(x, y, y)` for `y > 0`.
pub(super) fn rc<N: Number>(x: &N, y: &N) -> N {
    rf(x, y, y)
}

/// `R_J(x, y, z, p)` for nonnegative `x`, `y`, `z` of which at most one is 0, and `p > 0`.
pub(super) fn rj<N: Number>(x: &N, y: &N, z: &N, p: &N) -> N {
    let precision = x
        .precision()
        .max(y.precision())
        .max(z.precision())
        .max(p.precision());
    if !fits(&[x, y, z]) || p.right() != Some(true) {
        return N::unknown(precision);
    }
    let order = order(precision);
    let (mut x, mut y, mut z, mut p) = (x.clone(), y.clone(), z.clone(), p.clone());
    let mut sum = N::zero(precision);
    for step in 0..most_steps(precision) {
        let weight = |value, doubled_weight| Weighted {
            value,
            doubled_weight,
        };
        let (mean, offsets, size) =
            offsets(&[weight(&x, 1), weight(&y, 1), weight(&z, 1), weight(&p, 2)]);
        if !mean.is_value() {
            break;
        }
        let stuck = size.top() <= -2 && size.top() <= mean.spread_top() - mean.size_top() + 8;
        if small_enough(size, precision, order) || stuck {
            let rest = hypergeometric(&offsets, 3, size, order) / (mean.clone() * mean.sqrt());
            return sum.times(3) + rest.scaled(-2 * step);
        }
        let (a, b, c) = (x.sqrt(), y.sqrt(), z.sqrt());
        let lambda = a.clone() * &b + b.clone() * &c + c.clone() * &a;
        // DLMF 19.26.18
        let alpha = (p.clone() * (a.clone() + &b + &c) + a * b * c).square();
        let beta = p.clone() * (p.clone() + &lambda).square();
        sum = sum + rc(&alpha, &beta).scaled(-2 * step);
        [x, y, z, p] = [&x, &y, &z, &p].map(|v| (v.clone() + &lambda).scaled(-2));
    }
    N::unknown(precision)
}

/// `R_D(x, y, z) = R_J(x, y, z, z)` for `z > 0`.
pub(super) fn rd<N: Number>(x: &N, y: &N, z: &N) -> N {
    let precision = x.precision().max(y.precision()).max(z.precision());
    if !fits(&[x, y]) || z.right() != Some(true) {
        return N::unknown(precision);
    }
    let order = order(precision);
    let (mut x, mut y, mut z) = (x.clone(), y.clone(), z.clone());
    let mut sum = N::zero(precision);
    for step in 0..most_steps(precision) {
        let weight = |value, doubled_weight| Weighted {
            value,
            doubled_weight,
        };
        let (mean, offsets, size) = offsets(&[weight(&x, 1), weight(&y, 1), weight(&z, 3)]);
        if !mean.is_value() {
            break;
        }
        let stuck = size.top() <= -2 && size.top() <= mean.spread_top() - mean.size_top() + 8;
        if small_enough(size, precision, order) || stuck {
            let rest = hypergeometric(&offsets, 3, size, order) / (mean.clone() * mean.sqrt());
            return sum.times(3) + rest.scaled(-2 * step);
        }
        let (a, b, c) = (x.sqrt(), y.sqrt(), z.sqrt());
        let lambda = a.clone() * &b + b.clone() * &c + c.clone() * &a;
        sum = sum + (c * (z.clone() + &lambda)).recip().scaled(-2 * step);
        [x, y, z] = [&x, &y, &z].map(|v| (v.clone() + &lambda).scaled(-2));
    }
    N::unknown(precision)
}
