//! Branches, one case after the other: for each way in which the conditions can be decided, what
//! is left has no branches.

use rustc_hash::FxHashMap;

use super::definitions::definition;
use super::polynomial::{Poly, UNIT};
use super::signature::{self, surely_differ};
use super::tower::{Kind, Tower};
use super::translate::{Difference, agree, translate};
use super::{Fuel, Identity, Proof, Stop};
use crate::graph::{Arena, Comparison, Graph, Handle, Id, Node, Reachable, import, rebuild};
use crate::number::Rational;

/// More conditions than this are not taken apart.
const CONDITIONS: usize = 5;
/// Nor are more of these known, together with what is assumed.
const ATOMS: usize = 64;
/// The work for a difference that is known not to vanish: it may be a number.
const GLANCE: u64 = 1000;
/// Definitions are nested no deeper.
const NESTING: usize = 6;

/// What comes of an attempt to prove that two expressions are equal.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    Proved(Proof),
    /// In all cases proved or probable, with a bound on the probability of an error.
    Probable(f64),
    /// In some case the difference is a number that is not 0.
    Different,
    Failed,
}

/// Proves that two expressions are equal where both have values, and the conditions `assumed`
/// hold.
pub(super) fn prove(
    graph: &Graph,
    a: Id,
    b: Id,
    assumed: &[Id],
    fuel: Fuel,
) -> Result<Outcome, Stop> {
    let scratch = Graph::new();
    let copy = |id: Id| graph.with(|from| scratch.with(|to| import(to, from, id)));
    let (a, b) = (copy(a), copy(b));
    let assumed: Vec<Id> = assumed.iter().map(|id| copy(*id)).collect();
    let mut identities = Vec::new();
    let [a, b] = defined(&scratch, [a, b], &mut identities);
    if a == b {
        return Ok(Outcome::Proved(proof(identities, false)));
    }
    let mut atoms = scratch.with(|arena| Atoms::of(arena, &[a, b], fuel))?;
    let branches = atoms.list.len();
    if branches > CONDITIONS {
        return Err(Stop::Outside("many conditions"));
    }
    scratch.with(|arena| atoms.assume(arena, &assumed, fuel));
    let mut fuel = fuel;
    let mut cases = 0;
    let mut error = 0.0;
    for assignment in 0..1_u64 << branches {
        let case = Case::new(&atoms, branches, assignment);
        if case.is_impossible() {
            continue;
        }
        let (a, b) = scratch.with(|arena| (case.resolve(arena, a), case.resolve(arena, b)));
        if a == b {
            cases += 1;
            continue;
        }
        if scratch.with(|arena| surely_differ(arena, a, b)) {
            let number = atoms.list.is_empty()
                && scratch.with(|arena| {
                    let mut tower = Tower::new(Fuel(fuel.0.min(GLANCE)));
                    agree(arena, &mut tower, a, b) == Ok(Difference::Number)
                });
            return Ok(if number {
                Outcome::Different
            } else {
                Outcome::Failed
            });
        }
        let mut tower = Tower::new(fuel);
        let outcome = scratch.with(|arena| {
            case.teach(&mut tower);
            case.teach_signs(arena, &mut tower);
            agree(arena, &mut tower, a, b)
        });
        match outcome {
            Ok(Difference::Zero) => cases += 1,
            // A case of several may be empty.
            Ok(Difference::Number) if atoms.list.is_empty() => return Ok(Outcome::Different),
            Ok(_) => return Ok(Outcome::Failed),
            // Where a variable has a fixed value, an expression may have none.
            Err(Stop::Outside("a division by 0")) if case.fixes() => {}
            Err(Stop::Budget) => {
                let probable = scratch.with(|arena| signature::agree(arena, a, b));
                error += probable.ok_or(Stop::Budget)?;
                cases += 1;
            }
            Err(stop) => return Err(stop),
        }
        fuel = tower.fuel;
        identities.extend(tower.identities);
    }
    Ok(match cases {
        0 => Outcome::Failed,
        _ if error > 0.0 => Outcome::Probable(error),
        _ => Outcome::Proved(proof(identities, branches > 0)),
    })
}

