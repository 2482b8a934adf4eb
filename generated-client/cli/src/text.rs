//! Texts made fit for a terminal.

use std::fmt::Write;

/// So many characters of a message are shown.
const LONGEST: usize = 2000;

/// Bounded by leaving out its middle, and with what could change the line escaped: an argument can hold anything.
pub(crate) fn one_line(message: &str) -> String {
    let mut line = String::new();
    let length = message.chars().count();
    for (index, c) in message.chars().enumerate() {
        match c {
            _ if length > LONGEST && index == LONGEST / 2 => line.push('…'),
            _ if index > LONGEST / 2 && index < length.saturating_sub(LONGEST / 2) => {}
            c if is_hidden(c) => line.extend(c.escape_default()),
            c => line.push(c),
        }
    }
    line
}

/// The same JSON, fit for a terminal: what could change a line or hide in it is escaped.
pub(crate) fn visible(json: &str) -> String {
    let mut visible = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(visible, "\\u{unit:04x}");
            }
        } else {
            visible.push(c);
        }
    }
    visible
}

/// Control characters, line separators, and marks that turn the direction of writing or take no room.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_bounded_and_has_no_control_characters() {
        assert_eq!(one_line("a\nb\u{1b}[2J\u{9b}é\u{202e}"), r"a\nb\u{1b}[2J\u{9b}é\u{202e}");
        for length in [0, 1, LONGEST - 1, LONGEST] {
            assert_eq!(one_line(&"é".repeat(length)).chars().count(), length);
        }
        let long = format!("begin{}end", "é".repeat(LONGEST));
        let line = one_line(&long);
        assert_eq!(line.chars().count(), LONGEST + 1);
        assert!(line.starts_with("begin") && line.contains("é…é") && line.ends_with("end"), "{line}");
    }

    #[test]
    fn nothing_hides_in_the_output() {
        let value = serde_json::json!({ "a": "\u{9b}2J \u{202e} \u{e0041} \u{1b} é 集" });
        let shown = visible(&serde_json::to_string_pretty(&value).expect("JSON"));
        assert_eq!(shown, "{\n  \"a\": \"\\u009b2J \\u202e \\udb40\\udc41 \\u001b é 集\"\n}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).expect("the same JSON"), value);
    }
}
