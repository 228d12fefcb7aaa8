//! What is evaluated beside the claim: its conditions, and how far it is from the derivation.

use partials_symbolic::arrange::{Facts, VariableOrder, arrange};
use partials_symbolic::graph::{Graph, Id};

use super::{Claim, ClaimEntry};
use crate::scalar::has_ball;
use crate::tape::{Instruction, Tape, TapeError, TapeOptions};

/// 1 for each condition that holds; `None` without conditions.
pub(super) fn conditions(
    graph: &Graph,
    claim: &Claim,
    options: TapeOptions,
) -> Result<Option<Tape>, TapeError> {
    let met: Vec<Id> = graph.with(|arena| {
        let (one, zero) = (arena.integer(1), arena.integer(0));
        claim
            .conditions
            .iter()
            .map(|c| arena.select(*c, one, zero))
            .collect()
    });
    (!met.is_empty())
        .then(|| Tape::new(graph, &met, &claim.variables, options))
        .transpose()
}

/// Derivation, claim, and their difference with like terms collected.
pub(super) fn with_difference(
    graph: &Graph,
    claim: &Claim,
    entry: &ClaimEntry,
    options: TapeOptions,
) -> Result<Tape, TapeError> {
    let (truth, claimed) = (entry.truth, entry.claimed);
    let difference = graph.with(|arena| {
        let difference = arena.subtract(truth, claimed);
        let order = VariableOrder::alphabetic(arena, &[difference]);
        arrange(arena, &[difference], &order, &Facts::default())
    });
    let difference = difference.first().copied().unwrap_or(Id::POISON);
    Tape::new(
        graph,
        &[truth, claimed, difference],
        &claim.variables,
        options,
    )
}

/// Whether balls can bound all functions of a tape.
pub(super) fn is_bounded(tape: &Tape) -> bool {
    tape.code().iter().all(|instruction| match instruction {
        Instruction::Call(function, arguments) => has_ball(*function, arguments.len()),
        Instruction::CallDerivative(..) => false,
        Instruction::Loop(body, ..) => is_bounded_body(body),
        _ => true,
    })
}

/// As [`is_bounded`] of the body of a sum, where further sums inside are taken to be bounded: at
/// worst their balls are indeterminate.
fn is_bounded_body(tape: &Tape) -> bool {
    tape.code().iter().all(|instruction| match instruction {
        Instruction::Call(function, arguments) => has_ball(*function, arguments.len()),
        Instruction::CallDerivative(..) => false,
        _ => true,
    })
}
