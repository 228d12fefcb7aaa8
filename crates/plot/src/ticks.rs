//! Where an axis has its ticks, and what they are called.
//!
//! Linear axes follow J. Talbot, S. Lin and P. Hanrahan, "An Extension of Wilkinson's Algorithm for
//! Positioning Tick Labels on Axes" (2010); axes between multiples of π have ticks at such.

use std::f64::consts::PI;

use crate::text::Text;

/// A place on an axis, with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The place, in values of the axis.
    pub value: f64,
    /// What is written there; nothing at minor ticks.
    pub label: Option<Text>,
}

/// The ticks of an axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ticks {
    /// In rising order, within the range.
    pub ticks: Vec<Tick>,
    /// All labels are to be multiplied by this power of ten.
    pub exponent: i32,
}

/// Steps that are easy to count in, best first.
const STEPS: [f64; 6] = [1.0, 5.0, 2.0, 2.5, 4.0, 3.0];
/// Weights of simplicity, coverage and density, as the authors have them.
const WEIGHTS: [f64; 3] = [0.25, 0.2, 0.55];
/// The largest multiple of a step, and power of ten, that is tried.
const SKIPS: i32 = 5;

/// A labelling that was tried.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    score: f64,
    first: f64,
    step: f64,
}

/// About `wanted` ticks of a linear axis.
#[must_use]
pub fn linear(low: f64, high: f64, wanted: usize) -> Ticks {
    if !(low < high && (high - low).is_finite()) {
        return Ticks::default();
    }
    if let Some(ticks) = multiples_of_pi(low, high, wanted) {
        return ticks;
    }
    let wanted = wanted.max(2) as f64;
    let best = search(low, high, wanted);
    let values = multiples(low, high, best.first, best.step);
    numbered(&values, best.step)
}

/// Round numbers from `low` to `high`, about `wanted` of them.
#[must_use]
pub fn round_values(low: f64, high: f64, wanted: usize) -> Vec<f64> {
    if !(low < high && (high - low).is_finite()) {
        return Vec::new();
    }
    let best = search(low, high, wanted.max(2) as f64);
    multiples(low, high, best.first, best.step)
}

fn search(low: f64, high: f64, wanted: f64) -> Candidate {
    let mut best = Candidate {
        score: f64::NEG_INFINITY,
        first: low,
        step: (high - low) / (wanted - 1.0),
    };
    for skip in 1..=SKIPS {
        for (rank, step) in STEPS.iter().enumerate() {
            for count in 2..=(3.0 * wanted) as i32 {
                try_steps(&mut best, (low, high), wanted, (skip, rank, *step), count);
            }
        }
    }
    best
}

/// Steps of `skip * step * 10^z`, so that about `count` of them cover the range.
fn try_steps(
    best: &mut Candidate,
    (low, high): (f64, f64),
    wanted: f64,
    (skip, rank, base): (i32, usize, f64),
    count: i32,
) {
    let raw = (high - low) / f64::from(count + 1) / (f64::from(skip) * base);
    let power = raw.log10().ceil();
    for power in [power, power + 1.0] {
        let step = f64::from(skip) * base * 10_f64.powf(power);
        let first = (low / step - 1e-9).ceil();
        let last = (high / step + 1e-9).floor();
        let ticks = last - first + 1.0;
        if ticks < 2.0 || ticks > 3.0 * wanted {
            continue;
        }
        let zero = f64::from(u8::from(first <= 0.0 && last >= 0.0));
        let simplicity =
            1.0 - rank as f64 / (STEPS.len() - 1) as f64 - f64::from(skip) + 1.0 + zero;
        let (from, to) = (first * step, last * step);
        let covered = (high - to).powi(2) + (low - from).powi(2);
        let coverage = 1.0 - 0.5 * covered / (0.1 * (high - low)).powi(2);
        let (found, aimed) = (
            (ticks - 1.0) / (to - from),
            (wanted - 1.0) / (high.max(to) - low.min(from)),
        );
        let density = 2.0 - (found / aimed).max(aimed / found);
        let [a, b, c] = WEIGHTS;
        let score = a * simplicity + b * coverage.max(-2.0) + c * density;
        if score > best.score + 1e-12 {
            *best = Candidate {
                score,
                first: from,
                step,
            };
        }
    }
}

