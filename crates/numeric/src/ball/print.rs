//! Decimal digits that are certain.

use std::fmt;

use dashu_int::{IBig, Sign};

use super::{Ball, piecewise};

/// Exponents up to this are written out with zeros.
const PLAIN: i64 = 21;
/// Below this exponent the notation is scientific.
const PLAIN_BELOW: i64 = -7;
/// Decimal exponents beyond this are not worked out.
const DECIMAL_LIMIT: i64 = 1 << 24;

/// A decimal number: digits without the point, and the exponent of the first one.
struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Decimal {
    fn render(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let count = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        if self.exponent >= PLAIN || self.exponent < PLAIN_BELOW || self.exponent >= count {
            let (first, rest) = self.digits.split_at(1);
            let point = if rest.is_empty() { "" } else { "." };
            return match self.exponent {
                0 => format!("{sign}{first}{point}{rest}"),
                e => format!("{sign}{first}{point}{rest}e{e}"),
            };
        }
        if self.exponent < 0 {
            let zeros = "0".repeat(usize::try_from(-self.exponent - 1).unwrap_or(0));
            return format!("{sign}0.{zeros}{}", self.digits);
        }
        let whole = usize::try_from(self.exponent + 1).unwrap_or(0);
        let (whole, rest) = self.digits.split_at(whole.min(self.digits.len()));
        let point = if rest.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{rest}")
    }
}

impl Ball {
    /// The value with as many significant digits as are certain, at most `n`: both ends of the
    /// ball round to the same decimal number. `?` where no digit is, or there is no value.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// let p = Precision::bits(64);
    /// assert_eq!(Ball::from_ratio(1, 3, p).to_digits(40), "0.333333333333333333");
    /// assert_eq!(Ball::from_i64(1500, p).to_digits(10), "1500");
    /// assert_eq!(Ball::from_mid_rad(0.0, 1.0, p).to_digits(10), "?");
    /// ```
    #[must_use]
    pub fn to_digits(&self, n: usize) -> String {
        if self.is_exactly(0) {
            return "0".to_owned();
        }
        if !self.is_value() || self.contains_zero() || n == 0 {
            return "?".to_owned();
        }
        let certain = (self.mid.top() - self.rad.top()).saturating_mul(30103) / 100_000 + 2;
        let wanted = i64::try_from(n).unwrap_or(i64::MAX).min(1 << 16);
        let most = if self.rad.is_zero() {
            wanted
        } else {
            wanted.min(certain.max(1))
        };
        let found = (1..=most).rev().find_map(|count| self.decimal(count));
        match found {
            Some(decimal) => self.trimmed(decimal).render(),
            None => "?".to_owned(),
        }
    }

    /// Exact numbers drop the zeros at the end.
    fn trimmed(&self, decimal: Decimal) -> Decimal {
        if !self.is_exact() {
            return decimal;
        }
        let least = usize::try_from(decimal.exponent.clamp(0, PLAIN - 1) + 1).unwrap_or(1);
        let kept = decimal.digits.trim_end_matches('0').len().max(least);
        let digits = decimal.digits.chars().take(kept).collect();
        Decimal { digits, ..decimal }
    }

    /// The value rounded to `count` digits, if that is the same for the whole ball.
    fn decimal(&self, count: i64) -> Option<Decimal> {
        // The midpoint is at least 2^(top - 1).
        let least = self.mid.top().saturating_sub(1).saturating_mul(30103);
        let estimate = least.div_euclid(100_000);
        if estimate.abs() > DECIMAL_LIMIT {
            return None;
        }
        [estimate, estimate + 1, estimate - 1]
            .into_iter()
            .find_map(|exponent| {
                let integer = self.scaled_integer(count - 1 - exponent, count)?;
                let (sign, size) = integer.into_parts();
                let digits = size.to_string();
                let excess = i64::try_from(digits.len()).unwrap_or(i64::MAX) - count;
                let negative = sign == Sign::Negative;
                match excess {
                    0 => Some(Decimal {
                        negative,
                        digits,
                        exponent,
                    }),
                    // Rounded up to the next power of ten.
                    1 if digits.trim_end_matches('0') == "1" => {
                        let digits = digits.chars().take(digits.len() - 1).collect();
                        Some(Decimal {
                            negative,
                            digits,
                            exponent: exponent + 1,
                        })
                    }
                    _ => None,
                }
            })
    }

    /// `self * 10^power`, rounded to the one nearest integer, if that is certain.
    fn scaled_integer(&self, power: i64, digits: i64) -> Option<IBig> {
        let x = self.guarded(4 * digits + 64);
        let scaled = x.times_ten_to(power);
        piecewise::certain_integer(&scaled)
    }

    fn times_ten_to(&self, power: i64) -> Ball {
        let scale = Ball::from_i64(10, self.precision).powi(power.abs());
        if power < 0 {
            self / &scale
        } else {
            self * &scale
        }
    }
}

impl fmt::Display for Ball {
    /// The certain digits, `±` and the radius.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_indeterminate() {
            return f.write_str("indeterminate");
        }
        if self.is_outside() {
            return f.write_str("outside the domain");
        }
        let digits = f.precision().unwrap_or(usize::MAX);
        if self.is_exact() && f.precision().is_none() {
            return f.write_str(&self.to_digits(32));
        }
        write!(f, "{} ± {:.2e}", self.to_digits(digits), self.rad_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ball::Precision;

    #[test]
    fn small_numbers_keep_their_digits() {
        let p = Precision::bits(200);
        let check = |numerator: i64, power: i64, digits: usize, expected: &str| {
            let scale = Ball::from_i64(10, p).powi(power);
            let x = Ball::from_i64(numerator, p) / scale;
            assert_eq!(x.to_digits(digits), expected);
        };
        check(994_313_585, 10, 9, "0.0994313585");
        check(-9_486_296, 16, 7, "-9.486296e-10");
        check(717_273_335, 16, 6, "7.17273e-8");
        check(999_999, 3, 4, "1000");
        check(999_999, 9, 3, "0.00100");
        check(5, 3, 1, "0.005");
        check(12_345, 2, 5, "123.45");
        for power in 1..60 {
            let scale = Ball::from_i64(10, p).powi(power);
            let text = (Ball::from_i64(3, p) / scale).to_digits(1);
            assert_eq!(text.parse::<f64>(), format!("3e-{power}").parse::<f64>());
        }
    }
}
