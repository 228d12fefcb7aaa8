//! Evaluates functions at many arguments and counts the enclosures that miss the value.
//!
//! `enclosures` reads arguments and values from its input, as `crates/numeric/tools/enclosures.py`
//! writes them, and holds balls of several precisions, intervals and doubles with their bounds
//! against them. `enclosures --hardware COUNT [SEED [NAME…]]` holds the intervals of elementary
//! functions, or of those named, at that many arguments each against balls of 96 bits.

use std::collections::BTreeMap;
use std::io::BufRead;

use partials::numeric::ball::{Ball, Outcome, Precision, Radius};
use partials::numeric::interval::Interval;
use partials::numeric::scalar::{Scalar, estimate};
use partials::symbolic::Function;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use rayon::prelude::*;

/// Precisions of balls, one after the other.
const PRECISIONS: [u32; 3] = [53, 128, 200];
/// The values are read by so many lines at once.
const CHUNK: usize = 1 << 14;
/// Of a function, so many violations are shown.
const SHOWN: usize = 5;

/// What was counted for one function.
#[derive(Clone, Debug, Default)]
struct Count {
    evaluations: usize,
    /// Balls of which nothing is known.
    open: usize,
    violations: Vec<String>,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.evaluations += other.evaluations;
        self.open += other.open;
        self.violations.extend(other.violations);
    }
}

type Counts = BTreeMap<String, Count>;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |place: usize| arguments.get(place).and_then(|text| text.parse().ok());
    let counts = match arguments.get(1).map(String::as_str) {
        Some("--hardware") => {
            let names = arguments.get(4..).unwrap_or_default();
            hardware(
                number(2).unwrap_or(1000),
                number(3).unwrap_or(1) as u64,
                names,
            )
        }
        _ => reference(),
    };
    let (mut evaluations, mut violations) = (0, 0);
    for (name, count) in &counts {
        println!(
            "{name:14} {:9} evaluations, {} without a bound, {} violations",
            count.evaluations,
            count.open,
            count.violations.len()
        );
        for violation in count.violations.iter().take(SHOWN) {
            println!("    {violation}");
        }
        evaluations += count.evaluations;
        violations += count.violations.len();
    }
    println!(
        "{} functions, {evaluations} evaluations, {violations} violations",
        counts.len()
    );
    std::process::exit(i32::from(violations > 0));
}

/// Against the values on standard input.
fn reference() -> Counts {
    let mut counts = Counts::new();
    let mut lines = std::io::stdin().lock().lines().map_while(Result::ok);
    loop {
        let chunk: Vec<(usize, String)> = lines.by_ref().take(CHUNK).enumerate().collect();
        if chunk.is_empty() {
            return counts;
        }
        let found: Vec<Option<(String, Count)>> = chunk
            .par_iter()
            .map(|(index, line)| compare(line, PRECISIONS.iter().cycle().nth(index % 3)?))
            .collect();
        for (place, found) in found.into_iter().enumerate() {
            match found {
                Some((name, count)) => counts.entry(name).or_default().add(count),
                None => {
                    let line = chunk.get(place).map_or("", |(_, line)| line);
                    let count = counts.entry("unreadable".to_owned()).or_default();
                    count.violations.push(line.to_owned());
                }
            }
        }
    }
}

/// The enclosures of one value.
fn compare(line: &str, precision: &u32) -> Option<(String, Count)> {
    let (call, value) = line.split_once(" : ")?;
    let (name, arguments) = call.split_once(' ')?;
    let arguments: Option<Vec<f64>> = arguments
        .split(' ')
        .map(|bits| Some(f64::from_bits(u64::from_str_radix(bits, 16).ok()?)))
        .collect();
    let arguments = arguments?;
    let [middle, exponent, radius, radius_exponent] =
        <[&str; 4]>::try_from(value.split(' ').collect::<Vec<_>>()).ok()?;
    let wide = Precision::bits(2048);
    let ball = |mantissa: &str, exponent: &str| -> Option<Ball> {
        let integer = mantissa.parse().ok()?;
        Some(Ball::from_integer(&integer, wide).scaled(exponent.parse().ok()?))
    };
    let radius: Radius = ball(radius, radius_exponent)?.magnitude_up();
    let truth = ball(middle, exponent)?.inflate(radius);
    let function = Function::find(name)?;
    let mut count = judge(function, &arguments, &truth, *precision);
    let found = estimate(function, &arguments);
    let bounds = Ball::from_mid_rad(found.value, found.error, wide);
    if bounds.separated_from(&truth) {
        let text = format!("{name}{arguments:?}: the double {found:?}, not {truth}");
        count.violations.push(text);
    }
    Some((name.to_owned(), count))
}

