//! The branches of piecewise functions, as conditions that some point of a check must meet.
//!
//! A claim may be wrong beyond a kink or in one branch of an `if` alone. So for every place where
//! an expression switches, and either side of it, there is a condition, together with those under
//! which that place is evaluated at all.

use partials_symbolic::graph::{Arena, Comparison, Graph, Id, Node, Operands, Reachable};
use partials_symbolic::print::{Text, TextOptions};
use partials_symbolic::{Function, Rational};
use smallvec::SmallVec;

use super::ClaimEntry;
use crate::tape::{Tape, TapeError, TapeOptions};

/// More branches than this are not visited one by one.
const MOST: usize = 256;
/// Of so many branches all pairs are visited too; of more, those which only one side has.
const PAIRED: usize = 16;
const PAIRS: usize = 120;
/// So many smooth switches are visited.
const SMOOTH: usize = 16;
/// Beyond this argument, exponentials and what saturates like them change no more than a part in
/// thousands of what they are added to, and further out nothing at all.
const SATURATED: i64 = 8;
/// A constant beyond this, or below its inverse, is seen beside other terms at few of the points
/// that are drawn.
const FAR: f64 = 1e12;

/// A branch: a condition as a tape that is 1 where it holds, and as text.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    pub goal: Tape,
    pub text: String,
    /// Whether a check may end without it: two branches of different switches at once, which
    /// often exclude each other, or where a smooth switch turns.
    pub is_optional: bool,
}

/// A condition, and which switch it is a side of.
struct Goal {
    condition: Id,
    switch: Id,
    is_optional: bool,
}

/// The conditions under which a node is evaluated, from the outermost.
type Path = SmallVec<[Id; 4]>;

/// The branches of function, derivation and claim, and whether these are all.
pub(super) fn branches(
    graph: &Graph,
    entry: &ClaimEntry,
    variables: &[String],
    options: TapeOptions,
) -> Result<(Vec<Branch>, bool), TapeError> {
    let (single, pairs, smooth) = graph.with(|arena| {
        let mut roots = vec![entry.truth, entry.claimed];
        roots.extend(entry.function);
        let reachable = Reachable::new(arena, &roots);
        let (sharp, smooth) = switches(arena, &reachable);
        if sharp.is_empty() && smooth.is_empty() {
            return Default::default();
        }
        let paths = paths(arena, &reachable, &roots);
        let mut single = goals(arena, &reachable, &paths, &sharp, sides);
        let own = entry.function.map(|f| Reachable::new(arena, &[f]));
        for goal in &mut single {
            let is_rule = own
                .as_ref()
                .is_some_and(|own| own.place(goal.switch).is_none());
            goal.is_optional = is_rule && is_equation(arena, goal);
        }
        let pairs = pairs(arena, &single, entry);
        let mut smooth = goals(arena, &reachable, &paths, &smooth, turns);
        smooth.truncate(SMOOTH);
        (single, pairs, smooth)
    });
    let complete = single.len() <= MOST;
    let single = single.iter().map(|goal| (goal.condition, goal.is_optional));
    let smooth = smooth.iter().map(|goal| (goal.condition, true));
    // The last are looked for first: what visits a pair visits both of its branches.
    let all = smooth
        .chain(single.take(MOST))
        .chain(pairs.into_iter().map(|goal| (goal, true)));
    let branches = all.map(|(goal, is_optional)| {
        let (root, text) = graph.with(|arena| {
            let (one, zero) = (arena.integer(1), arena.integer(0));
            let root = arena.select(goal, one, zero);
            let text = Text::new(arena, &[goal], TextOptions::default())
                .results
                .pop();
            (root, text.unwrap_or_default())
        });
        Ok(Branch {
            goal: Tape::new(graph, &[root], variables, options)?,
            text,
            is_optional,
        })
    });
    Ok((branches.collect::<Result<_, _>>()?, complete))
}

