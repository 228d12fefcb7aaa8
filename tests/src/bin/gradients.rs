//! Checks values, gradients and Hessians of the corpora and prints what differs.

use partials_tests::gradients::{Fate, check};
use rayon::prelude::*;

fn main() {
    for name in ["feynman", "sympy_diff", "wild", "mgh_cute", "nist"] {
        let path = format!("../shared/corpora/{name}.jsonl");
        let source = std::fs::read_to_string(path).unwrap_or_default();
        let lines: Vec<&str> = source.lines().collect();
        let fates: Vec<(String, Vec<Fate>)> = lines
            .par_iter()
            .filter_map(|line| {
                let row: serde_json::Value = serde_json::from_str(line).ok()?;
                let id = row
                    .get("id")
                    .and_then(|id| id.as_str())
                    .unwrap_or_default()
                    .to_owned();
                Some((id, check(&row)))
            })
            .collect();
        let mut counts = [0; 5];
        let mut numbers = 0;
        for (id, fates) in &fates {
            for fate in fates {
                match fate {
                    Fate::Right(count) => {
                        counts[0] += 1;
                        numbers += count;
                    }
                    Fate::RefusedComplex => counts[1] += 1,
                    Fate::NoValue(why) => {
                        counts[2] += 1;
                        println!(
                            "{id} no value: {}",
                            why.chars().take(300).collect::<String>()
                        );
                    }
                    Fate::Unread(why) => {
                        counts[3] += 1;
                        println!("{id} unread: {}", why.chars().take(300).collect::<String>());
                    }
                    Fate::Wrong(why) => {
                        counts[4] += 1;
                        println!("{id} WRONG: {}", why.chars().take(2000).collect::<String>());
                    }
                }
            }
        }
        let [right, refused, no_value, unread, wrong] = counts;
        println!(
            "{name}: {} rows; points right {right} ({numbers} numbers), complex refused {refused}, \
             no value {no_value}, unread {unread}, wrong {wrong}",
            fates.len()
        );
    }
}
