//! The progress of `--all` and of downloads on standard error.

use std::io::{self, IsTerminal, Write};

use crate::error::escape::shorten;

/// Maximum number of characters after the label, so that they fit on one line.
const MAX_TEXT: usize = 60;

/// The progress of a list or a download, on one line that is shown while the program waits for the service. The line is
/// cleared when this is dropped.
pub(crate) struct Progress<W: Write> {
    /// `None` if progress is not shown.
    terminal: Option<W>,
    /// Whether the items go to the same terminal.
    shares_terminal: bool,
    /// Name of the items that are counted.
    label: &'static str,
    items: u64,
    /// What the terminal shows after the label.
    shown: Option<String>,
}

impl Progress<io::Stderr> {
    /// Shows progress if standard error is a terminal.
    pub(crate) fn on_stderr(label: &'static str) -> Self {
        let terminal = if io::stderr().is_terminal() { Some(io::stderr()) } else { None };
        Self::new(label, terminal, io::stdout().is_terminal())
    }
}

impl<W: Write> Progress<W> {
    fn new(label: &'static str, terminal: Option<W>, shares_terminal: bool) -> Self {
        Self { terminal, shares_terminal, label, items: 0, shown: None }
    }

    /// Counts an item.
    pub(crate) fn count(&mut self) {
        self.items = self.items.saturating_add(1);
    }

    /// Returns the number of items.
    pub(crate) fn items(&self) -> u64 {
        self.items
    }

    /// Shows the count.
    pub(crate) fn show(&mut self) {
        self.show_text(&self.items.to_string());
    }

    /// Shows this instead of the count.
    pub(crate) fn show_text(&mut self, text: &str) {
        let Some(terminal) = &mut self.terminal else { return };
        let text = shorten(text, MAX_TEXT);
        if self.shown.as_ref() != Some(&text) {
            let _ = write!(terminal, "\r{}: {text}\u{1b}[K", self.label).and_then(|()| terminal.flush());
            self.shown = Some(text);
        }
    }

    /// Makes room for output: clears the line if the output goes to the same terminal.
    pub(crate) fn before_output(&mut self) {
        if self.shares_terminal {
            self.clear();
        }
    }

    fn clear(&mut self) {
        if let (Some(terminal), Some(_)) = (&mut self.terminal, self.shown.take()) {
            let _ = write!(terminal, "\r\u{1b}[K").and_then(|()| terminal.flush());
        }
    }
}

/// Clears the line, so that an error message does not follow the count.
impl<W: Write> Drop for Progress<W> {
    fn drop(&mut self) {
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screen(shares_terminal: bool) -> String {
        let mut screen = Vec::new();
        let mut progress = Progress::new("items", Some(&mut screen), shares_terminal);
        progress.show();
        for _ in 0..2 {
            progress.before_output();
            progress.count();
        }
        progress.show();
        progress.show();
        drop(progress);
        String::from_utf8_lossy(&screen).into_owned()
    }

    #[test]
    fn shows_the_count_while_waiting_and_clears_the_line_at_the_end() {
        assert_eq!(screen(false), "\ritems: 0\u{1b}[K\ritems: 2\u{1b}[K\r\u{1b}[K");
    }

    #[test]
    fn clears_the_line_before_output_to_the_same_terminal() {
        assert_eq!(screen(true), "\ritems: 0\u{1b}[K\r\u{1b}[K\ritems: 2\u{1b}[K\r\u{1b}[K");
    }

    #[test]
    fn limits_the_length_of_a_text() {
        let mut screen = Vec::new();
        let mut progress = Progress::new("waiting", Some(&mut screen), false);
        progress.show_text(&"é".repeat(MAX_TEXT + 1));
        drop(progress);
        let expected = format!("\rwaiting: {}…\u{1b}[K\r\u{1b}[K", "é".repeat(MAX_TEXT));
        assert_eq!(String::from_utf8_lossy(&screen), expected);
    }
}
