//! A reference for the vector functions: the same functions in numbers of two doubles (Dekker
//! 1971), by series and Newton's method, to about 2^-95. Nothing of it is taken from the code
//! under test.
#![allow(dead_code)] // Each program that includes it uses its part.
#![allow(clippy::approx_constant, clippy::should_implement_trait)]

/// A number as a sum of two doubles.
#[derive(Clone, Copy, Debug)]
pub struct Double(pub f64, pub f64);

fn two_sum(a: f64, b: f64) -> Double {
    let sum = a + b;
    let part = sum - a;
    Double(sum, (a - (sum - part)) + (b - part))
}

fn two_product(a: f64, b: f64) -> Double {
    let product = a * b;
    Double(product, a.mul_add(b, -product))
}

impl Double {
    pub fn add(self, other: Self) -> Self {
        let (a, b) = (two_sum(self.0, other.0), two_sum(self.1, other.1));
        let sum = two_sum(a.0, a.1 + b.0);
        two_sum(sum.0, sum.1 + b.1)
    }
    pub fn neg(self) -> Self {
        Self(-self.0, -self.1)
    }
    pub fn sub(self, other: Self) -> Self {
        self.add(other.neg())
    }
    pub fn mul(self, other: Self) -> Self {
        let product = two_product(self.0, other.0);
        two_sum(product.0, product.1 + (self.0 * other.1 + self.1 * other.0))
    }
    pub fn div(self, other: Self) -> Self {
        let first = self.0 / other.0;
        let rest = self.sub(other.mul(Self(first, 0.0)));
        let second = rest.0 / other.0;
        let rest = rest.sub(other.mul(Self(second, 0.0)));
        two_sum(first, second).add(Self(rest.0 / other.0, 0.0))
    }
    pub fn sqrt(self) -> Self {
        if self.0 <= 0.0 {
            return Self(self.0.sqrt(), 0.0);
        }
        let root = self.0.sqrt();
        let rest = self.sub(two_product(root, root));
        let better = two_sum(root, rest.0 / (2.0 * root));
        let rest = self.sub(better.mul(better));
        better.add(Self(rest.0 / (2.0 * root), 0.0))
    }
    pub fn scale(self, factor: f64) -> Self {
        Self(self.0 * factor, self.1 * factor)
    }
}

const ONE: Double = Double(1.0, 0.0);
const LN_2: [f64; 3] = [0.6931471805598903, 5.497923018708371e-14, -6.6e-31];
const LN_2_DOUBLE: Double = Double(0.6931471805599453, 2.3190468138462996e-17);
const HALF_PI: [f64; 4] = [
    1.5707963267948966,
    6.123233995736766e-17,
    -1.4973849048591833e-33,
    4.320574262296449e-50,
];

/// e^x - 1 for small x: by the series for x/256, doubled eight times.
fn expm1_small(x: Double) -> Double {
    let r = x.scale(1.0 / 256.0);
    let mut sum = Double(0.0, 0.0);
    for n in (1..=14).rev() {
        // r/n (1 + ...)
        sum = r.div(Double(f64::from(n), 0.0)).mul(ONE.add(sum));
    }
    for _ in 0..8 {
        sum = sum.mul(sum.add(Double(2.0, 0.0)));
    }
    sum
}

/// e^x - 1 as 2^k(1 + p) - 1: k and p.
fn expm1_parts(x: Double) -> (i32, Double) {
    let k = (x.0 / LN_2[0]).round();
    let r = x.sub(LN_2_DOUBLE.mul(Double(k, 0.0)));
    // ln 2 to 106 digits times k: what is missing is below 2^-96.
    (k as i32, expm1_small(r))
}

fn power_of_two(k: i32) -> f64 {
    2f64.powi(k)
}

/// e^x/2^k and k.
pub fn exp_scaled(x: Double) -> (Double, i32) {
    let (k, p) = expm1_parts(x);
    (ONE.add(p), k)
}

pub fn exp(x: Double) -> Double {
    let (value, k) = exp_scaled(x);
    let half = k / 2;
    value
        .scale(power_of_two(half))
        .scale(power_of_two(k - half))
}

pub fn expm1(x: Double) -> Double {
    let (k, p) = expm1_parts(x);
    match k {
        0 => p,
        _ if k > 200 => exp(x),
        _ => Double(power_of_two(k), 0.0)
            .sub(ONE)
            .add(p.scale(power_of_two(k))),
    }
}

/// 2^r for |r| ≤ 1.
pub fn exp_base_2(r: f64) -> Double {
    exp(LN_2_DOUBLE.mul(Double(r, 0.0)))
}

/// ln(1 + u).
pub fn log1p(u: Double) -> Double {
    let start = u.0.ln_1p();
    if u.0 > 1e15 {
        return ln(u.0).add(Double((1.0 + u.1) / u.0, 0.0));
    }
    let e = expm1(Double(start, 0.0));
    let d = u.sub(e).div(ONE.add(e));
    Double(start, 0.0).add(d).sub(d.mul(d).scale(0.5))
}

