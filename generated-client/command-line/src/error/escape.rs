//! Escaping of text for a terminal: control characters and invisible characters could hide or change output.

use std::fmt::Write;

use huaweicloud_core::codegen::is_invisible;

/// Maximum number of characters of a message.
const MAX_MESSAGE_LENGTH: usize = 2000;

/// Returns the message on one line, with invisible characters escaped. Removes the middle of a message that is too
/// long.
pub(crate) fn escape_message(message: &str) -> String {
    let half = MAX_MESSAGE_LENGTH / 2;
    let removed = message.chars().count().saturating_sub(MAX_MESSAGE_LENGTH);
    if removed == 0 {
        return escape(message.chars(), is_invisible);
    }
    let (start, end) = (message.chars().take(half), message.chars().skip(half + removed));
    escape(start.chain(['…']).chain(end), is_invisible)
}

/// Returns at most `limit` characters of the text, and `…` if there are more.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Returns the text with invisible characters and backslashes escaped, as one cell of a table.
pub(crate) fn escape_cell(text: &str) -> String {
    escape(text.chars(), |c| c == '\\' || is_invisible(c))
}

fn escape(text: impl Iterator<Item = char>, is_escaped: fn(char) -> bool) -> String {
    let mut escaped = String::new();
    for c in text {
        if is_escaped(c) { escaped.extend(c.escape_default()) } else { escaped.push(c) }
    }
    escaped
}

/// Returns the same JSON with invisible characters escaped, except line feeds, which JSON has only between values.
pub(crate) fn escape_json(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || !is_invisible(c) {
            escaped.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(escaped, "\\u{unit:04x}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_invisible_characters_in_messages() {
        assert_eq!(escape_message("a\nb\u{1b}[2J\u{9b}é\u{202e}"), r"a\nb\u{1b}[2J\u{9b}é\u{202e}");
    }

    #[test]
    fn escapes_invisible_characters_and_backslashes_in_cells() {
        assert_eq!(escape_cell("a\tb\nc\\d\u{1b}[2J é"), r"a\tb\nc\\d\u{1b}[2J é");
    }

    #[test]
    fn shortens_long_messages() {
        for length in [0, 1, MAX_MESSAGE_LENGTH - 1, MAX_MESSAGE_LENGTH] {
            assert_eq!(escape_message(&"é".repeat(length)).chars().count(), length);
        }
        let long = format!("begin{}end", "é".repeat(MAX_MESSAGE_LENGTH));
        let line = escape_message(&long);
        assert_eq!(line.chars().count(), MAX_MESSAGE_LENGTH + 1);
        assert!(line.starts_with("begin") && line.contains("é…é") && line.ends_with("end"), "{line}");
    }

    #[test]
    fn cuts_long_texts() {
        for (text, shown) in [("", ""), ("éé", "éé"), ("ééé", "éé…")] {
            assert_eq!(shorten(text, 2), shown);
        }
    }

    #[test]
    fn escapes_invisible_characters_in_json() {
        let value = serde_json::json!({ "a": "\u{9b}2J \u{202e} \u{e0041} \u{1b} é 集" });
        let escaped = escape_json(&serde_json::to_string_pretty(&value).expect("JSON"));
        assert_eq!(escaped, "{\n  \"a\": \"\\u009b2J \\u202e \\udb40\\udc41 \\u001b é 集\"\n}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).expect("the same JSON"), value);
    }

    #[test]
    fn classifies_hidden_and_visible_characters() {
        for hidden in "\0\t\n\u{1b}\u{7f}\u{85}\u{9b}\u{ad}\u{34f}\u{61c}\u{115f}\u{180e}\u{200b}\u{200d}\u{200f}\
                       \u{2028}\u{2029}\u{202e}\u{2060}\u{2065}\u{206f}\u{3164}\u{fe0f}\u{feff}\u{fff9}\u{fffb}\
                       \u{e0001}\u{e0041}\u{e0fff}"
            .chars()
        {
            assert!(is_invisible(hidden), "{hidden:?}");
        }
        for visible in " ~\u{a0}é集ä́\u{3000}\u{fffd}😀".chars() {
            assert!(!is_invisible(visible), "{visible:?}");
        }
    }
}
