//! The facts of the help pages, as `facts.txt` lists them, against the description and against the client.
//!
//! `facts.txt` is transcribed by hand from the help pages. It is a second, independent reading of a page, and
//! shows that neither the description nor the generator alters a fact.

use std::fmt::Write as _;

use hss_generator::ir;
use hss_tests::project;
use huaweicloud_hss::OPERATIONS;
use huaweicloud_hss::descriptor;
use similar::{Algorithm, DiffTag, capture_diff_slices};

#[test]
fn description_agrees_with_the_help_pages() {
    let mut transcribed = Vec::new();
    for (index, line) in include_str!("facts.txt").lines().enumerate() {
        if !line.starts_with("# ") {
            transcribed.push((index + 1, line));
        }
    }
    let first = transcribed.iter().position(|(_, line)| !line.is_empty()).unwrap_or_default();
    assert_same("facts.txt", &transcribed[first..], &tables_of_description());
}

/// The description agrees with the help pages, which the test above checks, so that a difference is shown only once.
#[test]
fn client_agrees_with_the_description() {
    let service = described();
    let mut tables = Vec::new();
    for described in &service.operations {
        let operation = OPERATIONS.iter().find(|operation| operation.id == described.id);
        tables.push(of_client(&service, described, operation.expect("a descriptor of the operation")));
    }
    assert_same_as_description(&tables.join("\n"));
}

fn described() -> ir::Service {
    hss_generator::analyze(&project::description()).expect("a valid description")
}

fn tables_of_description() -> String {
    let service = described();
    let tables: Vec<String> = service.operations.iter().map(|operation| of_description(&service, operation)).collect();
    tables.join("\n")
}

/// Checks tables of the same facts from another source.
pub(crate) fn assert_same_as_description(tables: &str) {
    let description = tables_of_description();
    let rows: Vec<(usize, &str)> = description.lines().enumerate().map(|(index, line)| (index + 1, line)).collect();
    assert_same("row", &rows, tables);
}

/// Compares rows, each with its number, with tables. Rows are aligned, so that one that is missing is one difference.
fn assert_same(name: &str, expected: &[(usize, &str)], found: &str) {
    let expected_rows: Vec<&str> = expected.iter().map(|(_, line)| *line).collect();
    let found_rows: Vec<&str> = found.lines().collect();
    let mut differences = String::new();
    for op in capture_diff_slices(Algorithm::Myers, &expected_rows, &found_rows) {
        let (tag, old, new) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            continue;
        }
        let number = expected.get(old.start).map_or(0, |(number, _)| *number);
        let _ = writeln!(differences, "{name}:{number}:");
        for row in &expected_rows[old] {
            let _ = writeln!(differences, "    expected: {row}");
        }
        for row in &found_rows[new] {
            let _ = writeln!(differences, "    found:    {row}");
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

/// The facts of a parameter or field.
struct Facts {
    name: String,
    /// The type as help pages write it. They have no word for enums, and write tuples as lists.
    type_name: String,
    mandatory: bool,
    constraints: Vec<String>,
    /// The object that the type refers to: its name on the help page, and its fields.
    object: Option<(String, Vec<Facts>)>,
}

#[derive(Default)]
struct Table(String);

impl Table {
    fn title(&mut self, id: &str, method: &str, path: &str, deprecated: bool) {
        let deprecated = if deprecated { " deprecated" } else { "" };
        let _ = writeln!(self.0, "## {id} {method} {path}{deprecated}");
    }

    fn row(&mut self, location: &str, facts: &Facts, request: bool) {
        let mandatory = match (request, facts.mandatory) {
            (false, _) => "-",
            (true, true) => "yes",
            (true, false) => "no",
        };
        let constraints = if facts.constraints.is_empty() { "-".to_owned() } else { facts.constraints.join("; ") };
        let _ = writeln!(self.0, "{location} | {} | {} | {mandatory} | {constraints}", facts.name, facts.type_name);
    }

    /// Adds rows, then the rows of the objects that they refer to.
    fn section(&mut self, location: &str, fields: &[Facts], request: bool) {
        for field in fields {
            self.row(location, field, request);
        }
        for (name, fields) in fields.iter().filter_map(|field| field.object.as_ref()) {
            self.section(&format!("object {name}"), fields, request);
        }
    }

    fn response(&mut self, fields: &[Facts], is_file: bool) {
        self.section("response", fields, false);
        if is_file {
            self.0.push_str("response | - | File | - | -\n");
        } else if fields.is_empty() {
            self.0.push_str("response | none | - | - | -\n");
        }
    }
}

fn location(location: descriptor::ParameterLocation) -> &'static str {
    match location {
        descriptor::ParameterLocation::Path => "path",
        descriptor::ParameterLocation::Query => "query",
        descriptor::ParameterLocation::Header => "header",
        _ => "body",
    }
}

fn location_described(location: ir::ParameterLocation) -> &'static str {
    match location {
        ir::ParameterLocation::Path => "path",
        ir::ParameterLocation::Query => "query",
        ir::ParameterLocation::Header => "header",
        ir::ParameterLocation::Body => "body",
    }
}

