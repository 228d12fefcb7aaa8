//! What `check` takes.

use clap::{Args, ValueEnum};

use super::parse::{Variables, positive, unshielded, variables};

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
