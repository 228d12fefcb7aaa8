//! "Did you mean": the nearest of some names.

/// The name nearest to `wrong`, if one is near enough to be meant: at most one edit in three
/// letters, an edit being a letter inserted, dropped, changed, or swapped with the next.
///
/// ```
/// use partials_parser::closest;
/// assert_eq!(closest("sqr", ["sin", "sqrt"]), Some("sqrt"));
/// assert_eq!(closest("velocity", ["sin", "sqrt"]), None);
/// ```
pub fn closest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = lower(wrong);
    if letters.len() < 3 || letters.len() > 40 {
        return None;
    }
    let most = letters.len().div_ceil(3).min(3);
    names
        .into_iter()
        .filter(|name| *name != wrong && name.len() >= 2)
        .filter(|name| name.chars().count().abs_diff(letters.len()) <= most)
        .map(|name| (distance(&letters, &lower(name)), name))
        .filter(|(edits, name)| *edits <= most && *edits < name.chars().count())
        .min()
        .filter(|(edits, _)| letters.len() > 3 || *edits <= 1)
        .map(|(_, name)| name)
}

fn lower(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// The optimal string alignment distance, row by row.
fn distance(a: &[char], b: &[char]) -> usize {
    let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in b.iter().enumerate() {
            let changed = at(&above, j) + usize::from(letter != other);
            let mut best = changed.min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            let swapped =
                i > 0 && j > 0 && a.get(i - 1) == Some(other) && b.get(j - 1) == Some(letter);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    at(&above, b.len())
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn near_names_are_found() {
        let names = ["sin", "sinh", "sqrt", "atan", "gamma", "erf", "x"];
        for (wrong, meant) in [
            ("sqr", Some("sqrt")),
            ("Sin", Some("sin")),
            ("snih", Some("sinh")),
            ("gama", Some("gamma")),
            ("gmama", Some("gamma")),
            ("f", None),
            ("foo", None),
            ("pressure", None),
        ] {
            assert_eq!(closest(wrong, names), meant, "{wrong}");
        }
    }
}
