//! Rust code: one emitter for each kind of item.

mod argument;
mod builder;
mod cli;
mod client;
mod client_method;
mod descriptor;
mod doc_comment;
mod enumeration;
mod example;
mod facade;
mod field;
mod field_row;
mod literal;
mod mock_server;
mod object;
mod operation;
mod pagination;
mod request;
mod rust_type;
mod service;
mod structure;
mod task;

use proc_macro2::TokenStream;

use crate::ir::Service;
use crate::source::{GENERATED_FOLDER, SERVICE_FILE};

/// A Rust file to emit.
pub(super) struct RustFile<'a> {
    /// Path from the project's root.
    pub(super) path: String,
    /// The name of the emitter that makes it, for the header.
    pub(super) emitter: &'static str,
    /// The part of the description that it comes from, for the header.
    pub(super) source: &'a str,
    /// Emits it. Tokens cannot be sent to other threads, but emitters can.
    pub(super) tokens: Box<dyn Fn() -> TokenStream + Send + 'a>,
}

/// Returns all files to emit.
pub(super) fn files(service: &Service) -> Vec<RustFile<'_>> {
    type Emitter = fn(&Service) -> TokenStream;
    let file = |path, emitter, source, tokens: Emitter| RustFile {
        path,
        emitter,
        source,
        tokens: Box::new(move || tokens(service)),
    };
    let path = |name: &str| format!("{GENERATED_FOLDER}/{name}.rs");
    let mut files = vec![
        file("generated-client/cli/src/generated.rs".to_owned(), "cli", "spec/", cli::tokens),
        file(path("mod"), "facade", "spec/", facade::tokens),
        file(path("client"), "client", SERVICE_FILE, client::tokens),
        file(path("mock_server"), "mock_server", SERVICE_FILE, mock_server::tokens),
        file(path("service"), "service", SERVICE_FILE, service::tokens),
    ];
    for (index, operation) in service.operations.iter().enumerate() {
        files.push(RustFile {
            path: path(operation.names.module.as_str()),
            emitter: "operation",
            source: &operation.file,
            tokens: Box::new(move || operation::tokens(service, index, operation)),
        });
    }
    files
}
