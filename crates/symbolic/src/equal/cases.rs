//! Branches, one case after the other: for each way in which the conditions can be decided, what
//! is left has no branches.

use rustc_hash::FxHashMap;

use super::definitions::definition;
use super::polynomial::{Poly, UNIT};
use super::tower::Tower;
use super::translate::{agree, translate};
use super::{Fuel, Identity, Proof, Stop};
use crate::graph::{Arena, Comparison, Graph, Handle, Id, Node, Reachable, import, rebuild};

/// More conditions than this are not taken apart.
const CONDITIONS: usize = 5;
/// Definitions are nested no deeper.
const NESTING: usize = 6;

/// Proves that two expressions are equal where both have values; `None` where that fails.
pub(super) fn prove(graph: &Graph, a: Id, b: Id, fuel: Fuel) -> Result<Option<Proof>, Stop> {
    let scratch = Graph::new();
    let (a, b) = graph.with(|from| {
        scratch.with(|to| (import(to, from, a), import(to, from, b)))
    });
    let mut identities = Vec::new();
    let [a, b] = defined(&scratch, [a, b], &mut identities);
    if a == b {
        return Ok(Some(proof(identities, &[])));
    }
    let atoms = scratch.with(|arena| atoms(arena, &[a, b]));
    if atoms.len() > CONDITIONS {
        return Err(Stop::Outside("many conditions"));
    }
    let mut fuel = fuel;
    let mut cases = 0;
    for assignment in 0..1_u32 << atoms.len() {
        let case = Case::new(&atoms, assignment);
        if case.is_impossible() {
            continue;
        }
        let (a, b) = scratch.with(|arena| (case.resolve(arena, a), case.resolve(arena, b)));
        if a == b {
            cases += 1;
            continue;
        }
        let mut tower = Tower::new(fuel);
        let outcome = scratch.with(|arena| {
            case.teach(arena, &mut tower)?;
            agree(arena, &mut tower, a, b)
        });
        match outcome {
            Ok(true) => cases += 1,
            Ok(false) => return Ok(None),
            // Where a variable has a fixed value, an expression may have none.
            Err(Stop::Outside("a division by 0")) if case.fixes() => {}
            Err(stop) => return Err(stop),
        }
        fuel = tower.fuel;
        identities.extend(tower.identities);
    }
    Ok((cases > 0).then(|| proof(identities, &atoms)))
}

fn proof(mut identities: Vec<Identity>, atoms: &[Atom]) -> Proof {
    identities.sort_unstable();
    identities.dedup();
    let mut texts: Vec<String> = identities.iter().map(|i| i.text().to_owned()).collect();
    if !atoms.is_empty() {
        texts.push("each branch by itself".to_owned());
    }
    Proof { identities: texts, assumptions: Vec::new() }
}

/// Writes functions in terms of others, until none is left that can be.
fn defined(graph: &Graph, roots: [Id; 2], identities: &mut Vec<Identity>) -> [Id; 2] {
    let mut roots = roots;
    for _ in 0..NESTING {
        let (next, changed) = defined_once(graph, roots, identities);
        roots = next;
        if !changed {
            break;
        }
    }
    roots
}

fn defined_once(graph: &Graph, roots: [Id; 2], found: &mut Vec<Identity>) -> ([Id; 2], bool) {
    let reachable = graph.with(|arena| Reachable::new(arena, &roots));
    let mut images: Vec<Id> = Vec::with_capacity(reachable.len());
    let mut changed = false;
    let of = |images: &[Id], id: Id| {
        let place = reachable.place(id);
        place.and_then(|place| images.get(place).copied()).unwrap_or(id)
    };
    for &id in reachable.ids() {
        let (node, operands) = graph.with(|arena| {
            let mut operands = Vec::new();
            arena.for_each_operand(id, |operand| operands.push(of(&images, operand)));
            (arena.node(id), operands)
        });
        if let Node::Call(function, _) = node {
            let arguments: Vec<Handle<'_>> = operands.iter().map(|id| graph.handle(*id)).collect();
            if let Some((image, text)) = definition(function, &arguments) {
                found.push(Identity::Definition(text));
                changed = true;
                images.push(image.id());
                continue;
            }
        }
        images.push(graph.with(|arena| with_operands(arena, id, node, &operands)));
    }
    (roots.map(|root| of(&images, root)), changed)
}

fn with_operands(arena: &mut Arena, id: Id, node: Node, operands: &[Id]) -> Id {
    let mut same = operands.iter();
    let mut changed = false;
    arena.for_each_operand(id, |operand| changed |= same.next() != Some(&operand));
    if changed {
        rebuild(arena, None, node, operands)
    } else {
        id
    }
}

/// A condition that is not made of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Atom {
    Less(Id, Id),
    Equal(Id, Id),
}

impl Atom {
    /// The atom of a comparison, and whether it must hold for the comparison to.
    fn of(comparison: Comparison, a: Id, b: Id) -> (Self, bool) {
        match comparison {
            Comparison::Less => (Self::Less(a, b), true),
            Comparison::Greater => (Self::Less(b, a), true),
            Comparison::LessEqual => (Self::Less(b, a), false),
            Comparison::GreaterEqual => (Self::Less(a, b), false),
            Comparison::Equal => (Self::Equal(a.min(b), a.max(b)), true),
            Comparison::NotEqual => (Self::Equal(a.min(b), a.max(b)), false),
        }
    }
}