fn of_description(service: &ir::Service, operation: &ir::Operation) -> String {
    let mut table = Table::default();
    table.title(&operation.id, operation.method.as_str(), &operation.path, operation.deprecated.is_some());
    for parameter in &operation.parameters {
        table.row(location_described(parameter.location), &described_facts(service, &parameter.field), true);
    }
    let facts =
        |fields: &[ir::Field]| -> Vec<Facts> { fields.iter().map(|field| described_facts(service, field)).collect() };
    table.section("body", &facts(operation.body.as_deref().unwrap_or_default()), true);
    let is_file = matches!(operation.response, ir::ResponseContent::File);
    table.response(&facts(operation.response.fields()), is_file);
    table.0
}

/// Descriptors do not name objects and do not state missing units: these come from the description.
fn of_client(service: &ir::Service, described: &ir::Operation, operation: &descriptor::OperationDescriptor) -> String {
    let mut table = Table::default();
    table.title(operation.id, operation.method, operation.path, operation.deprecated.is_some());
    assert_eq!(operation.parameters.len(), described.parameters.len(), "{}", operation.id);
    for (parameter, described) in operation.parameters.iter().zip(&described.parameters) {
        table.row(location(parameter.location), &client_facts(service, &described.field, &parameter.field), true);
    }
    let facts = |described: &[ir::Field], fields: &[descriptor::Field]| -> Vec<Facts> {
        assert_eq!(fields.len(), described.len(), "{}", operation.id);
        fields.iter().zip(described).map(|(field, described)| client_facts(service, described, field)).collect()
    };
    let body = facts(described.body.as_deref().unwrap_or_default(), operation.body.unwrap_or_default());
    table.section("body", &body, true);
    let response = facts(described.response.fields(), operation.response.fields());
    table.response(&response, operation.response.is_file());
    table.0
}

fn described_facts(service: &ir::Service, field: &ir::Field) -> Facts {
    let mut constraints = Vec::new();
    let word = match &field.ty {
        ir::Type::String(_) => "length",
        ir::Type::Array(..) => "items",
        _ => "range",
    };
    constraints.extend(field.ty.bounds().map(|bounds| format!("{word} {bounds}")));
    if let ir::Type::Boolean(Some(only)) = field.ty {
        constraints.push(format!("only {only}"));
    }
    constraints.extend(described_values(service, &field.ty));
    constraints.extend(field.default.as_ref().map(|default| format!("default {default}")));
    constraints.extend(prose_facts(field));
    Facts {
        name: field.wire.clone(),
        type_name: described_type(service, &field.ty),
        mandatory: field.mandatory,
        constraints,
        object: described_object(service, &field.ty).map(|object| {
            let fields = object.fields.iter().map(|field| described_facts(service, field)).collect();
            (object.page_name.clone(), fields)
        }),
    }
}

/// Returns the facts that only documentation states.
fn prose_facts(field: &ir::Field) -> Vec<String> {
    let mut facts = Vec::new();
    if !field.special.is_empty() {
        let special: Vec<&str> = field.special.iter().map(|(value, _)| value.as_str()).collect();
        facts.push(format!("special {}", special.join(", ")));
    }
    match &field.unit {
        Some(ir::Unit::Stated(unit)) => facts.push(format!("unit {unit}")),
        Some(ir::Unit::NotStated) => facts.push("unit not stated".to_owned()),
        None => {}
    }
    if field.deprecated.is_some() {
        facts.push("deprecated".to_owned());
    }
    facts
}

