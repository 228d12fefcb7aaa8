//! The columns of every row of the function table beside its rules: domain, parity and kinks by
//! evaluation, on a grid of points that no row chose; aliases, LaTeX, names in code, samples.
#![allow(
    clippy::type_complexity,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)] // What is not there fails the test.

mod table_support;

use partials_numeric::scalar::estimate;
use partials_symbolic::functions::{Arity, Domain, Parity};
use partials_symbolic::print::{Notation, Text};
use partials_symbolic::{Function, Graph};
use table_support::{Behaviour, behaviour, condition, grid, parse, rule};

/// Conditions that the table has in words, as formulas.
const WORDS: &[(&str, &str)] = &[
    ("x is not 0, -1, -2, …", "x > 0 or floor(x) != x"),
    (
        "n is 0, 1, 2, … and x is not 0, -1, -2, …",
        "n >= 0 and floor(n) == n and (x > 0 or floor(x) != x)",
    ),
    (
        "a, b not 0, -1, -2, …",
        "(a > 0 or floor(a) != a) and (b > 0 or floor(b) != b)",
    ),
    (
        "x > 0, or x = 0 and n >= 0, or n integer",
        "x > 0 or x == 0 and n >= 0 or floor(n) == n",
    ),
    (
        "x > 0, or x = 0 and a > 0, or a is 1, 2, 3, …",
        "x > 0 or x == 0 and a > 0 or a >= 1 and floor(a) == a",
    ),
    (
        "x > 0 and a is not 0, -1, -2, …, or x = 0 and a > 0, or a is 1, 2, 3, …",
        "x > 0 and (a > 0 or floor(a) != a) or x == 0 and a > 0 or a >= 1 and floor(a) == a",
    ),
    (
        "x > 0, or x = 0 and n > 1, or x != 0 and n is 0, -1, -2, …",
        "x > 0 or x == 0 and n > 1 or x != 0 and n <= 0 and floor(n) == n",
    ),
    (
        "s != 1 and a > 0, or s integer but 1 and a not 0, -1, -2, …",
        "s != 1 and (a > 0 or floor(s) == s and floor(a) != a)",
    ),
    (
        "x <= 1, and x < 1 where s <= 1",
        "x < 1 or x == 1 and s > 1",
    ),
    ("b is not 0, -1, -2, …", "b > 0 or floor(b) != b"),
    (
        "b is not 0, -1, -2, … or the series ends before",
        "b > 0 or floor(b) != b or a <= 0 and floor(a) == a and a >= b",
    ),
    (
        "x < 1, or x = 1 and c > a + b, or it is a polynomial or rational, and c is not 0, -1, -2, … \
         or the series ends before",
        "(c > 0 or floor(c) != c) and (x < 1 or x == 1 and c - a - b > 0 or a <= 0 and floor(a) == a or \
         b <= 0 and floor(b) == b or x > 1 and floor(c - a - b) == c - a - b and (c <= a and \
         floor(c - a) == c - a or c <= b and floor(c - b) == c - b)) or c <= 0 and floor(c) == c and \
         (a <= 0 and floor(a) == a and a >= c or b <= 0 and floor(b) == b and b >= c)",
    ),
    ("n integer or x > -1", "floor(n) == n or x > -1"),
    ("n integer or x >= -1", "floor(n) == n or x >= -1"),
    ("n is 0, 1, 2, …", "n >= 0 and floor(n) == n"),
];

/// Of the rows of several lower parameters, the words before these, and the condition.
const SERIES: &[&str] = &[
    "b1, b2 are not 0, -1, -2, … or the series ends before",
    "b1, b2, b3 are not 0, -1, -2, … or the series ends before",
    "x < 1 or the series ends, and b1, b2 are not 0, -1, -2, … or it ends before",
];

/// Whether a hypergeometric series has a sum: no pole before it ends, and it ends or converges.
fn has_sum(function: Function, point: &[f64]) -> bool {
    let Some((upper, lower, x)) = function.hypergeometric(point) else {
        panic!("{function:?}");
    };
    let ends = |v: &&f64| **v <= 0.0 && v.fract() == 0.0;
    let last = upper
        .iter()
        .filter(ends)
        .fold(f64::NEG_INFINITY, |m, v| m.max(*v));
    let pole = lower.iter().filter(ends).any(|b| last < *b);
    let entire = upper.len() <= lower.len();
    !pole && (entire || last > f64::NEG_INFINITY || *x < 1.0)
}

