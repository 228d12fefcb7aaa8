//! Pictures of functions.
//!
//! ```
//! use partials::{Function, plot::Kind};
//! let f = Function::parse("f(x, y) = x^2 + y^2")?;
//! let figure = f.plot().range("x", -2.0, 2.0).range("y", -2.0, 2.0).kind(Kind::Contour).figure()?;
//! assert!(figure.svg().starts_with("<svg"));
//! assert!(figure.png(2.0).is_ok_and(|image| image.starts_with(b"\x89PNG")));
//! # Ok::<(), partials::Error>(())
//! ```

mod curve;
mod domain;
mod page;
mod plane;
mod program;
mod progress;
mod quotient;

pub use partials_plot::color::{Ink, Theme};
pub use partials_plot::figure::{Camera, Dots, Figure, Lines, Mark, Panel, Path, Plane, Space};
pub use partials_plot::png::PngError;
pub use partials_plot::terminal::Screen;
pub use partials_plot::text::Text;
pub use progress::progress;
pub use quotient::difference_quotient;

use crate::{Error, Function};

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Of one variable: its curve.
    Curve,
    /// Of two variables: its surface.
    Surface,
    /// Of two variables: the regions between levels, filled, with labelled lines.
    Contour,
    /// Of two variables: level lines, and the gradient as arrows.
    Field,
}

/// A picture of a function, or of several in the same variables: what it shows, and how.
///
/// What is not said is found: ranges from the domain, the kind from the number of variables.
#[derive(Clone, Debug)]
pub struct Plot {
    functions: Vec<(String, Function)>,
    parameters: Vec<(String, f64)>,
    ranges: Vec<(String, (f64, f64))>,
    values: Option<(f64, f64)>,
    kinds: Vec<Kind>,
    theme: Theme,
    size: Option<(f64, f64)>,
    samples: usize,
    derivative: bool,
    tangents: Vec<f64>,
    arrows: bool,
    streams: bool,
    paths: Vec<Vec<[f64; 2]>>,
    starts: Vec<[f64; 2]>,
    data: Vec<[f64; 2]>,
    residuals: bool,
    logarithmic: (bool, bool),
    levels: Option<Vec<f64>>,
    camera: Camera,
    title: Option<String>,
}

/// The most points along an axis.
pub const SAMPLES: usize = 2000;

impl Function {
    /// A picture of the function, which has one variable or two.
    #[must_use]
    pub fn plot(&self) -> Plot {
        Plot::new("f", self)
    }
}

impl Plot {
    /// A picture of a function of some name.
    #[must_use]
    pub fn new(name: &str, function: &Function) -> Self {
        Self {
            functions: vec![(name.to_owned(), function.clone())],
            parameters: Vec::new(),
            ranges: Vec::new(),
            values: None,
            kinds: Vec::new(),
            theme: Theme::Light,
            size: None,
            samples: 201,
            derivative: false,
            tangents: Vec::new(),
            arrows: false,
            streams: false,
            paths: Vec::new(),
            starts: Vec::new(),
            data: Vec::new(),
            residuals: false,
            logarithmic: (false, false),
            levels: None,
            camera: Camera::default(),
            title: None,
        }
    }

    /// Another function of the same variable, as a curve.
    #[must_use]
    pub fn and(mut self, name: &str, function: &Function) -> Self {
        self.functions.push((name.to_owned(), function.clone()));
        self
    }

    /// Gives a variable a value. A page has a slider for it.
    #[must_use]
    pub fn set(mut self, variable: &str, value: f64) -> Self {
        self.parameters.retain(|(name, _)| name != variable);
        self.parameters.push((variable.to_owned(), value));
        self
    }

    /// Shows a variable from one value to another.
    #[must_use]
    pub fn range(mut self, variable: &str, low: f64, high: f64) -> Self {
        self.ranges.retain(|(name, _)| name != variable);
        self.ranges.push((variable.to_owned(), (low, high)));
        self
    }

    /// Shows values from one to another, and nothing beyond.
    #[must_use]
    pub fn values(mut self, low: f64, high: f64) -> Self {
        self.values = Some((low, high));
        self
    }

    /// What is drawn; asked several times, in panels side by side.
    #[must_use]
    pub fn kind(mut self, kind: Kind) -> Self {
        self.kinds.push(kind);
        self
    }

    /// Light or dark.
    #[must_use]
    pub fn theme(mut self, theme: Theme) -> Self {
        self.theme = theme;
        self
    }

    /// The size, in pixels of 1/96 inch.
    #[must_use]
    pub fn size(mut self, width: f64, height: f64) -> Self {
        self.size = Some((width, height));
        self
    }

    /// How many points a surface has along each axis: 201 unless it is said.
    #[must_use]
    pub fn samples(mut self, samples: usize) -> Self {
        self.samples = samples.clamp(2, SAMPLES);
        self
    }

    /// Shows the derivative of a curve too.
    #[must_use]
    pub fn with_derivative(mut self) -> Self {
        self.derivative = true;
        self
    }

    /// Shows the tangent of a curve at a place.
    #[must_use]
    pub fn tangent(mut self, at: f64) -> Self {
        self.tangents.push(at);
        self
    }

    /// Shows the gradient as arrows.
    #[must_use]
    pub fn arrows(mut self) -> Self {
        self.arrows = true;
        self
    }

    /// Shows the lines of steepest descent.
    #[must_use]
    pub fn streams(mut self) -> Self {
        self.streams = true;
        self
    }

    /// Shows the steps of a method from its start to its end: as dots on a plane, and on a surface.
    #[must_use]
    pub fn path(mut self, points: &[[f64; 2]]) -> Self {
        self.paths.push(points.to_vec());
        self
    }

