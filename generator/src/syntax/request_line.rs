//! Request lines `METHOD /path/{placeholder}`.

use crate::ir::{self, Method};

/// A request line.
pub struct RequestLine {
    /// Method.
    pub method: Method,
    /// Path with `{placeholders}`.
    pub path: String,
}

impl RequestLine {
    /// Parses a request line. Does not check the segments of its path.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let (method, path) = line.split_once(' ')?;
        let method = Method::ALL.into_iter().find(|known| known.as_str() == method)?;
        path.starts_with('/').then(|| Self { method, path: path.to_owned() })
    }
}

/// Checks whether a request line can be described.
///
/// # Errors
///
/// Says what is wrong.
pub fn check(line: &str) -> Result<(), String> {
    let Some(request_line) = RequestLine::parse(line) else {
        return Err("it must be `METHOD /path` with the method DELETE, GET, POST or PUT".to_owned());
    };
    let mut placeholders = Vec::new();
    for segment in request_line.path.split('/').skip(1) {
        match ir::placeholder(segment) {
            Some(name) if placeholders.contains(&name) => return Err(format!("duplicate placeholder `{name}`")),
            Some(name) => placeholders.push(name),
            None if !is_path_segment(segment) => return Err(format!("invalid path segment `{segment}`")),
            None => {}
        }
    }
    Ok(())
}

/// Returns whether the text is a valid literal segment of a path.
pub(crate) fn is_path_segment(segment: &str) -> bool {
    let is_unreserved = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~');
    !matches!(segment, "" | "." | "..") && segment.chars().all(is_unreserved)
}