fn multiples(low: f64, high: f64, first: f64, step: f64) -> Vec<f64> {
    let start = (first / step).round();
    let slack = (high - low) * 1e-9;
    let values = (0..1000).map(|i| (start + f64::from(i)) * step);
    // The nearest decimal, without what the multiplication left.
    let tidy = |value: f64| format!("{value:.12e}").parse().unwrap_or(value) + 0.0;
    values
        .take_while(|value| *value <= high + slack)
        .map(tidy)
        .collect()
}

/// Ticks with their numbers, of equal length, or with a power of ten apart.
fn numbered(values: &[f64], step: f64) -> Ticks {
    let largest = values
        .iter()
        .fold(0.0_f64, |most, value| most.max(value.abs()));
    let magnitude = largest.max(f64::MIN_POSITIVE).log10().floor() as i32;
    let exponent = if (-3..=4).contains(&magnitude) {
        0
    } else {
        magnitude
    };
    let factor = 10_f64.powi(exponent);
    let digits = decimals(values.iter().map(|value| value / factor), step / factor);
    let ticks = values.iter().map(|&value| Tick {
        value,
        label: Some(Text::plain(&number(value / factor, digits))),
    });
    Ticks {
        ticks: ticks.collect(),
        exponent,
    }
}

/// How many decimals tell these values apart and show them as they are.
fn decimals(values: impl Iterator<Item = f64> + Clone, step: f64) -> usize {
    (0..12)
        .find(|digits| {
            let scale = 10_f64.powi(*digits);
            values.clone().all(|value| {
                (value * scale - (value * scale).round()).abs() < 1e-6 * (step * scale).max(1e-3)
            })
        })
        .unwrap_or(12) as usize
}

/// A number with a true minus sign.
fn number(value: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", value.abs());
    let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    format!("{sign}{text}")
}

/// A number in its shortest form, as a label has it.
#[must_use]
pub fn short(value: f64) -> Text {
    if value == 0.0 || !value.is_finite() {
        return Text::plain(&number(value, 0));
    }
    let magnitude = value.abs().log10().floor() as i32;
    if (-4..=5).contains(&magnitude) {
        let rounded: f64 = format!("{value:.4e}").parse().unwrap_or(value);
        return Text::plain(&number(rounded, decimals([rounded].into_iter(), 1e-6)));
    }
    let factor: f64 = format!("{:.2e}", value / 10_f64.powi(magnitude))
        .parse()
        .unwrap_or(1.0);
    let shown = number(factor, decimals([factor].into_iter(), 1e-6));
    match shown.as_str() {
        "1" => Text::plain("10").sup(&exponent(magnitude)),
        "−1" => Text::plain("−10").sup(&exponent(magnitude)),
        _ => Text::plain(&format!("{shown}·10")).sup(&exponent(magnitude)),
    }
}

fn exponent(power: i32) -> String {
    number(f64::from(power), 0)
}

/// Ticks at multiples of π/2 or π, where the range ends at such.
fn multiples_of_pi(low: f64, high: f64, wanted: usize) -> Option<Ticks> {
    let quarters = |value: f64| {
        let count = value / (PI / 2.0);
        ((count - count.round()).abs() < 1e-9).then(|| count.round() as i64)
    };
    let (first, last) = (quarters(low)?, quarters(high)?);
    let most = wanted as i64 + 2;
    let half = [1, 2, 4, 8, 16, 32, 64];
    let step = half
        .into_iter()
        .find(|step| (last - first) / step <= most)?;
    let start = first + (-first).rem_euclid(step);
    let values = (0..)
        .map(|i| start + i * step)
        .take_while(|value| *value <= last);
    let tick = |count: i64| Tick {
        value: count as f64 * (PI / 2.0),
        label: Some(Text::plain(&in_pi(count))),
    };
    Some(Ticks {
        ticks: values.map(tick).collect(),
        exponent: 0,
    })
}

/// So many halves of π.
fn in_pi(halves: i64) -> String {
    let sign = if halves < 0 { "−" } else { "" };
    let count = halves.unsigned_abs();
    let (top, bottom) = if count.is_multiple_of(2) {
        (count / 2, "")
    } else {
        (count, "/2")
    };
    match top {
        0 => "0".to_owned(),
        1 => format!("{sign}π{bottom}"),
        _ => format!("{sign}{top}π{bottom}"),
    }
}

