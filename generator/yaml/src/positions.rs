//! The position of each key and value of a YAML file.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

/// Positions by path, where a path is a JSON pointer such as `/query/limit/type`.
pub type Positions = HashMap<String, Position, RandomState>;

/// Byte ranges of a value and of its key. A value without a key, such as an item of a list, is its own key.
#[derive(Clone)]
pub struct Position {
    /// Bytes of the key.
    pub key: Range<usize>,
    /// Bytes of the value.
    pub value: Range<usize>,
    /// The value without quotes and indentation, unless it is a map or a list.
    pub scalar: Option<String>,
    /// Whether the value was repaired or contains a repaired value.
    pub is_repaired: bool,
}

impl Position {
    pub(crate) fn new(key: Range<usize>, value: Range<usize>, scalar: Option<String>) -> Self {
        Self { key, value, scalar, is_repaired: false }
    }
}

/// Returns the path of `key` below the path `parent`.
#[must_use]
pub fn child_path(parent: &str, key: &str) -> String {
    let mut path = String::with_capacity(parent.len() + "/".len() + key.len());
    path.push_str(parent);
    push_key(&mut path, key);
    path
}

/// Appends a key to a path.
pub fn push_key(path: &mut String, key: &str) {
    path.push('/');
    // A search for one character at a time is faster than one for several.
    if key.contains('~') || key.contains('/') {
        path.push_str(&key.replace('~', "~0").replace('/', "~1"));
    } else {
        path.push_str(key);
    }
}

/// Returns a path, and then the paths of the maps and lists around it, innermost first.
pub fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| path.rsplit_once('/').map(|(parent, _)| parent))
}

/// Returns the keys of a path, outermost first.
pub(crate) fn keys(path: &str) -> impl Iterator<Item = String> {
    path.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~"))
}

/// Returns the range of a line within `span`, without white space at its ends.
///
/// Lines count from 1. If there are fewer lines, this is the last one.
pub(crate) fn line_span(text: &str, span: Range<usize>, line: usize) -> Range<usize> {
    let mut start = span.start;
    let mut found = start..start;
    let value = text.get(span).unwrap_or_default().trim_end();
    for (index, part) in value.split_inclusive('\n').enumerate() {
        let trimmed_start = start + part.len() - part.trim_start().len();
        found = trimmed_start..trimmed_start + part.trim().len();
        start += part.len();
        if index + 1 >= line {
            break;
        }
    }
    found
}
