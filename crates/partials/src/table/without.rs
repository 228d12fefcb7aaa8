//! What a build without the feature `parquet` says of columnar files.

use super::{Table, TableError};

fn refused<T>() -> Result<T, TableError> {
    let message =
        "this build knows no Parquet and Arrow files; build it with the feature `parquet`";
    Err(TableError::Unreadable(message.to_owned()))
}

impl Table {
    pub(super) fn from_parquet(_: Vec<u8>) -> Result<Self, TableError> {
        refused()
    }

    pub(super) fn from_arrow(_: Vec<u8>) -> Result<Self, TableError> {
        refused()
    }

    /// The table as a Parquet file.
    ///
    /// # Errors
    /// In this build, without the feature `parquet`, always.
    pub fn to_parquet(&self) -> Result<Vec<u8>, TableError> {
        refused()
    }

    /// The table as an Arrow IPC file.
    ///
    /// # Errors
    /// In this build, without the feature `parquet`, always.
    pub fn to_arrow(&self) -> Result<Vec<u8>, TableError> {
        refused()
    }
}