fn proof(mut identities: Vec<Identity>, branches: bool) -> Proof {
    identities.sort_unstable();
    identities.dedup();
    let mut texts: Vec<String> = identities.iter().map(|i| i.text().to_owned()).collect();
    if branches {
        texts.push("each branch by itself".to_owned());
    }
    Proof { identities: texts }
}

/// Writes functions in terms of others, until none is left that can be.
pub(super) fn defined<const N: usize>(
    graph: &Graph,
    roots: [Id; N],
    identities: &mut Vec<Identity>,
) -> [Id; N] {
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

fn defined_once<const N: usize>(
    graph: &Graph,
    roots: [Id; N],
    found: &mut Vec<Identity>,
) -> ([Id; N], bool) {
    let reachable = graph.with(|arena| Reachable::new(arena, &roots));
    let mut images: Vec<Id> = Vec::with_capacity(reachable.len());
    let mut changed = false;
    let of = |images: &[Id], id: Id| {
        let place = reachable.place(id);
        place
            .and_then(|place| images.get(place).copied())
            .unwrap_or(id)
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

/// The sign of a polynomial, which a comparison of its parts asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Positive,
    Negative,
    Zero,
}

/// A condition that is not made of others.
#[derive(Clone, Debug)]
struct Atom {
    /// A positive multiple of the polynomial, as an expression.
    difference: Id,
    poly: Poly,
    relation: Relation,
    /// The variable and the number that it is compared with, where that is all.
    variable: Option<(Id, Rational)>,
}

impl Atom {
    /// What it says of a variable, if it holds or not: the number that the variable is not below,
    /// and the number that it is not above, each with whether it is not equal to it either.
    fn bounds(&self, holds: bool) -> Option<(Id, Bounds<'_>)> {
        let (variable, number) = self.variable.as_ref()?;
        let bound = Some((number, holds));
        let bounds = match (self.relation, holds) {
            (Relation::Positive, true) | (Relation::Negative, false) => (bound, None),
            (Relation::Negative, true) | (Relation::Positive, false) => (None, bound),
            (Relation::Zero, true) => (Some((number, false)), Some((number, false))),
            (Relation::Zero, false) => (None, None),
        };
        Some((*variable, bounds))
    }
}

/// A lower and an upper bound, each with whether it is not reached.
type Bounds<'a> = (Option<(&'a Rational, bool)>, Option<(&'a Rational, bool)>);

/// The conditions that select branches, and of each comparison the place of its atom and whether
/// that must hold for the comparison to.
#[derive(Debug, Default)]
struct Atoms {
    list: Vec<Atom>,
    comparisons: FxHashMap<Id, (usize, bool)>,
    /// Which atoms are known to hold, or known not to.
    known: FxHashMap<usize, bool>,
}

impl Atoms {
    fn of(arena: &mut Arena, roots: &[Id], fuel: Fuel) -> Result<Self, Stop> {
        let mut tower = Tower::new(fuel);
        tower.learning = false;
        let mut atoms = Self::default();
        for &id in Reachable::new(arena, roots).ids() {
            if let Node::Compare(comparison, a, b) = arena.node(id) {
                let found = atoms.add(arena, &mut tower, comparison, [a, b])?;
                atoms.comparisons.insert(id, found);
            }
        }
        Ok(atoms)
    }

    /// Takes comparisons, and conjunctions of them, for granted. What can't be understood is left
    /// out: then less is proved.
    fn assume(&mut self, arena: &mut Arena, conditions: &[Id], fuel: Fuel) {
        let mut tower = Tower::new(fuel);
        tower.learning = false;
        let mut stack = conditions.to_vec();
        while let Some(id) = stack.pop() {
            if self.list.len() >= ATOMS {
                break;
            }
            match arena.node(id) {
                Node::And(_) => arena.for_each_operand(id, |part| stack.push(part)),
                Node::Compare(comparison, a, b) => {
                    let found = self.add(arena, &mut tower, comparison, [a, b]);
                    if let Ok((place, holds)) = found {
                        self.known.insert(place, holds);
                    }
                }
                _ => {}
            }
        }
    }

    /// The place of the atom of a comparison, and whether it must hold for that to.
    fn add(
        &mut self,
        arena: &mut Arena,
        tower: &mut Tower,
        comparison: Comparison,
        [a, b]: [Id; 2],
    ) -> Result<(usize, bool), Stop> {
        let (relation, positive) = match comparison {
            Comparison::Greater => (Relation::Positive, true),
            Comparison::LessEqual => (Relation::Positive, false),
            Comparison::Less => (Relation::Negative, true),
            Comparison::GreaterEqual => (Relation::Negative, false),
            Comparison::Equal => (Relation::Zero, true),
            Comparison::NotEqual => (Relation::Zero, false),
        };
        let mut difference = arena.subtract(a, b);
        let poly = translate(arena, tower, &[difference])?.pop();
        let poly = tower.canonical(poly.unwrap_or_default())?;
        let content = poly.content_number();
        if content.is_negative() {
            difference = arena.subtract(b, a);
        }
        let relation = match relation {
            Relation::Positive if content.is_negative() => Relation::Negative,
            Relation::Negative if content.is_negative() => Relation::Positive,
            relation => relation,
        };
        let poly = poly.scaled(&content.recip().unwrap_or(Rational::ONE));
        let variable = compared(tower, &poly);
        let same = |known: &Atom| known.relation == relation && known.poly == poly;
        let place = self.list.iter().position(same);
        let place = place.unwrap_or_else(|| {
            self.list.push(Atom {
                difference,
                poly,
                relation,
                variable,
            });
            self.list.len() - 1
        });
        Ok((place, positive))
    }
}

/// The variable and number of which a polynomial is a positive multiple of the difference.
fn compared(tower: &Tower, poly: &Poly) -> Option<(Id, Rational)> {
    let ((monomial, scale), number) = match poly.terms() {
        [only] => (only, Rational::ZERO),
        [first, (one, number)] if one.is_one() => (first, number.clone()),
        _ => return None,
    };
    let (generator, UNIT) = monomial.single()? else {
        return None;
    };
    match tower.kind(generator) {
        Kind::Free(id) => Some((*id, number.neg().mul(&scale.recip()?))),
        _ => None,
    }
}

/// Which atoms hold.
struct Case<'a> {
    atoms: &'a Atoms,
    assignment: u64,
    /// Whether what is known says otherwise.
    excluded: bool,
}

impl<'a> Case<'a> {
    /// The case in which the atoms of branches hold as these bits say, and others as is known.
    fn new(atoms: &'a Atoms, branches: usize, bits: u64) -> Self {
        let (mut assignment, mut excluded) = (bits, false);
        for (&place, &holds) in &atoms.known {
            let bit = u64::from(holds) << place;
            excluded |= place < branches && bits & 1 << place != bit;
            assignment |= bit;
        }
        Self {
            atoms,
            assignment,
            excluded,
        }
    }

    fn holds(&self, place: usize) -> bool {
        self.assignment >> place & 1 == 1
    }

    fn all(&self) -> impl Iterator<Item = (&'a Atom, bool)> {
        let list = self.atoms.list.iter().enumerate();
        list.map(|(place, atom)| (atom, self.holds(place)))
    }

    fn holding(&self) -> impl Iterator<Item = &'a Atom> {
        self.all().filter(|(_, holds)| *holds).map(|(atom, _)| atom)
    }

    /// Whether a polynomial has two signs, or none, or a variable no room between its bounds.
    fn is_impossible(&self) -> bool {
        let signs = self.atoms.list.iter().any(|atom| {
            let same = || self.all().filter(|(other, _)| other.poly == atom.poly);
            let held = same().filter(|(_, holds)| *holds).count();
            held > 1 || held == 0 && same().count() == 3
        });
        self.excluded || signs || self.has_no_room()
    }

    fn has_no_room(&self) -> bool {
        let bounds = || self.all().filter_map(|(atom, holds)| atom.bounds(holds));
        bounds().any(|(variable, (low, _))| {
            let Some((low, open)) = low else { return false };
            let mut others = bounds().filter(|(other, _)| *other == variable);
            others.any(|(_, (_, high))| {
                high.is_some_and(|(high, open_above)| {
                    low > high || low == high && (open || open_above)
                })
            })
        })
    }

    /// Whether it holds that something is 0.
    fn fixes(&self) -> bool {
        self.holding().any(|atom| atom.relation == Relation::Zero)
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
            if let Some(truth) = self.truth(id, node, &operands, &truths) {
                truths.insert(id, truth);
                images.push(id);
                continue;
            }
            let of = |id: &Id| {
                let place = reachable.place(*id);
                place
                    .and_then(|place| images.get(place).copied())
                    .unwrap_or(*id)
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

    fn truth(
        &self,
        id: Id,
        node: Node,
        operands: &[Id],
        truths: &FxHashMap<Id, bool>,
    ) -> Option<bool> {
        let mut known = operands.iter().map(|id| truths.get(id).copied());
        match node {
            Node::Compare(..) => {
                let (place, positive) = self.atoms.comparisons.get(&id)?;
                Some(self.holds(*place) == *positive)
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
        for (atom, holds) in self.all() {
            let Some((_, bounds)) = atom.bounds(holds).filter(|(id, _)| *id == variable) else {
                continue;
            };
            match bounds {
                (Some((low, _)), Some((high, _))) if low == high => {
                    return arena.number(low.clone());
                }
                (_, Some((high, _))) => negative |= *high <= Rational::ZERO,
                _ => {}
            }
        }
        if negative {
            arena.negate(variable)
        } else {
            variable
        }
    }

    /// Tells the tower which variables, or their negatives that stand for them, are not below 0,
    /// and which are not 0.
    fn teach(&self, tower: &mut Tower) {
        for (atom, holds) in self.all() {
            let Some((id, bounds)) = atom.bounds(holds) else {
                continue;
            };
            let away = |number: &Rational, open: bool| open || !number.is_zero();
            let (nonnegative, nonzero) = match bounds {
                (Some((low, open)), None) if !low.is_negative() => (true, away(low, open)),
                (None, Some((high, open))) if *high <= Rational::ZERO => (true, away(high, open)),
                (None, None) => {
                    let zero = atom.variable.as_ref().is_some_and(|(_, n)| n.is_zero());
                    (false, zero)
                }
                _ => continue,
            };
            let generator = tower.intern(Kind::Free(id));
            tower.learn(generator, nonnegative, nonzero);
        }
    }

    /// Tells the tower the signs of polynomials that are more than a variable and a number.
    fn teach_signs(&self, arena: &mut Arena, tower: &mut Tower) {
        for (atom, holds) in self.all() {
            if atom.variable.is_some() || atom.relation == Relation::Zero {
                continue;
            }
            let difference = self.resolve(arena, atom.difference);
            let nonnegative = (atom.relation == Relation::Positive) == holds;
            let learning = std::mem::replace(&mut tower.learning, false);
            if let Ok(Some(poly)) = translate(arena, tower, &[difference]).map(|mut p| p.pop()) {
                // What is not understood is not used.
                let _ = tower.learn_sign(&poly, nonnegative);
            }
            tower.learning = learning;
        }
    }
}
