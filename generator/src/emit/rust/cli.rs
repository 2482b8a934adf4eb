//! The command line's list of operations, and the sentences that only its help shows.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::flags::{Flag, flags};
use crate::ir::{Operation, Service, Type, Unit, Value};

pub(super) fn tokens(service: &Service) -> TokenStream {
    let operations = service.operations.iter().map(|operation| self::operation(service, operation));
    let help = service.operations.iter().map(|operation| help(service, operation));
    let client = format_ident!("{}", service.crate_name());
    quote! {
        use #client::operation;
        use huaweicloud_command_line::{Operation, ParameterHelp};

        pub(crate) const OPERATIONS: &[Operation] = &[#(#operations),*];

        #(#help)*
    }
}

fn operation(service: &Service, operation: &Operation) -> TokenStream {
    let (request, help) = (&operation.names.request, help_name(operation));
    let constructor = format_ident!("{}", constructor(service, operation));
    let doc = operation.doc.as_ref().map(|doc| quote!(.doc(#doc)));
    let group = operation.group.as_ref().map(|group| quote!(.group(#group)));
    quote!(Operation::#constructor::<operation::#request>(#help) #doc #group)
}

/// Returns the constructor that knows what the command does with the response.
fn constructor(service: &Service, operation: &Operation) -> &'static str {
    if operation.returns_file() {
        return "file";
    }
    if let Some(status) = service.status_of(operation) {
        return if service.file_of(status).is_some() { "file_task" } else { "task" };
    }
    if operation.wait.is_some() {
        return if service.file_of(operation).is_some() { "file_status" } else { "status" };
    }
    if operation.pagination.is_some() { "list" } else { "single" }
}

/// Returns the name of an operation's table. It differs from the name of the list of operations.
fn help_name(operation: &Operation) -> Ident {
    format_ident!("{}_HELP", operation.names.module.in_links().to_uppercase())
}

/// Emits the flags of an operation with their help.
fn help(service: &Service, operation: &Operation) -> TokenStream {
    let name = help_name(operation);
    let rows = flags(operation).into_iter().map(|flag| row(service, &flag));
    quote!(const #name: &[ParameterHelp] = &[#(#rows),*];)
}

fn row(service: &Service, flag: &Flag<'_>) -> TokenStream {
    let Flag { location, field, name } = flag;
    let (wire_name, doc) = (&field.wire_name, &field.doc);
    let location = format_ident!("{}", location.as_str());
    let unit = if let Some(Unit::Stated(unit)) = &field.unit { Some(quote!(.unit(#unit))) } else { None };
    let values = known_values(service, &field.ty);
    let values = (!values.is_empty()).then(|| {
        let values = values.into_iter().map(meaning);
        quote!(.values(&[#(#values),*]))
    });
    let special = field.special.iter().map(|(value, meaning)| quote!((#value, #meaning)));
    let special = (!field.special.is_empty()).then(|| quote!(.special(&[#(#special),*])));
    let deprecated = field.deprecated.as_ref().map(|why| quote!(.deprecated(#why)));
    quote!(ParameterHelp::#location(#wire_name, #name, #doc)#unit #values #special #deprecated)
}

/// Returns the known values of an enum, or of the enums in a list, a map or a tuple. Objects have too many.
fn known_values<'a>(service: &'a Service, ty: &Type) -> Vec<&'a Value> {
    match ty {
        Type::Enum(definition) | Type::IntegerEnum(definition) => {
            service.r#enum(definition).map(|found| found.values.iter().collect()).unwrap_or_default()
        }
        _ => ty.parts().iter().flat_map(|part| known_values(service, part)).collect(),
    }
}

fn meaning(value: &Value) -> TokenStream {
    let mut meaning = value.doc.clone();
    if let Some(why) = &value.deprecated {
        meaning = format!("{meaning} Deprecated: {why}");
    }
    let wire_value = &value.wire_value;
    quote!((#wire_value, #meaning))
}