pub fn ln(x: f64) -> Double {
    let (mut m, mut k) = (x, 0.0);
    if m < f64::MIN_POSITIVE {
        (m, k) = (m * power_of_two(60), -60.0);
    }
    let exponent = ((m.to_bits() >> 52) as f64) - 1023.0;
    let mut mantissa = f64::from_bits((m.to_bits() & ((1 << 52) - 1)) | (1023 << 52));
    k += exponent;
    if mantissa > 1.5 {
        (mantissa, k) = (mantissa / 2.0, k + 1.0);
    }
    LN_2_DOUBLE
        .mul(Double(k, 0.0))
        .add(log1p(two_sum(mantissa, -1.0)))
}

/// sin and cos of x up to 2^40.
pub fn sin_cos(x: f64) -> (Double, Double) {
    let n = (x / HALF_PI[0]).round();
    let mut r = Double(x, 0.0);
    for part in HALF_PI {
        r = r.sub(two_product(n, part));
    }
    let (s, c) = sin_cos_small(r);
    match (n.rem_euclid(4.0)) as u8 {
        0 => (s, c),
        1 => (c, s.neg()),
        2 => (s.neg(), c.neg()),
        _ => (c.neg(), s),
    }
}

fn sin_cos_small(r: Double) -> (Double, Double) {
    let z = r.mul(r).neg();
    let (mut s, mut c) = (ONE, ONE);
    for n in (1..=14).rev() {
        let n = f64::from(2 * n);
        c = ONE.add(z.mul(c).div(Double(n * (n - 1.0), 0.0)));
        s = ONE.add(z.mul(s).div(Double(n * (n + 1.0), 0.0)));
    }
    (r.mul(s), c)
}

/// Inverse tangent of a number of two doubles.
pub fn atan(x: Double) -> Double {
    let start = x.0.atan();
    let (s, c) = sin_cos(start);
    // tan(angle - start) = (x cos - sin)/(cos + x sin)
    let d = x.mul(c).sub(s).div(c.add(x.mul(s)));
    Double(start, 0.0).add(d)
}

pub fn asin(x: f64) -> Double {
    let below = two_sum(1.0, -x).mul(two_sum(1.0, x)).sqrt();
    if below.0 == 0.0 {
        return Double(HALF_PI[0], HALF_PI[1]).scale(x.signum());
    }
    atan(Double(x, 0.0).div(below))
}

pub fn acos(x: f64) -> Double {
    if x == -1.0 {
        return Double(HALF_PI[0], HALF_PI[1]).scale(2.0);
    }
    let ratio = two_sum(1.0, -x).div(two_sum(1.0, x)).sqrt();
    atan(ratio).scale(2.0)
}

/// e^|x| and e^-|x|, both divided by 2^k.
fn both(x: f64) -> (Double, Double, i32) {
    let (growth, k) = exp_scaled(Double(x.abs(), 0.0));
    let decay = ONE.div(growth);
    let factor = if k > 200 { 0.0 } else { power_of_two(-2 * k) };
    (growth, decay.scale(factor), k)
}

pub fn cosh(x: f64) -> Double {
    let (growth, decay, k) = both(x);
    growth.add(decay).scale(power_of_two(k - 1))
}

pub fn sinh(x: f64) -> Double {
    if x.abs() < 0.3 {
        let e = expm1(Double(x, 0.0));
        return e.add(e.div(e.add(ONE))).scale(0.5);
    }
    let (growth, decay, k) = both(x);
    growth
        .sub(decay)
        .scale(power_of_two(k - 1))
        .scale(x.signum())
}

pub fn tanh(x: f64) -> Double {
    if x.abs() > 30.0 {
        return Double(x.signum(), 0.0);
    }
    let e = expm1(Double(2.0 * x, 0.0));
    e.div(e.add(Double(2.0, 0.0)))
}

pub fn cbrt(x: f64) -> Double {
    let start = x.cbrt();
    let cube = two_product(start, start).mul(Double(start, 0.0));
    let rest = Double(x, 0.0).sub(cube);
    Double(start, 0.0).add(rest.div(two_product(3.0 * start, start)))
}

pub fn pow(x: f64, y: f64) -> Double {
    exp(ln(x).mul(Double(y, 0.0)))
}

/// 2/√π e^(-x²) Σ 2ⁿ x^(2n+1)/(2n+1)!!, all terms of one sign (DLMF 7.6.2).
pub fn erf(x: Double) -> Double {
    if x.0.abs() > 6.2 {
        return Double(x.0.signum(), 0.0);
    }
    let square = x.mul(x);
    let (mut term, mut sum) = (x, x);
    for n in 1..200 {
        term = term
            .mul(square)
            .scale(2.0)
            .div(Double(f64::from(2 * n + 1), 0.0));
        sum = sum.add(term);
        if term.0.abs() < sum.0.abs() * 1e-32 {
            break;
        }
    }
    sum.mul(exp(square.neg())).mul(TWO_BY_ROOT_PI)
}

