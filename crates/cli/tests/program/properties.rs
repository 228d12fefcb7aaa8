//! What holds of all commands.

use super::{shell, stdout, workspace};

/// All commands but the help that every program has.
const COMMANDS: &[&str] = &[
    "diff",
    "grad",
    "jacobian",
    "hessian",
    "chain",
    "explain",
    "eval",
    "check",
    "completions",
    "manual",
];

#[test]
fn completions_and_manual_know_all_commands() {
    for shell_name in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let text = stdout(&shell(&format!("partials completions {shell_name}")));
        for word in COMMANDS.iter().chain(&["--allow-undecided", "--digits"]) {
            assert!(
                text.contains(word.trim_start_matches('-')),
                "{shell_name}: {word}"
            );
        }
    }
    let page = stdout(&shell("partials manual"));
    for command in COMMANDS {
        assert!(page.contains(&command.to_uppercase()), "{command}");
    }
    assert!(
        page.contains("allow\\-undecided") && page.contains("Examples:"),
        "{page}"
    );
}

/// The lines of help that begin with two blanks and the name of the program.
fn examples(command: &str) -> Vec<String> {
    let help = stdout(&shell(&format!("partials {command} --help")));
    let (_, examples) = help.split_once("Examples:").expect("help has examples");
    examples
        .lines()
        .filter(|line| line.starts_with("  "))
        .map(|l| l.trim().to_owned())
        .collect()
}

#[test]
fn examples_of_the_help_work_as_pasted() {
    for command in COMMANDS {
        let examples = examples(command);
        assert!(!examples.is_empty(), "{command}");
        for example in examples {
            let output = shell(&example);
            assert!(output.status.success(), "{example}: {output:?}");
            let redirected = example.contains(" > ");
            assert_eq!(output.stdout.is_empty(), redirected, "{example}");
            assert!(output.stderr.is_empty(), "{example}");
        }
    }
}

#[test]
fn formulas_of_the_examples_hold_and_mistakes_do_not() {
    let folder = workspace().join("examples/formulas");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".partials"))
        .collect();
    files.sort();
    assert!(files.len() >= 5);
    for file in files {
        let output = shell(&format!(
            "partials check examples/formulas/{file} --format jsonl"
        ));
        let wrong = file.starts_with("mistakes");
        assert_eq!(
            output.status.code(),
            Some(i32::from(wrong)),
            "{file}: {}",
            stdout(&output)
        );
        for line in stdout(&output).lines().filter(|_| wrong) {
            let right = line.contains("\"label\":\"right");
            assert_eq!(line.contains("\"verdict\":\"refuted\""), !right, "{line}");
        }
    }
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let files = "examples/formulas/*.partials";
    for format in ["text", "json", "jsonl"] {
        let run = |jobs: usize| {
            shell(&format!(
                "partials check {files} --format {format} --jobs {jobs} --verbose"
            ))
        };
        let one = run(1);
        assert!(!one.stdout.is_empty());
        assert_eq!(one.stdout, run(2).stdout);
        assert_eq!(one.stdout, run(5).stdout);
    }
}

#[test]
fn results_read_back() {
    for formula in [
        "x^2*sin(y)/3",
        "exp(-x/y)*sqrt(x)",
        "if(x < y, x^3, y)",
        "f(y, x) = x^y",
    ] {
        let found = stdout(&shell(&format!("partials diff '{formula}' --wrt x")));
        let again = stdout(&shell(&format!(
            "partials eval '{}' --at x=2,y=3",
            found.trim()
        )));
        assert!(
            again.trim().parse::<f64>().is_ok(),
            "{formula}: {found}: {again}"
        );
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let many = "claim d/dx (x^2) = 2*x\\n";
    let line = format!(
        "for i in $(seq 3000); do printf '{many}'; done | partials check - --format jsonl | head -1"
    );
    let output = shell(&line);
    assert_eq!(stdout(&output).lines().count(), 1);
    assert!(output.stderr.is_empty(), "{output:?}");
    let output = shell("partials diff 'x^2' > /dev/full");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn times_are_said_on_request_only() {
    let check = "echo 'claim d/dx (x^2) = 2*x' | partials check - --format jsonl";
    assert!(stdout(&shell(check)).contains("\"seconds\":null"));
    assert!(stdout(&shell(&format!("{check} --timing"))).contains("\"seconds\":0."));
}
