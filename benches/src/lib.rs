//! The problems that speed is measured with, built through the library.

pub mod deriving;
