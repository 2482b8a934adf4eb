//! The project's own files.

use std::fs;
use std::path::{Path, PathBuf};

use hss_generator::{OPERATIONS_FOLDER, SERVICE_FILE, Source};

/// The project's root.
#[must_use]
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_owned()
}

/// A file of the project, by its path from the root.
///
/// # Panics
///
/// If it cannot be read.
#[must_use]
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Paths of the files in a folder of the project, sorted.
///
/// # Panics
///
/// If the folder cannot be read.
#[must_use]
pub fn files_in(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let names = entries.filter_map(Result::ok).filter(|entry| entry.path().is_file());
    let mut paths: Vec<String> =
        names.map(|entry| format!("{folder}/{}", entry.file_name().to_string_lossy())).collect();
    paths.sort();
    paths
}

/// The project's description of the API.
#[must_use]
pub fn description() -> Vec<Source> {
    let mut paths = files_in(OPERATIONS_FOLDER);
    paths.push(SERVICE_FILE.to_owned());
    paths.into_iter().map(|path| Source { text: read(&path), path }).collect()
}
