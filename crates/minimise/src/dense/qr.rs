//! Orthogonal factorisation with exchange of columns (Householder 1958, Businger and Golub 1965).

use super::{Matrix, add, dot, norm};

/// A matrix with at least as many rows as columns, as A·P = Q·R: Q is orthogonal, R upper
/// triangular with a diagonal that falls in size, P an exchange of columns.
#[derive(Clone, Debug)]
pub struct Qr {
    rows: usize,
    /// The vector of each reflection, which acts from its own row on.
    reflections: Vec<Vec<f64>>,
    triangle: Matrix,
    order: Vec<usize>,
}

impl Qr {
    /// Factors a matrix.
    pub fn new(matrix: Matrix) -> Self {
        let rows = matrix.rows();
        let mut columns = matrix.columns;
        let size = columns.len();
        let mut order: Vec<usize> = (0..size).collect();
        let mut triangle = Matrix::zeros(size, size);
        let mut reflections = Vec::with_capacity(size);
        for step in 0..size.min(rows) {
            let rest = |column: &Vec<f64>| norm(column.get(step..).unwrap_or_default());
            let norms = columns.iter().enumerate().skip(step);
            let norms = norms.map(|(place, column)| (place, rest(column)));
            let (pivot, length) =
                norms.fold(
                    (step, -1.0),
                    |best, next| {
                        if next.1 > best.1 { next } else { best }
                    },
                );
            columns.swap(step, pivot);
            order.swap(step, pivot);
            triangle.columns.swap(step, pivot);
            let Some((column, others)) = columns.get_mut(step..).and_then(<[_]>::split_first_mut)
            else {
                break;
            };
            let reflection = reflection(column.get(step..).unwrap_or_default(), length);
            let diagonal = if column.get(step).is_some_and(|x| *x > 0.0) {
                -length
            } else {
                length
            };
            triangle.put(step, step, diagonal);
            for (place, other) in others.iter_mut().enumerate() {
                let rest = other.get_mut(step..).unwrap_or_default();
                reflect(&reflection, rest);
                let entry = rest.first().copied().unwrap_or(0.0);
                triangle.put(step, step + 1 + place, entry);
            }
            reflections.push(reflection);
        }
        Self {
            rows,
            reflections,
            triangle,
            order,
        }
    }

    /// How many columns are independent, as far as rounding can tell.
    pub fn rank(&self) -> usize {
        let size = self.order.len();
        let first = self.triangle.at(0, 0).abs();
        let least = first * f64::EPSILON * self.rows.max(size) as f64;
        let is_above = |i: &usize| self.triangle.at(*i, *i).abs() > least;
        (0..size).take_while(is_above).count()
    }

    /// The transposed of Q times a vector, in place.
    pub fn transposed(&self, vector: &mut [f64]) {
        for (step, reflection) in self.reflections.iter().enumerate() {
            reflect(reflection, vector.get_mut(step..).unwrap_or_default());
        }
    }

    /// Q times a vector, in place.
    pub fn rotate(&self, vector: &mut [f64]) {
        for (step, reflection) in self.reflections.iter().enumerate().rev() {
            reflect(reflection, vector.get_mut(step..).unwrap_or_default());
        }
    }

    /// R with its columns in the order of the matrix: with it, norms of A·x are those of the
    /// product.
    pub fn compact(&self) -> Matrix {
        let mut columns = vec![Vec::new(); self.order.len()];
        for (place, column) in self.order.iter().zip(self.triangle.columns()) {
            if let Some(slot) = columns.get_mut(*place) {
                slot.clone_from(column);
            }
        }
        Matrix::from(columns)
    }

    /// The x with the least norm of A·x + b, given b times the transposed of Q; columns that
    /// depend on others get 0.
    pub fn solve(&self, turned: &[f64]) -> Vec<f64> {
        let rank = self.rank();
        let mut y: Vec<f64> = turned.iter().take(rank).map(|x| -x).collect();
        for i in (0..rank).rev() {
            let (before, from) = y.split_at_mut(i);
            let Some(last) = from.first_mut() else { break };
            *last /= self.triangle.at(i, i);
            let column = self.triangle.columns().get(i);
            add(before, -*last, column.map_or(&[], Vec::as_slice));
        }
        let mut x = vec![0.0; self.order.len()];
        for (place, y) in self.order.iter().zip(y) {
            if let Some(slot) = x.get_mut(*place) {
                *slot = y;
            }
        }
        x
    }

