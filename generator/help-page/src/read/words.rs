//! Lists of words.

/// Returns whether a word is one of these, which spaces separate.
pub(super) fn is_one_of(word: &str, words: &str) -> bool {
    words.split(' ').any(|other| other == word)
}
