//! What callers see of the generated crate.

use std::fs;
use std::path::Path;

use hss_tests::{project, surface};

/// Per operation: signatures, types and docs with their constraints, in the page's order.
#[test]
fn surface_of_each_operation() {
    let service = hss_generator::analyze(&project::description()).expect("the description is right");
    for operation in &service.operations {
        let module = operation.names.module.as_str();
        let text = project::read(&format!("generated-client/src/generated/{module}.rs"));
        insta::assert_snapshot!(module, surface::of_file(&text));
    }
}

/// A change here is a change for callers.
#[test]
fn public_names() {
    let root = project::root().join("generated-client/src");
    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    insta::assert_snapshot!(surface::public_names(&files, &["descriptor.rs"]));
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            collect(root, &entry, files);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            let path = entry.strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
            files.push((path, fs::read_to_string(&entry).expect("a file")));
        }
    }
    files.sort();
}
