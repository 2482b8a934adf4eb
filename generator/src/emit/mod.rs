//! Turns the intermediate representation into files. Emitters read only the [`ir`](crate::ir).

mod facts;
mod markdown;
mod openapi;
mod operation_table;
mod rust;
mod sections;

use crate::files::Files;
use crate::ir::Service;
use crate::paths::GENERATED_FOLDER;

pub use openapi::OpenApiVersion;
pub(crate) use openapi::document as openapi;

/// Returns every file that is generated from the API.
pub(crate) fn files(service: &Service) -> Files {
    let (openapi, rust_files) = rayon::join(|| openapi(service, OpenApiVersion::V3_1), || rust::files(service));
    let mut files = Files::default();
    files.insert("generated-client/openapi.json".to_owned(), openapi);
    files.insert(format!("{GENERATED_FOLDER}/operations.md"), operation_table::text(service));
    for (path, text) in rust_files {
        files.insert(path, text);
    }
    files.sections = sections::of(service);
    files
}
