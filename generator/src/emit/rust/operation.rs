//! The file of one help page: method, request, builder, response, and what the page defines besides.

use proc_macro2::TokenStream;
use quote::quote;

use super::object::{self, Form};
use super::render;
use super::rust_type::Scope;
use super::{descriptor, enumeration, header, pagination};
use crate::emit::docs::{self, Docs};
use crate::ir::{Field, Operation, Source};

pub(in crate::emit) fn file(index: usize, operation: &Operation) -> String {
    let page = Page { operation, scope: Scope { operation: index, in_responses: false } };
    let docs = Docs::default()
        .paragraph(&docs::code(&format!("{} {}", operation.method.as_str(), operation.path)))
        .paragraph(&docs::dated_page(operation))
        .inner();
    let method = page.client_method();
    let mock = page.mock_method();
    let request = page.request();
    let builder = page.builder();
    let response = page.response();
    let objects = operation.objects.iter().map(|object| object::tokens(operation, index, object));
    let enums = operation.enums.iter().map(|r#enum| enumeration::tokens(operation, r#enum));
    let tokens = quote! {
        #docs
        use serde::{Deserialize, Serialize};
        use crate::descriptor;
        use crate::runtime::{Call, Client, Error};
        #method
        #builder
        #request
        #response
        #(#objects)*
        #(#enums)*
        #mock
    };
    render::rust(&header("emit/operation.rs", &operation.file), &tokens)
}

struct Page<'a> {
    operation: &'a Operation,
    scope: Scope,
}

