//! Debug output of structs with secret fields.

use std::fmt;

use crate::object::WireValue;
use crate::object::write::View;

/// A secret in debug output, which says only whether it is set.
#[must_use]
pub struct Redacted<'a>(&'a dyn WireValue);

/// Returns a secret for debug output.
pub fn redacted(secret: &dyn WireValue) -> Redacted<'_> {
    Redacted(secret)
}

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.view() {
            View::Absent => "None",
            View::List(items) if items.view(0).is_none() => "[]",
            _ => "[redacted]",
        })
    }
}

/// Returns the name of a field as derived debug output shows it.
#[must_use]
pub fn field_name(identifier: &'static str) -> &'static str {
    identifier.trim_start_matches("r#")
}
