//! Tables of data, read from text with separators or from columnar files.

#[cfg(feature = "parquet")]
mod columnar;
#[cfg(not(feature = "parquet"))]
mod without;

use csv::{ReaderBuilder, StringRecord, Trim};

/// Columns of data with names. A column of which every cell is a number, or missing, is numeric;
/// any other is text.
///
/// The separator is the comma, semicolon or tab that occurs most often in the first line. Cells
/// may be quoted; lines that begin with `#` are comments. A first line of numbers is data, and the
/// columns are then called `x1`, `x2`, …; what is no name in the first line is made one with `_`.
/// Missing are empty cells and `NA`, `N/A`, `NaN`, `null`, `?` and `-`.
///
/// ```
/// use partials::Table;
/// let table = Table::parse("x; price (USD)\n1.5; 2\n; 3e2\n")?;
/// assert_eq!(table.names(), ["x", "price__USD_"]);
/// assert_eq!(table.rows(), 2);
/// assert_eq!(table.numbers("price__USD_")?, [2.0, 300.0]);
/// assert!(table.numbers("x")?[1].is_nan());
/// # Ok::<(), partials::TableError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    names: Vec<String>,
    columns: Vec<Column>,
    rows: usize,
}

/// The cells of a column.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Column {
    /// Numbers; NaN where one is missing.
    Numbers(Vec<f64>),
    /// Text.
    Texts {
        /// All cells.
        cells: Vec<String>,
        /// The line of the first cell that is no number; in a file without lines its row, from 1.
        line: u64,
    },
}

impl Column {
    /// The number of cells.
    fn len(&self) -> usize {
        match self {
            Self::Numbers(values) => values.len(),
            Self::Texts { cells, .. } => cells.len(),
        }
    }
}

/// What is wrong with a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// A line has another number of cells than the first.
    #[error("line {line}: {found} cells, where the first line has {expected}")]
    Ragged {
        /// The line, from 1.
        line: u64,
        /// The number of cells of the first line.
        expected: u64,
        /// The number of cells of this line.
        found: u64,
    },
    /// A column was asked for that isn't there.
    #[error("there is no column `{name}`; there are {known}")]
    NoColumn {
        /// The name.
        name: String,
        /// The names that there are.
        known: String,
    },
    /// A column holds text where numbers are needed.
    #[error("line {line}: `{cell}` in column `{name}` is no number")]
    NoNumber {
        /// The line, from 1; in a file without lines the row.
        line: u64,
        /// The name of the column.
        name: String,
        /// What is there.
        cell: String,
    },
    /// Two columns have the same name.
    #[error("two columns are called `{name}`")]
    TwoColumns {
        /// The name.
        name: String,
    },
    /// There are no rows.
    #[error("there are no data")]
    Empty,
    /// The text can't be read.
    #[error("{0}")]
    Unreadable(String),
}

/// Cells that stand for nothing.
const MISSING: [&str; 7] = ["", "na", "n/a", "nan", "null", "?", "-"];

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// Where lines differ in their number of cells, two columns have the same name, or there is no
    /// row.
    pub fn parse(text: &str) -> Result<Self, TableError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .delimiter(separator(text))
            .comment(Some(b'#'))
            .trim(Trim::All)
            .from_reader(text.as_bytes());
        let mut records = Vec::new();
        for record in reader.records() {
            records.push(record.map_err(|error| wrong(&error))?);
        }
        let Some(first) = records.first() else {
            return Err(TableError::Empty);
        };
        let has_names = first.iter().any(|cell| number(cell).is_none());
        let names: Vec<String> = match has_names {
            true => first.iter().map(name).collect(),
            false => (1..=first.len()).map(|place| format!("x{place}")).collect(),
        };
        let records = records.get(usize::from(has_names)..).unwrap_or_default();
        if records.is_empty() {
            return Err(TableError::Empty);
        }
        let columns = names.into_iter().enumerate();
        Self::assemble(columns.map(|(place, name)| (name, column(records, place))))
    }

    /// Reads a table from the bytes of a file: Parquet, Arrow IPC (Feather), or text.
    ///
    /// Numbers of any width, decimals and booleans are numeric columns, everything else is text,
    /// and null is missing.
    ///
    /// # Errors
    /// Where the file is damaged or holds no rows, as [`Table::parse`], or where it is columnar and
    /// the feature `parquet` is off.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, TableError> {
        if bytes.starts_with(b"PAR1") {
            return Self::from_parquet(bytes);
        }
        if bytes.starts_with(b"ARROW1") {
            return Self::from_arrow(bytes);
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let place = error.utf8_error().valid_up_to();
            TableError::Unreadable(format!("it is no UTF-8 text (byte {place})"))
        })?;
        Self::parse(&text)
    }

    /// A table of numeric columns, of the same length.
    ///
    /// # Errors
    /// Where the columns differ in length, two have the same name, or there is no row.
    pub fn from_columns<N: Into<String>>(
        columns: impl IntoIterator<Item = (N, Vec<f64>)>,
    ) -> Result<Self, TableError> {
        let columns = columns.into_iter();
        Self::assemble(columns.map(|(name, values)| (name.into(), Column::Numbers(values))))
    }

    /// This table with further numeric columns to the right.
    ///
    /// # Errors
    /// As [`Table::from_columns`].
    pub fn with_columns<N: Into<String>>(
        self,
        columns: impl IntoIterator<Item = (N, Vec<f64>)>,
    ) -> Result<Self, TableError> {
        let further = columns.into_iter();
        let further = further.map(|(name, values)| (name.into(), Column::Numbers(values)));
        Self::assemble(self.names.into_iter().zip(self.columns).chain(further))
    }

    fn assemble(columns: impl Iterator<Item = (String, Column)>) -> Result<Self, TableError> {
        let mut table = Self::default();
        for (name, column) in columns {
            if table.names.contains(&name) {
                return Err(TableError::TwoColumns { name });
            }
            let (expected, found) = (table.rows, column.len());
            if !table.columns.is_empty() && found != expected {
                let message = format!("column `{name}` has {found} rows, the first {expected}");
                return Err(TableError::Unreadable(message));
            }
            table.rows = found;
            table.names.push(name);
            table.columns.push(column);
        }
        if table.rows == 0 {
            return Err(TableError::Empty);
        }
        Ok(table)
    }

    /// The names of the columns, in order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// A column, if there is one of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        let place = self.names.iter().position(|known| known == name)?;
        self.columns.get(place)
    }

    /// The numbers of a column; NaN where one is missing.
    ///
    /// # Errors
    /// Where there is no such column, or it holds text.
    pub fn numbers(&self, name: &str) -> Result<&[f64], TableError> {
        match self.column(name) {
            Some(Column::Numbers(values)) => Ok(values),
            Some(Column::Texts { cells, line }) => {
                let cell = cells.iter().find(|cell| number(cell).is_none());
                Err(TableError::NoNumber {
                    line: *line,
                    name: name.to_owned(),
                    cell: cell.cloned().unwrap_or_default(),
                })
            }
            None => Err(TableError::NoColumn {
                name: name.to_owned(),
                known: self.names.join(", "),
            }),
        }
    }
}

