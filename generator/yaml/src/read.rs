//! Reads a file with two parsers: one for positions, one for values.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::parsed_file::ParsedFile;
use crate::scan::{Scan, scan};
use crate::source::Source;
use crate::values;

/// What a file contains.
pub struct Contents {
    /// Its text and the positions in it.
    pub file: ParsedFile,
    /// Its values. All keys are strings. Of duplicate keys, the first one is kept.
    pub value: Value,
    /// Paths of values that were reported, such as null.
    pub removed: HashSet<String>,
}

/// Reads a file and returns its errors, at most [`MAX_ERRORS_OF_FILE`](crate::MAX_ERRORS_OF_FILE). Some errors leave
/// the values readable.
#[must_use]
pub fn read(source: &Arc<Source>) -> (Option<Contents>, Vec<Diagnostic>) {
    let source = match source.yaml() {
        text if text.len() == source.text.len() => Arc::clone(source),
        text => Arc::new(Source { path: source.path.clone(), text: text.to_owned() }),
    };
    let Scan { positions, mut diagnostics, aliases, removed, is_complete } = scan(&source);
    if !is_complete {
        return (None, diagnostics);
    }
    let file = ParsedFile { source, positions };
    let value = values::read(&file, &aliases, &mut diagnostics);
    (value.map(|value| Contents { file, value, removed }), diagnostics)
}
