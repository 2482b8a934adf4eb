//! Writes the help page of an operation, in the vendor's layout.

use std::fmt::Write as _;

use hss_generator::ir::{self, Bounds, Field, Object, Operation, ParameterLocation, Rule, Service, Type, Unit};
use serde_json::Value as Json;

/// Writes the help page of an operation.
pub(super) fn write(service: &Service, operation: &Operation) -> String {
    let mut page = Page { service, operation, text: String::new(), tables: 0 };
    page.write();
    page.text
}

struct Page<'a> {
    service: &'a Service,
    operation: &'a Operation,
    text: String,
    tables: usize,
}

impl<'a> Page<'a> {
    fn line(&mut self, line: &str) {
        let _ = write!(self.text, "{line}\n\n");
    }

    fn write(&mut self) {
        let operation = self.operation;
        self.line(&operation.page.title);
        if let Some(date) = operation.page.date() {
            self.line(&format!("Updated on {date} GMT+08:00"));
        }
        self.line("Function");
        self.line(if operation.deprecated.is_some() { "Does things. (Deprecated)" } else { "Does things." });
        self.line("URI");
        self.line(&format!("{} {}", operation.method.as_str(), operation.path));
        self.parameters("Path Parameters", ParameterLocation::Path);
        self.parameters("Query Parameters", ParameterLocation::Query);
        self.line("Request Parameters");
        self.parameters("Request header parameters", ParameterLocation::Header);
        if let Some(body) = &operation.body {
            self.table("Request body parameters", true, &body.iter().collect::<Vec<_>>());
            self.objects(body, true);
        }
        self.line("Response Parameters");
        self.line(&format!("Status code: {}", operation.status));
        if operation.returns_file() {
            self.title("Response body parameters");
            self.text.push_str("Parameter\n\nType\n\nDescription\n\n-\n\nFile\n\nFile\n\n");
        } else if !operation.response.fields().is_empty() {
            let fields = operation.response.fields();
            self.table("Response body parameters", false, &fields.iter().collect::<Vec<_>>());
            self.objects(fields, false);
        }
        self.examples();
        self.text.push_str("Status Codes\n\nStatus Code\n\nDescription\n\n");
        self.line(&operation.status.to_string());
        self.text.push_str("Done.\n\nError Codes\n\nSee Error Codes.\n");
    }

    fn title(&mut self, title: &str) {
        self.tables += 1;
        self.line(&format!("Table {} {title}", self.tables));
    }

    fn parameters(&mut self, title: &str, location: ParameterLocation) {
        let parameters = self.operation.parameters.iter().filter(|parameter| parameter.location == location);
        let fields: Vec<&Field> = parameters.map(|parameter| &parameter.field).collect();
        if !fields.is_empty() {
            self.table(title, true, &fields);
        }
    }

    fn table(&mut self, title: &str, is_request: bool, fields: &[&Field]) {
        self.title(title);
        self.text.push_str(if is_request {
            "Parameter\n\nMandatory\n\nType\n\nDescription\n\n"
        } else {
            "Parameter\n\nType\n\nDescription\n\n"
        });
        for field in fields {
            self.row(field, is_request);
        }
    }

    /// Writes the tables of the objects that rows use, each once.
    fn objects(&mut self, fields: &'a [Field], is_request: bool) {
        let mut written: Vec<&str> = Vec::new();
        let mut open: Vec<&Type> = fields.iter().rev().map(|field| &field.ty).collect();
        while let Some(ty) = open.pop() {
            match ty {
                Type::Array(item, _) | Type::Map(item, _) => open.push(item),
                Type::Tuple(items) => open.extend(items),
                Type::Object(definition) => {
                    let object: &Object = self.service.object(definition).expect("the object");
                    if !written.contains(&object.page_name.as_str()) {
                        written.push(&object.page_name);
                        self.table(&object.page_name, is_request, &object.fields.iter().collect::<Vec<_>>());
                        open.extend(object.fields.iter().rev().map(|field| &field.ty));
                    }
                }
                _ => {}
            }
        }
    }

