//! Inputs that are no formulas: missing, unreadable, huge, empty, broken off, not text.

use super::{shell, stderr, stdout};

#[track_caller]
fn check(line: &str, code: i32, expected: &str) {
    let output = shell(line);
    let said = format!("{}{}", stdout(&output), stderr(&output));
    assert_eq!(output.status.code(), Some(code), "{line}\n{said}");
    assert!(said.contains(expected), "{line}\n{said}");
}

#[test]
fn what_can_not_be_read_is_an_error() {
    check(
        "partials check missing.partials",
        2,
        "there is no such file",
    );
    check("partials check .", 2, "it is a directory");
    check("partials check crates", 2, "it is a directory");
    check("partials check /bin/sh", 2, "it is no UTF-8 text");
    check(
        "printf 'x\\377y' | partials diff -",
        2,
        "it is no UTF-8 text",
    );
    check("printf 'x\\0y' | partials diff -", 2, "it is no text");
    check("partials diff - < /dev/null", 2, "there is no formula");
    check("partials check - < /dev/null", 2, "there is no claim");
    check("partials diff ''", 2, "there is no formula");
}

#[test]
fn the_prompt_survives_what_is_no_text() {
    check("partials < /dev/null", 0, "");
    check("printf 'x\\377\\n6*7\\n' | partials", 2, "42");
    check("printf 'x\\0\\n6*7\\n' | partials", 2, "42");
    check("printf '6*7' | partials", 0, "42");
    check("printf '(6\\n*7' | partials", 2, "`(` is not closed");
}

#[test]
fn a_reader_that_goes_is_no_error() {
    let line = "{ yes 'x^2' | head -n 100000 | partials; echo \"$?\" >&2; } | head -n 1";
    let output = shell(line);
    assert_eq!(stdout(&output), "x^2\n");
    assert_eq!(stderr(&output), "0\n");
    let line = "{ yes 'x^2' | head -n 20000 | partials diff -; echo \"$?\" >&2; } | head -n 1";
    assert_eq!(stderr(&shell(line)), "0\n");
}

#[test]
fn huge_inputs_are_read_or_refused() {
    let large = "head -c 100000000 /dev/zero | tr '\\0'";
    let comment = format!("{{ {large} '#'; echo; echo 'x^2'; }} | partials diff -");
    check(&comment, 0, "2*x");
    check(&format!("{large} '7' | partials diff -"), 2, "E0105");
    check(&format!("{large} 'x' | partials diff -"), 0, "1");
    check(
        &format!("{{ {large} 'x'; echo; echo '6*7'; }} | partials | tail -n 1"),
        0,
        "42",
    );
}
