//! Reports for other programs: they have the form that these expect, and the same bytes whatever
//! the number of threads.

use serde_json::Value;

use super::{shell, stdout, workspace};

const FILES: &str = "crates/cli/tests/data/mixed.partials examples/formulas/mistakes.partials \
                     examples/formulas/textbook.partials";

fn schema() -> Value {
    let text = std::fs::read_to_string(workspace().join("docs/check.schema.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// What in a value is not as the schema says: of JSON Schema, the words that are used in ours.
fn violations(schema: &Value, root: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => panic!("{name}"),
    };
    for (word, says) in schema.as_object().unwrap() {
        let holds = match word.as_str() {
            "$ref" => {
                let place = says.as_str().unwrap().trim_start_matches('#');
                violations(root.pointer(place).unwrap(), root, value, path, found);
                true
            }
            "type" => match says {
                Value::Array(names) => names.iter().any(|name| is(name.as_str().unwrap())),
                name => is(name.as_str().unwrap()),
            },
            "const" => value == says,
            "enum" => says.as_array().unwrap().contains(value),
            "minimum" => value.as_f64() >= says.as_f64(),
            "anyOf" => says.as_array().unwrap().iter().any(|one| {
                let mut wrong = Vec::new();
                violations(one, root, value, path, &mut wrong);
                wrong.is_empty()
            }),
            "required" => says
                .as_array()
                .unwrap()
                .iter()
                .all(|name| value.get(name.as_str().unwrap()).is_some()),
            "properties" => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    match says.get(name) {
                        Some(schema) => {
                            violations(schema, root, value, &format!("{path}.{name}"), found)
                        }
                        None => found.push(format!("{path}.{name} is not described")),
                    }
                }
                true
            }
            "items" => {
                for value in value.as_array().into_iter().flatten() {
                    violations(says, root, value, &format!("{path}[]"), found);
                }
                true
            }
            "$schema" | "$defs" | "title" | "description" => true,
            _ => panic!("{word}"),
        };
        if !holds {
            found.push(format!("{path}: {value} against {word} {says}"));
        }
    }
}

fn check_schema(part: &str, text: &str) -> Vec<String> {
    let schema = schema();
    let value = serde_json::from_str(text).unwrap();
    let mut found = Vec::new();
    violations(
        schema.pointer(part).unwrap(),
        &schema,
        &value,
        "",
        &mut found,
    );
    found
}

#[test]
fn json_is_as_its_schema_says() {
    let whole = stdout(&shell(&format!(
        "partials check {FILES} --timing --format json"
    )));
    assert_eq!(check_schema("", &whole), Vec::<String>::new());
    let lines = stdout(&shell(&format!("partials check {FILES} --format jsonl")));
    assert!(lines.lines().count() > 20);
    for line in lines.lines() {
        assert_eq!(check_schema("/$defs/claim", line), Vec::<String>::new());
    }
    // What is wrong is found.
    let damaged = whole
        .replace("\"refuted\"", "\"wrong\"")
        .replace("\"label\"", "\"name\"");
    assert!(check_schema("", &damaged).len() > 10);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    for format in ["jsonl", "text", "markdown", "junit", "sarif", "github"] {
        let run = |jobs: u32| {
            stdout(&shell(&format!(
                "partials check {FILES} --format {format} --jobs {jobs}"
            )))
        };
        assert_eq!(run(1), run(4), "{format}");
    }
}

#[test]
fn sarif_has_what_code_scanning_needs() {
    let text = stdout(&shell(&format!("partials check {FILES} --format sarif")));
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["version"], "2.1.0");
    let driver = &document["runs"][0]["tool"]["driver"];
    let rules: Vec<&str> = driver["rules"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|rule| rule["id"].as_str())
        .collect();
    let results = document["runs"][0]["results"].as_array().unwrap();
    assert!(driver["name"] == "partials" && results.len() > 5);
    for result in results {
        assert!(rules.contains(&result["ruleId"].as_str().unwrap()));
        assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert!(
            place["artifactLocation"]["uri"]
                .as_str()
                .unwrap()
                .ends_with(".partials")
        );
        assert!(place["region"]["startLine"].as_u64().unwrap() > 0);
    }
}

/// Elements are closed in the order in which they are opened, and nothing else is markup.
#[test]
fn junit_is_well_formed() {
    let line = "echo 'claim \"a <b> & c\" d/dx (x^2) = x' | partials check - --format junit".into();
    for command in [line, format!("partials check {FILES} --format junit")] {
        let text = stdout(&shell(&command));
        let text = text
            .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
            .unwrap();
        let mut open: Vec<String> = Vec::new();
        for piece in text.split('<').skip(1) {
            let (tag, rest) = piece.split_once('>').expect("a tag ends");
            assert!(!rest.contains('>') && !rest.contains('\u{1}'), "{rest}");
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            let name = tag
                .trim_start_matches('/')
                .split([' ', '/'])
                .next()
                .unwrap();
            if tag.starts_with('/') {
                assert_eq!(open.pop().as_deref(), Some(name));
            } else if !tag.ends_with('/') {
                open.push(name.to_owned());
            }
        }
        assert!(open.is_empty() && text.contains("<failure "), "{text}");
    }
}

#[test]
fn annotations_are_one_command_each() {
    let text = stdout(&shell(&format!("partials check {FILES} --format github")));
    let (last, commands) = text
        .lines()
        .collect::<Vec<_>>()
        .split_last()
        .map(|(l, c)| (l.to_string(), c.to_vec()))
        .unwrap();
    assert!(last.contains("refuted") && commands.len() > 5);
    for command in commands {
        assert!(
            command.starts_with("::error file=") || command.starts_with("::warning file="),
            "{command}"
        );
    }
}