/// The ticks of a logarithmic axis: powers of ten, and between them minor ones without names.
#[must_use]
pub fn logarithmic(low: f64, high: f64, wanted: usize) -> Ticks {
    if !(low > 0.0 && low < high && high.is_finite()) {
        return Ticks::default();
    }
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    let decades = (high.log10() - low.log10()).max(1.0);
    let every = (decades / wanted.max(2) as f64).ceil() as i32;
    let mut ticks = Vec::new();
    for power in first..=last {
        let labelled = power.rem_euclid(every) == 0;
        let minor = if every == 1 { 1..=9 } else { 1..=1 };
        for digit in minor {
            let value = f64::from(digit) * 10_f64.powi(power);
            let name = || Text::plain("10").sup(&exponent(power));
            let label = (digit == 1 && labelled).then(name);
            if value >= low * (1.0 - 1e-9) && value <= high * (1.0 + 1e-9) {
                ticks.push(Tick { value, label });
            }
        }
    }
    Ticks { ticks, exponent: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(low: f64, high: f64, expected: &[&str]) {
        let found: Vec<String> = linear(low, high, 6).ticks.iter().map(label).collect();
        assert_eq!(found, expected, "{low} to {high}");
    }

    fn label(tick: &Tick) -> String {
        tick.label.as_ref().map(Text::source).unwrap_or_default()
    }

    #[test]
    fn steps_are_round() {
        check(0.0, 10.0, &["0", "2", "4", "6", "8", "10"]);
        check(-3.0, 3.0, &["−3", "−2", "−1", "0", "1", "2", "3"]);
        check(0.0, 1.0, &["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        check(-0.3, 0.1, &["−0.3", "−0.2", "−0.1", "0.0", "0.1"]);
        check(97.0, 103.0, &["97", "98", "99", "100", "101", "102", "103"]);
        check(-PI, PI, &["−π", "−π/2", "0", "π/2", "π"]);
        check(
            0.0,
            8.0 * PI,
            &["0", "π", "2π", "3π", "4π", "5π", "6π", "7π", "8π"],
        );
    }

    #[test]
    fn ticks_lie_within_and_are_evenly_spaced() {
        for (low, high) in [(-1.7, 12.3), (1e-9, 3e-9), (-4e12, 9e12), (5.0, 5.0001)] {
            let found = linear(low, high, 6);
            let values: Vec<f64> = found.ticks.iter().map(|tick| tick.value).collect();
            assert!((3..=12).contains(&values.len()), "{low} {high} {values:?}");
            let step = values[1] - values[0];
            for pair in values.windows(2) {
                assert!((pair[1] - pair[0] - step).abs() < step * 1e-6);
            }
            let slack = (high - low) * 1e-6;
            assert!(
                values
                    .iter()
                    .all(|v| *v >= low - slack && *v <= high + slack)
            );
            let labels: std::collections::BTreeSet<String> =
                found.ticks.iter().map(label).collect();
            assert_eq!(labels.len(), values.len(), "{labels:?}");
        }
        assert_eq!(linear(1e-9, 3e-9, 6).exponent, -9);
    }

    #[test]
    fn what_is_no_range_has_no_ticks() {
        for (low, high) in [
            (1.0, 1.0),
            (2.0, 1.0),
            (f64::NAN, 1.0),
            (0.0, f64::INFINITY),
        ] {
            assert_eq!(linear(low, high, 6), Ticks::default());
            assert_eq!(logarithmic(low.min(0.0), high, 6), Ticks::default());
        }
    }

    #[test]
    fn logarithmic_ticks_are_powers_of_ten() {
        let found = logarithmic(1e-3, 1e2, 6);
        let named: Vec<String> = found
            .ticks
            .iter()
            .map(label)
            .filter(|s| !s.is_empty())
            .collect();
        assert_eq!(named, ["10^−3", "10^−2", "10^−1", "10^0", "10^1", "10^2"]);
        assert_eq!(found.ticks.len(), 46);
        assert!(logarithmic(1e-16, 1.0, 6).ticks.len() < 20);
    }

    #[test]
    fn numbers_are_short() {
        for (value, expected) in [
            (0.5, "0.5"),
            (-2.0, "−2"),
            (1e7, "10^7"),
            (-2.5e-9, "−2.5·10^−9"),
            (100.0, "100"),
        ] {
            assert_eq!(short(value).source(), expected);
        }
    }
}
