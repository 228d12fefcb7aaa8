//! What `:set` can change.

use std::str::FromStr;

/// How formulas are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In two dimensions: fractions with a bar, raised powers.
    TwoDimensional,
    /// On one line, as it can be typed.
    Line,
    /// As LaTeX.
    Latex,
}

/// What can be set, with its meaning.
pub const TABLE: &[(&str, &str)] = &[
    (
        "digits",
        "how many digits values have: a number, or `auto` for doubles",
    ),
    ("output", "how formulas are shown: `2d`, `line` or `latex`"),
    ("points", "at how many points claims are tried"),
    ("seed", "the seed that those points are drawn with"),
    (
        "timeout",
        "after how many seconds a line is given up: a number, or `off`",
    ),
];

/// The settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The digits of values; those of doubles without.
    pub digits: Option<usize>,
    /// How formulas are shown.
    pub form: Form,
    /// At how many points claims are tried.
    pub points: u16,
    /// The seed of points.
    pub seed: u64,
    /// After how many seconds a line is given up.
    pub timeout: Option<u64>,
}

impl Settings {
    /// Those of a terminal, or of a pipe.
    pub const fn new(interactive: bool) -> Self {
        Self {
            digits: None,
            form: if interactive {
                Form::TwoDimensional
            } else {
                Form::Line
            },
            points: 8,
            seed: 0,
            timeout: None,
        }
    }

    /// Each setting with its value.
    pub fn list(&self) -> Vec<(&'static str, String)> {
        let or = |value: Option<String>, other: &str| value.unwrap_or_else(|| other.to_owned());
        let value = |name: &str| match name {
            "digits" => or(self.digits.map(|n| n.to_string()), "auto"),
            "output" => match self.form {
                Form::TwoDimensional => "2d".to_owned(),
                Form::Line => "line".to_owned(),
                Form::Latex => "latex".to_owned(),
            },
            "points" => self.points.to_string(),
            "seed" => self.seed.to_string(),
            _ => or(self.timeout.map(|n| n.to_string()), "off"),
        };
        TABLE.iter().map(|(name, _)| (*name, value(name))).collect()
    }

    /// Changes one.
    ///
    /// # Errors
    /// What was expected instead, where there is no such setting or value.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "digits" => self.digits = bounded(value, "auto", 1..=10_000)?,
            "timeout" => self.timeout = bounded(value, "off", 1..=86_400)?,
            "points" => self.points = bounded(value, "", 1..=10_000)?.unwrap_or(self.points),
            "seed" => self.seed = bounded(value, "", 0..=u64::MAX)?.unwrap_or(self.seed),
            "output" => {
                self.form = match value {
                    "2d" => Form::TwoDimensional,
                    "line" => Form::Line,
                    "latex" => Form::Latex,
                    _ => return Err("`2d`, `line` or `latex`".to_owned()),
                }
            }
            _ => {
                let names: Vec<String> =
                    TABLE.iter().map(|(name, _)| format!("`{name}`")).collect();
                return Err(format!("one of {}", names.join(", ")));
            }
        }
        Ok(())
    }
}

/// A number within bounds, or none for a word.
fn bounded<T: FromStr + PartialOrd + std::fmt::Display>(
    value: &str,
    none: &str,
    range: std::ops::RangeInclusive<T>,
) -> Result<Option<T>, String> {
    if !none.is_empty() && value == none {
        return Ok(None);
    }
    let or = if none.is_empty() {
        String::new()
    } else {
        format!(", or `{none}`")
    };
    let expected = || format!("a number from {} to {}{or}", range.start(), range.end());
    let number: T = value.parse().map_err(|_| expected())?;
    if range.contains(&number) {
        Ok(Some(number))
    } else {
        Err(expected())
    }
}
