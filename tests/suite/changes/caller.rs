//! A program that uses every public item of the generated code: what rustc rejects on the other side breaks callers.

use std::fmt::Write as _;
use std::fs;

use hss_changes::Class;
use hss_generator::Source;
use hss_generator::ir::{self, Definition, Field, Object, Operation, Service, Type};
use hss_tests::{generated_crate, program};

use super::{Compared, compare, compared, description};

/// Writes the program.
struct Writer<'a> {
    service: &'a Service,
    code: String,
}

/// Returns a program that uses everything that is generated for a description.
fn caller(sources: &[Source]) -> String {
    let service = hss_generator::analyze(sources).expect("a valid description");
    let code = "use crate::{Client, Items, Pages, operation, serde_json, types};\n".to_owned();
    let mut writer = Writer { service: &service, code };
    for operation in &service.operations {
        writer.operation(operation);
        for object in &operation.objects {
            writer.object(object);
        }
        for r#enum in &operation.enums {
            for value in &r#enum.values {
                let (name, variant) = (&r#enum.name, &value.variant);
                let _ = writeln!(writer.code, "const _: types::{name} = types::{name}::{variant};");
            }
        }
    }
    writer.code
}

impl Writer<'_> {
    fn operation(&mut self, operation: &Operation) {
        let names = &operation.names;
        let callers = operation.parameters.iter().filter(|parameter| parameter.origin == ir::Origin::Request);
        let parameters: Vec<&Field> = callers.map(|parameter| &parameter.field).collect();
        let body: Vec<&Field> = operation.body.iter().flatten().collect();
        let all: Vec<&Field> = parameters.iter().chain(&body).copied().collect();
        let arguments = self.arguments(&all, false);
        let _ = writeln!(self.code, "async fn {}_(client: Client) {{", names.module);
        let _ = writeln!(self.code, "let call: operation::{} = client.{}({arguments});", names.builder, names.method);
        self.setters("call", &all, false);
        let _ = writeln!(self.code, "let request: &operation::{} = call.request();", names.request);
        self.members("request", &parameters, false, true);
        match ir::whole_body(operation.body.as_deref().unwrap_or_default()) {
            Some(field) => {
                let _ = writeln!(self.code, "let _: Option<{}> = request.body.clone();", ty_of(&field.ty, false));
            }
            None => self.members("request.body", &body, false, true),
        }
        if operation.pagination.is_some() {
            let items = operation.pagination.as_ref().map(|pagination| pagination.items.as_str());
            let field = operation.response.fields().iter().find(|field| Some(field.wire_name.as_str()) == items);
            if let Some(Type::Array(item, _)) = field.map(|field| &field.ty) {
                let _ = writeln!(self.code, "let _: Items<{}> = call.clone().items();", ty_of(item, true));
            }
            let _ = writeln!(self.code, "let _: Pages<operation::{}> = call.clone().pages();", names.response);
        }
        if let ir::ResponseContent::Fields(fields) = &operation.response {
            let _ = writeln!(self.code, "let response: operation::{} = call.send().await.unwrap();", names.response);
            self.members("response", &fields.iter().collect::<Vec<_>>(), true, false);
        }
        self.code.push_str("}\n");
    }

    fn object(&mut self, object: &Object) {
        let fields: Vec<&Field> = object.fields.iter().collect();
        let _ = writeln!(self.code, "fn {0}_(object: types::{0}) {{", object.name);
        self.members("object", &fields, object.in_responses, object.in_requests);
        if object.in_requests {
            let arguments = self.arguments(&fields, object.in_responses);
            let _ = writeln!(self.code, "let object = types::{}::new({arguments});", object.name);
            self.setters("object", &fields, object.in_responses);
        }
        self.code.push_str("}\n");
    }

    fn arguments(&self, fields: &[&Field], in_responses: bool) -> String {
        let required = fields.iter().filter(|field| field.mandatory);
        required.map(|field| self.argument(&field.ty, in_responses)).collect::<Vec<_>>().join(", ")
    }

    fn setters(&mut self, target: &str, fields: &[&Field], in_responses: bool) {
        for field in fields.iter().filter(|field| !field.mandatory) {
            let argument = self.argument(&field.ty, in_responses);
            let _ = writeln!(self.code, "let {target} = {target}.{}({argument});", field.rust_name);
        }
    }

    /// Reads fields with their types.
    fn members(&mut self, target: &str, fields: &[&Field], in_responses: bool, in_requests: bool) {
        for field in fields {
            let ty = ty_of(&field.ty, in_responses);
            let is_list = matches!(field.ty, Type::Array(..)) && !in_requests;
            let ty = if is_list { ty } else { format!("Option<{ty}>") };
            let _ = writeln!(self.code, "let _: {ty} = {target}.{}.clone();", field.rust_name);
        }
    }

    /// Returns an argument of a type.
    fn argument(&self, ty: &Type, in_responses: bool) -> String {
        match ty {
            Type::String(_) => "\"text\"".to_owned(),
            Type::Integer(_) if !in_responses => "1_i32".to_owned(),
            Type::Integer(_) | Type::Long(_) => "1_i64".to_owned(),
            Type::Boolean(_) => "true".to_owned(),
            Type::Array(item, _) => format!("[{}]", self.argument(item, in_responses)),
            Type::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| self.argument(item, in_responses)).collect();
                format!("({})", items.join(", "))
            }
            Type::Number(_) => "0.5_f64".to_owned(),
            Type::Map(value, _) => format!("[(\"key\", {})]", self.argument(value, in_responses)),
            Type::Json => "serde_json::Value::Null".to_owned(),
            Type::Enum(definition) | Type::IntegerEnum(definition) => {
                let value = &self.service.r#enum(definition).expect("an enum").values[0];
                format!("types::{}::{}", definition.name, value.variant)
            }
            Type::Object(definition) => {
                let object = self.service.object(definition).expect("an object");
                let fields: Vec<&Field> = object.fields.iter().collect();
                format!("types::{}::new({})", definition.name, self.arguments(&fields, object.in_responses))
            }
        }
    }
}

