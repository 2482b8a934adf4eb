//! Reads what a person types, or the lines of another program. A terminal shows the questions.

use std::io::{self, BufRead, IsTerminal, Write};

/// Maximum size of a line, which is larger than any token.
const MAX_LINE_BYTES: u64 = 1024 * 1024;

/// Reads a line of standard input.
pub(crate) fn line(question: &str) -> io::Result<String> {
    if io::stdin().is_terminal() {
        let mut stderr = io::stderr();
        stderr.write_all(question.as_bytes()).and_then(|()| stderr.flush())?;
    }
    read_line(io::stdin().lock())
}

/// Reads a line of standard input, which a terminal does not show.
pub(crate) fn secret(question: &str) -> io::Result<String> {
    if io::stdin().is_terminal() {
        return rpassword::prompt_password(question);
    }
    read_line(io::stdin().lock())
}

/// Reads a line without its end.
fn read_line(input: impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    let length = input.take(MAX_LINE_BYTES + 1).read_line(&mut line)?;
    if length as u64 > MAX_LINE_BYTES {
        return Err(io::Error::other("the line is longer than 1 MiB"));
    }
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_line_of_limited_size() {
        let limit = usize::try_from(MAX_LINE_BYTES).expect("a size");
        for (input, expected) in [("", ""), ("a", "a"), (" a \r\nb", " a "), ("\n", "")] {
            assert_eq!(read_line(input.as_bytes()).expect("a line"), expected);
        }
        assert_eq!(read_line("x".repeat(limit).as_bytes()).expect("a line").len(), limit);
        assert!(read_line("x".repeat(limit + 1).as_bytes()).is_err());
    }
}
