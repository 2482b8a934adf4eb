//! Detects pages that are not in English.

use std::ops::RangeInclusive;

use super::error::ReadError;
use super::lines::Line;

/// Returns the error for a page in a language.
pub(super) fn error(language: &str) -> ReadError {
    ReadError { line: 1, message: format!("the help page is in {language}: save the English help page") }
}

/// Returns the name of the language of a tag such as `zh-cn`, unless it is English or not known.
pub(super) fn name_of_tag(tag: &str) -> Option<&'static str> {
    let language = tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase();
    Some(match language.as_str() {
        "zh" => "Chinese",
        "ja" => "Japanese",
        "ko" => "Korean",
        "ru" => "Russian",
        "th" => "Thai",
        "ar" => "Arabic",
        "es" => "Spanish",
        "pt" => "Portuguese",
        "fr" => "French",
        "de" => "German",
        "tr" => "Turkish",
        "id" => "Indonesian",
        "vi" => "Vietnamese",
        "it" => "Italian",
        _ => return None,
    })
}

/// Rejects text that is mostly in another language.
pub(super) fn require_english(lines: &[Line]) -> Result<(), ReadError> {
    match foreign_script(lines).or_else(|| foreign_words(lines)) {
        Some(language) => Err(error(language)),
        None => Ok(()),
    }
}

/// The letters of languages with another script than English.
const SCRIPTS: [(&str, RangeInclusive<char>); 6] = [
    ("Japanese", '\u{3040}'..='\u{30ff}'),
    ("Chinese", '\u{4e00}'..='\u{9fff}'),
    ("Korean", '\u{ac00}'..='\u{d7af}'),
    ("Russian", '\u{400}'..='\u{4ff}'),
    ("Thai", '\u{e00}'..='\u{e7f}'),
    ("Arabic", '\u{600}'..='\u{6ff}'),
];

/// Returns the first language whose script has at least a tenth of the letters.
fn foreign_script(lines: &[Line]) -> Option<&'static str> {
    let letters: Vec<char> = lines.iter().flat_map(|line| line.text.chars()).filter(|c| c.is_alphabetic()).collect();
    let mut kana = 0;
    for (language, script) in SCRIPTS {
        let count = letters.iter().filter(|letter| script.contains(*letter)).count();
        if count > 0 && count * 10 >= letters.len() {
            // Japanese text also contains Chinese characters.
            let is_japanese = language == "Chinese" && kana * 5 > count;
            return Some(if is_japanese { "Japanese" } else { language });
        }
        if language == "Japanese" {
            kana = count;
        }
    }
    None
}

const ENGLISH: [&str; 10] = ["the", "of", "is", "to", "and", "for", "this", "in", "be", "whether"];

/// Frequent words of languages in Latin script that English does not have.
const WORDS: [(&str, &[&str]); 8] = [
    ("Spanish", &["el", "los", "las", "una", "del", "para", "por", "que", "es", "se"]),
    ("Portuguese", &["os", "uma", "não", "dos", "para", "pelo", "da", "é", "ao", "que"]),
    ("French", &["le", "les", "des", "est", "une", "pour", "dans", "du", "et", "sur"]),
    ("German", &["der", "die", "das", "und", "ist", "nicht", "eine", "für", "wird", "von"]),
    ("Turkish", &["ve", "bir", "için", "bu", "olarak", "ile", "olan", "tarafından"]),
    ("Indonesian", &["yang", "dan", "untuk", "dari", "adalah", "tidak", "dengan", "ini"]),
    ("Vietnamese", &["và", "của", "được", "các", "cho", "không", "này", "là"]),
    ("Italian", &["il", "gli", "della", "una", "per", "che", "è", "di", "del", "con"]),
];

/// Returns the language with frequent words that outnumber the English ones.
fn foreign_words(lines: &[Line]) -> Option<&'static str> {
    let words: Vec<String> =
        lines.iter().flat_map(|line| line.text.split_whitespace()).map(str::to_lowercase).collect();
    let count = |known: &[&str]| words.iter().filter(|word| known.contains(&word.as_str())).count();
    let english = count(&ENGLISH);
    let mut found = None;
    let mut most = english.max(9);
    for (language, known) in WORDS {
        let number = count(known);
        if number > most {
            most = number;
            found = Some(language);
        }
    }
    found
}
