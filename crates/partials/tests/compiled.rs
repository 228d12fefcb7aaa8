//! Compiled functions: derivatives of all kinds against closed forms, and against each other.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use partials::numeric::code::Mode;
use partials::{Compiled, Function, Quantity, Reduction};

fn assert_near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (a, b) in found.iter().zip(expected) {
        assert!(
            (a - b).abs() <= 1e-13 * b.abs().max(1.0),
            "{found:?}, not {expected:?}"
        );
    }
}

#[test]
fn derivatives_are_the_closed_forms() {
    let f = Function::parse("f(x, y) = x^3*y + exp(x*y)").unwrap();
    let (x, y): (f64, f64) = (0.5, -1.25);
    let e = (x * y).exp();
    for mode in [Mode::Strict, Mode::Fast] {
        let f = f.compile_with(mode).unwrap();
        let mut gradient = [0.0; 2];
        let value = f.value_and_gradient(&[x, y], &mut gradient).unwrap();
        assert_near(&[value], &[x.powi(3) * y + e]);
        assert_near(&gradient, &[3.0 * x * x * y + y * e, x.powi(3) + x * e]);

        let mut hessian = [0.0; 4];
        f.hessian(&[x, y], &mut hessian).unwrap();
        let mixed = 3.0 * x * x + e + x * y * e;
        assert_near(
            &hessian,
            &[6.0 * x * y + y * y * e, mixed, mixed, x * x * e],
        );

        let (v, mut product) = ([0.3, -2.0], [0.0; 2]);
        f.hessian_product(&[x, y], &v, &mut product).unwrap();
        let [a, b, c, d] = hessian;
        assert_near(&product, &[a * v[0] + b * v[1], c * v[0] + d * v[1]]);
    }
}

#[test]
fn a_vector_has_a_jacobian_but_no_hessian() {
    let f = Function::parse("f(x, y, z) = [x*y, sin(z)]")
        .unwrap()
        .compile()
        .unwrap();
    let mut jacobian = [1.0; 6];
    f.jacobian(&[2.0, 3.0, 0.0], &mut jacobian).unwrap();
    assert_near(&jacobian, &[3.0, 2.0, 0.0, 0.0, 0.0, 1.0]);
    assert!(f.hessian(&[0.0; 3], &mut [0.0; 9]).is_err());
    assert!(f.value(&[0.0; 3]).is_err());
    assert!(f.jacobian(&[0.0; 3], &mut [0.0; 5]).is_err());
    assert!(f.jacobian(&[0.0; 2], &mut [0.0; 6]).is_err());
}

#[test]
fn undefined_points_have_no_value() {
    for (text, x) in [
        ("1/x", 0.0),
        ("ln(x)", -1.0),
        ("x^(1/2)", -2.0),
        ("exp(-1/x^2)", 0.0),
        ("1/(1/x)", 0.0),
    ] {
        let f = Function::parse(text).unwrap().compile().unwrap();
        assert!(f.value(&[x]).unwrap().is_nan(), "{text}");
    }
}

#[test]
fn compiled_functions_are_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Compiled>();
    let f = Function::parse("x^2").unwrap().compile().unwrap();
    std::thread::scope(|scope| {
        for i in 0..4 {
            let f = &f;
            scope.spawn(move || {
                let x = f64::from(i);
                assert_eq!(f.value(&[x]).unwrap(), x * x);
            });
        }
    });
}

/// Against the sums in a plain loop.
#[test]
fn a_reduction_is_the_sum_of_its_rows() {
    let f = Function::parse("f(a, b, x, y) = (a*exp(-b*x) - y)^2").unwrap();
    let n = 20_011;
    let x: Vec<f64> = (0..n).map(|i| f64::from(i) * 1e-4).collect();
    let y: Vec<f64> = x
        .iter()
        .map(|x| 2.0 * (-1.5 * x).exp() + (x * 1e4).sin() * 0.1)
        .collect();
    let (a, b) = (1.9, 1.4);
    let mut expected = [0.0; 3];
    for (x, y) in x.iter().zip(&y) {
        let e = (-b * x).exp();
        let r = a * e - y;
        expected[0] += r * r;
        expected[1] += 2.0 * r * e;
        expected[2] -= 2.0 * r * a * x * e;
    }
    let sum = f.over_rows(&["x", "y"], Reduction::Sum).unwrap();
    let mut gradient = [0.0; 2];
    let value = sum
        .value_and_gradient(&[a, b], &[&x, &y], &mut gradient)
        .unwrap();
    let close = |found: f64, expected: f64| (found - expected).abs() <= 1e-11 * expected.abs();
    assert!(
        close(value, expected[0])
            && close(gradient[0], expected[1])
            && close(gradient[1], expected[2])
    );

    let mean = f.over_rows(&["x", "y"], Reduction::Mean).unwrap();
    let found = mean
        .value_and_gradient(&[a, b], &[&x, &y], &mut gradient)
        .unwrap();
    assert_eq!(found, value / f64::from(n));

    assert!(f.over_rows(&["z"], Reduction::Sum).is_err());
    assert!(
        sum.value_and_gradient(&[a], &[&x, &y], &mut gradient)
            .is_err()
    );
    assert!(
        sum.value_and_gradient(&[a, b], &[&x, &y[1..]], &mut gradient)
            .is_err()
    );
}

