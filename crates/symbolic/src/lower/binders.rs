//! Which nodes lie in the body of a sum or product over an index.

use partials_parser::ast::{Ast, Kind, NameId, NodeId};

use super::{Error, ErrorKind};

/// Sums within sums within … are read up to this depth.
const DEPTH: usize = 64;

/// The bodies in which an index is bound. In postorder a body is a range of nodes.
#[derive(Debug, Default)]
pub(super) struct Binders {
    /// First node, last node, index.
    ranges: Vec<(u32, u32, NameId)>,
}

impl Binders {
    /// The binders between `first` and `root`.
    pub(super) fn find(ast: &Ast, first: NodeId, root: NodeId) -> Result<Self, Error> {
        let mut ranges = Vec::new();
        // Those that no later one encloses so far: the last node, and how deep they are nested.
        let mut open: Vec<(u32, usize)> = Vec::new();
        for index in first.0..=root.0 {
            let id = NodeId(index);
            if let Kind::IndexedSum(name) | Kind::IndexedProduct(name) = ast.node(id).kind
                && let Some(&body) = ast.children(id).first()
            {
                let from = ast.first_of(body).0;
                ranges.push((from, body.0, name));
                let mut depth = 1;
                while let Some((_, inner)) = open.pop_if(|(to, _)| *to >= from) {
                    depth = depth.max(inner + 1);
                }
                open.push((body.0, depth));
                if depth > DEPTH {
                    let kind = ErrorKind::NestedTooDeep(DEPTH);
                    return Err(Error {
                        span: ast.node(id).span,
                        kind,
                    });
                }
            }
        }
        Ok(Self { ranges })
    }

    /// Whether the node lies in the body of some sum or product.
    pub(super) fn enclose(&self, node: NodeId) -> bool {
        self.ranges
            .iter()
            .any(|(from, to, _)| (*from..=*to).contains(&node.0))
    }

    /// Whether `name` is an index at this node.
    pub(super) fn binds(&self, node: NodeId, name: NameId) -> bool {
        self.ranges
            .iter()
            .any(|(from, to, index)| *index == name && (*from..=*to).contains(&node.0))
    }
}
