//! SARIF 2.1.0 (OASIS 2020): a result for each claim that does not hold.

use std::io;

use partials::numeric::verify::Verdict;
use serde_json::{Value as Json, json};

use super::{Record, Summary, Write};

/// The rules, by what a claim came to.
const RULES: [(&str, &str); 3] = [
    (
        "refuted",
        "A claim is different from the derivative, beyond any error of the arithmetic.",
    ),
    (
        "undecided",
        "A claim could be neither confirmed nor refuted.",
    ),
    ("error", "A claim could not be read, or has no value."),
];

/// Writes a document at the end.
#[derive(Debug, Default)]
pub struct Sarif {
    results: Vec<Json>,
}

impl Write for Sarif {
    fn claim(&mut self, _: &mut dyn io::Write, record: Record) -> io::Result<()> {
        if !record.holds() {
            self.results.push(result(&record));
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn io::Write, _: &Summary) -> io::Result<()> {
        let rules: Vec<Json> = RULES
            .iter()
            .map(|(id, text)| json!({"id": id, "shortDescription": {"text": text}}))
            .collect();
        let driver = json!({
            "name": "partials",
            "version": env!("CARGO_PKG_VERSION"),
            "informationUri": env!("CARGO_PKG_REPOSITORY"),
            "rules": rules,
        });
        let document = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{"tool": {"driver": driver}, "results": self.results}],
        });
        serde_json::to_writer_pretty(&mut *out, &document)?;
        out.write_all(b"\n")
    }
}

fn result(record: &Record) -> Json {
    let (rule, level) = match record.decided {
        None => ("error", "error"),
        Some(Verdict::Undecided(_)) => ("undecided", "warning"),
        Some(_) => ("refuted", "error"),
    };
    let mut lines = vec![format!("{}: {}", record.heading(), record.claim)];
    lines.extend(record.reasons());
    let mut found = json!({
        "ruleId": rule,
        "level": level,
        "message": {"text": lines.join("\n")},
    });
    if let (Some(file), Some(fields)) = (&record.place.file, found.as_object_mut()) {
        let place = json!([{"physicalLocation": {
            "artifactLocation": {"uri": uri(file)},
            "region": {"startLine": record.place.line},
        }}]);
        fields.insert("locations".to_owned(), place);
    }
    found
}

/// A path as a URI reference: what is no plain character is percent-encoded (RFC 3986).
fn uri(path: &str) -> String {
    let mut found = String::new();
    for byte in path.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
        match (byte, plain) {
            (b'\\', _) => found.push('/'),
            (_, true) => found.push(char::from(byte)),
            _ => found.push_str(&format!("%{byte:02X}")),
        }
    }
    found
}