    fn row(&mut self, field: &Field, is_request: bool) {
        if field.whole_body {
            self.line(&format!("[{}]", field.wire_name));
        } else {
            self.line(&field.wire_name);
        }
        if is_request {
            self.line(if field.mandatory { "Yes" } else { "No" });
        }
        self.line(&type_cell(self.service, &field.ty));
        self.line("Definition");
        self.line(&match &field.unit {
            Some(Unit::Stated(unit)) => format!("A thing, in {unit}."),
            _ => "A thing.".to_owned(),
        });
        if field.deprecated.is_some() {
            self.line("(Deprecated)");
        }
        for (value, _) in &field.special {
            self.line(&format!("The value {value} indicates something."));
        }
        self.line("Constraints");
        self.line(if self.has_rule(field) { "This parameter is mandatory if others are not set." } else { "N/A" });
        self.line("Range");
        let before = self.text.len();
        self.limits(&field.ty);
        self.values(&field.ty);
        if self.text.len() == before {
            self.line("N/A");
        }
        self.line("Default Value");
        self.line(field.default.as_deref().unwrap_or("N/A"));
    }

    fn has_rule(&self, field: &Field) -> bool {
        self.operation
            .rules
            .iter()
            .any(|Rule { any_of, .. }| any_of.iter().any(|condition| condition.wire_name == field.wire_name))
    }

    fn limits(&mut self, ty: &Type) {
        match ty {
            Type::Array(item, bounds) => {
                if let Some(Bounds { min: Some(min), max: Some(max) }) = bounds {
                    self.line(&format!("Array Length: {min} - {max}"));
                }
                self.limits(item);
            }
            Type::Map(value, _) => self.limits(value),
            Type::String(Some(bounds)) => self.bounds(*bounds, "The value can contain", "characters.", "length"),
            Type::Integer(Some(bounds)) | Type::Long(Some(bounds)) => {
                self.bounds(*bounds, "The value range is", "", "value");
            }
            _ => {}
        }
    }

    fn bounds(&mut self, bounds: Bounds, before: &str, after: &str, what: &str) {
        match bounds {
            Bounds { min: Some(min), max: Some(max) } => {
                self.line(format!("{before} {min} to {max} {after}").trim_end());
            }
            Bounds { min, max } => {
                if let Some(min) = min {
                    self.line(&format!("Minimum {what}: {min}"));
                }
                if let Some(max) = max {
                    self.line(&format!("Maximum {what}: {max}"));
                }
            }
        }
    }

    fn values(&mut self, ty: &Type) {
        match ty {
            Type::Array(item, _) | Type::Map(item, _) => self.values(item),
            Type::Boolean(Some(only)) => self.line(&format!("  • {only}: the only one")),
            Type::Enum(definition) | Type::IntegerEnum(definition) => {
                let r#enum = self.service.r#enum(definition).expect("the enum");
                for value in &r#enum.values {
                    let mark = if value.deprecated.is_some() { " (Deprecated)" } else { "" };
                    self.line(&format!("  • {}: a value{mark}", value.wire_value));
                }
            }
            _ => {}
        }
    }

    fn examples(&mut self) {
        self.line("Example Requests");
        for example in &self.operation.examples {
            if let Some(query) = &example.query {
                let line = format!(
                    "{} https://{{endpoint}}{}?{}",
                    self.operation.method.as_str(),
                    self.operation.path,
                    query_text(query)
                );
                self.line(&line);
            }
            if let Some(body) = &example.body {
                self.line(&format!("{body:#}"));
            }
        }
        self.line("Example Responses");
        for example in &self.operation.examples {
            if let Some(response) = &example.response {
                self.line(&format!("Status code: {}", self.operation.status));
                self.line(&format!("{response:#}"));
            }
        }
    }
}

fn query_text(query: &serde_json::Map<String, Json>) -> String {
    let mut pairs = Vec::new();
    for (name, value) in query {
        let values = match value {
            Json::Array(items) => items.clone(),
            value => vec![value.clone()],
        };
        for value in values {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            pairs.push(format!("{name}={text}"));
        }
    }
    pairs.join("&")
}

fn type_cell(service: &Service, ty: &Type) -> String {
    match ty {
        Type::String(_) | Type::Enum(_) => "String".to_owned(),
        Type::Integer(_) | Type::IntegerEnum(_) => "Integer".to_owned(),
        Type::Long(_) => "Long".to_owned(),
        Type::Number(_) => "Double".to_owned(),
        Type::Boolean(_) => "Boolean".to_owned(),
        Type::Array(item, _) => match item.as_ref() {
            Type::Object(_) => format!("Array of {}s", type_cell(service, item)),
            _ => format!("Array<{}>", type_cell(service, item)),
        },
        Type::Map(value, _) => format!("Map<String,{}>", type_cell(service, value)),
        Type::Json => "Object".to_owned(),
        Type::Object(definition) => {
            let object: Option<&ir::Object> = service.object(definition);
            format!("{} object", object.map_or("", |object| &object.page_name))
        }
        Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| type_cell(service, item)).collect();
            format!("({})", items.join(", "))
        }
    }
}
