//! What is lowered one after the other: for one point, like calls at a time.

use partials_numeric::code::table::Table;
use partials_numeric::code::{Code, Op, Value};
use partials_numeric::vector;
use partials_symbolic::Function;
use rustc_hash::FxHashMap;

/// Fewer like calls are made one by one.
const PACK: usize = 8;

/// Where inputs and outputs are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layout {
    /// Each in a column, with a number for each point.
    Columns,
    /// Those of one point, side by side.
    Point,
    /// In columns, but for the first inputs, of which there are so many, that are the same for all
    /// points; and of outputs the sums are wanted, a sum for each lane.
    Sums(u32),
}

/// What is lowered next.
pub enum Step {
    /// An operation.
    Op(Value),
    /// Calls of a function that don't depend on each other.
    Pack(Function, Vec<Value>),
}

/// All operations, in an order in which operands come first.
pub fn steps(code: &Code, layout: Layout) -> Vec<Step> {
    let size = code.ops().len() as Value;
    let packs = match layout {
        Layout::Point => packs(code),
        _ => Packs::default(),
    };
    if packs.groups.is_empty() {
        return (0..size).map(Step::Op).collect();
    }
    // By level, and behind each level its packs.
    let levels = packs.groups.keys().map(|(level, _)| *level + 1).max();
    let mut by_level: Vec<Vec<Step>> = Vec::new();
    by_level.resize_with(levels.unwrap_or(0) as usize + 1, Vec::new);
    for place in 0..size {
        if !packs.packed.at(place)
            && let Some(list) = by_level.get_mut(packs.level.at(place) as usize)
        {
            list.push(Step::Op(place));
        }
    }
    let mut groups: Vec<_> = packs.groups.into_iter().collect();
    groups.sort_by(|a, b| a.1.cmp(&b.1));
    for ((level, function), places) in groups {
        if let Some(list) = by_level.get_mut(level as usize) {
            list.push(Step::Pack(function, places));
        }
    }
    by_level.into_iter().flatten().collect()
}

/// Calls that are made together.
#[derive(Default)]
struct Packs {
    /// Behind how many packs an operation comes.
    level: Table<u32>,
    packed: Table<bool>,
    groups: Groups,
}

fn packs(code: &Code) -> Packs {
    let size = code.ops().len();
    // First as if all calls were packed, then with those that are.
    let (_, groups) = levels(code, |_| true);
    let mut packed = Table::filled(false, size);
    let large = groups.into_values().filter(|places| places.len() >= PACK);
    large.flatten().for_each(|place| packed.set(place, true));
    let (level, groups) = levels(code, |place| packed.at(place));
    Packs {
        level,
        packed,
        groups,
    }
}

/// By level and function.
type Groups = FxHashMap<(u32, Function), Vec<Value>>;

fn levels(code: &Code, is_packed: impl Fn(Value) -> bool) -> (Table<u32>, Groups) {
    let mut level = Table::filled(0u32, code.ops().len());
    let mut groups = Groups::default();
    for (place, op) in (0..).zip(code.ops()) {
        let operands = code.operands(*op);
        let own = operands.iter().map(|operand| match is_packed(*operand) {
            true if is_call(code, *operand) => level.at(*operand) + 1,
            _ => level.at(*operand),
        });
        let own = own.max().unwrap_or(0);
        level.set(place, own);
        if let Op::Call(function, _) = *op
            && is_call(code, place)
            && is_packed(place)
        {
            groups.entry((own, function)).or_default().push(place);
        }
    }
    (level, groups)
}

fn is_call(code: &Code, place: Value) -> bool {
    let op = code.ops().get(place as usize);
    matches!(op, Some(Op::Call(function, _)) if vector::row(*function).is_some())
}