#[test]
fn a_reduction_has_the_same_bits_with_any_number_of_threads() {
    let f = Function::parse("f(a, x) = sin(a*x)").unwrap();
    let sum = f.over_rows(&["x"], Reduction::Sum).unwrap();
    let x: Vec<f64> = (0..100_000).map(|i| f64::from(i) * 0.01).collect();
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| {
            let mut gradient = [0.0];
            let value = sum
                .value_and_gradient(&[1.7], &[&x], &mut gradient)
                .unwrap();
            (value.to_bits(), gradient[0].to_bits())
        })
    };
    assert_eq!(run(1), run(3));
}

/// More columns, and longer ones, than are computed in place.
#[test]
fn rows_have_the_bits_of_columns_with_any_threads() {
    let f = Function::parse("f(x, y, z) = exp(x*y)/(1 + z^2) + gamma(1 + x^2)").unwrap();
    let compiled = f.compile().unwrap();
    let count = 9_001;
    let rows: Vec<f64> = (0..3 * count)
        .map(|i| ((i * 37) % 101) as f64 / 60.0)
        .collect();
    let quantity = Quantity::ValueAndJacobian;
    let (mut serial, mut parallel) = (vec![0.0; 4 * count], vec![1.0; 4 * count]);
    compiled.rows(quantity, &rows, &mut serial).unwrap();
    compiled
        .rows_parallel(quantity, &rows, &mut parallel)
        .unwrap();
    assert_eq!(serial, parallel);
    let columns: Vec<Vec<f64>> = (0..3)
        .map(|j| rows.iter().skip(j).step_by(3).copied().collect())
        .collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let mut found = vec![0.0; 4 * count];
    let mut outputs: Vec<&mut [f64]> = found.chunks_exact_mut(count).collect();
    compiled.columns(quantity, &columns, &mut outputs).unwrap();
    for (point, row) in serial.chunks(4).enumerate() {
        (0..4).for_each(|k| assert_eq!(row[k], outputs[k][point]));
    }
    assert!(compiled.rows(quantity, &rows[1..], &mut serial).is_err());
    assert!(
        compiled
            .rows_parallel(quantity, &rows, &mut serial[1..])
            .is_err()
    );
}

#[test]
fn long_columns_have_the_values_of_their_points() {
    let (inputs, points) = (20, 3001);
    let names: Vec<String> = (0..inputs).map(|i| format!("x{i}")).collect();
    let terms: Vec<String> = (1..inputs)
        .map(|i| format!("x{}*sin(x{i})", i - 1))
        .collect();
    let source = format!("f({}) = {}", names.join(", "), terms.join(" + "));
    let f = Function::parse(&source).unwrap().compile().unwrap();
    let numbers: Vec<f64> = (0..inputs * points)
        .map(|k| (k as f64 * 0.37).sin())
        .collect();
    let columns: Vec<&[f64]> = numbers.chunks_exact(points).collect();
    let mut values = vec![f64::NAN; (inputs + 1) * points];
    let mut outputs: Vec<&mut [f64]> = values.chunks_exact_mut(points).collect();
    f.columns(Quantity::ValueAndJacobian, &columns, &mut outputs)
        .unwrap();
    let mut gradient = vec![0.0; inputs];
    for point in [0, 1, 255, 256, 2048, 2999, 3000] {
        let x: Vec<f64> = columns.iter().map(|column| column[point]).collect();
        let value = f.value_and_gradient(&x, &mut gradient).unwrap();
        let found: Vec<f64> = outputs.iter().map(|column| column[point]).collect();
        assert_near(&found[..1], &[value]);
        assert_near(&found[1..], &gradient);
    }
}
