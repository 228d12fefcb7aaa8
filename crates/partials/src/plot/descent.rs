//! The way of a plain gradient descent, to be drawn.

use crate::Compiled;

/// The most steps.
const STEPS: usize = 400;
/// The part of the predicted decrease that a step must bring (L. Armijo, 1966).
const ARMIJO: f64 = 0.3;
/// How often a step is halved.
const HALVINGS: u32 = 50;

/// The places from a start along the negative gradient, each step as long as it pays, until the
/// gradient is small, a step no longer helps, or the function is undefined.
pub fn descent(function: &Compiled, start: [f64; 2]) -> Vec<[f64; 2]> {
    let mut path = vec![start];
    let (mut place, mut gradient) = (start, [0.0; 2]);
    let Ok(mut value) = function.value_and_gradient(&place, &mut gradient) else {
        return path;
    };
    let first = gradient[0].hypot(gradient[1]);
    let mut rate = 1.0 / first.max(1.0);
    for _ in 0..STEPS {
        let slope = gradient[0].hypot(gradient[1]);
        if !(slope.is_finite() && value.is_finite() && slope > 1e-6 * first.min(1.0)) {
            break;
        }
        rate *= 2.0;
        let step = (0..HALVINGS).find_map(|_| {
            let tried = [place[0] - rate * gradient[0], place[1] - rate * gradient[1]];
            let found = function.value(&tried).ok().filter(|v| v.is_finite());
            let pays = found.is_some_and(|v| v <= value - ARMIJO * rate * slope * slope);
            if !pays {
                rate *= 0.5;
            }
            pays.then_some(tried)
        });
        let Some(next) = step else { break };
        place = next;
        path.push(place);
        match function.value_and_gradient(&place, &mut gradient) {
            Ok(found) => value = found,
            Err(_) => break,
        }
    }
    path
}
