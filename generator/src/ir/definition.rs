//! Objects and enums.

use super::{Field, PageSays};
use crate::names::RustName;

/// An object with named fields.
#[derive(Debug)]
pub struct Object {
    /// Name, the same in the description and in Rust.
    pub name: RustName,
    /// Name on the help page.
    pub page_name: String,
    /// Struct of the arguments of its constructor, if it has one and there are more than
    /// [`MAX_POSITIONAL_ARGUMENTS`](super::MAX_POSITIONAL_ARGUMENTS).
    pub arguments: Option<RustName>,
    /// What it is.
    pub doc: String,
    /// Whether requests contain it.
    pub in_requests: bool,
    /// Whether responses contain it.
    pub in_responses: bool,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A string or an integer with known values.
#[derive(Debug)]
pub struct Enum {
    /// Name, the same in the description and in Rust.
    pub name: RustName,
    /// Whether the values are integers.
    pub is_integer: bool,
    /// What it is.
    pub doc: String,
    /// Known values.
    pub values: Vec<Value>,
}

/// A known value of an enum.
#[derive(Debug)]
pub struct Value {
    /// Value on the wire; of an integer, its digits.
    pub wire_value: String,
    /// Variant in Rust.
    pub variant: RustName,
    /// What it means.
    pub doc: String,
    /// Why it is deprecated.
    pub deprecated: Option<String>,
    /// What the help page says, if it is misleading.
    pub page_says: Vec<PageSays>,
}
