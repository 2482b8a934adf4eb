//! The sentences of a description.

use super::super::lines::Line;
use super::super::located::Located;
use super::super::patterns::FURTHER_DEFAULT;

/// A sentence, and the line that it is a part of.
#[derive(Clone, Copy)]
pub(super) struct Sentence<'t> {
    pub text: &'t str,
    pub line: &'t Line,
}

impl<'t> Sentence<'t> {
    /// Creates a sentence that is an entire line.
    pub(super) fn of_line(line: &'t Line) -> Self {
        Self { text: &line.text, line }
    }

    /// Returns a fact that the sentence states, with its place.
    pub(super) fn located<T>(self, fact: T) -> Located<T> {
        Located::new(fact, self.line.number, self.text)
    }
}

/// Splits a string into sentences. A default after a range is a sentence, unless both depend on something.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(". ").flat_map(split_at_default).map(str::trim).filter(|sentence| !sentence.is_empty())
}

fn split_at_default(sentence: &str) -> [&str; 2] {
    match FURTHER_DEFAULT.captures(sentence) {
        Some(found) => {
            let part = |name| found.name(name).map_or("", |part| part.as_str());
            [part("range"), part("default")]
        }
        None => [sentence, ""],
    }
}