/// No double is a zero of the cosine.
const NOWHERE_OUTSIDE: &[Function] = &[Function::Tan, Function::Sec];

// The column is not exact in these rows yet. Whoever mends one takes it off.
/// Rows that have no value at some points at which they state one.
const NARROWER: &[Function] = &[
    // The condition of a rational one right of 1 is rounded here, and exact in the function.
    Function::Hyp2F1,
    // From -1 on to the left, where too many of its parameters are not positive.
    Function::Hyp3F2,
    Function::AppellF1,
];
/// Rows that have values at some points at which they state none.
const WIDER: &[Function] = &[
    Function::AppellF1,
    Function::Hermite,
    Function::Laguerre,
    Function::Huber,
];

/// Whether a point is in the domain that the row states.
fn domain(function: Function) -> Box<dyn Fn(&[f64]) -> bool> {
    match function.row().domain {
        Domain::Everywhere => Box::new(|_| true),
        Domain::Where(text) if SERIES.contains(&text) => {
            Box::new(move |point| has_sum(function, point))
        }
        Domain::Where(text) => {
            let formula = WORDS.iter().find(|(words, _)| *words == text);
            condition(function, formula.map_or(text, |(_, formula)| formula))
        }
    }
}

#[test]
fn there_is_a_value_in_the_domain_and_none_outside() {
    let (mut points, mut unexpected, mut wider) = (0, Vec::new(), Vec::new());
    for &function in Function::ALL {
        let holds = domain(function);
        let (mut inside, mut outside) = (0, 0);
        for point in grid(function) {
            let value = estimate(function, &point).value;
            match holds(&point) {
                true => inside += 1,
                false => outside += 1,
            }
            if holds(&point) && !value.is_finite() {
                unexpected.push(function);
            } else if !holds(&point) && value.is_finite() {
                wider.push(function);
            }
        }
        let total = function.is_total() || NOWHERE_OUTSIDE.contains(&function);
        assert!(
            inside > 0 && (outside > 0) != total,
            "{function:?}: {inside}, {outside}"
        );
        points += inside + outside;
    }
    println!("{points} points");
    unexpected.dedup();
    wider.dedup();
    assert_eq!((unexpected.as_slice(), wider.as_slice()), (NARROWER, WIDER));
    for (words, _) in WORDS {
        let used = |f: &Function| f.row().domain == Domain::Where(words);
        assert!(Function::ALL.iter().any(used), "{words}");
    }
}

#[test]
fn parity_is_as_stated() {
    for &function in Function::ALL {
        let (mut even, mut odd, mut compared) = (true, true, 0);
        let all: Vec<Vec<f64>> = function.row().samples.iter().map(|s| s.to_vec()).collect();
        for point in all.into_iter().chain(grid(function)) {
            let mut other = point.clone();
            let last = other.last_mut().unwrap();
            *last = -*last;
            let (a, b) = (estimate(function, &point), estimate(function, &other));
            if *other.last().unwrap() == 0.0 || !(a.value - b.value).is_finite() {
                continue;
            }
            compared += 1;
            let error = a.error + b.error;
            even &= (a.value - b.value).abs() <= error;
            odd &= (a.value + b.value).abs() <= error;
        }
        let found = match (even, odd) {
            _ if compared == 0 => Parity::None,
            (true, false) => Parity::Even,
            (false, true) => Parity::Odd,
            _ => Parity::None,
        };
        assert_eq!(
            function.row().parity,
            found,
            "{function:?}, {compared} compared"
        );
    }
}

use Behaviour::{Jump, Kink, Vertical};

