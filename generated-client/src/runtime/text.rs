//! Texts made fit for where they go: a line of ours, a header.

/// One line of at most `limit` characters: what could change the line or hide in it is written as `\u{…}`.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    let mut line = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == limit {
            line.push('…');
            break;
        }
        if is_hidden(character) {
            line.extend(character.escape_unicode());
        } else {
            line.push(character);
        }
    }
    line
}

/// Control characters, line separators, and marks that turn the direction of writing or take no room.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(character, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Why a header cannot carry a text so that the same text arrives.
pub(crate) fn header_text_fault(text: &str) -> Option<String> {
    if let Some(character) = text.chars().find(|character| !matches!(character, ' '..='~')) {
        return Some(format!("the character U+{:04X}", u32::from(character)));
    }
    (text.starts_with(' ') || text.ends_with(' ')).then(|| "a space at an end".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_line() {
        assert_eq!(one_line("a\r\n\u{1b}[31m\0\u{202e}\u{7f}", 99), r"a\u{d}\u{a}\u{1b}[31m\u{0}\u{202e}\u{7f}");
        assert_eq!(one_line("集群 é \"'\\", 99), "集群 é \"'\\");
    }

    #[test]
    fn it_is_bounded() {
        assert_eq!(one_line("集群名", 2), "集群…");
        assert_eq!(one_line("集群", 2), "集群");
    }
}
