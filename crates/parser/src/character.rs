//! Which characters belong to names, spaces and superscripts, and which are refused.

/// White space within a line.
pub(crate) fn is_space(c: char) -> bool {
    c != '\n' && c.is_whitespace() && !is_forbidden(c)
}

/// The first character of a name.
pub(crate) fn begins_name(c: char) -> bool {
    c == '_' || (unicode_ident::is_xid_start(c) && !is_raised_letter(c))
}

/// A further character of a name. The middle dot is a product here, though Unicode counts it in.
pub(crate) fn continues_name(c: char) -> bool {
    if c.is_ascii() {
        return c == '_' || c.is_ascii_alphanumeric();
    }
    let dot = matches!(c, '\u{b7}' | '\u{387}');
    !dot && (is_subscript_digit(c)
        || (unicode_ident::is_xid_continue(c) && !is_raised_letter(c) && !is_forbidden(c)))
}

/// `ⁿ` and `ⁱ` are letters to Unicode, exponents to a reader.
pub(crate) fn is_raised_letter(c: char) -> bool {
    matches!(c, 'ⁿ' | 'ⁱ')
}

pub(crate) fn is_subscript_digit(c: char) -> bool {
    ('\u{2080}'..='\u{2089}').contains(&c)
}

/// `₃` as `3`.
pub(crate) fn subscript_digit(c: char) -> Option<char> {
    if !is_subscript_digit(c) {
        return None;
    }
    char::from_digit(u32::from(c) - 0x2080, 10)
}

/// `²` as `2`.
pub(crate) fn superscript_digit(c: char) -> Option<char> {
    let digit = match c {
        '¹' => 1,
        '²' => 2,
        '³' => 3,
        '\u{2070}' => 0,
        '\u{2074}'..='\u{2079}' => u32::from(c) - 0x2070,
        _ => return None,
    };
    char::from_digit(digit, 10)
}

/// Control characters, and characters that are not seen or that turn the direction of the text:
/// with them, what is read is not what is shown.
pub(crate) fn is_forbidden(c: char) -> bool {
    !(' '..='~').contains(&c) && is_invisible(c)
}

fn is_invisible(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}