    /// The norm of (Rᵀ)⁻¹·Pᵀ·x.
    pub fn dual_norm(&self, x: &[f64]) -> f64 {
        let mut y: Vec<f64> = Vec::with_capacity(x.len());
        for (i, place) in self.order.iter().enumerate() {
            let column = self
                .triangle
                .columns()
                .get(i)
                .map_or(&[][..], Vec::as_slice);
            let known = dot(column, &y);
            let x = x.get(*place).copied().unwrap_or(0.0);
            y.push((x - known) / self.triangle.at(i, i));
        }
        norm(&y)
    }

    /// The inverse of AᵀA, where the columns are independent.
    pub fn inverse_gram(&self) -> Option<Matrix> {
        let size = self.order.len();
        if self.rank() < size {
            return None;
        }
        // The rows of the inverse of R, each a solution with the transposed.
        let mut inverse = Matrix::zeros(size, size);
        for j in 0..size {
            for i in (0..=j).rev() {
                let known: f64 = (i + 1..=j)
                    .map(|k| self.triangle.at(i, k) * inverse.at(k, j))
                    .sum();
                let unit = if i == j { 1.0 } else { 0.0 };
                inverse.put(i, j, (unit - known) / self.triangle.at(i, i));
            }
        }
        let mut gram = Matrix::zeros(size, size);
        for (i, row) in self.order.iter().enumerate() {
            for (j, column) in self.order.iter().enumerate() {
                let entry = (i.max(j)..size).map(|k| inverse.at(i, k) * inverse.at(j, k));
                gram.put(*row, *column, entry.sum());
            }
        }
        Some(gram)
    }
}

/// The vector v, of norm √2, such that 1 - v·vᵀ makes all of a column but its first entry zero.
fn reflection(column: &[f64], length: f64) -> Vec<f64> {
    let mut vector = column.to_vec();
    if length == 0.0 {
        vector.fill(0.0);
        return vector;
    }
    vector.iter_mut().for_each(|x| *x /= length);
    if let Some(first) = vector.first_mut() {
        let sign = if *first > 0.0 { 1.0 } else { -1.0 };
        *first += sign;
        // The square of the norm is 2·|first|.
        let scale = first.abs().sqrt();
        vector.iter_mut().for_each(|x| *x /= scale);
    }
    vector
}

fn reflect(reflection: &[f64], vector: &mut [f64]) {
    let factor = dot(reflection, vector);
    add(vector, -factor, reflection);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Matrix {
        Matrix::from(vec![
            vec![1.0, 1.0, 1.0, 1.0],
            vec![0.0, 1.0, 2.0, 3.0],
            vec![0.0, 1.0, 4.0, 9.5],
        ])
    }

    #[test]
    fn least_squares() {
        let qr = Qr::new(sample());
        assert_eq!(qr.rank(), 3);
        // The target is a combination of the columns.
        let mut target: Vec<f64> = sample().times(&[-3.0, 0.5, 2.0]);
        qr.transposed(&mut target);
        let x = qr.solve(&target);
        for (x, expected) in x.iter().zip([3.0, -0.5, -2.0]) {
            assert!((x - expected).abs() < 1e-13, "{x}");
        }
        qr.rotate(&mut target);
        let again = sample().times(&[-3.0, 0.5, 2.0]);
        assert!(
            target
                .iter()
                .zip(&again)
                .all(|(a, b)| (a - b).abs() < 1e-13)
        );
    }

    #[test]
    fn dependent_columns_are_seen() {
        let mut matrix = sample();
        matrix.columns[2] = matrix.columns[0].iter().map(|x| 3.0 * x).collect();
        let qr = Qr::new(matrix);
        assert_eq!(qr.rank(), 2);
        assert!(qr.inverse_gram().is_none());
    }

    #[test]
    fn the_gram_matrix_is_inverted() {
        let (matrix, inverse) = (sample(), Qr::new(sample()).inverse_gram().unwrap());
        let gram = |i: usize, j: usize| dot(&matrix.columns[i], &matrix.columns[j]);
        for i in 0..3 {
            for j in 0..3 {
                let product: f64 = (0..3).map(|k| gram(i, k) * inverse.at(k, j)).sum();
                let unit = if i == j { 1.0 } else { 0.0 };
                assert!((product - unit).abs() < 1e-11, "{i} {j} {product}");
            }
        }
    }

    #[test]
    fn compact_keeps_norms() {
        let qr = Qr::new(sample());
        let x = [0.3, -2.0, 1.0];
        let (full, compact) = (sample().times(&x), qr.compact().times(&x));
        assert!((norm(&full) - norm(&compact)).abs() < 1e-13);
        // The norm of R⁻ᵀx, squared, is xᵀ(AᵀA)⁻¹x.
        let gram = qr.inverse_gram().unwrap();
        let expected = dot(&x, &gram.times(&x)).sqrt();
        assert!((qr.dual_norm(&x) - expected).abs() < 1e-12);
    }
}
