//! Mathematical text on one line: runs of upright and italic letters, raised or lowered.

/// The slant of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slant {
    /// Words, numbers, names of functions.
    Upright,
    /// Variables.
    Italic,
}

/// Letters of one slant, at one height.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The letters.
    pub text: String,
    /// Their slant.
    pub slant: Slant,
    /// 0 on the line, 1 in an exponent, 2 in an exponent of one; -1 in an index.
    pub level: i8,
}

impl Run {
    /// The height of the letters, as a part of those on the line.
    #[must_use]
    pub fn scale(&self) -> f64 {
        match self.level.unsigned_abs() {
            0 => 1.0,
            1 => 0.72,
            _ => 0.56,
        }
    }

    /// How far the run is raised, as a part of the height of letters on the line.
    #[must_use]
    pub fn rise(&self) -> f64 {
        match self.level {
            ..0 => -0.18,
            0 => 0.0,
            1 => 0.36,
            _ => 0.58,
        }
    }
}

/// Text of some runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The runs, from left to right.
    pub runs: Vec<Run>,
}

/// Names that are written as a letter.
const LETTERS: [(&str, &str); 30] = [
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("phi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Sigma", "Σ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
];

impl Text {
    /// Upright words.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self::default().then(text, Slant::Upright, 0)
    }

    /// A formula as the printer of expressions has it: `x^2*sin(y)`. Variables are italic, powers
    /// raised, indices lowered, and products have no star.
    #[must_use]
    pub fn formula(source: &str) -> Self {
        Reader::new(source).read()
    }

    /// With more letters.
    #[must_use]
    pub fn then(mut self, text: &str, slant: Slant, level: i8) -> Self {
        match self.runs.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.slant == slant && last.level == level => last.text.push_str(text),
            _ => self.runs.push(Run {
                text: text.to_owned(),
                slant,
                level,
            }),
        }
        self
    }

    /// With upright words.
    #[must_use]
    pub fn and(self, text: &str) -> Self {
        self.then(text, Slant::Upright, 0)
    }

    /// With an exponent.
    #[must_use]
    pub fn sup(self, text: &str) -> Self {
        self.then(text, Slant::Upright, 1)
    }

    /// With a formula.
    #[must_use]
    pub fn and_formula(mut self, source: &str) -> Self {
        for run in Self::formula(source).runs {
            self = self.then(&run.text, run.slant, run.level);
        }
        self
    }

    /// Whether nothing is written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The text on one line, with `^` before exponents and `_` before indices.
    #[must_use]
    pub fn source(&self) -> String {
        let mut text = String::new();
        let mut level = 0;
        for run in &self.runs {
            if run.level != level && run.level != 0 {
                text.push(if run.level < 0 { '_' } else { '^' });
            }
            level = run.level;
            text.push_str(&run.text);
        }
        text
    }
}

/// Reads a formula, letter by letter.
struct Reader<'s> {
    rest: std::iter::Peekable<std::str::Chars<'s>>,
    text: Text,
    level: i8,
    /// For each open bracket whether it only encloses an exponent, and the level outside.
    open: Vec<(bool, i8)>,
}

impl<'s> Reader<'s> {
    fn new(source: &'s str) -> Self {
        Self {
            rest: source.chars().peekable(),
            text: Text::default(),
            level: 0,
            open: Vec::new(),
        }
    }

    fn push(&mut self, text: &str, slant: Slant) {
        self.text = std::mem::take(&mut self.text).then(text, slant, self.level);
    }

    fn read(mut self) -> Text {
        while let Some(c) = self.rest.next() {
            match c {
                '*' => self.product(),
                '^' => self.power(),
                '-' => self.push("−", Slant::Upright),
                '(' => {
                    self.open.push((false, self.level));
                    self.push("(", Slant::Upright);
                }
                ')' => self.close(),
                c if c.is_alphabetic() => self.word(c, Slant::Italic),
                c => self.push(c.encode_utf8(&mut [0; 4]), Slant::Upright),
            }
        }
        self.text
    }

