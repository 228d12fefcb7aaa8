//! Laws: inclusion isotonicity, flags, order of bounds, width of points.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails so"
)]

mod interval_support;

use interval_support::{BINARY, Random, STEPS, UNARY};
use partials_numeric::interval::{Interval, Truth};
use proptest::prelude::*;

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -10.0..10.0f64,
        2 => -1.5..1.5f64,
        1 => (-8i32..8).prop_map(f64::from),
        1 => -800.0..800.0f64,
        1 => any::<f64>().prop_filter("finite", |x| x.is_finite()),
    ]
}

/// An interval and one that contains it.
fn nested() -> impl Strategy<Value = (Interval, Interval)> {
    (number(), number(), number(), number(), any::<bool>()).prop_map(|(a, b, c, d, point)| {
        let mut four = [a, b, c, d];
        four.sort_by(f64::total_cmp);
        let [outer_lo, lo, hi, outer_hi] = four;
        let hi = if point { lo } else { hi };
        (Interval::new(lo, hi), Interval::new(outer_lo, outer_hi))
    })
}

/// Whether y lies in z but for a few steps, by which functions that are not correctly rounded, so
/// not monotone in doubles, may exceed.
fn almost_subset(y: Interval, z: Interval, steps: u32) -> bool {
    let (mut lo, mut hi) = (z.lo(), z.hi());
    for _ in 0..steps {
        (lo, hi) = (lo.next_down(), hi.next_up());
    }
    y.is_empty() || (lo <= y.lo() && y.hi() <= hi)
}

/// Steps of slack by function: none where doubles are monotone.
fn slack(name: &str) -> u32 {
    match name {
        "asec" | "acsc" | "asech" | "acsch" | "acoth" | "sigmoid" | "softplus" | "silu"
        | "mish" | "ln_cosh" | "sinc" | "sech" | "csch" | "pow" | "huber" | "modulo" => 8,
        _ => 0,
    }
}

/// What must hold of f(X) and f(Y) for X ⊂ Y.
fn check_isotone(name: &str, inner: Interval, outer: Interval) -> Result<(), TestCaseError> {
    prop_assert!(
        almost_subset(inner, outer, slack(name)),
        "{name}: {inner:?} in {outer:?}"
    );
    prop_assert!(
        outer.is_partial() || !inner.is_partial(),
        "{name}: {inner:?} in {outer:?}"
    );
    prop_assert!(
        !outer.is_empty() || inner.is_empty(),
        "{name}: {inner:?} in {outer:?}"
    );
    prop_assert!(
        inner.is_empty() || inner.lo() <= inner.hi(),
        "{name}: {inner:?}"
    );
    prop_assert!(
        inner.is_empty() || inner.lo() < f64::INFINITY,
        "{name}: {inner:?}"
    );
    prop_assert!(
        inner.is_empty() || inner.hi() > f64::NEG_INFINITY,
        "{name}: {inner:?}"
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4000) })]

    #[test]
    fn functions_of_one_argument_are_isotone((x, y) in nested()) {
        for f in UNARY.iter().chain(STEPS) {
            check_isotone(f.name, (f.interval)(x), (f.interval)(y))?;
        }
    }

    #[test]
    fn functions_of_two_arguments_are_isotone((x, y) in nested(), (u, v) in nested()) {
        for f in BINARY {
            check_isotone(f.name, (f.interval)(x, u), (f.interval)(y, v))?;
        }
    }

    #[test]
    fn integer_powers_are_isotone((x, y) in nested(), n in -12i64..13) {
        check_isotone("powi", x.powi(n), y.powi(n))?;
    }

    #[test]
    fn rational_powers_are_isotone((x, y) in nested(), p in -6i64..7, q in -6i64..7) {
        check_isotone("pow", x.pow_ratio(p, q), y.pow_ratio(p, q))?;
    }

    #[test]
    fn comparisons_hold_of_all_pairs((x, _) in nested(), (y, _) in nested(), seed: u64) {
        let mut random = Random(seed);
        let (a, b) = (random.inside(x), random.inside(y));
        for (truth, holds) in [
            (x.less(y), a < b),
            (x.less_equal(y), a <= b),
            (x.greater(y), a > b),
            (x.greater_equal(y), a >= b),
            (x.equal(y), a == b),
        ] {
            prop_assert!(truth == Truth::Unknown || (truth == Truth::True) == holds);
        }
    }

    #[test]
    fn sets_behave((x, y) in nested()) {
        prop_assert_eq!(x.hull(y), y);
        prop_assert_eq!(x.intersect(y), x);
        prop_assert!(x.is_subset_of(y));
        prop_assert!(y.contains(y.midpoint()));
        prop_assert!(y.radius() <= y.width());
        let (a, b) = y.bisect();
        prop_assert_eq!(a.hull(b), y);
    }

    #[test]
    fn ratios_contain_their_value(p in any::<i64>(), q in any::<i64>()) {
        let x = Interval::from_ratio(p, q);
        prop_assert!(q == 0 || x.ulps() <= 8);
        prop_assert!(q == 0 || x.contains(p as f64 / q as f64));
    }
}

/// Arithmetic at points is one ulp wide at most, and exact results are points.
#[test]
fn points_stay_narrow() {
    let mut random = Random(11);
    for _ in 0..20_000 {
        let (a, b) = (random.between(-1e3, 1e3), random.between(-1e3, 1e3));
        let (x, y) = (Interval::point(a), Interval::point(b));
        for result in [x + y, x - y, x * y, x / y, x.sqr(), x.abs().sqrt()] {
            assert!(result.ulps() <= 1, "{result:?} of {a} and {b}");
        }
        assert!(x.powi(5).ulps() <= 8 && x.powi(-7).ulps() <= 16 && x.powi(100).ulps() <= 2);
        assert!(x.abs().pow(y * 0.01).width() >= 0.0);
        let (m, n) = (
            f64::from(random.bits() as u16),
            f64::from(random.bits() as u16 | 1),
        );
        let (x, y) = (Interval::point(m), Interval::point(n));
        for result in [
            x + y,
            x - y,
            x * y,
            (x * y) / y,
            x.sqr().sqrt(),
            x.powi(3),
            x.powi(3).cbrt(),
        ] {
            assert!(result.is_point(), "{result:?} of {m} and {n}");
        }
    }
}