fn column(records: &[StringRecord], place: usize) -> Column {
    let cell = |record: &StringRecord| record.get(place).unwrap_or_default().to_owned();
    let mut numbers = Vec::with_capacity(records.len());
    for record in records {
        match number(record.get(place).unwrap_or_default()) {
            Some(value) => numbers.push(value),
            None => {
                return Column::Texts {
                    cells: records.iter().map(cell).collect(),
                    line: record.position().map_or(0, csv::Position::line),
                };
            }
        }
    }
    Column::Numbers(numbers)
}

/// The number in a cell; NaN where it is missing.
fn number(cell: &str) -> Option<f64> {
    let is_missing = |word: &&str| cell.eq_ignore_ascii_case(word);
    if MISSING.iter().any(is_missing) {
        return Some(f64::NAN);
    }
    // `infinity` and its kin are words.
    let starts = |c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-');
    cell.parse()
        .ok()
        .filter(|x: &f64| x.is_finite() && cell.starts_with(starts))
}

/// The separator that the first line has most of.
fn separator(text: &str) -> u8 {
    let mut lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
    // Of equals the last is taken.
    b"\t;,".iter().copied().max_by_key(count).unwrap_or(b',')
}

/// A name of the language.
fn name(cell: &str) -> String {
    let letter = |c: char| {
        if c.is_alphanumeric() || c == '_' {
            c
        } else {
            '_'
        }
    };
    let name: String = cell.chars().map(letter).collect();
    match name.chars().next() {
        Some(first) if first.is_alphabetic() || first == '_' => name,
        _ => format!("x{name}"),
    }
}

fn wrong(error: &csv::Error) -> TableError {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            pos,
            expected_len,
            len,
        } => TableError::Ragged {
            line: pos.as_ref().map_or(0, csv::Position::line),
            expected: *expected_len,
            found: *len,
        },
        _ => TableError::Unreadable(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str, message: &str) {
        let error = Table::parse(text).unwrap_err();
        assert_eq!(error.to_string(), message);
    }

    #[test]
    fn separators_quotes_and_comments() {
        for text in [
            "# measured\na,b\n1,2\n3,4\n",
            "a\tb\r\n1\t2\r\n3\t4\r\n",
            "\u{feff}a;b\n\"1\";2\n3;\"4\"",
        ] {
            let table = Table::parse(text).unwrap();
            assert_eq!(table.names(), ["a", "b"], "{text}");
            assert_eq!(table.numbers("b").unwrap(), [2.0, 4.0], "{text}");
        }
    }

    #[test]
    fn columns_without_names_get_some() {
        let table = Table::parse("1,2\n3,NA\n").unwrap();
        assert_eq!(table.names(), ["x1", "x2"]);
        assert!(table.numbers("x2").unwrap()[1].is_nan());
    }

    #[test]
    fn text_is_kept_and_named_where_numbers_are_needed() {
        let table = Table::parse("name,size\n\"Smith, A.\",1\nB,x2\nC,3\n").unwrap();
        assert!(matches!(
            table.column("name"),
            Some(Column::Texts { line: 2, .. })
        ));
        let error = table.numbers("size").unwrap_err();
        assert_eq!(
            error.to_string(),
            "line 3: `x2` in column `size` is no number"
        );
        let error = table.numbers("age").unwrap_err();
        assert_eq!(
            error.to_string(),
            "there is no column `age`; there are name, size"
        );
    }

    #[test]
    fn what_is_wrong_has_its_line() {
        refused(
            "a,b\n1,2\n3\n",
            "line 3: 1 cells, where the first line has 2",
        );
        refused("a,a\n1,2\n", "two columns are called `a`");
        refused("a,b\n", "there are no data");
        refused("", "there are no data");
    }
}
