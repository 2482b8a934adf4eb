//! Makes untrusted text safe to show or to send.

use std::path::Path;

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Maximum number of characters of a name or a state that a message repeats.
pub(crate) const MAX_NAME: usize = 100;

/// Maximum number of characters of a path that a message repeats.
const MAX_PATH: usize = 200;

/// Returns a path on one line, for a message.
pub(crate) fn shown_path(path: &Path) -> String {
    one_line(&path.display().to_string(), MAX_PATH)
}

/// Returns `text` as one line of at most `limit` characters, plus `…` if it was cut.
///
/// Invisible characters and line breaks become `\u{…}`, so that they cannot change how the rest of the line looks.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    let mut line = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == limit {
            line.push('…');
            break;
        }
        if is_invisible(character) {
            line.extend(character.escape_unicode());
        } else {
            line.push(character);
        }
    }
    line
}

/// Returns whether a character is not shown, or changes how the text around it is shown.
///
/// The generator, which the client does not depend on, has the same rule for descriptions.
#[must_use]
pub fn is_invisible(character: char) -> bool {
    // The tables of Unicode are slow, and most strings are ASCII.
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    let category = CodePointMapData::<GeneralCategory>::new().get(character);
    matches!(
        category,
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
    ) || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
}

/// Returns the text of a file, without a byte order mark.
///
/// # Errors
///
/// Says which encoding was found instead of UTF-8, and how to fix it.
pub fn decode_file(bytes: &[u8]) -> Result<&str, &'static str> {
    if is_utf16(bytes) {
        return Err("it is UTF-16: save it as UTF-8");
    }
    std::str::from_utf8(without_byte_order_mark(bytes)).map_err(|_| "it is not valid UTF-8: save it as UTF-8")
}

/// Removes the byte order mark of UTF-8.
pub(crate) fn without_byte_order_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// Returns whether bytes are UTF-16: it starts with a byte order mark, or with an ASCII character of two bytes.
pub(crate) fn is_utf16(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, 1..=0x7f, ..] | [1..=0x7f, 0, ..])
}

/// Checks a secret, an ID or another setting for characters that a shell or a file has left around it: white space,
/// line breaks, or quotes. The error starts with `name`, which says where the setting comes from, and does not repeat
/// it.
///
/// # Errors
///
/// Says which kind of character to remove.
pub fn check_setting(name: &str, text: &str) -> Result<(), String> {
    setting_error(text).map_or(Ok(()), |error| Err(to_remove(name, &error)))
}

/// Returns what is wrong with a setting that [`check_setting`] rejects, such as `starts or ends with a quote`.
pub(crate) fn setting_error(text: &str) -> Option<String> {
    // Each call checks its settings, and most of them are plain.
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return None;
    }
    let is_quote = |character| matches!(character, '"' | '\'' | '`' | '«' | '»' | '‘'..='‟' | '‹' | '›' | '「'..='』' | '＂' | '＇');
    let is_quoted = text.starts_with(is_quote) || text.ends_with(is_quote);
    padding_error(text).or_else(|| is_quoted.then(|| "starts or ends with a quote".to_owned()))
}

fn to_remove(name: &str, error: &str) -> String {
    format!("{name} {error}: remove it")
}

/// Checks a setting that must not be empty, like [`check_setting`].
pub(crate) fn check_filled(name: &str, text: &str) -> Result<(), String> {
    if text.is_empty() { Err(format!("{name} is empty")) } else { check_setting(name, text) }
}

/// Checks a key or an ID, which contains no white space, like [`check_setting`].
pub(crate) fn check_word(name: &str, text: &str) -> Result<(), String> {
    check_setting(name, text)?;
    if text.contains(char::is_whitespace) { Err(format!("{name} contains white space: remove it")) } else { Ok(()) }
}

/// Returns a key in lower case and without `_` and `-`: `errorcode` for `error_code`, `errorCode` and `Error-Code`.
pub(crate) fn normalize_key(key: &str) -> String {
    key.replace(['_', '-'], "").to_ascii_lowercase()
}

/// Like [`check_setting`], but allows quotes, which can be part of a password.
pub(crate) fn check_unpadded(name: &str, text: &str) -> Result<(), String> {
    padding_error(text).map_or(Ok(()), |error| Err(to_remove(name, &error)))
}

fn padding_error(text: &str) -> Option<String> {
    let is_padding = |character: char| character.is_whitespace() || is_invisible(character);
    if text.starts_with(is_padding) || text.ends_with(is_padding) {
        return Some("starts or ends with white space or an invisible character".to_owned());
    }
    let invisible = text.chars().find(|character| is_invisible(*character))?;
    Some(format!("contains U+{:04X}", u32::from(invisible)))
}

