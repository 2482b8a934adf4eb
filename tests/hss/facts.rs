//! The facts of the help pages, as `facts.txt` lists them, against the description and against the client.
//!
//! `facts.txt` is transcribed by hand from the help pages. It is a second, independent reading of a page, and
//! shows that neither the description nor the generator alters a fact.

use hss_generator::ir;
use hss_help_page::PLACEHOLDER;
use hss_tests::project;
use hss_tests::tables::{self, Facts, Table, UNNAMED, described_object, prose_facts};
use huaweicloud_hss::descriptor;
use huaweicloud_hss::{OPERATIONS, SERVICE};

/// Imports and fixes leave placeholders where a person has to write or decide something.
#[test]
fn description_has_no_placeholders() {
    let sources = project::description();
    let unfinished: Vec<&str> =
        sources.iter().filter(|source| source.text.contains(PLACEHOLDER)).map(|source| source.path.as_str()).collect();
    assert!(unfinished.is_empty(), "replace each {PLACEHOLDER} in {}", unfinished.join(", "));
}

#[test]
fn description_agrees_with_the_help_pages() {
    let mut transcribed = Vec::new();
    for (index, line) in include_str!("facts.txt").lines().enumerate() {
        let is_comment = line.starts_with('#') && !line.starts_with("## ");
        if !line.is_empty() && !is_comment {
            transcribed.push((index + 1, line));
        }
    }
    let disagreements = tables::disagreements(&transcribed, &tables::of_service(&described()));
    assert!(
        disagreements.is_empty(),
        "facts.txt and the description disagree. Read the help page again to find out which one is right; the values are \
         left out, since a copied value would not be a second reading.\n{disagreements}"
    );
}

/// The description agrees with the help pages, which the test above checks, so that a difference is shown only once.
#[test]
fn client_agrees_with_the_description() {
    let service = described();
    let mut client = Vec::new();
    for described in &service.operations {
        let operation = OPERATIONS.iter().find(|operation| operation.id == described.id);
        client.push(of_client(&service, described, operation.expect("a descriptor of the operation")));
    }
    tables::assert_same_as_description(&service, &client.join("\n"));
}

#[test]
fn endpoints_are_those_of_the_vendor() {
    let mut endpoints = Vec::new();
    for region in SERVICE.regions {
        let exception = SERVICE.endpoint_exceptions.iter().find(|(name, _)| name == region);
        let endpoint =
            exception.map_or_else(|| SERVICE.endpoint.replace("{region}", region), |(_, url)| (*url).to_owned());
        endpoints.push(format!("{region} {endpoint}"));
    }
    let listed: Vec<&str> = include_str!("endpoints.txt").lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(endpoints, listed, "the client and tests/hss/endpoints.txt disagree");
}

/// How lists continue and tasks end, which help pages say in prose and no row of a table states.
#[test]
fn lists_and_tasks_are_those_of_the_vendor() {
    let mut facts = Vec::new();
    for operation in OPERATIONS {
        let id = operation.id;
        if let Some(descriptor::Pagination { offset, limit, items, total, .. }) = operation.pagination {
            let total = total.unwrap_or("-");
            facts.push(format!("{id} | offset {offset} | limit {limit} | items {items} | total {total}"));
        }
        if let Some(status) = &operation.task {
            facts.push(format!("{id} | task {}", follow_up(status)));
        }
        if let Some(descriptor::TaskStates { field, success, failure, file, .. }) = &operation.wait {
            let file = file.as_ref().map_or_else(|| "-".to_owned(), follow_up);
            let (success, failure) = (success.join(", "), failure.join(", "));
            facts.push(format!("{id} | state {field} | success {success} | failure {failure} | file {file}"));
        }
    }
    let transcribed = include_str!("lists_and_tasks.txt").lines().filter(|line| !line.starts_with('#'));
    let transcribed: Vec<&str> = transcribed.collect();
    assert_eq!(facts, transcribed, "the client and tests/hss/lists_and_tasks.txt disagree: read the help page again");
}

/// Shows another operation, and where its parameters come from: `ShowTask(id = task_id)`.
fn follow_up(descriptor::FollowUp { operation, parameters, .. }: &descriptor::FollowUp) -> String {
    let parameters: Vec<String> = parameters.iter().map(|(name, field)| format!("{name} = {field}")).collect();
    format!("{operation}({})", parameters.join(", "))
}

fn described() -> ir::Service {
    hss_generator::analyze(&project::description()).expect("a valid description")
}

fn location(location: descriptor::ParameterLocation) -> &'static str {
    match location {
        descriptor::ParameterLocation::Path => "path",
        descriptor::ParameterLocation::Query => "query",
        descriptor::ParameterLocation::Header => "header",
        _ => "body",
    }
}

/// Descriptors do not name objects and state neither status codes nor missing units: these come from the description.
fn of_client(service: &ir::Service, described: &ir::Operation, operation: &descriptor::OperationDescriptor) -> String {
    let mut table = Table::default();
    let descriptor::OperationDescriptor { id, method, path, deprecated, .. } = operation;
    table.title(id, method, path, described.status, deprecated.is_some());
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

fn client_facts(service: &ir::Service, described: &ir::Field, field: &descriptor::Field) -> Facts {
    let mut constraints = Vec::new();
    constraints.extend(client_bounds(field.ty));
    if let descriptor::Type::Array(item, _) = field.ty {
        constraints.extend(client_bounds(*item).map(|bounds| format!("each {bounds}")));
    }
    if let descriptor::Type::Boolean(Some(only)) = field.ty {
        constraints.push(format!("only {only}"));
    }
    constraints.extend(client_values(field.ty));
    if field.secret {
        constraints.push("secret".to_owned());
    }
    constraints.extend(field.default.map(|default| format!("default {default}")));
    // The descriptors do not hold these facts.
    constraints.extend(prose_facts(described));
    let object = described_object(service, &described.ty);
    Facts {
        name: if field.whole_body { UNNAMED.to_owned() } else { field.name.to_owned() },
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

fn client_bounds(ty: descriptor::Type) -> Option<String> {
    let (word, bounds) = match ty {
        descriptor::Type::Number(bounds) => {
            return bounds.map(|bounds| format!("range {}..{}", bounds.min, bounds.max));
        }
        descriptor::Type::String(bounds) => ("length", bounds?),
        descriptor::Type::Array(_, bounds) => ("items", bounds?),
        descriptor::Type::Integer(bounds) | descriptor::Type::Long(bounds) => ("range", bounds?),
        _ => return None,
    };
    Some(format!("{word} {}..{}", bounds.min, bounds.max))
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
