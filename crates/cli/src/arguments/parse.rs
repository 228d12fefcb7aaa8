//! Words of the command line: what they may be, and what they become.

use std::ffi::OsString;

/// A number above 0.
pub fn positive(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok();
    let number = number.filter(|number| *number > 0.0 && *number <= 1e9);
    number.ok_or_else(|| "expected a number above 0, up to 1e9".to_owned())
}

pub fn probability(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok();
    let number = number.filter(|number| *number > 0.0 && *number < 1.0);
    number.ok_or_else(|| "expected a number between 0 and 1".to_owned())
}

/// The variables of one derivative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variables(pub Vec<String>);

/// Names with commas between.
pub fn variables(text: &str) -> Result<Variables, String> {
    let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
    if names.iter().any(String::is_empty) {
        return Err("expected names with commas between, as in `x,x,y`".to_owned());
    }
    Ok(Variables(names))
}

/// A formula may begin with a minus sign, as in `-x^2`: a space keeps it from being read as
/// options, until [`unshielded`] takes it away.
pub fn shield(argument: OsString) -> OsString {
    match argument.to_str() {
        Some(text) if is_negative_formula(text) => format!(" {text}").into(),
        _ => argument,
    }
}

fn is_negative_formula(text: &str) -> bool {
    let options = ["-h", "-V", "-v"];
    text.len() > 1 && text.starts_with('-') && !text.starts_with("--") && !options.contains(&text)
}

/// Every text is taken: what it means is found later.
#[allow(clippy::unnecessary_wraps)]
pub fn unshielded(text: &str) -> Result<String, String> {
    let rest = text
        .strip_prefix(' ')
        .filter(|rest| is_negative_formula(rest));
    Ok(rest.unwrap_or(text).to_owned())
}
