//! From graph to tape, in one pass over the reachable nodes.

use partials_symbolic::Rational;
use partials_symbolic::graph::{Arena, Graph, Id, Node, Reachable, Symbol};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{Flag, Instruction, Register, Tape, TapeError, TapeOptions};

impl Tape {
    /// Code for the roots, as functions of the inputs in the given order.
    ///
    /// # Errors
    /// Where a variable is not among the inputs, or a function is not defined.
    ///
    /// ```
    /// use partials_numeric::tape::{Tape, TapeOptions};
    /// use partials_symbolic::Graph;
    ///
    /// let graph = Graph::new();
    /// let x = graph.variable("x");
    /// let f = x.pow(2) + 3 * x + 5;
    /// let tape = Tape::new(&graph, &[f.id()], &["x"], TapeOptions::default())?;
    /// assert_eq!(tape.evaluate(&[2.0], ()), [15.0]);
    /// # Ok::<(), partials_numeric::tape::TapeError>(())
    /// ```
    pub fn new<S: AsRef<str>>(
        graph: &Graph,
        roots: &[Id],
        inputs: &[S],
        options: TapeOptions,
    ) -> Result<Self, TapeError> {
        graph.with(|arena| {
            let inputs: Vec<Symbol> = inputs
                .iter()
                .map(|name| arena.symbol(name.as_ref()))
                .collect();
            Self::from_arena(arena, roots, &inputs, options)
        })
    }

    /// As [`Tape::new`], from an arena.
    ///
    /// # Errors
    /// As [`Tape::new`].
    pub fn from_arena(
        arena: &Arena,
        roots: &[Id],
        inputs: &[Symbol],
        options: TapeOptions,
    ) -> Result<Self, TapeError> {
        let places: FxHashMap<Symbol, u32> = inputs.iter().copied().zip(0..).collect();
        let reachable = Reachable::new(arena, roots);
        let bodies = Bodies::new(arena, &reachable, roots);
        let mut builder = Builder {
            arena,
            inputs,
            places,
            options,
            places_of: vec![NONE; reachable.len()],
            reachable,
            code: Vec::new(),
            registers: 0,
            flags: 0,
        };
        for place in 0..builder.reachable.len() {
            if bodies.is_outside(place) {
                builder.node(place)?;
            }
        }
        let outputs = roots
            .iter()
            .map(|root| match arena.node(*root).is_condition() {
                true => Err(TapeError::Condition),
                false => builder.place_of(*root),
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            code: builder.code,
            outputs,
            inputs: inputs.len(),
        })
    }
}

const NONE: u32 = u32::MAX;

/// Which nodes occur outside the bodies of indexed sums and products: only those are computed
/// once; a body is a tape of its own.
struct Bodies {
    outside: Vec<bool>,
}

impl Bodies {
    fn new(arena: &Arena, reachable: &Reachable, roots: &[Id]) -> Self {
        let mut outside = vec![false; reachable.len()];
        let mark = |outside: &mut Vec<bool>, id: Id| {
            let slot = reachable.place(id).and_then(|place| outside.get_mut(place));
            slot.into_iter().for_each(|slot| *slot = true);
        };
        roots.iter().for_each(|root| mark(&mut outside, *root));
        for (place, &id) in reachable.ids().iter().enumerate().rev() {
            if outside.get(place) != Some(&true) {
                continue;
            }
            let skip = usize::from(matches!(
                arena.node(id),
                Node::IndexedSum(..) | Node::IndexedProduct(..)
            ));
            let mut count = 0;
            arena.for_each_operand(id, |operand| {
                if count >= skip {
                    mark(&mut outside, operand);
                }
                count += 1;
            });
        }
        Self { outside }
    }

    fn is_outside(&self, place: usize) -> bool {
        self.outside.get(place) == Some(&true)
    }
}

struct Builder<'a> {
    arena: &'a Arena,
    inputs: &'a [Symbol],
    places: FxHashMap<Symbol, u32>,
    options: TapeOptions,
    reachable: Reachable,
    /// Register or flag of each node, by its place among the reachable ones.
    places_of: Vec<u32>,
    code: Vec<Instruction>,
    registers: u32,
    flags: u32,
}

