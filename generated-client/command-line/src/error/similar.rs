//! Suggestions for misspelled names.

/// Minimum similarity of a suggestion, from 0 to 1.
const MIN_SIMILARITY: f64 = 0.8;

/// Returns the known name most similar to `name`, if any is similar enough. Case makes no difference.
pub(crate) fn most_similar<'a>(name: &str, known: &'a [impl AsRef<str>]) -> Option<&'a str> {
    let mut best = MIN_SIMILARITY;
    let mut found = None;
    let name = name.to_lowercase();
    for candidate in known {
        let similarity = strsim::jaro_winkler(&name, &candidate.as_ref().to_lowercase());
        if similarity >= best {
            best = similarity;
            found = Some(candidate.as_ref());
        }
    }
    found
}
