//! Ir to files: one emitter for each kind of item, one file for each help page.

mod docs;
mod openapi;
mod rust;

use std::thread;

use crate::OpenApiVersion;
use crate::description::json_schema;
use crate::files::{Files, GENERATED_FOLDER};
use crate::ir::{Operation, Service};

/// Every file that the description gives rise to.
pub(crate) fn files(service: &Service) -> Files {
    let mut files = Files::default();
    files.insert("spec/schema.json".to_owned(), json_schema::file());
    files.insert("generated-client/openapi.json".to_owned(), openapi(service, OpenApiVersion::V3_1));
    files.insert("generated-client/cli/src/generated.rs".to_owned(), rust::cli::file(service));
    files.insert(format!("{GENERATED_FOLDER}/mod.rs"), rust::facade::file(service));
    files.insert(format!("{GENERATED_FOLDER}/service.rs"), rust::service::file(service));
    for (name, text) in operation_files(service) {
        files.insert(format!("{GENERATED_FOLDER}/{name}.rs"), text);
    }
    files
}

/// The document of OpenAPI.
pub(crate) fn openapi(service: &Service, version: OpenApiVersion) -> String {
    openapi::file(service, version)
}

/// One file for each operation. Tokens stay on the thread that makes them; only texts cross.
fn operation_files(service: &Service) -> Vec<(String, String)> {
    let operations: Vec<(usize, &Operation)> = service.operations.iter().enumerate().collect();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = operations.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let workers = operations.chunks(share).map(|share| (share, scope.spawn(|| rendered(share))));
        let workers: Vec<_> = workers.collect();
        workers.into_iter().flat_map(|(share, worker)| worker.join().unwrap_or_else(|_| rendered(share))).collect()
    })
}

/// Module and text of each operation.
fn rendered(operations: &[(usize, &Operation)]) -> Vec<(String, String)> {
    let file = |(index, operation): &(usize, &Operation)| {
        (operation.names.module.to_string(), rust::operation::file(*index, operation))
    };
    operations.iter().map(file).collect()
}
