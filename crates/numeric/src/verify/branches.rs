//! The branches of piecewise functions, as conditions that some point of a check must meet.
//!
//! A claim may be wrong beyond a kink or in one branch of an `if` alone. So for every place where
//! an expression switches, and either side of it, there is a condition, together with those under
//! which that place is evaluated at all.

use partials_symbolic::Function;
use partials_symbolic::graph::{Arena, Comparison, Graph, Id, Node, Reachable};
use partials_symbolic::print::{Text, TextOptions};
use smallvec::SmallVec;

use crate::tape::{Tape, TapeError, TapeOptions};

/// More branches than this are not visited one by one.
const MOST: usize = 256;
/// Of so many branches pairs are visited too.
const PAIRED: usize = 16;

/// A branch: a condition as a tape that is 1 where it holds, and as text.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    pub goal: Tape,
    pub text: String,
    /// Whether these are two branches of different switches at once.
    pub is_pair: bool,
}

/// A condition, and which switch it is a side of.
struct Goal {
    condition: Id,
    switch: Id,
}

/// The conditions under which a node is evaluated, from the outermost.
type Path = SmallVec<[Id; 4]>;

/// The branches of some expressions, and whether these are all.
pub(super) fn branches(
    graph: &Graph,
    roots: &[Id],
    variables: &[String],
    options: TapeOptions,
) -> Result<(Vec<Branch>, bool), TapeError> {
    let (single, pairs) = graph.with(|arena| {
        let goals = goals(arena, roots);
        let pairs = pairs(arena, &goals);
        (goals, pairs)
    });
    let complete = single.len() <= MOST;
    let single = single.iter().map(|goal| (goal.condition, false));
    // The last are looked for first: what visits a pair visits both of its branches.
    let all = single
        .take(MOST)
        .chain(pairs.into_iter().map(|goal| (goal, true)));
    let branches = all.map(|(goal, is_pair)| {
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
            is_pair,
        })
    });
    Ok((branches.collect::<Result<_, _>>()?, complete))
}

fn goals(arena: &mut Arena, roots: &[Id]) -> Vec<Goal> {
    let reachable = Reachable::new(arena, roots);
    if !reachable.ids().iter().any(|id| is_switch(arena, *id)) {
        return Vec::new();
    }
    let paths = paths(arena, &reachable, roots);
    let mut goals: Vec<Goal> = Vec::new();
    for (&id, path) in reachable.ids().iter().zip(paths) {
        let Some(path) = path else { continue };
        for side in sides(arena, id) {
            let mut all = path.to_vec();
            all.push(side);
            let condition = arena.and(&all);
            let known = goals.iter().any(|goal| goal.condition == condition);
            if arena.decided(condition).is_none() && !known {
                goals.push(Goal {
                    condition,
                    switch: id,
                });
            }
        }
    }
    goals
}

/// Two branches of different switches at once, where there are not many.
fn pairs(arena: &mut Arena, goals: &[Goal]) -> Vec<Id> {
    let mut found = Vec::new();
    if goals.len() > PAIRED {
        return found;
    }
    for (i, one) in goals.iter().enumerate() {
        for other in goals.iter().skip(i + 1) {
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
