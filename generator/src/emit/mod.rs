//! Turns the intermediate representation into files. Emitters read only the [`ir`](crate::ir).

mod facts;
mod markdown;
mod openapi;
mod operation_table;
mod rust;

use std::panic;
use std::thread;

use crate::OpenApiVersion;
use crate::files::Files;
use crate::ir::Service;
use crate::render;

/// Returns every file that is generated from the API.
pub(crate) fn files(service: &Service) -> Files {
    let mut files = Files::default();
    files.insert("generated-client/openapi.json".to_owned(), openapi(service, OpenApiVersion::V3_1));
    files.insert(operation_table::path(), operation_table::text(service));
    for (path, text) in rust_files(service) {
        files.insert(path, text);
    }
    files
}

/// Returns the OpenAPI document.
pub(crate) fn openapi(service: &Service, version: OpenApiVersion) -> String {
    openapi::document(service, version)
}

/// Emits and formats the Rust files, several at a time.
fn rust_files(service: &Service) -> Vec<(String, String)> {
    let emitters = rust::emitters(service);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = emitters.len().div_ceil(threads);
    thread::scope(|scope| {
        let mut workers = Vec::new();
        for emitters in emitters.chunks(share) {
            workers.push(scope.spawn(|| emit_and_format(service, emitters)));
        }
        let mut files = Vec::new();
        for worker in workers {
            match worker.join() {
                Ok(share) => files.extend(share),
                Err(payload) => panic::resume_unwind(payload),
            }
        }
        files
    })
}

/// Returns the path and the text of each file. Tokens cannot be sent to other threads, so this also formats them.
fn emit_and_format(service: &Service, emitters: &[rust::Emitter]) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for emitter in emitters {
        let file = emitter.emit(service);
        let text = render::rust(&file);
        files.push((file.path, text));
    }
    files
}
