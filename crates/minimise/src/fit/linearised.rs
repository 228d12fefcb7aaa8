//! The residuals near a point: as far as they are linear.

use crate::dense::{Matrix, Qr, add, dot, norm};
use crate::problem::{gather, scatter};
use crate::{Residuals, Sparse};

/// The derivatives of residuals: a column for each parameter, a row for each residual.
pub enum Jacobian {
    Dense(Matrix),
    Sparse(Sparse),
}

impl Jacobian {
    /// The derivatives at a point, and the residuals.
    pub fn new(model: &dyn Residuals, point: &[f64], residuals: &mut [f64]) -> Self {
        if let Some(sparse) = model.sparse_jacobian(point, residuals) {
            return Self::Sparse(sparse);
        }
        let mut dense = Matrix::zeros(model.count(), model.parameters());
        model.jacobian(point, residuals, &mut dense);
        Self::Dense(dense)
    }

    pub fn is_finite(&self) -> bool {
        match self {
            Self::Dense(matrix) => matrix.columns().iter().flatten().all(|x| x.is_finite()),
            Self::Sparse(matrix) => matrix.values().iter().all(|x| x.is_finite()),
        }
    }

    /// The norm of each column.
    pub fn norms(&self) -> Vec<f64> {
        match self {
            Self::Dense(matrix) => matrix.columns().iter().map(|c| norm(c)).collect(),
            Self::Sparse(matrix) => matrix.norms(),
        }
    }

    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        match self {
            Self::Dense(matrix) => matrix.times(vector),
            Self::Sparse(matrix) => matrix.times(vector),
        }
    }

    pub fn transposed_times(&self, vector: &[f64]) -> Vec<f64> {
        match self {
            Self::Dense(matrix) => matrix.transposed_times(vector),
            Self::Sparse(matrix) => matrix.transposed_times(vector),
        }
    }
}

/// The residuals r + A·y in scaled variables y, the free parameters times their scales.
pub enum Linearised<'a> {
    Factored(Factored),
    Iterated(Iterated<'a>),
}

impl<'a> Linearised<'a> {
    pub fn new(
        jacobian: &'a Jacobian,
        residuals: &'a [f64],
        free: &'a [usize],
        scales: Vec<f64>,
    ) -> Self {
        match jacobian {
            Jacobian::Dense(matrix) => {
                Self::Factored(Factored::new(matrix.select(free), residuals, &scales))
            }
            Jacobian::Sparse(matrix) => Self::Iterated(Iterated {
                matrix,
                residuals,
                free,
                scales,
            }),
        }
    }

    /// How much of the residuals the derivatives can reach: the norm of their part in the space of
    /// the columns, or of their largest part along one column.
    pub fn reach(&self) -> f64 {
        match self {
            Self::Factored(problem) => norm(&problem.target),
            Self::Iterated(problem) => problem.reach(),
        }
    }

    /// The y in a ball with the least norm of the residuals, and whether it lies inside.
    pub fn minimum(&self, radius: f64) -> (Vec<f64>, bool) {
        match self {
            Self::Factored(problem) => problem.minimum(radius),
            Self::Iterated(problem) => problem.minimum(radius),
        }
    }
}

/// With A = Q·R factored: the residuals turned by Q, as far as A can reach them, are target + R·y.
pub struct Factored {
    factor: Qr,
    target: Vec<f64>,
}

impl Factored {
    fn new(mut matrix: Matrix, residuals: &[f64], scales: &[f64]) -> Self {
        for (column, scale) in matrix.columns_mut().iter_mut().zip(scales) {
            column.iter_mut().for_each(|x| *x /= scale);
        }
        let factor = Qr::new(matrix);
        let mut target = residuals.to_vec();
        factor.transposed(&mut target);
        target.truncate(scales.len());
        Self { factor, target }
    }

    /// The y in a ball with the least norm of the residuals, and whether it lies inside.
    fn minimum(&self, radius: f64) -> (Vec<f64>, bool) {
        let size = self.target.len();
        let triangle = self.factor.compact();
        let independent = self.factor.rank() == size;
        let mut low = 0.0;
        if independent {
            let newton = self.factor.solve(&self.target);
            let length = norm(&newton);
            if length <= 1.1 * radius {
                return (newton, true);
            }
            let dual = self.factor.dual_norm(&newton);
            low = (length / dual).powi(2) * (length - radius) / radius;
        }
        let slope = triangle.transposed_times(&self.target);
        let high = norm(&slope) / radius;
        let first = if low > 0.0 { low } else { 1e-3 * high };
        let damped = |damping| {
            let (y, factor) = self.damped(&triangle, damping);
            let rise = factor.dual_norm(&y).powi(2) / norm(&y).powi(3);
            (y, rise)
        };
        (of_length(radius, (low, high), first, damped), false)
    }

