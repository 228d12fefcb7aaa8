//! Programs that are checked as black boxes: right, wrong, hanging, broken.

use super::{shell, stderr, stdout};

const PROGRAM: &str = "python3 examples/exec/rosenbrock.py";

/// A check of a command, its exit code, and what is printed.
fn check(command: &str, options: &str, code: i32) -> (String, String) {
    let output = shell(&format!("partials check --exec '{command}' {options}"));
    let (out, errors) = (stdout(&output), stderr(&output));
    assert_eq!(output.status.code(), Some(code), "{command}\n{out}{errors}");
    (out, errors)
}

#[test]
fn right_and_wrong_programs() {
    let (out, _) = check(PROGRAM, "--at x=-1.2,y=1 --at x=1,y=1 --at x=0.3,y=2", 0);
    assert!(out.contains("3 claims: 3 consistent (seed 0)"), "{out}");
    let wrong = format!("{PROGRAM} wrong");
    let (out, _) = check(&wrong, "--at x=-1.2,y=1", 1);
    assert!(out.contains("refuted gradient of"), "{out}");
    assert!(out.contains("entry 1, "), "{out}");
    assert!(out.contains("consistent"), "{out}");
    let (json, _) = check(&wrong, "--at x=-1.2,y=1 --format json", 1);
    let document: serde_json::Value = serde_json::from_str(&json).unwrap();
    let claim = &document["claims"][0];
    assert_eq!(claim["verdict"], "refuted");
    assert_eq!(claim["entries"][1]["verdict"], "consistent");
    let seen = &claim["entries"][0]["evidence"];
    assert!((seen["extrapolated"]["value"].as_f64().unwrap() + 215.6).abs() < 1e-6);
    assert!((seen["central"].as_f64().unwrap() + 215.6).abs() < 1e-3);
}

#[test]
fn answers_that_can_not_be_used() {
    let fails = |command: &str, options: &str, expected: &str| {
        let (out, errors) = check(command, options, 2);
        assert!(errors.contains(expected), "{command}\n{out}{errors}");
        assert!(out.contains("1 with errors"), "{out}");
    };
    fails(
        "sleep 30",
        "--at x=1 --timeout 0.5",
        "no answer within 0.5 s",
    );
    fails(
        "cat > /dev/null; sleep 30",
        "--at x=1 --timeout 0.5",
        "no answer within",
    );
    fails("exit 3", "--at x=1", "ended without an answer");
    fails("echo hello", "--at x=1", "`hello` is no answer");
    fails("cat", "--at x=1", "is no answer");
    fails(
        "no-such-program-anywhere",
        "--at x=1",
        "ended without an answer",
    );
    fails("printf \"\\377\\n\"", "--at x=1", "can");
    let constant = |answer: &str| format!("while read line; do echo \"{answer}\"; done");
    let text = constant("{\\\"f\\\": 1}");
    fails(&text, "--at x=1", "no `grad`");
    let text = constant("{\\\"f\\\": 1, \\\"grad\\\": [1, 2]}");
    fails(&text, "--at x=1", "the gradient has 2 elements");
}

#[test]
fn values_that_are_missing() {
    let answer = "{\\\"f\\\": NaN, \\\"grad\\\": [1]}";
    let command = format!("while read line; do echo \"{answer}\"; done");
    let (out, _) = check(&command, "--at x=1", 3);
    assert!(out.contains("undecided: outside-domain"), "{out}");
    check(&command, "--at x=1 --allow-undecided", 0);
}

/// Programs that are noisy, remember, or fail now and then: a right gradient is not refuted, a
/// wrong one does not pass.
#[test]
fn programs_that_are_no_functions() {
    for kind in ["noisy", "little", "counting", "switch", "nan"] {
        for (factor, never) in [("1", 1), ("1.5", 0)] {
            let program = format!("python3 crates/cli/tests/data/unreliable.py {kind} {factor}");
            let output = shell(&format!("partials check --exec '{program}' --at x=3"));
            let code = output.status.code().unwrap();
            assert!(
                code != never && code != 2,
                "{kind} {factor}: {}",
                stdout(&output)
            );
        }
    }
    let stuck = "python3 crates/cli/tests/data/unreliable.py sticky 1";
    check(stuck, "--at x=3", 1);
    let (_, errors) = check("cat /dev/zero", "--at x=3", 2);
    assert!(errors.contains("too long"), "{errors}");
}

#[test]
fn points_are_needed() {
    let output = shell(&format!("partials check --exec '{PROGRAM}'"));
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--at x=1,y=2"));
}
