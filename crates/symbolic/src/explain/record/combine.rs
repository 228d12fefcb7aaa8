//! From the derivatives of the parts to that of the whole.

use super::{Combine, Recorder};
use crate::derive::{partial, rules};
use crate::graph::{Graph, Id, Node};

impl Recorder<'_> {
    pub(super) fn combine(&self, combine: Combine, outputs: &[Id]) -> Id {
        let graph = self.graph;
        let output = match combine {
            Combine::Fixed(output) => return output,
            Combine::Sum => graph.with(|arena| arena.sum(outputs)),
            Combine::Scaled(c) => match outputs {
                &[output] => graph.with(|arena| arena.product(&[c, output])),
                _ => Id::POISON,
            },
            Combine::Product(factors) => {
                let cofactors = rules::cofactors(graph, &factors, |_| true);
                weighted(graph, outputs, &cofactors)
            }
            Combine::Quotient(u, v) => match outputs {
                &[du, dv] => return self.quotient([u, v], [du, dv]),
                _ => Id::POISON,
            },
            Combine::Weighted(weights) => weighted(graph, &weights, outputs),
            Combine::Branches(condition, shown) => {
                let undefined = Node::Constant(crate::graph::Constant::Undefined);
                let mut outputs = outputs.iter().copied();
                graph.with(|arena| {
                    let mut branch = |shown: bool| match shown {
                        true => outputs.next().unwrap_or(Id::POISON),
                        false => arena.leaf(undefined),
                    };
                    let (yes, no) = (branch(shown[0]), branch(shown[1]));
                    arena.select(condition, yes, no)
                })
            }
            Combine::IndexedSum(index, lower, upper) => graph.with(|arena| {
                let name = arena.name(index).to_owned();
                let body = outputs.first().copied().unwrap_or(Id::POISON);
                arena.indexed_sum(&name, body, lower, upper)
            }),
            // With the quotient u'/u it would be shorter, and wrong where a factor is 0.
            Combine::IndexedProduct(id) => partial(graph, id, self.variable),
        };
        self.arranged(output)
    }

    /// (u'·v - u·v')/v², its numerator arranged and not torn apart.
    fn quotient(&self, [u, v]: [Id; 2], [du, dv]: [Id; 2]) -> Id {
        let numerator = self.graph.with(|arena| {
            let (a, b) = (arena.product(&[du, v]), arena.product(&[u, dv]));
            arena.subtract(a, b)
        });
        let numerator = self.arranged(numerator);
        self.graph.with(|arena| {
            let two = arena.integer(2);
            let square = arena.power(v, two);
            arena.divide(numerator, square)
        })
    }
}

/// The sum of the products of each with its weight.
fn weighted(graph: &Graph, list: &[Id], weights: &[Id]) -> Id {
    graph.with(|arena| {
        let pairs = list.iter().zip(weights);
        let terms: Vec<Id> = pairs.map(|(a, b)| arena.product(&[*a, *b])).collect();
        arena.sum(&terms)
    })
}
