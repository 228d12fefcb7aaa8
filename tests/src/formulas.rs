//! Random formulas with their derivatives, written by the plain rules of calculus and by nothing
//! of the project: what a checker must accept, and damaged, reject.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// A formula of x and y.
#[derive(Clone, Debug)]
pub enum Formula {
    /// x
    X,
    /// y
    Y,
    /// A number, as it is written.
    Number(String),
    /// a + b
    Sum(Box<Self>, Box<Self>),
    /// a - b
    Difference(Box<Self>, Box<Self>),
    /// a*b
    Product(Box<Self>, Box<Self>),
    /// a/b
    Quotient(Box<Self>, Box<Self>),
    /// a^n
    Power(Box<Self>, i64),
    /// A function of one argument.
    Call(&'static str, Box<Self>),
}

/// The functions that occur, and their derivatives in terms of the argument `u`, a letter that no
/// name of a function here has.
const FUNCTIONS: [(&str, &str); 15] = [
    ("sin", "cos(u)"),
    ("cos", "(-sin(u))"),
    ("tan", "(1 + tan(u)^2)"),
    ("exp", "exp(u)"),
    ("ln", "(1/(u))"),
    ("sqrt", "(1/(2*sqrt(u)))"),
    ("sinh", "cosh(u)"),
    ("cosh", "sinh(u)"),
    ("tanh", "(1 - tanh(u)^2)"),
    ("atan", "(1/(1 + (u)^2))"),
    ("asin", "(1/sqrt(1 - (u)^2))"),
    ("asinh", "(1/sqrt(1 + (u)^2))"),
    ("abs", "((u)/abs(u))"),
    ("erf", "(2/sqrt(pi)*exp(-(u)^2))"),
    ("sigmoid", "(exp(-(u))/(1 + exp(-(u)))^2)"),
];

/// Draws formulas, the same for the same seed.
#[derive(Debug)]
pub struct Formulas(Xoshiro256PlusPlus);

impl Formulas {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// A whole number below a limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0.next_u64() % limit
    }

    /// A formula of so many levels, in which x occurs, and which has a value somewhere.
    pub fn next(&mut self, depth: u32) -> Formula {
        loop {
            let formula = self.formula(depth);
            if formula.varies() && self.has_values(&formula) {
                return formula;
            }
        }
    }

    fn has_values(&mut self, formula: &Formula) -> bool {
        let mut coordinate = || (self.below(4001) as f64 - 2000.0) / 400.0;
        (0..1000).any(|_| {
            let (x, y) = (coordinate(), coordinate());
            formula.value(x, y).is_finite() && formula.value(x + 1e-6, y).is_finite()
        })
    }

    fn formula(&mut self, depth: u32) -> Formula {
        if depth == 0 {
            return self.leaf();
        }
        let inner = |s: &mut Self| Box::new(s.formula(depth - 1));
        match self.below(12) {
            0 | 1 => Formula::Sum(inner(self), inner(self)),
            2 => self.apart(depth, Formula::Difference),
            3..=5 => Formula::Product(inner(self), inner(self)),
            6 => self.apart(depth, Formula::Quotient),
            7 => Formula::Power(inner(self), 2 + self.below(4) as i64),
            8..=10 => {
                let place = self.below(FUNCTIONS.len() as u64) as usize;
                let name = FUNCTIONS.get(place).map_or("sin", |(name, _)| name);
                Formula::Call(name, inner(self))
            }
            _ => self.leaf(),
        }
    }

    /// Of two formulas that are not the same: x - x has no derivative inside of others.
    fn apart(&mut self, depth: u32, make: fn(Box<Formula>, Box<Formula>) -> Formula) -> Formula {
        loop {
            let (a, b) = (self.formula(depth - 1), self.formula(depth - 1));
            if a.text() != b.text() {
                return make(Box::new(a), Box::new(b));
            }
        }
    }

    fn leaf(&mut self) -> Formula {
        match self.below(8) {
            0..=3 => Formula::X,
            4 | 5 => Formula::Y,
            6 => Formula::Number((1 + self.below(9)).to_string()),
            _ => Formula::Number(format!("{}/{}", 1 + self.below(9), 2 + self.below(7))),
        }
    }
}

impl Formula {
    /// Whether x occurs.
    pub fn varies(&self) -> bool {
        match self {
            Self::X => true,
            Self::Y | Self::Number(_) => false,
            Self::Sum(a, b)
            | Self::Difference(a, b)
            | Self::Product(a, b)
            | Self::Quotient(a, b) => a.varies() || b.varies(),
            Self::Power(a, _) | Self::Call(_, a) => a.varies(),
        }
    }

