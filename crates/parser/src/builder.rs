//! Building an [`Ast`]: interning of names, and nodes after their children.

use rustc_hash::FxHashMap;

use crate::ast::{
    Ast, DerivativeSpec, Kind, Literal, LiteralId, NameId, Node, NodeId, Span, SpecId,
};

/// An [`Ast`] that grows.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    ast: Ast,
    interned: FxHashMap<Box<str>, NameId>,
}

/// How far an [`Ast`] had grown, to take back what a wrong statement added.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    nodes: usize,
    children: usize,
}

impl Builder {
    pub fn ast(&self) -> &Ast {
        &self.ast
    }

    pub fn finish(self) -> Ast {
        self.ast
    }

    pub fn name(&mut self, text: &str) -> NameId {
        if let Some(&id) = self.interned.get(text) {
            return id;
        }
        let id = NameId(index(self.ast.names.len()));
        self.ast.names.push(text.into());
        self.interned.insert(text.into(), id);
        id
    }

    /// Whether the source has the name.
    pub fn has_name(&self, text: &str) -> bool {
        self.interned.contains_key(text)
    }

    pub fn literal(&mut self, literal: Literal) -> LiteralId {
        self.ast.literals.push(literal);
        LiteralId(index(self.ast.literals.len() - 1))
    }

    pub fn spec(&mut self, spec: DerivativeSpec) -> SpecId {
        self.ast.specs.push(spec);
        SpecId(index(self.ast.specs.len() - 1))
    }

    /// A node over children that stand already.
    pub fn node(
        &mut self,
        kind: Kind,
        span: Span,
        children: impl IntoIterator<Item = NodeId>,
    ) -> NodeId {
        let first = self.ast.children.len();
        self.ast.children.extend(children);
        let count = index(self.ast.children.len() - first);
        self.ast.nodes.push(Node {
            kind,
            span,
            first: index(first),
            count,
        });
        NodeId(index(self.ast.nodes.len() - 1))
    }

    pub fn mark(&self) -> Mark {
        Mark {
            nodes: self.ast.nodes.len(),
            children: self.ast.children.len(),
        }
    }

    pub fn take_back(&mut self, mark: Mark) {
        self.ast.nodes.truncate(mark.nodes);
        self.ast.children.truncate(mark.children);
    }
}

/// The limits on source and nodes keep every count below 2^32.
fn index(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
