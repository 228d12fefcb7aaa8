//! Triangular factors of positive definite matrices, and of matrices made so.

use super::{Matrix, dot};

/// A symmetric matrix, with what had to be added to its diagonal, as L·Lᵀ.
#[derive(Clone, Debug)]
pub struct Cholesky {
    /// The rows of L, each up to its diagonal.
    rows: Vec<Vec<f64>>,
    shift: f64,
}

impl Cholesky {
    /// The factor, where the matrix is positive definite as far as rounding can tell.
    pub fn new(matrix: &Matrix) -> Option<Self> {
        Self::shifted(matrix, 0.0)
    }

    /// The factor of the matrix with as much added to its diagonal, in the scale of that diagonal,
    /// as makes it positive definite (Nocedal and Wright 2006, algorithm 3.3).
    pub fn modified(matrix: &Matrix) -> Option<Self> {
        const FIRST: f64 = 1e-3;
        let mut shift = 0.0;
        // The last shift is beyond any number that a matrix with finite entries needs.
        for _ in 0..80 {
            if let Some(factor) = Self::shifted(matrix, shift) {
                return Some(factor);
            }
            shift = f64::max(4.0 * shift, FIRST);
        }
        None
    }

    fn shifted(matrix: &Matrix, shift: f64) -> Option<Self> {
        let size = matrix.rows();
        let most = (0..size).map(|i| matrix.at(i, i).abs()).fold(0.0, f64::max);
        let scale = |i: usize| match matrix.at(i, i).abs() {
            small if small <= 1e-8 * most => (1e-8 * most).max(f64::MIN_POSITIVE),
            diagonal => diagonal,
        };
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(size);
        for i in 0..size {
            let mut row: Vec<f64> = Vec::with_capacity(i + 1);
            for (j, before) in rows.iter().enumerate() {
                let rest = matrix.at(i, j) - dot(before, &row);
                row.push(rest / before.last().copied().unwrap_or(f64::NAN));
            }
            let wanted = matrix.at(i, i) + shift * scale(i);
            let rest = wanted - dot(&row, &row);
            // What is left of the diagonal must not be rounding error.
            let is_positive = rest > f64::EPSILON * size as f64 * wanted.abs();
            if !is_positive || !rest.is_finite() {
                return None;
            }
            row.push(rest.sqrt());
            rows.push(row);
        }
        Some(Self { rows, shift })
    }

    /// What was added to the diagonal, in the scale of that diagonal.
    pub fn shift(&self) -> f64 {
        self.shift
    }

    /// The solution of A·x = b.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x: Vec<f64> = Vec::with_capacity(b.len());
        for (row, b) in self.rows.iter().zip(b) {
            let diagonal = row.last().copied().unwrap_or(f64::NAN);
            x.push((b - dot(row, &x)) / diagonal);
        }
        for (i, row) in self.rows.iter().enumerate().rev() {
            let (before, from) = x.split_at_mut(i);
            let (Some(last), Some(diagonal)) = (from.first_mut(), row.last()) else {
                break;
            };
            *last /= diagonal;
            let found = *last;
            before
                .iter_mut()
                .zip(row)
                .for_each(|(x, l)| *x -= l * found);
        }
        x
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equations_are_solved() {
        let matrix = Matrix::from(vec![
            vec![4.0, 2.0, 0.4],
            vec![2.0, 3.0, -1.0],
            vec![0.4, -1.0, 5.0],
        ]);
        let b = matrix.times(&[1.0, -2.0, 0.5]);
        let factor = Cholesky::new(&matrix).unwrap();
        for (x, expected) in factor.solve(&b).iter().zip([1.0, -2.0, 0.5]) {
            assert!((x - expected).abs() < 1e-14);
        }
        assert_eq!(Cholesky::modified(&matrix).unwrap().shift(), 0.0);
    }

    #[test]
    fn what_is_not_definite_is_shifted() {
        let saddle = Matrix::from(vec![vec![1.0, 2.0], vec![2.0, -1.0]]);
        assert!(Cholesky::new(&saddle).is_none());
        let factor = Cholesky::modified(&saddle).unwrap();
        let direction = factor.solve(&[-1.0, -1.0]);
        assert!(dot(&direction, &[1.0, 1.0]) < 0.0);
        assert!(Cholesky::modified(&Matrix::from(vec![vec![f64::NAN]])).is_none());
    }
}
