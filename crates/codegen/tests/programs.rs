//! Generated code is compiled and run, and says what the strict tape says: all functions of the
//! table at their samples, and formulas with everything that a tape can hold.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)] // Fails the test.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use partials_codegen::{Error, Routine, Shape, Target, generate};
use partials_numeric::tape::Tape;
use partials_parser::parse_expression;
use partials_symbolic::lower::{Definitions, Lowering};
use partials_symbolic::{Function, Graph, derive};

/// Formulas in x and y, for what functions of the table don't show.
const FORMULAS: &[&str] = &[
    "x^2*y + sin(x*y)",
    "x - (y - x) - (x + y)",
    "x/(y/x)*(x/y)",
    "-(x^2) - (-x)^3 + (-y)^-2",
    "x^y + x^(1/3) + x^-1.5 + 2^x",
    "if(x < y, if(x > 1, x*y, y^2), exp(x))",
    "if(x > 0 and (y > 1 or x < -3) and not x == y, x, -y)",
    "sum(sin(k*x)/k, k, 1, 5)*product(1 + y/k, k, 2, 4)",
    "sum(sum(j*k*x^j, j, 1, k), k, 1, 3)",
    "(x + y)^10/(x - y)^7 + pi*e",
    "1e-300*x*1e300 + 123456789.125*y",
    "logsumexp(x, y, x*y, 3)",
    "norm([x, y, x - y])",
    "sin(x)*cos(y)*exp(sin(x)*cos(y))*ln(2 + sin(x)*cos(y))/(1 + (sin(x)*cos(y))^2)^2",
];

const POINTS: [[f64; 2]; 4] = [[1.5, 2.25], [0.3, 0.7], [3.0, 1.5], [2.0, 0.125]];

/// A routine for the value and the gradient, and the points at which it is tried.
struct Case {
    source: String,
    routine: Routine,
    points: Vec<Vec<f64>>,
}

fn case(place: usize, source: &str, inputs: &[String], points: Vec<Vec<f64>>) -> Case {
    let graph = Graph::new();
    let known = Definitions::default();
    let parsed = parse_expression(source, &known).unwrap_or_else(|e| panic!("{source}: {e}"));
    let value = Lowering::new(&graph, &parsed.ast, &known)
        .lower(parsed.root)
        .unwrap_or_else(|e| panic!("{source}: {e}"));
    let symbols: Vec<_> =
        graph.with(|arena| inputs.iter().map(|name| arena.symbol(name)).collect());
    let mut roots = value.elements.to_vec();
    roots.extend(derive::gradient(&graph, roots[0], &symbols));
    let tape = Tape::new(&graph, &roots, inputs, Default::default()).unwrap();
    let routine = Routine {
        name: format!("g{place}"),
        about: source.to_owned(),
        inputs: inputs.to_vec(),
        tape,
        results: vec![
            ("value", Shape::Number),
            ("gradient", Shape::Vector(inputs.len())),
        ],
    };
    Case {
        source: source.to_owned(),
        routine,
        points,
    }
}

/// All that the language can say; functions that it lacks are listed.
fn cases(target: Target) -> (Vec<Case>, Vec<&'static str>) {
    let mut cases = Vec::new();
    let xy = ["x".to_owned(), "y".to_owned()];
    for source in FORMULAS {
        let points = POINTS.iter().map(|point| point.to_vec()).collect();
        cases.push(case(cases.len(), source, &xy, points));
        generate(
            target,
            std::slice::from_ref(&cases[cases.len() - 1].routine),
        )
        .unwrap_or_else(|e| panic!("{source}: {e}"));
    }
    let mut lacking = Vec::new();
    for function in Function::ALL {
        for sample in function.row().samples {
            // The derivative in an order has no formula: such an argument is a number.
            let rules = function.row().rules;
            let free = |i: &usize| rules.get(*i).is_none_or(|rule| *rule != "NoClosedForm");
            let input = |i: usize| format!("a{i}");
            let argument = |i: usize| match free(&i) {
                true => input(i),
                false => sample[i].to_string(),
            };
            let all = 0..sample.len();
            let arguments: Vec<String> = all.clone().map(argument).collect();
            let names: Vec<String> = all.clone().filter(free).map(input).collect();
            let point = all.filter(free).map(|i| sample[i]).collect();
            let source = format!("{}({})", function.name(), arguments.join(", "));
            let case = case(cases.len(), &source, &names, vec![point]);
            match generate(target, std::slice::from_ref(&case.routine)) {
                Ok(_) => cases.push(case),
                Err(Error::Function { .. } | Error::Derivative { .. }) => {
                    lacking.push(function.name());
                }
                Err(error) => panic!("{source}: {error}"),
            }
        }
    }
    lacking.dedup();
    (cases, lacking)
}

fn routines(cases: &[Case]) -> Vec<Routine> {
    cases.iter().map(|case| case.routine.clone()).collect()
}

