//! The fourteen systems with their right Jacobians.

#![allow(dead_code)]

use std::f64::consts::TAU;

use super::{Matrix, Vector, zeros};

pub fn rosenbrock(x: &[f64]) -> Vector {
    vec![1.0 - x[0], 10.0 * (x[1] - x[0] * x[0])]
}

pub fn rosenbrock_jacobian(x: &[f64]) -> Matrix {
    vec![vec![-1.0, 0.0], vec![-20.0 * x[0], 10.0]]
}

pub fn powell(x: &[f64]) -> Vector {
    let (a, b) = (x[1] - 2.0 * x[2], x[0] - x[3]);
    vec![
        x[0] + 10.0 * x[1],
        5_f64.sqrt() * (x[2] - x[3]),
        a * a,
        10_f64.sqrt() * b * b,
    ]
}

pub fn powell_jacobian(x: &[f64]) -> Matrix {
    let (five, ten) = (5_f64.sqrt(), 10_f64.sqrt());
    let (a, b) = (x[1] - 2.0 * x[2], x[0] - x[3]);
    vec![
        vec![1.0, 10.0, 0.0, 0.0],
        vec![0.0, 0.0, five, -five],
        vec![0.0, 2.0 * a, -4.0 * a, 0.0],
        vec![2.0 * ten * b, 0.0, 0.0, -2.0 * ten * b],
    ]
}

pub fn scaled(x: &[f64]) -> Vector {
    vec![
        1e4 * x[0] * x[1] - 1.0,
        (-x[0]).exp() + (-x[1]).exp() - 1.0001,
    ]
}

pub fn scaled_jacobian(x: &[f64]) -> Matrix {
    vec![
        vec![1e4 * x[1], 1e4 * x[0]],
        vec![-(-x[0]).exp(), -(-x[1]).exp()],
    ]
}

pub fn wood(x: &[f64]) -> Vector {
    let (a, b) = (x[1] - x[0] * x[0], x[3] - x[2] * x[2]);
    vec![
        -200.0 * x[0] * a - (1.0 - x[0]),
        200.0 * a + 20.2 * (x[1] - 1.0) + 19.8 * (x[3] - 1.0),
        -180.0 * x[2] * b - (1.0 - x[2]),
        180.0 * b + 20.2 * (x[3] - 1.0) + 19.8 * (x[1] - 1.0),
    ]
}

pub fn wood_jacobian(x: &[f64]) -> Matrix {
    vec![
        vec![
            -200.0 * (x[1] - 3.0 * x[0] * x[0]) + 1.0,
            -200.0 * x[0],
            0.0,
            0.0,
        ],
        vec![-400.0 * x[0], 220.2, 0.0, 19.8],
        vec![
            0.0,
            0.0,
            -180.0 * (x[3] - 3.0 * x[2] * x[2]) + 1.0,
            -180.0 * x[2],
        ],
        vec![0.0, 19.8, -360.0 * x[2], 200.2],
    ]
}

pub fn helix(x: &[f64]) -> Vector {
    let turn = (x[1] / x[0]).atan() / TAU + if x[0] < 0.0 { 0.5 } else { 0.0 };
    vec![
        10.0 * (x[2] - 10.0 * turn),
        10.0 * (x[0].hypot(x[1]) - 1.0),
        x[2],
    ]
}

pub fn helix_jacobian(x: &[f64]) -> Matrix {
    let square = x[0] * x[0] + x[1] * x[1];
    let (turn, radius) = (TAU * square, square.sqrt());
    vec![
        vec![100.0 * x[1] / turn, -100.0 * x[0] / turn, 10.0],
        vec![10.0 * x[0] / radius, 10.0 * x[1] / radius, 0.0],
        vec![0.0, 0.0, 1.0],
    ]
}

/// The sums of Watson's residual i: of the derivative of a polynomial, and of itself.
pub fn watson_sums(x: &[f64], t: f64) -> (f64, f64) {
    let slope = (1..x.len())
        .map(|j| j as f64 * x[j] * t.powi(j as i32 - 1))
        .sum();
    let value = x
        .iter()
        .enumerate()
        .map(|(j, x)| x * t.powi(j as i32))
        .sum();
    (slope, value)
}

/// Half of the gradient of Watson's sum of squares.
pub fn watson(x: &[f64]) -> Vector {
    let mut f = vec![0.0; x.len()];
    for i in 1..=29 {
        let t = f64::from(i) / 29.0;
        let (slope, value) = watson_sums(x, t);
        let residual = slope - value * value - 1.0;
        for (k, f) in f.iter_mut().enumerate() {
            *f += residual * watson_slope(t, value, k);
        }
    }
    let last = x[1] - x[0] * x[0] - 1.0;
    f[0] += x[0] - 2.0 * x[0] * last;
    f[1] += last;
    f
}

