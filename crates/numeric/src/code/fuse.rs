//! Products that one sum alone uses become one operation with it.

use super::{Binary, Code, Fused, Op, Value};

impl Code {
    /// With fused products and sums; the products remain as dead code.
    pub(super) fn fused(mut self) -> Self {
        let mut uses = self.uses();
        for place in 0..self.ops.len() {
            let Some(&Op::Binary(kind, x, y)) = self.ops.get(place) else {
                continue;
            };
            let product = |value: Value| match self.ops.get(value as usize) {
                Some(&Op::Binary(Binary::Mul, a, b)) if uses.get(value as usize) == Some(&1) => {
                    Some((a, b))
                }
                _ => None,
            };
            // Of two products the later one, so that the other may be computed earlier.
            let (first, second) = (product(x), product(y).filter(|_| x != y));
            let second_is_later = first.is_none() || y > x;
            let (fused, used) = match (kind, first, second) {
                (Binary::Add, _, Some((a, b))) if second_is_later => {
                    (Op::Fused(Fused::MulAdd, a, b, x), y)
                }
                (Binary::Add, Some((a, b)), _) => (Op::Fused(Fused::MulAdd, a, b, y), x),
                (Binary::Sub, _, Some((a, b))) if second_is_later => {
                    (Op::Fused(Fused::NegMulAdd, a, b, x), y)
                }
                (Binary::Sub, Some((a, b)), _) => (Op::Fused(Fused::MulSub, a, b, y), x),
                _ => continue,
            };
            self.ops
                .iter_mut()
                .skip(place)
                .take(1)
                .for_each(|op| *op = fused);
            uses.iter_mut()
                .skip(used as usize)
                .take(1)
                .for_each(|count| *count = 0);
        }
        self
    }
}