/// The nodes that switch, sharply or smoothly.
fn switches(arena: &Arena, reachable: &Reachable) -> (Vec<Id>, Vec<Id>) {
    let all = |kind: fn(&Arena, Id) -> bool| {
        let ids = reachable.ids().iter().copied();
        ids.filter(|id| kind(arena, *id)).collect()
    };
    (all(is_switch), all(is_smooth_switch))
}

/// The conditions for the sides of some switches, where these are evaluated at all.
fn goals(
    arena: &mut Arena,
    reachable: &Reachable,
    paths: &[Option<Path>],
    switches: &[Id],
    sides: fn(&mut Arena, Id) -> Vec<Id>,
) -> Vec<Goal> {
    let mut goals: Vec<Goal> = Vec::new();
    for &id in switches {
        let path = reachable.place(id).and_then(|place| paths.get(place));
        let Some(Some(path)) = path else { continue };
        for side in sides(arena, id) {
            let mut all = path.to_vec();
            all.push(side);
            let condition = arena.and(&all);
            let known = goals.iter().any(|goal| goal.condition == condition);
            if arena.decided(condition).is_none() && !known {
                goals.push(Goal {
                    condition,
                    switch: id,
                    is_optional: false,
                });
            }
        }
    }
    goals
}

/// Whether a goal asks for the one side of an `if` that a rule of derivation puts where its
/// formula has a gap, such as 0 for sinc: hardly a point lies in it.
fn is_equation(arena: &Arena, goal: &Goal) -> bool {
    let Node::If(list) = arena.node(goal.switch) else {
        return false;
    };
    let condition = arena.list(list).first().copied();
    condition.is_some_and(|condition| {
        matches!(
            arena.node(condition),
            Node::Compare(Comparison::Equal | Comparison::NotEqual, ..)
        )
    })
}

/// Two branches of different switches at once: first those that are in derivation or claim alone,
/// where what is wrong must be.
fn pairs(arena: &mut Arena, goals: &[Goal], entry: &ClaimEntry) -> Vec<Id> {
    let [truth, claimed] = [entry.truth, entry.claimed].map(|root| Reachable::new(arena, &[root]));
    let is_own =
        |goal: &&Goal| truth.place(goal.switch).is_some() != claimed.place(goal.switch).is_some();
    let (mut ordered, others): (Vec<&Goal>, Vec<&Goal>) = goals.iter().partition(is_own);
    if goals.len() <= PAIRED {
        ordered.extend(others);
    }
    let mut found = Vec::new();
    for (i, one) in ordered.iter().enumerate() {
        for other in ordered.iter().take(i) {
            if found.len() >= PAIRS {
                return found;
            }
            if one.switch == other.switch {
                continue;
            }
            let both = arena.and(&[one.condition, other.condition]);
            if arena.decided(both).is_none() {
                found.push(both);
            }
        }
    }
    found
}

fn is_switch(arena: &Arena, id: Id) -> bool {
    match arena.node(id) {
        Node::If(_) => true,
        Node::Call(function, _) => pieces(function).is_some(),
        Node::Power(base, exponent) => root_of_square(arena, base, exponent).is_some(),
        _ => false,
    }
}

/// Whether a node is all but constant, or all but 0, outside of a part of the domain; or a sum
/// whose constant counts only there.
fn is_smooth_switch(arena: &Arena, id: Id) -> bool {
    match arena.node(id) {
        Node::Sum(list) => far_constant(arena, list).is_some(),
        Node::Call(function, _) => saturates(function),
        Node::Power(base, exponent) => {
            arena.as_number(base).is_some() && arena.as_number(exponent).is_none()
        }
        _ => false,
    }
}

/// The constant of a sum, where it is so small or so large that the other terms are as large at
/// hardly a point.
fn far_constant(arena: &Arena, list: Operands) -> Option<(Id, f64)> {
    let mut numbers = arena.list(list).iter();
    numbers.find_map(|id| {
        let size = arena.as_number(*id)?.to_f64().abs();
        let is_far = !(1.0 / FAR..=FAR).contains(&size);
        is_far.then_some((*id, size))
    })
}

