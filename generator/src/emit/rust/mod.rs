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

use crate::ir::{Operation, Service};
use crate::render::RustFile;
use crate::source::GENERATED_FOLDER;
use crate::source::SERVICE_FILE;

/// A file to emit.
pub(super) enum Emitter<'a> {
    CommandLine,
    Facade,
    Client,
    MockServer,
    Service,
    Operation { index: usize, operation: &'a Operation },
}

/// Returns the emitters of all files.
pub(super) fn emitters(service: &Service) -> Vec<Emitter<'_>> {
    let mut emitters =
        vec![Emitter::CommandLine, Emitter::Facade, Emitter::Client, Emitter::MockServer, Emitter::Service];
    for (index, operation) in service.operations.iter().enumerate() {
        emitters.push(Emitter::Operation { index, operation });
    }
    emitters
}

impl Emitter<'_> {
    pub(super) fn emit(&self, service: &Service) -> RustFile {
        match self {
            Self::CommandLine => RustFile {
                path: "generated-client/cli/src/generated.rs".to_owned(),
                emitter: "emit/rust/cli.rs",
                source: "spec/".to_owned(),
                tokens: cli::tokens(service),
            },
            Self::Facade => RustFile {
                path: format!("{GENERATED_FOLDER}/mod.rs"),
                emitter: "emit/rust/facade.rs",
                source: "spec/".to_owned(),
                tokens: facade::tokens(service),
            },
            Self::Client => RustFile {
                path: format!("{GENERATED_FOLDER}/client.rs"),
                emitter: "emit/rust/client.rs",
                source: SERVICE_FILE.to_owned(),
                tokens: client::tokens(service),
            },
            Self::MockServer => RustFile {
                path: format!("{GENERATED_FOLDER}/mock_server.rs"),
                emitter: "emit/rust/mock_server.rs",
                source: SERVICE_FILE.to_owned(),
                tokens: mock_server::tokens(),
            },
            Self::Service => RustFile {
                path: format!("{GENERATED_FOLDER}/service.rs"),
                emitter: "emit/rust/service.rs",
                source: SERVICE_FILE.to_owned(),
                tokens: service::tokens(service),
            },
            Self::Operation { index, operation } => RustFile {
                path: format!("{GENERATED_FOLDER}/{}.rs", operation.names.module),
                emitter: "emit/rust/operation.rs",
                source: operation.file.clone(),
                tokens: operation::tokens(service, *index, operation),
            },
        }
    }
}
