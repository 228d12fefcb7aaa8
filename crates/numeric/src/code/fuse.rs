//! Products that sums alone use become one operation with each of them.

use super::table::Table;
use super::{Binary, Code, Fused, Op, Value};

impl Code {
    /// With fused products and sums; the products remain as dead code.
    pub(super) fn fused(mut self) -> Self {
        let alone = self.products_of_sums();
        let product = |value: Value| match self.ops.get(value as usize) {
            Some(&Op::Binary(Binary::Mul, a, b)) if alone.at(value) => Some((a, b)),
            _ => None,
        };
        let mut fused = Vec::with_capacity(self.ops.len());
        for &op in &self.ops {
            let Op::Binary(kind, x, y) = op else {
                fused.push(op);
                continue;
            };
            // Of two products the later one, so that the other may be computed earlier.
            let (first, second) = (product(x), product(y).filter(|_| x != y));
            let second_is_later = first.is_none() || y > x;
            fused.push(match (kind, first, second) {
                (Binary::Add, _, Some((a, b))) if second_is_later => {
                    Op::Fused(Fused::MulAdd, a, b, x)
                }
                (Binary::Add, Some((a, b)), _) => Op::Fused(Fused::MulAdd, a, b, y),
                (Binary::Sub, _, Some((a, b))) if second_is_later => {
                    Op::Fused(Fused::NegMulAdd, a, b, x)
                }
                (Binary::Sub, Some((a, b)), _) => Op::Fused(Fused::MulSub, a, b, y),
                _ => op,
            });
        }
        self.ops = fused;
        self
    }

    /// Products that sums alone use: with each of them such a product costs nothing.
    fn products_of_sums(&self) -> Table<bool> {
        let mut alone = Table::filled(true, self.ops.len());
        self.outputs
            .iter()
            .for_each(|output| alone.set(*output, false));
        let needed = self.needed();
        for (&op, needed) in self.ops.iter().zip(needed.values()) {
            let is_sum = matches!(op, Op::Binary(Binary::Add | Binary::Sub, x, y) if x != y);
            if *needed && !is_sum {
                let operands = self.operands(op);
                operands.iter().for_each(|value| alone.set(*value, false));
            }
        }
        alone
    }
}