/// Checks that `text` is printable ASCII without leading or trailing spaces, so that a header carries it unchanged.
pub(crate) fn check_header_text(text: &str) -> Result<(), String> {
    if let Some(character) = text.chars().find(|character| !matches!(character, ' '..='~')) {
        return Err(format!("contains U+{:04X}", u32::from(character)));
    }
    if text.starts_with(' ') || text.ends_with(' ') {
        return Err("starts or ends with a space".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_invisible_characters() {
        assert_eq!(one_line("a\r\n\u{1b}[31m\0\u{202e}\u{7f}", 99), r"a\u{d}\u{a}\u{1b}[31m\u{0}\u{202e}\u{7f}");
        assert_eq!(one_line("\u{3164}\u{fe0f}\u{600}\u{34f}", 99), r"\u{3164}\u{fe0f}\u{600}\u{34f}");
        assert_eq!(one_line("集群 é \"'\\", 99), "集群 é \"'\\");
    }

    #[test]
    fn escapes_every_control_separator_and_formatting_character() {
        let ranges = [
            '\0'..='\u{1f}',
            '\u{7f}'..='\u{9f}',
            '\u{ad}'..='\u{ad}',
            '\u{61c}'..='\u{61c}',
            '\u{200b}'..='\u{200f}',
            '\u{2028}'..='\u{202e}',
            '\u{2060}'..='\u{206f}',
            '\u{feff}'..='\u{feff}',
            '\u{fff9}'..='\u{fffb}',
            '\u{e0000}'..='\u{e0fff}',
        ];
        for character in ranges.into_iter().flatten() {
            assert!(is_invisible(character), "U+{:04X}", u32::from(character));
        }
    }

    #[test]
    fn cuts_long_text() {
        assert_eq!(one_line("集群名", 2), "集群…");
        assert_eq!(one_line("集群", 2), "集群");
    }

    #[test]
    fn decodes_utf8_with_and_without_a_mark_and_names_utf16() {
        for (bytes, expected) in [
            (&b""[..], Ok("")),
            (b"{}", Ok("{}")),
            ("\u{feff}{}".as_bytes(), Ok("{}")),
            ("\u{feff}\u{feff}é".as_bytes(), Ok("\u{feff}é")),
            (b"\0", Ok("\0")),
            (b"{\xff}", Err("it is not valid UTF-8: save it as UTF-8")),
            (b"\xff\xfe{\0", Err("it is UTF-16: save it as UTF-8")),
            (b"\xfe\xff\0{", Err("it is UTF-16: save it as UTF-8")),
            (b"{\0}\0", Err("it is UTF-16: save it as UTF-8")),
            (b"\0{\0}", Err("it is UTF-16: save it as UTF-8")),
        ] {
            assert_eq!(decode_file(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn rejects_settings_with_white_space_or_quotes_around_them() {
        for text in ["", "a", "a b", "a\"b", "it's", "集"] {
            assert_eq!(check_setting("X", text), Ok(()), "{text:?}");
        }
        let padded = "X starts or ends with white space or an invisible character: remove it";
        for text in
            [" a", "a ", "a\n", "a\r\n", "\ta", "a\u{a0}", "\u{3000}a", "\u{feff}a", "a\u{200b}", " ", "\"a\"\n"]
        {
            assert_eq!(check_setting("X", text), Err(padded.to_owned()), "{text:?}");
            assert_eq!(check_unpadded("X", text), Err(padded.to_owned()), "{text:?}");
        }
        for text in ["\"a\"", "'a'", "\"a", "a'", "`a`", "“a”", "\""] {
            assert_eq!(
                check_setting("X", text),
                Err("X starts or ends with a quote: remove it".to_owned()),
                "{text:?}"
            );
            assert_eq!(check_unpadded("X", text), Ok(()), "{text:?}");
        }
        assert_eq!(check_setting("X", "a\nb"), Err("X contains U+000A: remove it".to_owned()));
        assert_eq!(check_setting("X", "a\u{202e}b"), Err("X contains U+202E: remove it".to_owned()));
    }

    #[test]
    fn rejects_white_space_in_keys_and_ids() {
        for text in ["a b", "sk ; comment", "a\u{a0}b"] {
            assert_eq!(check_setting("X", text), Ok(()), "{text:?}");
            assert_eq!(check_word("X", text), Err("X contains white space: remove it".to_owned()), "{text:?}");
        }
        assert_eq!(check_word("X", "a;b#c"), Ok(()));
    }

    #[test]
    fn accepts_only_printable_ascii_without_outer_spaces_as_header_text() {
        for text in ["", "a", "a b", "~!\""] {
            assert_eq!(check_header_text(text), Ok(()), "{text:?}");
        }
        for (text, error) in [
            ("a\nb", "contains U+000A"),
            ("\t", "contains U+0009"),
            ("集", "contains U+96C6"),
            ("𝄞", "contains U+1D11E"),
            ("a ", "starts or ends with a space"),
            (" a", "starts or ends with a space"),
        ] {
            assert_eq!(check_header_text(text).expect_err(text), error);
        }
    }
}
