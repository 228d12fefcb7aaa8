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

/// The precision that is asked for: that of `certified`, and less where that is much work.
pub(super) const BITS: u32 = 104;
const FEW_BITS: u32 = 60;
/// An enclosure with fewer certain bits says nothing.
const LEAST_BITS: i64 = 48;
/// The points at which an entry asks at most, where it gets no answer or needs a further one.
const MOST: usize = 3;
/// The most bits that a sample is worth, for each bit that is asked for.
const WORTH: u32 = 6;

/// A function with a call that is much work is asked only if it has no more instructions.
const SHORT: usize = 16;

/// The function of one entry and the inputs in which it is derived.
#[derive(Clone, Debug)]
pub(super) struct Oracle {
    function: Tape,
    inputs: Vec<usize>,
    /// Whether a sample is much work.
    costly: bool,
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
        let is_loop = |instruction: &Instruction| matches!(instruction, Instruction::Loop(..));
        let (costly, length) = (calls(function, is_costly), function.code().len());
        let much = costly > 1 || costly > 0 && length > SHORT;
        if much || function.code().iter().any(is_loop) {
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
            costly: costly > 0,
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
        let (bits, most) = if self.costly {
            (FEW_BITS, 1)
        } else {
            (BITS, MOST)
        };
        if asked.questions >= most || asked.answers > 0 && !important {
            return None;
        }
        asked.questions += 1;
        let point = Point {
            coordinates: &|precision| place.balls(precision),
            most: Precision::bits(WORTH * bits),
        };
        let precision = Precision::bits(bits);
        let found = contour::mixed(&self.function, &point, &self.inputs, precision).ok()?;
        let tells = found.is_exact() || found.relative_accuracy_bits() >= LEAST_BITS;
        asked.answers += usize::from(tells);
        tells.then_some(found)
    }
}

/// How often functions of a kind are called.
pub(super) fn calls(tape: &Tape, kind: fn(Function) -> bool) -> usize {
    let is_called = |instruction: &&Instruction| match instruction {
        Instruction::Call(called, _) => kind(*called),
        _ => false,
    };
    tape.code().iter().filter(is_called).count()
}

/// Functions whose complex balls are sums of very many terms.
pub(super) const fn is_costly(function: Function) -> bool {
    use Function::*;
    matches!(
        function,
        EllipticF | EllipticE | EllipticPi | EllipticPic | Hyp2F1 | Hyp3F2 | AppellF1 | Polylog
    )
}

/// Functions whose balls are sums of more terms the more precise they are.
pub(super) const fn is_series(function: Function) -> bool {
    use Function::*;
    is_costly(function)
        || matches!(
            function,
            Gamma
                | LogGamma
                | Digamma
                | Polygamma
                | Beta
                | UpperGamma
                | LowerGamma
                | Ei
                | Expint
                | Li
                | BesselJ
                | BesselY
                | BesselI
                | BesselK
                | AiryAi
                | AiryBi
                | AiryAiPrime
                | AiryBiPrime
                | LambertW
                | EllipticK
                | EllipticEc
                | Zeta
                | HurwitzZeta
                | Hyp0F1
                | Hyp1F1
                | Hyp1F2
                | Hyp2F2
                | Hyp2F3
        )
}

/// The value of the derivation at a place, in balls.
pub(super) fn derivation(both: &Tape, place: &Place<'_>, precision: Precision) -> Option<Ball> {
    let values = both.evaluate(&place.balls(precision), precision);
    values.into_iter().next().filter(Ball::is_value)
}