const fn saturates(function: Function) -> bool {
    use Function::*;
    matches!(
        function,
        Exp | Exp2
            | Tanh
            | Sech
            | Coth
            | Csch
            | Sigmoid
            | Softplus
            | Silu
            | Gelu
            | Mish
            | Erf
            | Erfc
    )
}

/// Under which conditions each node is evaluated: those that all of its uses share. `None` inside
/// of sums over an index, which has no value outside.
fn paths(arena: &mut Arena, reachable: &Reachable, roots: &[Id]) -> Vec<Option<Path>> {
    let mut paths: Vec<Option<Path>> = vec![None; reachable.len()];
    roots
        .iter()
        .for_each(|root| meet(&mut paths, reachable, *root, &Path::new()));
    for (place, &id) in reachable.ids().iter().enumerate().rev() {
        let Some(path) = paths.get(place).cloned().flatten() else {
            continue;
        };
        let mut operands: SmallVec<[Id; 8]> = SmallVec::new();
        arena.for_each_operand(id, |operand| operands.push(operand));
        match (arena.node(id), operands.as_slice()) {
            (Node::If(_), &[condition, yes, no]) => {
                meet(&mut paths, reachable, condition, &path);
                let otherwise = arena.not(condition);
                for (branch, condition) in [(yes, condition), (no, otherwise)] {
                    let mut inner = path.clone();
                    inner.push(condition);
                    meet(&mut paths, reachable, branch, &inner);
                }
            }
            (Node::IndexedSum(..) | Node::IndexedProduct(..), [_, bounds @ ..]) => {
                bounds
                    .iter()
                    .for_each(|bound| meet(&mut paths, reachable, *bound, &path));
            }
            (_, operands) => {
                operands
                    .iter()
                    .for_each(|operand| meet(&mut paths, reachable, *operand, &path));
            }
        }
    }
    paths
}

/// Takes a use of a node into account: of two paths, what they begin with alike remains.
fn meet(paths: &mut [Option<Path>], reachable: &Reachable, id: Id, path: &Path) {
    let Some(slot) = reachable.place(id).and_then(|place| paths.get_mut(place)) else {
        return;
    };
    match slot {
        None => *slot = Some(path.clone()),
        Some(known) => {
            let shared = known.iter().zip(path).take_while(|(a, b)| a == b).count();
            known.truncate(shared);
        }
    }
}

/// How a function of the table switches.
enum Pieces {
    /// Where its argument changes sign.
    Sign,
    /// From one integer to the next.
    Steps,
    /// Where its two arguments are equal.
    Larger,
    /// At both ends of a range.
    Clamp,
    /// Where the first argument is as large as the second, with either sign.
    Beyond,
}

const fn pieces(function: Function) -> Option<Pieces> {
    Some(match function {
        Function::Abs
        | Function::Sign
        | Function::Heaviside
        | Function::Relu
        | Function::LeakyRelu
        | Function::Elu => Pieces::Sign,
        Function::Floor | Function::Ceil | Function::Round | Function::Trunc | Function::Frac => {
            Pieces::Steps
        }
        Function::Max | Function::Min => Pieces::Larger,
        Function::Clamp => Pieces::Clamp,
        Function::Huber | Function::Mod => Pieces::Beyond,
        _ => return None,
    })
}

/// The conditions for the sides of a switch.
fn sides(arena: &mut Arena, id: Id) -> Vec<Id> {
    match arena.node(id) {
        Node::If(list) => match arena.list(list).first() {
            Some(&condition) => {
                let mut sides = vec![condition, arena.not(condition)];
                sides.extend(atoms(arena, condition));
                sides
            }
            None => Vec::new(),
        },
        Node::Power(base, exponent) => match root_of_square(arena, base, exponent) {
            Some(inner) => {
                let zero = arena.integer(0);
                apart(arena, inner, zero)
            }
            None => Vec::new(),
        },
        Node::Call(function, list) => {
            let arguments = arena.list(list).to_vec();
            pieces(function).map_or_else(Vec::new, |pieces| of_call(arena, &pieces, &arguments))
        }
        _ => Vec::new(),
    }
}