const TWO_BY_ROOT_PI: Double = Double(1.1283791670955126, 1.533545961316588e-17);

/// e^(x²) erfc(x) for x ≥ 0, far out by Laplace's continued fraction (DLMF 7.9.1).
pub fn erfcx(x: Double) -> Double {
    if x.0 < 3.0 {
        return exp(x.mul(x)).mul(ONE.sub(erf(x)));
    }
    let mut below = x;
    for n in (1..250).rev() {
        below = x.add(Double(f64::from(n) / 2.0, 0.0).div(below));
    }
    TWO_BY_ROOT_PI.scale(0.5).div(below)
}

pub fn erfc(x: Double) -> Double {
    match x.0 < 0.0 {
        true => ONE.sub(erf(x)),
        false => erfcx(x).mul(exp(x.mul(x).neg())),
    }
}

/// The numbers of Bernoulli B₂, B₄, … as fractions.
const BERNOULLI: [(f64, f64); 12] = [
    (1.0, 6.0),
    (-1.0, 30.0),
    (1.0, 42.0),
    (-1.0, 30.0),
    (5.0, 66.0),
    (-691.0, 2730.0),
    (7.0, 6.0),
    (-3617.0, 510.0),
    (43867.0, 798.0),
    (-174611.0, 330.0),
    (854513.0, 138.0),
    (-236364091.0, 2730.0),
];

/// Where the series of Stirling is summed.
const STIRLING: f64 = 60.0;

fn ln_of(x: Double) -> Double {
    ln(x.0).add(log1p(Double(x.1 / x.0, 0.0)))
}

/// ln Γ(x) for x > 0, by the recurrence up to where the series is good (DLMF 5.11.1).
pub fn ln_gamma(x: Double) -> Double {
    let (mut y, mut product) = (x, ONE);
    while y.0 < STIRLING {
        (product, y) = (product.mul(y), y.add(ONE));
    }
    let half_ln_tau = ln_of(Double(HALF_PI[0], HALF_PI[1]).scale(4.0)).scale(0.5);
    let main = y.sub(Double(0.5, 0.0)).mul(ln_of(y)).sub(y);
    let (mut power, mut tail) = (ONE.div(y), Double(0.0, 0.0));
    for (k, (p, q)) in BERNOULLI.into_iter().enumerate() {
        let n = 2.0 * k as f64 + 2.0;
        tail = tail.add(
            Double(p, 0.0)
                .div(Double(q * n * (n - 1.0), 0.0))
                .mul(power),
        );
        power = power.div(y.mul(y));
    }
    main.add(half_ln_tau).add(tail).sub(ln_of(product))
}

/// Γ'(x)/Γ(x) for x > 0, in the same way (DLMF 5.11.2).
pub fn digamma(x: Double) -> Double {
    let (mut y, mut steps) = (x, Double(0.0, 0.0));
    while y.0 < STIRLING {
        (steps, y) = (steps.add(ONE.div(y)), y.add(ONE));
    }
    let square = y.mul(y);
    let (mut power, mut tail) = (ONE.div(square), ONE.div(y).scale(0.5));
    for (k, (p, q)) in BERNOULLI.into_iter().enumerate() {
        let n = 2.0 * k as f64 + 2.0;
        tail = tail.add(Double(p, 0.0).div(Double(q * n, 0.0)).mul(power));
        power = power.div(square);
    }
    ln_of(y).sub(tail).sub(steps)
}

/// The distance of a value from the truth, in units in the last place of the truth.
pub fn error_in_ulp(value: f64, truth: Double) -> f64 {
    let size = truth.0.abs().max(f64::MIN_POSITIVE);
    let ulp = f64::from_bits(size.to_bits() & (0x7ff << 52)) * f64::EPSILON;
    ((value - truth.0) - truth.1).abs() / ulp
}

/// Seeded numbers.
pub struct Seeded(pub u64);

impl Seeded {
    pub fn bits(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }
    /// An argument: of any bits, of any scale, near 0, near 1, of the common size.
    pub fn argument(&mut self) -> f64 {
        let u = self.unit();
        match self.bits() % 7 {
            0 => f64::from_bits(self.bits()),
            1 => u * 2.0 - 1.0,
            2 => (u - 0.5) * 20.0,
            3 => (u - 0.5) * 1500.0,
            4 => (u - 0.5) * 10f64.powi((self.bits() % 24) as i32 - 12),
            5 => 1.0 + (u - 0.5) * 1e-3,
            _ => u * 3.0,
        }
    }
}
