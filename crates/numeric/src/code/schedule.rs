//! The order of operations. A machine has few registers, so of the orders that are tried the one
//! is kept in which the fewest values are alive beyond them.

use smallvec::SmallVec;

use super::chains::Chains;
use super::table::{Lists, Table};
use super::{Code, Op, Value};

/// As many values are alive at a time without cost.
const REGISTERS: u32 = 24;
/// As many a function needs for itself.
const WITHIN_CALL: u32 = 8;

/// What was not looked at for so many operations is no longer near the processor.
const FAR: u32 = 2048;
/// To have it back takes as long as so many operations, about.
const FETCH: usize = 4;

impl Code {
    /// How much there is to do, in operations.
    pub(super) fn work(&self) -> usize {
        let mut seen: Table<u32> = (0..self.ops.len() as u32).collect();
        let mut work = self.cost();
        for (place, op) in (0..).zip(&self.ops) {
            for operand in self.operands(*op).iter() {
                let is_far = place - seen.at(*operand) > FAR && !self.is_leaf(*operand);
                work += if is_far { FETCH } else { 0 };
                seen.set(*operand, place);
            }
        }
        work
    }

    /// The same operations in the best of some orders.
    pub(super) fn scheduled(self) -> Self {
        let given = self.excess();
        if given == 0 {
            return self;
        }
        let chains = Chains::new(&self);
        let order = Scheduler::new(&self, &chains).order();
        let other = self.summed(&order, &chains);
        if other.excess() < given { other } else { self }
    }

    fn is_leaf(&self, value: Value) -> bool {
        let op = self.ops.get(value as usize);
        op.is_none_or(|op| op.is_leaf())
    }

    /// The operands of each value that are no leaves, each once; of a term of a long sum only what
    /// is added, and of its last one all others.
    fn computed_operands(&self, chains: &Chains) -> Lists {
        let size = self.ops.len();
        let mut lists = Lists::with_capacity(size, 2 * size);
        for (place, op) in (0..).zip(&self.ops) {
            for operand in self.operands(*op).iter() {
                let is_wanted = !self.is_leaf(*operand) && chains.needs(place, *operand);
                if is_wanted && !lists.open().contains(operand) {
                    lists.push(*operand);
                }
            }
            chains.others(place).for_each(|term| lists.push(term));
            lists.close();
        }
        lists
    }

    /// The sum, over the operations, of the values alive beyond those that registers hold.
    fn excess(&self) -> usize {
        let last = self.last_uses();
        let mut ends = Table::filled(0u32, self.ops.len());
        let (mut alive, mut excess) = (0u32, 0);
        for ((place, op), &last) in (0..).zip(&self.ops).zip(last.values()) {
            // Outputs are stored as they are computed.
            let is_used = last > place && (last as usize) < self.ops.len();
            if !op.is_leaf() && is_used {
                alive += 1;
                ends.set(last, ends.at(last) + 1);
            }
            let within = match op {
                Op::Call(..) | Op::Call2(..) | Op::Pow(..) => WITHIN_CALL,
                _ => 0,
            };
            excess += (alive + within).saturating_sub(REGISTERS) as usize;
            alive -= ends.at(place);
        }
        excess
    }
}

