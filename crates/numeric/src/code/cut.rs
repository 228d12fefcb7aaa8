//! Long code in parts, each of which a processor keeps near while it runs over many points.

use super::table::Table;
use super::{Code, Op, Value};

/// No value, no place.
const NONE: u32 = u32::MAX;

/// Where an input of a part comes from, or an output of it goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// An input of the whole.
    Input(u32),
    /// An output of the whole.
    Output(u32),
    /// A value that one part computes and later ones use: its place, of as many as there are at a
    /// time.
    Between(u32),
}

/// Some of the operations of code, as code of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The operations.
    pub code: Code,
    /// Where its inputs come from.
    pub inputs: Vec<Column>,
    /// Where its outputs go to.
    pub outputs: Vec<Column>,
}

impl Code {
    /// In parts of about so many operations, one to be run after the other, cut where few values
    /// are alive.
    ///
    /// ```
    /// use partials_numeric::code::{Code, Mode};
    /// use partials_numeric::tape::Tape;
    /// use partials_symbolic::Graph;
    ///
    /// let graph = Graph::new();
    /// let x = graph.variable("x");
    /// let f = (x.sin() + 1).exp().sqrt();
    /// let tape = Tape::new(&graph, &[f.id()], &["x"], Default::default())?;
    /// let code = Code::new(&tape, Mode::Fast)?;
    /// let parts = code.cut(2);
    /// assert_eq!(parts.len(), 2);
    /// let between = parts[0].code.evaluate(&[0.5]);
    /// assert_eq!(parts[1].code.evaluate(&between), code.evaluate(&[0.5]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn cut(&self, size: usize) -> Vec<Part> {
        let ends = self.cuts(size.max(2));
        let mut cutting = Cutting::new(self, &ends);
        let mut from = 0;
        let parts = (0..).zip(&ends).map(|(part, end)| {
            let places = from..*end;
            from = *end;
            cutting.part(part, places)
        });
        parts.collect()
    }

    /// The ends of the parts.
    fn cuts(&self, size: usize) -> Vec<Value> {
        let last = self.last_uses();
        let mut ends = Table::filled(0u32, self.ops.len());
        let mut found = Vec::new();
        let (mut alive, mut count) = (0u32, 0);
        let mut best: Option<(u32, Value, usize)> = None;
        for ((place, op), &last) in (0..).zip(&self.ops).zip(last.values()) {
            if !op.is_leaf() {
                count += 1;
                if last > place && (last as usize) < self.ops.len() {
                    alive += 1;
                    ends.set(last, ends.at(last) + 1);
                }
            }
            alive -= ends.at(place);
            if count >= size - size / 4 && best.is_none_or(|(least, ..)| alive <= least) {
                best = Some((alive, place + 1, count));
            }
            if count >= size + size / 4
                && let Some((_, end, before)) = best.take()
            {
                found.push(end);
                count -= before;
            }
        }
        let end = self.ops.len() as Value;
        if found.last() != Some(&end) {
            found.push(end);
        }
        found
    }
}

/// Code that is being cut.
struct Cutting<'a> {
    code: &'a Code,
    /// By value: the last part that uses it.
    last: Table<u32>,
    /// By value: where it is between the parts, if one after its own uses it.
    between: Table<u32>,
    /// By part: the values between that no later part uses.
    expiring: Vec<Vec<u32>>,
    free: Vec<u32>,
    count: u32,
    /// By value: its first output; and by output the next one of the same value.
    first_output: Table<u32>,
    next_output: Table<u32>,
    /// By value: the part in which it was last found, and its place there.
    found: Table<(u32, Value)>,
}

impl<'a> Cutting<'a> {
    fn new(code: &'a Code, ends: &[Value]) -> Self {
        let size = code.ops.len();
        let mut cutting = Self {
            code,
            last: Table::filled(0, size),
            between: Table::filled(NONE, size),
            expiring: vec![Vec::new(); ends.len()],
            free: Vec::new(),
            count: 0,
            first_output: Table::filled(NONE, size),
            next_output: Table::filled(NONE, code.outputs.len()),
            found: Table::filled((NONE, NONE), size),
        };
        let mut part = 0;
        for (place, op) in (0..).zip(&code.ops) {
            while ends.get(part as usize).is_some_and(|end| *end <= place) {
                part += 1;
            }
            let operands = code.operands(*op);
            operands.iter().for_each(|v| cutting.last.set(*v, part));
        }
        for (output, value) in (0..).zip(&code.outputs) {
            let before = cutting.first_output.at(*value);
            cutting.next_output.set(output, before);
            cutting.first_output.set(*value, output);
        }
        cutting
    }

    fn part(&mut self, number: u32, places: std::ops::Range<Value>) -> Part {
        let mut part = Part {
            code: Code {
                mode: self.code.mode,
                ..Code::default()
            },
            inputs: Vec::new(),
            outputs: Vec::new(),
        };
        if let Some(before) = (number as usize).checked_sub(1)
            && let Some(expired) = self.expiring.get_mut(before)
        {
            self.free.append(expired);
        }
        for place in places {
            let Some(&op) = self.code.ops.get(place as usize) else {
                continue;
            };
            if op.is_leaf() {
                // Elsewhere it is found where it is used.
                if self.first_output.at(place) != NONE {
                    let value = self.local(&mut part, number, place);
                    self.hand_over(&mut part, number, place, value);
                }
                continue;
            }
            for operand in self.code.operands(op).iter() {
                self.local(&mut part, number, *operand);
            }
            let to = |value: Value| self.found.at(value).1;
            let op = part.code.adopt(self.code, op.map(to), to);
            let value = push(&mut part.code, op);
            self.found.set(place, (number, value));
            self.hand_over(&mut part, number, place, value);
        }
        part.code.inputs = part.inputs.len();
        part
    }

    /// The place of a value in a part.
    fn local(&mut self, part: &mut Part, number: u32, value: Value) -> Value {
        let (known, place) = self.found.at(value);
        if known == number {
            return place;
        }
        let place = match self.code.ops.get(value as usize) {
            Some(Op::Constant(bits)) => push(&mut part.code, Op::Constant(*bits)),
            Some(Op::Input(input)) => read(part, Column::Input(*input)),
            _ => read(part, Column::Between(self.between.at(value))),
        };
        self.found.set(value, (number, place));
        place
    }

    /// Makes a value outputs of its part, where it is one of the whole or used later.
    fn hand_over(&mut self, part: &mut Part, number: u32, value: Value, local: Value) {
        let mut output = self.first_output.at(value);
        while output != NONE {
            part.outputs.push(Column::Output(output));
            part.code.outputs.push(local);
            output = self.next_output.at(output);
        }
        let is_leaf = self
            .code
            .ops
            .get(value as usize)
            .is_none_or(|op| op.is_leaf());
        let last = self.last.at(value);
        if is_leaf || last <= number {
            return;
        }
        let slot = self.free.pop().unwrap_or_else(|| {
            self.count += 1;
            self.count - 1
        });
        self.between.set(value, slot);
        part.outputs.push(Column::Between(slot));
        part.code.outputs.push(local);
        let expiring = self.expiring.get_mut(last as usize);
        expiring.into_iter().for_each(|list| list.push(slot));
    }
}

fn push(code: &mut Code, op: Op) -> Value {
    code.ops.push(op);
    code.ops.len() as Value - 1
}

fn read(part: &mut Part, from: Column) -> Value {
    let op = Op::Input(part.inputs.len() as u32);
    part.inputs.push(from);
    push(&mut part.code, op)
}
