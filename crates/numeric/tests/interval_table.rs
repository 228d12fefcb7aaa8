//! Against reference values of 400 bits and more, made by `data/generate_interval.py`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails so"
)]

mod interval_support;

use interval_support::{BINARY, Random, UNARY, ordinal};
use partials_numeric::elementary::{Accuracy, ULP};
use partials_numeric::interval::Interval;
use serde_json::Value;
use std::cmp::Ordering;

struct Row {
    name: String,
    arguments: Vec<f64>,
    /// The true value as high + low, or none outside the domain.
    truth: Option<(f64, f64)>,
}

fn double(value: &Value) -> f64 {
    f64::from_bits(u64::from_str_radix(value.as_str().unwrap(), 16).unwrap())
}

fn rows() -> Vec<Row> {
    let text = include_str!("data/interval/elementary.jsonl");
    let row = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        Row {
            name: value["f"].as_str().unwrap().to_string(),
            arguments: value["x"].as_array().unwrap().iter().map(double).collect(),
            truth: value["y"]
                .as_array()
                .map(|y| (double(&y[0]), double(&y[1]))),
        }
    };
    text.lines().map(row).collect()
}

/// Compares a double with high + low.
fn compare(x: f64, (high, low): (f64, f64)) -> Ordering {
    x.partial_cmp(&high)
        .unwrap()
        .then(0.0.partial_cmp(&low).unwrap())
}

fn encloses(y: Interval, truth: (f64, f64)) -> bool {
    compare(y.lo(), truth).is_le() && compare(y.hi(), truth).is_ge()
}

fn interval_value(row: &Row, boxes: &[Interval]) -> Interval {
    match boxes {
        [x] => (UNARY.iter().find(|f| f.name == row.name).unwrap().interval)(*x),
        [x, y] => (BINARY.iter().find(|f| f.name == row.name).unwrap().interval)(*x, *y),
        _ => panic!("{} takes one or two arguments", row.name),
    }
}

fn double_value(row: &Row) -> f64 {
    match row.arguments[..] {
        [x] => (UNARY.iter().find(|f| f.name == row.name).unwrap().double)(x),
        [x, y] => (BINARY.iter().find(|f| f.name == row.name).unwrap().double)(x, y),
        _ => panic!("{} takes one or two arguments", row.name),
    }
}

#[test]
fn points_are_enclosed_tightly() {
    let rows = rows();
    assert!(rows.len() > 4000, "{} rows", rows.len());
    for row in &rows {
        let boxes: Vec<Interval> = row.arguments.iter().copied().map(Interval::point).collect();
        let y = interval_value(row, &boxes);
        let context = || {
            format!(
                "{}{:?} = {y:?}, truth {:?}",
                row.name, row.arguments, row.truth
            )
        };
        let Some(truth) = row.truth else {
            assert!(y.is_empty(), "{}", context());
            continue;
        };
        assert!(encloses(y, truth), "{}", context());
        assert!(!y.is_partial(), "{}", context());
        let steps = ULP
            .iter()
            .find(|a| a.name == row.name)
            .map_or(1, |a| a.steps);
        let limit = match row.name.as_str() {
            "pow" => 20,
            "hypot" => 4,
            _ => 2 * u64::from(steps),
        };
        assert!(y.ulps() <= limit, "{} ulps: {}", y.ulps(), context());
    }
}

#[test]
fn boxes_enclose_the_values_at_their_points() {
    let mut random = Random(7);
    for row in &rows() {
        for _ in 0..20 {
            let around = |x: &f64| {
                let spread = random.number().abs();
                Interval::enclose(x - spread * random.unit(), x + spread * random.unit())
                    .hull(Interval::point(*x))
            };
            let boxes: Vec<Interval> = row.arguments.iter().map(around).collect();
            let y = interval_value(row, &boxes);
            match row.truth {
                Some(truth) => assert!(encloses(y, truth), "{}{boxes:?} = {y:?}", row.name),
                None => assert!(y.is_partial(), "{}{boxes:?} = {y:?}", row.name),
            }
        }
    }
}

#[test]
fn doubles_are_within_the_stated_steps() {
    for row in &rows() {
        let Some(&Accuracy { steps, .. }) = ULP.iter().find(|a| a.name == row.name) else {
            assert_eq!(row.name, "modulo");
            continue;
        };
        let value = double_value(row);
        match row.truth {
            None => assert!(
                !value.is_finite(),
                "{}{:?} = {value}",
                row.name,
                row.arguments
            ),
            Some(truth) => {
                let off = ordinal(value).abs_diff(ordinal(truth.0));
                let context = format!("{}{:?} = {value}, {truth:?}", row.name, row.arguments);
                // A step to the double nearest to the truth is needed only if that isn't the truth.
                assert!(
                    off < u64::from(steps) || (off <= 1 && steps == 1),
                    "{context}"
                );
                assert!(steps > 1 || off == 0, "not correctly rounded: {context}");
            }
        }
    }
}

#[test]
fn the_accuracy_table_is_complete_and_consistent() {
    for f in UNARY {
        assert_eq!(
            ULP.iter().filter(|a| a.name == f.name).count(),
            1,
            "{}",
            f.name
        );
    }
    for Accuracy {
        name,
        steps,
        measured,
    } in ULP
    {
        assert!(f64::from(*steps) > *measured, "{name}");
        assert!(
            *steps == 1 || f64::from(*steps) >= measured.ceil() + 1.0,
            "{name}"
        );
    }
}

/// One number for all bits: what every platform must agree on (FNV-1a, Fowler, Noll and Vo 1991).
#[test]
fn the_bits_are_the_same_everywhere() {
    let mut random = Random(2024);
    let mut digest = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |value: f64| {
        // The sign and payload of a NaN are nobody's promise.
        let bits = if value.is_nan() { 1 } else { value.to_bits() };
        digest = (digest ^ bits).wrapping_mul(0x0000_0100_0000_01b3);
    };
    for _ in 0..2000 {
        let scale = f64::from_bits((random.bits() % 100 + 973) << 52);
        let numbers = [
            random.between(-10.0, 10.0),
            random.unit(),
            scale * random.between(-1.0, 1.0),
        ];
        for x in numbers {
            UNARY.iter().for_each(|f| add((f.double)(x)));
        }
        let [x, y, _] = numbers;
        BINARY.iter().for_each(|f| add((f.double)(x, y)));
        for f in UNARY {
            let y = (f.interval)(Interval::enclose(x, numbers[1]));
            add(y.lo());
            add(y.hi());
        }
    }
    assert_eq!(digest, 0x8a08_bbb6_bbbd_3356, "{digest:#018x}");
}
