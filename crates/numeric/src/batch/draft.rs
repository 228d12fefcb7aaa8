//! From code to a program: where inputs are loaded and outputs stored, and which column each value
//! has.

use partials_symbolic::Function;
use rustc_hash::FxHashMap;

use super::program::{Action, Lookup, Operand, Program, Step};
use crate::code::{Code, Op, Value};

/// An input that was not used for so many steps is loaded again: that costs less than memory that
/// does not fit the cache.
const REMEMBERED: usize = 32;
/// So few inputs are always kept.
const FEW: usize = 12;

/// What stands for a value of the code.
#[derive(Clone, Copy, Debug)]
enum Place {
    Input(u32),
    At(Operand),
    /// Its step has not been reached.
    None,
}

/// Steps on columns, of which every step has a new one until the end.
pub(super) struct Draft<'a> {
    code: &'a Code,
    program: Program,
    places: Vec<Place>,
    /// By input: the column that has it, and the last step that used it.
    loaded: FxHashMap<u32, (u32, usize)>,
    /// Values with the outputs that they are, in order.
    outputs: Vec<(Value, u32)>,
    /// Of each argument of sine and cosine, these.
    waves: FxHashMap<Value, [Option<Value>; 2]>,
    columns: u32,
}

impl<'a> Draft<'a> {
    pub fn new(code: &'a Code) -> Self {
        let mut outputs: Vec<(Value, u32)> = code.outputs().iter().copied().zip(0..).collect();
        outputs.sort_unstable();
        let mut waves: FxHashMap<Value, [Option<Value>; 2]> = FxHashMap::default();
        for (value, op) in (0..).zip(code.ops()) {
            let Op::Call(function, argument) = *op else {
                continue;
            };
            if let Some(place) = wave(function) {
                let pair = waves.entry(argument).or_default();
                pair.iter_mut()
                    .skip(place)
                    .take(1)
                    .for_each(|slot| *slot = Some(value));
            }
        }
        Self {
            code,
            program: Program {
                inputs: code.inputs(),
                outputs: code.outputs().len(),
                ..Program::default()
            },
            places: vec![Place::None; code.ops().len()],
            loaded: FxHashMap::default(),
            outputs,
            waves,
            columns: 0,
        }
    }

    /// The program, but for the bodies of loops.
    pub fn finish(mut self) -> Program {
        let mut stored = 0;
        for (value, &op) in (0..).zip(self.code.ops()) {
            self.op(value, op);
            while let Some((_, output)) = self.outputs.get(stored).filter(|next| next.0 == value) {
                let action = Action::Output(*output);
                let operand = self.column(value);
                self.program.steps.push(Step::new(action, &[operand], 0));
                stored += 1;
            }
        }
        let last = self.last_uses();
        share(&mut self.program, &last);
        self.program
    }

    fn op(&mut self, value: Value, op: Op) {
        let action = match op {
            Op::Input(input) => return self.set(value, Place::Input(input)),
            Op::Constant(bits) => {
                let number = self.program.numbers.len() as u32;
                self.program.numbers.push(f64::from_bits(bits));
                return self.set(value, Place::At(Operand::Number(number)));
            }
            Op::Call(function, argument) => return self.call(value, function, argument),
            Op::Call2(_, a, b) | Op::Pow(a, b) => {
                let operands = [self.column(a), self.column(b)];
                let action = match op {
                    Op::Call2(function, ..) => Action::Call2(function),
                    _ => Action::Pow,
                };
                return self.push(value, action, &operands);
            }
            Op::Unary(kind, _) => Action::Unary(kind),
            Op::Binary(kind, ..) => Action::Binary(kind),
            Op::Fused(kind, ..) => Action::Fused(kind),
            Op::Compare(relation, ..) => Action::Compare(relation),
            Op::Select(..) => Action::Select,
            Op::Special(place) => Action::Special(self.lookup(place)),
            Op::Loop(body, ..) => Action::Loop(body),
        };
        let (values, count) = op.operands();
        let mut operands = values.map(|_| Operand::Number(0));
        for (operand, value) in operands.iter_mut().zip(values).take(count) {
            *operand = self.operand(value);
        }
        // Of a product the number comes second.
        if let (Action::Fused(_), [a @ Operand::Number(_), b, _]) = (action, &mut operands) {
            std::mem::swap(a, b);
        }
        self.push(value, action, operands.get(..count).unwrap_or_default());
    }

    /// Sine and cosine of the same argument become one step.
    fn call(&mut self, value: Value, function: Function, argument: Value) {
        if let Some(Place::At(_)) = self.places.get(value as usize) {
            return;
        }
        let operand = self.column(argument);
        let pair = self.waves.get(&argument).copied().unwrap_or_default();
        if let (Some(_), [Some(sine), Some(cosine)]) = (wave(function), pair) {
            let second = self.fresh();
            self.push(sine, Action::SinCos(second), &[operand]);
            self.set(cosine, Place::At(Operand::Column(second)));
            return;
        }
        self.push(value, Action::Call(function), &[operand]);
    }