    fn damped(&self, triangle: &Matrix, damping: f64) -> (Vec<f64>, Qr) {
        let size = self.target.len();
        let root = damping.sqrt();
        let columns = triangle.columns().iter().enumerate().map(|(j, column)| {
            let mut column = column.clone();
            column.resize(2 * size, 0.0);
            if let Some(entry) = column.get_mut(size + j) {
                *entry = root;
            }
            column
        });
        let factor = Qr::new(Matrix::from(columns.collect::<Vec<_>>()));
        let mut target = self.target.clone();
        target.resize(2 * size, 0.0);
        factor.transposed(&mut target);
        (factor.solve(&target), factor)
    }
}

/// The y whose length is the radius, nearly, by damping: the reciprocal of the length is almost linear
/// in it (Hebden 1973), so that Newton's method, kept inside of a bracket, finds it soon. Given are the
/// bracket, the first damping, and for each damping y with the slope of the reciprocal.
fn of_length(
    radius: f64,
    (mut low, mut high): (f64, f64),
    first: f64,
    mut damped: impl FnMut(f64) -> (Vec<f64>, f64),
) -> Vec<f64> {
    let (mut damping, mut step) = (first, Vec::new());
    for _ in 0..30 {
        let (y, rise) = damped(damping);
        let length = norm(&y);
        step = y;
        if (length - radius).abs() <= 0.1 * radius {
            break;
        }
        match length > radius {
            true => low = damping,
            false => high = damping,
        }
        let next = damping + (radius.recip() - length.recip()) / rise;
        damping = match next > low && next < high {
            true => next,
            false => (low * high).sqrt().max(1e-3 * high),
        };
    }
    step
}

/// With A as it is, in which most entries are zero: conjugate gradients for its least squares.
pub struct Iterated<'a> {
    matrix: &'a Sparse,
    residuals: &'a [f64],
    free: &'a [usize],
    scales: Vec<f64>,
}

/// The part of the first gradient at which conjugate gradients end.
const SMALL: f64 = 1e-12;
/// Their most steps, as a multiple of the number of parameters, and without.
const STEPS: (usize, usize) = (4, 5000);

impl Iterated<'_> {
    /// A times a vector.
    fn times(&self, vector: &[f64]) -> Vec<f64> {
        let scaled: Vec<f64> = vector
            .iter()
            .zip(&self.scales)
            .map(|(y, s)| y / s)
            .collect();
        let size = self.matrix.columns();
        self.matrix.times(&scatter(&scaled, self.free, size))
    }

    /// The transposed of A times a vector.
    fn transposed_times(&self, vector: &[f64]) -> Vec<f64> {
        let mut product = gather(&self.matrix.transposed_times(vector), self.free);
        product
            .iter_mut()
            .zip(&self.scales)
            .for_each(|(x, s)| *x /= s);
        product
    }

    fn reach(&self) -> f64 {
        let slopes = self.transposed_times(self.residuals);
        let norms = gather(&self.matrix.norms(), self.free);
        let along = slopes.iter().zip(&self.scales).zip(norms);
        along.fold(0.0, |most: f64, ((slope, scale), norm)| match norm {
            0.0 => most,
            norm => most.max((slope * scale / norm).abs()),
        })
    }

    fn minimum(&self, radius: f64) -> (Vec<f64>, bool) {
        let newton = self.damped(0.0);
        let mut before = (0.0, norm(&newton));
        if before.1 <= 1.1 * radius {
            return (newton, true);
        }
        let high = norm(&self.transposed_times(self.residuals)) / radius;
        // The slope is that between two dampings (Reinsch 1971).
        let damped = |damping| {
            let y = self.damped(damping);
            let length = norm(&y);
            let rise = (length.recip() - before.1.recip()) / (damping - before.0);
            before = (damping, length);
            (y, rise)
        };
        (of_length(radius, (0.0, high), 1e-3 * high, damped), false)
    }

    /// The y with the least sum of the squares of the residuals and of √damping·y, by conjugate
    /// gradients (Hestenes and Stiefel 1952).
    fn damped(&self, damping: f64) -> Vec<f64> {
        let mut y = vec![0.0; self.free.len()];
        let mut rest: Vec<f64> = self.residuals.iter().map(|r| -r).collect();
        let mut direction = self.transposed_times(&rest);
        let mut square = dot(&direction, &direction);
        let least = square * SMALL * SMALL;
        for _ in 0..(STEPS.0 * y.len()).min(STEPS.1) {
            let image = self.times(&direction);
            let curvature = dot(&image, &image) + damping * dot(&direction, &direction);
            if square <= least || curvature == 0.0 {
                break;
            }
            let factor = square / curvature;
            add(&mut y, factor, &direction);
            add(&mut rest, -factor, &image);
            let mut slope = self.transposed_times(&rest);
            add(&mut slope, -damping, &y);
            let before = std::mem::replace(&mut square, dot(&slope, &slope));
            for (d, s) in direction.iter_mut().zip(&slope) {
                *d = s + square / before * *d;
            }
        }
        y
    }
}
