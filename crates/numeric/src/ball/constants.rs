//! Constants, computed once for each thread and precision.
//!
//! What is remembered never shows in a result: a constant at `w` bits is always cut from the
//! same wider value, whatever was asked for before.

use std::cell::RefCell;
use std::rc::Rc;

use dashu_int::IBig;
use rustc_hash::FxHashMap;

use super::{Ball, Precision, Radius, dyadic, dyadic::Dyadic, fixed};

/// Which constant.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Constant {
    Pi,
    Ln2,
}

thread_local! {
    static KNOWN: RefCell<FxHashMap<(Constant, i64), Rc<IBig>>> = RefCell::default();
}

/// The width at which a constant for `w` bits is computed: at least 32 bits more.
pub(super) fn ladder(w: i64) -> i64 {
    let mut width = 256;
    while width < w + 32 {
        width *= 2;
    }
    width
}

fn compute(constant: Constant, w: i64) -> IBig {
    // 64 (w + 32) units are less than 2^32 of them, for any width in use.
    let wide = match constant {
        Constant::Pi => fixed::pi(w + 32),
        Constant::Ln2 => fixed::ln2(w + 32),
    };
    dyadic::shift(&wide, -32)
}

fn known(constant: Constant, width: i64) -> Rc<IBig> {
    let stored = KNOWN.with_borrow(|known| known.get(&(constant, width)).cloned());
    stored.unwrap_or_else(|| {
        let value = Rc::new(compute(constant, width));
        KNOWN.with_borrow_mut(|known| known.insert((constant, width), Rc::clone(&value)));
        value
    })
}

/// The constant times `2^w`, off by at most 2 units.
pub(super) fn fixed(constant: Constant, w: i64) -> IBig {
    let width = ladder(w);
    dyadic::shift(&known(constant, width), w - width)
}

fn ball(constant: Constant, precision: Precision) -> Ball {
    let w = precision.signed() + 4;
    let mid = Dyadic::new(fixed(constant, w), -w);
    Ball::new(mid, Radius::power_of_two(1 - w), precision)
}

impl Ball {
    /// The number π.
    ///
    /// ```
    /// use partials_numeric::ball::{Ball, Precision};
    /// assert_eq!(Ball::pi(Precision::bits(128)).to_digits(20), "3.1415926535897932385");
    /// ```
    #[must_use]
    pub fn pi(precision: Precision) -> Ball {
        ball(Constant::Pi, precision)
    }

    /// Euler's number.
    #[must_use]
    pub fn e(precision: Precision) -> Ball {
        Ball::one(precision).exp()
    }

    /// The natural logarithm of 2.
    #[must_use]
    pub fn ln2(precision: Precision) -> Ball {
        ball(Constant::Ln2, precision)
    }
}
