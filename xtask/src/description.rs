//! Reads the description.

use std::path::{Path, PathBuf};

use hss_generator::{MAX_DESCRIPTION_FILE, OPERATIONS_FOLDER, SERVICE_FILE, Source};

use crate::disk::{self, Entry};
use crate::terminal;

/// Reads the description below `root`. The error names every file that cannot be read.
pub(crate) fn read(root: &Path) -> Result<Vec<Source>, String> {
    read_files(|path| root.join(path))
}

/// Reads the description below a folder that contains `spec/`, or that is a copy of it.
pub(crate) fn read_below(folder: &Path) -> Result<Vec<Source>, String> {
    let without_spec = |path: &str| folder.join(path.trim_start_matches("spec/"));
    if !folder.join(SERVICE_FILE).exists() && without_spec(SERVICE_FILE).exists() {
        return read_files(without_spec);
    }
    if folder.is_dir() {
        read(folder)
    } else {
        Err(format!("{} is not a folder: name one that contains spec/", terminal::path(folder)))
    }
}

/// Reads the description from the files at `locate(path)`.
fn read_files(locate: impl Fn(&str) -> PathBuf) -> Result<Vec<Source>, String> {
    let mut paths = vec![SERVICE_FILE.to_owned()];
    let folder = locate(OPERATIONS_FOLDER);
    for Entry { name, .. } in disk::list(&folder).map_err(|error| disk::cannot("read the folder", &folder, &error))? {
        if !disk::is_editor_file(&name) {
            paths.push(format!("{OPERATIONS_FOLDER}/{name}"));
        }
    }
    let (mut sources, mut errors) = (Vec::new(), Vec::new());
    for path in paths {
        let file = locate(&path);
        if let Err(error) = check_file(&path, disk::size(&file)) {
            errors.push(format!("{} {error}", terminal::line(&path)));
            continue;
        }
        match disk::read_text(&file) {
            Ok(text) => sources.push(Source { path, text }),
            Err(error) => errors.push(disk::cannot("read", &file, &error)),
        }
    }
    if errors.is_empty() { Ok(sources) } else { Err(errors.join("\n")) }
}

/// Checks the name and the size of a file of the description. The error continues the file's name.
pub(crate) fn check_file(path: &str, size: u64) -> Result<(), String> {
    let error = if Path::new(path).extension().is_none_or(|extension| extension != "yaml") {
        "is not a .yaml file and would be ignored: rename it or move it elsewhere"
    } else if terminal::line(path) != path {
        "has invisible characters in its name: rename it"
    } else if size > MAX_DESCRIPTION_FILE as u64 {
        "is larger than 1 MiB, the maximum for a file of the description"
    } else {
        return Ok(());
    };
    Err(error.to_owned())
}
