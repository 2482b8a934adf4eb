//! Compares responses that are files.

use super::PageComparer;
use super::difference::DifferenceKind as Kind;
use super::field_table::FieldTable;
use super::suggestion::Suggestion;

impl<'a> PageComparer<'a> {
    /// Compares whether the response is a file. Returns whether it is one on the help page, so that it has no fields.
    pub(super) fn compare_file_response(&mut self, response: &FieldTable<'a>) -> bool {
        let FieldTable { node, tables, .. } = response;
        let row = tables.iter().find_map(|table| table.file_row());
        let status = self.described_status().unwrap_or(200);
        self.counts.fields += usize::from(row.is_some());
        let content = |word| Suggestion::Content { entry: node.clone(), word };
        match (row, self.operation.returns_file()) {
            (Some(row), false) => {
                self.counts.different_rows += 1;
                let (message, help) = ("the response is a file on the help page", format!("write `{status}: file`"));
                let found = self.at_key(Kind::Row, row.name.line, node, message, help);
                self.report(found.suggest(content("file")).decide_if(self.described_status().is_none()));
            }
            (None, true) => {
                let line = tables.first().map_or(self.page.request.line, |table| table.title.line);
                let message = "the response is not a file on the help page";
                let help = format!("write `{status}:` with the fields, or `{status}: none`");
                let found = self.at_value(Kind::Row, line, node, message, help);
                // With a row, the response has fields.
                let is_empty = tables.is_empty() && self.is_understood();
                self.report(found.suggest(content("none")).decide_if(!is_empty));
            }
            _ => {}
        }
        row.is_some()
    }
}
