//! What is left of code when elementary functions are inlined: instructions that a machine has.

use crate::callout::Callee;

/// The index of the instruction that computes a value.
pub type Value = u32;

/// What an instruction does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An input, by its place, which is the first argument.
    Input,
    /// A number of the pool, by its place, which is the first argument.
    #[default]
    Constant,
    /// a + b
    Add,
    /// a - b
    Sub,
    /// a · b
    Mul,
    /// a / b
    Div,
    /// a if a < b, else b
    Min,
    /// a if a > b, else b
    Max,
    /// √a
    Sqrt,
    /// The integer next to a; the detail says in which direction.
    Round,
    /// a · b + c
    MulAdd,
    /// a · b - c
    MulSub,
    /// c - a · b
    NegMulAdd,
    /// Bits that both have.
    And,
    /// Bits that either has.
    Or,
    /// Bits that one has.
    Xor,
    /// Sum of integers.
    AddBits,
    /// Difference of integers.
    SubBits,
    /// Bits moved to the left by the detail.
    ShiftLeft,
    /// Bits moved to the right by the detail.
    ShiftRight,
    /// A mask: a comparison, whose predicate is the detail.
    Compare,
    /// A mask: whether a and b have bits in common (AVX-512).
    Test,
    /// A mask of two: both.
    Both,
    /// A mask of two: either.
    Either,
    /// A mask of one: not.
    Not,
    /// The second argument where the first, a mask, is set, else the third.
    Select,
    /// A mask register from sign bits (AVX-512).
    ToMask,
    /// All bits of the lanes that a mask register names (AVX-512).
    FromMask,
    /// Leaves the code where the mask is set for some lane.
    Leave,
    /// A call, by its place, which is the first argument.
    CallOut,
    /// A result of a call, which is the first argument; its number is the second.
    Result,
}

impl Kind {
    /// How many arguments are values.
    pub fn arguments(self) -> usize {
        use Kind::*;
        match self {
            Input | Constant | CallOut => 0,
            Sqrt | Round | ShiftLeft | ShiftRight | Not | ToMask | FromMask | Leave | Result => 1,
            MulAdd | MulSub | NegMulAdd | Select => 3,
            _ => 2,
        }
    }

    /// Whether the order of the first two arguments makes no difference.
    pub fn is_commutative(self) -> bool {
        use Kind::*;
        matches!(
            self,
            Add | Mul | And | Or | Xor | AddBits | Both | Either | Test
        )
    }

    /// Whether nothing is computed.
    pub fn is_leaf(self) -> bool {
        matches!(self, Self::Input | Self::Constant)
    }

    /// Whether the value is a mask: on machines that have them, in a mask register.
    pub fn is_mask(self) -> bool {
        use Kind::*;
        matches!(self, Compare | Test | Both | Either | Not | ToMask)
    }
}

/// An instruction: what it does, a small number, and values or places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Instruction {
    /// What it does.
    pub kind: Kind,
    /// A direction, distance or predicate.
    pub detail: u8,
    /// Values, each computed before.
    pub arguments: [Value; 3],
}

impl Instruction {
    /// An instruction with a detail.
    pub fn new(kind: Kind, detail: u8, arguments: [Value; 3]) -> Self {
        Self {
            kind,
            detail,
            arguments,
        }
    }

    /// The values that it uses, each once; those of a call are in the program.
    pub fn operands(&self) -> impl Iterator<Item = Value> + use<> {
        let [a, b, c] = self.arguments;
        let count = self.kind.arguments();
        let list = [(a, true), (b, b != a), (c, c != a && c != b)];
        let distinct = list.into_iter().take(count);
        distinct.filter(|(_, new)| *new).map(|(value, _)| value)
    }
}

/// A call out of the code.
#[derive(Clone, Debug)]
pub struct Call {
    /// What is called.
    pub callee: Callee,
    /// Its arguments.
    pub arguments: Vec<Value>,
    /// Where its results are, as a number of values in the frame.
    pub results: u32,
}

/// Straight-line code for one point in each lane.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// The instructions.
    pub code: Vec<Instruction>,
    /// The bits of the constants.
    pub pool: Vec<u64>,
    /// The values that are asked for.
    pub outputs: Vec<Value>,
    /// The calls.
    pub calls: Vec<Call>,
    /// How many values arguments and results of calls are, and where in these the arguments begin.
    pub frame: u32,
    /// As above.
    pub arguments: u32,
    /// How many inputs there are.
    pub inputs: usize,
}

/// The uses of values, in order of the code.
pub struct Uses {
    /// Where the uses of each value begin that were not passed yet.
    next: Vec<u32>,
    end: Vec<u32>,
    at: Vec<u32>,
}

/// Later than all.
pub const NEVER: u32 = u32::MAX;

impl Program {
    /// How many columns are read and written.
    pub fn columns(&self) -> usize {
        self.inputs + self.outputs.len()
    }

    /// The values that an instruction uses; each once, but for those of calls.
    pub fn operands(&self, instruction: &Instruction) -> impl Iterator<Item = Value> + '_ {
        let [place, ..] = instruction.arguments;
        let call = match instruction.kind {
            Kind::CallOut => self.calls.get(place as usize),
            _ => None,
        };
        let listed = call
            .into_iter()
            .flat_map(|call| call.arguments.iter().copied());
        instruction.operands().chain(listed)
    }

    /// The uses of the values that outputs need; what is not needed has none.
    pub fn uses(&self) -> Uses {
        let size = self.code.len();
        let mut count = vec![0u32; size + 1];
        let mut needed = vec![false; size];
        let mut total = 0;
        for output in &self.outputs {
            needed
                .iter_mut()
                .skip(*output as usize)
                .take(1)
                .for_each(|n| *n = true);
        }
        for (place, instruction) in self.code.iter().enumerate().rev() {
            if needed.get(place) != Some(&true) && instruction.kind != Kind::Leave {
                continue;
            }
            for operand in self.operands(instruction) {
                if let (Some(n), Some(c)) = (
                    needed.get_mut(operand as usize),
                    count.get_mut(operand as usize),
                ) {
                    *n = true;
                    *c += 1;
                    total += 1;
                }
            }
        }
        // Each list is filled from its end, walking backwards.
        let mut sum = 0;
        let end: Vec<u32> = count
            .iter()
            .map(|c| {
                sum += c;
                sum
            })
            .collect();
        let mut next = end.clone();
        let mut at = vec![NEVER; total];
        for (place, instruction) in self.code.iter().enumerate().rev() {
            if needed.get(place) != Some(&true) && instruction.kind != Kind::Leave {
                continue;
            }
            for operand in self.operands(instruction) {
                if let Some(slot) = next.get_mut(operand as usize) {
                    *slot -= 1;
                    at.iter_mut()
                        .skip(*slot as usize)
                        .take(1)
                        .for_each(|a| *a = place as u32);
                }
            }
        }
        Uses { next, end, at }
    }
}

impl Uses {
    /// The next use of a value.
    #[inline]
    pub fn next(&self, value: Value) -> u32 {
        let (Some(next), Some(end)) = (self.next.get(value as usize), self.end.get(value as usize))
        else {
            return NEVER;
        };
        if next < end {
            self.at.get(*next as usize).copied().unwrap_or(NEVER)
        } else {
            NEVER
        }
    }

    /// Passes a use.
    #[inline]
    pub fn pass(&mut self, value: Value, place: u32) {
        if self.next(value) == place
            && let Some(next) = self.next.get_mut(value as usize)
        {
            *next += 1;
        }
    }
}
