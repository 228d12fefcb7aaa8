//! num-dual on the five problems: `peer-num-dual PROBLEM N` prints a line of JSON.

use std::time::Instant;

use nalgebra::DVector;
use num_dual::{gradient, DualDVec64, DualNum};
use serde_json::{json, Value};

type D = DualDVec64;
type Fun = Box<dyn Fn(&DVector<D>) -> D>;

fn rosenbrock(x: &DVector<D>) -> D {
    let mut sum = D::from(0.0);
    for i in 0..x.len() - 1 {
        let bend = &x[i + 1] - &x[i] * &x[i];
        let offset = -(x[i].clone() - 1.0);
        sum += &bend * &bend * 100.0 + &offset * &offset;
    }
    sum
}

fn log_sum_exp(x: &DVector<D>) -> D {
    let mut sum = D::from(0.0);
    for x in x.iter() {
        sum += x.exp();
    }
    sum.ln()
}

fn network(x: &DVector<D>) -> D {
    let mut loss = D::from(0.0);
    for s in 0..4 {
        let mut result = x[96].clone();
        for u in 0..12 {
            let mut sum = x[u * 7 + 6].clone();
            for i in 0..6 {
                sum += x[u * 7 + i].clone() * (((7 * s + 3 * i) % 11) as f64 / 11.0 - 0.5);
            }
            result += sum.tanh() * &x[84 + u];
        }
        let error = result - (0.25 * s as f64 - 0.3);
        loss += &error * &error;
    }
    loss
}

fn arm(x: &DVector<D>) -> D {
    let links = [0.4, 0.35, 0.3, 0.25, 0.2, 0.15];
    let mut h = [D::from(0.0), D::from(0.0), D::from(0.0)];
    for j in (0..6).rev() {
        let (s, c) = x[j].sin_cos();
        let [a, b, d] = h;
        let a = a + links[j];
        h = if j % 2 == 0 {
            [&c * &a - &s * &b, &s * &a + &c * &b, d]
        } else {
            [&c * &a + &s * &d, b, &c * &d - &s * &a]
        };
    }
    let [a, b, c] = h;
    let (a, b, c) = (a - 0.5, b - 0.3, c - 0.2);
    &a * &a + &b * &b + &c * &c
}

fn terms(text: &str) -> Vec<(f64, Vec<i32>)> {
    let term = |line: &str| {
        let mut words = line.split(' ');
        let coefficient = words.next()?.parse().ok()?;
        Some((coefficient, words.filter_map(|n| n.parse().ok()).collect()))
    };
    text.lines().filter_map(term).collect()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let n: usize = arguments[1].parse()?;
    let problems: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(&arguments[0])?)?;
    let [problem] = problems.as_slice() else {
        return Err("one problem".into());
    };
    let polynomial = terms(include_str!("../../../c/polynomial.txt"));
    let function: Fun = match problem["name"].as_str() {
        Some("Rosenbrock") => Box::new(rosenbrock),
        Some("log-sum-exp") => Box::new(log_sum_exp),
        Some("network") => Box::new(network),
        Some("arm") => Box::new(arm),
        Some("polynomial") => Box::new(move |x| {
            let mut sum = D::from(0.0);
            for (coefficient, exponents) in &polynomial {
                let mut term = D::from(*coefficient);
                for (x, n) in x.iter().zip(exponents).filter(|(_, n)| **n > 0) {
                    term *= x.powi(*n);
                }
                sum += term;
            }
            sum
        }),
        _ => return Err("not known".into()),
    };
    let width = problem["variables"].as_array().ok_or("no variables")?.len();
    let bytes = std::fs::read(problem["points"].as_str().ok_or("no points")?)?;
    let numbers: Vec<f64> = bytes
        .chunks_exact(8)
        .map(|b| f64::from_le_bytes(b.try_into().unwrap_or_default()))
        .collect();
    let all = numbers.len() / width;
    let points: Vec<DVector<f64>> = (0..n.min(512))
        .map(|p| DVector::from_fn(width, |i, _| numbers[i * all + p]))
        .collect();
    let (mut best, begin, mut first) = (f64::INFINITY, Instant::now(), Vec::new());
    while begin.elapsed().as_secs_f64() < 1.5 {
        let start = Instant::now();
        for (place, point) in points.iter().enumerate() {
            let (value, slopes) = gradient(|x| function(&x), point);
            if place == 0 {
                first = std::iter::once(value).chain(slopes.iter().copied()).collect();
            }
        }
        best = best.min(start.elapsed().as_secs_f64() / points.len() as f64);
    }
    println!("{}", json!({ "seconds": best, "values": first }));
    Ok(())
}
