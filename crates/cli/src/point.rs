//! Points of the command line: `x=1,y=pi/4`.

use partials::Function;
use partials::parser::Code;
use partials::symbolic::Rational;
use partials::symbolic::lower::Shape;

use crate::error::Error;
use crate::input::{Formula, Source};

/// Values of variables.
#[derive(Clone, Debug, Default)]
pub struct Point {
    coordinates: Vec<Coordinate>,
}

/// The value of one variable.
#[derive(Clone, Debug)]
struct Coordinate {
    name: String,
    /// The value, an expression without variables.
    value: Function,
    /// The value where it is rational.
    exact: Option<Rational>,
    /// The nearest float.
    float: f64,
}

impl Coordinate {
    fn new(name: String, value: Function) -> Result<Self, partials::Error> {
        let found = value.evaluate(&[])?.into_iter().next();
        let exact = found.as_ref().and_then(|found| found.exact.clone());
        let float = match &exact {
            Some(exact) => exact.to_f64(),
            None => found.map_or(f64::NAN, |found| found.value),
        };
        Ok(Self {
            name,
            value,
            exact,
            float,
        })
    }
}

/// A function at a point, as far as the values are rational; the others are part of the function.
pub struct Placed {
    /// The function of those variables that have rational values.
    pub function: Function,
    /// Their values.
    pub point: Vec<Rational>,
}

impl Point {
    /// Reads `x=1,y=pi/4`; a vector stands for its elements.
    ///
    /// # Errors
    /// Where it can't be read, or a value has variables.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut point = Self::default();
        for part in parts(text) {
            let named = part
                .split_once('=')
                .and_then(|(left, value)| Some((name(left)?, value)));
            let Some((name, value)) = named else {
                let message = format!("`{text}` is no point: write one as in `x=1,y=2`");
                return Err(Error::usage(Code::Statement, message));
            };
            point.add(&name, value.trim())?;
        }
        Ok(point)
    }

    /// The point that a statement names.
    ///
    /// # Errors
    /// Does not happen: rationals are expressions.
    pub fn of(at: &[(String, Rational)]) -> Result<Self, Error> {
        let mut point = Self::default();
        for (name, value) in at {
            point.add(name, &value.to_string())?;
        }
        Ok(point)
    }

    fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let value = Function::parse(text).map_err(|error| Source::formula(text).wrong(&error))?;
        if let Some(variable) = value.variables().first() {
            let message = format!("`{variable}` has no value in `{name} = {text}`");
            return Err(Error::usage(Code::NoValue, message));
        }
        if value.shape() == Shape::Scalar {
            self.coordinates
                .push(Coordinate::new(name.to_owned(), value)?);
            return Ok(());
        }
        for (i, element) in value.elements().into_iter().enumerate() {
            let index = match value.shape() {
                Shape::Matrix(_, columns) => {
                    format!("{},{}", i / columns.max(1), i % columns.max(1))
                }
                _ => i.to_string(),
            };
            self.coordinates
                .push(Coordinate::new(format!("{name}[{index}]"), element)?);
        }
        Ok(())
    }

    /// Refuses names that no formula has.
    ///
    /// # Errors
    /// Where a value is given to such a name.
    pub fn check_names(&self, formulas: &[Formula]) -> Result<(), Error> {
        if formulas.is_empty() {
            return Ok(());
        }
        let variables = formulas.iter().flat_map(|f| f.function.variables());
        self.check_variables(&variables.cloned().collect::<Vec<_>>())
    }

    /// Refuses names that are not among these variables.
    ///
    /// # Errors
    /// Where a value is given to another name.
    pub fn check_variables(&self, variables: &[String]) -> Result<(), Error> {
        let mut names = self.coordinates.iter().map(|coordinate| &coordinate.name);
        match names.find(|name| !variables.contains(name)) {
            Some(unknown) => {
                let message = format!("there is no variable `{unknown}`");
                Err(Error::usage(Code::Mismatch, message))
            }
            None => Ok(()),
        }
    }

    fn of_variable(&self, name: &str) -> Result<&Coordinate, Error> {
        self.coordinates
            .iter()
            .find(|coordinate| coordinate.name == name)
            .ok_or_else(|| {
                let message = format!("`{name}` has no value: give one, as in `--at {name}=1`");
                Error::usage(Code::NoValue, message)
            })
    }

    /// The values of the variables of a function as floats.
    ///
    /// # Errors
    /// Where one has no value.
    pub fn floats(&self, variables: &[String]) -> Result<Vec<f64>, Error> {
        variables
            .iter()
            .map(|name| Ok(self.of_variable(name)?.float))
            .collect()
    }

    /// The function with those values in it that are not rational, and the others.
    ///
    /// # Errors
    /// Where a variable has no value.
    pub fn place(&self, function: &Function) -> Result<Placed, Error> {
        let mut values: Vec<(&str, &Function)> = Vec::new();
        for name in function.variables() {
            let coordinate = self.of_variable(name)?;
            if coordinate.exact.is_none() {
                values.push((name, &coordinate.value));
            }
        }
        let placed = if values.is_empty() {
            function.clone()
        } else {
            function.substitute(&values)
        };
        let mut point = Vec::new();
        for name in placed.variables() {
            point.push(
                self.of_variable(name)?
                    .exact
                    .clone()
                    .unwrap_or(Rational::ZERO),
            );
        }
        Ok(Placed {
            function: placed,
            point,
        })
    }

    /// Name and value of each coordinate.
    pub fn coordinates(&self) -> impl Iterator<Item = (&str, f64)> {
        self.coordinates
            .iter()
            .map(|coordinate| (coordinate.name.as_str(), coordinate.float))
    }

    /// The point as it is written, in floats.
    pub fn text(&self) -> String {
        let written: Vec<String> = self
            .coordinates()
            .map(|(name, value)| format!("{name} = {}", crate::notation::number(value)))
            .collect();
        written.join(", ")
    }
}

/// The parts between commas that no bracket encloses.
fn parts(text: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    text.split(|c| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    })
    .collect()
}

/// The name of a variable, or of an element of one, as the language spells it.
fn name(text: &str) -> Option<String> {
    let text = text.trim();
    if text.starts_with(|c: char| c.is_ascii_digit()) || text.contains(['(', '|', '.', ' ', '!']) {
        return None;
    }
    let function = Function::parse(text).ok()?;
    match function.variables() {
        [name] if function.text().results == [name.as_str()] => Some(name.clone()),
        // A parameter may have the name of a constant.
        [] if text.chars().all(char::is_alphanumeric) => Some(text.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(Point::parse(text).unwrap().text(), expected);
    }

    #[test]
    fn points_are_read() {
        check("x=1,y=-2", "x = 1, y = -2");
        check(" x = 1e-3, x₁ = atan2(0, 1)", "x = 0.001, x_1 = 0");
        check("x[0]=2,x[1]=3", "x[0] = 2, x[1] = 3");
        check("w=[1/2, 2],e=3", "w[0] = 0.5, w[1] = 2, e = 3");
    }

    #[test]
    fn what_is_no_point_is_refused() {
        for text in [
            "", "x", "x=", "x=y", "2x=1", "x+y=1", "x=1,", "sin(x)=1", "x=1/2/",
        ] {
            assert!(Point::parse(text).is_err(), "{text}");
        }
    }
}
