//! What was said so far, statement by statement: enough to say it again.

/// What a statement did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It gave a name a meaning.
    Defined(String),
    /// It stated an assumption or a domain, or read data.
    Assumed,
    /// It was a claim, a query, or anything else that leaves definitions as they are.
    Asked,
}

/// A statement that took effect.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it did.
    pub deed: Deed,
    /// As it was written.
    pub text: String,
}

/// The statements that took effect, in order.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    entries: Vec<Entry>,
}

impl Journal {
    /// Adds a statement.
    pub fn push(&mut self, deed: Deed, text: &str) {
        let text = text.trim().to_owned();
        self.entries.push(Entry { deed, text });
    }

    /// All statements.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Takes out what defines a name; whether there was such a statement.
    pub fn forget(&mut self, name: &str) -> bool {
        let before = self.entries.len();
        self.entries
            .retain(|entry| !matches!(&entry.deed, Deed::Defined(known) if known == name));
        self.entries.len() < before
    }

    /// The statements as a source, one a line.
    pub fn source(&self) -> String {
        self.entries
            .iter()
            .map(|entry| format!("{}\n", entry.text))
            .collect()
    }
}
