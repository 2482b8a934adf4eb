//! The public API of the client.

use std::fs;
use std::path::Path;

use hss_tests::{project, surface};

/// A change of this list is a change for callers.
#[test]
fn public_items() {
    let root = project::root().join("generated-client/src");
    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    insta::assert_snapshot!(surface::public_items(&files, &["descriptor.rs", "lib.rs"]));
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
