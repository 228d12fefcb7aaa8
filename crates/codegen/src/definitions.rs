//! Functions that a language lacks, as formulas in our own notation: they are read, and written
//! in the language, as any other.

use partials_numeric::tape::{Tape, TapeOptions};
use partials_parser::parse_expression;
use partials_symbolic::lower::{Definitions, Lowering};
use partials_symbolic::{Function, Graph};

use crate::language::Language;

/// The parameters and the value.
///
/// ln(1 + x) and e^x - 1 without loss of digits: Kahan, in Higham, Accuracy and Stability of
/// Numerical Algorithms (2002), 1.14.1.
fn definition(function: Function) -> Option<(&'static [&'static str], &'static str)> {
    use Function::*;
    Some(match function {
        Exp2 => (&["x"], "2^x"),
        Expm1 => (&["x"], "if(abs(x) < 1/2, 2*exp(x/2)*sinh(x/2), exp(x) - 1)"),
        Log1p => (&["x"], "if(1 + x == 1, x, ln(1 + x)*x/((1 + x) - 1))"),
        Log2 => (&["x"], "ln(x)/ln(2)"),
        Log10 => (&["x"], "ln(x)/ln(10)"),
        Cbrt => (&["x"], "if(x < 0, -(-x)^(1/3), x^(1/3))"),
        Hypot => (&["x", "y"], "sqrt(x^2 + y^2)"),
        Sec => (&["x"], "1/cos(x)"),
        Csc => (&["x"], "1/sin(x)"),
        Cot => (&["x"], "1/tan(x)"),
        Asec => (&["x"], "acos(1/x)"),
        Acsc => (&["x"], "asin(1/x)"),
        Acot => (&["x"], "atan(1/x)"),
        Sinc => (&["x"], "if(x == 0, 1, sin(x)/x)"),
        Sech => (&["x"], "1/cosh(x)"),
        Csch => (&["x"], "1/sinh(x)"),
        Coth => (&["x"], "1/tanh(x)"),
        Asech => (&["x"], "acosh(1/x)"),
        Acsch => (&["x"], "asinh(1/x)"),
        Acoth => (&["x"], "atanh(1/x)"),
        Sign => (&["x"], "if(x > 0, 1, if(x < 0, -1, 0))"),
        Heaviside => (&["x"], "if(x > 0, 1, if(x < 0, 0, 1/2))"),
        // Of two integers that are as near, the even one.
        Round => (
            &["x"],
            "if(x - floor(x) < 1/2, floor(x), if(x - floor(x) > 1/2, ceil(x), 2*floor(x/2 + 1/2)))",
        ),
        Frac => (&["x"], "x - floor(x)"),
        Min => (&["x", "y"], "if(x < y, x, y)"),
        Max => (&["x", "y"], "if(x > y, x, y)"),
        Clamp => (&["x", "lo", "hi"], "if(x < lo, lo, if(x > hi, hi, x))"),
        Sigmoid => (&["x"], "1/(1 + exp(-x))"),
        Logit => (&["x"], "ln(x/(1 - x))"),
        Softplus => (&["x"], "max(x, 0) + log1p(exp(-abs(x)))"),
        Relu => (&["x"], "if(x > 0, x, 0)"),
        LeakyRelu => (&["x", "slope"], "if(x > 0, x, slope*x)"),
        Elu => (&["x", "scale"], "if(x > 0, x, scale*expm1(x))"),
        Gelu => (&["x"], "x*erfc(-x/sqrt(2))/2"),
        Silu => (&["x"], "x/(1 + exp(-x))"),
        Mish => (&["x"], "x*tanh(softplus(x))"),
        Huber => (
            &["x", "delta"],
            "if(abs(x) <= delta, x^2/2, delta*(abs(x) - delta/2))",
        ),
        Dawson => (&["x"], "sqrt(pi)/2*exp(-x^2)*erfi(x)"),
        Beta => (&["a", "b"], "gamma(a)*gamma(b)/gamma(a + b)"),
        _ => return None,
    })
}

/// The tape of a definition, with the names of its inputs.
pub(crate) fn tape(function: Function, arity: usize) -> Option<(Vec<String>, Tape)> {
    let (inputs, source): (Vec<String>, String) = match function {
        Function::LogSumExp => log_sum_exp(arity),
        Function::Digamma => (vec!["x".to_owned()], digamma()),
        _ => {
            let (inputs, source) = definition(function)?;
            (
                inputs.iter().map(|x| (*x).to_owned()).collect(),
                source.to_owned(),
            )
        }
    };
    if inputs.len() != arity {
        return None;
    }
    let graph = Graph::new();
    let known = Definitions::default();
    let parsed = parse_expression(&source, &known).ok()?;
    let value = Lowering::new(&graph, &parsed.ast, &known)
        .lower(parsed.root)
        .ok()?;
    let tape = Tape::new(&graph, &value.elements, &inputs, TapeOptions::default()).ok()?;
    Some((inputs, tape))
}

/// The largest is taken out, so that nothing overflows.
fn log_sum_exp(arity: usize) -> (Vec<String>, String) {
    let inputs: Vec<String> = (1..=arity).map(|i| format!("x{i}")).collect();
    let largest = inputs
        .iter()
        .skip(1)
        .fold("x1".to_owned(), |all, x| format!("max({all}, {x})"));
    let sum: Vec<String> = inputs
        .iter()
        .map(|x| format!("exp({x} - {largest})"))
        .collect();
    let source = format!("{largest} + ln({})", sum.join(" + "));
    (inputs, source)
}

/// By reflection, ten steps of the recurrence, and the asymptotic series (Abramowitz and Stegun 1964,
/// 6.3.5, 6.3.7, 6.3.18), whose next term is below 10^-16 there.
fn digamma() -> String {
    let shifted = |x: &str| {
        let z = format!("({x} + 10)");
        let series = "-1/12 1/120 -1/252 1/240 -1/132 691/32760 -1/12";
        let terms = series.split(' ').zip((2..).step_by(2));
        let terms: String = terms
            .map(|(factor, power)| format!(" + ({factor})/{z}^{power}"))
            .collect();
        format!("ln({z}) - 1/(2*{z}){terms} - sum(1/({x} + k), k, 0, 9)")
    };
    let (right, left) = (shifted("x"), shifted("(1 - x)"));
    format!("if(x > 0, {right}, {left} - pi/tan(pi*x))")
}

/// The functions that have to be defined, in the order in which they were asked for.
#[derive(Debug, Default)]
pub(crate) struct Needed {
    list: Vec<(Function, usize, String)>,
}

impl Needed {
    /// The name of a function that is defined in the text; none where it can't be.
    pub fn name(
        &mut self,
        function: Function,
        arity: usize,
        language: &dyn Language,
    ) -> Option<String> {
        let known = self
            .list
            .iter()
            .find(|(f, n, _)| (*f, *n) == (function, arity));
        if let Some((_, _, name)) = known {
            return Some(name.clone());
        }
        if language.text(function).is_none() {
            tape(function, arity)?;
        }
        let several = if function == Function::LogSumExp {
            arity.to_string()
        } else {
            String::new()
        };
        let name = format!("partials_{}{several}", function.name());
        self.list.push((function, arity, name.clone()));
        Some(name)
    }

    /// The function at a place of the list.
    pub fn get(&self, place: usize) -> Option<&(Function, usize, String)> {
        self.list.get(place)
    }
}
