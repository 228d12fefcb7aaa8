//! What can be asked of the program, with its help.

use std::ffi::OsString;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::console::Color;

/// Derivatives of formulas, symbolic and numeric at once, and checks of derivatives that were
/// worked out by hand.
///
/// A formula is given on the command line, in a file `FILE.partials`, or with `-` on standard
/// input.
#[derive(Debug, Parser)]
#[command(name = "partials", version)]
pub struct Arguments {
    /// When colours are used
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
    /// What to do; without it, the prompt.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Partial derivatives
    ///
    /// Of every variable, or of those named. One derivative is printed alone, several with their
    /// names.
    #[command(after_help = DIFF)]
    Diff(DiffArguments),
    /// The gradient, as a row vector
    #[command(after_help = GRAD)]
    Grad(DeriveArguments),
    /// The Jacobian of a vector: a row for each element, a column for each variable
    #[command(after_help = JACOBIAN)]
    Jacobian(WholeArguments),
    /// The Hessian: all second derivatives
    #[command(after_help = HESSIAN)]
    Hessian(WholeArguments),
    /// The formula in a shorter form, with the values that it has
    ///
    /// Conditions that hold wherever the formula has a value, and that the shorter form no longer
    /// asks for, are told on standard error.
    #[command(after_help = SIMPLIFY)]
    Simplify(DeriveArguments),
    /// The chain rule as matrices
    ///
    /// For a function of x, y where x and y are functions of other variables: its Jacobian, that
    /// of x and y, the product of both, and the product with everything substituted.
    #[command(after_help = CHAIN)]
    Chain(ChainArguments),
    /// How a derivative is found, rule by rule
    #[command(after_help = EXPLAIN)]
    Explain(ExplainArguments),
    /// The value at a point
    #[command(after_help = EVAL)]
    Eval(EvalArguments),
    /// Check derivatives that were worked out by hand
    ///
    /// Every claim is compared with the derivation, and that with differences of the function.
    ///
    /// Exit codes: 0 all claims hold, 1 some claim is refuted, 2 something can't be read,
    /// 3 nothing is refuted but something undecided.
    #[command(after_help = CHECK)]
    Check(CheckArguments),
    /// Completions of the command line, for a shell to load
    #[command(after_help = COMPLETIONS)]
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// The manual page, as roff
    #[command(after_help = MANUAL)]
    Manual,
}

const COMPLETIONS: &str = "\
Examples:
  partials completions bash > /tmp/partials.bash";
const MANUAL: &str = "\
Examples:
  partials manual > /tmp/partials.1";

const DIFF: &str = "\
Examples:
  partials diff 'x^2*sin(y)'
  partials diff 'x^2*sin(y)' --wrt x,x,y
  partials diff 'f(x, y) = x^2*y' --wrt y --wrt x,y
  partials diff 'x^2 + y^2 == 1' --implicit y,x
  echo '-x^2' | partials diff -";
const GRAD: &str = "\
Examples:
  partials grad 'x1^2*x2 + x1*x2^3'
  partials grad 'f(y, x) = x^2*y' --format json";
const JACOBIAN: &str = "\
Examples:
  partials jacobian 'polar(r, t) = [r*cos(t), r*sin(t)]'";
const HESSIAN: &str = "\
Examples:
  partials hessian 'x^2 + 3*x*y + y^2'";
const SIMPLIFY: &str = "\
Examples:
  partials simplify 'sin(x)^2 + cos(x)^2'
  partials simplify 'x^2*ln(x)/x'";
const CHAIN: &str = "\
Examples:
  partials chain 'f(x, y) = x^2*y' 'x = s*t' 'y = s + t'
  partials chain 'f(x, y) = x^2*y' 'x = s*t' 'y = s + t' --format latex";
const EXPLAIN: &str = "\
Examples:
  partials explain 'x^2*sin(x)'
  partials explain 'exp(-x^2/y)' --wrt x --format latex";
const EVAL: &str = "\
Examples:
  partials eval 'x^2*y' --at x=3,y=1/2
  partials eval 'sin(x)' --at x=pi/4 --derivatives
  partials eval 'sqrt(x)' --at x=2 --at x=3 --digits 50
  partials eval 'x^2 + 3*x + 5' --at x=2 --difference";
const CHECK: &str = "\
Examples:
  echo 'claim d/dx sin(x^2) = 2*x*cos(x^2)' | partials check -
  partials check --function 'x^2*y' --claim '[2*x*y, x^2]'
  partials check --function 'x^3' --claim '3*x^2' --at x=2
  partials check --exec 'python3 examples/exec/rosenbrock.py' --at x=-1.2,y=1";

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

/// How the results of a check are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people
    #[default]
    Text,
    /// For programs: one object with all claims
    Json,
    /// For programs: an object for each claim, one a line, as they are decided
    Jsonl,
    /// A table for documents
    Markdown,
    /// JUnit XML, for the test reports of build servers
    Junit,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations in the log of GitHub Actions
    Github,
}

