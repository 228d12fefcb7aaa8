//! Eigenvalues and eigenvectors of symmetric matrices, by rotations (Jacobi 1846), which keep the
//! relative precision of small eigenvalues of definite matrices (Demmel and Veselić 1992).

use super::Matrix;

/// The eigenvalues, rising, and in the same order the eigenvectors.
#[derive(Clone, Debug)]
pub struct Eigen {
    /// The eigenvalues, rising.
    pub values: Vec<f64>,
    /// The eigenvectors, of norm 1.
    pub vectors: Vec<Vec<f64>>,
}

/// Rotations converge in far fewer rounds.
const ROUNDS: usize = 60;

impl Eigen {
    /// Of a symmetric matrix, which has finite entries.
    pub fn new(matrix: &Matrix) -> Self {
        let size = matrix.rows();
        let (mut a, mut vectors) = (matrix.clone(), Matrix::identity(size));
        for _ in 0..ROUNDS {
            let mut turned = false;
            for p in 0..size {
                for q in p + 1..size {
                    turned |= rotate(&mut a, &mut vectors, p, q);
                }
            }
            if !turned {
                break;
            }
        }
        let values = (0..size).map(|i| a.at(i, i));
        let mut pairs: Vec<(f64, Vec<f64>)> = values.zip(vectors.columns).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (values, vectors) = pairs.into_iter().unzip();
        Self { values, vectors }
    }
}

/// Makes an entry zero, unless it is negligible already.
fn rotate(a: &mut Matrix, vectors: &mut Matrix, p: usize, q: usize) -> bool {
    let (app, aqq, apq) = (a.at(p, p), a.at(q, q), a.at(p, q));
    if apq.abs() <= f64::EPSILON * 0.25 * (app.abs() * aqq.abs()).sqrt() || apq == 0.0 {
        return false;
    }
    let theta = (aqq - app) / (2.0 * apq);
    let t = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let c = 1.0 / t.hypot(1.0);
    let s = t * c;
    turn(a, p, q, c, s);
    for i in 0..a.rows() {
        if i != p && i != q {
            a.put(p, i, a.at(i, p));
            a.put(q, i, a.at(i, q));
        }
    }
    a.put(p, p, app - t * apq);
    a.put(q, q, aqq + t * apq);
    a.put(p, q, 0.0);
    a.put(q, p, 0.0);
    turn(vectors, p, q, c, s);
    true
}

/// Turns two columns into each other.
fn turn(matrix: &mut Matrix, p: usize, q: usize, c: f64, s: f64) {
    let Some((left, right)) = matrix.columns.split_at_mut_checked(q) else {
        return;
    };
    let (Some(left), Some(right)) = (left.get_mut(p), right.first_mut()) else {
        return;
    };
    for (x, y) in left.iter_mut().zip(right) {
        (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dense::dot;

    #[test]
    fn eigenpairs() {
        // The second difference: 2 - 2·cos(kπ/(n + 1)).
        let size = 12;
        let mut matrix = Matrix::zeros(size, size);
        for i in 0..size {
            matrix.put(i, i, 2.0);
            if i + 1 < size {
                matrix.put(i, i + 1, -1.0);
                matrix.put(i + 1, i, -1.0);
            }
        }
        let eigen = Eigen::new(&matrix);
        for (k, (value, vector)) in eigen.values.iter().zip(&eigen.vectors).enumerate() {
            let angle = (k + 1) as f64 * std::f64::consts::PI / (size + 1) as f64;
            assert!((value - (2.0 - 2.0 * angle.cos())).abs() < 1e-13);
            assert!((dot(vector, vector) - 1.0).abs() < 1e-13);
            let image = matrix.times(vector);
            assert!(
                image
                    .iter()
                    .zip(vector)
                    .all(|(a, x)| (a - value * x).abs() < 1e-12)
            );
        }
    }

    #[test]
    fn small_eigenvalues_are_precise() {
        let matrix = Matrix::from(vec![vec![1e12, 1.0], vec![1.0, 1e-8]]);
        let values = Eigen::new(&matrix).values;
        assert!(
            (values[0] / (1e-8 - 1e-12) - 1.0).abs() < 1e-12,
            "{values:?}"
        );
    }
}
