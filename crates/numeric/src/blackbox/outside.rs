//! What a function looks like around a point where it has no value.

use crate::verify::Behaviour;

/// The steps at which a side is looked at: powers of this.
const SHRINK: f64 = 0.25;

/// How many steps there are, and from which power on.
const STEPS: i32 = 24;

/// What one side looks like.
enum Flank {
    Nothing,
    Infinite,
    Limit(f64),
    Unclear,
}

/// An edge, a pole, a removable point or nothing, by values at small offsets to both sides.
pub(super) fn behaviour(mut line: impl FnMut(f64) -> f64) -> Behaviour {
    if line(0.0).is_finite() {
        return Behaviour::Outside;
    }
    match (flank(|step| line(-step)), flank(line)) {
        (Flank::Nothing, Flank::Nothing) => Behaviour::Outside,
        (Flank::Nothing, _) | (_, Flank::Nothing) => Behaviour::Edge,
        (Flank::Infinite, Flank::Infinite) => Behaviour::Pole,
        (Flank::Limit(left), Flank::Limit(right)) if is_close(left, right) => {
            let limit = 0.5 * left + 0.5 * right;
            Behaviour::Removable { limit }
        }
        (Flank::Limit(_), Flank::Limit(_)) => Behaviour::Jump,
        _ => Behaviour::Unknown,
    }
}

fn is_close(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-5 * left.abs().max(right.abs()).max(1e-5)
}

fn flank(mut side: impl FnMut(f64) -> f64) -> Flank {
    let values: Vec<f64> = (3..STEPS).map(|power| side(SHRINK.powi(power))).collect();
    let near = values
        .iter()
        .rev()
        .take(6)
        .filter(|v| v.is_finite())
        .count();
    if near < 6 {
        return if values.iter().any(|value| value.is_finite()) {
            Flank::Unclear
        } else {
            Flank::Nothing
        };
    }
    let [.., a, b, c] = values[..] else {
        return Flank::Unclear;
    };
    let grows = |small: f64, large: f64| large.abs() >= small.abs() + 0.5;
    if grows(a, b) && grows(b, c) {
        return Flank::Infinite;
    }
    // Rounding spoils the nearest values first.
    let middle = values.get(values.len() / 2).copied();
    match middle {
        Some(middle) if (middle - b).abs() <= 1e-3 * middle.abs().max(1e-3) => Flank::Limit(middle),
        _ => Flank::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_without_a_value() {
        let check = |f: fn(f64) -> f64, at: f64, expected| {
            assert_eq!(behaviour(|offset| f(at + offset)), expected);
        };
        check(f64::ln, 0.0, Behaviour::Edge);
        check(f64::ln, -1.0, Behaviour::Outside);
        check(|x| 1.0 / x, 0.0, Behaviour::Pole);
        check(|x| x.abs().ln(), 0.0, Behaviour::Pole);
        check(
            |x| (x.abs() / x) / x.abs().min(1.0).powi(0),
            0.0,
            Behaviour::Jump,
        );
        let Behaviour::Removable { limit } = behaviour(|x: f64| x.sin() / x) else {
            panic!("not removable");
        };
        assert!((limit - 1.0).abs() < 1e-6);
    }
}
