//! Values of functions: in doubles, in intervals, to any number of digits.

use partials_numeric::ball::{Ball, Precision};
use partials_numeric::interval::Interval;
use partials_numeric::scalar::Scalar;
use partials_symbolic::Rational;
use partials_symbolic::arrange::{Facts, VariableOrder, arrange};
use partials_symbolic::graph::{Id, substitute};
use rustc_hash::FxHashMap;

use super::{Function, lock};
use crate::Error;
use crate::local::Evaluation;
use crate::undefined::undefined_part;

impl Function {
    /// The values of all elements at a point, in source order and double precision; NaN where
    /// there is none.
    ///
    /// # Errors
    /// Where the point has another number of coordinates, or a function is not defined.
    pub fn values(&self, point: &[f64]) -> Result<Vec<f64>, Error> {
        self.check_point(point.len())?;
        Ok(self.tape()?.evaluate(point, ()))
    }

    /// The values of all elements at a point, in any [scalar](Scalar): `f32` (as
    /// [`Generic`](partials_numeric::scalar::Generic)), `f64`, complex numbers, intervals, balls,
    /// and [duals](partials_numeric::scalar::Dual) of them. The context is what makes a number,
    /// such as the precision of balls; of floats it is `()`.
    ///
    /// ```
    /// use partials::Function;
    /// use partials::numeric::scalar::{Dual, Generic};
    /// let f = Function::parse("f(x, y) = x*sin(y)")?;
    /// let along_x = [Dual::variable(2.0, ()), Dual::fixed(0.5, ())];
    /// assert_eq!(f.values_with(&along_x, ())?[0].slope, 0.5_f64.sin());
    /// let single = f.values_with(&[Generic(2.0_f32), Generic(0.5)], ())?;
    /// assert!((single[0].0 - 2.0 * 0.5_f32.sin()).abs() < 1e-6);
    /// # Ok::<(), partials::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Function::values`].
    pub fn values_with<S: Scalar>(
        &self,
        point: &[S],
        context: S::Context,
    ) -> Result<Vec<S>, Error> {
        self.check_point(point.len())?;
        Ok(self.tape()?.evaluate(point, context))
    }

    /// The value of a number at a point.
    ///
    /// # Errors
    /// As [`Function::values`], and where the function is no number.
    pub fn value(&self, point: &[f64]) -> Result<f64, Error> {
        match self.values(point)?.as_slice() {
            [value] => Ok(*value),
            _ => Err(Error::mismatch("a number", self.value.shape.to_string())),
        }
    }

    /// Everything that can be said of the values at an exact point: the nearest floats, enclosures,
    /// exact rationals.
    ///
    /// # Errors
    /// As [`Function::values`].
    pub fn evaluate(&self, point: &[Rational]) -> Result<Vec<Evaluation>, Error> {
        self.check_point(point.len())?;
        let tape = self.tape()?;
        let floats: Vec<f64> = point.iter().map(Rational::to_f64).collect();
        let intervals: Vec<Interval> = point.iter().map(|x| Scalar::number(x, ())).collect();
        let values = tape.evaluate(&floats, ());
        let enclosures: Vec<Interval> = tape.evaluate(&intervals, ());
        let exact = self.exact(point);
        Ok(values
            .into_iter()
            .zip(enclosures)
            .zip(exact)
            .map(|((value, enclosure), exact)| Evaluation {
                value,
                enclosure,
                exact,
            })
            .collect())
    }

    /// Of each element that has no value at a point, the part that is outside its domain: the
    /// smallest that has no value although all that it is made of has. A part whose value is
    /// beyond the range of floats is named too.
    ///
    /// ```
    /// use partials::{Function, symbolic::Rational};
    /// let f = Function::parse("x^2 + ln(x)")?;
    /// assert_eq!(f.undefined_parts(&[Rational::from(-1)])?, [Some("ln(x)".to_owned())]);
    /// # Ok::<(), partials::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Function::values`].
    pub fn undefined_parts(&self, point: &[Rational]) -> Result<Vec<Option<String>>, Error> {
        self.check_point(point.len())?;
        let graph = lock(&self.graph);
        let decimals = self.value.decimals;
        let elements = self.value.elements.iter();
        elements
            .map(|id| undefined_part(&graph, *id, &self.variables, point, decimals))
            .collect()
    }

    /// The elements that are rational at a rational point.
    fn exact(&self, point: &[Rational]) -> Vec<Option<Rational>> {
        lock(&self.graph).with(|arena| {
            let mut replacements = FxHashMap::default();
            for (name, value) in self.variables.iter().zip(point) {
                let id = arena.number(value.clone());
                replacements.insert(arena.symbol(name), id);
            }
            let elements: Vec<Id> = self
                .value
                .elements
                .iter()
                .map(|id| substitute(arena, *id, &replacements))
                .collect();
            let order = VariableOrder::default();
            let arranged = arrange(arena, &elements, &order, &Facts::default());
            arranged
                .iter()
                .map(|id| arena.as_number(*id).cloned())
                .collect()
        })
    }

    /// Balls of so many bits that hold the values at an exact point.
    ///
    /// # Errors
    /// As [`Function::values`].
    pub fn ball(&self, point: &[Rational], bits: u32) -> Result<Vec<Ball>, Error> {
        self.check_point(point.len())?;
        let precision = Precision::bits(bits);
        let inputs: Vec<Ball> = point.iter().map(|x| Scalar::number(x, precision)).collect();
        Ok(self.tape()?.evaluate(&inputs, precision))
    }

    /// The values at an exact point to so many significant digits, all of them right; `None` for
    /// an element that can't be bounded so closely.
    ///
    /// # Errors
    /// As [`Function::values`].
    pub fn digits(&self, point: &[Rational], digits: usize) -> Result<Vec<Option<String>>, Error> {
        let wanted = (digits as f64 * std::f64::consts::LOG2_10) as u32 + 16;
        let mut found: Vec<Option<String>> = Vec::new();
        for factor in [1, 2, 4, 8] {
            let bits = wanted.saturating_mul(factor).max(64);
            found = self
                .ball(point, bits)?
                .iter()
                .map(|ball| {
                    let certain = ball.is_value()
                        && (ball.is_exact() || ball.relative_accuracy_bits() >= wanted.into());
                    certain.then(|| ball.to_digits(digits))
                })
                .collect();
            if found.iter().all(Option::is_some) {
                break;
            }
        }
        Ok(found)
    }
}
