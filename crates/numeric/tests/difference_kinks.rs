//! Kinks are found whatever the function's value there.

use partials_numeric::difference::{Options, Outcome, differentiate, differentiate_bounded};

#[test]
fn kinks_are_seen_on_any_background() {
    for background in [0.0, 1e-3, 1.0, 9.0, 1e3, 1e6, 1e9] {
        for place in [0.0, 1.0, 1e3] {
            for seed in 0..20 {
                let options = Options {
                    seed,
                    ..Options::default()
                };
                let f = |x: f64| background + (x - place).abs();
                let bounded = |x: f64| (f(x), 2e-16 * (background + x.abs() + place));
                for found in [
                    differentiate(f, place, &options),
                    differentiate_bounded(bounded, place, &options),
                ] {
                    let Outcome::Kink { left, right } = found.outcome else {
                        panic!("{background} {place} {found:?}")
                    };
                    assert!(
                        (left + 1.0).abs() < 1e-4 && (right - 1.0).abs() < 1e-4,
                        "{found:?}"
                    );
                }
            }
        }
    }
}
