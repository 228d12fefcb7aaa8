//! Tables in columnar files: Parquet and Arrow IPC.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, Float64Array, RecordBatch, StringArray};
use arrow_cast::cast;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_ipc::reader::{FileReader, read_footer_length};
use arrow_ipc::writer::FileWriter;
use arrow_ipc::{root_as_footer, root_as_message};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::{Column, Table, TableError, name, number};

impl Table {
    pub(super) fn from_parquet(bytes: Vec<u8>) -> Result<Self, TableError> {
        guarded(|| {
            let builder = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes))?;
            let schema = builder.schema().clone();
            Self::from_batches(&schema, builder.build()?)
        })
    }

    pub(super) fn from_arrow(bytes: Vec<u8>) -> Result<Self, TableError> {
        guarded(|| {
            check_lengths(&bytes).ok_or_else(damaged)?;
            let reader = FileReader::try_new(Cursor::new(bytes), None)?;
            let schema = reader.schema();
            Self::from_batches(&schema, reader)
        })
    }

    fn from_batches(
        schema: &Schema,
        batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    ) -> Result<Self, TableError> {
        let mut cells: Vec<Cells> = schema
            .fields()
            .iter()
            .map(|field| Cells::of(field))
            .collect();
        for batch in batches {
            let batch = batch?;
            for (cells, array) in cells.iter_mut().zip(batch.columns()) {
                cells.extend(array)?;
            }
        }
        let names = schema.fields().iter().map(|field| name(field.name()));
        Self::assemble(names.zip(cells.into_iter().map(Cells::column)))
    }

    /// The table as a Parquet file, compressed with Snappy; what is missing is null.
    ///
    /// # Errors
    /// Where the writer refuses.
    pub fn to_parquet(&self) -> Result<Vec<u8>, TableError> {
        let batch = self.batch()?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
        let mut writer =
            ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties.build()))?;
        writer.write(&batch)?;
        Ok(writer.into_inner()?)
    }

    /// The table as an Arrow IPC file (Feather, version 2); what is missing is null.
    ///
    /// # Errors
    /// Where the writer refuses.
    pub fn to_arrow(&self) -> Result<Vec<u8>, TableError> {
        let batch = self.batch()?;
        let mut writer = FileWriter::try_new(Vec::new(), &batch.schema())?;
        writer.write(&batch)?;
        Ok(writer.into_inner()?)
    }

    fn batch(&self) -> Result<RecordBatch, TableError> {
        let columns = self.names.iter().zip(&self.columns);
        let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns
            .map(|(name, column)| {
                let array = array(column);
                (Field::new(name, array.data_type().clone(), true), array)
            })
            .unzip();
        Ok(RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?)
    }
}

/// The readers panic where some numbers in damaged files are out of range. Nothing of theirs
/// outlives that.
fn guarded(read: impl FnOnce() -> Result<Table, TableError>) -> Result<Table, TableError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(damaged()))
}

fn damaged() -> TableError {
    TableError::Unreadable("the file is damaged".to_owned())
}

/// The most bytes that one buffer of an Arrow file may become when it is unpacked.
const MOST: i64 = 1 << 32;

/// Whether the blocks of an Arrow file lie inside of it, and say of packed buffers that they have
/// a size that there is memory for: the reader believes what it reads.
fn check_lengths(bytes: &[u8]) -> Option<()> {
    let (rest, tail) = bytes.split_last_chunk::<10>()?;
    let footer = rest.get(rest.len().checked_sub(read_footer_length(*tail).ok()?)?..)?;
    let footer = root_as_footer(footer).ok()?;
    let blocks = footer.recordBatches().into_iter().flatten();
    for block in blocks.chain(footer.dictionaries().into_iter().flatten()) {
        let start = usize::try_from(block.offset()).ok()?;
        let body = start.checked_add(usize::try_from(block.metaDataLength()).ok()?)?;
        let end = body.checked_add(usize::try_from(block.bodyLength()).ok()?)?;
        let body_bytes = bytes.get(body..end)?;
        let message = bytes.get(start..body)?;
        // Files of old versions begin with the length, later ones with a mark before it.
        let prefix = if message.starts_with(&[0xFF; 4]) {
            8
        } else {
            4
        };
        let message = root_as_message(message.get(prefix..)?).ok()?;
        let batch = message
            .header_as_record_batch()
            .or_else(|| message.header_as_dictionary_batch()?.data())?;
        let packed = batch.compression().is_some();
        let buffers = batch.buffers().into_iter().flatten();
        for buffer in buffers.filter(|buffer| packed && buffer.length() > 0) {
            let prefix = body_bytes.get(usize::try_from(buffer.offset()).ok()?..)?;
            let size = i64::from_le_bytes(*prefix.first_chunk()?);
            (size <= MOST).then_some(())?;
        }
    }
    Some(())
}

fn array(column: &Column) -> ArrayRef {
    match column {
        Column::Numbers(values) => {
            let present = values.iter().map(|x| (!x.is_nan()).then_some(*x));
            Arc::new(present.collect::<Float64Array>())
        }
        Column::Texts { cells, .. } => {
            let present = cells.iter().map(|cell| (!cell.is_empty()).then_some(cell));
            Arc::new(present.collect::<StringArray>())
        }
    }
}

/// A column while its batches come in.
enum Cells {
    Numbers(Vec<f64>),
    Texts(Vec<String>),
}

impl Cells {
    fn of(field: &Field) -> Self {
        let kind = match field.data_type() {
            DataType::Dictionary(_, values) => values,
            kind => kind,
        };
        if kind.is_numeric() || *kind == DataType::Boolean {
            Self::Numbers(Vec::new())
        } else {
            Self::Texts(Vec::new())
        }
    }

    fn extend(&mut self, array: &ArrayRef) -> Result<(), ArrowError> {
        match self {
            Self::Numbers(values) => {
                let numbers = cast(array, &DataType::Float64)?;
                let numbers = numbers.as_primitive::<Float64Type>().iter();
                values.extend(numbers.map(|x| x.unwrap_or(f64::NAN)));
            }
            Self::Texts(cells) => {
                let options = FormatOptions::default().with_null("");
                let formatter = ArrayFormatter::try_new(array.as_ref(), &options)?;
                for row in 0..array.len() {
                    cells.push(formatter.value(row).try_to_string()?);
                }
            }
        }
        Ok(())
    }

    /// Numbers that were written as text count as numbers, as they do in files of text.
    fn column(self) -> Column {
        let cells = match self {
            Self::Numbers(values) => return Column::Numbers(values),
            Self::Texts(cells) => cells,
        };
        let numbers: Option<Vec<f64>> = cells.iter().map(|cell| number(cell)).collect();
        match numbers {
            Some(values) => Column::Numbers(values),
            None => {
                let row = cells.iter().position(|cell| number(cell).is_none());
                let line = row.map_or(0, |row| row as u64 + 1);
                Column::Texts { cells, line }
            }
        }
    }
}

impl From<ArrowError> for TableError {
    fn from(error: ArrowError) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl From<ParquetError> for TableError {
    fn from(error: ParquetError) -> Self {
        Self::Unreadable(error.to_string())
    }
}
