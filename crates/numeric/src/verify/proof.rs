//! Whether claim and derivation are equal by exact algebra.

use partials_symbolic::equal::{Equality, Proof, equal_where};
use partials_symbolic::graph::{Arena, Comparison, Graph, Id};

use super::{Claim, ClaimEntry, Range};

/// The work that is allowed for one entry, in products of terms: some milliseconds.
const FUEL: u64 = 20_000;

/// What exact algebra says of an entry's claim and its derivation, in the ranges and under the
/// conditions of the claim.
pub(super) fn equality(graph: &Graph, claim: &Claim, entry: &ClaimEntry) -> Equality {
    let mut assumed = graph.with(|arena| signs(arena, &claim.ranges));
    assumed.extend(&claim.conditions);
    equal_where(graph, entry.truth, entry.claimed, &assumed, FUEL)
}

/// That variables are not below, or not above 0, as far as their ranges say so.
fn signs(arena: &mut Arena, ranges: &[Range]) -> Vec<Id> {
    let zero = arena.integer(0);
    let mut signs = Vec::new();
    for range in ranges {
        let comparison = match range {
            Range { low, .. } if *low >= 0.0 => Comparison::GreaterEqual,
            Range { high, .. } if *high <= 0.0 => Comparison::LessEqual,
            _ => continue,
        };
        let variable = arena.variable(&range.name);
        signs.push(arena.compare(comparison, variable, zero));
    }
    signs
}

/// The identities of a proof in a sentence; `None` where arithmetic alone was enough.
pub(super) fn note(proof: &Proof) -> Option<String> {
    (!proof.identities.is_empty()).then(|| format!("by {}", proof.identities.join("; ")))
}
