//! What the suite and the benchmarks share.

pub mod client_copy;
pub mod clones;
pub mod program;
pub mod project;
pub mod script;
pub mod server;
pub mod surface;
