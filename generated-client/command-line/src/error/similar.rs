//! Suggestions for misspelled names.

/// Minimum similarity of a suggestion, from 0 to 1.
const MIN_SIMILARITY: f64 = 0.8;

/// Returns the known name most similar to `name`, if any is similar enough. Case makes no difference.
pub(crate) fn most_similar<'a>(name: &str, known: &'a [impl AsRef<str>]) -> Option<&'a str> {
    let mut best = MIN_SIMILARITY;
    let mut found = None;
    for candidate in known {
        let similarity = similarity(name, candidate.as_ref());
        if similarity >= best {
            best = similarity;
            found = Some(candidate.as_ref());
        }
    }
    found
}

/// Returns whether two names are similar enough to suggest one instead of the other. Case makes no difference.
pub(super) fn are_similar(name: &str, other: &str) -> bool {
    similarity(name, other) >= MIN_SIMILARITY
}

/// Returns the similarity of two names, from 0 to 1. The beginning counts no more than the rest, since many names have
/// the same one.
fn similarity(name: &str, other: &str) -> f64 {
    strsim::jaro(&name.to_lowercase(), &other.to_lowercase())
}
