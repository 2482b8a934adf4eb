//! The progress of `--all` on standard error.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Minimum time between two updates.
const UPDATE_INTERVAL: Duration = Duration::from_millis(100);

/// A count of the items received so far, on one line that is cleared when this is dropped.
pub(crate) struct Progress<W: Write> {
    /// `None` if progress is not shown.
    terminal: Option<W>,
    items: u64,
    last_update: Option<Instant>,
}

impl Progress<io::Stderr> {
    /// Shows progress if standard error is a terminal, unless standard output is one too.
    pub(crate) fn on_stderr() -> Self {
        let is_shown = io::stderr().is_terminal() && !io::stdout().is_terminal();
        Self::new(if is_shown { Some(io::stderr()) } else { None })
    }
}

impl<W: Write> Progress<W> {
    fn new(terminal: Option<W>) -> Self {
        Self { terminal, items: 0, last_update: None }
    }

    /// Counts an item, and updates the line if it is due.
    pub(crate) fn count(&mut self) {
        self.items = self.items.saturating_add(1);
        let Some(terminal) = &mut self.terminal else { return };
        if self.last_update.is_none_or(|last_update| last_update.elapsed() >= UPDATE_INTERVAL) {
            let _ = write!(terminal, "\ritems: {}", self.items).and_then(|()| terminal.flush());
            self.last_update = Some(Instant::now());
        }
    }
}

/// Clears the line, so that an error message does not follow the count.
impl<W: Write> Drop for Progress<W> {
    fn drop(&mut self) {
        if let (Some(terminal), Some(_)) = (&mut self.terminal, self.last_update) {
            let _ = write!(terminal, "\r\u{1b}[K").and_then(|()| terminal.flush());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn updates_when_due_and_clears_the_line() {
        let mut screen = Vec::new();
        let mut progress = Progress::new(Some(&mut screen));
        progress.count();
        // Not due, however slow the machine is.
        progress.last_update = Instant::now().checked_add(Duration::from_secs(3600));
        progress.count();
        progress.last_update = Instant::now().checked_sub(UPDATE_INTERVAL);
        progress.count();
        drop(progress);
        assert_eq!(String::from_utf8_lossy(&screen), "\ritems: 1\ritems: 3\r\u{1b}[K");
    }

    #[test]
    fn shows_nothing_for_an_empty_list() {
        let mut screen = Vec::new();
        drop(Progress::new(Some(&mut screen)));
        assert!(screen.is_empty());
    }
}
