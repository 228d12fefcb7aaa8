//! Curves of functions of one variable, with derivative, tangents, data and residuals.

use partials_plot::color::Ink;
use partials_plot::curve::{Curve, sample};
use partials_plot::figure::{Axis, Dots, Figure, Lines, Mark, Panel, Plane};
use partials_plot::range::{Bounds, widened};
use partials_plot::text::Text;
use partials_plot::ticks;

use partials_symbolic::Rational;

use super::{Plot, domain, short};
use crate::{Compiled, Error, Function};

/// The size of a picture, unless one is said.
const SIZE: (f64, f64) = (720.0, 480.0);

/// What is shown of some curves.
pub(super) struct Shown {
    pub range: (f64, f64),
    pub cut: (bool, bool),
    functions: Vec<(String, Function, Compiled)>,
    drawn: Vec<Drawn>,
}

/// What is drawn of one function.
struct Drawn {
    name: Text,
    curve: Curve,
}

impl Plot {
    pub(super) fn curves(&self, x: &str) -> Result<Figure, Error> {
        let Shown {
            range,
            functions,
            drawn,
            ..
        } = self.drawn_curves(x)?;
        let bounds = self.bounds_of(&drawn)?;
        let mut plane = Plane {
            x: axis(Text::formula(x), range, self.logarithmic.0),
            y: axis(Text::default(), bounds, self.logarithmic.1),
            ..Plane::default()
        };
        if let ([(name, ..)], false) = (functions.as_slice(), self.derivative) {
            plane.y.label = Text::formula(&format!("{name}({x})"));
        }
        plane.marks = self.curve_marks(drawn, bounds);
        for (name, function, _) in &functions {
            for at in &self.tangents {
                plane
                    .marks
                    .extend(tangent((name, function), x, *at, range)?);
            }
        }
        if !self.data.is_empty() {
            let dots = Dots {
                name: Text::plain("data"),
                ..Dots::new(self.data.clone(), Ink::Text)
            };
            plane.marks.insert(0, Mark::Dots(dots));
        }
        let mut panels = vec![Panel::Plane(plane)];
        if let (true, Some((_, _, compiled))) = (self.residuals, functions.first()) {
            panels.push(Panel::Plane(self.residual_panel(compiled, x, range)));
        }
        let (width, height) = self
            .size
            .unwrap_or((SIZE.0 * if panels.len() > 1 { 1.5 } else { 1.0 }, SIZE.1));
        Ok(Figure {
            width,
            height,
            theme: self.theme,
            title: self.heading(&[x.to_owned()]),
            panels,
        })
    }

    /// All curves, each followed by its derivative if that is asked for.
    pub(super) fn drawn_curves(&self, x: &str) -> Result<Shown, Error> {
        let functions = self.compiled(&[x.to_owned()])?;
        let range = self.shown(&functions, x);
        let mut drawn = Vec::new();
        for (name, function, compiled) in &functions {
            drawn.push(self.drawn(self.name_of(name, function, x), range, compiled));
            if self.derivative {
                let slope = function.partial(x)?;
                let formula = short(&slope.arranged()).map(|text| format!(" = {text}"));
                let name = format!("{name}′({x}){}", formula.unwrap_or_default());
                drawn.push(self.drawn(Text::formula(&name), range, &slope.compile()?));
            }
        }
        let cuts = drawn
            .iter()
            .filter_map(|drawn| drawn.curve.bounds)
            .map(|bounds| bounds.cut);
        let cut = cuts.fold((false, false), |(a, b), (c, d)| (a || c, b || d));
        Ok(Shown {
            range,
            cut,
            functions,
            drawn,
        })
    }

    /// The functions with the values of their parameters, ready to be evaluated.
    pub(super) fn compiled(
        &self,
        variables: &[String],
    ) -> Result<Vec<(String, Function, Compiled)>, Error> {
        let compiled = |(name, function): &(String, Function)| {
            let bound = self.bound(function, variables)?;
            let compiled = bound.compile()?;
            Ok((name.clone(), bound, compiled))
        };
        self.functions.iter().map(compiled).collect()
    }

