//! The names by which callers know what a change concerns: methods, arguments, setters, flags, fields and types.

use hss_generator::description::Node;
use hss_generator::ir::Operation;

use super::comparer::{Change, Side};
use super::markdown::code;
use super::request_rows::rows;

/// Returns the names of the subject of a change, in Markdown.
///
/// A row that was removed or renamed has its old names: those are what programs contain.
pub(super) fn names(old: Side<'_>, new: Side<'_>, change: &Change) -> String {
    let (owner, member) = change.subject.split_once('.').unwrap_or((&change.subject, ""));
    for side in [old, new] {
        if let Some((method, row)) = row_names(side, owner, member) {
            return format!("{}, {row}", code(&method));
        }
    }
    for side in [new, old] {
        if let Some((operation, _)) = operation(side, owner) {
            let method = operation.names.method.as_str();
            return match member.strip_prefix("response.") {
                Some(field) => format!("response of {}, {}", code(method), code(field)),
                None => code(method),
            };
        }
    }
    if change.operation.is_some() && !member.is_empty() {
        return format!("{}, {}", code(&format!("types::{owner}")), code(member));
    }
    code(&change.subject)
}

fn operation<'a>(side: Side<'a>, id: &str) -> Option<(&'a Operation, Node<'a>)> {
    side.operations().into_iter().find(|(operation, _)| operation.id == id)
}

/// Returns the method, and the argument or setter with its flag: `argument` or `setter()`.
fn row_names(side: Side<'_>, id: &str, member: &str) -> Option<(String, String)> {
    let (key, wire_name) = member.split_once('.')?;
    let (operation, root) = operation(side, id)?;
    let rows = rows(operation, &root);
    let row = rows.iter().find(|row| row.location.section() == key && row.field.wire_name == wire_name)?;
    let method = operation.names.method.as_str().to_owned();
    let name = row.field.rust_name.as_str();
    let Some(flag) = &row.flag else { return Some((method, code(name))) };
    let call = if row.field.is_argument { "" } else { "()" };
    Some((method, format!("{} ({})", code(&format!("{name}{call}")), code(&format!("--{flag}")))))
}
