//! The workspace keeps its manners: dependencies point one way, licences allow what ours do,
//! library crates say what they are, and the sources keep the rules that no lint knows.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // What is not there fails the test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use partials_tests::workspace;
use serde_json::Value;

/// The crates from the bottom to the top: each may use those before it.
const LAYERS: [&str; 9] = [
    "partials-parser",
    "partials-symbolic",
    "partials-numeric",
    "partials-codegen",
    "partials-jit",
    "partials-minimise",
    "partials-plot",
    "partials",
    "partials-cli",
];

/// Packages that are published nowhere and on which nothing may depend.
const UNPUBLISHED: [&str; 3] = ["partials-tests", "partials-examples", "partials-benches"];

/// Licences under which code may be part of a program that is distributed under ours.
const LICENCES: [&str; 14] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// A file is a room with one purpose; a longer one has two.
const LINES: usize = 600;

fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(arguments)
        .current_dir(workspace())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The packages of this platform, ours and others', as `cargo metadata` has them.
fn packages() -> Vec<Value> {
    let version = cargo(&["-vV"]);
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap();
    let text = cargo(&[
        "metadata",
        "--format-version",
        "1",
        "--filter-platform",
        host,
    ]);
    let metadata: Value = serde_json::from_str(&text).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

fn name(package: &Value) -> &str {
    package["name"].as_str().unwrap()
}

fn is_ours(package: &Value) -> bool {
    package["source"].is_null()
}

#[test]
fn dependencies_point_one_way() {
    let packages = packages();
    let ours: Vec<&Value> = packages.iter().filter(|package| is_ours(package)).collect();
    assert_eq!(ours.len(), LAYERS.len() + UNPUBLISHED.len());
    for package in &ours {
        let layer = LAYERS.iter().position(|layer| *layer == name(package));
        assert!(
            layer.is_some() || UNPUBLISHED.contains(&name(package)),
            "{}",
            name(package)
        );
        for dependency in package["dependencies"].as_array().unwrap() {
            let used = name(dependency);
            assert!(
                !UNPUBLISHED.contains(&used),
                "{} uses {used}",
                name(package)
            );
            let below = LAYERS.iter().position(|layer| *layer == used);
            if let (Some(layer), Some(below)) = (layer, below) {
                assert!(below < layer, "{} uses {used}", name(package));
            }
        }
    }
}

#[test]
fn licences_of_dependencies_are_permissive() {
    for package in packages() {
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(is_permitted(licence), "{}: `{licence}`", name(&package));
    }
}

#[test]
fn licence_expressions_are_understood() {
    for (expression, permitted) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("", false),
        ("MIT/Apache-2.0", true),
        ("MIT OR GPL-3.0-only", true),
        ("MIT AND GPL-3.0-only", false),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("(MIT OR Apache-2.0) AND LGPL-2.1-or-later", false),
        ("GPL-2.0-only OR MIT AND ISC", true),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("MIT OR (GPL-3.0-only", false),
    ] {
        assert_eq!(is_permitted(expression), permitted, "{expression}");
    }
}

/// Whether an SPDX expression leaves a choice that is permitted: one of the alternatives of `OR`
/// (in old manifests `/`), all of the parts of `AND`.
fn is_permitted(expression: &str) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    alternatives(&words).is_some_and(|(permitted, rest)| permitted && rest.is_empty())
}

/// What was read from the front of some words, and the words that are left.
type Read<'w> = Option<(bool, &'w [&'w str])>;

fn alternatives<'w>(words: &'w [&'w str]) -> Read<'w> {
    let (mut permitted, mut rest) = parts(words)?;
    while let ["OR", more @ ..] = rest {
        let (other, left) = parts(more)?;
        (permitted, rest) = (permitted || other, left);
    }
    Some((permitted, rest))
}

fn parts<'w>(words: &'w [&'w str]) -> Read<'w> {
    let (mut permitted, mut rest) = licence(words)?;
    while let ["AND", more @ ..] = rest {
        let (other, left) = licence(more)?;
        (permitted, rest) = (permitted && other, left);
    }
    Some((permitted, rest))
}

fn licence<'w>(words: &'w [&'w str]) -> Read<'w> {
    match words {
        ["(", inner @ ..] => match alternatives(inner)? {
            (permitted, [")", rest @ ..]) => Some((permitted, rest)),
            _ => None,
        },
        [name, "WITH", exception, rest @ ..] => {
            let name = format!("{name} WITH {exception}");
            Some((LICENCES.contains(&name.as_str()), rest))
        }
        [name, rest @ ..] => Some((LICENCES.contains(name), rest)),
        [] => None,
    }
}

#[test]
fn published_crates_say_what_they_are() {
    for package in packages().iter().filter(|package| is_ours(package)) {
        let of = name(package);
        if UNPUBLISHED.contains(&of) {
            assert_eq!(package["publish"], Value::Array(Vec::new()), "{of}");
            continue;
        }
        assert_eq!(package["license"], "MIT OR Apache-2.0", "{of}");
        assert_eq!(package["rust_version"], "1.89", "{of}");
        for field in ["description", "repository", "readme"] {
            assert!(
                package[field].as_str().is_some_and(|text| !text.is_empty()),
                "{of}: {field}"
            );
        }
        for field in ["authors", "keywords", "categories"] {
            let list = package[field].as_array().unwrap();
            assert!((1..=5).contains(&list.len()), "{of}: {field}");
        }
        let folder = Path::new(package["manifest_path"].as_str().unwrap())
            .parent()
            .unwrap();
        assert!(
            folder.join(package["readme"].as_str().unwrap()).is_file(),
            "{of}: no such readme"
        );
    }
}

/// All Rust files of a folder, at any depth.
fn sources(folder: &str) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![workspace().join(folder)]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn files_are_short() {
    for path in ["crates", "tests", "examples"]
        .into_iter()
        .flat_map(sources)
    {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= LINES, "{}: {lines} lines", path.display());
    }
}

/// The code of a source, line by line, without comments and up to its tests; and the files of its
/// modules that are compiled for tests only.
fn code_and_test_modules(path: &Path) -> (Vec<(usize, String)>, Vec<PathBuf>) {
    let text = fs::read_to_string(path).unwrap();
    let (mut code, mut modules, mut for_tests) = (Vec::new(), Vec::new(), false);
    for (number, line) in text.lines().map(str::trim).enumerate() {
        match line.strip_prefix("mod ").filter(|_| for_tests) {
            Some(module) if module.ends_with('{') => break,
            Some(module) => modules.push(path.with_file_name(module.replace(';', ".rs"))),
            None => {}
        }
        for_tests = line == "#[cfg(test)]";
        if !line.starts_with("//") {
            code.push((number + 1, line.to_owned()));
        }
    }
    (code, modules)
}

#[test]
fn libraries_do_not_panic_on_purpose() {
    let wrong = [".unwrap()", ".expect(", "todo!", "unimplemented!"];
    let mut paths = sources("crates");
    paths.retain(|path| path.components().any(|part| part.as_os_str() == "src"));
    assert!(paths.len() > 100, "{} sources", paths.len());
    let (mut tests, mut found) = (Vec::new(), Vec::new());
    for path in paths {
        let (code, modules) = code_and_test_modules(&path);
        tests.extend(modules);
        let lines = code
            .into_iter()
            .filter(|(_, line)| wrong.iter().any(|w| line.contains(w)));
        found.extend(lines.map(|(number, line)| (path.clone(), number, line)));
    }
    found.retain(|(path, ..)| !tests.contains(path));
    assert!(found.is_empty(), "{found:#?}");
}
