//! What can be asked of the program, with its help.

mod check;
mod derive;
mod examples;
mod parse;
mod search;

use clap::{Parser, Subcommand};
use clap_complete::Shell;

use crate::console::Color;
use crate::plot::PlotArguments;

pub use check::{CheckArguments, CheckFormat};
pub use derive::{
    ChainArguments, CompileArguments, DeriveArguments, DiffArguments, EvalArguments,
    ExplainArguments, FormArguments, Format, FormulaFormat, Language, StepFormat,
    TabulateArguments, TabulateFormat, WholeArguments,
};
pub use parse::unshielded;
pub use search::{
    DescendArguments, DescentMethod, FitArguments, FitLoss, SearchArguments, TableFormat,
};

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
    #[command(after_help = examples::DIFF)]
    Diff(DiffArguments),
    /// The gradient, as a row vector
    #[command(after_help = examples::GRAD)]
    Grad(DeriveArguments),
    /// The Jacobian of a vector: a row for each element, a column for each variable
    #[command(after_help = examples::JACOBIAN)]
    Jacobian(WholeArguments),
    /// The Hessian: all second derivatives
    #[command(after_help = examples::HESSIAN)]
    Hessian(WholeArguments),
    /// The formula in a shorter form, with the values that it has
    ///
    /// Conditions that hold wherever the formula has a value, and that the shorter form no longer
    /// asks for, are told on standard error.
    #[command(after_help = examples::SIMPLIFY)]
    Simplify(DeriveArguments),
    /// The chain rule as matrices
    ///
    /// For a function of x, y where x and y are functions of other variables: its Jacobian, that
    /// of x and y, the product of both, and the product with everything substituted.
    #[command(after_help = examples::CHAIN)]
    Chain(ChainArguments),
    /// How a derivative is found, rule by rule
    #[command(after_help = examples::EXPLAIN)]
    Explain(ExplainArguments),
    /// The value at a point
    #[command(after_help = examples::EVAL)]
    Eval(EvalArguments),
    /// Go down to a minimum
    ///
    /// By the derived gradient, from one point or several. Of a file the last formula is taken;
    /// what it assumes of variables bounds them.
    ///
    /// Exit codes: 0 the end is a minimum, 1 `--verify` refutes the gradient, 2 something can't be
    /// read, 3 the end is no minimum.
    #[command(after_help = examples::DESCEND)]
    Descend(DescendArguments),
    /// Fit the parameters of a model to data
    ///
    /// By least squares, with derived Jacobians. The model is a formula, and `--data` and
    /// `--response` say of what; or a file with `data "FILE.csv"` in which a column is defined
    /// anew, as `y = a + b*x`. Variables that are no columns are parameters.
    #[command(after_help = examples::FIT)]
    Fit(FitArguments),
    /// Values and derivatives for each row of a table
    ///
    /// The columns of the data are the variables. What has no value is an empty cell.
    #[command(after_help = examples::TABULATE)]
    Tabulate(TabulateArguments),
    /// A function and its derivatives as code of another language
    ///
    /// For a formula f there is a function f of a point, and f_gradient (of a vector f_jacobian),
    /// which gives the values and the derivatives together. Shared parts are computed once.
    #[command(after_help = examples::COMPILE)]
    Compile(CompileArguments),
    /// Check derivatives that were worked out by hand
    ///
    /// Every claim is compared with the derivation, and that with differences of the function.
    ///
    /// Exit codes: 0 all claims hold, 1 some claim is refuted, 2 something can't be read,
    /// 3 nothing is refuted but something undecided.
    #[command(after_help = examples::CHECK)]
    Check(CheckArguments),
    /// Pictures of functions: curves, surfaces, contours, gradients
    ///
    /// To a file `.svg`, `.png` or `.html` (a page to turn and try), or to the terminal. Ranges are
    /// found from where the function is defined, unless they are given.
    #[command(after_help = examples::PLOT)]
    Plot(Box<PlotArguments>),
    /// Completions of the command line, for a shell to load
    #[command(after_help = examples::COMPLETIONS)]
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// The manual page, as roff
    #[command(after_help = examples::MANUAL)]
    Manual,
}

impl Arguments {
    /// The arguments of the program; ends it where they can't be understood, or help is asked for.
    pub fn from_command_line() -> Self {
        Self::parse_from(std::env::args_os().map(parse::shield))
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn formulas_may_begin_with_a_minus_sign() {
        let words = ["partials", "diff", "-x^2", "--wrt", "x"];
        let arguments = Arguments::parse_from(words.map(OsString::from).map(parse::shield));
        let Some(Command::Diff(diff)) = arguments.command else {
            panic!("another command")
        };
        assert_eq!(diff.inputs, ["-x^2"]);
        assert_eq!(diff.wrt, [parse::Variables(vec!["x".to_owned()])]);
    }
}
