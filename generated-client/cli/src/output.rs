//! What goes to the standard output, and the progress of a list on the standard error.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::exit::Exit;
use crate::text::visible;

/// One JSON document, for people and programs.
pub(crate) fn document(value: &impl Serialize) -> Result<(), Exit> {
    write(serde_json::to_string_pretty(value))
}

/// One line of JSON Lines.
pub(crate) fn line(value: &impl Serialize) -> Result<(), Exit> {
    write(serde_json::to_string(value))
}

fn write(json: serde_json::Result<String>) -> Result<(), Exit> {
    let json = json.map_err(|error| Exit::refused(format!("the output has no JSON form: {error}")))?;
    let mut out = io::stdout().lock();
    writeln!(out, "{}", visible(&json)).and_then(|()| out.flush()).map_err(|error| Exit::unwritten(&error))
}

/// So often the progress is shown.
const INTERVAL: Duration = Duration::from_millis(100);

/// How many items came so far, on one line that is gone at the end.
pub(crate) struct Progress<W: Write> {
    /// `None` where nobody looks.
    out: Option<W>,
    items: u64,
    shown: Option<Instant>,
}

impl Progress<io::Stderr> {
    /// On the standard error, if that is a terminal and the items themselves do not go to one.
    pub(crate) fn on_terminal() -> Self {
        let seen = io::stderr().is_terminal() && !io::stdout().is_terminal();
        Self::new(seen.then(io::stderr))
    }
}

impl<W: Write> Progress<W> {
    fn new(out: Option<W>) -> Self {
        Self { out, items: 0, shown: None }
    }

    /// One more item came.
    pub(crate) fn count(&mut self) {
        self.items = self.items.saturating_add(1);
        let Some(out) = &mut self.out else { return };
        if self.shown.is_none_or(|shown| shown.elapsed() >= INTERVAL) {
            let _ = write!(out, "\ritems: {}", self.items).and_then(|()| out.flush());
            self.shown = Some(Instant::now());
        }
    }
}

/// Clears the line, so that an error stands alone.
impl<W: Write> Drop for Progress<W> {
    fn drop(&mut self) {
        if let (Some(out), Some(_)) = (&mut self.out, self.shown) {
            let _ = write!(out, "\r\u{1b}[K").and_then(|()| out.flush());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_shown_now_and_then_and_cleared() {
        let mut screen = Vec::new();
        let mut progress = Progress::new(Some(&mut screen));
        progress.count();
        progress.count();
        progress.shown = Instant::now().checked_sub(INTERVAL);
        progress.count();
        drop(progress);
        assert_eq!(String::from_utf8_lossy(&screen), "\ritems: 1\ritems: 3\r\u{1b}[K");
    }

    #[test]
    fn an_empty_list_has_none() {
        let mut screen = Vec::new();
        drop(Progress::new(Some(&mut screen)));
        assert!(screen.is_empty());
    }
}