/// The ball and the interval of a value.
fn judge(function: Function, arguments: &[f64], truth: &Ball, precision: u32) -> Count {
    let precision = Precision::bits(precision);
    let balls: Vec<Ball> = arguments
        .iter()
        .map(|x| Ball::from_f64(*x, precision))
        .collect();
    let found = Ball::call(function, &balls, precision);
    let mut count = Count {
        evaluations: 1,
        open: usize::from(found.outcome() == Outcome::Indeterminate),
        violations: Vec::new(),
    };
    if found.is_outside() || truth.separated_from(&found) {
        let bits = precision.get();
        let text =
            format!("{function:?}{arguments:?}: the ball of {bits} bits {found}, not {truth}");
        count.violations.push(text);
    }
    let interval = interval(function, arguments);
    if misses(interval, truth) {
        let text = format!("{function:?}{arguments:?}: the interval {interval:?}, not {truth}");
        count.violations.push(text);
    }
    count
}

fn interval(function: Function, arguments: &[f64]) -> Interval {
    let points: Vec<Interval> = arguments.iter().map(|x| Interval::point(*x)).collect();
    Interval::call(function, &points, ())
}

/// Whether an interval can't hold a value.
fn misses(interval: Interval, truth: &Ball) -> bool {
    let bound = |x: f64| Ball::from_f64(x, truth.precision());
    let above = |x: f64| x.is_finite() && bound(x).greater(truth) == Some(true);
    let below = |x: f64| x.is_finite() && bound(x).less(truth) == Some(true);
    interval.is_empty() || above(interval.lo()) || below(interval.hi())
}

/// The functions whose intervals rest on doubles alone, and the largest exponent of 2 of their
/// arguments.
const ELEMENTARY: [(Function, f64); 33] = {
    use Function::*;
    [
        (Exp, 10.0),
        (Expm1, 10.0),
        (Exp2, 10.0),
        (Ln, 1023.0),
        (Log1p, 1023.0),
        (Log2, 1023.0),
        (Log10, 1023.0),
        (Sqrt, 1023.0),
        (Cbrt, 1023.0),
        (Sin, 64.0),
        (Cos, 64.0),
        (Tan, 64.0),
        (Sec, 64.0),
        (Csc, 64.0),
        (Cot, 64.0),
        (Asin, 0.0),
        (Acos, 0.0),
        (Atan, 1023.0),
        (Asec, 1023.0),
        (Acsc, 1023.0),
        (Acot, 1023.0),
        (Sinc, 64.0),
        (Sinh, 10.0),
        (Cosh, 10.0),
        (Tanh, 10.0),
        (Sech, 10.0),
        (Csch, 10.0),
        (Coth, 10.0),
        (Asinh, 1023.0),
        (Acosh, 1023.0),
        (Atanh, 0.0),
        (Asech, 0.0),
        (Acoth, 1023.0),
    ]
};

/// Intervals at random arguments of all sizes against balls; of all functions, if none is named.
fn hardware(count: usize, seed: u64, names: &[String]) -> Counts {
    let of = |(function, most): &(Function, f64)| {
        let count = (0..count.div_ceil(CHUNK))
            .into_par_iter()
            .map(|part| {
                let stream = seed ^ (part as u64) << 20 ^ (*function as u64) << 48;
                let mut random = Xoshiro256PlusPlus::seed_from_u64(stream);
                let mut found = Count::default();
                for _ in 0..CHUNK.min(count - part * CHUNK) {
                    found.add(at(*function, argument(&mut random, *most)));
                }
                found
            })
            .reduce(Count::default, |mut one, other| {
                one.add(other);
                one
            });
        (function.name().to_owned(), count)
    };
    let is_named = |(function, _): &&(Function, f64)| {
        names.is_empty() || names.iter().any(|name| name == function.name())
    };
    ELEMENTARY.iter().filter(is_named).map(of).collect()
}

/// An argument: of any size down to 2^-60, or a moderate one, of either sign.
fn argument(random: &mut Xoshiro256PlusPlus, most: f64) -> f64 {
    let bits = random.next_u64();
    let unit = |bits: u64| (bits >> 11) as f64 / (1_u64 << 53) as f64;
    let exponent = match bits & 6 {
        0 => -60.0 + (most + 60.0) * unit(random.next_u64()),
        _ => (most - 1.0).min(3.0) - 4.0 * unit(random.next_u64()),
    };
    let size = (1.0 + unit(random.next_u64())) * 2_f64.powi(exponent.floor() as i32);
    if bits & 1 == 0 { size } else { -size }
}

fn at(function: Function, x: f64) -> Count {
    let precision = Precision::bits(96);
    let truth = Ball::call(function, &[Ball::from_f64(x, precision)], precision);
    let interval = interval(function, &[x]);
    let wrong = match truth.outcome() {
        Outcome::Value => misses(interval, &truth),
        Outcome::Outside => !interval.is_empty() && !interval.is_partial(),
        Outcome::Indeterminate => false,
    };
    let text = || format!("{function:?}({x:e}): the interval {interval:?}, not {truth}");
    Count {
        evaluations: 1,
        open: usize::from(truth.outcome() == Outcome::Indeterminate),
        violations: wrong.then(text).into_iter().collect(),
    }
}