/// Numbers, one a line, are what the tapes say at all points.
fn compare(cases: &[Case], printed: &str, tolerance: f64) {
    let mut numbers = printed.lines().map(|line| {
        let line = line.trim();
        line.parse::<f64>()
            .unwrap_or_else(|_| panic!("`{line}` is no number"))
    });
    for case in cases {
        for point in &case.points {
            for (place, expected) in case
                .routine
                .tape
                .evaluate(point, ())
                .into_iter()
                .enumerate()
            {
                let found = numbers
                    .next()
                    .unwrap_or_else(|| panic!("{}: nothing", case.source));
                let near = (found - expected).abs() <= tolerance * expected.abs().max(1e-3);
                assert!(
                    near || found.is_nan() && expected.is_nan(),
                    "{} at {point:?}, result {place}: {found}, not {expected}",
                    case.source
                );
            }
        }
    }
    assert_eq!(numbers.next(), None);
}

/// A folder for what is compiled.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("codegen-{name}"));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn run(program: impl AsRef<std::ffi::OsStr>, arguments: &[&str], folder: &Path) -> String {
    let program = program.as_ref();
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap_or_else(|error| panic!("{} is needed: {error}", program.display()));
    assert!(
        output.status.success(),
        "{}: {}",
        program.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// A piece of the main program for each case and point.
fn calls(cases: &[Case], call: impl Fn(&Case, &str) -> String) -> String {
    let mut text = String::new();
    for case in cases {
        for point in &case.points {
            let point: Vec<String> = point.iter().map(|x| format!("{x:?}")).collect();
            text.push_str(&call(case, &point.join(", ")));
        }
    }
    text
}

fn c_like(target: Target, compiler: &str, file: &str, call: fn(&Case, &str) -> String) {
    let (cases, _) = cases(target);
    let folder = folder(target.name());
    let text = generate(target, &routines(&cases)).unwrap();
    let text = format!(
        "#include <stdio.h>\n#include <stddef.h>\n{}{text}\nint main(void) {{\n{}return 0;\n}}\n",
        if target == Target::Cuda { STUBS } else { "" },
        calls(&cases, call)
    );
    std::fs::write(folder.join(file), text).unwrap();
    let flags = [
        "-O1",
        "-Wall",
        "-Werror",
        "-ffp-contract=off",
        "-o",
        "program",
        file,
        "-lm",
    ];
    run(compiler, &flags, &folder);
    let printed = run(folder.join("program"), &[], &folder);
    compare(&cases, &printed, 1e-12);
}

/// What stands in for a graphics processor: one thread.
const STUBS: &str = "#define __host__\n#define __device__\n#define __global__\n\
    struct { int x; } blockIdx = {0}, blockDim = {1}, threadIdx = {0};\n";

#[test]
fn c_says_the_same() {
    c_like(Target::C, "gcc", "program.c", |case, point| {
        let (name, count) = (&case.routine.name, case.routine.inputs.len());
        format!(
            "{{ const double p[] = {{{point}}}; double v, g[{count}]; {name}(p, &v, g);\n\
             printf(\"%.17g\\n\", v); for (int i = 0; i < {count}; i++) printf(\"%.17g\\n\", g[i]); }}\n"
        )
    });
}

#[test]
fn cuda_kernels_say_the_same() {
    c_like(Target::Cuda, "g++", "program.cpp", |case, point| {
        let (name, count) = (&case.routine.name, case.routine.inputs.len() + 1);
        format!(
            "{{ const double p[] = {{{point}}}; double r[{count}]; {name}_kernel(1, p, r);\n\
             for (int i = 0; i < {count}; i++) printf(\"%.17g\\n\", r[i]); }}\n"
        )
    });
}

#[test]
fn rust_says_the_same() {
    let (cases, _) = cases(Target::Rust);
    let folder = folder("rust");
    let text = generate(Target::Rust, &routines(&cases)).unwrap();
    let main = calls(&cases, |case, point| {
        format!(
            "    {{ let (v, g) = {}(&[{point}]); println!(\"{{v:e}}\"); for g in g {{ println!(\"{{g:e}}\"); }} }}\n",
            case.routine.name
        )
    });
    let text = format!("{text}\nfn main() {{\n{main}}}\n{LIBM}");
    std::fs::write(folder.join("program.rs"), text).unwrap();
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    run(
        rustc,
        &["--edition=2021", "-O", "program.rs", "-o", "program"],
        &folder,
    );
    let printed = run(folder.join("program"), &[], &folder);
    compare(&cases, &printed, 1e-12);
}

/// What stands in for the crate.
const LIBM: &str = "mod libm {
    mod c {
        extern \"C\" {
            pub fn erf(x: f64) -> f64;
            pub fn erfc(x: f64) -> f64;
            pub fn tgamma(x: f64) -> f64;
            pub fn lgamma(x: f64) -> f64;
        }
    }
    pub fn erf(x: f64) -> f64 { unsafe { c::erf(x) } }
    pub fn erfc(x: f64) -> f64 { unsafe { c::erfc(x) } }
    pub fn tgamma(x: f64) -> f64 { unsafe { c::tgamma(x) } }
    pub fn lgamma(x: f64) -> f64 { unsafe { c::lgamma(x) } }
}
";