/// Points at which the rows say that there is no derivative, in which arguments.
const KINKS: &[(Function, Behaviour, &[usize], &[&[f64]])] = &[
    (Function::Sqrt, Vertical, &[0], &[&[0.0]]),
    (Function::Cbrt, Vertical, &[0], &[&[0.0]]),
    (Function::Hypot, Kink, &[0, 1], &[&[0.0, 0.0]]),
    (Function::Asin, Vertical, &[0], &[&[-1.0], &[1.0]]),
    (Function::Acos, Vertical, &[0], &[&[-1.0], &[1.0]]),
    (Function::Asec, Vertical, &[0], &[&[-1.0], &[1.0]]),
    (Function::Acsc, Vertical, &[0], &[&[-1.0], &[1.0]]),
    (Function::Atan2, Jump, &[0], &[&[0.0, -1.0], &[0.0, -7.5]]),
    (Function::Acosh, Vertical, &[0], &[&[1.0]]),
    (Function::Asech, Vertical, &[0], &[&[1.0]]),
    (Function::Abs, Kink, &[0], &[&[0.0]]),
    (Function::Sign, Jump, &[0], &[&[0.0]]),
    (Function::Floor, Jump, &[0], &[&[-2.0], &[0.0], &[3.0]]),
    (Function::Ceil, Jump, &[0], &[&[-2.0], &[0.0], &[3.0]]),
    (Function::Round, Jump, &[0], &[&[-2.5], &[0.5], &[1.5]]),
    (Function::Trunc, Jump, &[0], &[&[-2.0], &[1.0], &[3.0]]),
    (Function::Frac, Jump, &[0], &[&[-2.0], &[0.0], &[3.0]]),
    (
        Function::Mod,
        Jump,
        &[0, 1],
        &[&[4.0, 2.0], &[-7.5, 2.5], &[3.0, -1.5]],
    ),
    (Function::Min, Kink, &[0, 1], &[&[1.0, 1.0], &[-2.5, -2.5]]),
    (Function::Max, Kink, &[0, 1], &[&[1.0, 1.0], &[-2.5, -2.5]]),
    (
        Function::Clamp,
        Kink,
        &[0, 1],
        &[&[0.0, 0.0, 1.0], &[-3.0, -3.0, 8.0]],
    ),
    (
        Function::Clamp,
        Kink,
        &[0, 2],
        &[&[1.0, 0.0, 1.0], &[8.0, -3.0, 8.0]],
    ),
    (Function::Heaviside, Jump, &[0], &[&[0.0]]),
    // The least double that is not below -1/e.
    (
        Function::LambertW,
        Vertical,
        &[0],
        &[&[-0.367_879_441_171_442_3]],
    ),
    (
        Function::BesselJ,
        Vertical,
        &[1],
        &[&[0.3, 0.0], &[0.5, 0.0]],
    ),
    (
        Function::BesselI,
        Vertical,
        &[1],
        &[&[0.3, 0.0], &[0.5, 0.0]],
    ),
    (Function::Polylog, Vertical, &[1], &[&[1.5, 1.0]]),
    (
        Function::ChebyshevT,
        Vertical,
        &[1],
        &[&[0.5, -1.0], &[2.5, -1.0]],
    ),
    (
        Function::UpperGamma,
        Vertical,
        &[1],
        &[&[0.3, 0.0], &[0.5, 0.0]],
    ),
    (
        Function::LowerGamma,
        Vertical,
        &[1],
        &[&[0.3, 0.0], &[0.5, 0.0]],
    ),
    (Function::Expint, Vertical, &[1], &[&[1.5, 0.0]]),
    (Function::Hyp2F1, Vertical, &[3], &[&[0.5, 0.5, 1.5, 1.0]]),
    (Function::Relu, Kink, &[0], &[&[0.0]]),
    (
        Function::LeakyRelu,
        Kink,
        &[0],
        &[&[0.0, 0.1], &[0.0, -2.0]],
    ),
    (Function::Elu, Kink, &[0], &[&[0.0, 0.7], &[0.0, -2.0]]),
];

#[test]
fn kinks_are_kinks_and_the_rule_gives_what_is_said() {
    for (function, expected, arguments, points) in KINKS {
        for (i, point) in arguments
            .iter()
            .flat_map(|i| points.iter().map(move |p| (*i, *p)))
        {
            let found = behaviour(*function, point, i);
            assert_eq!(
                found, *expected,
                "{function:?} in argument {i} at {point:?}"
            );
            let Some((_, said)) = function.row().kinks.split_once("the rule gives ") else {
                continue;
            };
            let named = function
                .row()
                .arguments
                .iter()
                .position(|name| *name == said);
            let said = match (said, named) {
                ("each one half", _) => 0.5,
                (_, Some(argument)) => point[argument],
                _ => said.parse().unwrap(),
            };
            let given = rule(*function, point, i).unwrap();
            // Of the remainder the table says nothing; of all others each argument's rule.
            assert_eq!(given, said, "{function:?} in argument {i} at {point:?}");
        }
    }
    for &function in Function::ALL {
        let listed = KINKS.iter().any(|row| row.0 == function);
        assert_eq!(listed, !function.row().kinks.is_empty(), "{function:?}");
    }
}

