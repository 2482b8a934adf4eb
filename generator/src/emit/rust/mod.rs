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
use rayon::prelude::*;

use crate::ir::Service;
use crate::render;
use crate::source::{GENERATED_FOLDER, SERVICE_FILE};

/// Emits all files, those of the operations in parallel. Returns the path and the text of each.
pub(super) fn files(service: &Service) -> Vec<(String, String)> {
    let path = |name: &str| format!("{GENERATED_FOLDER}/{name}.rs");
    let operations = service.operations.par_iter().enumerate().map(|(index, operation)| {
        let tokens = operation::tokens(service, index, operation);
        (path(operation.names.module.as_str()), render::rust("operation", &operation.file, tokens))
    });
    let mut files: Vec<(String, String)> = operations.collect();
    let mut add = |path: String, emitter: &str, source: &str, tokens: TokenStream| {
        files.push((path, render::rust(emitter, source, tokens)));
    };
    add("generated-client/cli/src/generated.rs".to_owned(), "cli", "spec/", cli::tokens(service));
    add(path("mod"), "facade", "spec/", facade::tokens(service));
    add(path("client"), "client", SERVICE_FILE, client::tokens(service));
    add(path("mock_server"), "mock_server", SERVICE_FILE, mock_server::tokens(service));
    add(path("service"), "service", SERVICE_FILE, service::tokens(service));
    files
}