/// Formulas and the form of the results.
#[derive(Args, Debug)]
pub struct DeriveArguments {
    /// Formulas, definitions, files `FILE.partials`, or `-` for standard input
    #[arg(required = true, value_name = "FORMULA", value_parser = unshielded)]
    pub inputs: Vec<String>,
    /// Write results in a shorter form, and what was assumed for it
    #[arg(long)]
    pub simplify: bool,
    /// How results are written
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub format: FormulaFormat,
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
    /// Write results in a shorter form, and what was assumed for it
    #[arg(long)]
    pub simplify: bool,
    /// Of the function `y(x)` that an equation defines: `y,x` is dy/dx, `y,x,x` of second order
    #[arg(long, value_name = "VARIABLES", value_parser = variables, conflicts_with = "wrt")]
    pub implicit: Option<Variables>,
    /// How results are written
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub format: FormulaFormat,
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

/// `partials check`
#[derive(Args, Debug)]
pub struct CheckArguments {
    /// Files with claims, or `-` for standard input
    #[arg(value_name = "FILE", required_unless_present_any = ["function", "exec"])]
    pub files: Vec<String>,
    /// A program to check as a black box, at the points of `--at`: it reads a line of JSON with a
    /// point, and answers one with `f` and `grad`
    #[arg(long, value_name = "COMMAND", conflicts_with_all = ["files", "function"])]
    pub exec: Option<String>,
    /// The function of one claim, instead of files
    #[arg(
        long, value_name = "FORMULA", value_parser = unshielded, allow_hyphen_values = true,
        requires = "claim", conflicts_with = "files"
    )]
    pub function: Option<String>,
    /// What its derivative is claimed to be: a formula, or of several variables a vector
    #[arg(
        long, value_name = "FORMULA", value_parser = unshielded, allow_hyphen_values = true,
        requires = "function"
    )]
    pub claim: Option<String>,
    /// The variables of the derivative, one after the other; the gradient without
    #[arg(long, value_name = "VARIABLES", value_parser = variables, requires = "function")]
    pub wrt: Option<Variables>,
    /// A point at which alone the claim is made. May be given several times
    #[arg(
        long, value_name = "POINT", value_parser = unshielded, allow_hyphen_values = true,
        conflicts_with = "files"
    )]
    pub at: Vec<String>,
    /// How results are written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: CheckFormat,
    /// Show the evidence of all claims, not only of those that don't hold
    #[arg(short, long)]
    pub verbose: bool,
    /// The seed that points are drawn with: the same seed gives the same report
    #[arg(long, default_value_t = 0, value_name = "SEED")]
    pub seed: u64,
    /// At how many points a claim is tried
    #[arg(
        long, default_value_t = 8, value_name = "N",
        value_parser = clap::value_parser!(u16).range(1..)
    )]
    pub points: u16,
    /// How many threads check claims; as many as there are processors without
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Don't bound every value at high precision: what holds is `consistent`, and found sooner
    #[arg(long)]
    pub no_certify: bool,
    /// Take what is within this part of the derivative for `consistent`. Without, no tolerance is
    /// used anywhere
    #[arg(long, value_name = "R", value_parser = positive)]
    pub rtol: Option<f64>,
    /// Try no further points for a claim after so many seconds: what is not refuted by then is
    /// `undecided: budget`. With `--exec`, how long each answer may take, and a 30th of what
    /// all answers about a point may; 10 without
    #[arg(long, value_name = "SECONDS", value_parser = positive)]
    pub timeout: Option<f64>,
    /// Count claims that are undecided as holding
    #[arg(long)]
    pub allow_undecided: bool,
    /// Say how long each claim took
    #[arg(long)]
    pub timing: bool,
}

fn positive(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok();
    let number = number.filter(|number| *number > 0.0 && *number <= 1e9);
    number.ok_or_else(|| "expected a number above 0, up to 1e9".to_owned())
}

/// The variables of one derivative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variables(pub Vec<String>);

fn variables(text: &str) -> Result<Variables, String> {
    let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
    if names.iter().any(String::is_empty) {
        return Err("expected names with commas between, as in `x,x,y`".to_owned());
    }
    Ok(Variables(names))
}

impl Arguments {
    /// The arguments of the program; ends it where they can't be understood, or help is asked for.
    pub fn from_command_line() -> Self {
        Self::parse_from(std::env::args_os().map(shield))
    }
}

/// A formula may begin with a minus sign, as in `-x^2`: a space keeps it from being read as
/// options, until [`unshielded`] takes it away.
fn shield(argument: OsString) -> OsString {
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
fn unshielded(text: &str) -> Result<String, String> {
    let rest = text
        .strip_prefix(' ')
        .filter(|rest| is_negative_formula(rest));
    Ok(rest.unwrap_or(text).to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn formulas_may_begin_with_a_minus_sign() {
        let words = ["partials", "diff", "-x^2", "--wrt", "x"];
        let arguments = Arguments::parse_from(words.map(OsString::from).map(shield));
        let Some(Command::Diff(diff)) = arguments.command else {
            panic!("another command")
        };
        assert_eq!(diff.inputs, ["-x^2"]);
        assert_eq!(diff.wrt, [Variables(vec!["x".to_owned()])]);
    }
}
