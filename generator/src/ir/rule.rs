//! Rules that involve several parameters.

use super::{ParameterLocation, Predicate};

/// A rule that at least one of several conditions holds.
#[derive(Debug)]
pub struct Rule {
    /// The conditions.
    pub any_of: Vec<Condition>,
    /// What the help page says about it.
    pub why: String,
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
