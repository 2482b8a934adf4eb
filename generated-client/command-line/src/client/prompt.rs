//! Reads what a person types, or the lines of another program. A terminal shows the questions.

use std::io::{self, BufRead, ErrorKind, IsTerminal, Write};

use crate::error::CliError;

#[cfg(unix)]
use hidden::read_hidden;
#[cfg(not(unix))]
use rpassword::prompt_password as read_hidden;

use huaweicloud_core::codegen::decode_file;

/// Maximum size of a line, which is larger than any token.
const MAX_LINE_BYTES: u64 = 1024 * 1024;

/// Reads a line of standard input. The end of the input is an empty line, but an error on a terminal: a person who
/// types it wants to stop.
pub(crate) fn line(question: &str) -> io::Result<String> {
    if !io::stdin().is_terminal() {
        return Ok(read_line(io::stdin().lock())?.unwrap_or_default());
    }
    let mut stderr = io::stderr();
    stderr.write_all(question.as_bytes()).and_then(|()| stderr.flush())?;
    let answer = read_line(io::stdin().lock())?;
    if answer.is_none() {
        // The error must not follow the question on its line.
        stderr.write_all(b"\n")?;
    }
    answer.ok_or_else(|| ErrorKind::UnexpectedEof.into())
}

/// Reads a line of standard input, which a terminal does not show.
pub(crate) fn secret(question: &str) -> io::Result<String> {
    if io::stdin().is_terminal() {
        return read_hidden(question);
    }
    Ok(read_line(io::stdin().lock())?.unwrap_or_default())
}

/// Returns the error for an answer that could not be read. `name` says which one.
pub(crate) fn failed(name: &str, error: &io::Error) -> CliError {
    match error.kind() {
        ErrorKind::Interrupted => CliError::interrupted(""),
        _ => CliError::local(format!("cannot read {name}: {error}")),
    }
}

/// Reads a line without its end. Returns `None` at the end of the input.
fn read_line(input: impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let length = input.take(MAX_LINE_BYTES + 1).read_until(b'\n', &mut line)?;
    if length as u64 > MAX_LINE_BYTES {
        return Err(io::Error::other("the line is longer than 1 MiB"));
    }
    if length == 0 {
        return Ok(None);
    }
    let text = decode_file(&line).map_err(io::Error::other)?;
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}

#[cfg(unix)]
mod hidden {
    use std::io::{self, ErrorKind, Read, Write};

    use rpassword::ConfigBuilder;
    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

    const CTRL_C: u8 = 3;

    /// Reads a line of the terminal without showing it.
    pub(super) fn read_hidden(question: &str) -> io::Result<String> {
        // Before the question, since people and programs type the answer as soon as they see it.
        let hidden = HiddenInput::start()?;
        let mut stderr = io::stderr();
        stderr.write_all(question.as_bytes()).and_then(|()| stderr.flush())?;
        let config = ConfigBuilder::new().input_reader(Keys).output_discard().build();
        let answer = rpassword::read_password_with_config(config);
        drop(hidden);
        // The end of the line was hidden too.
        stderr.write_all(b"\n")?;
        answer
    }

    /// A terminal that passes on each key and shows none, until this is dropped.
    struct HiddenInput {
        before: Termios,
    }

    impl HiddenInput {
        fn start() -> io::Result<Self> {
            let before = tcgetattr(io::stdin())?;
            let mut modes = before.clone();
            // Without signals, Ctrl-C is a key, and cannot end the program before the terminal is restored.
            modes.local_modes.remove(LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG);
            modes.special_codes[SpecialCodeIndex::VMIN] = 1;
            modes.special_codes[SpecialCodeIndex::VTIME] = 0;
            tcsetattr(io::stdin(), OptionalActions::Now, &modes)?;
            Ok(Self { before })
        }
    }

    impl Drop for HiddenInput {
        fn drop(&mut self) {
            // Ignore an error: the terminal may be gone.
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.before);
        }
    }

    /// The keys. Ctrl-C is an error: on this key, rpassword would end the program by a signal.
    struct Keys;

    impl Read for Keys {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = io::stdin().lock().read(buffer)?;
            if buffer.iter().take(length).any(|key| *key == CTRL_C) {
                return Err(ErrorKind::Interrupted.into());
            }
            Ok(length)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_line_of_limited_size() {
        let limit = usize::try_from(MAX_LINE_BYTES).expect("a size");
        for (input, expected) in
            [("", None), ("a", Some("a")), (" a \r\nb", Some(" a ")), ("\n", Some("")), ("\u{feff}a\n", Some("a"))]
        {
            assert_eq!(read_line(input.as_bytes()).expect("a line").as_deref(), expected);
        }
        let longest = read_line("x".repeat(limit).as_bytes()).expect("a line");
        assert_eq!(longest.map(|line| line.len()), Some(limit));
        assert!(read_line("x".repeat(limit + 1).as_bytes()).is_err());
        for (input, reason) in [(&b"\xff\xfea\0\n\0"[..], "UTF-16"), (b"a\xff\n", "not valid UTF-8")] {
            assert!(read_line(input).expect_err(reason).to_string().contains(reason));
        }
    }
}
