//! Parquet and Arrow files, written by other programs (pyarrow 26, polars 2.1) and by ourselves.
#![cfg(feature = "parquet")]
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)] // The files are known.

use std::path::{Path, PathBuf};

use partials::{Column, Table, TableError};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

fn read(name: &str) -> Table {
    Table::from_bytes(std::fs::read(path(name)).unwrap()).unwrap()
}

/// NaN as nothing, so that cells can be compared.
fn numbers(table: &Table, name: &str) -> Vec<Option<f64>> {
    let cells = table.numbers(name).unwrap().iter();
    cells.map(|x| (!x.is_nan()).then_some(*x)).collect()
}

fn texts<'a>(table: &'a Table, name: &str) -> Vec<&'a str> {
    match table.column(name) {
        Some(Column::Texts { cells, .. }) => cells.iter().map(String::as_str).collect(),
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn every_kind_of_column() {
    for file in ["kinds.parquet", "kinds.arrow"] {
        let table = read(file);
        assert_eq!(table.rows(), 4);
        assert_eq!(table.names()[1], "count__n_");
        assert_eq!(
            numbers(&table, "x"),
            [Some(1.5), None, Some(-2.0), Some(1e300)]
        );
        let count = numbers(&table, "count__n_");
        assert_eq!(count, [Some(1.0), Some(2.0), None, Some(2f64.powi(40))]);
        assert_eq!(numbers(&table, "small"), [1.0, 2.0, 3.0, 255.0].map(Some));
        assert_eq!(
            numbers(&table, "half"),
            [Some(0.5), Some(1.5), Some(2.5), None]
        );
        assert_eq!(
            numbers(&table, "price"),
            [Some(1.25), None, Some(-3.5), Some(100.0)]
        );
        assert_eq!(
            numbers(&table, "yes"),
            [Some(1.0), Some(0.0), None, Some(1.0)]
        );
        assert_eq!(texts(&table, "name"), ["a", "b, c", "", "é"]);
        assert_eq!(
            numbers(&table, "digits"),
            [Some(1.0), Some(2.5), None, Some(300.0)]
        );
        assert_eq!(texts(&table, "kind"), ["u", "v", "u", "u"]);
        assert_eq!(texts(&table, "day")[1], "2020-01-02");
        assert_eq!(texts(&table, "list"), ["[1, 2]", "[]", "", "[3]"]);
        let error = table.numbers("name").unwrap_err();
        assert_eq!(
            error.to_string(),
            "line 1: `a` in column `name` is no number"
        );
    }
}

#[test]
fn every_compression() {
    for name in ["none", "gzip", "brotli", "lz4", "zstd"] {
        let table = read(&format!("{name}.parquet"));
        assert_eq!(
            numbers(&table, "x"),
            [Some(1.5), None, Some(-2.0), Some(1e300)],
            "{name}"
        );
    }
    for name in ["polars.parquet", "polars.arrow"] {
        assert_eq!(
            numbers(&read(name), "x"),
            [Some(1.0), Some(2.0), None],
            "{name}"
        );
    }
}

#[test]
fn what_is_written_is_read_again() {
    let text = "x,name,y\n1.5,a,-2\n,\"b, c\",1e-300\n3,,0.1\n";
    let table = Table::parse(text).unwrap();
    for bytes in [table.to_parquet().unwrap(), table.to_arrow().unwrap()] {
        let again = Table::from_bytes(bytes).unwrap();
        assert_eq!(again.names(), table.names());
        for name in ["x", "y"] {
            assert_eq!(numbers(&again, name), numbers(&table, name));
        }
        assert_eq!(texts(&again, "name"), ["a", "b, c", ""]);
    }
}

#[test]
fn damaged_files_are_refused_or_read() {
    let mut refused = 0;
    for name in ["kinds.parquet", "kinds.arrow", "zstd.parquet"] {
        let whole = std::fs::read(path(name)).unwrap();
        let mut seed = 0x2545_f491_4f6c_dd1d_u64;
        for _ in 0..400 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let place = (seed >> 33) as usize % whole.len();
            let mut flipped = whole.clone();
            flipped[place] ^= (seed >> 20) as u8 | 1;
            let cut = whole[..place].to_vec();
            for bytes in [flipped, cut] {
                refused += usize::from(Table::from_bytes(bytes).is_err());
            }
        }
    }
    assert!(refused > 1200, "{refused} of 2400 refused");
}

#[test]
fn a_file_without_rows_is_empty() {
    let bytes = std::fs::read(path("empty.parquet")).unwrap();
    assert_eq!(Table::from_bytes(bytes), Err(TableError::Empty));
}