/// Where a row says nothing of kinks, there are none in the arguments that have rules.
#[test]
fn there_are_no_other_kinks() {
    let (mut smooth, mut unsaid, mut faults) = (0, Vec::new(), Vec::new());
    for &function in Function::ALL.iter().filter(|f| f.row().kinks.is_empty()) {
        let holds = domain(function);
        for point in grid(function).into_iter().filter(|point| holds(point)) {
            for i in (0..point.len()).filter(|i| rule(function, &point, *i).is_some()) {
                match behaviour(function, &point, i) {
                    Behaviour::Smooth => smooth += 1,
                    Vertical => unsaid.push(function),
                    other => faults.push(format!("{function:?} in {i} at {point:?}: {other:?}")),
                }
            }
        }
    }
    println!("{smooth} smooth points");
    unsaid.dedup();
    assert_eq!(unsaid, []);
    assert!(
        faults.is_empty(),
        "{} faults: {:#?}",
        faults.len(),
        &faults[..faults.len().min(60)]
    );
    // The checker sees what is not smooth, and what is.
    assert_eq!(behaviour(Function::Elu, &[0.0, 1.0], 0), Behaviour::Smooth);
    assert_eq!(behaviour(Function::Trunc, &[0.0], 0), Behaviour::Smooth);
}

#[test]
fn aliases_are_the_same_function() {
    let mut names: Vec<&str> = Vec::new();
    for &function in Function::ALL {
        let row = function.row();
        let list = match function.arity() {
            Arity::Exactly(_) => row.arguments.join(", "),
            Arity::AtLeast(_) => "x1, x2, x3".to_owned(),
        };
        let graph = Graph::new();
        let call = |name: &str| parse(&graph, &format!("{name}({list})"));
        for alias in row.aliases {
            assert_eq!(call(alias), call(row.name), "{alias}");
        }
        let text = graph.handle(call(row.name)).to_string();
        assert_eq!(parse(&graph, &text), call(row.name), "{text}");
        names.push(row.name);
        names.extend(row.aliases);
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "a name is used twice");
}

/// Commands of LaTeX and amsmath that formulas are written with.
const COMMANDS: &str = "sin cos tan sec csc cot sinh cosh tanh coth arcsin arccos arctan ln log \
    min max sqrt left right lfloor rfloor lceil rceil bmod operatorname mathrm Gamma Pi \
    psi zeta sigma gamma phi delta frac";

/// What is wrong with a formula in LaTeX, if anything.
fn wrong_latex(text: &str) -> Option<String> {
    let mut depth = 0_i32;
    for c in text.chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if depth < 0 {
            return Some("a brace too many".to_owned());
        }
    }
    if depth != 0 || text.contains('#') {
        return Some("a brace or an argument too few".to_owned());
    }
    let (left, right) = (
        text.matches(r"\left").count(),
        text.matches(r"\right").count(),
    );
    if left != right {
        return Some("brackets that do not match".to_owned());
    }
    let mut commands = text.split('\\').skip(1).filter_map(|tail| {
        let end = tail
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(tail.len());
        (end > 0).then(|| &tail[..end])
    });
    let unknown = commands.find(|c| !COMMANDS.split_whitespace().any(|known| known == *c));
    unknown.map(|command| format!("unknown: {command}"))
}

#[test]
fn latex_is_well_formed_and_has_every_argument() {
    for &function in Function::ALL {
        let graph = Graph::new();
        let arguments = function.sample_arguments(&graph);
        let call = graph.call(function, &arguments);
        let write = |id| {
            graph
                .with(|arena| Text::new(arena, &[id], Notation::Latex))
                .results
                .concat()
        };
        let text = write(call.id());
        assert_eq!(wrong_latex(&text), None, "{function:?}: {text}");
        for argument in arguments {
            assert!(text.contains(&write(argument.id())), "{function:?}: {text}");
        }
    }
    for wrong in [r"\frac{x", r"x}{", r"\sine(x)", "J_{#1}", r"\left(x"] {
        assert!(wrong_latex(wrong).is_some(), "{wrong}");
    }
}

