//! What is printed reads back, and prints the same again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use partials::Function;

fuzz_target!(|source: &str| {
    let Ok(function) = Function::parse(source) else {
        return;
    };
    // The shared parts of a large result are printed as definitions; those are for a session.
    if !function.text().preamble().is_empty() {
        return;
    }
    let printed = function.to_string();
    let again = Function::parse(&printed).unwrap_or_else(|error| panic!("{printed}: {error}"));
    assert_eq!(again.to_string(), printed);
});
