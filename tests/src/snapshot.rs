//! Files of the project that a program or a test prints, renewed like the snapshots of insta.

use std::env;
use std::fs;

use similar::TextDiff;

use crate::project;

/// Requires a file to have this text, or writes it if `INSTA_UPDATE` is `always`.
///
/// # Panics
///
/// If the file has another text, or cannot be written.
pub fn assert_file(path: &str, text: &str) {
    let file = project::root().join(path);
    let on_disk = fs::read_to_string(&file).unwrap_or_default();
    if on_disk == text {
        return;
    }
    let renews = env::var("INSTA_UPDATE").is_ok_and(|update| update == "always");
    let difference = difference(&on_disk, text);
    assert!(renews, "{path} is out of date: run `INSTA_UPDATE=always cargo test --workspace`\n{difference}");
    fs::write(&file, text).expect("the file");
}

/// Returns the lines that differ, with the lines around them.
#[must_use]
pub fn difference(old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new).unified_diff().to_string()
}
