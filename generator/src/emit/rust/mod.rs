//! Rust code: one emitter for each kind of item.

mod argument;
mod builder;
mod cli;
mod client;
mod client_method;
mod debug;
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
mod task;

use proc_macro2::TokenStream;

use crate::ir::{Operation, Service};
use crate::render::RustFile;
use crate::source::{GENERATED_FOLDER, SERVICE_FILE};

/// A file to emit.
pub(super) enum Emitter<'a> {
    /// A file of the service: its path, the file that emits it, the part of the description that it comes from, and the
    /// function that emits it.
    Service {
        path: String,
        emitter: &'static str,
        source: &'static str,
        tokens: fn(&Service) -> TokenStream,
    },
    Operation {
        index: usize,
        operation: &'a Operation,
    },
}

/// Returns the emitters of all files.
pub(super) fn emitters(service: &Service) -> Vec<Emitter<'_>> {
    let path = |name: &str| format!("{GENERATED_FOLDER}/{name}.rs");
    let command_line = "generated-client/cli/src/generated.rs".to_owned();
    let mut emitters = vec![
        Emitter::Service { path: command_line, emitter: "cli", source: "spec/", tokens: cli::tokens },
        Emitter::Service { path: path("mod"), emitter: "facade", source: "spec/", tokens: facade::tokens },
        Emitter::Service { path: path("client"), emitter: "client", source: SERVICE_FILE, tokens: client::tokens },
        Emitter::Service {
            path: path("mock_server"),
            emitter: "mock_server",
            source: SERVICE_FILE,
            tokens: mock_server::tokens,
        },
        Emitter::Service { path: path("service"), emitter: "service", source: SERVICE_FILE, tokens: service::tokens },
    ];
    for (index, operation) in service.operations.iter().enumerate() {
        emitters.push(Emitter::Operation { index, operation });
    }
    emitters
}

impl Emitter<'_> {
    pub(super) fn emit(&self, service: &Service) -> RustFile {
        match self {
            Self::Service { path, emitter, source, tokens } => {
                RustFile { path: path.clone(), emitter, source: (*source).to_owned(), tokens: tokens(service) }
            }
            Self::Operation { index, operation } => RustFile {
                path: format!("{GENERATED_FOLDER}/{}.rs", operation.names.module),
                emitter: "operation",
                source: operation.file.clone(),
                tokens: operation::tokens(service, *index, operation),
            },
        }
    }
}
