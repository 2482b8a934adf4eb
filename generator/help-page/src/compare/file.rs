//! Compares responses that are files.

use super::PageComparer;
use super::difference::{DifferenceKind, FoundDifference, Highlight};
use super::suggestion::Suggestion;
use crate::read::{Table, TableKind};

impl PageComparer<'_> {
    /// Compares whether the response is a file. Returns whether it is one on the help page, so that it has no fields.
    pub(super) fn compare_file_response(&mut self) -> bool {
        let tables = self.tables(&TableKind::Response);
        let row = tables.iter().find_map(|table| table.file_row());
        let mut node = self.document.root().at("response");
        let status = self.described_status().unwrap_or(200);
        if self.described_status().is_some() {
            node = node.at(status);
        }
        self.counts.fields += usize::from(row.is_some());
        match (row, self.operation.returns_file()) {
            (Some(row), false) => {
                self.counts.different_rows += 1;
                let is_described = self.described_status().is_some();
                let entry = node.pointer().to_owned();
                self.report(FoundDifference {
                    kind: DifferenceKind::Row,
                    message: "the response is a file on the help page".to_owned(),
                    help: format!("write `{status}: file`"),
                    line: row.name.line,
                    highlight: Highlight::Key(node),
                    suggestion: if is_described { Suggestion::File { entry } } else { Suggestion::Decide },
                });
            }
            (None, true) => self.report(FoundDifference {
                kind: DifferenceKind::Row,
                message: "the response is not a file on the help page".to_owned(),
                help: format!("write `{status}:` with the fields, or `{status}: none`"),
                line: tables.first().map_or(self.page.request.line, |table: &&Table| table.title.line),
                highlight: Highlight::Value(node),
                // It follows from the rows: with a row, the response has fields.
                suggestion: Suggestion::Decide,
            }),
            _ => {}
        }
        row.is_some()
    }
}