    /// The value, by the functions of the platform.
    pub fn value(&self, x: f64, y: f64) -> f64 {
        match self {
            Self::X => x,
            Self::Y => y,
            Self::Number(text) => text.split('/').filter_map(|n| n.parse::<f64>().ok()).fold(
                f64::NAN,
                |quotient, n| if quotient.is_nan() { n } else { quotient / n },
            ),
            Self::Sum(a, b) => a.value(x, y) + b.value(x, y),
            Self::Difference(a, b) => a.value(x, y) - b.value(x, y),
            Self::Product(a, b) => a.value(x, y) * b.value(x, y),
            Self::Quotient(a, b) => a.value(x, y) / b.value(x, y),
            Self::Power(a, n) => a.value(x, y).powi(*n as i32),
            Self::Call(name, a) => {
                let u = a.value(x, y);
                match *name {
                    "sin" => u.sin(),
                    "cos" => u.cos(),
                    "tan" => u.tan(),
                    "exp" => u.exp(),
                    "ln" => u.ln(),
                    "sqrt" => u.sqrt(),
                    "sinh" => u.sinh(),
                    "cosh" => u.cosh(),
                    "atan" => u.atan(),
                    "asin" => u.asin(),
                    "asinh" => u.asinh(),
                    "abs" => u.abs(),
                    "sigmoid" => 1.0 / (1.0 + (-u).exp()),
                    // Of erf only that it has a value, and grows like tanh.
                    _ => u.tanh(),
                }
            }
        }
    }

    /// The formula as text.
    pub fn text(&self) -> String {
        match self {
            Self::X => "x".into(),
            Self::Y => "y".into(),
            Self::Number(text) => format!("({text})"),
            Self::Sum(a, b) => format!("({} + {})", a.text(), b.text()),
            Self::Difference(a, b) => format!("({} - {})", a.text(), b.text()),
            Self::Product(a, b) => format!("({}*{})", a.text(), b.text()),
            Self::Quotient(a, b) => format!("({}/{})", a.text(), b.text()),
            Self::Power(a, n) => format!("({})^{n}", a.text()),
            Self::Call(name, a) => format!("{name}({})", a.text()),
        }
    }

    /// The derivative in x, with terms and factors that are 0 left out.
    pub fn derivative(&self) -> String {
        self.derivative_with(None, &mut 0)
    }

    /// The derivative with a mistake at the `countdown`-th place that there is for it; the
    /// countdown is left at 0 or above where there are fewer.
    pub fn derivative_with(&self, slip: Option<Slip>, countdown: &mut i64) -> String {
        if !self.varies() {
            return "0".into();
        }
        let mut here = |kind: Slip| {
            let fits = slip == Some(kind);
            *countdown -= i64::from(fits);
            fits && *countdown == -1
        };
        match self {
            Self::X => "1".into(),
            Self::Y | Self::Number(_) => "0".into(),
            Self::Sum(a, b) | Self::Difference(a, b) => {
                let both = a.varies() && b.varies();
                let turned = both && here(Slip::Sign);
                let dropped = both && here(Slip::Term);
                let plus = matches!(self, Self::Sum(..)) != turned;
                let (a, b) = (
                    a.derivative_with(slip, countdown),
                    b.derivative_with(slip, countdown),
                );
                match (dropped, plus) {
                    (true, _) => a,
                    (_, true) => format!("({a} + {b})"),
                    (_, false) => format!("({a} - {b})"),
                }
            }
            Self::Product(a, b) => {
                let both = a.varies() && b.varies();
                let multiplied = both && here(Slip::Multiplied);
                let half = both && here(Slip::HalfProduct);
                let (da, db) = (
                    a.derivative_with(slip, countdown),
                    b.derivative_with(slip, countdown),
                );
                if multiplied {
                    return format!("({da}*{db})");
                }
                let (left, right) = (format!("{da}*{}", b.text()), format!("{}*{db}", a.text()));
                sum(&[(a.varies(), left), (b.varies() && !half, right)])
            }
            Self::Quotient(a, b) => {
                let both = a.varies() && b.varies();
                let divided = both && here(Slip::Divided);
                let plain = both && here(Slip::NotSquared);
                let (da, db) = (
                    a.derivative_with(slip, countdown),
                    b.derivative_with(slip, countdown),
                );
                if divided {
                    return format!("({da}/{db})");
                }
                if plain {
                    return format!("(({da}*{} - {}*{db})/{})", b.text(), a.text(), b.text());
                }
                let left = format!("{da}/{}", b.text());
                let right = format!("(-({}*{db})/({})^2)", a.text(), b.text());
                sum(&[(a.varies(), left), (b.varies(), right)])
            }
            Self::Power(a, n) => {
                let inner = here(Slip::Inner);
                let da = a.derivative_with(slip, countdown);
                let da = if inner { "1".into() } else { da };
                format!("({n}*({})^{}*{da})", a.text(), n - 1)
            }
            Self::Call(name, a) => {
                let inner = here(Slip::Inner);
                let da = a.derivative_with(slip, countdown);
                let rule = FUNCTIONS.iter().find(|(known, _)| known == name);
                let argument = format!("({})", a.text());
                let slope = rule.map_or("", |(_, slope)| slope).replace('u', &argument);
                match inner {
                    true => slope,
                    false => format!("({slope}*{da})"),
                }
            }
        }
    }
}

/// Mistakes with the rules of calculus, at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// The sign of a term.
    Sign,
    /// A term is left out.
    Term,
    /// The inner derivative is left out.
    Inner,
    /// u'*v' for the product u*v.
    Multiplied,
    /// u'*v for the product u*v.
    HalfProduct,
    /// u'/v' for the quotient u/v.
    Divided,
    /// (u'*v - u*v')/v for the quotient u/v.
    NotSquared,
}

fn sum(terms: &[(bool, String)]) -> String {
    let kept: Vec<&str> = terms
        .iter()
        .filter(|(kept, _)| *kept)
        .map(|(_, text)| text.as_str())
        .collect();
    format!("({})", kept.join(" + "))
}
