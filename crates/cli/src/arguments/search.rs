//! What `descend` and `fit` take.

use clap::{Args, ValueEnum};

use super::parse::{positive, probability, unshielded};

/// Where variables may lie and where a search for them begins.
#[derive(Args, Debug)]
pub struct SearchArguments {
    /// Where variables lie: `x in [0, 5], y in [-2, 2]`
    #[arg(long, value_name = "RANGES", value_parser = unshielded)]
    pub domain: Option<String>,
    /// The most steps from each starting point
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub steps: Option<u32>,
    /// So many starting points are drawn
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub starts: Option<u16>,
    /// The seed that starting points are drawn with
    #[arg(long, default_value_t = 0, value_name = "SEED")]
    pub seed: u64,
}

/// `partials descend`
#[derive(Args, Debug)]
pub struct DescendArguments {
    /// A formula, or a vector of residuals whose squares are summed; a file `FILE.partials`, or `-`
    /// for standard input
    #[arg(value_name = "FORMULA", value_parser = unshielded)]
    pub input: String,
    /// A starting point: `x=1,y=2`. May be given several times, for several descents
    #[arg(long, value_name = "POINT", value_parser = unshielded, allow_hyphen_values = true)]
    pub from: Vec<String>,
    /// How the next point is found; without, by the trust region, of many variables by
    /// L-BFGS, of residuals by Levenberg and Marquardt
    #[arg(long, value_enum, value_name = "METHOD")]
    pub method: Option<DescentMethod>,
    /// The step as a multiple of the gradient; with `adam` its length in each variable
    #[arg(long, default_value_t = 0.01, value_name = "R", value_parser = positive)]
    pub rate: f64,
    /// How fast the rate falls: in step k it is rate/(1 + decay*k)
    #[arg(long, default_value_t = 0.01, value_name = "D", value_parser = positive)]
    pub decay: f64,
    /// How much of a step goes on in the next
    #[arg(long, default_value_t = 0.9, value_name = "M", value_parser = positive)]
    pub momentum: f64,
    /// The gradient is small when it is this part of the largest that was met
    #[arg(long, value_name = "R", value_parser = positive)]
    pub tolerance: Option<f64>,
    /// Where to search.
    #[command(flatten)]
    pub search: SearchArguments,
    /// Check the gradient at points of the path against differences of the values
    #[arg(long)]
    pub verify: bool,
    /// List every step
    #[arg(long)]
    pub trace: bool,
    /// A picture of the way as well: `FILE.svg`, `FILE.png`, or `FILE.html`, a page to turn
    #[arg(long, value_name = "FILE")]
    pub output: Option<String>,
    /// How the descent is written; `csv` and `json` have every step
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: TableFormat,
}

/// How the next point of a descent is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DescentMethod {
    /// Against the gradient, with a fixed rate
    Gradient,
    /// Against the gradient, with a rate that falls
    Decay,
    /// Steps go on in part
    Momentum,
    /// As momentum, with the gradient where the last step leads
    Nesterov,
    /// Each variable in its own scale
    Adam,
    /// Against the gradient, as far as the value falls
    SteepestDescent,
    /// To the minimum of the second Taylor polynomial
    Newton,
    /// As Newton, with second derivatives gathered from gradients
    Bfgs,
    /// As BFGS, of which the last steps alone are kept
    Lbfgs,
    /// To the minimum of the second Taylor polynomial, as far as it can be trusted
    TrustRegion,
    /// Of residuals to the least sum of squares if they were linear, as far as that can be trusted
    LevenbergMarquardt,
}

/// How tables are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For people
    #[default]
    Text,
    /// Lines with commas between
    Csv,
    /// For programs: an object for each result, one a line
    Json,
}

/// `partials fit`
#[derive(Args, Debug)]
pub struct FitArguments {
    /// A model, a file `FILE.partials`, or `-` for standard input
    #[arg(value_name = "MODEL", value_parser = unshielded)]
    pub input: String,
    /// The file with the data
    #[arg(long, value_name = "FILE.csv")]
    pub data: Option<String>,
    /// What the model is to equal: a column, or a formula over columns such as `log(y)`
    #[arg(long, value_name = "FORMULA", value_parser = unshielded)]
    pub response: Option<String>,
    /// A starting point: `a=1,b=2`. May be given several times; parameters in which the model is
    /// linear need no value. Without, several are drawn
    #[arg(long, value_name = "POINT", value_parser = unshielded, allow_hyphen_values = true)]
    pub start: Vec<String>,
    /// The weight of each row: a column, or a formula over columns such as `1/sigma^2`
    #[arg(long, value_name = "FORMULA", value_parser = unshielded)]
    pub weights: Option<String>,
    /// What is summed of each residual
    #[arg(long, value_enum, default_value_t, value_name = "LOSS")]
    pub loss: FitLoss,
    /// From which size on a residual counts for less, with `huber` and `soft-l1`
    #[arg(long, default_value_t = 1.0, value_name = "SIZE", value_parser = positive)]
    pub scale: f64,
    /// The probability that a parameter lies in its interval
    #[arg(long, default_value_t = 0.95, value_name = "P", value_parser = probability)]
    pub confidence: f64,
    /// Where to search.
    #[command(flatten)]
    pub search: SearchArguments,
    /// A picture of data, curve and residuals as well: `FILE.svg`, `FILE.png` or `FILE.html`
    #[arg(long, value_name = "FILE")]
    pub output: Option<String>,
    /// How the parameters are written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: TableFormat,
}

/// What is summed of each residual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FitLoss {
    /// Its square
    #[default]
    Squares,
    /// Its square, beyond the scale its size
    Huber,
    /// Smoothly from one to the other
    SoftL1,
}
