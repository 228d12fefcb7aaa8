//! What is left of code when elementary functions are inlined: instructions that a machine has.

use partials_numeric::code::table::Table;

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
    /// a · 2^b, of an integer b (AVX-512).
    Scale,
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
    /// Adds the value to a sum, by its place, which is the second argument.
    Accumulate,
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
            Sqrt | Round | ShiftLeft | ShiftRight | Not | ToMask | FromMask => 1,
            Leave | Accumulate | Result => 1,
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

    /// Whether it is wanted though no value comes of it.
    pub fn has_effect(self) -> bool {
        matches!(self, Self::Leave | Self::Accumulate)
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

    /// The values that it uses; those of a call are in the program.
    #[inline]
    pub fn operands(&self) -> &[Value] {
        let count = self.kind.arguments();
        self.arguments.get(..count).unwrap_or_default()
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

/// Later than all.
pub const NEVER: u32 = u32::MAX;

impl Program {
    /// The values that an instruction uses.
    #[inline]
    pub fn operands<'a>(&'a self, instruction: &'a Instruction) -> &'a [Value] {
        match instruction.kind {
            Kind::CallOut => {
                let [call, ..] = instruction.arguments;
                let call = self.calls.get(call as usize);
                call.map_or(&[], |call| &call.arguments)
            }
            _ => instruction.operands(),
        }
    }
}

/// The next uses of values, while the code is passed from its beginning. What no output needs has
/// no uses.
pub struct Uses {
    next: Table<u32>,
    /// For each operand of an instruction, the use of that value that follows.
    following: Table<[u32; 3]>,
    /// The same of calls.
    of_calls: Vec<Vec<u32>>,
}

impl Uses {
    /// Those of a program, at its beginning.
    pub fn new(program: &Program) -> Self {
        let size = program.code.len();
        let mut is_output = Table::filled(false, size);
        let outputs = program.outputs.iter();
        outputs.for_each(|output| is_output.set(*output, true));
        let mut uses = Self {
            next: Table::filled(NEVER, size),
            following: Table::filled([NEVER; 3], size),
            of_calls: vec![Vec::new(); program.calls.len()],
        };
        for (place, instruction) in program.code.iter().enumerate().rev() {
            let place = place as u32;
            let is_used = uses.next(place) != NEVER || is_output.at(place);
            if is_used || instruction.kind.has_effect() {
                uses.add(program, place, instruction);
            }
        }
        uses
    }

    /// Notes the uses of an instruction before all others.
    fn add(&mut self, program: &Program, place: u32, instruction: &Instruction) {
        let next = &mut self.next;
        let mut swap = |value: &Value| {
            let following = next.at(*value);
            next.set(*value, place);
            following
        };
        let [call, ..] = instruction.arguments;
        let operands = program.operands(instruction);
        match self.of_calls.get_mut(call as usize) {
            Some(list) if instruction.kind == Kind::CallOut => {
                *list = operands.iter().map(swap).collect();
            }
            _ => {
                let mut list = [NEVER; 3];
                let pairs = list.iter_mut().zip(operands);
                pairs.for_each(|(slot, value)| *slot = swap(value));
                self.following.set(place, list);
            }
        }
    }

    /// The next use of a value.
    #[inline]
    pub fn next(&self, value: Value) -> u32 {
        self.next.at(value)
    }

    /// Passes an instruction: the uses of its operands are those that follow. Of an operand that
    /// it has twice, the last was noted first.
    pub fn pass(&mut self, program: &Program, place: u32, instruction: &Instruction) {
        let [call, ..] = instruction.arguments;
        let own = self.following.at(place);
        let following = match self.of_calls.get(call as usize) {
            Some(list) if instruction.kind == Kind::CallOut => list,
            _ => own.as_slice(),
        };
        let operands = program.operands(instruction).iter();
        for (value, following) in operands.zip(following).rev() {
            self.next.set(*value, *following);
        }
    }
}
