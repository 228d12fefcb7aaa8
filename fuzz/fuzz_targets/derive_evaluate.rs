//! Any formula can be derived and evaluated. Where interval arithmetic bounds a value, the value
//! in doubles is not far outside.
#![no_main]

use libfuzzer_sys::fuzz_target;
use partials::Function;
use partials::symbolic::Rational;

fuzz_target!(|input: (&str, [i8; 8])| {
    let (source, numbers) = input;
    let Ok(function) = Function::parse(source) else {
        return;
    };
    let count = function.variables().len();
    if count > 8 {
        return;
    }
    let point: Vec<Rational> = numbers
        .iter()
        .take(count)
        .filter_map(|n| Rational::new((*n).into(), 16))
        .collect();
    let gradient = function.gradient();
    for value in gradient.evaluate(&point).into_iter().flatten() {
        let (x, enclosure) = (value.value, value.enclosure);
        if x.is_finite() && enclosure.is_bounded() && !enclosure.is_partial() {
            let reach = enclosure.width() + 1e-6 * (1.0 + x.abs());
            assert!(
                enclosure.lo() - reach <= x && x <= enclosure.hi() + reach,
                "{source}: {value:?}"
            );
        }
    }
});
