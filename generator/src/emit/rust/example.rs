//! Rust examples: the requests that a help page shows, as calls of the client.
//!
//! A help page shows the body of a request. The required parameters outside the body are variables of the example.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::{Map, Number, Value as Json};

use super::rust_type;
use crate::ir::{self, Definition, Field, Operation, Service, Type};
use crate::names::RustName;
use crate::render;

/// The name of the client in an example.
const CLIENT: &str = "client";

/// Returns a documentation test that sends a request of the help page, or one with only the required parameters.
///
/// Returns `None` if there is no body and the operation requires one.
pub(super) fn text(service: &Service, operation: &Operation, example: Option<&ir::Example>) -> Option<String> {
    let fields = operation.body_fields();
    let query = example.and_then(|example| example.query.clone()).unwrap_or_default();
    let body = match example.and_then(|example| example.body.as_ref()) {
        Some(body) => body_members(operation, body)?,
        None if fields.iter().any(|field| field.mandatory) => return None,
        None => Map::new(),
    };
    let mut example = ExampleCode { service, types: BTreeSet::new(), arguments: None };
    let call = render::statements(&example.call(operation, &query, &body));
    let mut imports = render::statements(&example.imports());
    if !imports.is_empty() {
        imports.push('\n');
    }
    let signature = signature(service, operation, &query);
    Some(format!("{signature}\n{imports}{call}# Ok(())\n# }}"))
}

/// Returns the fields of a body by name. A list that is the entire body counts as a field.
fn body_members(operation: &Operation, body: &Json) -> Option<Map<String, Json>> {
    if let Some(field) = operation.whole_body() {
        return Some(Map::from_iter([(field.wire_name.clone(), body.clone())]));
    }
    body.as_object().cloned()
}

/// Returns the hidden first line: a function with the client and the variables as arguments.
fn signature(service: &Service, operation: &Operation, query: &Map<String, Json>) -> String {
    let name = service.crate_name();
    let mut arguments = vec![format!("{CLIENT}: {name}::Client")];
    for field in operation.caller_parameters().filter(|field| is_variable(field, query)) {
        arguments.push(format!("{}: {}", variable(field), variable_type(&name, &field.ty)));
    }
    let arguments = arguments.join(", ");
    format!("# async fn example({arguments}) -> Result<(), {name}::Error> {{")
}

/// Returns whether a parameter is a variable of the example: it is an argument, and the example has no value for it.
fn is_variable(field: &Field, query: &Map<String, Json>) -> bool {
    field.is_argument && !query.contains_key(&field.wire_name)
}

/// Returns the type of a variable, or of the items of a list.
fn variable_type(crate_name: &str, ty: &Type) -> String {
    let parts: Vec<String> = ty.parts().iter().map(|part| variable_type(crate_name, part)).collect();
    let parts = parts.join(", ");
    match ty {
        Type::String(_) => "&str".to_owned(),
        Type::Integer(_) => "i32".to_owned(),
        Type::Long(_) => "i64".to_owned(),
        Type::Number(_) => "f64".to_owned(),
        Type::Boolean(_) => "bool".to_owned(),
        Type::Json => "serde_json::Value".to_owned(),
        Type::Object(definition) | Type::Enum(definition) | Type::IntegerEnum(definition) => {
            format!("{crate_name}::types::{}", definition.name)
        }
        Type::Array(..) => format!("Vec<{parts}>"),
        Type::Map(..) => format!("Vec<(&str, {parts})>"),
        Type::Tuple(_) => format!("({parts})"),
    }
}

/// Returns the name of the variable for a parameter. No parameter's own name ends with an underscore like this.
fn variable(field: &Field) -> String {
    if field.rust_name.as_str() == CLIENT { format!("{CLIENT}_") } else { field.rust_name.to_string() }
}

/// The arguments of a function, and the setters that are called on its result.
#[derive(Default)]
struct Values<'a> {
    arguments: Vec<(&'a Field, TokenStream)>,
    setters: Vec<TokenStream>,
}