pub fn watson_slope(t: f64, value: f64, k: usize) -> f64 {
    k as f64 * t.powi(k as i32 - 1) - 2.0 * value * t.powi(k as i32)
}

pub fn watson_jacobian(x: &[f64]) -> Matrix {
    let n = x.len();
    let mut jacobian = zeros(n);
    for i in 1..=29 {
        let t = f64::from(i) / 29.0;
        let (slope, value) = watson_sums(x, t);
        let residual = slope - value * value - 1.0;
        for (k, row) in jacobian.iter_mut().enumerate() {
            for (l, entry) in row.iter_mut().enumerate() {
                let both = watson_slope(t, value, k) * watson_slope(t, value, l);
                *entry += both - 2.0 * residual * t.powi((k + l) as i32);
            }
        }
    }
    jacobian[0][0] += 1.0 - 2.0 * (x[1] - x[0] * x[0] - 1.0) + 4.0 * x[0] * x[0];
    jacobian[0][1] -= 2.0 * x[0];
    jacobian[1][0] -= 2.0 * x[0];
    jacobian[1][1] += 1.0;
    jacobian
}

/// The values and slopes of the shifted Chebyshev polynomials of degree 1 to n.
pub fn chebyshev(x: f64, n: usize) -> Vec<(f64, f64)> {
    let y = 2.0 * x - 1.0;
    let (mut before, mut now) = ((1.0, 0.0), (y, 2.0));
    let mut values = Vec::new();
    for _ in 0..n {
        values.push(now);
        let next = (
            2.0 * y * now.0 - before.0,
            4.0 * now.0 + 2.0 * y * now.1 - before.1,
        );
        (before, now) = (now, next);
    }
    values
}

pub fn chebyquad(x: &[f64]) -> Vector {
    let n = x.len();
    let mean = |i: usize| x.iter().map(|x| chebyshev(*x, n)[i].0).sum::<f64>() / n as f64;
    let integral = |k: usize| {
        if k % 2 == 1 {
            0.0
        } else {
            -1.0 / ((k * k) as f64 - 1.0)
        }
    };
    (0..n).map(|i| mean(i) - integral(i + 1)).collect()
}

pub fn chebyquad_jacobian(x: &[f64]) -> Matrix {
    let n = x.len();
    let entry = |i: usize, j: usize| chebyshev(x[j], n)[i].1 / n as f64;
    (0..n)
        .map(|i| (0..n).map(|j| entry(i, j)).collect())
        .collect()
}

pub fn brown(x: &[f64]) -> Vector {
    let (n, sum) = (x.len(), x.iter().sum::<f64>());
    let mut f: Vector = x.iter().map(|x| x + sum - (n + 1) as f64).collect();
    f[n - 1] = x.iter().product::<f64>() - 1.0;
    f
}

pub fn brown_jacobian(x: &[f64]) -> Matrix {
    let n = x.len();
    let mut jacobian = vec![vec![1.0; n]; n];
    for (i, row) in jacobian.iter_mut().enumerate() {
        row[i] = 2.0;
    }
    let others = |j: usize| (0..n).filter(|k| *k != j).map(|k| x[k]).product();
    jacobian[n - 1] = (0..n).map(others).collect();
    jacobian
}

pub fn boundary(x: &[f64]) -> Vector {
    let n = x.len();
    let h = 1.0 / (n + 1) as f64;
    let at = |i: usize| if i == 0 || i > n { 0.0 } else { x[i - 1] };
    let cube = |i: usize| (at(i) + i as f64 * h + 1.0).powi(3);
    let f = |i: usize| 2.0 * at(i) - at(i - 1) - at(i + 1) + 0.5 * h * h * cube(i);
    (1..=n).map(f).collect()
}

pub fn boundary_jacobian(x: &[f64]) -> Matrix {
    let n = x.len();
    let h = 1.0 / (n + 1) as f64;
    let mut jacobian = zeros(n);
    for i in 0..n {
        jacobian[i][i] = 2.0 + 1.5 * h * h * (x[i] + (i + 1) as f64 * h + 1.0).powi(2);
        if i > 0 {
            jacobian[i][i - 1] = -1.0;
        }
        if i + 1 < n {
            jacobian[i][i + 1] = -1.0;
        }
    }
    jacobian
}

/// The kernel of the integral equation at two points of the grid.
pub fn kernel(s: f64, t: f64) -> f64 {
    if s <= t { (1.0 - t) * s } else { (1.0 - s) * t }
}

