//! Matrices of which most entries are zero.

use crate::dense::norm;

/// A matrix by columns, of each the entries that can differ from zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Sparse {
    rows: usize,
    starts: Vec<usize>,
    places: Vec<usize>,
    values: Vec<f64>,
}

impl Sparse {
    /// A matrix of zeros: where each column starts among the entries and where the last one ends,
    /// and the row of each entry. Entries outside of the matrix count for nothing.
    #[must_use]
    pub fn new(rows: usize, starts: &[usize], places: &[usize]) -> Self {
        Self {
            rows,
            starts: starts.to_vec(),
            places: places.to_vec(),
            values: vec![0.0; places.len()],
        }
    }

    /// The number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The entries, column by column.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The entries, to be written to.
    pub fn values_mut(&mut self) -> &mut [f64] {
        &mut self.values
    }

    /// Of each column the rows of its entries, and the entries.
    fn each(&self) -> impl Iterator<Item = (&[usize], &[f64])> {
        self.starts.windows(2).map(|range| {
            let range = match range {
                [start, end] => *start..*end,
                _ => 0..0,
            };
            let places = self.places.get(range.clone()).unwrap_or_default();
            (places, self.values.get(range).unwrap_or_default())
        })
    }

    /// The norm of each column.
    #[must_use]
    pub fn norms(&self) -> Vec<f64> {
        self.each().map(|(_, values)| norm(values)).collect()
    }

    /// The product with a vector.
    #[must_use]
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; self.rows];
        for ((places, values), x) in self.each().zip(vector) {
            for (place, value) in places.iter().zip(values) {
                if let Some(sum) = product.get_mut(*place) {
                    *sum += value * x;
                }
            }
        }
        product
    }

    /// The product of the transposed with a vector.
    #[must_use]
    pub fn transposed_times(&self, vector: &[f64]) -> Vec<f64> {
        let entry = |(place, value): (&usize, &f64)| vector.get(*place).map_or(0.0, |x| x * value);
        self.each()
            .map(|(places, values)| places.iter().zip(values).map(entry).sum())
            .collect()
    }
}
