//! The documents say what is: links lead somewhere, and transcripts are what the programs print.
//! The Rust code of the README is compiled and run with the documentation tests of this package.
#![allow(clippy::unwrap_used)] // What is not there fails the test.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use partials_tests::workspace;

/// The Markdown files of the repository.
fn documents() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in [
        "",
        "docs",
        "examples",
        "examples/formulas",
        "tests/corpora",
        "fuzz",
    ] {
        let Ok(entries) = fs::read_dir(workspace().join(folder)) else {
            continue;
        };
        let paths = entries.map(|entry| entry.unwrap().path());
        found.extend(paths.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    }
    found.sort();
    found
}

/// The targets of links, `[text](target)`, outside of code.
fn links(text: &str) -> Vec<String> {
    let (mut found, mut code) = (Vec::new(), false);
    for line in text.lines() {
        code ^= line.trim_start().starts_with("```");
        if code {
            continue;
        }
        // Every other part stands between back-ticks.
        let prose = line.split('`').step_by(2).collect::<Vec<_>>().join("code");
        let targets = prose.split("](").skip(1);
        found.extend(targets.filter_map(|rest| Some(rest.split_once(')')?.0.to_owned())));
    }
    found
}

/// The name by which a heading is linked to.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn links_lead_somewhere() {
    assert!(documents().len() >= 5);
    for path in documents() {
        let text = fs::read_to_string(&path).unwrap();
        for link in links(&text)
            .iter()
            .filter(|link| !link.starts_with("https://"))
        {
            let (file, section) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => path.clone(),
                _ => path.with_file_name(file),
            };
            assert!(target.exists(), "{}: {link}", path.display());
            if !section.is_empty() {
                let text = fs::read_to_string(&target).unwrap();
                let mut headings = text.lines().filter(|line| line.starts_with('#'));
                let known = headings.any(|heading| anchor(heading) == section);
                assert!(known, "{}: {link}", path.display());
            }
        }
    }
}

/// Files and folders that are named between back-ticks are there.
#[test]
fn paths_are_there() {
    let mut named = 0;
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(workspace().join(document)).unwrap();
        for path in text.split('`').skip(1).step_by(2) {
            if ["crates/", "tests/", "examples/", "docs/"]
                .iter()
                .any(|top| path.starts_with(top))
            {
                assert!(workspace().join(path).exists(), "{document}: {path}");
                named += 1;
            }
        }
    }
    assert!(named > 20);
}

/// A command of a document, and what it is said to print.
#[derive(Debug, PartialEq)]
struct Transcript {
    command: String,
    output: String,
}

/// The transcripts of a document: blocks of the kind `console`, with `$` before each command.
fn transcripts(text: &str) -> Vec<Transcript> {
    let (mut found, mut inside) = (Vec::<Transcript>::new(), false);
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let (true, Some(command)) = (inside, line.strip_prefix("$ ")) {
            found.push(Transcript {
                command: command.to_owned(),
                output: String::new(),
            });
        } else if let (true, Some(last)) = (inside, found.last_mut()) {
            last.output.push_str(line);
            last.output.push('\n');
        }
    }
    found
}

/// The words of a command, as a shell splits them: blanks separate, single quotes hold together.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (place, part) in command.split('\'').enumerate() {
        match place % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

/// Builds the programs and examples as the tests are built, so that little is built twice, and
/// says in which folder they are.
fn build() -> PathBuf {
    let here = std::env::current_exe().unwrap();
    let folder = here.ancestors().nth(2).unwrap().to_path_buf();
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--workspace", "--bins", "--examples"]);
    if folder.ends_with("release") {
        build.arg("--release");
    }
    assert!(build.current_dir(workspace()).status().unwrap().success());
    folder
}

#[test]
fn transcripts_are_what_the_programs_print() {
    let readme = fs::read_to_string(workspace().join("README.md")).unwrap();
    let transcripts = transcripts(&readme);
    assert!(!transcripts.is_empty());
    let folder = build();
    for Transcript { command, output } in transcripts {
        let words = words(&command);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (program, arguments) = match words.as_slice() {
            ["partials", arguments @ ..] => (folder.join("partials"), arguments),
            [
                "cargo",
                "run",
                "-p",
                "partials-examples",
                "--example",
                name,
                arguments @ ..,
            ] => (folder.join("examples").join(name), arguments),
            _ => panic!("what program is `{command}`?"),
        };
        let printed = Command::new(program)
            .args(arguments)
            .current_dir(workspace())
            .output();
        let printed = String::from_utf8(printed.unwrap().stdout).unwrap();
        assert_eq!(printed.trim_end(), output.trim_end(), "{command}");
    }
}

#[test]
fn documents_are_read_as_they_are_meant() {
    assert_eq!(
        links("[a](b.md#c) `[x](y)` [d](https://e)"),
        ["b.md#c", "https://e"]
    );
    assert_eq!(links("```\n[a](b)\n```"), [""; 0]);
    assert_eq!(anchor("## Where to find what"), "where-to-find-what");
    assert_eq!(words("partials diff 'x^2 + 1' --wrt x").len(), 5);
    let found = transcripts("```console\n$ a b\nc\n$ d\n```\nprose\n");
    let [first, second] = <[Transcript; 2]>::try_from(found).unwrap();
    assert_eq!(
        (first.command.as_str(), first.output.as_str()),
        ("a b", "c\n")
    );
    assert_eq!((second.command.as_str(), second.output.as_str()), ("d", ""));
}

/// The licences are there, in the words that everyone knows.
#[test]
fn licences_are_complete() {
    for (file, phrase) in [
        (
            "LICENSE-MIT",
            "Permission is hereby granted, free of charge",
        ),
        ("LICENSE-APACHE", "END OF TERMS AND CONDITIONS"),
    ] {
        let text = fs::read_to_string(workspace().join(file)).unwrap();
        assert!(text.contains(phrase), "{file}");
    }
}
