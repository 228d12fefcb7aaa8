//! What the end-to-end tests share: reading the corpora.

pub mod antiderivatives;
pub mod damage;
pub mod gradients;