/// From the outputs down, the flattest first, and of operands first the one that needs more
/// registers (Sethi and Ullman 1970). What is ready and frees as many registers as it takes is
/// done at once: so sums grow as their terms come, and outputs are stored.
struct Scheduler<'a> {
    code: &'a Code,
    chains: &'a Chains,
    /// Operands of each value that are no leaves, each once.
    operands: Lists,
    users: Lists,
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
    fn new(code: &'a Code, chains: &'a Chains) -> Self {
        let size = code.ops.len();
        let operands = code.computed_operands(chains);
        let users = operands.inverted();
        let places = 0..size as Value;
        Self {
            code,
            chains,
            uses: places.clone().map(|v| users.at(v).len() as u32).collect(),
            missing: places.map(|v| operands.at(v).len() as u32).collect(),
            operands,
            users,
            done: Table::filled(false, size),
            offered: Vec::new(),
            order: Vec::with_capacity(size),
        }
    }

    /// How many registers each value needs, and how far it is from the leaves.
    fn needs(&self) -> (Table<u32>, Table<u32>) {
        let size = self.code.ops.len();
        let mut need = Table::filled(0u32, size);
        let mut depth = Table::filled(0u32, size);
        for (place, op) in (0..).zip(&self.code.ops) {
            if op.is_leaf() {
                continue;
            }
            let operands = self.operands.at(place);
            // The sum so far is held while a term of it is found.
            let terms = operands.iter().filter(|v| self.chains.is_within(**v));
            let most_of_terms = terms.map(|v| need.at(*v) + 1).max();
            let others = operands.iter().filter(|v| !self.chains.is_within(**v));
            let mut needs: SmallVec<[u32; 4]> = others.map(|v| need.at(*v)).collect();
            needs.sort_unstable_by(|a, b| b.cmp(a));
            let most = needs.iter().zip(0..).map(|(need, held)| need + held).max();
            need.set(place, most.max(most_of_terms).unwrap_or(1));
            let below = operands.iter().map(|v| depth.at(*v)).max();
            let steps = self.chains.count(place).max(1);
            depth.set(place, below.unwrap_or(0) + steps);
        }
        (need, depth)
    }

    fn order(mut self) -> Vec<Value> {
        let (need, depth) = self.needs();
        let mut outputs = self.code.outputs.clone();
        outputs.sort_by_key(|output| depth.at(*output));
        let mut seen = Table::filled(false, self.code.ops.len());
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
                let from = stack.len();
                let operands = self.operands.at(value);
                stack.extend(operands.iter().map(|operand| (*operand, false)));
                let operands = stack.get_mut(from..).unwrap_or_default();
                operands.sort_by_key(|(operand, _)| need.at(*operand));
            }
        }
        self.order
    }

    /// Takes an operation whose operands are there, and those that are best done then.
    fn take(&mut self, value: Value) {
        self.offered.push(value);
        let mut is_due = true;
        while let Some(value) = self.offered.pop() {
            if self.is_ready(value) && (is_due || self.frees_enough(value)) {
                self.append(value);
            }
            is_due = false;
        }
    }

    fn is_ready(&self, value: Value) -> bool {
        self.missing.at(value) == 0 && !self.done.at(value)
    }

    fn frees_enough(&self, value: Value) -> bool {
        // A term joins its sum, which is there.
        if self.chains.is_within(value) {
            return true;
        }
        let operands = self.operands.at(value);
        let freed = operands.iter().filter(|o| self.uses.at(**o) == 1).count();
        freed >= usize::from(self.uses.at(value) > 0)
    }

    fn append(&mut self, value: Value) {
        let Some(op) = self.code.ops.get(value as usize) else {
            return;
        };
        for leaf in self.code.operands(*op).iter() {
            if self.code.is_leaf(*leaf) && !self.done.at(*leaf) {
                self.done.set(*leaf, true);
                self.order.push(*leaf);
            }
        }
        self.done.set(value, true);
        self.order.push(value);
        for operand in self.operands.at(value) {
            let uses = self.uses.at(*operand).saturating_sub(1);
            self.uses.set(*operand, uses);
            if uses == 1 {
                let users = self.users.at(*operand).iter().copied();
                let ready =
                    users.filter(|user| self.missing.at(*user) == 0 && !self.done.at(*user));
                self.offered.extend(ready);
            }
        }
        for user in self.users.at(value).iter().rev() {
            let missing = self.missing.at(*user).saturating_sub(1);
            self.missing.set(*user, missing);
            self.offered.push(*user);
        }
    }
}
