//! Laws that hold for every ball, and arguments meant to do harm.

use std::time::{Duration, Instant};

use dashu_ratio::RBig;
use partials_numeric::ball::{Ball, Outcome, Precision};
use proptest::prelude::*;

fn precision() -> Precision {
    Precision::bits(128)
}

fn ball(x: f64) -> Ball {
    Ball::from_f64(x, precision())
}

fn rational() -> impl Strategy<Value = RBig> {
    (-1_000_000_000i64..1_000_000_000, 1u64..1_000_000_000)
        .prop_map(|(n, d)| RBig::from_parts(n.into(), d.into()))
}

/// Whether the exact value is in the ball; the finer ball around it is far smaller.
fn holds(ball: &Ball, exact: &RBig) -> bool {
    ball.overlaps(&Ball::from_rational(exact, Precision::bits(1024)))
}

proptest! {
    #[test]
    fn rational_arithmetic_is_contained(a in rational(), b in rational(), bits in 24u32..300) {
        let p = Precision::bits(bits);
        let (x, y) = (Ball::from_rational(&a, p), Ball::from_rational(&b, p));
        prop_assert!(holds(&(&x + &y), &(&a + &b)));
        prop_assert!(holds(&(&x - &y), &(&a - &b)));
        prop_assert!(holds(&(&x * &y), &(&a * &b)));
        prop_assert!(holds(&x.square(), &(&a * &a)));
        prop_assert!(holds(&x.powi(5), &a.pow(5)));
        if !b.is_zero() {
            prop_assert!(holds(&(&x / &y), &(&a / &b)));
            prop_assert!(holds(&y.powi(-3), &(RBig::ONE / b.pow(3))));
        }
    }

    #[test]
    fn ends_in_doubles_are_outward(mid in -1e300f64..1e300, rad in 0f64..1e300) {
        let x = Ball::from_mid_rad(mid, rad, Precision::bits(64));
        prop_assert!(x.contains_f64(mid));
        prop_assert!(x.lower_f64() <= mid - rad * (1.0 - 1e-15));
        prop_assert!(x.upper_f64() >= mid + rad * (1.0 - 1e-15));
    }

    #[test]
    fn exponential_and_logarithm_are_inverse(x in -700f64..700.0) {
        prop_assert!(ball(x).exp().ln().contains_f64(x));
        prop_assert!(ball(x).sinh().asinh().contains_f64(x));
    }

    #[test]
    fn sine_and_cosine_lie_on_the_circle(x in -1e9f64..1e9) {
        let (sine, cosine) = ball(x).sin_cos();
        prop_assert!((sine.square() + cosine.square()).contains_f64(1.0));
        prop_assert!((sine / cosine).overlaps(&ball(x).tan()));
    }

    #[test]
    fn gamma_has_its_functional_equation(x in -20f64..60.0) {
        let x = ball(x);
        let next = (&x + ball(1.0)).gamma();
        prop_assert!(next.overlaps(&(&x * x.gamma())));
    }

    #[test]
    fn roots_and_powers_are_inverse(x in 1e-9f64..1e9, n in 2u32..20) {
        prop_assert!(ball(x).root(n).powi(i64::from(n)).contains_f64(x));
    }

    #[test]
    fn printed_digits_are_those_of_the_double(x in -1e15f64..1e15) {
        prop_assume!(x != 0.0);
        let printed: f64 = ball(x).to_digits(17).parse().expect("a number");
        prop_assert_eq!(printed, x);
    }
}

type Unary = fn(&Ball) -> Ball;
type Binary = fn(&Ball, &Ball) -> Ball;

const UNARY: &[(&str, Unary)] = &[
    ("sqrt", Ball::sqrt),
    ("cbrt", Ball::cbrt),
    ("exp", Ball::exp),
    ("expm1", Ball::expm1),
    ("exp2", Ball::exp2),
    ("ln", Ball::ln),
    ("log1p", Ball::log1p),
    ("log2", Ball::log2),
    ("sin", Ball::sin),
    ("cos", Ball::cos),
    ("tan", Ball::tan),
    ("sec", Ball::sec),
    ("csc", Ball::csc),
    ("cot", Ball::cot),
    ("sinc", Ball::sinc),
    ("asin", Ball::asin),
    ("acos", Ball::acos),
    ("atan", Ball::atan),
    ("asec", Ball::asec),
    ("acsc", Ball::acsc),
    ("acot", Ball::acot),
    ("sinh", Ball::sinh),
    ("cosh", Ball::cosh),
    ("tanh", Ball::tanh),
    ("sech", Ball::sech),
    ("csch", Ball::csch),
    ("coth", Ball::coth),
    ("asinh", Ball::asinh),
    ("acosh", Ball::acosh),
    ("atanh", Ball::atanh),
    ("asech", Ball::asech),
    ("acsch", Ball::acsch),
    ("acoth", Ball::acoth),
    ("floor", Ball::floor),
    ("round", Ball::round),
    ("sign", Ball::sign),
    ("abs", Ball::abs),
    ("recip", Ball::recip),
    ("erf", Ball::erf),
    ("erfc", Ball::erfc),
    ("erfi", Ball::erfi),
    ("erfcx", Ball::erfcx),
    ("dawson", Ball::dawson),
    ("ei", Ball::ei),
    ("li", Ball::li),
    ("si", Ball::si),
    ("ci", Ball::ci),
    ("shi", Ball::shi),
    ("chi", Ball::chi),
    ("fresnels", Ball::fresnels),
    ("gamma", Ball::gamma),
    ("lgamma", Ball::lgamma),
    ("digamma", Ball::digamma),
    ("trigamma", |x| x.polygamma(1)),
    ("zeta", Ball::zeta),
    ("lambertw", Ball::lambertw),
    ("elliptic_k", Ball::elliptic_k),
    ("elliptic_ec", Ball::elliptic_ec),
    ("display", |x| {
        Ball::from_i64(x.to_digits(50).len() as i64, x.precision())
    }),
];

