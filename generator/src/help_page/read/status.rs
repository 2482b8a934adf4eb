//! Status codes.

use super::patterns::STATUS;
use super::{HelpPage, Line, Located, Status, Unrecognized};

impl HelpPage {
    /// Adds the status code that a line names.
    pub(super) fn add_status(&mut self, line: &Line) -> Option<Status> {
        let status = parse_status(line.plain());
        match status {
            Some(status) => self.statuses.push(Located::on_line(status, line)),
            None => self.unrecognized.push(Unrecognized::on_line(line, "the status code is not a three-digit number")),
        }
        status
    }

    /// Reports a section without a success status code.
    pub(super) fn require_success(&mut self, section: &[Line]) {
        let (Some(first), Some(last)) = (section.first(), section.last()) else {
            self.unrecognized.push(Unrecognized::new(1, "", MISSING_SUCCESS));
            return;
        };
        let lines = first.number..=last.number;
        let found = self.statuses.iter().any(|status| lines.contains(&status.line) && status.value.is_success());
        if !found {
            self.unrecognized.push(Unrecognized::on_line(first, MISSING_SUCCESS));
        }
    }
}

const MISSING_SUCCESS: &str = "this section has no success status code";

/// Returns whether a line introduces the tables or the example of a status code.
pub(super) fn is_status_line(line: &Line) -> bool {
    line.text.get(..12).is_some_and(|start| start.eq_ignore_ascii_case("status code:"))
}

fn parse_status(text: &str) -> Option<Status> {
    let code = STATUS.captures(text)?.name("code")?.as_str().parse().ok()?;
    Some(Status(code))
}

/// Reads the table of status codes, each with its meaning.
pub(super) fn read_status_codes(page: &mut HelpPage, lines: &[Line]) {
    for line in lines {
        if let Some(status) = parse_code(line.plain()) {
            page.statuses.push(Located::on_line(status, line));
        }
    }
    page.require_success(lines);
}

/// The first status code of success in the table of status codes.
pub(super) fn first_success(lines: &[Line]) -> Option<Status> {
    lines.iter().find_map(|line| parse_code(line.plain()).filter(|status| status.is_success()))
}

fn parse_code(text: &str) -> Option<Status> {
    if text.len() != 3 {
        return None;
    }
    text.parse().ok().map(Status)
}
