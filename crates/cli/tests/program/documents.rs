//! The examples of `docs/json.md` are what the program prints.

use super::{shell, stdout, workspace};

#[test]
fn examples_of_the_json_document_are_what_is_printed() {
    let text = std::fs::read_to_string(workspace().join("docs/json.md")).unwrap();
    let mut checked = 0;
    for block in text.split("```console\n").skip(1) {
        let (block, _) = block.split_once("```").expect("a block ends");
        let (command, expected) = block.split_once('\n').expect("output follows a command");
        let command = command
            .strip_prefix("$ ")
            .expect("a block begins with a command");
        assert_eq!(stdout(&shell(command)), expected, "{command}");
        checked += 1;
    }
    assert!(checked >= 5);
}

/// Every field that is printed is described.
#[test]
fn fields_are_described() {
    let text = std::fs::read_to_string(workspace().join("docs/json.md")).unwrap();
    for command in [
        "partials diff 'x*y' --format json",
        "partials jacobian '[x, y]' --format json",
        "partials chain 'f(x) = x^2; x = t' --format json",
        "partials explain 'sin(x^2)' --format json",
        "echo 's(x) = x*sin(x); s(s(s(s(s(s(x))))))' | partials diff - --format json | tail -1",
        "partials eval 'x' --at x=1 --derivatives --format json",
        "partials eval 'x' --at x=1 --difference --format json",
        "partials descend 'ln(x) + x^2' --from x=1 --method gradient --rate 3 --verify --format json",
        "partials fit 'a*x1' --data examples/data/houses.csv --response y --format json",
        "echo 'claim d/dx (x) = 2' | partials check - --format json",
    ] {
        let printed = stdout(&shell(command));
        let parsed: serde_json::Value = serde_json::from_str(&printed).unwrap();
        let mut todo = vec![parsed];
        while let Some(value) = todo.pop() {
            match value {
                serde_json::Value::Object(fields) => {
                    for (name, value) in fields {
                        assert!(name == "x" || text.contains(&format!("`{name}`")), "{name}");
                        todo.push(value);
                    }
                }
                serde_json::Value::Array(list) => todo.extend(list),
                _ => {}
            }
        }
    }
}
