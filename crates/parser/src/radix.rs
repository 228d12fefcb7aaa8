//! Numbers as programs write them and mathematics does not: `0x1F`, `0b101`, `0o17`.

use crate::ast::Span;
use crate::diagnostic::{Code, Diagnostic};

/// The error for a number with a base, and the length of what stands behind its 0: read as a
/// product, `0x10` would be 0 without a word.
pub(crate) fn with_base(zero: Span, mantissa: &str, behind: &str) -> Option<(Diagnostic, usize)> {
    let (base, kind) = match behind.chars().next().filter(|_| mantissa == "0")? {
        'x' | 'X' => (16, "hexadecimal"),
        'b' | 'B' => (2, "binary"),
        'o' | 'O' => (8, "octal"),
        _ => return None,
    };
    let digits = behind.get(1..)?;
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let digits = &digits.get(..digits.find(|c| !word(c)).unwrap_or(digits.len()))?;
    let numbered = digits.chars().any(|c| c.is_ascii_digit());
    let value = u128::from_str_radix(digits, base)
        .ok()
        .filter(|_| numbered)?;
    let span = Span::new(zero.start, zero.end + 1 + u32::try_from(digits.len()).ok()?);
    let error = Diagnostic::error(
        Code::MalformedNumber,
        span,
        format!("{kind} numbers are not read"),
    )
    .expected("a decimal number")
    .fix("the same in decimals", vec![(span, value.to_string())]);
    Some((error, digits.len() + 1))
}