/// Where a smooth switch turns.
fn turns(arena: &mut Arena, id: Id) -> Vec<Id> {
    let argument = match arena.node(id) {
        Node::Sum(list) => return balances(arena, id, list),
        Node::Call(_, list) => arena.list(list).first().copied(),
        Node::Power(_, exponent) => Some(exponent),
        _ => None,
    };
    let Some(argument) = argument else {
        return Vec::new();
    };
    let (low, high) = (arena.integer(-SATURATED), arena.integer(SATURATED));
    let above = arena.compare(Comparison::Greater, argument, low);
    let below = arena.compare(Comparison::Less, argument, high);
    vec![arena.and(&[above, below])]
}

/// Where the terms of a sum are about as large as its constant.
fn balances(arena: &mut Arena, sum: Id, list: Operands) -> Vec<Id> {
    let Some((constant, size)) = far_constant(arena, list) else {
        return Vec::new();
    };
    let rest = arena.subtract(sum, constant);
    let rest = arena.call(Function::Abs, &[rest]);
    let bounds = [0.125, 8.0].map(|part| Rational::from_f64(part * size));
    let [Some(low), Some(high)] = bounds.map(|bound| Some(arena.number(bound?))) else {
        return Vec::new();
    };
    let above = arena.compare(Comparison::Greater, rest, low);
    let below = arena.compare(Comparison::Less, rest, high);
    vec![arena.and(&[above, below])]
}

fn of_call(arena: &mut Arena, pieces: &Pieces, arguments: &[Id]) -> Vec<Id> {
    let zero = arena.integer(0);
    match (pieces, arguments) {
        (Pieces::Sign, &[x, ..]) => apart(arena, x, zero),
        (Pieces::Steps, &[x]) => {
            let one = arena.integer(1);
            between(arena, x, zero, one)
        }
        (Pieces::Larger, &[a, b]) => apart(arena, a, b),
        (Pieces::Clamp, &[x, low, high]) => between(arena, x, low, high),
        (Pieces::Beyond, &[x, size]) => {
            let least = arena.negate(size);
            between(arena, x, least, size)
        }
        _ => Vec::new(),
    }
}

/// a > b and a < b
fn apart(arena: &mut Arena, a: Id, b: Id) -> Vec<Id> {
    vec![
        arena.compare(Comparison::Greater, a, b),
        arena.compare(Comparison::Less, a, b),
    ]
}

/// x < low, low < x < high, x > high
fn between(arena: &mut Arena, x: Id, low: Id, high: Id) -> Vec<Id> {
    let (above, below) = (
        arena.compare(Comparison::Greater, x, low),
        arena.compare(Comparison::Less, x, high),
    );
    vec![
        arena.compare(Comparison::Less, x, low),
        arena.and(&[above, below]),
        arena.compare(Comparison::Greater, x, high),
    ]
}

/// Both sides of every comparison in a condition.
fn atoms(arena: &mut Arena, condition: Id) -> Vec<Id> {
    let mut found = Vec::new();
    let mut stack = vec![condition];
    while let Some(next) = stack.pop() {
        match arena.node(next) {
            Node::Compare(_, a, b) => found.extend(apart(arena, a, b)),
            Node::And(list) | Node::Or(list) => stack.extend_from_slice(arena.list(list)),
            Node::Not(inner) => stack.push(inner),
            _ => {}
        }
    }
    found
}

/// The u of (u^2)^(1/2), which is |u|, and of others like it.
fn root_of_square(arena: &Arena, base: Id, exponent: Id) -> Option<Id> {
    if arena.as_number(exponent)?.is_integer() {
        return None;
    }
    let Node::Power(inner, square) = arena.node(base) else {
        return None;
    };
    let even = arena.as_number(square)?.to_i64()? % 2 == 0;
    even.then_some(inner)
}
