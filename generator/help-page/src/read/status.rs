//! Status codes.

use super::content::{HelpPage, Status};
use super::lines::Line;
use super::located::{Located, Unrecognized};
use super::patterns::{STATUS, STATUS_CODE, STATUS_LINE};

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
}

/// Returns whether a line introduces the tables or the example of a status code.
pub(super) fn is_status_line(line: &Line) -> bool {
    STATUS_LINE.is_match(line.plain())
}

fn parse_status(text: &str) -> Option<Status> {
    STATUS.group(text, "code")?.parse().ok().map(Status)
}

/// Reads the table of status codes, each with its meaning.
pub(super) fn read_status_codes(page: &mut HelpPage, lines: &[Line]) {
    let mut has_codes = false;
    for line in lines {
        if let Some(status) = parse_code(line.plain()) {
            has_codes = true;
            page.statuses.push(Located::on_line(status, line));
        }
    }
    // Some pages refer to a list of all codes.
    if let (true, Some(line), None) = (has_codes, lines.first(), first_success(lines)) {
        page.unrecognized.push(Unrecognized::on_line(line, "this section has no success status code"));
    }
}

/// Returns the first status code of success in the table of status codes.
pub(super) fn first_success(lines: &[Line]) -> Option<Status> {
    lines.iter().find_map(|line| parse_code(line.plain()).filter(|status| status.is_success()))
}

/// Parses the cell of a status code.
fn parse_code(text: &str) -> Option<Status> {
    STATUS_CODE.group(text, "code")?.parse().ok().map(Status)
}
