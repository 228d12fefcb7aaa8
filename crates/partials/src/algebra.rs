//! What exact algebra says of functions: whether two are equal, and their simpler forms.

use partials_symbolic::equal::{DEFAULT_FUEL, Equality, equal_within};
use partials_symbolic::lower::Shape;

use crate::{Error, Function};

impl Function {
    /// Whether two functions are equal wherever both have values, element by element: proved,
    /// probable or unknown.
    ///
    /// ```
    /// use partials::Function;
    /// let f = Function::parse("sin(x)^2")?;
    /// let g = Function::parse("1 - cos(x)^2")?;
    /// assert!(f.equality(&g)?.iter().all(|entry| entry.is_proved()));
    /// # Ok::<(), partials::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the shapes differ.
    pub fn equality(&self, other: &Self) -> Result<Vec<Equality>, Error> {
        self.equality_within(other, DEFAULT_FUEL)
    }

    /// As [`Function::equality`], after so much work at most for each element, counted in products
    /// of terms.
    ///
    /// # Errors
    /// Where the shapes differ.
    pub fn equality_within(&self, other: &Self, fuel: u64) -> Result<Vec<Equality>, Error> {
        let (ours, theirs) = (self.with_elements(), other.with_elements());
        let shape = |shape: Shape| shape.to_string();
        if ours.shape != theirs.shape {
            return Err(Error::mismatch(shape(ours.shape), shape(theirs.shape)));
        }
        let images: Vec<_> = theirs
            .elements
            .iter()
            .map(|id| self.adopt(other, *id))
            .collect();
        Ok(self.with_graph(|graph, _| {
            let pairs = ours.elements.iter().zip(&images);
            pairs
                .map(|(a, b)| equal_within(graph, *a, *b, fuel))
                .collect()
        }))
    }
}
