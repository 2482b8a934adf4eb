//! Files of the project that a program prints, renewed like the snapshots of insta.

use std::env;
use std::fs;

use crate::project;

/// Requires a file to have this text, or writes it if `INSTA_UPDATE` is `always`.
///
/// # Panics
///
/// If the file has another text, or cannot be written.
pub fn assert_file(path: &str, text: &str) {
    let file = project::root().join(path);
    if fs::read_to_string(&file).is_ok_and(|on_disk| on_disk == text) {
        return;
    }
    let renews = env::var("INSTA_UPDATE").is_ok_and(|update| update == "always");
    assert!(renews, "{path} is out of date: run `INSTA_UPDATE=always cargo test --workspace`");
    fs::write(&file, text).expect("the file");
}
