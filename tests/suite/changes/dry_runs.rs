//! What a dry run shows of requests that set every parameter, derived from the description without compiling a program.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use hss_generator::ir::{self, Field, Operation, Origin, Parameter, ParameterLocation, Service, Type};
use serde_json::{Value, json};

/// Returns the request of each operation: its method, URL, headers and body. Values show only their type or their
/// setting, and names are sorted, because the service does not depend on their order.
pub(super) fn dry_runs(service: &Service) -> String {
    let mut text = String::new();
    for operation in &service.operations {
        write_request(service, operation, &mut text);
    }
    text
}

fn write_request(service: &Service, operation: &Operation, text: &mut String) {
    let mut path = operation.path.clone();
    let (mut query, mut headers) = (BTreeSet::new(), BTreeSet::new());
    for parameter in &operation.parameters {
        let Some(value) = value(service, parameter) else { continue };
        let name = &parameter.field.wire_name;
        match parameter.location {
            ParameterLocation::Path => path = path.replace(&format!("{{{name}}}"), &value.to_string()),
            ParameterLocation::Query => {
                query.insert(format!("{name}={value}"));
            }
            ParameterLocation::Header | ParameterLocation::Body => {
                headers.insert(format!("{name}: {value}"));
            }
        }
    }
    let body = operation.body.as_ref().map(|fields| match ir::whole_body(fields) {
        Some(field) => sample(service, &field.ty),
        None => object(service, fields),
    });
    let query = query.into_iter().collect::<Vec<_>>().join("&");
    let headers = headers.into_iter().collect::<Vec<_>>().join("\n");
    let (id, method) = (&operation.id, operation.method.as_str());
    writeln!(text, "{id}: {method} {}{path}?{query}", service.endpoint).expect("a string");
    writeln!(text, "{headers}\n{}", body.unwrap_or_default()).expect("a string");
}

/// Returns the value that is sent, unless it is the credential or the row is not sent.
fn value(service: &Service, parameter: &Parameter) -> Option<Value> {
    match parameter.origin {
        Origin::Request => Some(sample(service, &parameter.field.ty)),
        Origin::Client(setting) => Some(json!(format!("{setting:?}"))),
        Origin::Credentials | Origin::Reserved => None,
    }
}

/// Returns a value of the JSON type.
fn sample(service: &Service, ty: &Type) -> Value {
    match ty {
        Type::String(_) | Type::Enum(_) => json!("string"),
        Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_) => json!(1),
        Type::Number(_) => json!(0.5),
        Type::Boolean(_) => json!(true),
        Type::Json => Value::Null,
        Type::Array(item, _) => json!([sample(service, item)]),
        Type::Tuple(items) => items.iter().map(|item| sample(service, item)).collect(),
        Type::Map(values, _) => json!({"key": sample(service, values)}),
        Type::Object(definition) => object(service, &service.object(definition).expect("an object").fields),
    }
}

fn object(service: &Service, fields: &[Field]) -> Value {
    let fields: BTreeMap<&str, Value> =
        fields.iter().map(|field| (field.wire_name.as_str(), sample(service, &field.ty))).collect();
    json!(fields)
}
