//! What is printed: file names, arguments and files can contain characters that a terminal interprets.

use std::borrow::Cow;
use std::io::{ErrorKind, Write};
use std::path::Path;

use hss_generator::text::is_invisible;

/// Prints text with a line break at its end, and ignores write errors: the output may be a closed pipe.
pub(crate) fn print(out: &mut impl Write, text: &str) {
    let _ = writeln!(out, "{}", lines(text));
}

/// Prints a result as it is. A closed pipe is not an error, but a full disk is.
pub(crate) fn print_result(out: &mut impl Write, result: &str) -> Result<(), String> {
    match out.write_all(result.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(format!("cannot print the result: {error}")),
        _ => Ok(()),
    }
}

/// Returns a path for messages, on one line.
pub(crate) fn path(path: &Path) -> String {
    line(&path.to_string_lossy()).into_owned()
}

/// Returns text on several lines.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    escape(text, &['\n', '\t'])
}

/// Returns text on one line.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    escape(text, &[])
}

/// Returns a number of things, in the singular or the plural.
pub(crate) fn count(count: usize, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

/// Lists items below a title, one a line, or returns nothing if there are none.
pub(crate) fn list(title: &str, items: &[String]) -> String {
    let lines: Vec<Cow<'_, str>> = items.iter().map(|item| line(item)).collect();
    if lines.is_empty() { String::new() } else { format!("{title}\n  {}\n", lines.join("\n  ")) }
}

/// Escapes characters that a terminal interprets or does not show, except for some.
fn escape<'a>(text: &'a str, except: &[char]) -> Cow<'a, str> {
    let is_escaped = |c: char| is_invisible(c) && !except.contains(&c);
    if !text.contains(is_escaped) {
        return text.into();
    }
    let mut escaped = String::new();
    for c in text.chars() {
        if is_escaped(c) {
            escaped.extend(c.escape_default());
        } else {
            escaped.push(c);
        }
    }
    escaped.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_a_terminal_interprets() {
        let mut printed = Vec::new();
        print(&mut printed, "a\n\tb\u{1b}[2J\u{9b}\r\u{202e}é");
        assert_eq!(String::from_utf8_lossy(&printed), "a\n\tb\\u{1b}[2J\\u{9b}\\r\\u{202e}é\n");
        assert_eq!(path(Path::new("a\nb\t.yaml")), "a\\nb\\t.yaml");
    }
}