/// Numbers of any size, zero, ones, poles, branch points, and balls around them.
fn hostile() -> Vec<Ball> {
    let huge = ball(2.0).powi(1 << 30);
    let points = [
        0.0, 1.0, -1.0, 0.5, -0.5, 4.0, -3.0, 1e300, -1e300, 5e-324, 1e15, -1e15, 700.0,
    ];
    let mut all: Vec<Ball> = points.iter().map(|x| ball(*x)).collect();
    all.extend([
        huge.clone(),
        -huge.clone(),
        huge.recip(),
        huge.powi(500),
        huge.powi(-500),
    ]);
    all.push(ball(1.0) + ball(2.0).powi(-120));
    all.push(Ball::pi(precision()));
    let radii = [2f64.powi(-1000), 1e-30, 1e-3, 1.0, 1e10];
    let wide: Vec<Ball> = all
        .iter()
        .flat_map(|x| radii.map(|r| x.inflate(ball(r).magnitude_up())))
        .collect();
    all.extend(wide);
    all.extend([
        Ball::indeterminate(precision()),
        Ball::outside(precision()),
        ball(f64::NAN),
    ]);
    all
}

#[test]
fn no_argument_takes_long() {
    let allowed = Duration::from_secs(2);
    for x in hostile() {
        for (name, f) in UNARY {
            let begin = Instant::now();
            let y = f(&x);
            let took = begin.elapsed();
            assert!(took < allowed, "{name}({x}) = {y} took {took:?}");
        }
    }
}

#[test]
fn no_pair_takes_long() {
    let pairs: &[(&str, Binary)] = &[
        ("pow", Ball::pow),
        ("atan2", Ball::atan2),
        ("hypot", Ball::hypot),
        ("min", Ball::min),
        ("add", |x, y| x + y),
        ("mul", |x, y| x * y),
        ("div", |x, y| x / y),
    ];
    let all = hostile();
    for (x, y) in all.iter().flat_map(|x| all.iter().map(move |y| (x, y))) {
        for (name, f) in pairs {
            let begin = Instant::now();
            let z = f(x, y);
            let took = begin.elapsed();
            assert!(
                took < Duration::from_secs(1),
                "{name}({x}, {y}) = {z} took {took:?}"
            );
        }
    }
}

#[test]
fn failures_stick_and_the_worse_one_wins() {
    let unknown = Ball::indeterminate(precision());
    let outside = ball(-1.0).sqrt();
    assert_eq!((&unknown + ball(1.0)).outcome(), Outcome::Indeterminate);
    assert_eq!((&unknown * &outside).outcome(), Outcome::Outside);
    for (name, f) in UNARY.iter().filter(|(name, _)| *name != "display") {
        assert!(f(&unknown).is_indeterminate(), "{name}");
        assert!(f(&outside).is_outside(), "{name}");
    }
}

#[test]
fn branch_points_and_poles_are_known() {
    let straddling = Ball::from_mid_rad(0.0, 1e-20, precision());
    assert!(straddling.sqrt().is_indeterminate());
    assert!(straddling.recip().is_indeterminate());
    assert!(ball(0.0).recip().is_outside());
    assert!(ball(0.0).ln().is_outside());
    assert!(ball(1.5).asin().is_outside());
    assert!(ball(-3.0).gamma().is_outside());
    assert!(ball(0.0).atan2(&ball(0.0)).is_outside());
    assert!(straddling.pow(&ball(0.5)).is_indeterminate());
    assert!(ball(0.0).pow(&ball(-0.5)).is_outside());
    assert!(
        ball(-8.0)
            .pow(&Ball::from_ratio(1, 3, precision()))
            .is_outside()
    );
    assert!(ball(100.0).exp().exp().is_indeterminate());
    assert!(ball(1e6).exp().is_value());
}

#[test]
fn zero_to_the_power_zero_is_one() {
    assert_eq!(ball(0.0).pow(&ball(0.0)).mid_f64(), 1.0);
    assert_eq!(ball(0.0).powi(0).mid_f64(), 1.0);
}

#[test]
fn squares_of_balls_around_zero_are_not_negative() {
    let x = Ball::from_mid_rad(0.25, 1.0, precision());
    assert!(x.square().lower_f64() >= 0.0);
    assert!(x.powi(4).lower_f64() >= 0.0);
    assert!(x.square().sqrt().is_value());
}
