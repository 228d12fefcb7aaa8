//! Whether claim and derivation are equal by exact algebra.

use partials_symbolic::equal::{Equality, Proof, equal_where};
use partials_symbolic::graph::{Graph, Id};

use super::{Claim, ClaimEntry};

/// The work that is allowed for one entry, in products of terms: some milliseconds.
const FUEL: u64 = 20_000;

/// What proves that an entry's claim is its derivation in the ranges of the claim, if that can be
/// proved.
pub(super) fn proof(graph: &Graph, claim: &Claim, entry: &ClaimEntry) -> Option<Proof> {
    let nonnegative = claim.ranges.iter().filter(|range| range.low >= 0.0);
    let nonnegative: Vec<Id> = nonnegative
        .map(|range| graph.variable(&range.name).id())
        .collect();
    match equal_where(graph, entry.truth, entry.claimed, &nonnegative, FUEL) {
        Equality::Proved(proof) => Some(proof),
        _ => None,
    }
}

/// The identities of a proof in a sentence; `None` where arithmetic alone was enough.
pub(super) fn note(proof: &Proof) -> Option<String> {
    (!proof.identities.is_empty()).then(|| format!("by {}", proof.identities.join("; ")))
}
