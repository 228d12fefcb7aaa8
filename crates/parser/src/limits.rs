//! How much input is taken.

/// Bounds on what one call parses; beyond them is a clear error, never a crash.
///
/// ```
/// use partials_parser::{Code, Limits, Names, parse_with};
///
/// let limits = Limits { nodes: 3, ..Limits::default() };
/// let parsed = parse_with("a + b + c + d", &Names::new(), &limits);
/// assert_eq!(parsed.diagnostics[0].code, Code::TooLarge);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of source; never more than 4 GiB, since spans are 32 bits wide.
    pub source_bytes: usize,
    /// Nodes of the syntax tree.
    pub nodes: usize,
    /// Errors and warnings that are reported.
    pub errors: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            source_bytes: 256 << 20,
            nodes: 1 << 26,
            errors: 100,
        }
    }
}