impl Builder<'_> {
    fn emit(&mut self, instruction: Instruction) -> Register {
        let counter = match instruction {
            Instruction::Compare(..)
            | Instruction::And(_)
            | Instruction::Or(_)
            | Instruction::Not(_) => &mut self.flags,
            _ => &mut self.registers,
        };
        let place = *counter;
        *counter += 1;
        self.code.push(instruction);
        place
    }

    fn place_of(&self, id: Id) -> Result<Register, TapeError> {
        let place = self
            .reachable
            .place(id)
            .and_then(|place| self.places_of.get(place));
        place
            .copied()
            .filter(|place| *place != NONE)
            .ok_or(TapeError::Poison)
    }

    fn all<const N: usize>(&self, ids: &[Id]) -> Result<SmallVec<[u32; N]>, TapeError>
    where
        [u32; N]: smallvec::Array<Item = u32>,
    {
        ids.iter().map(|id| self.place_of(*id)).collect()
    }

    fn node(&mut self, place: usize) -> Result<(), TapeError> {
        let arena = self.arena;
        let Some(&id) = self.reachable.ids().get(place) else {
            return Ok(());
        };
        let found = match arena.node(id) {
            Node::Number(index) => {
                self.emit(Instruction::Number(arena.number_value(index).clone()))
            }
            Node::Constant(constant) => self.emit(Instruction::Constant(constant)),
            Node::Variable(symbol) => match self.places.get(&symbol) {
                Some(input) => self.emit(Instruction::Input(*input)),
                None => return Err(TapeError::UnknownVariable(arena.name(symbol).to_owned())),
            },
            Node::Sum(list) => self.sum(arena.list(list))?,
            Node::Product(list) => self.product(arena.list(list))?,
            Node::Power(base, exponent) => self.power(base, exponent)?,
            Node::Call(function, list) => {
                let arguments = self.all(arena.list(list))?;
                self.emit(Instruction::Call(function, arguments))
            }
            Node::CallDerivative(function, list) => {
                let list = arena.list(list);
                let (orders, arguments) = list
                    .split_at_checked(list.len() / 2)
                    .ok_or(TapeError::Poison)?;
                let orders = orders
                    .iter()
                    .map(|id| u32::try_from(arena.as_number(*id)?.to_i64()?).ok())
                    .collect::<Option<_>>()
                    .ok_or(TapeError::Poison)?;
                let arguments = self.all(arguments)?;
                self.emit(Instruction::CallDerivative(function, orders, arguments))
            }
            Node::Apply(symbol, _) | Node::ApplyDerivative(symbol, _) => {
                return Err(TapeError::UndefinedFunction(arena.name(symbol).to_owned()));
            }
            Node::Compare(comparison, a, b) => {
                let (a, b) = (self.place_of(a)?, self.place_of(b)?);
                self.emit(Instruction::Compare(comparison, a, b))
            }
            Node::And(list) => {
                let list = self.all(arena.list(list))?;
                self.emit(Instruction::And(list))
            }
            Node::Or(list) => {
                let list = self.all(arena.list(list))?;
                self.emit(Instruction::Or(list))
            }
            Node::Not(a) => {
                let a = self.place_of(a)?;
                self.emit(Instruction::Not(a))
            }
            Node::If(list) => match *arena.list(list) {
                [condition, yes, no] => {
                    let flag: Flag = self.place_of(condition)?;
                    let (yes, no) = (self.place_of(yes)?, self.place_of(no)?);
                    self.emit(Instruction::Select(flag, yes, no))
                }
                _ => return Err(TapeError::Poison),
            },
            Node::IndexedSum(index, list) => self.repeat(index, arena.list(list), false)?,
            Node::IndexedProduct(index, list) => self.repeat(index, arena.list(list), true)?,
            _ => return Err(TapeError::Poison),
        };
        self.places_of
            .iter_mut()
            .skip(place)
            .take(1)
            .for_each(|slot| *slot = found);
        Ok(())
    }

    /// From left to right; a term with a factor -1 is subtracted.
    fn sum(&mut self, terms: &[Id]) -> Result<Register, TapeError> {
        let mut total = None;
        for &term in terms {
            let negated = match self.arena.node(term) {
                Node::Product(list) => match self.arena.list(list) {
                    [first, rest] if self.arena.as_number(*first) == Some(&Rational::MINUS_ONE) => {
                        Some(*rest)
                    }
                    _ => None,
                },
                _ => None,
            };
            total = Some(match (total, negated) {
                (None, _) => self.place_of(term)?,
                (Some(total), None) => {
                    let term = self.place_of(term)?;
                    self.emit(Instruction::Add(total, term))
                }
                (Some(total), Some(magnitude)) => {
                    let magnitude = self.place_of(magnitude)?;
                    self.emit(Instruction::Sub(total, magnitude))
                }
            });
        }
        total.ok_or(TapeError::Poison)
    }

    /// From left to right; a power with a negative integer exponent divides, and the denominator
    /// of the rational coefficient divides last.
    fn product(&mut self, factors: &[Id]) -> Result<Register, TapeError> {
        let mut total: Option<Register> = None;
        let mut denominator = None;
        let mut negative = false;
        for (i, &factor) in factors.iter().enumerate() {
            if let (0, Some(number)) = (i, self.arena.as_number(factor)) {
                if *number == Rational::MINUS_ONE {
                    negative = true;
                    continue;
                }
                let decimal = self.options.decimals && number.is_decimal();
                if !number.is_integer() && !decimal {
                    denominator = Some(number.denominator());
                    let numerator = number.numerator();
                    if !numerator.is_one() {
                        total = Some(self.emit(Instruction::Number(numerator)));
                    }
                    continue;
                }
            }
            total = Some(match self.divisor(factor)? {
                Some(divisor) => {
                    let total = match total {
                        Some(total) => total,
                        None => self.emit(Instruction::Number(Rational::ONE)),
                    };
                    self.emit(Instruction::Div(total, divisor))
                }
                None => {
                    let factor = self.place_of(factor)?;
                    match total {
                        Some(total) => self.emit(Instruction::Mul(total, factor)),
                        None => factor,
                    }
                }
            });
        }
        let mut total = total.ok_or(TapeError::Poison)?;
        if let Some(denominator) = denominator {
            let denominator = self.emit(Instruction::Number(denominator));
            total = self.emit(Instruction::Div(total, denominator));
        }
        Ok(if negative {
            self.emit(Instruction::Neg(total))
        } else {
            total
        })
    }

    /// The register of b^n where the factor is b^-n.
    fn divisor(&mut self, factor: Id) -> Result<Option<Register>, TapeError> {
        let Node::Power(base, exponent) = self.arena.node(factor) else {
            return Ok(None);
        };
        let Some(exponent) = self.arena.as_number(exponent).filter(|n| n.is_negative()) else {
            return Ok(None);
        };
        let base = self.place_of(base)?;
        let exponent = exponent.neg();
        Ok(Some(self.raise(base, &exponent)))
    }

    fn raise(&mut self, base: Register, exponent: &Rational) -> Register {
        match exponent.to_i64() {
            Some(1) => base,
            Some(n) => self.emit(Instruction::PowInteger(base, n)),
            None => self.emit(Instruction::PowRational(base, exponent.clone())),
        }
    }

    fn power(&mut self, base: Id, exponent: Id) -> Result<Register, TapeError> {
        let base_register = self.place_of(base)?;
        match self.arena.as_number(exponent) {
            Some(number) if number.is_negative() => {
                let magnitude = self.raise(base_register, &number.neg());
                let one = self.emit(Instruction::Number(Rational::ONE));
                Ok(self.emit(Instruction::Div(one, magnitude)))
            }
            Some(number) => Ok(self.raise(base_register, number)),
            None => {
                let exponent = self.place_of(exponent)?;
                Ok(self.emit(Instruction::Pow(base_register, exponent)))
            }
        }
    }

    fn repeat(
        &mut self,
        index: Symbol,
        parts: &[Id],
        product: bool,
    ) -> Result<Register, TapeError> {
        let &[body, lower, upper] = parts else {
            return Err(TapeError::Poison);
        };
        // The index shadows an input of the same name: the last of two equal names wins.
        let mut inputs = self.inputs.to_vec();
        inputs.push(index);
        let body = Tape::from_arena(self.arena, &[body], &inputs, self.options)?;
        let (lower, upper) = (self.place_of(lower)?, self.place_of(upper)?);
        Ok(self.emit(Instruction::Loop(Box::new(body), product, lower, upper)))
    }
}
