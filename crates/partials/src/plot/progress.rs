//! How the value of a function falls, step by step.

use partials_plot::color::{Ink, Theme};
use partials_plot::figure::{Dots, Figure, Lines, Mark, Panel, Plane};
use partials_plot::range::widened;
use partials_plot::text::Text;

use super::curve::axis;
use crate::Error;

/// More steps than these have no dots.
const DOTTED: usize = 80;

/// The values of a function along descents, against the number of the step; on a logarithmic axis
/// where all are positive.
///
/// # Errors
/// Where there is no value.
pub fn progress(descents: &[Vec<f64>], name: &str, theme: Theme) -> Result<Figure, Error> {
    let values = descents.iter().flatten().copied().filter(|v| v.is_finite());
    let (low, high) = values.fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(v), b.max(v)));
    if low > high {
        return Err(Error::mismatch("a descent with values", "none"));
    }
    let logarithmic = low > 0.0 && high > 20.0 * low;
    let range = if logarithmic {
        (low / 1.5, high * 1.5)
    } else {
        widened(low, high, 0.05)
    };
    let longest = descents.iter().map(Vec::len).max().unwrap_or(0);
    let mut marks = Vec::new();
    for (i, descent) in descents.iter().enumerate() {
        let points = descent
            .iter()
            .enumerate()
            .filter(|(_, value)| value.is_finite());
        let points: Vec<[f64; 2]> = points.map(|(step, value)| [step as f64, *value]).collect();
        if points.len() <= DOTTED {
            marks.push(Mark::Dots(Dots::new(points.clone(), Ink::Series(i))));
        }
        marks.push(Mark::Lines(Lines::new(vec![points], Ink::Series(i))));
    }
    let plane = Plane {
        x: axis(
            Text::plain("step"),
            (0.0, longest.saturating_sub(1).max(1) as f64),
            false,
        ),
        y: axis(Text::formula(name), range, logarithmic),
        marks,
        ..Plane::default()
    };
    Ok(Figure {
        width: 720.0,
        height: 480.0,
        theme,
        title: Text::default(),
        panels: vec![Panel::Plane(plane)],
    })
}
