//! The order of operations. A machine has few registers, so of the orders that are tried the one
//! is kept in which the fewest values are alive beyond them.

use smallvec::SmallVec;

use super::table::Table;
use super::{Code, Op, Value};

/// As many values are alive at a time without cost.
const REGISTERS: usize = 24;
/// As many a function needs for itself.
const WITHIN_CALL: usize = 8;

impl Code {
    /// The same operations in the best of some orders.
    pub(super) fn scheduled(self) -> Self {
        let given = self.excess();
        if given == 0 {
            return self;
        }
        let other = self.in_order(&Scheduler::new(&self).order());
        debug_assert_eq!(other.ops.len(), self.ops.len());
        if other.excess() < given { other } else { self }
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

/// From the outputs down, the flattest first, and of operands first the one that needs more
/// registers (Sethi and Ullman 1970). What is ready and frees as many registers as it takes is
/// done at once: so sums grow as their terms come, and outputs are stored.
struct Scheduler<'a> {
    code: &'a Code,
    /// Users of each value, from `first` on.
    first: Vec<u32>,
    users: Vec<Value>,
    /// Uses to come.
    uses: Table<u32>,
    /// Operands to come.
    missing: Table<u32>,
    done: Table<bool>,
    /// Operations that may be ready.
    offered: Vec<Value>,
    order: Vec<Value>,
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
            done: Table::filled(false, size),
            offered: Vec::new(),
            order: Vec::with_capacity(size),
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
        let op = self.code.ops.get(value as usize);
        op.is_none_or(|op| op.is_leaf())
    }

    fn users(&self, value: Value) -> std::ops::Range<usize> {
        let at = |place: u32| {
            let first = self.first.get(place as usize);
            first.map_or(0, |first| *first as usize)
        };
        at(value)..at(value + 1)
    }

    fn user(&self, place: usize) -> Value {
        self.users.get(place).copied().unwrap_or_default()
    }

    fn link(&mut self) {
        let size = self.code.ops.len() as Value;
        for value in 0..size {
            let operands = self.operands(value);
            self.missing.set(value, operands.len() as u32);
            for operand in operands {
                self.uses.set(operand, self.uses.at(operand) + 1);
            }
        }
        let mut sum = 0;
        for (first, value) in self.first.iter_mut().zip(0..) {
            *first = sum;
            sum += self.uses.at(value);
        }
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
    }

    fn order(mut self) -> Vec<Value> {
        let size = self.code.ops.len();
        let mut need = Table::filled(0u32, size);
        let mut depth = Table::filled(0u32, size);
        for (place, op) in self.code.ops.iter().enumerate() {
            if op.is_leaf() {
                continue;
            }
            let place = place as Value;
            let operands = self.code.operands(*op);
            let mut needs: SmallVec<[u32; 4]> = operands.map(|v| need.at(v)).collect();
            needs.sort_unstable_by(|a, b| b.cmp(a));
            let most = needs.iter().zip(0..).map(|(need, held)| need + held).max();
            need.set(place, most.unwrap_or(0).max(1));
            let below = self.code.operands(*op).map(|v| depth.at(v)).max();
            depth.set(place, below.unwrap_or(0) + 1);
        }
        let mut outputs = self.code.outputs.clone();
        outputs.sort_by_key(|output| depth.at(*output));
        let mut seen = Table::filled(false, size);
        let mut stack: Vec<(Value, bool)> = Vec::new();
        for output in outputs {
            stack.push((output, false));
            while let Some((value, expanded)) = stack.pop() {
                if expanded {
                    self.take(value);
                    continue;
                }
                if seen.at(value) || self.done.at(value) {
                    continue;
                }
                seen.set(value, true);
                stack.push((value, true));
                let mut operands = self.operands(value);
                operands.sort_by_key(|operand| need.at(*operand));
                stack.extend(operands.into_iter().map(|operand| (operand, false)));
            }
        }
        self.order
    }

    /// Takes an operation whose operands are there, and those that are best done then.
    fn take(&mut self, value: Value) {
        self.offered.push(value);
        let mut is_due = true;
        while let Some(value) = self.offered.pop() {
            if !self.done.at(value)
                && self.missing.at(value) == 0
                && (is_due || self.frees_enough(value))
            {
                self.append(value);
            }
            is_due = false;
        }
    }

    fn frees_enough(&self, value: Value) -> bool {
        let operands = self.operands(value);
        let freed = operands.iter().filter(|o| self.uses.at(**o) == 1).count();
        freed >= usize::from(self.uses.at(value) > 0)
    }

    fn append(&mut self, value: Value) {
        let Some(op) = self.code.ops.get(value as usize) else {
            return;
        };
        for leaf in self.code.operands(*op) {
            if self.is_leaf(leaf) && !self.done.at(leaf) {
                self.done.set(leaf, true);
                self.order.push(leaf);
            }
        }
        self.done.set(value, true);
        self.order.push(value);
        for operand in self.operands(value) {
            let uses = self.uses.at(operand).saturating_sub(1);
            self.uses.set(operand, uses);
            if uses == 1 {
                self.offer_users(operand);
            }
        }
        for place in self.users(value).rev() {
            let user = self.user(place);
            self.missing
                .set(user, self.missing.at(user).saturating_sub(1));
            self.offered.push(user);
        }
    }

    fn offer_users(&mut self, value: Value) {
        for place in self.users(value) {
            let user = self.user(place);
            if !self.done.at(user) && self.missing.at(user) == 0 {
                self.offered.push(user);
            }
        }
    }
}
