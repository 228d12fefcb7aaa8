//! `data "file.csv"`: the columns of a table get their names.

use std::fmt;
use std::sync::Arc;

use partials_parser::Code;
use partials_parser::ast::Span;
use partials_symbolic::lower::{Columns, Definition, Value};

use super::{ItemKind, Session};
use crate::table::{Column, Table};
use crate::{Error, TableError};

/// What reads the tables that a source names. Nothing below the program does input itself.
#[derive(Clone)]
pub(super) struct Loader(Arc<Load>);

type Load = dyn Fn(&str) -> Result<Table, String> + Send + Sync;

impl fmt::Debug for Loader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Loader")
    }
}

impl Session {
    /// With a way to come by the tables that `data "…"` names, or to say why there is none.
    ///
    /// ```
    /// use partials::{Session, Table};
    /// let load = |_: &str| Table::parse("x,y\n1,2\n2,4\n").map_err(|error| error.to_string());
    /// let mut session = Session::new().with_loader(load);
    /// session.run("data \"points.csv\"\nloss(a) = mean((a*x - y)^2)");
    /// let loss = session.function("loss").unwrap();
    /// assert_eq!(loss.value(&[1.0])?, 2.5);
    /// assert_eq!(loss.gradient().values(&[1.0])?, [-5.0]);
    /// # Ok::<(), partials::Error>(())
    /// ```
    #[must_use]
    pub fn with_loader(
        self,
        load: impl Fn(&str) -> Result<Table, String> + Send + Sync + 'static,
    ) -> Self {
        Self {
            loader: Some(Loader(Arc::new(load))),
            ..self
        }
    }

    /// The data, if there are any.
    pub fn table(&self) -> Option<&Table> {
        self.table.as_deref()
    }

    /// Takes data: the numeric columns are variables over whose rows `sum(…)`, `mean(…)`, `min(…)`
    /// and `max(…)` are taken. They take the place of data taken before.
    pub fn take_data(&mut self, table: Table) {
        let mut columns = Columns::new(table.rows());
        for name in table.names() {
            if let Some(Column::Numbers(values)) = table.column(name) {
                columns.insert(name, values.clone());
            }
            // Known by its name, whatever that meant before.
            let variable = self.with_graph(|graph| graph.with(|arena| arena.variable(name)));
            let column = Definition::Value(Value::scalar(variable));
            self.definitions.insert(name, column);
        }
        self.definitions.set_columns(columns);
        self.table = Some(Arc::new(table));
    }

    pub(super) fn data(&mut self, path: &str, span: Span) -> Result<ItemKind, Error> {
        let unreadable = |reason: String| Error::Data {
            path: path.to_owned(),
            reason,
            span: Some(span),
        };
        let Some(Loader(load)) = &self.loader else {
            return Err(unreadable("no files are read here".to_owned()));
        };
        let table = load(path).map_err(unreadable)?;
        self.take_data(table);
        Ok(ItemKind::Data(path.to_owned()))
    }
}

impl TableError {
    /// The code of the error.
    pub fn code(&self) -> Code {
        Code::Input
    }
}
