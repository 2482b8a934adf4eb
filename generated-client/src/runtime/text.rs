//! Foreign text made fit for a line of ours.

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