/// Methods of `f64` (Rust 1.85); functions of math.h (C99, 7.12); built-in functions and those of
/// `math` (Python 3.12); of `Base` (Julia 1.10); of `Math` (ECMAScript 2024, 21.3.2).
const LANGUAGES: [&str; 5] = [
    "abs acos acosh asin asinh atan atan2 atanh cbrt ceil clamp cos cosh exp exp2 exp_m1 floor \
     fract hypot ln ln_1p log10 log2 max min powf powi rem_euclid round round_ties_even signum sin \
     sinh sqrt tan tanh trunc",
    "acos acosh asin asinh atan atan2 atanh cbrt ceil cos cosh erf erfc exp exp2 expm1 fabs fdim \
     floor fma fmax fmin fmod hypot lgamma log log10 log1p log2 nearbyint pow rint round sin sinh \
     sqrt tan tanh tgamma trunc",
    "abs max min pow round math.acos math.acosh math.asin math.asinh math.atan math.atan2 \
     math.atanh math.cbrt math.ceil math.cos math.cosh math.erf math.erfc math.exp math.exp2 \
     math.expm1 math.fabs math.floor math.fmod math.gamma math.hypot math.lgamma math.log \
     math.log10 math.log1p math.log2 math.pow math.sin math.sinh math.sqrt math.tan math.tanh \
     math.trunc",
    "abs acos acosh acot acoth acsc acsch asec asech asin asinh atan atanh cbrt ceil clamp cos \
     cosh cot coth csc csch exp exp10 exp2 expm1 floor hypot log log10 log1p log2 max min mod rem \
     round sec sech sign sin sinc sinh sqrt tan tanh trunc",
    "Math.abs Math.acos Math.acosh Math.asin Math.asinh Math.atan Math.atan2 Math.atanh Math.cbrt \
     Math.ceil Math.cos Math.cosh Math.exp Math.expm1 Math.floor Math.hypot Math.log Math.log10 \
     Math.log1p Math.log2 Math.max Math.min Math.pow Math.round Math.sign Math.sin Math.sinh \
     Math.sqrt Math.tan Math.tanh Math.trunc",
];

#[test]
fn names_in_code_exist() {
    for &function in Function::ALL {
        let names = function.code_names();
        let names = [
            names.rust,
            names.c,
            names.python,
            names.julia,
            names.javascript,
        ];
        for (name, known) in names.iter().zip(LANGUAGES) {
            let exists = |name: &&str| known.split_whitespace().any(|other| other == *name);
            assert!(
                name.is_none_or(|name| exists(&name)),
                "{function:?}: {name:?}"
            );
        }
    }
    // Julia's sinc is that of sin(pi*x)/(pi*x), and JavaScript rounds halves up.
    assert_eq!(Function::Sinc.code_names().julia, None);
    assert_eq!(Function::Round.code_names().javascript, None);
}

#[test]
fn samples_are_in_the_domain_and_not_at_kinks() {
    for &function in Function::ALL {
        let (row, holds) = (function.row(), domain(function));
        assert!(
            row.samples.len() >= 2 || matches!(row.arity, Arity::AtLeast(_)),
            "{function:?}"
        );
        for sample in row.samples {
            assert!(row.arity.accepts(sample.len()), "{function:?} {sample:?}");
            assert!(
                estimate(function, sample).value.is_finite(),
                "{function:?} {sample:?}"
            );
            if matches!(row.arity, Arity::Exactly(_)) {
                assert!(holds(sample), "{function:?} {sample:?}");
            }
            for i in (0..sample.len()).filter(|i| rule(function, sample, *i).is_some()) {
                let found = behaviour(function, sample, i);
                assert_eq!(
                    found,
                    Behaviour::Smooth,
                    "{function:?} in {i} at {sample:?}"
                );
            }
        }
        let summary = row.summary.trim();
        assert!(
            !summary.is_empty() && !summary.ends_with('.'),
            "{function:?}"
        );
    }
}
