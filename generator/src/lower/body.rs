//! Lowers the bodies of requests and responses. A list can be an entire body.

use hss_yaml::Code;

use super::Lowering;
use super::fields::Table;
use crate::description::Node;
use crate::description::notation::{Parameter, Rows};
use crate::ir::{self, ParameterLocation, Type};

impl Lowering<'_> {
    /// Lowers the table of a body. A list that is the entire body must be its only row.
    pub(super) fn lower_body(&mut self, node: &Node<'_>, rows: &Rows, table: Table) -> Vec<ir::Field> {
        if rows.len() > 1
            && let Some((wire, _)) = rows.iter().find(|(_, row)| row.whole_body)
        {
            let message = format!("`{wire}` is the entire body, so it must be the only row of the table");
            let error = node.at(wire).at("whole_body").error(Code::Shape, message);
            self.report(error.with_help("remove `whole_body`, or remove the other rows"));
        }
        self.lower_fields(node, rows, table)
    }

    /// Rejects `whole_body` in a table that is not a body.
    pub(super) fn reject_whole_body(&mut self, node: &Node<'_>, rows: &Rows) {
        for (wire, _) in rows.iter().filter(|(_, row)| row.whole_body) {
            let message = "`whole_body` is only allowed in `body` and `response`";
            let error = node.at(wire).at("whole_body").error(Code::Shape, message);
            self.report(error.with_help("remove it: only a request or a response has a body"));
        }
    }

    /// Checks the type of a row that is the entire body.
    pub(super) fn check_whole_body_type(&mut self, type_node: &Node<'_>, row: &Parameter, ty: &Type, table: Table) {
        let is_request_body = table == Table::Request(ParameterLocation::Body);
        match ty {
            Type::Array(_, length) => {
                let min = length.and_then(|length| length.min).unwrap_or(0);
                if is_request_body && !row.mandatory && min > 0 {
                    let message = "the length of an optional list that is the entire body must include 0";
                    let error = type_node.error(Code::Bounds, message);
                    self.report(error.with_help("add `mandatory: true`: without items, `[]` is sent"));
                }
            }
            _ if is_request_body || table == Table::Response => {
                let error = type_node.error(Code::Shape, "`whole_body` requires the type `Array`");
                self.report(error.with_help("describe each field of the body as a row, without `whole_body`"));
            }
            _ => {}
        }
    }
}
