//! Text of descriptions in Markdown. Values and titles come from help pages and can contain any visible characters.

/// Formats text as code, so that nothing in it is markup, a link or a mention.
#[must_use]
pub fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let runs = text.split(|c| c != '`').map(str::len);
    match runs.max() {
        None | Some(0) => format!("`{text}`"),
        Some(longest) => {
            let fence = "`".repeat(longest + 1);
            let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
            format!("{fence}{space}{text}{space}{fence}")
        }
    }
}

/// Returns text as it is, or as code if a part of it could be markup, a link or a mention.
#[must_use]
pub fn plain(text: &str) -> String {
    let is_special = |c: char| c.is_control() || "`*[]<&@#\\!~|".contains(c);
    let is_link = text.contains("://") || text.to_ascii_lowercase().contains("www.");
    if is_link || text.contains(is_special) { code(text) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn formats_what_could_be_markup_as_code() {
        for (text, expected) in [
            ("value added", "value added"),
            ("String(1..64) -> String(1..128)", "String(1..64) -> String(1..128)"),
            ("Array<String>", "`Array<String>`"),
            ("a task_id of spec/a_b.yaml:7", "a task_id of spec/a_b.yaml:7"),
            ("@someone", "`@someone`"),
            ("see #1", "`see #1`"),
            ("https://example.com", "`https://example.com`"),
            ("WWW.example.com", "`WWW.example.com`"),
            ("[a](b)", "`[a](b)`"),
            ("a` <b> ``@c", "```a` <b> ``@c```"),
            ("`a", "`` `a ``"),
            ("a\nb", "`a b`"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }
}
