//! The names by which callers know what a change concerns: methods, arguments, setters, flags, fields, types and
//! variants.

use hss_generator::description::Node;
use hss_generator::ir::{Field, Operation};

use super::comparer::{Change, Side};
use super::definitions::{enums, objects};
use super::markdown::code;
use super::request_rows::rows;

/// Returns the names of the subject of a change, in Markdown.
///
/// If it was removed or renamed, these are its old names, since programs contain those.
pub(super) fn names(old: Side<'_>, new: Side<'_>, change: &Change) -> String {
    let (owner, member) = change.subject.split_once('.').unwrap_or((&change.subject, ""));
    for side in [old, new] {
        let names = row_names(side, owner, member).or_else(|| member_names(side, owner, member));
        if let Some(names) = names {
            return names;
        }
    }
    for side in [new, old] {
        if let Some((operation, _)) = operation(side, owner) {
            return code(operation.names.method.as_str());
        }
    }
    if change.operation.is_some() {
        return code(&format!("types::{}", change.subject.replacen('.', "::", 1)));
    }
    code(&change.subject)
}

fn operation<'a>(side: Side<'a>, id: &str) -> Option<(&'a Operation, Node<'a>)> {
    side.operations().into_iter().find(|(operation, _)| operation.id == id)
}

/// Returns the method with a field of its response, or with an argument or setter and its flag.
fn row_names(side: Side<'_>, id: &str, member: &str) -> Option<String> {
    let (key, wire_name) = member.split_once('.')?;
    let (operation, root) = operation(side, id)?;
    let method = code(operation.names.method.as_str());
    if key == "response" {
        return Some(format!("response of {method}, {}", rust_name(operation.response.fields(), wire_name)?));
    }
    let rows = rows(operation, &root);
    let row = rows.iter().find(|row| row.location.section() == key && row.field.wire_name == wire_name)?;
    let name = row.field.rust_name.as_str();
    let Some(flag) = &row.flag else { return Some(format!("{method}, {}", code(name))) };
    let call = if row.field.is_argument { "" } else { "()" };
    Some(format!("{method}, {} ({})", code(&format!("{name}{call}")), code(&format!("--{flag}"))))
}

/// Returns the variant of an enum with its value, or the type of an object with a field.
fn member_names(side: Side<'_>, ty: &str, member: &str) -> Option<String> {
    if let Some(found) = objects(side).iter().find(|found| found.name == ty) {
        return Some(format!("{}, {}", code(&format!("types::{ty}")), rust_name(&found.content.fields, member)?));
    }
    let found = enums(side).into_iter().find(|found| found.name == ty)?;
    let value = found.content.values.iter().find(|value| value.wire_value == member)?;
    Some(format!("{} ({})", code(&format!("types::{ty}::{}", value.variant)), code(member)))
}

fn rust_name(fields: &[Field], wire_name: &str) -> Option<String> {
    let field = fields.iter().find(|field| field.wire_name == wire_name)?;
    Some(code(field.rust_name.as_str()))
}
