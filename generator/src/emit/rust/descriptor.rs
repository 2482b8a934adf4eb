//! The static descriptor of an operation: what the client's runtime reads.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs;
use crate::ir::{
    Bounds, Condition, Example, Field, Operation, Pagination, Parameter, ParameterLocation, Predicate, Rule, Setting,
    Source, Type, Unit,
};

/// The table of an object's fields.
pub(super) fn fields(fields: &[Field]) -> TokenStream {
    if fields.is_empty() {
        return quote!(&[]);
    }
    let rows = fields.iter().map(field);
    quote! {{
        use crate::descriptor::*;
        &[#(#rows),*]
    }}
}

/// The descriptor of an operation.
pub(super) fn operation(operation: &Operation) -> TokenStream {
    let Operation { id, summary, path, page, names, .. } = operation;
    let (title, updated) = (&page.title, &page.updated);
    let method = operation.method.as_str();
    let parameters = operation.parameters.iter().map(parameter);
    let body_name = &names.body;
    let body = option(operation.body.as_ref().map(|_| quote!(#body_name::FIELDS)));
    let response = &names.response;
    let rules = operation.rules.iter().map(rule);
    let pagination = option(operation.pagination.as_ref().map(pagination));
    let deprecated = text(operation.deprecated.as_ref());
    let examples = operation.examples.iter().map(example);
    quote! {{
        use crate::descriptor::*;
        &OperationDescriptor {
            id: #id,
            summary: #summary,
            page: HelpPage { title: #title, updated: #updated },
            method: #method,
            path: #path,
            parameters: &[#(#parameters),*],
            body: #body,
            response: #response::FIELDS,
            rules: &[#(#rules),*],
            pagination: #pagination,
            deprecated: #deprecated,
            examples: &[#(#examples),*],
        }
    }}
}

fn parameter(parameter: &Parameter) -> TokenStream {
    let field = field(&parameter.field);
    let constructor = match parameter.location {
        ParameterLocation::Path => quote!(Parameter::path),
        ParameterLocation::Query => quote!(Parameter::query),
        ParameterLocation::Header | ParameterLocation::Body => quote!(Parameter::header),
    };
    let source = match parameter.source {
        Source::Request => None,
        Source::Credentials => Some(quote!(.from_credentials())),
        Source::Client(setting) => {
            let setting = match setting {
                Setting::Project => quote!(Project),
                Setting::Region => quote!(Region),
                Setting::EnterpriseProject => quote!(EnterpriseProject),
            };
            Some(quote!(.from_client(Setting::#setting)))
        }
    };
    quote!(#constructor(#field)#source)
}

fn field(field: &Field) -> TokenStream {
    let Field { wire, mandatory, doc, default, special, unit, deprecated, .. } = field;
    let ty = type_of(&field.ty);
    let mandatory = mandatory.then(|| quote!(.mandatory()));
    let default = default.as_ref().map(|default| quote!(.default(#default)));
    let unit = match unit {
        Some(Unit::Stated(unit)) => Some(quote!(.unit(#unit))),
        Some(Unit::NotStated) | None => None,
    };
    let values = special.iter().map(|(value, meaning)| quote!((#value, #meaning)));
    let special = (!special.is_empty()).then(|| quote!(.special(&[#(#values),*])));
    let deprecated = deprecated.as_ref().map(|why| quote!(.deprecated(#why)));
    quote!(Field::new(#wire, #ty)#mandatory.doc(#doc)#default #unit #special #deprecated)
}

fn example(Example { title, body, response }: &Example) -> TokenStream {
    let json = |value: &Option<serde_json::Value>| option(value.as_ref().map(|json| raw(&json.to_string())));
    let (body, response) = (json(body), json(response));
    quote!(Example { title: #title, body: #body, response: #response })
}

fn type_of(ty: &Type) -> TokenStream {
    match ty {
        Type::String(limits) => {
            let limits = bounds(*limits);
            quote!(Type::String(#limits))
        }
        Type::Integer(range) => {
            let range = bounds(*range);
            quote!(Type::Integer(#range))
        }
        Type::Long(range) => {
            let range = bounds(*range);
            quote!(Type::Long(#range))
        }
        Type::Boolean(only) => {
            let only = option(only.map(|only| quote!(#only)));
            quote!(Type::Boolean(#only))
        }
        Type::Array(items, count) => {
            let (items, count) = (type_of(items), bounds(*count));
            quote!(Type::Array(&#items, #count))
        }
        Type::Tuple(items) => {
            let items = items.iter().map(type_of);
            quote!(Type::Tuple(&[#(#items),*]))
        }
        Type::Object(definition) => {
            let name = &definition.name;
            quote!(Type::Object(crate::types::#name::FIELDS))
        }
        Type::Enum(definition) => {
            let name = &definition.name;
            quote!(Type::Enum(crate::types::#name::VALUES))
        }
    }
}

fn bounds(bounds: Option<Bounds>) -> TokenStream {
    option(bounds.map(|Bounds { min, max }| {
        let (min, max) = (literal(min), literal(max));
        quote!(Bounds::new(#min, #max))
    }))
}

/// A number as code, its digits in groups.
fn literal(number: i64) -> TokenStream {
    docs::grouped(number, '_').parse().unwrap_or_else(|_| quote!(#number))
}

fn rule(rule: &Rule) -> TokenStream {
    let Rule::AnyOf { conditions, why } = rule;
    let conditions = conditions.iter().map(|Condition { location, wire, predicate }| {
        let location = match location {
            ParameterLocation::Path => quote!(Path),
            ParameterLocation::Query => quote!(Query),
            ParameterLocation::Header => quote!(Header),
            ParameterLocation::Body => quote!(Body),
        };
        let predicate = match predicate {
            Predicate::Set => quote!(Set),
            Predicate::NonEmpty => quote!(NonEmpty),
            Predicate::Is(value) => quote!(Is(#value)),
        };
        quote!(Condition { location: ParameterLocation::#location, name: #wire, predicate: Predicate::#predicate })
    });
    quote!(Rule::AnyOf { conditions: &[#(#conditions),*], why: #why })
}

fn pagination(pagination: &Pagination) -> TokenStream {
    let Pagination { offset, limit, items, total } = pagination;
    let total = text(total.as_ref());
    quote!(Pagination { offset: #offset, limit: #limit, items: #items, total: #total })
}

fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

fn text(value: Option<&String>) -> TokenStream {
    option(value.map(|text| quote!(#text)))
}

/// A text as code, without escapes where there is nothing to escape but quotes, of which JSON is full.
fn raw(text: &str) -> TokenStream {
    let plain = |c: char| matches!(c, '"' | '\\' | '\'') || c.escape_debug().len() == 1;
    if !text.chars().all(plain) {
        return quote!(#text);
    }
    let run = |rest: &str| rest.len() - rest.trim_start_matches('#').len();
    let hashes = "#".repeat(1 + text.split('"').map(run).max().unwrap_or(0));
    format!("r{hashes}\"{text}\"{hashes}").parse().unwrap_or_else(|_| quote!(#text))
}
