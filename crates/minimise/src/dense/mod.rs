//! Small linear algebra: vectors as slices, matrices by columns, and the factorisations that
//! descents and fits need.

mod cholesky;
mod eigen;
mod qr;

pub use cholesky::Cholesky;
pub use eigen::Eigen;
pub use qr::Qr;

/// Sums that run side by side, as wide as the registers of most machines.
const LANES: usize = 8;

/// The scalar product, as far as both vectors reach.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    let length = a.len().min(b.len());
    let whole = length - length % LANES;
    let ((a, a_rest), (b, b_rest)) = (a.split_at(whole), b.split_at(whole));
    let mut sums = [0.0; LANES];
    for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        let products = a.iter().zip(b).map(|(a, b)| a * b);
        sums.iter_mut()
            .zip(products)
            .for_each(|(sum, product)| *sum += product);
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}

/// The Euclidean norm, without overflow on the way.
pub fn norm(a: &[f64]) -> f64 {
    let square = dot(a, a);
    // Far from both ends of the range nothing was lost.
    if (1e-280..1e280).contains(&square) {
        return square.sqrt();
    }
    let largest = largest(a);
    if largest == 0.0 || !largest.is_finite() {
        return largest;
    }
    largest * a.iter().map(|x| (x / largest).powi(2)).sum::<f64>().sqrt()
}

/// The largest absolute value; NaN where there is one.
pub fn largest(a: &[f64]) -> f64 {
    a.iter().fold(0.0, |most: f64, x| {
        if x.is_nan() || most.is_nan() {
            f64::NAN
        } else {
            most.max(x.abs())
        }
    })
}

/// Adds a multiple of `a` to `to`.
pub fn add(to: &mut [f64], factor: f64, a: &[f64]) {
    to.iter_mut().zip(a).for_each(|(to, a)| *to += factor * a);
}

/// a - b, as far as both reach.
pub fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// The sum of the squares, added up to twice the precision of a float (Ogita, Rump and Oishi 2005).
pub fn sum_of_squares(a: &[f64]) -> f64 {
    let (mut sums, mut errors) = ([0.0; LANES], [0.0; LANES]);
    for a in a.chunks(LANES) {
        for ((sum, error), x) in sums.iter_mut().zip(&mut errors).zip(a) {
            let (total, rest) = two_sum(*sum, x * x);
            *error += rest;
            *sum = total;
        }
    }
    let (mut sum, mut rest) = (0.0, errors.iter().sum::<f64>());
    for part in sums {
        let (total, error) = two_sum(sum, part);
        rest += error;
        sum = total;
    }
    sum + rest
}

/// A sum, and what was lost when it was rounded (Knuth).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// A matrix by columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: Vec<Vec<f64>>,
}

impl Matrix {
    /// A matrix of zeros.
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Self {
            rows,
            columns: vec![vec![0.0; rows]; columns],
        }
    }

    /// The square matrix with ones on its diagonal.
    pub fn identity(size: usize) -> Self {
        let mut matrix = Self::zeros(size, size);
        (0..size).for_each(|i| matrix.put(i, i, 1.0));
        matrix
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns.
    pub fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }

    /// The columns, to be written to; each keeps its length.
    pub fn columns_mut(&mut self) -> &mut [Vec<f64>] {
        &mut self.columns
    }

    /// An entry; NaN outside of the matrix.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        let column = self.columns.get(column);
        column.and_then(|c| c.get(row)).copied().unwrap_or(f64::NAN)
    }

    /// Sets an entry; nothing happens outside of the matrix.
    pub fn put(&mut self, row: usize, column: usize, value: f64) {
        let column = self.columns.get_mut(column);
        if let Some(entry) = column.and_then(|c| c.get_mut(row)) {
            *entry = value;
        }
    }

    /// The product with a vector.
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; self.rows];
        for (column, x) in self.columns.iter().zip(vector) {
            add(&mut product, *x, column);
        }
        product
    }

    /// The product of the transposed with a vector.
    pub fn transposed_times(&self, vector: &[f64]) -> Vec<f64> {
        self.columns.iter().map(|c| dot(c, vector)).collect()
    }

    /// The columns of these places.
    #[must_use]
    pub fn select(&self, places: &[usize]) -> Self {
        let columns = places.iter().filter_map(|place| self.columns.get(*place));
        Self {
            rows: self.rows,
            columns: columns.cloned().collect(),
        }
    }

    /// The rows and columns of these places.
    #[must_use]
    pub fn block(&self, places: &[usize]) -> Self {
        let mut block = Self::zeros(places.len(), places.len());
        for (j, column) in places.iter().enumerate() {
            for (i, row) in places.iter().enumerate() {
                block.put(i, j, self.at(*row, *column));
            }
        }
        block
    }
}

impl From<Vec<Vec<f64>>> for Matrix {
    /// Columns of the same length.
    fn from(columns: Vec<Vec<f64>>) -> Self {
        Self {
            rows: columns.first().map_or(0, Vec::len),
            columns,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_squares_keep_what_is_small() {
        // Each of the small squares is less than half of the last digit of the sum.
        let mut numbers = vec![1e8; 8];
        numbers.extend([0.5; 64]);
        assert_eq!(sum_of_squares(&numbers), 8e16 + 16.0);
    }

    #[test]
    fn norms_do_not_overflow() {
        assert!((norm(&[3e200, 4e200]) / 5e200 - 1.0).abs() < 1e-15);
        assert!(largest(&[1.0, f64::NAN, 2.0]).is_nan());
    }
}