impl<'a> Page<'a> {
    /// Parameters outside the body that callers supply.
    fn parameters(&self) -> impl Iterator<Item = &'a Field> {
        let callers = self.operation.parameters.iter().filter(|parameter| parameter.source == Source::Request);
        callers.map(|parameter| &parameter.field)
    }

    fn body(&self) -> &'a [Field] {
        self.operation.body.as_deref().unwrap_or_default()
    }

    fn client_method(&self) -> TokenStream {
        let names = &self.operation.names;
        let (method, builder, request) = (&names.method, &names.builder, &names.request);
        let docs = self.method_docs();
        let deprecated = self.operation.deprecated.as_ref().map(|why| quote!(#[deprecated = #why]));
        let arguments = object::mandatory_arguments(self.scope, self.parameters().chain(self.body()));
        let allow = object::allowed(arguments.len() + 1);
        let value = self.request_value();
        quote! {
            impl Client {
                #docs
                #deprecated
                #allow
                pub fn #method(&self, #(#arguments),*) -> #builder {
                    let request = #request #value;
                    #builder { call: self.call(request) }
                }
            }
        }
    }

    fn mock_method(&self) -> TokenStream {
        let names = &self.operation.names;
        let (method, request) = (&names.method, &names.request);
        let docs =
            Docs::default().paragraph(&format!("Scripts and reads what [`Client::{}`] calls.", method.in_links()));
        quote! {
            #[cfg(feature = "mock")]
            impl crate::mock::MockServer {
                #docs
                #[must_use]
                pub fn #method(&self) -> crate::mock::MockOperation<#request> {
                    self.operation()
                }
            }
        }
    }

    /// The request with its mandatory parameters, or the default one.
    fn request_value(&self) -> TokenStream {
        let parameters: Vec<&Field> = self.parameters().collect();
        let body_name = &self.operation.names.body;
        let outside = parameters.iter().filter(|field| field.mandatory).count();
        let inside = self.body().iter().filter(|field| field.mandatory).count();
        if outside + inside == 0 {
            return quote!(::default());
        }
        let owned: Vec<TokenStream> =
            parameters.iter().filter(|field| field.mandatory).map(|field| object::mandatory_field(field)).collect();
        let body = (inside > 0).then(|| {
            let fields = object::mandatory_fields(self.body());
            quote!(body: #body_name { #fields },)
        });
        let everything = outside == parameters.len() && (self.operation.body.is_none() || inside > 0);
        let rest = (!everything).then(|| quote!(..Default::default()));
        quote!({ #(#owned,)* #body #rest })
    }

    fn method_docs(&self) -> Docs {
        let operation = self.operation;
        let mut docs = Docs::new(&operation.summary).paragraph(&docs::dated_page(operation));
        let mandatory = self.parameters().chain(self.body()).filter(|field| field.mandatory);
        docs = docs.list(mandatory.map(docs::argument).collect());
        for rule in &operation.rules {
            docs = docs.paragraph(&docs::rule(rule));
        }
        for example in &operation.examples {
            if let Some(body) = &example.body {
                docs =
                    docs.paragraph(&format!("Example of a request body: {}", docs::escape(&example.title))).json(body);
            }
            if let Some(response) = &example.response {
                docs =
                    docs.paragraph(&format!("Example of a response: {}", docs::escape(&example.title))).json(response);
            }
        }
        docs
    }

    fn request(&self) -> TokenStream {
        let names = &self.operation.names;
        let (name, body, response) = (&names.request, &names.body, &names.response);
        let method = names.method.in_links();
        let docs = Docs::default()
            .paragraph(&format!("Parameters of [`Client::{method}`], by their names on the wire."))
            .paragraph("What the client fills in is not among them.")
            .paragraph(&docs::page(self.operation));
        let members = self.parameters().map(|field| object::member(self.scope, field, Form::Request));
        let body_member = self.operation.body.as_ref().map(|_| quote!(#[doc = " The request body."] pub body: #body,));
        let body_struct = self.operation.body.as_ref().map(|fields| {
            let docs =
                Docs::default().paragraph(&format!("Body of [`{name}`].")).paragraph(&docs::page(self.operation));
            object::structure(self.scope, &docs, body, fields, Form::Request)
        });
        let descriptor = descriptor::operation(self.operation);
        let paginated = pagination::implementation(self.scope, self.operation);
        quote! {
            #docs
            #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
            #[serde(default, deny_unknown_fields)]
            #[non_exhaustive]
            pub struct #name {
                #(#members,)*
                #body_member
            }

            impl descriptor::Operation for #name {
                type Response = #response;

                const DESCRIPTOR: &'static descriptor::OperationDescriptor = #descriptor;
            }

            #paginated
            #body_struct
        }
    }

    fn builder(&self) -> TokenStream {
        let names = &self.operation.names;
        let (name, request, response) = (&names.builder, &names.request, &names.response);
        let method = names.method.in_links();
        let docs = Docs::default()
            .paragraph(&format!("A call of [`Client::{method}`] that is not sent yet."))
            .paragraph(&docs::page(self.operation));
        let optional = |field: &&Field| !field.mandatory;
        let parameters = self
            .parameters()
            .filter(optional)
            .map(|field| object::setter(self.scope, field, &quote!(self.call.request)));
        let body = self
            .body()
            .iter()
            .filter(optional)
            .map(|field| object::setter(self.scope, field, &quote!(self.call.request.body)));
        let setters = parameters.chain(body);
        let paging = pagination::methods(self.scope, self.operation);
        quote! {
            #docs
            #[derive(Clone, Debug)]
            #[must_use = "a call does nothing until it is sent"]
            pub struct #name {
                call: Call<#request>,
            }

            impl #name {
                #(#setters)*

                #[doc = " Goes on to the options that every call has."]
                pub fn customize(self) -> Call<#request> {
                    self.call
                }

                #[doc = " Sends the request."]
                #[doc = ""]
                #[doc = " # Errors"]
                #[doc = ""]
                #[doc = " As for [`Call::send`]."]
                pub async fn send(self) -> Result<#response, Error> {
                    self.call.send().await
                }

                #paging
            }
        }
    }

    fn response(&self) -> TokenStream {
        let names = &self.operation.names;
        let method = names.method.in_links();
        let docs = Docs::default()
            .paragraph(&format!("What [`Client::{method}`] answers."))
            .paragraph(&docs::page(self.operation));
        let scope = Scope { in_responses: true, ..self.scope };
        object::structure(scope, &docs, &names.response, &self.operation.response, Form::Response)
    }
}
