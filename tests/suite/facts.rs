//! What the generator understood of the description is what the pages say, row by row.

use std::fmt::Write as _;

use hss_generator::ir::{Bounds, Field, Object, Operation, ParameterLocation, Service, Type, Unit};
use hss_tests::project;

/// `facts.txt` was transcribed from the pages; this prints the same table from the ir.
#[test]
fn every_row_of_every_table_is_described() {
    let service = hss_generator::analyze(&project::description()).expect("the description is right");
    let understood: Vec<String> = service.operations.iter().map(|operation| table(&service, operation)).collect();
    let differences = differences(&understood.join("\n"));
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Where these tables say something else than the pages.
pub(crate) fn differences(understood: &str) -> Vec<String> {
    let understood: Vec<&str> = understood.lines().collect();
    let transcribed = include_str!("facts.txt").lines().enumerate().filter(|(_, line)| !line.starts_with("# "));
    let transcribed: Vec<(usize, &str)> = transcribed.skip_while(|(_, line)| line.is_empty()).collect();
    (0..understood.len().max(transcribed.len()))
        .map(|row| (understood.get(row).copied(), transcribed.get(row).copied()))
        .filter(|(understood, transcribed)| *understood != transcribed.map(|(_, line)| line))
        .map(|(understood, transcribed)| {
            let (line, transcribed) = transcribed.map_or((0, "nothing"), |(line, text)| (line + 1, text));
            format!("facts.txt:{line}: {transcribed}\n    it is taken for: {}", understood.unwrap_or("nothing"))
        })
        .collect()
}

fn table(service: &Service, operation: &Operation) -> String {
    let mut table = String::new();
    let deprecated = if operation.deprecated.is_some() { " deprecated" } else { "" };
    let _ = writeln!(table, "## {} {} {}{deprecated}", operation.id, operation.method.as_str(), operation.path);
    for parameter in &operation.parameters {
        let place = match parameter.location {
            ParameterLocation::Path => "path",
            ParameterLocation::Query => "query",
            ParameterLocation::Header => "header",
            ParameterLocation::Body => "body",
        };
        row(&mut table, service, place, &parameter.field, true);
    }
    section(&mut table, service, "body", operation.body.iter().flatten(), true);
    section(&mut table, service, "response", &operation.response, false);
    if operation.response.is_empty() {
        table.push_str("response | none | - | - | -\n");
    }
    table
}

/// Rows, then the rows of the objects that they hold.
fn section<'a>(
    table: &mut String,
    service: &'a Service,
    place: &str,
    fields: impl IntoIterator<Item = &'a Field>,
    request: bool,
) {
    let mut objects: Vec<&Object> = Vec::new();
    for field in fields {
        row(table, service, place, field, request);
        objects.extend(object_of(service, &field.ty));
    }
    for object in objects {
        section(table, service, &format!("object {}", object.page_name), &object.fields, request);
    }
}

fn row(table: &mut String, service: &Service, place: &str, field: &Field, request: bool) {
    let mandatory = match (request, field.mandatory) {
        (false, _) => "-",
        (true, true) => "yes",
        (true, false) => "no",
    };
    let constraints = constraints(service, field);
    let constraints = if constraints.is_empty() { "-".to_owned() } else { constraints.join("; ") };
    let _ =
        writeln!(table, "{place} | {} | {} | {mandatory} | {constraints}", field.wire, type_name(service, &field.ty));
}

/// The page's word for the type: it has none for enums and writes nested lists in its own way.
fn type_name(service: &Service, ty: &Type) -> String {
    match ty {
        Type::String(_) | Type::Enum(_) => "String".to_owned(),
        Type::Integer(_) => "Integer".to_owned(),
        Type::Long(_) => "Long".to_owned(),
        Type::Boolean(_) => "Boolean".to_owned(),
        Type::Array(items, _) => format!("Array<{}>", type_name(service, items)),
        Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| type_name(service, item)).collect();
            format!("({})", items.join(", "))
        }
        Type::Object(definition) => service.object(definition).expect("defined").page_name.clone(),
    }
}

fn constraints(service: &Service, field: &Field) -> Vec<String> {
    let mut parts = Vec::new();
    let word = match &field.ty {
        Type::String(_) => "length",
        Type::Array(..) => "items",
        _ => "range",
    };
    parts.extend(field.ty.bounds().map(|Bounds { min, max }| format!("{word} {min}..{max}")));
    if let Type::Boolean(Some(only)) = field.ty {
        parts.push(format!("only {only}"));
    }
    parts.extend(values(service, &field.ty));
    parts.extend(field.default.as_ref().map(|default| format!("default {default}")));
    if !field.special.is_empty() {
        let special: Vec<&str> = field.special.iter().map(|(value, _)| value.as_str()).collect();
        parts.push(format!("special {}", special.join(", ")));
    }
    parts.extend(field.unit.as_ref().map(|unit| match unit {
        Unit::Stated(unit) => format!("unit {unit}"),
        Unit::NotStated => "unit not stated".to_owned(),
    }));
    parts.extend(field.deprecated.as_ref().map(|_| "deprecated".to_owned()));
    parts
}

fn values(service: &Service, ty: &Type) -> Option<String> {
    match ty {
        Type::Enum(definition) => {
            let values: Vec<&str> =
                service.r#enum(definition)?.values.iter().map(|value| value.wire.as_str()).collect();
            Some(format!("values {}", values.join(", ")))
        }
        Type::Array(items, _) => values(service, items),
        Type::Tuple(items) => items.iter().find_map(|item| values(service, item)),
        _ => None,
    }
}

fn object_of<'a>(service: &'a Service, ty: &Type) -> Option<&'a Object> {
    match ty {
        Type::Object(definition) => service.object(definition),
        Type::Array(items, _) => object_of(service, items),
        _ => None,
    }
}
