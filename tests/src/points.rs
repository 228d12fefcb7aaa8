//! Whether two functions have the same values, as bounds in intervals see it at random points.

use std::collections::BTreeMap;

use partials::Function;
use partials::numeric::interval::Interval;
use partials::numeric::scalar::Scalar;
use partials::symbolic::Rational;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// What was seen of two functions.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// At how many points both have values, known to six digits, and they agree.
    pub agreed: usize,
    /// Points at which both have values, and those differ.
    pub different: Vec<String>,
    /// Points at which only the first one has a value.
    pub lost: Vec<String>,
}

/// Looks at two functions until they agreed at so many points, or 20 times that many were tried.
/// Every second point has positive coordinates only.
pub fn compare(a: &Function, b: &Function, wanted: usize, seed: u64) -> Seen {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut seen = Seen::default();
    for attempt in 0..20 * wanted {
        if seen.agreed == wanted || seen.different.len() + seen.lost.len() > 3 {
            break;
        }
        let mut coordinate = || {
            let value = (random.next_u64() % 1999) as i64 - 999;
            let value = if attempt % 2 == 0 {
                value.abs() + 1
            } else {
                value
            };
            Rational::new(value, 400).unwrap_or_default()
        };
        let names = a.variables().iter().chain(b.variables());
        let names = names.map(|name| (name.clone(), coordinate()));
        let point: BTreeMap<String, Rational> = names.collect();
        let Some(x) = value(a, &point).filter(|x| !x.is_empty()) else {
            continue;
        };
        let Some(y) = value(b, &point) else {
            continue;
        };
        let place = || format!("{point:?}: {x:?} and {y:?}");
        match y.is_empty() {
            true if is_narrow(x) => seen.lost.push(place()),
            true => {}
            _ if (x - y).abs().lo() > 0.0 => seen.different.push(place()),
            _ => seen.agreed += usize::from(is_narrow(x) && is_narrow(y)),
        }
    }
    seen
}

fn is_narrow(value: Interval) -> bool {
    !value.is_empty()
        && value.hi().is_finite()
        && value.hi() - value.lo() <= 1e-6 * value.magnitude().max(1e-300)
}

fn value(function: &Function, point: &BTreeMap<String, Rational>) -> Option<Interval> {
    let names = function.variables().iter();
    let coordinate = |name: &String| Some(Interval::number(point.get(name)?, ()));
    let point: Option<Vec<Interval>> = names.map(coordinate).collect();
    function.values_with(&point?, ()).ok()?.first().copied()
}