    /// Shows the way of a steepest descent from a place.
    #[must_use]
    pub fn descend(mut self, start: [f64; 2]) -> Self {
        self.starts.push(start);
        self
    }

    /// Shows points of data beside a curve.
    #[must_use]
    pub fn data(mut self, points: &[[f64; 2]]) -> Self {
        self.data.extend_from_slice(points);
        self
    }

    /// Shows how far the data lie above and below the curve, in a panel of its own.
    #[must_use]
    pub fn residuals(mut self) -> Self {
        self.residuals = true;
        self
    }

    /// Shows the variable, or the values, on a logarithmic axis.
    #[must_use]
    pub fn logarithmic(mut self, variable: bool, values: bool) -> Self {
        self.logarithmic = (variable, values);
        self
    }

    /// The levels of lines, in rising order; round ones are found where none are named.
    #[must_use]
    pub fn levels(mut self, levels: &[f64]) -> Self {
        let mut levels: Vec<f64> = levels
            .iter()
            .copied()
            .filter(|level| level.is_finite())
            .collect();
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        self.levels = Some(levels);
        self
    }

    /// The direction from which a surface is seen.
    #[must_use]
    pub fn camera(mut self, camera: Camera) -> Self {
        self.camera = camera;
        self
    }

    /// What stands above, as a formula; the function itself where nothing is said.
    #[must_use]
    pub fn title(mut self, title: &str) -> Self {
        self.title = Some(title.to_owned());
        self
    }

    /// The picture as plain data.
    ///
    /// # Errors
    /// Where the function is no number, has no or too many variables, or is defined nowhere.
    pub fn figure(&self) -> Result<Figure, Error> {
        match self.variables()?.as_slice() {
            [x] => self.curves(x),
            [x, y] => self.panels(x, y),
            _ => Err(self.wrong_variables()),
        }
    }

    /// The picture as a page that needs no network: it can be turned, tells values, and has a
    /// slider for each parameter.
    ///
    /// # Errors
    /// As [`Plot::figure`].
    pub fn page(&self) -> Result<String, Error> {
        page::page(self)
    }

    /// The variables that are left when parameters have values.
    fn variables(&self) -> Result<Vec<String>, Error> {
        let mut found: Vec<String> = Vec::new();
        for (_, function) in &self.functions {
            if function.lowered().as_scalar().is_none() {
                return Err(Error::mismatch(
                    "a number to plot",
                    function.shape().to_string(),
                ));
            }
            for name in function.variables() {
                if !found.contains(name) && !self.is_set(name) {
                    found.push(name.clone());
                }
            }
        }
        if found.is_empty() {
            // A constant is shown over the variable that was named.
            found.extend(self.ranges.iter().map(|(name, _)| name.clone()).take(1));
        }
        let asked_twice = self.kinds.iter().any(|kind| *kind != Kind::Curve);
        if found.is_empty() || found.len() > 2 || (found.len() == 1 && asked_twice) {
            return Err(self.wrong_variables());
        }
        for (name, (low, high)) in &self.ranges {
            if !found.contains(name) {
                return Err(Error::mismatch(
                    format!("a range of {}", found.join(" or ")),
                    format!("`{name}`"),
                ));
            }
            if !(low < high && low.is_finite() && high.is_finite()) {
                return Err(Error::mismatch(
                    format!("a range of {name} from low to high"),
                    format!("{low}..{high}"),
                ));
            }
        }
        Ok(found)
    }

    fn is_set(&self, name: &str) -> bool {
        self.parameters.iter().any(|(known, _)| known == name)
    }

    fn wrong_variables(&self) -> Error {
        let names = self.functions.iter().flat_map(|(_, f)| f.variables());
        let mut names: Vec<&str> = names
            .map(String::as_str)
            .filter(|name| !self.is_set(name))
            .collect();
        names.sort_unstable();
        names.dedup();
        let found = match names.as_slice() {
            [] => "none".to_owned(),
            names => format!("{} (others can be given values)", names.join(", ")),
        };
        let expected = if self.kinds.iter().any(|kind| *kind != Kind::Curve) {
            "two variables to plot"
        } else {
            "one or two variables to plot"
        };
        Error::mismatch(expected, found)
    }

    /// A function with the values of parameters in it, of these variables in this order.
    fn bound(&self, function: &Function, variables: &[String]) -> Result<Function, Error> {
        let mut values = Vec::with_capacity(self.parameters.len());
        for (name, value) in &self.parameters {
            if !value.is_finite() {
                return Err(Error::mismatch(
                    format!("a finite value of {name}"),
                    value.to_string(),
                ));
            }
            values.push((name.as_str(), Function::parse(&format!("{value:?}"))?));
        }
        let values: Vec<(&str, &Function)> =
            values.iter().map(|(name, value)| (*name, value)).collect();
        let bound = function.substitute(&values);
        Ok(bound.of_variables(variables))
    }

    /// What stands above the picture.
    fn heading(&self, variables: &[String]) -> Text {
        let Some((name, function)) = self.functions.first() else {
            return Text::default();
        };
        if let Some(title) = &self.title {
            return Text::formula(title);
        }
        match (short(function), self.functions.len()) {
            (Some(formula), 1) => {
                Text::formula(&format!("{name}({}) = {formula}", variables.join(", ")))
            }
            _ => Text::default(),
        }
    }

    fn range_of(&self, variable: &str) -> Option<(f64, f64)> {
        let found = self.ranges.iter().find(|(name, _)| name == variable);
        found.map(|(_, range)| *range)
    }
}

/// The formula of a function, unless it is long.
fn short(function: &Function) -> Option<String> {
    let text = function.text();
    let formula = text.results.into_iter().next()?;
    (text.definitions.is_empty() && formula.chars().count() <= 64).then_some(formula)
}
