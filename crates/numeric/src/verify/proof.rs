//! Whether claim and derivation are equal by exact algebra.

use partials_symbolic::equal::{Equality, Proof, equal_within};
use partials_symbolic::graph::Graph;

use super::ClaimEntry;

/// The work that is allowed for one entry, in products of terms: some milliseconds.
const FUEL: u64 = 20_000;

/// What proves that an entry's claim is its derivation, if that can be proved.
pub(super) fn proof(graph: &Graph, entry: &ClaimEntry) -> Option<Proof> {
    match equal_within(graph, entry.truth, entry.claimed, FUEL) {
        Equality::Proved(proof) => Some(proof),
        _ => None,
    }
}

/// The identities of a proof in a sentence; `None` where arithmetic alone was enough.
pub(super) fn note(proof: &Proof) -> Option<String> {
    (!proof.identities.is_empty()).then(|| format!("by {}", proof.identities.join("; ")))
}
