//! The difference quotient made visible: secants that turn into the tangent, and the errors of
//! differences against their step.

use partials_numeric::difference::{
    Difference, Options, central_difference, differentiate, forward_difference,
};
use partials_numeric::elementary::pow;
use partials_plot::color::{Color, Ink, Theme};
use partials_plot::curve::sample;
use partials_plot::figure::{Dots, Figure, Lines, Mark, Panel, Plane};
use partials_plot::range::widened;
use partials_plot::text::Text;
use partials_plot::ticks;

use super::curve::{axis, slope_at, tangent};
use super::short;
use crate::{Error, Function};

/// The first step of a secant; each further one is half as long.
const SECANTS: u32 = 5;
/// Steps of differences for each power of ten.
const STEPS: u32 = 6;
/// The smallest step is a ten-thousandth of a millionth of a millionth.
const POWERS: u32 = 16;
/// What can't be seen on a logarithmic axis is shown here.
const LEAST: f64 = 1e-18;

/// The picture of the difference quotients of a function of one variable at a place.
///
/// # Errors
/// Where the function is no number of one variable, or has no derivative at the place.
pub fn difference_quotient(function: &Function, at: f64, theme: Theme) -> Result<Figure, Error> {
    let [x] = function.variables() else {
        return Err(Error::mismatch(
            "one variable",
            function.variables().len().to_string(),
        ));
    };
    let mut title = Text::plain("differences");
    if let Some(formula) = short(function) {
        title = Text::formula(&format!("f({x}) = {formula}"));
    }
    let place = format!(" at {x} = ");
    let title = title
        .and(" ")
        .and_formula(&place)
        .and(&ticks::short(at).source());
    Ok(Figure {
        width: 1240.0,
        height: 500.0,
        theme,
        title,
        panels: vec![
            Panel::Plane(secants(function, x, at)?),
            Panel::Plane(errors(function, x, at)?),
        ],
    })
}

fn secants(function: &Function, x: &str, at: f64) -> Result<Plane, Error> {
    let first = 1.6;
    let range = (at - 0.9, at + 1.9);
    let compiled = function.compile()?;
    let f = |x: f64| compiled.value(&[x]).unwrap_or(f64::NAN);
    let curve = sample(range.0, range.1, false, f);
    let bounds = curve
        .bounds
        .ok_or_else(|| Error::mismatch("a function with values", "none"))?;
    let values = widened(bounds.low, bounds.high, 0.12);
    let mut marks = vec![];
    let value = f(at);
    let mut feet = Vec::new();
    for i in 0..SECANTS {
        let h = first / f64::from(1 << i);
        let slope = forward_difference(f, at, h);
        if !slope.is_finite() {
            continue;
        }
        let on = |x: f64| [x, value + slope * (x - at)];
        let part = f64::from(i) / f64::from(SECANTS - 1);
        let color = Color::hex(0xe6_9f00).mix(Color::hex(0xd5_5e00), part);
        let line = Lines {
            width: 1.3,
            ..Lines::new(vec![vec![on(range.0), on(range.1)]], Ink::Fixed(color))
        };
        let name = Text::plain("secant, ")
            .and_formula("h")
            .and(" = ")
            .and(&ticks::short(h).source());
        marks.push(Mark::Lines(line.named(name)));
        feet.push([at + h, f(at + h)]);
    }
    let lines = Lines {
        width: 2.4,
        ..Lines::new(curve.pieces, Ink::Series(0))
    };
    marks.push(Mark::Lines(lines.named(Text::formula(&format!("f({x})")))));
    marks.push(Mark::Dots(Dots::new(
        feet,
        Ink::Fixed(Color::hex(0xd5_5e00)),
    )));
    let mut tangent = tangent(("f", function), x, at, range)?;
    if let Some(Mark::Lines(line)) = tangent.first_mut() {
        line.name = Text::plain("tangent");
        line.dashed = false;
        line.width = 2.0;
    }
    marks.extend(tangent);
    Ok(Plane {
        title: Text::plain("Secants turn into the tangent"),
        x: axis(Text::formula(x), range, false),
        y: axis(Text::default(), values, false),
        marks,
        ..Plane::default()
    })
}

/// One kind of difference.
struct Rule {
    name: &'static str,
    ink: Ink,
    /// The power of the step in its error.
    order: i32,
    /// The derivative in its error, and the number that divides it.
    term: (usize, f64),
    difference: fn(&dyn Fn(f64) -> f64, f64, f64) -> f64,
}