pub fn integral(x: &[f64]) -> Vector {
    let h = 1.0 / (x.len() + 1) as f64;
    let t = |i: usize| (i + 1) as f64 * h;
    let term = |i: usize, j: usize| kernel(t(i), t(j)) * (x[j] + t(j) + 1.0).powi(3);
    let sum = |i: usize| (0..x.len()).map(|j| term(i, j)).sum::<f64>();
    (0..x.len()).map(|i| x[i] + 0.5 * h * sum(i)).collect()
}

pub fn integral_jacobian(x: &[f64]) -> Matrix {
    let h = 1.0 / (x.len() + 1) as f64;
    let t = |i: usize| (i + 1) as f64 * h;
    let slope = |i: usize, j: usize| 1.5 * h * kernel(t(i), t(j)) * (x[j] + t(j) + 1.0).powi(2);
    let entry = |i: usize, j: usize| slope(i, j) + if i == j { 1.0 } else { 0.0 };
    let row = |i: usize| (0..x.len()).map(|j| entry(i, j)).collect();
    (0..x.len()).map(row).collect()
}

pub fn trigonometric(x: &[f64]) -> Vector {
    let cosines: f64 = x.iter().map(|x| x.cos()).sum();
    let n = x.len() as f64;
    let f = |(i, x): (usize, &f64)| n - cosines + (i + 1) as f64 * (1.0 - x.cos()) - x.sin();
    x.iter().enumerate().map(f).collect()
}

pub fn trigonometric_jacobian(x: &[f64]) -> Matrix {
    let own = |i: usize| (i + 1) as f64 * x[i].sin() - x[i].cos();
    let entry = |i: usize, j: usize| x[j].sin() + if i == j { own(i) } else { 0.0 };
    (0..x.len())
        .map(|i| (0..x.len()).map(|j| entry(i, j)).collect())
        .collect()
}

/// The gradient of the variably dimensioned function, halved.
pub fn dimensioned(x: &[f64]) -> Vector {
    let sum: f64 = x
        .iter()
        .zip(1..)
        .map(|(x, j)| f64::from(j) * (x - 1.0))
        .sum();
    let f = |(x, j): (&f64, i32)| x - 1.0 + f64::from(j) * sum * (1.0 + 2.0 * sum * sum);
    x.iter().zip(1..).map(f).collect()
}

pub fn dimensioned_jacobian(x: &[f64]) -> Matrix {
    let sum: f64 = x
        .iter()
        .zip(1..)
        .map(|(x, j)| f64::from(j) * (x - 1.0))
        .sum();
    let both = |i: usize, j: usize| ((i + 1) * (j + 1)) as f64 * (1.0 + 6.0 * sum * sum);
    let entry = |i: usize, j: usize| both(i, j) + if i == j { 1.0 } else { 0.0 };
    (0..x.len())
        .map(|i| (0..x.len()).map(|j| entry(i, j)).collect())
        .collect()
}

pub fn tridiagonal(x: &[f64]) -> Vector {
    let at = |i: usize| if i == 0 || i > x.len() { 0.0 } else { x[i - 1] };
    let f = |i: usize| (3.0 - 2.0 * at(i)) * at(i) - at(i - 1) - 2.0 * at(i + 1) + 1.0;
    (1..=x.len()).map(f).collect()
}

pub fn tridiagonal_jacobian(x: &[f64]) -> Matrix {
    let mut jacobian = zeros(x.len());
    for i in 0..x.len() {
        jacobian[i][i] = 3.0 - 4.0 * x[i];
        if i > 0 {
            jacobian[i][i - 1] = -1.0;
        }
        if i + 1 < x.len() {
            jacobian[i][i + 1] = -2.0;
        }
    }
    jacobian
}

pub fn neighbours(i: usize, n: usize) -> impl Iterator<Item = usize> {
    (i.saturating_sub(5)..(i + 2).min(n)).filter(move |j| *j != i)
}

pub fn banded(x: &[f64]) -> Vector {
    let sum = |i: usize| {
        neighbours(i, x.len())
            .map(|j| x[j] * (1.0 + x[j]))
            .sum::<f64>()
    };
    let f = |i: usize| x[i] * (2.0 + 5.0 * x[i] * x[i]) + 1.0 - sum(i);
    (0..x.len()).map(f).collect()
}

pub fn banded_jacobian(x: &[f64]) -> Matrix {
    let mut jacobian = zeros(x.len());
    for i in 0..x.len() {
        jacobian[i][i] = 2.0 + 15.0 * x[i] * x[i];
        for j in neighbours(i, x.len()) {
            jacobian[i][j] = -(1.0 + 2.0 * x[j]);
        }
    }
    jacobian
}