    /// A thin space, but between numbers a dot.
    fn product(&mut self) {
        let number_follows = self.rest.peek().is_some_and(char::is_ascii_digit);
        let sign = if number_follows { "·" } else { "\u{2009}" };
        self.push(sign, Slant::Upright);
    }

    /// What follows is raised: a bracket, or a number or name.
    fn power(&mut self) {
        let outside = self.level;
        self.level = (outside + 1).clamp(1, 2);
        match self.rest.peek().copied() {
            Some('(') => {
                self.rest.next();
                self.open.push((true, outside));
            }
            Some(c) if c.is_alphabetic() => {
                self.rest.next();
                self.word(c, Slant::Italic);
                self.level = outside;
            }
            _ => {
                while let Some(c) = self.rest.next_if(|c| c.is_ascii_digit() || *c == '.') {
                    self.push(c.encode_utf8(&mut [0; 4]), Slant::Upright);
                }
                self.level = outside;
            }
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some((true, outside)) => self.level = outside,
            _ => self.push(")", Slant::Upright),
        }
    }

    /// A name: one letter is a variable, more are a function or a word; digits are an index.
    fn word(&mut self, first: char, slant: Slant) {
        let mut name = String::from(first);
        while let Some(c) = self.rest.next_if(|c| c.is_alphabetic()) {
            name.push(c);
        }
        let mut index = String::new();
        self.rest.next_if_eq(&'_');
        while let Some(c) = self.rest.next_if(|c| c.is_alphanumeric()) {
            index.push(c);
        }
        let called = self.rest.peek() == Some(&'(');
        let letter = LETTERS
            .iter()
            .find(|(long, _)| *long == name)
            .map(|(_, letter)| *letter);
        match letter {
            Some(letter) if !called => self.push(letter, slant_of(letter)),
            _ if name == "sqrt" && called => self.push("√", Slant::Upright),
            _ if name.chars().nth(1).is_some() => self.push(&name, Slant::Upright),
            _ => self.push(&name, slant),
        }
        if !index.is_empty() {
            let outside = std::mem::replace(&mut self.level, -1);
            self.push(&index, Slant::Upright);
            self.level = outside;
        }
    }
}

/// π is a number, and capital Greek letters stand upright.
fn slant_of(letter: &str) -> Slant {
    if letter == "π" || letter.chars().all(char::is_uppercase) {
        Slant::Upright
    } else {
        Slant::Italic
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Italic letters in `_…_`, levels as `^{…}` and `_{…}`.
    fn shown(text: &Text) -> String {
        let run = |run: &Run| {
            let letters = match run.slant {
                Slant::Italic => format!("/{}/", run.text),
                Slant::Upright => run.text.clone(),
            };
            match run.level {
                0 => letters,
                ..0 => format!("_{{{letters}}}"),
                1 => format!("^{{{letters}}}"),
                _ => format!("^^{{{letters}}}"),
            }
        };
        text.runs.iter().map(run).collect()
    }

    #[track_caller]
    fn check(source: &str, expected: &str) {
        assert_eq!(
            shown(&Text::formula(source)).replace('\u{2009}', "~"),
            expected
        );
    }

    #[test]
    fn formulas_are_set() {
        check("x^2*sin(y)", "/x/^{2}~sin(/y/)");
        check("x1^10 - 2*x2", "/x/_{1}^{10} − 2~/x/_{2}");
        check("exp(-(x + 1)^2)", "exp(−(/x/ + 1)^{2})");
        check(
            "x^(a + b)*2",
            "/x/^{/a/^{ + }/b/}·2"
                .replace("^{/a/^{ + }/b/}", "^{/a/}^{ + }^{/b/}")
                .as_str(),
        );
        check("e^(-x^2)", "/e/^{−}^{/x/}^^{2}");
        check("omega*t + pi", "/ω/~/t/ + π");
        check("sqrt(x)", "√(/x/)");
        check("(x", "(/x/");
        check("x)^", "/x/)");
        check("", "");
    }
}
