//! Detects pages that are not in English.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::error::ReadError;
use super::lines::Line;
use Sign::{Script, Words};

/// What shows that text is in a language.
enum Sign {
    /// The letters of a script other than Latin.
    Script(RangeInclusive<char>),
    /// Frequent words that English does not have.
    Words(&'static str),
}

/// The tag and the name of each language, and how to recognize it. Japanese precedes Chinese, since Japanese text also
/// contains Chinese characters.
const LANGUAGES: [(&str, &str, Sign); 14] = [
    ("ja", "Japanese", Script('\u{3040}'..='\u{30ff}')),
    ("zh", "Chinese", Script('\u{4e00}'..='\u{9fff}')),
    ("ko", "Korean", Script('\u{ac00}'..='\u{d7af}')),
    ("ru", "Russian", Script('\u{400}'..='\u{4ff}')),
    ("th", "Thai", Script('\u{e00}'..='\u{e7f}')),
    ("ar", "Arabic", Script('\u{600}'..='\u{6ff}')),
    ("es", "Spanish", Words("el los las una del para por que es se")),
    ("pt", "Portuguese", Words("os uma não dos para pelo da é ao que")),
    ("fr", "French", Words("le les des est une pour dans du et sur")),
    ("de", "German", Words("der die das und ist nicht eine für wird von")),
    ("tr", "Turkish", Words("ve bir için bu olarak ile olan tarafından")),
    ("id", "Indonesian", Words("yang dan untuk dari adalah tidak dengan ini")),
    ("vi", "Vietnamese", Words("và của được các cho không này là")),
    ("it", "Italian", Words("il gli della una per che è di del con")),
];

const ENGLISH: &str = "the of is to and for this in be whether";

/// Returns the error for a page in a language.
pub(super) fn error(language: &str) -> ReadError {
    ReadError::new(1, format!("the help page is in {language}: save the English help page"))
}

/// Returns the name of the language of a tag such as `zh-cn`, unless it is English or not known.
pub(super) fn name_of_tag(tag: &str) -> Option<&'static str> {
    let language = tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase();
    let (_, name, _) = LANGUAGES.iter().find(|(tag, ..)| *tag == language)?;
    Some(name)
}

/// Rejects text that is mostly in another language.
pub(super) fn require_english(lines: &[Line]) -> Result<(), ReadError> {
    match foreign_script(lines).or_else(|| foreign_words(lines)) {
        Some(language) => Err(error(language)),
        None => Ok(()),
    }
}

/// Returns the first language whose script has at least a tenth of the letters.
fn foreign_script(lines: &[Line]) -> Option<&'static str> {
    let letters: Vec<char> = lines.iter().flat_map(|line| line.text.chars()).filter(|c| c.is_alphabetic()).collect();
    let mut kana = 0;
    for (_, language, sign) in &LANGUAGES {
        let Script(script) = sign else {
            continue;
        };
        let count = letters.iter().filter(|letter| script.contains(*letter)).count();
        if count > 0 && count * 10 >= letters.len() {
            let is_japanese = *language == "Chinese" && kana * 5 > count;
            return Some(if is_japanese { "Japanese" } else { language });
        }
        if *language == "Japanese" {
            kana = count;
        }
    }
    None
}

/// Returns the language with frequent words that outnumber the English ones.
fn foreign_words(lines: &[Line]) -> Option<&'static str> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for word in lines.iter().flat_map(|line| line.text.split_whitespace()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    let count = |known: &str| known.split(' ').filter_map(|word| counts.get(word)).sum::<usize>();
    let mut found = None;
    let mut most = count(ENGLISH).max(9);
    for (_, language, sign) in &LANGUAGES {
        if let Words(known) = sign
            && count(known) > most
        {
            most = count(known);
            found = Some(*language);
        }
    }
    found
}
