//! The order of operations. A machine has few registers, so of the orders that are tried the one
//! is kept in which the fewest values are alive beyond them.

use std::collections::BinaryHeap;

use smallvec::SmallVec;

use super::table::Table;
use super::{Code, Op, Value};

/// As many values are alive at a time without cost.
const REGISTERS: usize = 24;
/// As many a function needs for itself.
const WITHIN_CALL: usize = 8;
/// How far a wanted operand is looked for.
const CHAIN: usize = 6;

impl Code {
    /// The same operations in the best of several orders.
    pub(super) fn scheduled(self) -> Self {
        let given = self.excess();
        if given == 0 {
            return self;
        }
        let by_depth = self.in_order(&depth_first(&self));
        let by_list = self.in_order(&Scheduler::new(&self).order());
        let mut best = (given, self);
        for code in [by_list, by_depth] {
            debug_assert_eq!(code.ops.len(), best.1.ops.len());
            let excess = code.excess();
            if excess < best.0 {
                best = (excess, code);
            }
        }
        best.1
    }

    /// The sum, over the operations, of the values alive beyond those that registers hold.
    fn excess(&self) -> usize {
        let last = self.last_uses();
        let mut ends: Vec<u32> = vec![0; self.ops.len() + 1];
        let (mut alive, mut excess) = (0usize, 0);
        for (place, (op, last)) in self.ops.iter().zip(&last).enumerate() {
            // Outputs are stored as they are computed.
            let is_used = *last > place as u32 && (*last as usize) < self.ops.len();
            if !op.is_leaf() && is_used {
                alive += 1;
                ends.iter_mut()
                    .skip(*last as usize)
                    .take(1)
                    .for_each(|end| *end += 1);
            }
            let within = if matches!(op, Op::Call(..) | Op::Call2(..) | Op::Pow(..)) {
                WITHIN_CALL
            } else {
                0
            };
            excess += (alive + within).saturating_sub(REGISTERS);
            alive -= ends
                .get(place)
                .map_or(0, |count| *count as usize)
                .min(alive);
        }
        excess
    }
}

/// From the outputs down, first the operand that needs more registers (Sethi and Ullman 1970).
fn depth_first(code: &Code) -> Vec<Value> {
    let size = code.ops.len();
    let mut need = Table::filled(0u32, size);
    for (place, op) in code.ops.iter().enumerate() {
        let mut needs: SmallVec<[u32; 4]> = code.operands(*op).map(|v| need.at(v)).collect();
        needs.sort_unstable_by(|a, b| b.cmp(a));
        let most = needs.iter().zip(0..).map(|(need, held)| need + held).max();
        need.set(
            place as u32,
            most.unwrap_or(0).max(u32::from(!op.is_leaf())),
        );
    }
    let mut order = Vec::with_capacity(size);
    let mut seen = Table::filled(false, size);
    let mut stack: Vec<(Value, bool)> = Vec::new();
    for output in &code.outputs {
        stack.push((*output, false));
        while let Some((value, expanded)) = stack.pop() {
            if expanded {
                order.push(value);
                continue;
            }
            let Some(op) = code.ops.get(value as usize).filter(|_| !seen.at(value)) else {
                continue;
            };
            seen.set(value, true);
            stack.push((value, true));
            let mut operands: SmallVec<[Value; 4]> = code.operands(*op).collect();
            operands.sort_by_key(|operand| need.at(*operand));
            stack.extend(operands.into_iter().map(|operand| (operand, false)));
        }
    }
    order
}

/// What is taken first: what frees registers, then what was begun last, then what comes first.
type Key = (bool, u32, std::cmp::Reverse<Value>);

/// Takes, of the operations whose operands are there, the one with the best key.
struct Scheduler<'a> {
    code: &'a Code,
    /// Users of each value, from `first` on.
    first: Vec<u32>,
    users: Vec<Value>,
    /// Uses to come.
    uses: Table<u32>,
    /// Operands to come.
    missing: Table<u32>,
    /// Operations on inputs and constants alone, which are taken when they are needed.
    near_leaf: Table<bool>,
    /// When an operation was taken, counted from 1, or wanted.
    time: Table<u32>,
    wanted: Table<u32>,
    done: Table<bool>,
    ready: BinaryHeap<(Key, Value)>,
    order: Vec<Value>,
    now: u32,
}

impl<'a> Scheduler<'a> {
    fn new(code: &'a Code) -> Self {
        let size = code.ops.len();
        let mut scheduler = Self {
            code,
            first: vec![0; size + 1],
            users: Vec::new(),
            uses: Table::filled(0, size),
            missing: Table::filled(0, size),
            near_leaf: Table::filled(false, size),
            time: Table::filled(0, size),
            wanted: Table::filled(0, size),
            done: Table::filled(false, size),
            ready: BinaryHeap::new(),
            order: Vec::with_capacity(size),
            now: 0,
        };
        scheduler.link();
        scheduler
    }

    /// Operands that are not leaves, each once.
    fn operands(&self, value: Value) -> SmallVec<[Value; 4]> {
        let mut list = SmallVec::new();
        let Some(op) = self.code.ops.get(value as usize) else {
            return list;
        };
        for operand in self.code.operands(*op) {
            if !self.is_leaf(operand) && !list.contains(&operand) {
                list.push(operand);
            }
        }
        list
    }