/// Returns the Rust type of a field.
fn ty_of(ty: &Type, in_responses: bool) -> String {
    match ty {
        Type::String(_) => "String".to_owned(),
        Type::Integer(_) if !in_responses => "i32".to_owned(),
        Type::Integer(_) | Type::Long(_) => "i64".to_owned(),
        Type::Boolean(_) => "bool".to_owned(),
        Type::Array(item, _) => format!("Vec<{}>", ty_of(item, in_responses)),
        Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| ty_of(item, in_responses)).collect();
            format!("({})", items.join(", "))
        }
        Type::Number(_) => "f64".to_owned(),
        Type::Map(value, _) => format!("std::collections::BTreeMap<String, {}>", ty_of(value, in_responses)),
        Type::Json => "serde_json::Value".to_owned(),
        Type::Object(Definition { name, .. })
        | Type::Enum(Definition { name, .. })
        | Type::IntegerEnum(Definition { name, .. }) => format!("types::{name}"),
    }
}

/// Compiles the old program with the code that is generated from the new description. Returns the errors, if any.
fn errors(new: &[Source]) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let files = hss_generator::generate(new).expect("files");
    // The warnings of the program do not matter.
    generated_crate::write(folder.path(), &files, "#[allow(warnings)]\nmod caller;\n").expect("a crate");
    fs::write(folder.path().join("caller.rs"), caller(&description())).expect("a file");
    let mut rustc = program::rustc_with_core();
    rustc.args(["lib.rs", "--edition=2024", "--crate-type=lib", "--emit=metadata", "-Dwarnings"]);
    rustc.arg("--check-cfg=cfg(feature, values(\"blocking\", \"mock\"))");
    let output = rustc.current_dir(folder.path()).output().expect("rustc runs");
    (!output.status.success()).then(|| String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Returns the description after all cases that do not break Rust code, except for those that contradict others.
fn all_that_compiles() -> (Vec<Source>, usize) {
    let mut sources = description();
    let mut applied = 0;
    let compiles = |compared: &&Compared| compared.there.summary().rust < Class::Breaking;
    for Compared { case, .. } in compared().iter().filter(compiles) {
        // Another case may have changed what this one is about.
        let Ok(changed) = case.apply(sources.clone()) else { continue };
        let report = hss_changes::compare(&description(), &changed);
        if report.is_ok_and(|report| report.summary().rust < Class::Breaking) {
            sources = changed;
            applied += 1;
        }
    }
    (sources, applied)
}

/// Breaking changes that are compiled one by one.
const BREAKS: [&str; 4] = [
    "a required parameter is optional",
    "a string is an enum",
    "requests contain an object of responses",
    "a value has another name",
];

/// All changes that are not classified as breaking are compiled at once. A sample of breaking changes shows that the
/// program detects them.
#[test]
fn code_that_uses_everything_compiles_unless_a_change_breaks_it() {
    assert_eq!(errors(&description()), None, "the program itself");
    let (new, applied) = all_that_compiles();
    assert!(applied > 50, "only {applied} changes fit together");
    assert!(compare(&description(), &new).summary().rust < Class::Breaking);
    assert_eq!(errors(&new), None);
    for name in BREAKS {
        let Compared { case, there, .. } = compared().iter().find(|found| found.case.name == name).expect("a case");
        assert_eq!(there.summary().rust, Class::Breaking, "{name}");
        let errors = errors(&case.changed()).unwrap_or_else(|| panic!("{name}: it compiles"));
        assert!(errors.contains("--> caller.rs"), "{name}: {errors}");
    }
}
