//! Help pages: reading them, comparing them with the description, and importing new operations from them.
//!
//! Generated code never depends on this module.

pub mod compare;
pub mod import;
mod notation;
pub mod read;
