//! The project's own files.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use hss_generator::{OPERATIONS_FOLDER, SERVICE_FILE, Source};

/// Returns the project's root.
#[must_use]
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_owned()
}

/// Returns cargo's target folder, which holds the program that runs.
///
/// # Panics
///
/// If that program is not a test or a benchmark that cargo built.
#[must_use]
pub fn target_dir() -> PathBuf {
    let program = env::current_exe().expect("the program that runs");
    // <target folder>/<profile>/deps/<program>
    program.ancestors().nth(3).expect("cargo's target folder").to_owned()
}

/// Returns the text of a file of the project, by its path from the root.
///
/// # Panics
///
/// If it cannot be read.
#[must_use]
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Returns the sorted paths of the files in a folder of the project.
///
/// # Panics
///
/// If the folder cannot be read.
#[must_use]
pub fn files_in(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry.expect("a folder's entry");
        if entry.path().is_file() {
            paths.push(format!("{folder}/{}", entry.file_name().to_string_lossy()));
        }
    }
    paths.sort();
    paths
}

/// Returns the project's description of the API.
#[must_use]
pub fn description() -> Vec<Source> {
    let mut paths = files_in(OPERATIONS_FOLDER);
    paths.push(SERVICE_FILE.to_owned());
    paths.into_iter().map(|path| Source { text: read(&path), path }).collect()
}

/// Returns the description of the museum, an invented service that does not depend on the facts of HSS.
///
/// # Panics
///
/// If it cannot be read.
#[must_use]
pub fn museum() -> Vec<Source> {
    description_in(&root().join("tests/museum-client")).expect("the description of the museum")
}

/// Returns the description in another project's folder.
///
/// # Errors
///
/// If a file cannot be read.
pub fn description_in(root: &Path) -> io::Result<Vec<Source>> {
    let mut paths = vec![SERVICE_FILE.to_owned()];
    for entry in fs::read_dir(root.join(OPERATIONS_FOLDER))? {
        let name = entry?.file_name();
        paths.push(format!("{OPERATIONS_FOLDER}/{}", name.to_string_lossy()));
    }
    let mut sources = Vec::new();
    for path in paths {
        let text = fs::read_to_string(root.join(&path))?;
        sources.push(Source { path, text });
    }
    Ok(sources)
}
