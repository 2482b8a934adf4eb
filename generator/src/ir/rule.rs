//! Rules that involve several parameters.

use super::{ParameterLocation, Predicate};

/// A condition that involves several parameters.
#[derive(Debug)]
pub enum Rule {
    /// At least one condition holds.
    AnyOf {
        /// The conditions.
        conditions: Vec<Condition>,
        /// What the help page says about it.
        why: String,
    },
}

/// A condition on one parameter.
#[derive(Debug)]
pub struct Condition {
    /// Where the request contains it.
    pub location: ParameterLocation,
    /// Name on the wire.
    pub wire_name: String,
    /// What the parameter must satisfy.
    pub predicate: Predicate,
}
