//! Errors and warnings as plain data. [`render`](crate::render) makes text of them.

use crate::ast::Span;

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// The statement has no meaning.
    Error,
    /// The statement has a meaning, perhaps not the one that was meant.
    Warning,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// What is wrong, by a stable code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// All codes, in order.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The code as it is printed: `E0012`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// What the code stands for.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+)),+ }
            }
        }
    };
}

codes! {
    /// A control character that shows as nothing or changes the direction of the text.
    InvisibleCharacter = "E0001",
    /// A character that no part of the language begins with.
    UnexpectedCharacter = "E0002",
    /// A number whose form or exponent can't be read.
    MalformedNumber = "E0003",
    /// A text without its closing quote.
    UnclosedText = "E0004",
    /// A backslash that does not stand at the end of a line.
    Continuation = "E0005",
    /// Something else where a number, a name or a bracket should stand.
    ExpectedOperand = "E0006",
    /// Something else where an operator should stand.
    ExpectedOperator = "E0007",
    /// A bracket that is opened and not closed.
    UnclosedBracket = "E0008",
    /// A closing bracket without its opening one.
    UnmatchedBracket = "E0009",
    /// A product without `*` that can be read two ways.
    AmbiguousProduct = "E0010",
    /// Letters behind a number that can be one name or a product.
    AmbiguousName = "E0011",
    /// A call without parentheses that can be read two ways.
    AmbiguousCall = "E0012",
    /// A variable before a parenthesis: a call or a product.
    CallOfVariable = "E0013",
    /// A power of a function that can be its inverse or its reciprocal.
    InversePower = "E0014",
    /// A way of writing that belongs to another language.
    ForeignNotation = "E0015",
    /// A wrong number of arguments.
    ArgumentCount = "E0016",
    /// The imaginary unit.
    Complex = "E0017",
    /// A derivative that is not written as one.
    Derivative = "E0018",
    /// A derivative operator that can be read two ways.
    AmbiguousDerivative = "E0019",
    /// A `piecewise` that is not a list of `condition: value`.
    Piecewise = "E0020",
    /// A list in parentheses, or an empty bracket.
    Bracketed = "E0021",
    /// A statement that is none of the known ones.
    Statement = "E0022",
    /// The same parameter twice.
    DuplicateParameter = "E0023",
    /// A power of a power that can be read two ways.
    AmbiguousPower = "E0024",
    /// More input than the limits allow.
    TooLarge = "E0025",
    /// An index in brackets behind something that has no elements.
    Element = "E0026",
    /// Numbers, vectors and matrices that don't fit together.
    Shape = "E0101",
    /// A function with another number of arguments than it takes.
    Arity = "E0102",
    /// A derivative in something that is not a variable.
    NotAVariable = "E0103",
    /// A derivative of too high an order.
    OrderTooHigh = "E0104",
    /// A number too large to be kept exactly.
    NumberTooLarge = "E0105",
    /// An index that no element has.
    Index = "E0106",
    /// Sums within sums beyond the depth that is taken.
    NestedTooDeep = "E0107",
    /// A form of expression that is not supported where it stands.
    Unsupported = "E0108",
    /// An expression with more parts than the limits allow.
    GraphTooLarge = "E0109",
    /// A variable without a value where one is needed.
    NoValue = "E0201",
    /// A function that is used but not defined.
    UndefinedFunction = "E0202",
    /// A condition or expression that has no numeric value.
    NotNumeric = "E0203",
    /// Something else than what a command or claim needs.
    Mismatch = "E0204",
    /// A file or stream that can't be read.
    Input = "E0205",
    /// A name that is read as a variable, and may be meant as a function or constant.
    FunctionAsVariable = "W0001",
    /// An unknown function with a name close to a known one.
    UnknownFunction = "W0002",
    /// A definition that hides a function or constant.
    Shadowing = "W0003",
}

/// A change of the source that mends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does.
    pub message: String,
    /// Spans with what replaces them, in source order, without overlap.
    pub edits: Vec<(Span, String)>,
}

impl Fix {
    /// The source with the change made.
    ///
    /// ```
    /// use partials_parser::{Fix, ast::Span};
    /// let fix = Fix { message: "write `*`".into(), edits: vec![(Span { start: 1, end: 1 }, "*".into())] };
    /// assert_eq!(fix.apply("2x"), "2*x");
    /// ```
    pub fn apply(&self, source: &str) -> String {
        let mut text = String::with_capacity(source.len() + 16);
        let mut done = 0;
        for (span, replacement) in &self.edits {
            let (start, end) = (span.start as usize, span.end as usize);
            text.push_str(source.get(done..start).unwrap_or_default());
            text.push_str(replacement);
            done = done.max(end);
        }
        text.push_str(source.get(done..).unwrap_or_default());
        text
    }
}

/// An error or warning: what was found where, what was expected, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What is wrong.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// Where.
    pub span: Span,
    /// What was found, in a sentence.
    pub message: String,
    /// What should stand there, if that can be said.
    pub expected: Option<String>,
    /// More to know.
    pub notes: Vec<String>,
    /// Ways to mend it; more than one where there is more than one reading.
    pub fixes: Vec<Fix>,
    /// Whether more input could mend it.
    pub(crate) at_end: bool,
}

impl Diagnostic {
    /// An error with a code, at a place.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            span,
            message: message.into(),
            expected: None,
            notes: Vec::new(),
            fixes: Vec::new(),
            at_end: false,
        }
    }

    pub(crate) fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, span, message)
        }
    }

    /// The same, saying what was expected.
    #[must_use]
    pub fn expected(mut self, what: impl Into<String>) -> Self {
        self.expected = Some(what.into());
        self
    }

    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    pub(crate) fn fix(mut self, message: impl Into<String>, edits: Vec<(Span, String)>) -> Self {
        self.fixes.push(Fix {
            message: message.into(),
            edits,
        });
        self
    }

    pub(crate) fn replace(self, message: impl Into<String>, span: Span, with: &str) -> Self {
        self.fix(message, vec![(span, with.to_owned())])
    }

    pub(crate) fn at_end(mut self, at_end: bool) -> Self {
        self.at_end = at_end;
        self
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The diagnostics of a source, up to a limit.
#[derive(Debug)]
pub(crate) struct Sink {
    pub list: Vec<Diagnostic>,
    limit: usize,
    errors: usize,
}

impl Sink {
    pub fn new(limit: usize) -> Self {
        Self {
            list: Vec::new(),
            limit: limit.max(1),
            errors: 0,
        }
    }

    /// How many errors have occurred, reported or not.
    pub fn errors(&self) -> usize {
        self.errors
    }

    pub fn is_full(&self) -> bool {
        self.list.len() >= self.limit
    }

    /// Counts an error that there is no room for; false if there is room, and it should be told.
    pub fn swallow(&mut self) -> bool {
        let full = self.is_full() && self.errors > 0;
        self.errors += usize::from(full);
        full
    }

    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.errors += usize::from(diagnostic.is_error());
        // An error is worth more than a warning that came before it.
        if self.is_full() && diagnostic.is_error() && self.errors == 1 {
            self.list.pop();
        }
        if !self.is_full() {
            self.list.push(diagnostic);
        }
    }
}
