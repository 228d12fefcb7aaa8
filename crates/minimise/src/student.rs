//! Student's distribution, for the confidence in parameters.

use std::f64::consts::{FRAC_PI_2, PI};

/// The probability that a number of Student's distribution lies between -t and t, by the finite
/// series of Abramowitz and Stegun (1964), 26.7.3 and 26.7.4.
///
/// ```
/// use partials_minimise::student_probability;
/// assert!((student_probability(1.0, 1) - 0.5).abs() < 1e-15);
/// ```
pub fn student_probability(t: f64, freedom: u64) -> f64 {
    let angle = t.abs().atan2((freedom as f64).sqrt());
    let (sine, cosine) = angle.sin_cos();
    let even = freedom.is_multiple_of(2);
    // The terms of both series are products of k/(k + 1)·cos².
    let mut factor = if even { 1.0 } else { cosine };
    let (mut sum, mut k) = (0.0, if even { 1 } else { 2 });
    while k < freedom && factor > sum * 1e-17 {
        sum += factor;
        factor *= cosine * cosine * k as f64 / (k + 1) as f64;
        k += 2;
    }
    if even {
        sine * sum
    } else {
        (angle + sine * sum) * 2.0 / PI
    }
}

/// The t such that a number of Student's distribution lies between -t and t with a probability.
/// NaN where there are no degrees of freedom, or the probability is not between 0 and 1.
///
/// ```
/// use partials_minimise::student_quantile;
/// assert!((student_quantile(0.95, 10) - 2.228138851986274).abs() < 1e-12);
/// assert!((student_quantile(0.95, 1_000_000_000) - 1.959963985).abs() < 1e-8);
/// ```
pub fn student_quantile(probability: f64, freedom: u64) -> f64 {
    const MANY: u64 = 20_000;
    if freedom == 0 || !(0.0..1.0).contains(&probability) {
        return f64::NAN;
    }
    if freedom <= 2 * MANY {
        return bisected(probability, freedom);
    }
    // Nearly a straight line in 1/freedom; the error of the line is below 1e-9.
    let (near, far) = (bisected(probability, MANY), bisected(probability, 2 * MANY));
    let part = (MANY as f64).recip() - (2 * MANY) as f64 * (freedom as f64).recip() / MANY as f64;
    far + (far - near) * part * MANY as f64
}

fn bisected(probability: f64, freedom: u64) -> f64 {
    // In the angle atan(t/√n), which is bounded.
    let root = (freedom as f64).sqrt();
    let (mut low, mut high) = (0.0, FRAC_PI_2);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if student_probability(root * middle.tan(), freedom) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    root * low.tan()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Quantiles of SciPy 1.16.
    #[test]
    fn quantiles() {
        for (probability, freedom, expected) in [
            (0.95, 1, 12.706_204_736_174_694),
            (0.95, 2, 4.302_652_729_749_462),
            (0.95, 3, 3.182_446_305_284_263),
            (0.99, 4, 4.604_094_871_349_993),
            (0.95, 12, 2.178_812_829_667_228),
            (0.9, 151, 1.655_007_387_018_642_1),
            (0.6827, 30, 1.016_969_210_647_802),
        ] {
            let found = student_quantile(probability, freedom);
            assert!(
                (found / expected - 1.0).abs() < 1e-9,
                "{probability} {freedom}: {found}"
            );
        }
        assert!(student_quantile(0.95, 0).is_nan());
        assert!(student_quantile(1.0, 5).is_nan());
    }

    /// From 40,000 degrees of freedom on a line takes the place of the series.
    #[test]
    fn many_degrees_of_freedom() {
        let (series, line) = (bisected(0.95, 60_000), student_quantile(0.95, 60_000));
        assert!((series - line).abs() < 1e-9, "{series} {line}");
    }
}
