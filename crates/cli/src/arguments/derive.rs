//! What commands take that derive, evaluate or write formulas, and the forms of their results.

use clap::{Args, ValueEnum};

use super::parse::{Variables, unshielded, variables};

/// How results are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// For programs: an object for each formula, one a line
    Json,
}

/// How formulas are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormulaFormat {
    /// On one line that reads back
    Text,
    /// For programs: an object for each formula, one a line
    Json,
    /// LaTeX, as it stands between the signs of a formula
    Latex,
    /// Presentation MathML: an element for each formula
    Mathml,
    /// In two dimensions, with fractions and powers as on paper
    Unicode,
}

/// How steps are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum StepFormat {
    /// For people
    #[default]
    Text,
    /// For programs: an object for each formula, one a line
    Json,
    /// An align* environment of LaTeX, with a line for each step
    Latex,
}

/// The form of derivatives.
#[derive(Args, Clone, Copy, Debug)]
pub struct FormArguments {
    /// Write results in a shorter form, and what was assumed for it
    #[arg(long)]
    pub simplify: bool,
    /// Write derivatives of undefined functions as `∂f/∂x*dx/dt` where that is clear: for people,
    /// not to be read back
    #[arg(long)]
    pub leibniz: bool,
    /// How results are written
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub format: FormulaFormat,
}

/// Formulas and the form of the results.
#[derive(Args, Debug)]
pub struct DeriveArguments {
    /// Formulas, definitions, files `FILE.partials`, or `-` for standard input
    #[arg(required = true, value_name = "FORMULA", value_parser = unshielded)]
    pub inputs: Vec<String>,
    /// How results are written.
    #[command(flatten)]
    pub form: FormArguments,
}

/// `partials chain`
#[derive(Args, Debug)]
pub struct ChainArguments {
    /// Definitions and formulas, files `FILE.partials`, or `-` for standard input
    #[arg(required = true, value_name = "STATEMENT", value_parser = unshielded)]
    pub inputs: Vec<String>,
    /// How results are written; without, in two dimensions on a terminal, as text elsewhere
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<FormulaFormat>,
}

/// `partials explain`
#[derive(Args, Debug)]
pub struct ExplainArguments {
    /// Formulas, definitions, files `FILE.partials`, or `-` for standard input
    #[arg(required = true, value_name = "FORMULA", value_parser = unshielded)]
    pub inputs: Vec<String>,
    /// The variable of the derivative; each in turn without
    #[arg(long, value_name = "VARIABLE")]
    pub wrt: Option<String>,
    /// How the steps are written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: StepFormat,
}

/// `partials jacobian`, `partials hessian`
#[derive(Args, Debug)]
pub struct WholeArguments {
    /// What is derived.
    #[command(flatten)]
    pub formulas: DeriveArguments,
    /// Only the entries that can differ from zero, by columns
    #[arg(long)]
    pub sparse: bool,
}

/// `partials diff`
#[derive(Args, Debug)]
pub struct DiffArguments {
    /// Formulas, definitions, files `FILE.partials`, or `-` for standard input
    #[arg(required = true, value_name = "FORMULA", value_parser = unshielded)]
    pub inputs: Vec<String>,
    /// The variables of one derivative, one after the other: `x,x,y` is of third order. May be
    /// given several times, for several derivatives
    #[arg(long, value_name = "VARIABLES", value_parser = variables)]
    pub wrt: Vec<Variables>,
    /// Of the function `y(x)` that an equation defines: `y,x` is dy/dx, `y,x,x` of second order
    #[arg(long, value_name = "VARIABLES", value_parser = variables, conflicts_with = "wrt")]
    pub implicit: Option<Variables>,
    /// How results are written.
    #[command(flatten)]
    pub form: FormArguments,
}

/// `partials eval`
#[derive(Args, Debug)]
pub struct EvalArguments {
    /// Formulas, definitions, files `FILE.partials`, or `-` for standard input
    #[arg(required = true, value_name = "FORMULA", value_parser = unshielded)]
    pub inputs: Vec<String>,
    /// A point: `x=1,y=pi/4`. May be given several times, for several points
    #[arg(long, value_name = "POINT", value_parser = unshielded, allow_hyphen_values = true)]
    pub at: Vec<String>,
    /// The partial derivatives too
    #[arg(long)]
    pub derivatives: bool,
    /// So many significant digits, all of them right, instead of the shortest decimal that reads
    /// back as a float
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub digits: Option<u16>,
    /// Instead of the value the central difference (f(x + h) - f(x - h))/(2*h), in floats and in
    /// the order of the formula, as the textbook has it. The step H is 1e-4 unless another is given
    #[arg(
        long, value_name = "H", num_args = 0..=1, require_equals = true,
        default_missing_value = "1e-4", conflicts_with_all = ["derivatives", "digits"]
    )]
    pub difference: Option<f64>,
    /// How results are written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

/// A language that formulas are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Rust
    Rust,
    /// C99
    C,
    /// Python with NumPy, for points and for columns of points
    Python,
    /// Julia
    Julia,
    /// JavaScript, as a module
    Javascript,
    /// CUDA C++, with a kernel for columns of points
    Cuda,
    /// WGSL, in single precision
    Wgsl,
    /// LaTeX, as equations
    Latex,
}

/// `partials compile`
#[derive(Args, Debug)]
pub struct CompileArguments {
    /// Formulas, definitions, files `FILE.partials`, or `-` for standard input
    #[arg(required = true, value_name = "FORMULA", value_parser = unshielded)]
    pub inputs: Vec<String>,
    /// The language
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    pub target: Language,
    /// The values alone, without derivatives
    #[arg(long)]
    pub no_derivatives: bool,
    /// The Hessian too
    #[arg(long, conflicts_with = "no_derivatives")]
    pub hessian: bool,
    /// Write to a file
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<String>,
}

/// How a table is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TabulateFormat {
    /// Lines with commas between
    #[default]
    Csv,
    /// For programs: an object for each row, one a line
    Jsonl,
    /// A Parquet file, where the program was built with the feature `parquet`
    Parquet,
    /// An Arrow IPC file, where the program was built with the feature `parquet`
    Arrow,
}

/// `partials tabulate`
#[derive(Args, Debug)]
pub struct TabulateArguments {
    /// Formulas, definitions, files `FILE.partials`, or `-` for standard input
    #[arg(required = true, value_name = "FORMULA", value_parser = unshielded)]
    pub inputs: Vec<String>,
    /// The file with the data: CSV, or Parquet or Arrow where the program was built for it
    #[arg(long, value_name = "FILE")]
    pub data: String,
    /// The partial derivatives too
    #[arg(long)]
    pub derivatives: bool,
    /// How the table is written; without, as the name of the file ends, else as CSV
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<TabulateFormat>,
    /// Write to a file
    #[arg(long, value_name = "FILE")]
    pub output: Option<String>,
}
