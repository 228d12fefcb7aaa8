//! The contour oracle on a sample of every check: the derivative by Cauchy's formula, from values
//! of the function alone, with a proved bound. No rule has a part in it, so that derivation and
//! oracle can't make the same mistake.

use partials_symbolic::Function;
use partials_symbolic::graph::Graph;

use super::place::Place;
use super::{Claim, ClaimEntry};
use crate::ball::{Ball, Precision};
use crate::contour::{self, Point};
use crate::tape::{Instruction, Tape};

/// The precision that is asked for: that of `certified`.
const BITS: u32 = 104;
/// An enclosure with fewer certain bits says nothing.
const LEAST_BITS: i64 = 48;
/// The points at which an entry asks at most, where it gets no answer or needs a further one.
const MOST: usize = 3;
/// The most bits that a sample is worth.
const MOST_BITS: u32 = 640;

/// The function of one entry and the inputs in which it is derived.
#[derive(Clone, Debug)]
pub(super) struct Oracle {
    function: Tape,
    inputs: Vec<usize>,
}

/// How often the oracle was asked, and how often it had an answer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asked {
    questions: usize,
    answers: usize,
}

impl Oracle {
    /// `None` where a variable does not occur, so that there is nothing to be found out, and where
    /// the function takes too much work in complex balls for a sample.
    pub(super) fn new(
        graph: &Graph,
        claim: &Claim,
        entry: &ClaimEntry,
        function: &Tape,
    ) -> Option<Self> {
        let costly = |instruction: &Instruction| match instruction {
            Instruction::Call(called, _) => is_costly(*called),
            Instruction::Loop(..) => true,
            _ => false,
        };
        if function.code().iter().any(costly) {
            return None;
        }
        let place = |symbol| {
            let name = graph.with(|arena| arena.name(symbol).to_owned());
            claim.variables.iter().position(|known| *known == name)
        };
        let inputs: Option<Vec<usize>> = entry.wrt.iter().copied().map(place).collect();
        Some(Self {
            function: function.clone(),
            inputs: inputs.filter(|inputs| !inputs.is_empty())?,
        })
    }

    /// The derivative at a place; `None` where the function is not analytic or can't be bounded,
    /// or enough was asked. After the first answer only what is `important` is asked.
    pub(super) fn derivative(
        &self,
        place: &Place<'_>,
        important: bool,
        asked: &mut Asked,
    ) -> Option<Ball> {
        if asked.questions >= MOST || asked.answers > 0 && !important {
            return None;
        }
        asked.questions += 1;
        let point = Point {
            coordinates: &|precision| place.balls(precision),
            most: Precision::bits(MOST_BITS),
        };
        let precision = Precision::bits(BITS);
        let found = contour::mixed(&self.function, &point, &self.inputs, precision).ok()?;
        let tells = found.is_exact() || found.relative_accuracy_bits() >= LEAST_BITS;
        asked.answers += usize::from(tells);
        tells.then_some(found)
    }
}

/// Functions of several arguments whose complex balls are sums of very many terms.
const fn is_costly(function: Function) -> bool {
    use Function::*;
    matches!(
        function,
        EllipticF
            | EllipticE
            | EllipticPi
            | EllipticPic
            | Hyp1F1
            | Hyp2F1
            | AppellF1
            | Polylog
            | HurwitzZeta
            | Expint
            | UpperGamma
            | LowerGamma
    )
}

/// The value of the derivation at a place, in balls.
pub(super) fn derivation(both: &Tape, place: &Place<'_>) -> Option<Ball> {
    let precision = Precision::bits(BITS + 24);
    let values = both.evaluate(&place.balls(precision), precision);
    values.into_iter().next().filter(Ball::is_value)
}
