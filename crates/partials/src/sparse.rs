//! Jacobians and Hessians of which most entries are zero, as solvers take them.

use partials_symbolic::Graph;
use partials_symbolic::graph::Id;
use partials_symbolic::lower::{Shape, Value};
use partials_symbolic::sparse::{Pattern, SparseHessian, SparseJacobian};

use crate::{Compiled, Derivative, Error, Function};

/// A matrix of derivatives of which only the entries are kept that can differ from zero.
///
/// ```
/// use partials::Function;
/// let f = Function::parse("f(x, y, z) = x^2*y + z^3")?;
/// let hessian = f.sparse_hessian()?;
/// let places: Vec<_> = hessian.pattern().entries().collect();
/// assert_eq!(places, [(0, 0), (1, 0), (0, 1), (2, 2)]);
/// assert_eq!(hessian.entries().arranged().to_string(), "[2*y, 2*x, 2*x, 6*z]");
/// assert_eq!(hessian.values(&[1.0, 2.0, 3.0])?, [4.0, 2.0, 2.0, 18.0]);
/// let lower = hessian.pattern().lower(); // what Ipopt wants
/// assert_eq!(lower.map, [0, 1, 3]);
/// # Ok::<(), partials::Error>(())
/// ```
///
/// A solver that asks for values again and again takes [`Sparse::compile`].
#[derive(Clone, Debug)]
pub struct Sparse {
    pattern: Pattern,
    entries: Derivative,
    colors: usize,
}

impl Sparse {
    /// Which entries there are.
    #[must_use]
    pub fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    /// The entries in the order of the pattern, as one vector.
    #[must_use]
    pub fn entries(&self) -> &Derivative {
        &self.entries
    }

    /// In how many directions the entries were found.
    #[must_use]
    pub fn colors(&self) -> usize {
        self.colors
    }

    /// The values of the entries at a point, in the order of the pattern.
    ///
    /// # Errors
    /// As [`Function::values`].
    pub fn values(&self, point: &[f64]) -> Result<Vec<f64>, Error> {
        self.entries.values(point)
    }

    /// Makes the entries ready to be evaluated many times.
    ///
    /// ```
    /// use partials::Function;
    /// let f = Function::parse("f(x, y, z) = x^2*y + z^3")?;
    /// let hessian = f.sparse_hessian()?.compile()?;
    /// let mut values = vec![0.0; hessian.pattern().len()];
    /// hessian.values(&[1.0, 2.0, 3.0], &mut values)?;
    /// assert_eq!(values, [4.0, 2.0, 2.0, 18.0]); // CSC: by columns, in each by rows
    ///
    /// let by_rows = hessian.pattern().by_rows(); // CSR
    /// let values_by_rows: Vec<f64> = by_rows.map.iter().map(|k| values[*k]).collect();
    /// assert_eq!((by_rows.starts, values_by_rows), (vec![0, 2, 3, 4], values));
    /// let places = hessian.pattern().triplets().unwrap(); // COO of 32 bits
    /// assert_eq!((places.rows, places.columns), (vec![0, 1, 0, 2], vec![0, 0, 1, 2]));
    /// # Ok::<(), partials::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where a function in an entry is not defined.
    pub fn compile(&self) -> Result<CompiledSparse, Error> {
        Ok(CompiledSparse {
            pattern: self.pattern.clone(),
            entries: self.entries.compile()?,
        })
    }
}

/// The values of a sparse matrix of derivatives, again and again, in a pattern that stays: what a
/// solver asks for. [`Pattern`] has it by columns, by rows, as triplets and as triangles, each with
/// the place of every entry in the values.
#[derive(Debug)]
pub struct CompiledSparse {
    pattern: Pattern,
    entries: Compiled,
}

impl CompiledSparse {
    /// Which entries there are.
    #[must_use]
    pub fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    /// The entries as a vector that is ready to be evaluated, at many points too.
    #[must_use]
    pub fn entries(&self) -> &Compiled {
        &self.entries
    }

    /// Fills in the values of the entries at a point, in the order of the pattern. Nothing is
    /// allocated.
    ///
    /// # Errors
    /// Where the lengths are not those of the variables and the pattern.
    pub fn values(&self, point: &[f64], values: &mut [f64]) -> Result<(), Error> {
        self.entries.values(point, values)
    }
}

impl Function {
    /// The Jacobian, without the entries that are zero by structure: a row for each element, a
    /// column for each variable.
    #[must_use]
    pub fn sparse_jacobian(&self) -> Sparse {
        self.with_graph(|graph, value| {
            let variables = value.variables(graph);
            let SparseJacobian {
                pattern,
                values,
                coloring,
                ..
            } = SparseJacobian::new(graph, &value.elements, &variables);
            self.sparse(graph, value, pattern, values, coloring.count())
        })
    }

    /// The Hessian of a number, without the entries that are zero by structure.
    ///
    /// # Errors
    /// Where the function is a vector or matrix.
    pub fn sparse_hessian(&self) -> Result<Sparse, Error> {
        self.with_graph(|graph, value| {
            let Some(function) = value.as_scalar() else {
                return Err(Error::mismatch("a number", value.shape.to_string()));
            };
            let variables = value.variables(graph);
            let SparseHessian {
                pattern,
                values,
                coloring,
            } = SparseHessian::new(graph, function, &variables);
            Ok(self.sparse(graph, value, pattern, values, coloring.count()))
        })
    }

    fn sparse(
        &self,
        graph: &Graph,
        value: &Value,
        pattern: Pattern,
        values: Vec<Id>,
        colors: usize,
    ) -> Sparse {
        let entries = self.derived(Value {
            shape: Shape::Vector(values.len()),
            elements: values,
            variables: Some(value.variables(graph)),
            origins: Vec::new(),
            decimals: value.decimals,
            leibniz: value.leibniz,
        });
        Sparse {
            pattern,
            entries,
            colors,
        }
    }
}
