//! Lowers the rows of parameter tables to fields.

use hss_yaml::Code;

use super::Lowering;
use super::types::{self, ParsedType};
use crate::description::Node;
use crate::description::notation::{Parameter, Rows};
use crate::ir::{self, ParameterLocation, Type};
use crate::names::{NameKind, RustName};
use crate::syntax::header;

/// Where a table occurs. Objects in a body count as the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    Request(ParameterLocation),
    Response,
}

impl Lowering<'_> {
    pub(super) fn lower_fields(&mut self, node: &Node<'_>, rows: &Rows, table: Table) -> Vec<ir::Field> {
        let fields = self.lower_each(rows, |lowering, (wire_name, row)| {
            let node = node.at(wire_name);
            if node.is_repaired() { None } else { lowering.lower_field(&node, wire_name, row, table) }
        });
        let names: Vec<_> = fields.iter().map(|field| (field.wire_name.as_str(), &field.rust_name)).collect();
        self.reject_duplicate_rust_names(node, &names);
        fields
    }

    fn lower_field(&mut self, node: &Node<'_>, key: &str, row: &Parameter, table: Table) -> Option<ir::Field> {
        let names = self.lower_names(node, key, row, table);
        self.check_mandatory(node, row, table);
        let doc = self.lower_prose(&node.at("doc"), &row.doc);
        let deprecated = self.lower_deprecation(&node.at("deprecated"), row.deprecated.as_ref());
        let page_says = self.lower_quotations(&node.at("page_says"), &row.page_says, Some(&row.r#type));

        let ty = self.lower_field_type(node, row, table)?;
        let pattern = self.lower_pattern(node, row, &ty);
        if row.secret {
            self.check_secret(node, &ty, table);
        }
        let default = row.default.as_ref().map(|default| self.lower_scalar(node, "default", default, &ty));
        let example = row.example.as_ref().map(|example| self.lower_scalar(node, "example", example, &ty));
        let special = self.lower_special(node, row, &ty);
        let unit = row.unit.as_ref().map(|unit| self.lower_unit(&node.at("unit"), unit, &ty));
        let beyond_page = self.lower_beyond_page(node, row, &ty);
        let (wire_name, rust_name) = names?;
        Some(ir::Field {
            wire_name,
            rust_name,
            ty,
            pattern,
            mandatory: row.mandatory,
            is_argument: row.mandatory,
            whole_body: row.whole_body,
            secret: row.secret,
            default,
            example,
            special,
            unit,
            deprecated,
            doc,
            page_says,
            beyond_page,
        })
    }

    /// Returns the names of a field on the wire and in Rust.
    fn lower_names(&mut self, node: &Node<'_>, key: &str, row: &Parameter, table: Table) -> Option<(String, RustName)> {
        let wire_name = self.lower_wire_key(node, key)?;
        if table == Table::Request(ParameterLocation::Header) {
            self.ok_or_report_key(node, Code::Name, header::check_name(key));
        }
        let rust_name = self.lower_name(node, row.rust_name.as_deref(), &wire_name, NameKind::Member)?;
        Some((wire_name, rust_name))
    }

    fn check_mandatory(&mut self, node: &Node<'_>, row: &Parameter, table: Table) {
        match table {
            Table::Response if row.mandatory => {
                let message = "a response field cannot be mandatory: remove `mandatory`";
                self.report(node.at("mandatory").error(Code::Shape, message));
            }
            Table::Request(ParameterLocation::Path) if !row.mandatory => {
                let message = "a path parameter must be mandatory: add `mandatory: true`";
                self.report(node.key_error(Code::RequestLine, message));
            }
            _ => {}
        }
    }

    /// Returns the type, unless anything is wrong with it: checking the rest of the row against it would only cause
    /// further errors.
    fn lower_field_type(&mut self, node: &Node<'_>, row: &Parameter, table: Table) -> Option<Type> {
        let errors_before = self.diagnostics.len();
        let type_node = node.at("type");
        let mut ty = self.lower_type(&type_node, &row.r#type)?;
        if let Err(message) = check_location(&ty, table) {
            self.report(type_node.error(Code::Shape, message));
        }
        if row.whole_body {
            self.check_whole_body_type(&type_node, row, &ty, table);
        }
        if row.only.is_some() {
            match &mut ty {
                Type::Boolean(only) => *only = row.only,
                _ => self.report(node.at("only").error(Code::Value, "`only` requires the type `Boolean`")),
            }
        }
        if self.diagnostics.len() > errors_before { None } else { Some(ty) }
    }

    /// Parses a type, and reports what is wrong with it.
    fn lower_type(&mut self, node: &Node<'_>, text: &str) -> Option<Type> {
        let parsed = types::parse(text, &|name| self.definitions.resolve(name));
        let ParsedType { ty, undefined, bounds_errors } = self.ok_or_report(node, Code::UnknownType, parsed)?;
        for (start, name) in &undefined {
            self.report_undefined_type(node, *start, name);
        }
        for message in bounds_errors {
            self.report(node.error(Code::Bounds, message));
        }
        if undefined.is_empty() { Some(ty) } else { None }
    }

    /// Reports an undefined name that starts at a byte offset of the row's type.
    fn report_undefined_type(&mut self, node: &Node<'_>, start: usize, name: &str) {
        if !self.definitions.must_define(name) {
            return;
        }
        let help = match name {
            "Float" | "Double" | "Decimal" => "write `Number`",
            "int" | "Int" | "int32" | "Int32" => "write `Integer`",
            "int64" | "Int64" => "write `Long`",
            "bool" | "Bool" => "write `Boolean`",
            "Object" => "list its fields under `objects`, or write `Json` if they are not known",
            "File" => "write a response that is a file as `200: file`; files in requests are not supported",
            _ => "define it under `objects` or `enums`",
        };
        let help = self.definitions.suggest(name).unwrap_or_else(|| help.to_owned());
        let part = start..start + name.len();
        let error = node.error_in_part(part, Code::UnknownType, format!("unknown type `{name}`"));
        self.report(error.with_help(help));
    }
}

/// Checks that a table can have values of this type.
fn check_location(ty: &Type, table: Table) -> Result<(), String> {
    let message = match (table, ty) {
        (Table::Response | Table::Request(ParameterLocation::Body), _) => return Ok(()),
        (Table::Request(ParameterLocation::Query), Type::Array(item, _)) if item.is_scalar() => return Ok(()),
        (Table::Request(ParameterLocation::Query), Type::Array(..)) => {
            "the items of a list in the query must be strings, numbers, booleans or enums"
        }
        (Table::Request(_), Type::Array(..)) => "lists are only allowed in the query and the body",
        (Table::Request(_), ty) if ty.is_scalar() => return Ok(()),
        (Table::Request(_), _) => "tuples, maps, objects and `Json` are only allowed in the body",
    };
    Err(message.to_owned())
}
