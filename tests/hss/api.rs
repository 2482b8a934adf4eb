//! The public API of the client.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hss_tests::project;
use hss_tests::surface::{self, Crate};

/// A change of this list is a change for callers. It contains what the crate re-exports from the core.
#[test]
fn public_items() {
    let crates =
        [read("huaweicloud_hss", "generated-client/src"), read("huaweicloud_core", "generated-client/core/src")];
    insta::assert_snapshot!(surface::public_items(&crates));
}

fn read(name: &str, folder: &str) -> Crate {
    let folder = project::root().join(folder);
    let mut files = BTreeMap::new();
    collect(&folder, "", &mut files);
    Crate { name: name.to_owned(), files }
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.insert(format!("{prefix}{name}"), fs::read_to_string(&path).expect("a file"));
        }
    }
}
