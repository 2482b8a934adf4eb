//! Reads a file of YAML: its values, and the position of each key and value, for diagnostics that show its lines.
//!
//! [`read`] rejects YAML that parsers may read differently. What the keys mean is known to `hss-generator` only.

mod diagnostic;
mod node;
mod number;
mod parsed_file;
mod positions;
mod read;
mod scan;
mod source;
mod values;

pub use diagnostic::{
    Code, Diagnostic, Diagnostics, MAX_ERRORS_OF_FILE, MAX_SHOWN_OF_FILE, SEE_NOTATION, Severity, add_to_file,
    did_you_mean, most_similar,
};
pub use node::Node;
pub use number::has_plain_digits;
pub use parsed_file::ParsedFile;
pub use positions::{Position, Positions, ancestors, child_path, push_key};
pub use read::{Contents, read};
pub use source::{MAX_DESCRIPTION_FILE, Source};
