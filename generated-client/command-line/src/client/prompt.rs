//! Reads what a person types, or the lines of another program. A terminal shows the questions.

use std::io::{self, BufRead, IsTerminal, Write};

/// Maximum size of a line, which is larger than any token.
const MAX_LINE_BYTES: u64 = 1024 * 1024;

/// Reads a line of standard input. The end of the input is an empty line, but an error on a terminal: a person who types
/// it wants to stop.
pub(crate) fn line(question: &str) -> io::Result<String> {
    if !io::stdin().is_terminal() {
        return Ok(read_line(io::stdin().lock())?.unwrap_or_default());
    }
    let mut stderr = io::stderr();
    stderr.write_all(question.as_bytes()).and_then(|()| stderr.flush())?;
    read_line(io::stdin().lock())?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

/// Reads a line of standard input, which a terminal does not show.
pub(crate) fn secret(question: &str) -> io::Result<String> {
    if io::stdin().is_terminal() {
        return rpassword::prompt_password(question);
    }
    Ok(read_line(io::stdin().lock())?.unwrap_or_default())
}

/// Reads a line without its end. Returns `None` at the end of the input.
fn read_line(input: impl BufRead) -> io::Result<Option<String>> {
    let mut line = String::new();
    let length = input.take(MAX_LINE_BYTES + 1).read_line(&mut line)?;
    if length as u64 > MAX_LINE_BYTES {
        return Err(io::Error::other("the line is longer than 1 MiB"));
    }
    if length == 0 {
        return Ok(None);
    }
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(Some(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_line_of_limited_size() {
        let limit = usize::try_from(MAX_LINE_BYTES).expect("a size");
        for (input, expected) in [("", None), ("a", Some("a")), (" a \r\nb", Some(" a ")), ("\n", Some(""))] {
            assert_eq!(read_line(input.as_bytes()).expect("a line").as_deref(), expected);
        }
        let longest = read_line("x".repeat(limit).as_bytes()).expect("a line");
        assert_eq!(longest.map(|line| line.len()), Some(limit));
        assert!(read_line("x".repeat(limit + 1).as_bytes()).is_err());
    }
}
