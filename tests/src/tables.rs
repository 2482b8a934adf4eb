//! The facts of a description as tables of text, in the format of `tests/hss/facts.txt`.

use std::fmt::Write as _;

use hss_generator::ir;
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// Returns the tables of all operations of a description.
#[must_use]
pub fn of_service(service: &ir::Service) -> String {
    let tables: Vec<String> = service.operations.iter().map(|operation| of_description(service, operation)).collect();
    tables.join("\n")
}

/// Requires tables from another source to agree with those of the description. Rows are aligned, so that a missing row
/// is one difference.
///
/// # Panics
///
/// If they differ.
pub fn assert_same_as_description(service: &ir::Service, tables: &str) {
    let description = of_service(service);
    let (expected, found): (Vec<&str>, Vec<&str>) = (description.lines().collect(), tables.lines().collect());
    let mut differences = String::new();
    for op in capture_diff_slices(Algorithm::Myers, &expected, &found) {
        let (tag, old, new) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            continue;
        }
        let _ = writeln!(differences, "row {}:", old.start + 1);
        for row in &expected[old] {
            let _ = writeln!(differences, "    expected: {row}");
        }
        for row in &found[new] {
            let _ = writeln!(differences, "    found:    {row}");
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

/// Returns where the rows of a transcription of the help pages, each with its line number, disagree with the tables of
/// a description: one line for each row.
///
/// It names rows and columns, but no facts: a fact that is copied from here would not be a second reading of the page.
#[must_use]
pub fn disagreements(transcribed: &[(usize, &str)], description: &str) -> String {
    let described: Vec<&str> = description.lines().filter(|row| !row.is_empty()).collect();
    let rows: Vec<&str> = transcribed.iter().map(|(_, row)| *row).collect();
    let mut report = String::new();
    for op in capture_diff_slices(Algorithm::Myers, &rows, &described) {
        let (tag, old, new) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            continue;
        }
        let mut unmatched: Vec<&str> = described[new].to_vec();
        for (line, row) in &transcribed[old.clone()] {
            let columns = columns(row);
            let what = match unmatched.iter().position(|other| self::columns(other).name() == columns.name()) {
                Some(index) => columns.difference(&self::columns(unmatched.remove(index))),
                None => "the description has no such row here".to_owned(),
            };
            let _ = writeln!(report, "line {line}: {}: {what}", columns.name());
        }
        let line = transcribed.get(old.start).map_or(0, |(line, _)| *line);
        for row in unmatched {
            let _ = writeln!(
                report,
                "line {line}: {}: the description has this row, the file does not",
                columns(row).name()
            );
        }
    }
    report
}

/// The columns of a row, or of the line of an operation.
struct Columns<'a> {
    names: &'static [&'static str],
    /// How many of the columns identify the row.
    key: usize,
    values: Vec<&'a str>,
}

fn columns(row: &str) -> Columns<'_> {
    match row.strip_prefix("## ") {
        Some(title) => Columns {
            names: &["operation", "method", "path", "status code", "deprecated"],
            key: 1,
            values: title.split(' ').collect(),
        },
        None => Columns {
            names: &["location", "name", "type", "mandatory", "constraints"],
            key: 2,
            values: row.split(" | ").collect(),
        },
    }
}

impl Columns<'_> {
    fn name(&self) -> String {
        let values: Vec<&str> = self.values.iter().copied().take(self.key).collect();
        values.join(" ")
    }

    /// Returns the names of the columns that differ.
    fn difference(&self, other: &Self) -> String {
        let is_different = |index: &usize| self.values.get(*index) != other.values.get(*index);
        let names: Vec<&str> = (0..self.names.len()).filter(is_different).map(|index| self.names[index]).collect();
        if names.is_empty() { "different place".to_owned() } else { format!("different {}", names.join(", ")) }
    }
}

/// Stands for the name of a list that is the entire body: its name is not a fact of the help page.
pub const UNNAMED: &str = "-";

/// The facts of a parameter or field.
pub struct Facts {
    /// The name on the wire, or [`UNNAMED`].
    pub name: String,
    /// The type as help pages write it. They have no word for enums, and write tuples as lists.
    pub type_name: String,
    /// Whether requests must contain it.
    pub mandatory: bool,
    /// Bounds, values, defaults and all other constraints that the row states.
    pub constraints: Vec<String>,
    /// The object that the type refers to: its name on the help page, and its fields.
    pub object: Option<(String, Vec<Facts>)>,
}