const RULES: [Rule; 3] = [
    Rule {
        name: "forward",
        ink: Ink::Series(1),
        order: 1,
        term: (2, 2.0),
        difference: |f, x, h| forward_difference(f, x, h),
    },
    Rule {
        name: "central",
        ink: Ink::Series(0),
        order: 2,
        term: (3, 6.0),
        difference: |f, x, h| central_difference(f, x, h),
    },
    Rule {
        name: "extrapolated",
        ink: Ink::Series(2),
        order: 4,
        // Richardson, 1911: the terms in h² of two steps cancel.
        term: (5, 480.0),
        difference: |f, x, h| {
            (4.0 * central_difference(f, x, h / 2.0) - central_difference(f, x, h)) / 3.0
        },
    },
];

fn errors(function: &Function, x: &str, at: f64) -> Result<Plane, Error> {
    // Values and derivatives in the order of the formula, as a program of one's own has them.
    let f = |x: f64| function.value(&[x]).unwrap_or(f64::NAN);
    let slope = slope_at(function, x, at)?;
    let steps: Vec<f64> = (0..=STEPS * POWERS)
        .map(|i| pow(10.0, -f64::from(i) / f64::from(STEPS)))
        .collect();
    let mut marks = Vec::new();
    let mut best = Vec::new();
    let size = f(at).abs().max(slope.abs() * at.abs());
    let noise = |h: &f64| [*h, f64::EPSILON * size / h];
    if size > 0.0 {
        let line = Lines {
            width: 1.0,
            ..Lines::new(vec![steps.iter().map(noise).collect()], Ink::Quiet).dashed()
        };
        marks.push(Mark::Lines(
            line.named(
                Text::plain("rounding: ")
                    .and_formula("ε")
                    .and("/")
                    .and_formula("h"),
            ),
        ));
    }
    for rule in &RULES {
        let error = |h: &f64| {
            let error = ((rule.difference)(&f, at, *h) - slope).abs();
            error.is_finite().then_some([*h, error.max(LEAST)])
        };
        let found: Vec<[f64; 2]> = steps.iter().filter_map(error).collect();
        if let Some(factor) = truncation(function, x, at, rule) {
            let line = steps.iter().map(|h| [*h, factor * h.powi(rule.order)]);
            let line = line.filter(|p| p[1] > LEAST).collect();
            let line = Lines {
                width: 1.0,
                ..Lines::new(vec![line], rule.ink).dashed()
            };
            let name = Text::plain(&format!("{}: O(", rule.name))
                .and_formula(&power(rule.order))
                .and(")");
            marks.push(Mark::Lines(line.named(name)));
        }
        let least = found.iter().min_by(|a, b| a[1].total_cmp(&b[1])).copied();
        if let Some([h, _]) = least {
            let name = Text::plain(&format!("{}, best ", rule.name)).and_formula("h");
            best.push((least, rule.ink, name.and(" = ").and_formula(&in_powers(h))));
        }
        marks.push(Mark::Dots(Dots {
            radius: 2.2,
            ..Dots::new(found, rule.ink)
        }));
    }
    for (place, ink, name) in best {
        let dots = Dots {
            radius: 5.0,
            ..Dots::new(place.into_iter().collect(), ink)
        };
        marks.push(Mark::Dots(Dots { name, ..dots }));
    }
    let own = differentiate(f, at, &Options::default());
    marks.extend(adaptive(&own, slope));
    Ok(Plane {
        title: Text::plain("Error of differences against their step"),
        x: axis(
            Text::formula("h"),
            (10_f64.powi(-(POWERS as i32)), 1.0),
            true,
        ),
        y: axis(
            Text::plain("error"),
            (1e-17, 1e1 * slope.abs().max(1.0)),
            true,
        ),
        marks,
        ..Plane::default()
    })
}

/// The factor of `h^order` in the error of a rule.
fn truncation(function: &Function, x: &str, at: f64, rule: &Rule) -> Option<f64> {
    let (order, divisor) = rule.term;
    let derivative = function.derivative(&vec![x; order]).ok()?;
    let factor = derivative.value(&[at]).ok()?.abs() / divisor;
    (factor.is_finite() && factor > 0.0).then_some(factor)
}

fn power(order: i32) -> String {
    if order == 1 {
        "h".to_owned()
    } else {
        format!("h^{order}")
    }
}

/// `3.2*10^(-6)`
fn in_powers(h: f64) -> String {
    let text = format!("{h:.1e}");
    match text.split_once('e') {
        Some((digits, "0")) => digits.to_owned(),
        Some((digits, power)) => format!("{digits}*10^({power})"),
        None => text,
    }
}

/// What the adaptive difference finds, at the smallest step that it used.
fn adaptive(own: &Difference, slope: f64) -> Option<Mark> {
    let known = own.value.is_finite() && own.step > 0.0;
    let error = (own.value - slope)
        .abs()
        .max(1e-16 * slope.abs())
        .max(LEAST);
    known.then(|| {
        Mark::Dots(Dots {
            radius: 6.0,
            name: Text::plain("adaptive, its own ").and_formula("h"),
            ..Dots::new(vec![[own.step, error]], Ink::Series(3))
        })
    })
}