    fn is_leaf(&self, value: Value) -> bool {
        self.code
            .ops
            .get(value as usize)
            .is_none_or(|op| op.is_leaf())
    }

    fn users(&self, value: Value) -> std::ops::Range<usize> {
        let at = |place: u32| {
            self.first
                .get(place as usize)
                .map_or(0, |first| *first as usize)
        };
        at(value)..at(value + 1)
    }

    fn user(&self, place: usize) -> Value {
        self.users.get(place).copied().unwrap_or_default()
    }

    fn link(&mut self) {
        let size = self.code.ops.len() as Value;
        for value in 0..size {
            for operand in self.operands(value) {
                self.uses.set(operand, self.uses.at(operand) + 1);
            }
        }
        let mut sum = 0;
        for value in 0..size {
            self.first
                .iter_mut()
                .skip(value as usize)
                .take(1)
                .for_each(|first| *first = sum);
            sum += self.uses.at(value);
        }
        self.first
            .iter_mut()
            .last()
            .into_iter()
            .for_each(|first| *first = sum);
        self.users = vec![0; sum as usize];
        let mut next = self.first.clone();
        for value in 0..size {
            for operand in self.operands(value) {
                if let Some(next) = next.get_mut(operand as usize) {
                    let slot = self.users.get_mut(*next as usize);
                    slot.into_iter().for_each(|slot| *slot = value);
                    *next += 1;
                }
            }
        }
        for value in 0..size {
            let is_operation = !self.is_leaf(value) && self.uses.at(value) > 0;
            let is_near = is_operation && self.operands(value).is_empty();
            self.near_leaf.set(value, is_near);
        }
        for value in 0..size {
            let operands = self.operands(value);
            let missing = operands
                .iter()
                .filter(|operand| !self.near_leaf.at(**operand));
            self.missing.set(value, missing.count() as u32);
        }
    }

    fn key(&self, value: Value) -> Key {
        let operands = self.operands(value);
        let freed = operands
            .iter()
            .filter(|operand| self.uses.at(**operand) == 1)
            .count();
        let needs = usize::from(self.uses.at(value) > 0);
        let begun = operands.iter().map(|operand| self.time.at(*operand)).max();
        let begun = begun.unwrap_or(0).max(self.wanted.at(value));
        (freed >= needs, begun, std::cmp::Reverse(value))
    }

    fn offer(&mut self, value: Value) {
        if !self.done.at(value) && self.missing.at(value) == 0 {
            self.ready.push((self.key(value), value));
        }
    }

    fn order(mut self) -> Vec<Value> {
        let size = self.code.ops.len() as Value;
        for value in 0..size {
            if self.is_leaf(value) {
                self.done.set(value, true);
                self.order.push(value);
            } else if !self.near_leaf.at(value) {
                self.offer(value);
            }
        }
        while let Some((key, value)) = self.ready.pop() {
            if self.done.at(value) {
                continue;
            }
            // Keys change as others are taken; a better one has been offered again.
            let current = self.key(value);
            if current < key {
                self.ready.push((current, value));
                continue;
            }
            for operand in self.operands(value) {
                if !self.done.at(operand) {
                    self.take(operand);
                    self.offer_users(operand, value);
                }
            }
            self.take(value);
            self.spend(value);
            self.supply(value);
        }
        self.order
    }

    fn take(&mut self, value: Value) {
        self.now += 1;
        self.done.set(value, true);
        self.time.set(value, self.now);
        self.order.push(value);
    }

    fn offer_users(&mut self, value: Value, except: Value) {
        for place in self.users(value) {
            let user = self.user(place);
            if user != except {
                self.offer(user);
            }
        }
    }

    /// Counts the uses; what has one user left is worth taking that one.
    fn spend(&mut self, value: Value) {
        for operand in self.operands(value) {
            let uses = self.uses.at(operand).saturating_sub(1);
            self.uses.set(operand, uses);
            if uses == 1 {
                self.offer_users(operand, value);
            }
        }
    }

    fn supply(&mut self, value: Value) {
        for place in self.users(value) {
            let user = self.user(place);
            if self.near_leaf.at(value) {
                self.offer(user);
                continue;
            }
            let missing = self.missing.at(user).saturating_sub(1);
            self.missing.set(user, missing);
            if missing == 1 {
                self.want(user);
            }
            self.offer(user);
        }
    }

    /// Of an operation that lacks one operand: what has to be taken for that one.
    fn want(&mut self, mut value: Value) {
        for _ in 0..CHAIN {
            let mut lacking = self.operands(value);
            lacking.retain(|operand| !self.near_leaf.at(*operand) && !self.done.at(*operand));
            let [missing] = *lacking.as_slice() else {
                return;
            };
            if self.missing.at(missing) == 0 {
                if self.wanted.at(missing) < self.now {
                    self.wanted.set(missing, self.now);
                    self.offer(missing);
                }
                return;
            }
            value = missing;
        }
    }
}
