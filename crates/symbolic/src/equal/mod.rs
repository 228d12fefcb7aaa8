//! Equality of expressions: proved, probable, different, or unknown. Different are two whose
//! difference is a number; of others that differ only a witness can say so, which is not asked here.
//!
//! In layers: the same node; the same node once arranged; a difference that vanishes in a normal
//! form, polynomials over generators with known relations (`tower`). A branch is taken case by
//! case. What the normal form can't finish within its fuel is evaluated in a finite field
//! (`signature`), and so, before it begins, is what can be seen there to differ. A claim about a
//! derivative can be compared with the function itself there, by dual numbers
//! ([`derivative_agrees`]).
//!
//! Equality is on the common domain: wherever both expressions have a value, the values agree.

mod cases;
mod definitions;
mod derivative;
mod field;
mod functions;
mod polynomial;
mod powers;
mod signature;
mod tower;
mod translate;
mod whole;

use cases::Outcome;
pub use derivative::derivative_agrees;

use crate::graph::{Graph, Id};

/// What is known of two expressions.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Equality {
    /// Equal wherever both have values.
    Proved(Proof),
    /// Equal but for a small probability.
    Probable {
        /// A bound on the probability that they are not equal nevertheless.
        error: f64,
    },
    /// Different wherever both have values: by a number that is not 0.
    Different,
    /// None of these is known.
    Unknown(Unknown),
}

impl Equality {
    /// Whether the expressions are proved to be equal.
    pub fn is_proved(&self) -> bool {
        matches!(self, Self::Proved(_))
    }
}

/// What a proof rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// The identities that were used besides the rules of arithmetic.
    pub identities: Vec<String>,
}

/// Why nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unknown {
    /// The difference does not vanish by the relations that are known.
    NotZero,
    /// The work that was allowed did not suffice.
    Budget,
    /// Something occurs that the normal form has no place for.
    Outside(&'static str),
}

/// Why a computation stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    Budget,
    Outside(&'static str),
}

impl From<Stop> for Unknown {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Budget => Self::Budget,
            Stop::Outside(what) => Self::Outside(what),
        }
    }
}

/// Work that is left, in products of terms.
#[derive(Clone, Copy, Debug)]
struct Fuel(u64);

impl Fuel {
    fn spend(&mut self, amount: usize) -> Result<(), Stop> {
        match self.0.checked_sub(amount as u64) {
            Some(left) => {
                self.0 = left;
                Ok(())
            }
            None => Err(Stop::Budget),
        }
    }
}

macro_rules! identities {
    ($($Name:ident $text:literal;)*) => {
        /// The identities that the normal form itself uses.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        enum Identity {
            $($Name,)*
            /// A function in terms of others.
            Definition(&'static str),
        }

        impl Identity {
            fn text(self) -> &'static str {
                match self {
                    $(Self::$Name => $text,)*
                    Self::Definition(text) => text,
                }
            }
        }
    };
}

identities! {
    Root "(u^(1/q))^q = u";
    RootOfSquare "sqrt(u^2) = abs(u)";
    Magnitude "abs(u)^2 = u^2";
    Exponential "exp(u + v) = exp(u)*exp(v)";
    ExpOfLn "exp(c*ln(u)) = u^c";
    LnOfExp "ln(exp(u)) = u";
    LnOfProduct "ln(u*v) = ln(u) + ln(v) for u, v > 0";
    SymbolicPower "u^v = exp(v*ln(u))";
    Euler "sin(u) = (exp(i*u) - exp(-i*u))/(2*i), cos(u) = (exp(i*u) + exp(-i*u))/2";
    ExactAngle "sines and cosines of multiples of pi/12";
    Inverse "sin(asin(u)) = u, tan(atan(u)) = u";
    Parity "f(-u) = f(u) or -f(u) where f is even or odd";
    Lambert "exp(lambertw(u)) = u/lambertw(u)";
    Recurrence "gamma(u + 1) = u*gamma(u) and its derivatives";
}

/// The work that [`equal`] is allowed, in products of two terms.
pub const DEFAULT_FUEL: u64 = 200_000;

/// What is known of two expressions, with [`DEFAULT_FUEL`].
///
/// ```
/// use partials_symbolic::Graph;
/// use partials_symbolic::equal::equal;
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let one = x.sin().pow(2) + x.cos().pow(2);
/// assert!(equal(&graph, one.id(), graph.number(1).id()).is_proved());
/// assert!(!equal(&graph, x.pow(2).sqrt().id(), x.id()).is_proved());
/// ```
pub fn equal(graph: &Graph, a: Id, b: Id) -> Equality {
    equal_where(graph, a, b, &[], DEFAULT_FUEL)
}

/// What is known of two expressions where some conditions hold, after so much work at most,
/// counted in products of terms. Conditions are comparisons and conjunctions of them; others are
/// not used.
///
/// ```
/// use partials_symbolic::Graph;
/// use partials_symbolic::equal::{DEFAULT_FUEL, equal_where};
/// use partials_symbolic::graph::Comparison;
/// let graph = Graph::new();
/// let x = graph.variable("x");
/// let root = x.pow(2).sqrt();
/// let positive = graph.with(|arena| {
///     let zero = arena.integer(0);
///     arena.compare(Comparison::Greater, x.id(), zero)
/// });
/// assert!(equal_where(&graph, root.id(), x.id(), &[positive], DEFAULT_FUEL).is_proved());
/// ```
pub fn equal_where(graph: &Graph, a: Id, b: Id, assumed: &[Id], fuel: u64) -> Equality {
    if a == Id::POISON || b == Id::POISON {
        return Equality::Unknown(Unknown::Outside("an impossible expression"));
    }
    if a == b {
        return Equality::Proved(Proof::default());
    }
    match cases::prove(graph, a, b, assumed, Fuel(fuel)) {
        Ok(Outcome::Proved(proof)) => Equality::Proved(proof),
        Ok(Outcome::Probable(error)) => Equality::Probable { error },
        Ok(Outcome::Different) => Equality::Different,
        Ok(Outcome::Failed) => Equality::Unknown(Unknown::NotZero),
        Err(stop) => Equality::Unknown(stop.into()),
    }
}

#[cfg(test)]
mod tests;
