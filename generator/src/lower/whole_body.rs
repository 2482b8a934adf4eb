//! Checks lists that are an entire body.

use indexmap::IndexMap;

use super::Lowering;
use crate::description::diagnostic::Code;
use crate::description::{Node, notation};

impl Lowering<'_> {
    /// Checks that a list that is the entire body is the only row of the body's table.
    pub(super) fn check_whole_body(&mut self, node: &Node<'_>, rows: &IndexMap<String, notation::Parameter>) {
        let Some((wire, _)) = rows.iter().find(|(_, row)| row.whole_body) else { return };
        if rows.len() > 1 {
            let message = format!("`{wire}` is the entire body, so it must be the only row of the table");
            let error = node.at(wire).at("whole_body").error(Code::Shape, message);
            self.report(error.with_help("remove `whole_body`, or remove the other rows"));
        }
    }

    /// Rejects `whole_body` in a table that is not a body.
    pub(super) fn reject_whole_body(&mut self, node: &Node<'_>, rows: &IndexMap<String, notation::Parameter>) {
        for (wire, _) in rows.iter().filter(|(_, row)| row.whole_body) {
            let message = "`whole_body` is only allowed in `body` and `response`";
            let error = node.at(wire).at("whole_body").error(Code::Shape, message);
            self.report(error.with_help("remove it: only a request or a response has a body"));
        }
    }
}
