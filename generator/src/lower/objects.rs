//! Lowers objects and enums.

use std::borrow::Cow;
use std::collections::HashMap;

use hss_yaml::Code;

use super::{Lowering, fields::Table, strings};
use crate::description::notation::{Enum, EnumType, Object, Operation, Value};
use crate::description::{Description, Node};
use crate::ir::{self, ParameterLocation};
use crate::names::{NameKind, RustName};

/// Maximum nesting depth of objects. The compiler has limits too.
const MAX_NESTING: usize = 16;

impl Lowering<'_> {
    pub(super) fn lower_object(&mut self, node: &Node<'_>, name: &str, object: &Object) -> Option<ir::Object> {
        if object.fields.is_empty() && !node.at("fields").is_repaired() {
            self.report(node.key_error(Code::Shape, format!("the object `{name}` has no fields")));
        }
        let usage = &self.definitions.usage;
        if usage.is_recursive(name) {
            let error = node.key_error(Code::Definition, format!("the object `{name}` contains itself"));
            self.report(error.with_help("recursive objects are not supported: change the type of a field"));
        }
        // Objects that contain this one are nested even deeper, and are not reported again.
        if usage.depths.get(name) == Some(&MAX_NESTING) {
            let message = format!("the object `{name}` nests objects more than {MAX_NESTING} levels deep");
            self.report(node.key_error(Code::Definition, message).with_help("flatten the objects that it contains"));
        }
        let (in_requests, in_responses) = (usage.in_requests.contains(name), usage.in_responses.contains(name));
        let table = if in_requests { Table::Request(ParameterLocation::Body) } else { Table::Response };
        self.reject_whole_body(&node.at("fields"), &object.fields);
        let page_name = match &object.page_name {
            Some(page_name) => self.lower_prose(&node.at("page_name"), page_name),
            None => name.to_owned(),
        };
        let fields = self.lower_fields(&node.at("fields"), &object.fields, table);
        let doc = self.lower_prose(&node.at("doc"), &object.doc);
        let name = RustName::type_name(name).ok()?;
        let arguments = fields.iter().filter(|field| field.is_argument).count();
        Some(ir::Object {
            arguments: ir::arguments_name(&name, arguments).filter(|_| in_requests),
            name,
            page_name,
            doc,
            in_requests,
            in_responses,
            fields,
        })
    }

    pub(super) fn lower_enum(&mut self, node: &Node<'_>, name: &str, r#enum: &Enum) -> Option<ir::Enum> {
        if r#enum.values.is_empty() && !node.at("values").is_repaired() {
            self.report(node.key_error(Code::Shape, format!("the enum `{name}` has no values")));
        }
        if node.at("type").is_repaired() {
            return None;
        }
        let is_integer = r#enum.r#type == EnumType::Integer;
        let section = node.at("values");
        let values = self.lower_each(&r#enum.values, |lowering, (key, value)| {
            lowering.lower_value(&section.at(key), key, value, is_integer)
        });
        let names: Vec<_> = values.iter().map(|value| (value.wire_value.as_str(), &value.variant)).collect();
        self.reject_duplicate_rust_names(&section, &names);
        let doc = self.lower_prose(&node.at("doc"), &r#enum.doc);
        Some(ir::Enum { name: RustName::type_name(name).ok()?, is_integer, doc, values })
    }

    fn lower_value(&mut self, node: &Node<'_>, key: &str, value: &Value, is_integer: bool) -> Option<ir::Value> {
        if node.is_repaired() {
            return None;
        }
        self.ok_or_report_key(node, Code::Text, strings::check_wire_value(key))?;
        if is_integer {
            self.ok_or_report_key(node, Code::Value, check_integer(key));
        }
        let name = variant_source(key);
        Some(ir::Value {
            wire_value: key.to_owned(),
            variant: self.lower_name(node, value.rust_name.as_deref(), &name, NameKind::Variant)?,
            doc: self.lower_prose(&node.at("doc"), &value.doc),
            deprecated: self.lower_deprecation(&node.at("deprecated"), value.deprecated.as_ref()),
            page_says: self.lower_quotations(&node.at("page_says"), &value.page_says, None),
        })
    }

    /// Reports objects and enums that nothing uses.
    pub(super) fn reject_unused_definitions(&mut self, description: &Description) {
        // A file that could not be parsed may use them.
        if !self.definitions.complete {
            return;
        }
        let usage = &self.definitions.usage;
        for document in &description.operations {
            let Operation { objects, enums, .. } = &document.content;
            let objects = objects.keys().map(|name| ("objects", name));
            for (section, name) in objects.chain(enums.keys().map(|name| ("enums", name))) {
                if !usage.in_requests.contains(name.as_str()) && !usage.in_responses.contains(name.as_str()) {
                    let node = document.root().at(section).at(name);
                    let error = node.key_error(Code::Definition, format!("`{name}` is never used"));
                    self.report(error.with_help("use it as the type of a parameter or field, or remove it"));
                }
            }
        }
    }

    /// Reports different wire names below `node` that have the same Rust name.
    pub(super) fn reject_duplicate_rust_names(&mut self, node: &Node<'_>, names: &[(&str, &RustName)]) {
        let mut wire_names: HashMap<&RustName, &str> = HashMap::new();
        for (wire, rust) in names {
            if let Some(first) = wire_names.insert(rust, wire) {
                let message = format!("`{first}` and `{wire}` both become `{rust}` in Rust");
                let error = node.at(wire).key_error(Code::DuplicateName, message);
                self.report(error.with_help("add a `rust_name` to one of them"));
            }
        }
    }
}

/// Checks a value of an enum of integers. Each integer has one notation.
fn check_integer(wire: &str) -> Result<(), String> {
    match wire.parse::<i32>() {
        Ok(number) if number.to_string() == wire => Ok(()),
        _ => Err(format!("`{wire}` is not a 32-bit integer: an enum of the type `Integer` has only such values")),
    }
}

/// Returns what the name of a variant is derived from: the value, with words for the minus sign of a negative number
/// and for an empty value.
fn variant_source(wire: &str) -> Cow<'_, str> {
    match wire.strip_prefix('-') {
        None if wire.is_empty() => "empty".into(),
        Some(digits) if digits.starts_with(|c: char| c.is_ascii_digit()) => format!("value_minus_{digits}").into(),
        _ => wire.into(),
    }
}
