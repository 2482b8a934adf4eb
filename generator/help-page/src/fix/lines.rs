//! Lines of YAML: their ends, indentation and quotes.

use crate::notation::quoted;

/// Returns the start of the line at an offset.
pub(super) fn start(text: &str, offset: usize) -> usize {
    text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// Returns the end of the line at an offset, after its line break. Fails if anything but white space or the end of a
/// key follows on the line.
pub(super) fn end(text: &str, offset: usize) -> Result<usize, String> {
    let rest = text.get(offset..).unwrap_or_default();
    let line = rest.split_inclusive('\n').next().unwrap_or_default();
    let visible = line.trim().trim_start_matches(':').trim_start();
    if visible.is_empty() || visible.starts_with('#') {
        return Ok(offset + line.len());
    }
    Err("several entries are on one line: write each on its own line".to_owned())
}

/// Returns the start of the comment lines with this indentation right above an offset.
pub(super) fn comments_above(text: &str, offset: usize, indent: usize) -> usize {
    let mut start = offset;
    for line in text.get(..offset).unwrap_or_default().split_inclusive('\n').rev() {
        if comment_indent(line) != Some(indent) {
            break;
        }
        start -= line.len();
    }
    start
}

/// Returns the end of the comment lines with more than this indentation right below an offset.
pub(super) fn comments_below(text: &str, offset: usize, indent: usize) -> usize {
    let mut end = offset;
    for line in text.get(offset..).unwrap_or_default().split_inclusive('\n') {
        if comment_indent(line).is_none_or(|own| own <= indent) {
            break;
        }
        end += line.len();
    }
    end
}

/// Returns the indentation of a line that is a comment.
fn comment_indent(line: &str) -> Option<usize> {
    let comment = line.trim_start_matches(' ');
    comment.starts_with('#').then_some(line.len() - comment.len())
}

/// Returns the length of the blank line at the end of a string.
pub(super) fn blank_line_at_end(text: &str) -> Option<usize> {
    if text.ends_with("\n\r\n") {
        return Some(2);
    }
    text.ends_with("\n\n").then_some(1)
}

/// Indents lines, except for blank ones.
pub(super) fn indented(text: &str, indent: &str) -> String {
    let mut lines = String::new();
    for line in text.lines() {
        if !line.is_empty() {
            lines.push_str(indent);
            lines.push_str(line);
        }
        lines.push('\n');
    }
    lines
}

/// Removes indentation that all lines have.
pub(super) fn without_indentation(text: &str, indent: &str) -> String {
    let mut lines = String::new();
    for line in text.lines() {
        lines.push_str(line.strip_prefix(indent).unwrap_or(line.trim_start_matches(' ')));
        lines.push('\n');
    }
    lines
}

/// Returns the keys of a map as an item of a list.
pub(super) fn list_item(keys: &str) -> String {
    indented(keys, "  ").replacen("  ", "- ", 1)
}

/// Returns text with the line breaks that a file has around an offset.
pub(super) fn with_line_breaks_at(file: &str, offset: usize, text: &str) -> String {
    let (before, after) = file.split_at_checked(offset).unwrap_or((file, ""));
    let line_before = before.split_inclusive('\n').rfind(|line| line.ends_with('\n'));
    let nearest = line_before.or_else(|| after.split_inclusive('\n').next()).unwrap_or_default();
    let text = text.replace("\r\n", "\n");
    if nearest.ends_with("\r\n") { text.replace('\n', "\r\n") } else { text }
}

/// Returns the text of a scalar that is plain or in double quotes.
pub(super) fn unquoted(scalar: &str) -> String {
    serde_json::from_str(scalar).unwrap_or_else(|_| scalar.to_owned())
}

/// Returns a scalar, which is plain or in double quotes, with the quotes that an old one has.
pub(super) fn quoted_like(old: &str, new: &str) -> String {
    let plain = unquoted(new);
    match old.chars().next() {
        Some('"') => quoted(&plain),
        Some('\'') if !plain.contains(char::is_control) => format!("'{}'", plain.replace('\'', "''")),
        _ => new.to_owned(),
    }
}

/// Returns a scalar without the comment after its closing quote.
pub(super) fn without_comment(scalar: &str) -> &str {
    let Some(quote @ ('"' | '\'')) = scalar.chars().next() else { return scalar };
    let mut characters = scalar.char_indices().skip(1).peekable();
    while let Some((index, character)) = characters.next() {
        let is_doubled = quote == '\'' && characters.peek().is_some_and(|(_, next)| *next == quote);
        if (quote == '"' && character == '\\') || (character == quote && is_doubled) {
            characters.next();
        } else if character == quote {
            return scalar.get(..=index).unwrap_or(scalar);
        }
    }
    scalar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_quotes() {
        for (old, new, expected) in [
            ("String", "Integer(1..5)", "Integer(1..5)"),
            ("\"String\"", "Integer", "\"Integer\""),
            ("'String'", "Integer", "'Integer'"),
            ("'a'", "\"it's\"", "'it''s'"),
            ("a", "\"x: y\"", "\"x: y\""),
        ] {
            assert_eq!(quoted_like(old, new), expected, "{old} {new}");
        }
    }

    #[test]
    fn finds_the_closing_quote() {
        for (scalar, expected) in [
            ("\"a # b\" # \"c\"", "\"a # b\""),
            ("\"a\\\" # b\" # c", "\"a\\\" # b\""),
            ("'it''s # a' # 'b'", "'it''s # a'"),
            ("'' # a", "''"),
            ("a", "a"),
            ("\"a", "\"a"),
        ] {
            assert_eq!(without_comment(scalar), expected, "{scalar}");
        }
    }
}
