//! `docs/tour.md`: a newcomer's first ten minutes, as they happen at the prompt.
//!
//! In its blocks, lines behind `∂ ` are typed, and the others are what is printed.

use super::{document, prompt, workspace};

#[test]
fn the_tour_is_as_written() {
    let text = std::fs::read_to_string(workspace().join("docs/tour.md")).unwrap();
    let mut parts = text.split("```text\n");
    let mut made = parts.next().unwrap_or_default().to_owned();
    let mut typed = String::new();
    let mut before = String::new();
    for part in parts {
        let (block, prose) = part.split_once("```").expect("a block ends");
        made.push_str("```text\n");
        for line in block.lines().filter_map(|line| line.strip_prefix("∂ ")) {
            typed.push_str(line);
            typed.push('\n');
            // Everything is typed anew for each line, so that what it adds is known.
            let printed = prompt(&typed);
            let added = printed.strip_prefix(&before).expect("the same as before");
            made.push_str(&format!("∂ {line}\n{added}"));
            before = printed;
        }
        made.push_str("```");
        made.push_str(prose);
    }
    assert!(typed.lines().count() >= 25);
    document("tour.md", &made);
}
