//! What can be asked of `partials plot`.

use clap::{Args, ValueEnum};
use partials::plot;

use crate::arguments::unshielded;

/// `partials plot`
#[derive(Args, Debug)]
pub struct PlotArguments {
    /// Formulas or definitions of one variable or two, files `FILE.partials`, or `-` for standard
    /// input; several of one variable are drawn together
    #[arg(required = true, value_name = "FORMULA", value_parser = unshielded)]
    pub inputs: Vec<String>,
    /// Where the picture goes: `FILE.svg`, `FILE.png`, or `FILE.html`, a page to turn and try. The
    /// terminal without
    #[arg(long, value_name = "FILE")]
    pub output: Option<String>,
    /// What is drawn; several with commas between, side by side
    #[arg(long, value_enum, value_name = "KIND", value_delimiter = ',')]
    pub kind: Vec<Kind>,
    /// The range of the first variable: `-3..3`, `0..2*pi`
    #[arg(long, value_name = "LOW..HIGH", value_parser = unshielded, allow_hyphen_values = true)]
    pub x: Option<String>,
    /// The range of the second variable
    #[arg(long, value_name = "LOW..HIGH", value_parser = unshielded, allow_hyphen_values = true)]
    pub y: Option<String>,
    /// The range of a variable by its name: `t=0..10`. May be given several times
    #[arg(long, value_name = "NAME=LOW..HIGH", value_parser = unshielded)]
    pub range: Vec<String>,
    /// The range of values that is shown
    #[arg(long, value_name = "LOW..HIGH", value_parser = unshielded, allow_hyphen_values = true)]
    pub values: Option<String>,
    /// Values of the other variables: `a=2,b=pi`. A page has a slider for each
    #[arg(long, value_name = "POINT", value_parser = unshielded)]
    pub set: Vec<String>,
    /// The derivative of a curve too
    #[arg(long)]
    pub derivative: bool,
    /// The tangent of a curve at a point: `x=1`. May be given several times
    #[arg(long, value_name = "POINT", value_parser = unshielded)]
    pub tangent: Vec<String>,
    /// The gradient as arrows
    #[arg(long)]
    pub arrows: bool,
    /// The lines of steepest descent
    #[arg(long)]
    pub stream: bool,
    /// The way of a gradient descent with line search from a point: `x=-1,y=2`. May be given
    /// several times
    #[arg(long, value_name = "POINT", value_parser = unshielded)]
    pub descend: Vec<String>,
    /// The levels of lines: `1,10,100`
    #[arg(
        long,
        value_name = "VALUES",
        value_delimiter = ',',
        allow_hyphen_values = true
    )]
    pub levels: Vec<f64>,
    /// Logarithmic axes: of the variable of a curve, of its values, or both
    #[arg(long, value_enum, value_name = "AXES")]
    pub log: Option<Axes>,
    /// Of a function of one variable the difference quotient at the point of `--at`: secants that
    /// turn into the tangent, and the errors of differences against their step
    #[arg(long, requires = "at", conflicts_with_all = ["kind", "set", "descend"])]
    pub difference: bool,
    /// The point of `--difference`
    #[arg(long, value_name = "POINT", value_parser = unshielded, requires = "difference")]
    pub at: Option<String>,
    /// What it is drawn on
    #[arg(long, value_enum, default_value_t, value_name = "THEME")]
    pub theme: Theme,
    /// The size in pixels of 1/96 inch
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size)]
    pub size: Option<(f64, f64)>,
    /// How many pixels of a PNG file there are for each of 1/96 inch
    #[arg(long, default_value_t = 2.0, value_name = "FACTOR", value_parser = scale)]
    pub scale: f64,
    /// How many points a surface has along each axis
    #[arg(
        long, value_name = "N",
        value_parser = clap::value_parser!(u16).range(2..=plot::SAMPLES as i64)
    )]
    pub samples: Option<u16>,
    /// From where a surface is seen: degrees around and above
    #[arg(
        long,
        value_name = "AROUND,ABOVE",
        value_delimiter = ',',
        allow_hyphen_values = true,
        num_args = 1
    )]
    pub camera: Vec<f64>,
    /// What stands above, as a formula
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
}

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// The curve of one variable
    Curve,
    /// The surface of two variables
    Surface,
    /// Filled contours with labelled levels
    Contour,
    /// Level lines and the gradient as arrows
    Field,
}

impl From<Kind> for plot::Kind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Curve => Self::Curve,
            Kind::Surface => Self::Surface,
            Kind::Contour => Self::Contour,
            Kind::Field => Self::Field,
        }
    }
}

/// Axes that are logarithmic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Axes {
    /// Of the variable
    X,
    /// Of the values
    Y,
    /// Both
    Xy,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// Dark on white
    #[default]
    Light,
    /// Light on black
    Dark,
}

impl From<Theme> for plot::Theme {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
        }
    }
}

fn size(text: &str) -> Result<(f64, f64), String> {
    let number = |text: &str| {
        text.trim()
            .parse()
            .ok()
            .filter(|n| (100.0..=20_000.0).contains(n))
    };
    let parts = text.split_once(['x', '×']);
    let found = parts.and_then(|(width, height)| Some((number(width)?, number(height)?)));
    found.ok_or_else(|| "expected width and height from 100 to 20000, as in `720x480`".to_owned())
}

fn scale(text: &str) -> Result<f64, String> {
    let found = text.parse().ok().filter(|n| (0.1..=16.0).contains(n));
    found.ok_or_else(|| "expected a number from 0.1 to 16".to_owned())
}
