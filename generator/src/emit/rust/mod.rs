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

use rayon::prelude::*;

use crate::ir::Service;
use crate::paths::{GENERATED_FOLDER, SERVICE_FILE};
use crate::render;

/// Emits all files in parallel. Returns the path and the text of each.
pub(super) fn files(service: &Service) -> Vec<(String, String)> {
    let operations = service.operations.par_iter().enumerate().map(|(index, operation)| {
        let tokens = operation::tokens(service, index, operation);
        (generated(operation.names.module.as_str()), render::rust("operation", &operation.file, tokens))
    });
    let (mut files, shared): (Vec<_>, _) = rayon::join(|| operations.collect(), || shared_files(service));
    files.extend(shared);
    files
}

/// Emits the files that do not belong to one operation.
fn shared_files(service: &Service) -> Vec<(String, String)> {
    let cli = "generated-client/cli/src/generated.rs".to_owned();
    vec![
        (cli, render::rust("cli", "spec/", cli::tokens(service))),
        (generated("mod"), render::rust("facade", "spec/", facade::tokens(service))),
        (generated("client"), render::rust("client", SERVICE_FILE, client::tokens(service))),
        (generated("mock_server"), render::rust("mock_server", SERVICE_FILE, mock_server::tokens(service))),
        (generated("service"), render::rust("service", SERVICE_FILE, service::tokens(service))),
    ]
}

/// Returns the path of a file in the folder of generated files.
fn generated(name: &str) -> String {
    format!("{GENERATED_FOLDER}/{name}.rs")
}
