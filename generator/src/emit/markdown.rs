//! Plain text of the description as Markdown that shows it unchanged.

/// Escapes plain text.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut previous = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        let is_within_word = || previous.is_alphanumeric() && next.is_alphanumeric();
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '^' => true,
            '_' => !is_within_word(),
            // Bare links, and the dashes and ellipses of smart punctuation.
            ':' => next == '/',
            '-' | '.' => previous == c || next == c,
            '@' => is_within_word(),
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(c);
        previous = c;
    }
    escaped
}

/// Escapes plain text and makes sure that it ends a sentence.
pub(super) fn sentence(text: &str) -> String {
    let mut escaped = escape(text);
    if !text.ends_with(['.', '!', '?']) {
        escaped.push('.');
    }
    escaped
}

/// Formats a name or value as code; in quotes if it contains a backtick, and in words if it is empty.
pub(super) fn code(text: &str) -> String {
    if text.is_empty() {
        return "the empty string".to_owned();
    }
    if text.contains('`') { format!("“{}”", escape(text)) } else { format!("`{text}`") }
}

/// Escapes Markdown that would begin a list, a heading or the like, so that it is a paragraph.
pub(super) fn paragraph(markdown: &str) -> String {
    match markdown.split_once(' ') {
        Some((first, rest)) => format!("{} {rest}", escape_line_start(first)),
        None => escape_line_start(markdown),
    }
}

/// Breaks Markdown into lines of at most `width` bytes if its words allow it.
pub(super) fn wrap(markdown: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in words(markdown) {
        if !line.is_empty() && line.len() + 1 + word.len() > width {
            lines.push(std::mem::take(&mut line));
        }
        if line.is_empty() {
            line.push_str(&escape_line_start(word));
        } else {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines.push(line);
    lines
}

/// Splits Markdown at spaces, except within code, where a line break would change what is shown.
fn words(markdown: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut in_code = false;
    let mut escaped = false;
    for (index, c) in markdown.char_indices() {
        match c {
            '`' if in_code || !escaped => in_code = !in_code,
            ' ' if !in_code => {
                words.extend(markdown.get(start..index));
                start = index + 1;
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped && !in_code;
    }
    words.extend(markdown.get(start..));
    words
}

/// Escapes a word that would begin a block at the start of a line: a numbered list, a heading, a quote.
fn escape_line_start(word: &str) -> String {
    if word.starts_with(['#', '+', '-', '=', ':']) {
        return format!("\\{word}");
    }
    let marker = word.trim_start_matches(|c: char| c.is_ascii_digit());
    match word.strip_suffix(marker) {
        Some(digits) if !digits.is_empty() && matches!(marker, "." | ")") => format!("{digits}\\{marker}"),
        _ => word.to_owned(),
    }
}
