//! Patterns of strings, compiled when they are first used.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use regex_lite::Regex;

/// The compiled patterns. There are at most as many as descriptors have.
static COMPILED: Mutex<Option<HashMap<&'static str, Arc<Regex>>>> = Mutex::new(None);

/// Returns whether a pattern matches a part of the text.
pub(crate) fn matches(pattern: &'static str, text: &str) -> bool {
    match compiled(pattern) {
        Some(regex) => regex.is_match(text),
        // The generator rejects invalid patterns.
        None => true,
    }
}

fn compiled(pattern: &'static str) -> Option<Arc<Regex>> {
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let compiled = compiled.get_or_insert_default();
    if let Some(regex) = compiled.get(pattern) {
        return Some(Arc::clone(regex));
    }
    let regex = Arc::new(Regex::new(pattern).ok()?);
    compiled.insert(pattern, Arc::clone(&regex));
    Some(regex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_any_part_of_the_text() {
        for (pattern, text, expected) in [
            ("b", "abc", true),
            ("^b", "abc", false),
            ("^[a-z]+$", "abc", true),
            ("^[a-z]+$", "abc\n", false),
            ("^.{2}$", "é集", true),
            ("^$", "", true),
            ("(", "an invalid pattern accepts everything", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text:?}");
        }
    }

    #[test]
    fn compiles_a_pattern_once() {
        let (first, second) = (compiled("^once$").expect("a pattern"), compiled("^once$").expect("a pattern"));
        assert!(Arc::ptr_eq(&first, &second));
    }

    /// A backtracking engine would need an exponential number of steps.
    #[test]
    fn time_is_linear_in_the_length_of_the_text() {
        assert!(!matches("^(a+)+$", &format!("{}b", "a".repeat(5_000))));
    }
}