impl<'a> Values<'a> {
    fn add(&mut self, field: &'a Field, value: TokenStream) {
        if field.is_argument {
            self.arguments.push((field, value));
        } else {
            let name = &field.rust_name;
            self.setters.push(quote!(.#name(#value)));
        }
    }

    /// Emits the arguments in parentheses, by position or as a struct, and the setters.
    fn tokens(self, struct_name: Option<&RustName>) -> TokenStream {
        let Self { arguments, setters } = self;
        let Some(struct_name) = struct_name else {
            let values = arguments.iter().map(|(_, value)| value);
            return quote!((#(#values),*) #(#setters)*);
        };
        let members = arguments.into_iter().map(|(Field { rust_name, ty, .. }, value)| {
            let value = match ty {
                Type::Enum(_) | Type::IntegerEnum(_) | Type::Json => value,
                _ => rust_type::convert(ty, &value),
            };
            let is_shorthand = value.to_string() == rust_name.to_string();
            if is_shorthand { value } else { quote!(#rust_name: #value) }
        });
        quote!((#struct_name { #(#members),* }) #(#setters)*)
    }
}

/// An example that is being emitted.
struct ExampleCode<'a> {
    service: &'a Service,
    /// The names of the types that it uses.
    types: BTreeSet<RustName>,
    /// The struct of the method's arguments, if it has one.
    arguments: Option<RustName>,
}

impl ExampleCode<'_> {
    fn imports(&self) -> TokenStream {
        let crate_name = format_ident!("{}", self.service.crate_name());
        let arguments = self.arguments.as_ref().map(|name| quote!(use #crate_name::operation::#name;));
        let types = self.types.iter();
        let types = (types.len() > 0).then(|| quote!(use #crate_name::types::{#(#types),*};));
        quote!(#arguments #types)
    }

    /// Emits the call, and the use of its response.
    fn call(&mut self, operation: &Operation, query: &Map<String, Json>, body: &Map<String, Json>) -> TokenStream {
        let mut values = Values::default();
        for field in operation.caller_parameters() {
            if let Some(value) = query.get(&field.wire_name) {
                values.add(field, self.value(&field.ty, value, false));
            } else if field.is_argument {
                values.add(field, variable(field).parse().unwrap_or_default());
            }
        }
        self.add_members(&mut values, operation.body_fields(), body);
        let Operation { names, pagination, .. } = operation;
        self.arguments.clone_from(&names.arguments);
        let (method, values) = (&names.method, values.tokens(names.arguments.as_ref()));
        let builder = quote!(client.#method #values);
        if pagination.is_some() {
            return quote! {
                let mut items = #builder.items();
                while let Some(item) = items.try_next().await? {
                    println!("{item:?}");
                }
            };
        }
        if operation.returns_file() {
            return quote! {
                let bytes = #builder.send().await?.save_to("download.zip").await?;
                println!("{bytes} bytes");
            };
        }
        quote! {
            let response = #builder.send().await?;
            println!("{response:?}");
        }
    }

    /// Adds the values of an object's fields.
    fn add_members<'f>(&mut self, values: &mut Values<'f>, fields: &'f [Field], json: &Map<String, Json>) {
        for field in fields {
            if let Some(value) = json.get(&field.wire_name) {
                values.add(field, self.value(&field.ty, value, false));
            }
        }
    }

    /// Emits an argument. Lists within a list are vectors, since arrays of different lengths have different types.
    fn value(&mut self, ty: &Type, json: &Json, in_list: bool) -> TokenStream {
        match (ty, json) {
            (Type::Array(item_type, _), Json::Array(items)) => {
                let items: Vec<_> = items.iter().map(|item| self.value(item_type, item, true)).collect();
                self.list(ty, &items, in_list)
            }
            (Type::Map(value_type, _), Json::Object(entries)) => {
                let mut pairs = Vec::new();
                for (key, value) in entries {
                    let value = self.value(value_type, value, true);
                    pairs.push(quote!((#key, #value)));
                }
                self.list(ty, &pairs, in_list)
            }
            (Type::Tuple(types), Json::Array(items)) => {
                let values = types.iter().zip(items).map(|(ty, item)| self.value(ty, item, in_list));
                quote!((#(#values),*))
            }
            (Type::Object(definition), Json::Object(members)) => self.object(definition, members),
            (Type::Enum(definition), Json::String(value)) => self.enum_value(definition, value, &quote!(#value)),
            (Type::IntegerEnum(definition), Json::Number(number)) => {
                let literal = Literal::i64_unsuffixed(number.as_i64().unwrap_or_default());
                self.enum_value(definition, &number.to_string(), &quote!(#literal))
            }
            (Type::Boolean(_), Json::Bool(value)) => quote!(#value),
            (Type::Integer(_) | Type::Long(_), Json::Number(number)) => {
                let number = Literal::i64_unsuffixed(number.as_i64().unwrap_or_default());
                quote!(#number)
            }
            (Type::Number(_), Json::Number(number)) => {
                let number = Literal::f64_unsuffixed(number.as_f64().unwrap_or_default());
                quote!(#number)
            }
            (Type::Json, _) => {
                let tokens = json_tokens(json);
                quote!(serde_json::json!(#tokens))
            }
            (_, Json::String(text)) => quote!(#text),
            // Lowering has compared the example with the types.
            _ => quote!(Default::default()),
        }
    }

    /// Emits the items of a list, or the entries of a map as pairs.
    fn list(&self, ty: &Type, items: &[TokenStream], in_list: bool) -> TokenStream {
        if items.is_empty() {
            // The compiler could not infer the type of the items.
            let ty = variable_type(&self.service.crate_name(), ty).replacen("Vec", "Vec::", 1);
            return format!("{ty}::new()").parse().unwrap_or_default();
        }
        if in_list { quote!(vec![#(#items),*]) } else { quote!([#(#items),*]) }
    }

    fn object(&mut self, definition: &Definition, members: &Map<String, Json>) -> TokenStream {
        let Some(object) = self.service.object(definition) else { return TokenStream::new() };
        let name = &object.name;
        self.types.insert(name.clone());
        self.types.extend(object.arguments.clone());
        let mut values = Values::default();
        self.add_members(&mut values, &object.fields, members);
        let values = values.tokens(object.arguments.as_ref());
        quote!(#name::new #values)
    }

    /// Emits a variant, or the conversion of a literal that no variant has.
    fn enum_value(&mut self, definition: &Definition, wire_value: &str, literal: &TokenStream) -> TokenStream {
        let name = &definition.name;
        self.types.insert(name.clone());
        let values = self.service.r#enum(definition).map_or(&[][..], |r#enum| &r#enum.values);
        let Some(value) = values.iter().find(|value| value.wire_value == wire_value) else {
            return quote!(#name::from(#literal));
        };
        let variant = &value.variant;
        quote!(#name::#variant)
    }
}

/// Emits JSON for the macro `json!`.
fn json_tokens(json: &Json) -> TokenStream {
    match json {
        Json::String(text) => quote!(#text),
        Json::Array(items) => {
            let items = items.iter().map(json_tokens);
            quote!([#(#items),*])
        }
        Json::Object(members) => {
            let members = members.iter().map(|(key, value)| {
                let value = json_tokens(value);
                quote!(#key: #value)
            });
            quote!({ #(#members),* })
        }
        Json::Number(number) => number_tokens(number),
        Json::Null | Json::Bool(_) => json.to_string().parse().unwrap_or_default(),
    }
}

/// Emits a number for the macro `json!`, where integers are of 32 bits unless they have a suffix.
fn number_tokens(number: &Number) -> TokenStream {
    let literal = match (number.as_i64(), number.as_u64()) {
        (Some(integer), _) if i32::try_from(integer).is_err() => Literal::i64_suffixed(integer),
        (None, Some(integer)) => Literal::u64_suffixed(integer),
        _ => return number.to_string().parse().unwrap_or_default(),
    };
    quote!(#literal)
}