#[test]
fn javascript_says_the_same() {
    let (cases, _) = cases(Target::JavaScript);
    let folder = folder("javascript");
    let text = generate(Target::JavaScript, &routines(&cases)).unwrap();
    let main = calls(&cases, |case, point| {
        format!(
            "{{ const r = {}([{point}]); console.log(r.value); r.gradient.forEach(g => console.log(g)); }}\n",
            case.routine.name
        )
    });
    std::fs::write(folder.join("program.mjs"), format!("{text}\n{main}")).unwrap();
    let printed = run("node", &["program.mjs"], &folder);
    compare(&cases, &printed, 1e-12);
}

/// A Python that has NumPy and SciPy: the machine's, or one of our own.
fn python(folder: &Path) -> PathBuf {
    let has = |python: &Path| {
        let check = Command::new(python)
            .args(["-c", "import numpy, scipy.special"])
            .output();
        check.is_ok_and(|output| output.status.success())
    };
    let common = PathBuf::from("python3");
    let own = folder.join("venv/bin/python");
    if has(&common) {
        return common;
    }
    if !has(&own) {
        run(&common, &["-m", "venv", "venv"], folder);
        run(
            &own,
            &["-m", "pip", "install", "--quiet", "numpy", "scipy"],
            folder,
        );
    }
    own
}

/// Point by point, and all points as columns.
#[test]
fn python_says_the_same() {
    let (cases, _) = cases(Target::Python);
    let folder = folder("python");
    let text = generate(Target::Python, &routines(&cases)).unwrap();
    let mut main = String::new();
    for case in &cases {
        let columns: Vec<Vec<f64>> = (0..case.routine.inputs.len())
            .map(|i| case.points.iter().map(|point| point[i]).collect())
            .collect();
        write!(
            main,
            "columns = np.array({columns:?})\n\
             together = {name}(columns)\n\
             for place, point in enumerate(columns.T):\n    value, gradient = {name}(point)\n    \
             print(repr(float(value)))\n    \
             assert np.allclose(np.broadcast_to(together[0], len(columns.T))[place], value, 1e-12, equal_nan=True)\n    \
             for i, entry in enumerate(gradient):\n        print(repr(float(entry)))\n        \
             assert abs(together[1][i][place] - entry) <= 1e-12*abs(entry) or np.isnan(entry)\n",
            name = case.routine.name
        )
        .unwrap();
    }
    std::fs::write(folder.join("program.py"), format!("{text}\n{main}")).unwrap();
    let printed = run(python(&folder), &["program.py"], &folder);
    compare(&cases, &printed, 1e-10);
}

/// No graphics processor is needed to know that a shader is well-formed.
#[test]
fn shaders_are_valid() {
    let (cases, _) = cases(Target::Wgsl);
    let text = generate(Target::Wgsl, &routines(&cases)).unwrap();
    let module = naga::front::wgsl::parse_str(&text)
        .unwrap_or_else(|error| panic!("{}", error.emit_to_string(&text)));
    naga::valid::Validator::new(
        naga::valid::ValidationFlags::all(),
        naga::valid::Capabilities::empty(),
    )
    .validate(&module)
    .unwrap_or_else(|error| panic!("{}", error.emit_to_string(&text)));
}

/// Julia is read with its grammar.
#[test]
fn julia_is_well_formed() {
    let (cases, _) = cases(Target::Julia);
    let text = generate(Target::Julia, &routines(&cases)).unwrap();
    let mut parser = tree_sitter::Parser::new();
    parser
        .set_language(&tree_sitter_julia::LANGUAGE.into())
        .unwrap();
    let tree = parser.parse(&text, None).unwrap();
    assert!(
        !tree.root_node().has_error(),
        "{}",
        tree.root_node().to_sexp()
    );
    let broken = parser.parse("function f(x\n x +* = 2\nend", None).unwrap();
    assert!(broken.root_node().has_error());
}

/// What each language lacks, and how the code looks.
#[test]
fn languages_as_they_look() {
    let mut text = String::new();
    for target in Target::ALL {
        let (_, lacking) = cases(target);
        writeln!(text, "{} lacks {}", target.name(), lacking.join(" ")).unwrap();
    }
    let inputs = ["x".to_owned(), "lambda".to_owned()];
    let shown = [
        case(1, "x^2*sin(lambda) + mod(x, 3)", &inputs, vec![]),
        case(
            2,
            "if(x > lambda, sigmoid(x)^3, sum(x^k, k, 1, 3))",
            &inputs,
            vec![],
        ),
    ];
    for target in Target::ALL {
        let code = generate(target, &routines(&shown)).unwrap();
        writeln!(text, "\n──── {}\n{code}", target.name()).unwrap();
    }
    insta::assert_snapshot!(text);
}
