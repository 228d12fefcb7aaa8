//! Depth and width: a million of anything is read in linear time and memory, without recursion.

use std::time::{Duration, Instant};

use partials_parser::{Completeness, parse, parse_expression};

use crate::functions;

const MANY: usize = 1_000_000;

/// Time enough for a build with little optimisation on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

fn read(what: &str, source: &str, nodes: usize) {
    let start = Instant::now();
    let parsed = parse_expression(source, &functions());
    let parsed = parsed.unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(parsed.ast.nodes().len(), nodes, "{what}");
    drop(parsed);
    let time = start.elapsed();
    println!(
        "{what:>16}: {:>8} bytes in {:>5} ms",
        source.len(),
        time.as_millis()
    );
    assert!(time < LIMIT, "{what}: {time:?}");
}

#[test]
fn a_million_of_anything() {
    read(
        "parentheses",
        &format!("{}x{}", "(".repeat(MANY), ")".repeat(MANY)),
        1,
    );
    read(
        "sin(",
        &format!("{}x{}", "sin(".repeat(MANY), ")".repeat(MANY)),
        MANY + 1,
    );
    read(
        "f(",
        &format!("{}x{}", "f(".repeat(MANY), ")".repeat(MANY)),
        MANY + 1,
    );
    read("sin sin", &format!("{}x", "sin ".repeat(MANY)), MANY + 1);
    read(
        "brackets",
        &format!("{}x{}", "[".repeat(MANY), "]".repeat(MANY)),
        MANY + 1,
    );
    read(
        "bars",
        &format!("{}x{}", "|".repeat(MANY), "|".repeat(MANY)),
        MANY + 1,
    );
    read("terms", &format!("{}x", "x + ".repeat(MANY)), MANY + 2);
    read(
        "differences",
        &format!("{}x", "x - ".repeat(MANY)),
        2 * MANY + 2,
    );
    read("factors", &format!("{}x", "x*".repeat(MANY)), MANY + 2);
    read(
        "quotients",
        &format!("{}x", "x/".repeat(MANY)),
        2 * MANY + 2,
    );
    read("x x", &format!("{}x", "x ".repeat(MANY)), MANY + 2);
    read("powers", &format!("{}x", "x^".repeat(MANY)), 2 * MANY + 1);
    read("minus signs", &format!("{}x", "-".repeat(MANY)), MANY + 1);
    read("not", &format!("{}x", "not ".repeat(MANY)), MANY + 1);
    read("factorials", &format!("x{}", " !".repeat(MANY)), MANY + 1);
    read("chain", &format!("{}x", "x<".repeat(MANY)), 2 * MANY + 2);
    read("d/dx", &format!("{}x", "d/dx ".repeat(MANY)), MANY + 1);
    read(
        "if",
        &format!("{}x{}", "if(x,".repeat(MANY), ",x)".repeat(MANY)),
        3 * MANY + 1,
    );
    read("digits", &"1".repeat(MANY), 1);
    read("letters", &"x".repeat(MANY), 1);
    let sum = "3*x^2*sin(y) + ".repeat(MANY / 15);
    read("sum of products", &format!("{sum}1"), MANY / 15 * 7 + 2);
}

#[test]
fn a_million_errors() {
    for (what, source) in [
        ("open", "(".repeat(MANY)),
        ("close", ")".repeat(MANY)),
        ("pairs", "()".repeat(MANY)),
        ("1/2x", "1/2x/".repeat(MANY)),
        ("1/2(", "1/2(".repeat(MANY)),
        ("x^2y", "x^2y+".repeat(MANY)),
        ("sin x y", "sin x y ".repeat(MANY)),
        ("lines", "1 2\n".repeat(MANY)),
        ("lines in brackets", "(a\n".repeat(MANY)),
        (
            "names in brackets",
            format!("({}", "a(b,c,d\n".repeat(MANY / 8)),
        ),
        ("question marks", "a?".repeat(MANY)),
        ("nested questions", "(a?".repeat(MANY)),
        ("equal signs", "a=".repeat(MANY)),
        ("and", "a&&".repeat(MANY)),
        ("invisible", "\u{200b}".repeat(MANY)),
        ("unknown", "$".repeat(MANY)),
        ("quotes", "\"\n".repeat(MANY)),
        ("partial", "∂(".repeat(MANY)),
        ("d/dx x*", "d/dx x*".repeat(MANY)),
        ("x(x)", format!("k=1\n{}1", "k(k)+".repeat(MANY))),
        ("unknown calls", format!("{}1", "sine(x)+".repeat(MANY / 8))),
        (
            "distinct calls",
            (0..MANY / 8).map(|i| format!("sine{i}(x)+")).collect(),
        ),
        ("assume", "assume x<".repeat(MANY)),
        ("claims", "claim x=".repeat(MANY)),
        ("piecewise", "piecewise(x:".repeat(MANY)),
        ("bars", "a|b".repeat(MANY)),
        ("primes", "x'".repeat(MANY)),
        ("points", "x at x=1,".repeat(MANY)),
        ("backslashes", "\\ ".repeat(MANY)),
        ("orders", "f^(1,".repeat(MANY)),
        ("d dx", format!("d/{}", "dx".repeat(MANY))),
        ("dx dx", format!("d/{}", "dx ".repeat(MANY))),
        ("d/dx dx", "d/dx dx ".repeat(MANY / 8)),
    ] {
        let start = Instant::now();
        let parsed = parse(&source, &functions());
        let time = start.elapsed();
        println!(
            "{what:>18}: {:>8} bytes in {:>5} ms",
            source.len(),
            time.as_millis()
        );
        assert!(time < LIMIT, "{what}: {time:?}");
        assert!(parsed.diagnostics.len() <= 100);
        let _ = parsed.completeness == Completeness::Wrong;
    }
}