/// The table of an operation.
#[derive(Default)]
pub struct Table(pub String);

impl Table {
    /// Adds the line of the operation.
    pub fn title(&mut self, id: &str, method: &str, path: &str, status: u16, deprecated: bool) {
        let deprecated = if deprecated { " deprecated" } else { "" };
        let _ = writeln!(self.0, "## {id} {method} {path} {status}{deprecated}");
    }

    /// Adds a row.
    pub fn row(&mut self, location: &str, facts: &Facts, request: bool) {
        let mandatory = match (request, facts.mandatory) {
            (false, _) => "-",
            (true, true) => "yes",
            (true, false) => "no",
        };
        let constraints = if facts.constraints.is_empty() { "-".to_owned() } else { facts.constraints.join("; ") };
        let _ = writeln!(self.0, "{location} | {} | {} | {mandatory} | {constraints}", facts.name, facts.type_name);
    }

    /// Adds rows, then the rows of the objects that they refer to.
    pub fn section(&mut self, location: &str, fields: &[Facts], request: bool) {
        for field in fields {
            self.row(location, field, request);
        }
        for (name, fields) in fields.iter().filter_map(|field| field.object.as_ref()) {
            self.section(&format!("object {name}"), fields, request);
        }
    }

    /// Adds the rows of the response.
    pub fn response(&mut self, fields: &[Facts], is_file: bool) {
        self.section("response", fields, false);
        if is_file {
            self.0.push_str("response | - | File | - | -\n");
        } else if fields.is_empty() {
            self.0.push_str("response | none | - | - | -\n");
        }
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
    let ir::Operation { id, method, path, status, deprecated, .. } = operation;
    table.title(id, method.as_str(), path, *status, deprecated.is_some());
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

fn described_facts(service: &ir::Service, field: &ir::Field) -> Facts {
    let mut constraints = Vec::new();
    constraints.extend(described_bounds(&field.ty));
    if let ir::Type::Array(item, _) = &field.ty {
        constraints.extend(described_bounds(item).map(|bounds| format!("each {bounds}")));
    }
    if let ir::Type::Boolean(Some(only)) = field.ty {
        constraints.push(format!("only {only}"));
    }
    constraints.extend(described_values(service, &field.ty));
    if field.secret {
        constraints.push("secret".to_owned());
    }
    constraints.extend(field.default.as_ref().map(|default| format!("default {default}")));
    constraints.extend(prose_facts(field));
    Facts {
        name: if field.whole_body { UNNAMED.to_owned() } else { field.wire_name.clone() },
        type_name: described_type(service, &field.ty),
        mandatory: field.mandatory,
        constraints,
        object: described_object(service, &field.ty).map(|object| {
            let fields = object.fields.iter().map(|field| described_facts(service, field)).collect();
            (object.page_name.clone(), fields)
        }),
    }
}

/// Returns the bounds of a value: of its length, of the number of its items, or of a number.
fn described_bounds(ty: &ir::Type) -> Option<String> {
    let word = match ty {
        ir::Type::Number(bounds) => return bounds.map(|bounds| format!("range {bounds}")),
        ir::Type::String(_) => "length",
        ir::Type::Array(..) => "items",
        _ => "range",
    };
    Some(format!("{word} {}", ty.bounds()?))
}

/// Returns the facts that only documentation states.
#[must_use]
pub fn prose_facts(field: &ir::Field) -> Vec<String> {
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
            let values: Vec<&str> = values.iter().map(|value| value.wire_value.as_str()).collect();
            Some(format!("values {}", values.join(", ")))
        }
        ir::Type::Array(item, _) => described_values(service, item),
        ir::Type::Tuple(items) => items.iter().find_map(|item| described_values(service, item)),
        _ => None,
    }
}

/// Returns the object that a type refers to.
#[must_use]
pub fn described_object<'a>(service: &'a ir::Service, ty: &ir::Type) -> Option<&'a ir::Object> {
    match ty {
        ir::Type::Object(definition) => service.object(definition),
        ir::Type::Array(item, _) => described_object(service, item),
        _ => None,
    }
}