fn described_type(service: &ir::Service, ty: &ir::Type) -> String {
    match ty {
        ir::Type::String(_) | ir::Type::Enum(_) => "String".to_owned(),
        ir::Type::Integer(_) | ir::Type::IntegerEnum(_) => "Integer".to_owned(),
        ir::Type::Long(_) => "Long".to_owned(),
        ir::Type::Number(_) => "Number".to_owned(),
        ir::Type::Json => "Json".to_owned(),
        ir::Type::Map(values, _) => format!("Map<{}>", described_type(service, values)),
        ir::Type::Boolean(_) => "Boolean".to_owned(),
        ir::Type::Array(item, _) => format!("Array<{}>", described_type(service, item)),
        ir::Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| described_type(service, item)).collect();
            format!("({})", items.join(", "))
        }
        ir::Type::Object(definition) => service.object(definition).expect("a definition").page_name.clone(),
    }
}

fn described_values(service: &ir::Service, ty: &ir::Type) -> Option<String> {
    match ty {
        ir::Type::Enum(definition) | ir::Type::IntegerEnum(definition) => {
            let values = &service.r#enum(definition)?.values;
            let values: Vec<&str> = values.iter().map(|value| value.wire.as_str()).collect();
            Some(format!("values {}", values.join(", ")))
        }
        ir::Type::Array(item, _) => described_values(service, item),
        ir::Type::Tuple(items) => items.iter().find_map(|item| described_values(service, item)),
        _ => None,
    }
}

fn described_object<'a>(service: &'a ir::Service, ty: &ir::Type) -> Option<&'a ir::Object> {
    match ty {
        ir::Type::Object(definition) => service.object(definition),
        ir::Type::Array(item, _) => described_object(service, item),
        _ => None,
    }
}

fn client_facts(service: &ir::Service, described: &ir::Field, field: &descriptor::Field) -> Facts {
    let mut constraints = Vec::new();
    let (word, bounds) = match field.ty {
        descriptor::Type::String(bounds) => ("length", bounds),
        descriptor::Type::Array(_, bounds) => ("items", bounds),
        descriptor::Type::Integer(bounds) | descriptor::Type::Long(bounds) => ("range", bounds),
        _ => ("", None),
    };
    constraints.extend(bounds.map(|bounds| format!("{word} {}..{}", bounds.min, bounds.max)));
    if let descriptor::Type::Boolean(Some(only)) = field.ty {
        constraints.push(format!("only {only}"));
    }
    constraints.extend(client_values(field.ty));
    constraints.extend(field.default.map(|default| format!("default {default}")));
    // The descriptors do not hold these facts.
    constraints.extend(prose_facts(described));
    let object = described_object(service, &described.ty);
    Facts {
        name: field.name.to_owned(),
        type_name: client_type(field.ty, object),
        mandatory: field.mandatory,
        constraints,
        object: object.map(|object| {
            let fields = client_fields(field.ty).iter().zip(&object.fields);
            let fields = fields.map(|(field, described)| client_facts(service, described, field)).collect();
            (object.page_name.clone(), fields)
        }),
    }
}

fn client_type(ty: descriptor::Type, object: Option<&ir::Object>) -> String {
    match ty {
        descriptor::Type::String(_) | descriptor::Type::Enum(_) => "String".to_owned(),
        descriptor::Type::Integer(_) | descriptor::Type::IntegerEnum(_) => "Integer".to_owned(),
        descriptor::Type::Long(_) => "Long".to_owned(),
        descriptor::Type::Number(_) => "Number".to_owned(),
        descriptor::Type::Json => "Json".to_owned(),
        descriptor::Type::Boolean(_) => "Boolean".to_owned(),
        descriptor::Type::Array(item, _) => format!("Array<{}>", client_type(*item, object)),
        descriptor::Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| client_type(*item, object)).collect();
            format!("({})", items.join(", "))
        }
        descriptor::Type::Object(fields) => {
            let object = object.expect("an object in the description");
            assert_eq!(fields.len(), object.fields.len(), "{}", object.page_name);
            object.page_name.clone()
        }
        other => panic!("no name for {other:?}: add one"),
    }
}

fn client_values(ty: descriptor::Type) -> Option<String> {
    match ty {
        descriptor::Type::Enum(values) => Some(format!("values {}", values.join(", "))),
        descriptor::Type::IntegerEnum(values) => {
            let values: Vec<String> = values.iter().map(i64::to_string).collect();
            Some(format!("values {}", values.join(", ")))
        }
        descriptor::Type::Array(item, _) => client_values(*item),
        descriptor::Type::Tuple(items) => items.iter().find_map(|item| client_values(*item)),
        _ => None,
    }
}

fn client_fields(ty: descriptor::Type) -> &'static [descriptor::Field] {
    match ty {
        descriptor::Type::Object(fields) => fields,
        descriptor::Type::Array(item, _) => client_fields(*item),
        _ => &[],
    }
}