    fn lookup(&mut self, special: u32) -> u32 {
        if let Some(special) = self.code.specials().get(special as usize) {
            let arguments = special.arguments.iter();
            let arguments = arguments.map(|value| self.operand(*value)).collect();
            self.program.lookups.push(Lookup {
                special: special.clone(),
                arguments,
            });
        }
        self.program.lookups.len() as u32 - 1
    }

    fn set(&mut self, value: Value, place: Place) {
        let slot = self.places.get_mut(value as usize);
        slot.into_iter().for_each(|slot| *slot = place);
    }

    fn fresh(&mut self) -> u32 {
        self.columns += 1;
        self.columns - 1
    }

    fn push(&mut self, value: Value, action: Action, operands: &[Operand]) {
        let to = self.fresh();
        self.program.steps.push(Step::new(action, operands, to));
        self.set(value, Place::At(Operand::Column(to)));
    }

    fn operand(&mut self, value: Value) -> Operand {
        match self.places.get(value as usize) {
            Some(Place::Input(input)) => Operand::Column(self.load(*input)),
            Some(Place::At(operand)) => *operand,
            _ => Operand::Number(u32::MAX),
        }
    }

    /// The operand in a column, where a step takes no number.
    fn column(&mut self, value: Value) -> Operand {
        let operand = self.operand(value);
        if let Operand::Column(_) = operand {
            return operand;
        }
        let to = self.fresh();
        self.program
            .steps
            .push(Step::new(Action::Copy, &[operand], to));
        Operand::Column(to)
    }

    fn load(&mut self, input: u32) -> u32 {
        let now = self.program.steps.len();
        let known = self.loaded.get(&input).copied();
        let keep = |used: usize| now < used + REMEMBERED || self.program.inputs <= FEW;
        let column = match known.filter(|(_, used)| keep(*used)) {
            Some((column, _)) => column,
            None => {
                let to = self.fresh();
                self.program
                    .steps
                    .push(Step::new(Action::Input(input), &[], to));
                to
            }
        };
        self.loaded.insert(input, (column, now));
        column
    }

    /// The last step that uses each column.
    fn last_uses(&self) -> Vec<u32> {
        let mut last = vec![0; self.columns as usize];
        for (place, step) in (0..).zip(&self.program.steps) {
            used(&self.program, step, |column| {
                let slot = last.get_mut(column as usize);
                slot.into_iter().for_each(|slot| *slot = place);
            });
        }
        last
    }
}

/// 0 for the sine, 1 for the cosine.
fn wave(function: Function) -> Option<usize> {
    match function {
        Function::Sin => Some(0),
        Function::Cos => Some(1),
        _ => None,
    }
}

/// The columns that a step uses.
fn used(program: &Program, step: &Step, mut visit: impl FnMut(u32)) {
    let own = (0..step.count as usize).map(|place| step.operand(place));
    let listed = match step.action {
        Action::Special(place) => program.lookups.get(place as usize),
        _ => None,
    };
    let listed = listed.into_iter().flat_map(|lookup| &lookup.arguments);
    for operand in own.chain(listed.copied()) {
        if let Operand::Column(column) = operand {
            visit(column);
        }
    }
}

/// Gives columns that are not needed at the same time the same memory. A step may write to the
/// column of an operand that it is the last to use.
fn share(program: &mut Program, last: &[u32]) {
    let mut shared: Vec<u32> = vec![u32::MAX; last.len()];
    let at = |shared: &[u32], column: u32| shared.get(column as usize).copied().unwrap_or(0);
    let (mut free, mut count): (Vec<u32>, u32) = (Vec::new(), 0);
    let mut released: Vec<u32> = Vec::new();
    let steps = program.steps.clone();
    let mut placed = Vec::with_capacity(steps.len());
    for (place, step) in (0..).zip(steps) {
        released.clear();
        used(program, &step, |column| {
            let memory = at(&shared, column);
            if last.get(column as usize) == Some(&place) && !released.contains(&memory) {
                released.push(memory);
            }
        });
        free.append(&mut released);
        let mut moved = step;
        for (number, operand) in moved.operands.iter_mut().enumerate() {
            if number < step.count as usize && step.fixed >> number & 1 == 0 {
                *operand = at(&shared, *operand);
            }
        }
        if let Action::Special(lookup) = step.action
            && let Some(lookup) = program.lookups.get_mut(lookup as usize)
        {
            for argument in &mut lookup.arguments {
                if let Operand::Column(column) = argument {
                    *column = at(&shared, *column);
                }
            }
        }
        let mut take = |column: u32| {
            let memory = free.pop().unwrap_or_else(|| {
                count += 1;
                count - 1
            });
            let slot = shared.get_mut(column as usize);
            slot.into_iter().for_each(|slot| *slot = memory);
            memory
        };
        let mut unused = |column: u32, memory| {
            if last.get(column as usize) == Some(&0) {
                released.push(memory);
            }
        };
        if step.has_result() {
            moved.to = take(step.to);
            unused(step.to, moved.to);
        }
        if let Action::SinCos(cosine) = step.action {
            let memory = take(cosine);
            moved.action = Action::SinCos(memory);
            unused(cosine, memory);
        }
        free.append(&mut released);
        placed.push(moved);
    }
    program.steps = placed;
    program.own = count as usize;
}
