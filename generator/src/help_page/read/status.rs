//! Status codes.

use super::wordings::STATUS;
use super::{HelpPage, Line, Located, Status, Unclear};

impl HelpPage {
    /// Notes the status code that a line names.
    pub(super) fn status(&mut self, line: &Line) -> Option<Status> {
        let status = status(line.plain());
        match status {
            Some(status) => self.statuses.push(Located::new(status, line.number, line.text.as_str())),
            None => self.unclear.push(Unclear::at(line, "this is no status code")),
        }
        status
    }
}

/// Whether a line means to name a status code.
pub(super) fn is_status(line: &Line) -> bool {
    line.text.get(..12).is_some_and(|start| start.eq_ignore_ascii_case("status code:"))
}

/// The section of these lines names a status code of success.
pub(super) fn need_success(page: &mut HelpPage, lines: &[Line]) {
    let (first, last) = (lines.first().map_or(1, |line| line.number), lines.last().map_or(1, |line| line.number));
    let within = |said: &Located<Status>| (first..=last).contains(&said.line);
    if !page.statuses.iter().any(|said| within(said) && said.value.is_success()) {
        let words = lines.first().map_or("", |line| line.text.as_str());
        page.unclear.push(Unclear::new(first, words, "no status code of success stands in this section"));
    }
}

fn status(text: &str) -> Option<Status> {
    let code = STATUS.captures(text)?.name("code")?.as_str().parse().ok()?;
    Some(Status(code))
}

/// The table of status codes: codes, each with its meaning.
pub(super) fn status_codes(page: &mut HelpPage, lines: &[Line]) {
    for line in lines {
        let digits = line.plain();
        if let (3, Ok(code)) = (digits.len(), digits.parse()) {
            page.statuses.push(Located::new(Status(code), line.number, line.text.as_str()));
        }
    }
    need_success(page, lines);
}
