//! Lists of words.

/// Returns whether a word is in a list that is separated by spaces.
pub(super) fn is_one_of(word: &str, words: &str) -> bool {
    words.split(' ').any(|other| other == word)
}