/// The atoms of all conditions that select a branch.
fn atoms(arena: &Arena, roots: &[Id]) -> Vec<Atom> {
    let mut found = Vec::new();
    for &id in Reachable::new(arena, roots).ids() {
        if let Node::Compare(comparison, a, b) = arena.node(id) {
            let (atom, _) = Atom::of(comparison, a, b);
            if !found.contains(&atom) {
                found.push(atom);
            }
        }
    }
    found
}

/// Which atoms hold.
struct Case<'a> {
    atoms: &'a [Atom],
    assignment: u32,
}

impl<'a> Case<'a> {
    fn new(atoms: &'a [Atom], assignment: u32) -> Self {
        Self { atoms, assignment }
    }

    fn holds(&self, atom: Atom) -> bool {
        let place = self.atoms.iter().position(|other| *other == atom);
        place.is_some_and(|place| self.assignment >> place & 1 == 1)
    }

    fn holding(&self) -> impl Iterator<Item = Atom> {
        self.atoms.iter().copied().filter(|atom| self.holds(*atom))
    }

    /// Whether two of the atoms that hold contradict each other.
    fn is_impossible(&self) -> bool {
        self.holding().any(|atom| match atom {
            Atom::Less(a, b) => {
                self.holds(Atom::Less(b, a)) || self.holds(Atom::Equal(a.min(b), a.max(b)))
            }
            Atom::Equal(..) => false,
        })
    }

    /// Whether it holds that a variable is equal to something.
    fn fixes(&self) -> bool {
        self.holding().any(|atom| matches!(atom, Atom::Equal(..)))
    }

    /// The expression with the branches that are taken in this case.
    fn resolve(&self, arena: &mut Arena, root: Id) -> Id {
        let reachable = Reachable::new(arena, &[root]);
        let mut images: Vec<Id> = Vec::with_capacity(reachable.len());
        let mut truths: FxHashMap<Id, bool> = FxHashMap::default();
        for &id in reachable.ids() {
            let node = arena.node(id);
            let mut operands = Vec::new();
            arena.for_each_operand(id, |operand| operands.push(operand));
            if let Some(truth) = self.truth(node, &operands, &truths) {
                truths.insert(id, truth);
                images.push(id);
                continue;
            }
            let of = |id: &Id| {
                let place = reachable.place(*id);
                place.and_then(|place| images.get(place).copied()).unwrap_or(*id)
            };
            let image = match (node, operands.as_slice()) {
                (Node::If(_), [condition, yes, no]) => match truths.get(condition) {
                    Some(true) => of(yes),
                    Some(false) => of(no),
                    None => id,
                },
                (Node::IndexedSum(..) | Node::IndexedProduct(..), _) => id,
                (Node::Variable(_), _) => self.value_of_variable(arena, id),
                _ => {
                    let operands: Vec<Id> = operands.iter().map(of).collect();
                    with_operands(arena, id, node, &operands)
                }
            };
            images.push(image);
        }
        images.last().copied().unwrap_or(root)
    }

    fn truth(&self, node: Node, operands: &[Id], truths: &FxHashMap<Id, bool>) -> Option<bool> {
        let mut known = operands.iter().map(|id| truths.get(id).copied());
        match node {
            Node::Compare(comparison, a, b) => {
                let (atom, positive) = Atom::of(comparison, a, b);
                Some(self.holds(atom) == positive)
            }
            Node::And(_) => known.try_fold(true, |all, truth| Some(all & truth?)),
            Node::Or(_) => known.try_fold(false, |any, truth| Some(any | truth?)),
            Node::Not(_) => known.next().flatten().map(|truth| !truth),
            _ => None,
        }
    }

    /// The number that a variable is equal to in this case; its negative where it is not above 0,
    /// so that what stands for it is not below 0; else itself.
    fn value_of_variable(&self, arena: &mut Arena, variable: Id) -> Id {
        let mut negative = false;
        for &atom in self.atoms {
            match (atom, self.holds(atom)) {
                (Atom::Equal(a, b), true) if b == variable && arena.as_number(a).is_some() => {
                    return a;
                }
                (Atom::Equal(a, b), true) if a == variable && arena.as_number(b).is_some() => {
                    return b;
                }
                (Atom::Less(a, b), true) => negative |= a == variable && is_zero(arena, b),
                (Atom::Less(a, b), false) => negative |= b == variable && is_zero(arena, a),
                _ => {}
            }
        }
        if negative {
            arena.negate(variable)
        } else {
            variable
        }
    }

    /// Tells the tower which variables are positive.
    fn teach(&self, arena: &mut Arena, tower: &mut Tower) -> Result<(), Stop> {
        for &atom in self.atoms {
            let Atom::Less(a, b) = atom else { continue };
            let (a_zero, b_zero) = (is_zero(arena, a), is_zero(arena, b));
            let (known, strict) = match self.holds(atom) {
                true if a_zero => (b, true),
                true if b_zero => (a, true),
                false if b_zero => (a, false),
                false if a_zero => (b, false),
                _ => continue,
            };
            if matches!(arena.node(known), Node::Variable(_)) {
                let value = translate(arena, tower, &[known])?;
                if let Some(generator) = value.first().and_then(generator_of) {
                    tower.learn(generator, true, strict);
                }
            }
        }
        Ok(())
    }
}

fn is_zero(arena: &Arena, id: Id) -> bool {
    arena.as_number(id).is_some_and(crate::Rational::is_zero)
}

fn generator_of(poly: &Poly) -> Option<u32> {
    let (monomial, _) = poly.single()?;
    match monomial.single()? {
        (generator, UNIT) => Some(generator),
        _ => None,
    }
}
