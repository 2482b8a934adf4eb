//! The sources of a crate of generated code that depends on the core.

use std::fs;
use std::io;
use std::path::Path;

use hss_generator::Files;

const LIB: &str = "#[allow(deprecated, unused_imports)]\nmod generated;\n
pub use generated::{Client, SERVICE, operation, types};\npub use huaweicloud_core::*;\n";

/// Writes the client of `files` into the folder `src` of a crate. Its `lib.rs` ends with `more`.
///
/// # Errors
///
/// If a file cannot be written.
pub fn write(src: &Path, files: &Files, more: &str) -> io::Result<()> {
    fs::create_dir_all(src.join("generated"))?;
    fs::write(src.join("lib.rs"), format!("{LIB}{more}"))?;
    for (path, text) in files.iter() {
        if let Some(path) = path.strip_prefix("generated-client/src/") {
            fs::write(src.join(path), text)?;
        }
    }
    Ok(())
}
