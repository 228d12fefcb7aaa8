//! Names as mathematics: `theta_1` is θ with the index 1, `w_out` is w with the index out; and the
//! heads of functions, as the table's LaTeX column has them.

/// Greek letters by their names, which are LaTeX commands too.
const GREEK: &[(&str, char)] = &[
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("epsilon", 'ϵ'),
    ("varepsilon", 'ε'),
    ("zeta", 'ζ'),
    ("eta", 'η'),
    ("theta", 'θ'),
    ("iota", 'ι'),
    ("kappa", 'κ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("nu", 'ν'),
    ("xi", 'ξ'),
    ("pi", 'π'),
    ("rho", 'ρ'),
    ("sigma", 'σ'),
    ("tau", 'τ'),
    ("upsilon", 'υ'),
    ("varphi", 'φ'),
    ("phi", 'ϕ'),
    ("chi", 'χ'),
    ("psi", 'ψ'),
    ("omega", 'ω'),
    ("Gamma", 'Γ'),
    ("Delta", 'Δ'),
    ("Theta", 'Θ'),
    ("Lambda", 'Λ'),
    ("Xi", 'Ξ'),
    ("Pi", 'Π'),
    ("Sigma", 'Σ'),
    ("Upsilon", 'Υ'),
    ("Phi", 'Φ'),
    ("Psi", 'Ψ'),
    ("Omega", 'Ω'),
];

/// One word of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word<'a> {
    /// A letter of the Latin or another alphabet.
    Letter(&'a str),
    /// A Greek letter: its command and itself.
    Greek(&'static str, char),
    /// Digits.
    Number(&'a str),
    /// Several letters, written upright.
    Upright(&'a str),
}

impl<'a> Word<'a> {
    fn new(text: &'a str) -> Self {
        let mut letters = text.chars();
        let only = letters.next().filter(|_| letters.next().is_none());
        let greek = |(name, letter): &&(&str, char)| *name == text || only == Some(*letter);
        match GREEK.iter().find(greek) {
            Some((name, letter)) => Self::Greek(name, *letter),
            None if text.chars().all(|c| c.is_ascii_digit()) => Self::Number(text),
            None if only.is_some() => Self::Letter(text),
            None => Self::Upright(text),
        }
    }

    /// In LaTeX.
    pub(super) fn latex(self) -> String {
        let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric());
        match self {
            Self::Greek(name, _) => format!("\\{name}"),
            Self::Letter(text) | Self::Number(text) if plain(text) => text.to_owned(),
            Self::Upright(text) if plain(text) => format!("\\mathrm{{{text}}}"),
            Self::Letter(text) | Self::Number(text) | Self::Upright(text) => {
                format!("\\text{{{}}}", text.replace('_', "\\_"))
            }
        }
    }

    /// In Unicode.
    pub(super) fn unicode(self) -> String {
        match self {
            Self::Greek(_, letter) => letter.to_string(),
            Self::Letter(text) | Self::Number(text) | Self::Upright(text) => text.to_owned(),
        }
    }

    /// Whether it runs into its neighbour without space.
    pub(super) fn is_long(self) -> bool {
        matches!(self, Self::Upright(_))
    }
}

/// A name: a word with indices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name<'a> {
    pub(super) base: Word<'a>,
    pub(super) indices: Vec<Word<'a>>,
}

impl<'a> Name<'a> {
    /// `x1`, `x_1` and `x[1]` are all x with the index 1.
    pub(super) fn new(text: &'a str) -> Self {
        let (stem, element) = match text.strip_suffix(']').and_then(|t| t.split_once('[')) {
            Some((stem, element)) => (stem, element),
            None => (text, ""),
        };
        let (base, tail) = stem.split_once('_').unwrap_or((stem, ""));
        let letters = base.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = base.get(letters.len()..).unwrap_or_default();
        if letters.is_empty() || letters.ends_with(|c: char| c.is_numeric()) {
            // Nothing stands before an index.
            return Self {
                base: Word::Upright(text),
                indices: Vec::new(),
            };
        }
        let indices = std::iter::once(digits)
            .chain(tail.split('_'))
            .chain(element.split(',').map(str::trim));
        Self {
            base: Word::new(letters),
            indices: indices.filter(|i| !i.is_empty()).map(Word::new).collect(),
        }
    }
}

/// What stands before the parentheses of a function: the table's LaTeX column taken apart.
///
/// `#1` stands for an argument that is written there and not in the parentheses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Symbol {
    /// An index before the name, as in ₁F₁.
    pub(super) before: Option<&'static str>,
    /// The name, in Unicode.
    pub(super) name: String,
    pub(super) below: Option<&'static str>,
    pub(super) above: Option<&'static str>,
}

impl Symbol {
    pub(super) fn new(latex: &'static str) -> Self {
        let mut symbol = Self::default();
        let mut rest = latex;
        if let Some((index, tail)) = rest.strip_prefix("{}").and_then(script) {
            (symbol.before, rest) = (Some(index), tail);
        }
        while let Some(letter) = rest.chars().next() {
            let tail = rest.get(letter.len_utf8()..).unwrap_or_default();
            if let ('_' | '^', Some((text, tail))) = (letter, script(rest)) {
                let place = if letter == '_' {
                    &mut symbol.below
                } else {
                    &mut symbol.above
                };
                (*place, rest) = (Some(text), tail);
            } else if let ('\\', Some((word, tail))) = (letter, command(tail)) {
                let known = GREEK.iter().find(|(name, _)| *name == word);
                match known {
                    Some((_, letter)) => symbol.name.push(*letter),
                    None => symbol.name.push_str(word),
                }
                rest = tail;
            } else {
                symbol.name.push(if letter == '\'' { '′' } else { letter });
                rest = tail;
            }
        }
        symbol
    }
}

/// An index or exponent and what is behind it.
fn script(text: &'static str) -> Option<(&'static str, &'static str)> {
    let text = text.get(1..)?;
    match text.strip_prefix('{') {
        Some(inner) => inner.split_once('}'),
        None => text.split_at_checked(1),
    }
}

/// The name of a command, or the text that `\operatorname` sets upright, and what is behind it.
fn command(text: &'static str) -> Option<(&'static str, &'static str)> {
    if let Some(inner) = text.strip_prefix("operatorname{") {
        return inner.split_once('}');
    }
    let end = text
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    text.split_at_checked(end)
}

/// The argument that `#1` stands for, counted from 0.
pub(super) fn placeholder(text: &str) -> Option<usize> {
    text.split_once('#')?
        .1
        .chars()
        .next()?
        .to_digit(10)?
        .checked_sub(1)
        .map(|place| place as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_indices() {
        let check = |text: &str, base: &str, indices: &str| {
            let name = Name::new(text);
            let words: Vec<String> = name.indices.iter().map(|word| word.latex()).collect();
            assert_eq!(
                (name.base.latex().as_str(), words.join(",").as_str()),
                (base, indices)
            );
        };
        check("x", "x", "");
        check("x1", "x", "1");
        check("x[10]", "x", "10");
        check("A[1,2]", "A", "1,2");
        check("theta_1", r"\theta", "1");
        check("θ", r"\theta", "");
        check("w_out", "w", r"\mathrm{out}");
        check("rho_alpha", r"\rho", r"\alpha");
        check("speed", r"\mathrm{speed}", "");
        check("_x", r"\text{\_x}", "");
        check("é1", r"\text{é}", "1");
    }

    #[test]
    fn symbols_are_taken_apart() {
        let check = |latex, before, name: &str, below, above| {
            let name = name.to_owned();
            let expected = Symbol {
                before,
                name,
                below,
                above,
            };
            assert_eq!(Symbol::new(latex), expected);
        };
        check(r"\sin", None, "sin", None, None);
        check(r"\ln\Gamma", None, "lnΓ", None, None);
        check(r"\operatorname{Ai}'", None, "Ai′", None, None);
        check(r"\log_{10}", None, "log", Some("10"), None);
        check(r"\psi^{(#1)}", None, "ψ", None, Some("(#1)"));
        check("{}_1F_1", Some("1"), "F", Some("1"), None);
    }
}
