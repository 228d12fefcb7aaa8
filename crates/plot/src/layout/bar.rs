//! The bar beside a picture that says what colours mean.

use super::plane::power;
use super::sheet::{LABEL, SMALL, Sheet};
use crate::color::{Ink, viridis};
use crate::drawing::{Anchor, Rect, Stroke};
use crate::figure::{Bar, Scale};
use crate::text::Text;
use crate::ticks;

const WIDTH: f64 = 14.0;
const GAP: f64 = 16.0;
/// How many colours a smooth bar is made of.
const SHADES: u32 = 128;

/// Places along the bar, from 0 to 1, with what is written there.
fn labels(scale: &Scale, height: f64) -> (Vec<(f64, Text)>, i32) {
    match scale {
        Scale::Smooth(low, high) => {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let ticks = ticks::linear(*low, *high, (height / 52.0).clamp(2.0, 10.0) as usize + 1);
            let place = |value: f64| (value - low) / (high - low);
            let ticks_with_labels = ticks.ticks.into_iter();
            let places =
                ticks_with_labels.filter_map(|tick| Some((place(tick.value), tick.label?)));
            (places.collect(), ticks.exponent)
        }
        Scale::Steps(levels) => {
            let bands = levels.len() + 1;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let most = (height / (SMALL * 1.5)).max(1.0) as usize;
            let every = bands.div_ceil(most);
            let label =
                |(i, level): (usize, &f64)| ((i + 1) as f64 / bands as f64, ticks::short(*level));
            (
                levels
                    .iter()
                    .enumerate()
                    .step_by(every)
                    .map(label)
                    .collect(),
                0,
            )
        }
    }
}

/// The width that a bar takes.
pub fn room(sheet: &Sheet, bar: &Bar, height: f64) -> f64 {
    let (labels, _) = labels(&bar.scale, height);
    let widest = labels
        .iter()
        .map(|(_, text)| sheet.width(text, SMALL))
        .fold(0.0, f64::max);
    let label = sheet.width(&bar.label, LABEL) - WIDTH - 2.0;
    GAP + WIDTH + (8.0 + widest).max(label) + 10.0
}

pub fn draw(sheet: &mut Sheet, bar: &Bar, frame: Rect) {
    let name = if bar.label.is_empty() {
        0.0
    } else {
        LABEL + 8.0
    };
    let place = Rect {
        x: frame.right() + GAP,
        y: frame.y + name,
        width: WIDTH,
        height: frame.height - name,
    };
    let bands = match &bar.scale {
        Scale::Smooth(..) => SHADES,
        Scale::Steps(levels) => levels.len() as u32 + 1,
    };
    for i in 0..bands {
        let from = place.bottom() - place.height * f64::from(i) / f64::from(bands);
        // Each reaches to the top, so that no seam shows below the next.
        let rect = Rect {
            y: place.y,
            height: from - place.y,
            ..place
        };
        let color = viridis(f64::from(i) / f64::from((bands - 1).max(1)));
        sheet.areas(vec![rect.corners()], color, None);
    }
    let stroke = Stroke::new(sheet.color(Ink::Text), 1.0);
    let mut corners = place.corners();
    corners.extend(corners.first().copied());
    sheet.lines(vec![corners], stroke, None);
    let (labels, exponent) = labels(&bar.scale, place.height);
    for (part, text) in labels {
        let y = place.bottom() - part * place.height;
        sheet.line([place.right(), y], [place.right() + 3.0, y], stroke);
        sheet.words(
            text,
            [place.right() + 7.0, y + SMALL * 0.33],
            SMALL,
            Anchor::Start,
        );
    }
    let mut name = bar.label.clone();
    if exponent != 0 {
        let factor = power(exponent);
        name = name.and(" ");
        for run in factor.runs {
            name = name.then(&run.text, run.slant, run.level);
        }
    }
    sheet.words(name, [place.x, frame.y + LABEL * 0.7], LABEL, Anchor::Start);
}