    fn shown(&self, functions: &[(String, Function, Compiled)], x: &str) -> (f64, f64) {
        let given = self.range_of(x).or_else(|| {
            let places = self
                .data
                .iter()
                .map(|point| point[0])
                .chain(self.tangents.iter().copied());
            let (low, high) = places.fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(v), b.max(v)));
            (!self.data.is_empty() && low < high).then(|| widened(low, high, 0.04))
        });
        let found = functions
            .iter()
            .map(|(.., compiled)| domain::ranges(compiled, &[given]));
        let (mut low, mut high) = (f64::MAX, f64::MIN);
        for (a, b) in found.flatten() {
            (low, high) = (low.min(a), high.max(b));
        }
        if given.is_none() {
            for at in &self.tangents {
                (low, high) = (low.min(at - 1.0), high.max(at + 1.0));
            }
            if self.logarithmic.0 {
                (low, high) = (
                    if low > 0.0 {
                        low
                    } else {
                        1e-3 * high.max(1e-9)
                    },
                    high.max(1e-9),
                );
            }
        }
        (low, high)
    }

    fn drawn(&self, name: Text, (low, high): (f64, f64), compiled: &Compiled) -> Drawn {
        let positive = self.logarithmic.1;
        let f = |x: f64| match compiled.value(&[x]) {
            Ok(value) if !positive || value > 0.0 => value,
            _ => f64::NAN,
        };
        Drawn {
            name,
            curve: sample(low, high, self.logarithmic.0, f),
        }
    }

    /// The legend names each of several; a single one stands in the title.
    fn name_of(&self, name: &str, function: &Function, x: &str) -> Text {
        if self.functions.len() == 1
            && !self.derivative
            && self.data.is_empty()
            && self.tangents.is_empty()
        {
            return Text::default();
        }
        let formula = short(function)
            .map(|text| format!(" = {text}"))
            .unwrap_or_default();
        Text::formula(&format!("{name}({x}){formula}"))
    }

    fn bounds_of(&self, drawn: &[Drawn]) -> Result<(f64, f64), Error> {
        if let Some(values) = self.values {
            return Ok(values);
        }
        let bounds: Vec<Bounds> = drawn
            .iter()
            .filter_map(|drawn| drawn.curve.bounds)
            .collect();
        let lows = bounds
            .iter()
            .map(|b| b.low)
            .chain(self.data.iter().map(|p| p[1]));
        let low = lows.fold(f64::INFINITY, f64::min);
        let highs = bounds
            .iter()
            .map(|b| b.high)
            .chain(self.data.iter().map(|p| p[1]));
        let high = highs.fold(f64::NEG_INFINITY, f64::max);
        if bounds.is_empty() || !low.is_finite() || !high.is_finite() {
            return Err(Error::mismatch(
                "a function with values in the range",
                "none",
            ));
        }
        if self.logarithmic.1 {
            return Ok((low / 1.3, high * 1.3));
        }
        Ok(widened(low, high, 0.06))
    }

    fn curve_marks(&self, drawn: Vec<Drawn>, bounds: (f64, f64)) -> Vec<Mark> {
        let mut marks = Vec::new();
        for drawn in &drawn {
            let cut = drawn
                .curve
                .bounds
                .is_some_and(|bounds| bounds.cut != (false, false));
            if cut {
                let line = |x: &f64| vec![[*x, bounds.0], [*x, bounds.1]];
                let lines = drawn.curve.jumps.iter().map(line).collect();
                let lines = Lines {
                    width: 1.0,
                    ..Lines::new(lines, Ink::Quiet).dashed()
                };
                marks.push(Mark::Lines(lines));
            }
        }
        for (i, drawn) in drawn.into_iter().enumerate() {
            let lines = Lines::new(drawn.curve.pieces, Ink::Series(i)).named(drawn.name);
            marks.push(Mark::Lines(lines));
        }
        marks
    }

    fn residual_panel(&self, compiled: &Compiled, x: &str, range: (f64, f64)) -> Plane {
        let residual = |point: &[f64; 2]| {
            let value = compiled.value(&[point[0]]).ok()?;
            Some([point[0], point[1] - value]).filter(|p| p[1].is_finite())
        };
        let points: Vec<[f64; 2]> = self.data.iter().filter_map(residual).collect();
        let largest = points.iter().map(|p| p[1].abs()).fold(0.0, f64::max);
        let high = if largest == 0.0 { 1.0 } else { 1.15 * largest };
        let dots = Dots {
            stems: true,
            ..Dots::new(points, Ink::Series(1))
        };
        Plane {
            title: Text::plain("residuals"),
            x: axis(Text::formula(x), range, self.logarithmic.0),
            y: axis(Text::default(), (-high, high), false),
            marks: vec![Mark::Dots(dots)],
            ..Plane::default()
        }
    }
}

pub(super) fn axis(label: Text, (low, high): (f64, f64), logarithmic: bool) -> Axis {
    Axis {
        label,
        low,
        high,
        logarithmic,
    }
}

/// The derivative at a place, where it exists: at a kink a rule alone would give a convention.
pub(super) fn slope_at(function: &Function, x: &str, at: f64) -> Result<f64, Error> {
    let expected = || format!("a place where the function has a derivative in {x}");
    let place =
        Rational::from_f64(at).ok_or_else(|| Error::mismatch(expected(), at.to_string()))?;
    let found = function.derivatives_at(&[x], &[place])?;
    let Some(local) = found.first() else {
        return Err(Error::mismatch(expected(), "none"));
    };
    let value = local.value().filter(|value| value.is_finite());
    value.ok_or_else(|| Error::mismatch(expected(), format!("{at} ({local})")))
}

/// The tangent at a place, with its point and its slope.
pub(super) fn tangent(
    (name, function): (&str, &Function),
    x: &str,
    at: f64,
    (low, high): (f64, f64),
) -> Result<Vec<Mark>, Error> {
    let (value, slope) = (function.value(&[at])?, slope_at(function, x, at)?);
    let on = |x: f64| [x, value + slope * (x - at)];
    let line = Lines::new(vec![vec![on(low), on(high)]], Ink::Series(3)).dashed();
    let place = ticks::short(at).source();
    let note = Text::formula(&format!("{name}′({place}) = ")).and(&ticks::short(slope).source());
    Ok(vec![
        Mark::Lines(line),
        Mark::Dots(Dots {
            radius: 4.5,
            ..Dots::new(vec![[at, value]], Ink::Series(3))
        }),
        Mark::Note {
            at: [at, value],
            text: note,
            ink: Ink::Series(3),
        },
    ])
}
