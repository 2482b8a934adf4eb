//! Reads the description and help pages, and writes generated files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use hss_generator::{Change, Files, MAX_DESCRIPTION_FILE, OPERATIONS_FOLDER, SERVICE_FILE, Source};
use hss_help_page::read::MAX_SIZE;

/// Maximum size of a file, far larger than any file of the description or any generated file.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Reads the description below `root`. The error names every file that cannot be read.
pub(crate) fn read_description(root: &Path) -> Result<Vec<Source>, String> {
    read_files_of_description(|path| root.join(path))
}

/// Reads the description below a folder that contains `spec/`, or that is a copy of it.
pub(crate) fn read_description_below(folder: &Path) -> Result<Vec<Source>, String> {
    let without_spec = |path: &str| folder.join(path.trim_start_matches("spec/"));
    if !folder.join(SERVICE_FILE).exists() && without_spec(SERVICE_FILE).exists() {
        return read_files_of_description(without_spec);
    }
    if folder.is_dir() {
        read_description(folder)
    } else {
        Err(format!("{} is not a folder: name one that contains spec/", folder.display()))
    }
}

/// Reads a file, unless it does not exist.
pub(crate) fn read_optional(path: &Path) -> Result<Option<String>, String> {
    match read_text(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("cannot read {}: {error}", path.display())),
    }
}

/// Reads the description from the files at `locate(path)`.
fn read_files_of_description(locate: impl Fn(&str) -> PathBuf) -> Result<Vec<Source>, String> {
    let mut paths = vec![SERVICE_FILE.to_owned()];
    let folder = locate(OPERATIONS_FOLDER);
    let entries = list(&folder).map_err(|error| format!("cannot read the folder {}: {error}", folder.display()))?;
    for Entry { name, .. } in entries {
        if !is_editor_file(&name) {
            paths.push(format!("{OPERATIONS_FOLDER}/{name}"));
        }
    }
    let (mut sources, mut errors) = (Vec::new(), Vec::new());
    for path in paths {
        if Path::new(&path).extension().is_none_or(|extension| extension != "yaml") {
            errors.push(format!("{path} is not a .yaml file and would be ignored: rename it or move it elsewhere"));
            continue;
        }
        let file = locate(&path);
        if fs::metadata(&file).is_ok_and(|metadata| metadata.len() > MAX_DESCRIPTION_FILE as u64) {
            errors.push(format!("{path} is larger than 1 MiB, the maximum for a file of the description"));
            continue;
        }
        match read_text(&file) {
            Ok(text) => sources.push(Source { path, text }),
            Err(error) => errors.push(format!("cannot read {}: {error}", file.display())),
        }
    }
    if errors.is_empty() { Ok(sources) } else { Err(errors.join("\n")) }
}

/// Reads a help page, which may be anywhere.
pub(crate) fn read_page(path: &Path) -> Result<Source, String> {
    let shown = path.display().to_string();
    if fs::metadata(path).is_ok_and(|metadata| metadata.len() > MAX_SIZE as u64) {
        return Err(format!(
            "cannot read {shown}: larger than 4 MiB, so it is not a help page: save the help page of one operation"
        ));
    }
    match read_text(path) {
        Ok(text) => Ok(Source { path: shown, text }),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            Err(format!("cannot read {shown}: {error}: save the help page as text or HTML, in UTF-8"))
        }
        Err(error) => Err(format!("cannot read {shown}: {error}")),
    }
}

/// Lists the help pages in a folder: all its files except for those of editors. Subfolders are skipped, since browsers
/// save the images of a page there.
pub(crate) fn list_pages(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = list(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let mut pages = Vec::new();
    for entry in entries {
        if !entry.is_folder && !is_editor_file(&entry.name) {
            pages.push(folder.join(&entry.name));
        }
    }
    Ok(pages)
}

/// Reads the files at the paths of `files`, and all others in the folders for generated files.
pub(crate) fn read_existing(root: &Path, files: &Files) -> Result<BTreeMap<String, String>, String> {
    let mut paths: Vec<String> = files.iter().map(|(path, _)| path.to_owned()).collect();
    for folder in Files::folders() {
        let location = root.join(folder);
        if location.is_symlink() {
            return Err(format!(
                "{} is a symbolic link: replace it with a folder, since obsolete files in it are deleted",
                location.display()
            ));
        }
        match list(&location) {
            Ok(entries) => {
                let files = entries.into_iter().filter(|entry| !entry.is_folder);
                paths.extend(files.map(|entry| format!("{folder}/{}", entry.name)));
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(format!("cannot read the folder {}: {error}", location.display())),
        }
    }
    let mut existing = BTreeMap::new();
    for path in paths {
        let file = root.join(&path);
        match read_file(&file) {
            Ok(bytes) => {
                existing.insert(path, String::from_utf8_lossy(&bytes).into_owned());
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(format!("cannot read {}: {error}", file.display())),
        }
    }
    Ok(existing)
}

/// Applies changes file by file. The error lists the files that were changed before it.
pub(crate) fn apply(root: &Path, changes: &BTreeMap<&str, Change<'_>>) -> Result<(), String> {
    let mut completed: Vec<&str> = Vec::new();
    for (path, change) in changes {
        let target = root.join(path);
        let (verb, result) = match change {
            Change::Create { text } | Change::Update { text, .. } => ("write", write_atomically(&target, text)),
            Change::Delete { .. } => ("delete", fs::remove_file(&target)),
        };
        if let Err(error) = result {
            let mut message = format!("cannot {verb} {}: {error}\n", target.display());
            let _ = writeln!(message, "{} of {} changes were completed before that", completed.len(), changes.len());
            for path in completed {
                let _ = writeln!(message, "  {path}");
            }
            message.push_str("no file is partially written; fix the error, then run `cargo xtask generate` again");
            return Err(message);
        }
        completed.push(path);
    }
    Ok(())
}

/// Writes a file that must not exist yet.
pub(crate) fn create(root: &Path, file: &Source) -> Result<(), String> {
    let target = root.join(&file.path);
    let result = File::create_new(&target).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => format!("{} already exists and is not overwritten", target.display()),
        _ => format!("cannot write {}: {error}", target.display()),
    });
    result?.write_all(file.text.as_bytes()).map_err(|error| {
        // Ignore an error of the cleanup: the first one matters more.
        let _ = fs::remove_file(&target);
        format!("cannot write {}: {error}", target.display())
    })
}

/// Reads a regular file; a device or a pipe could be endless.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    if metadata.len() > MAX_BYTES {
        return Err(io::Error::other("larger than 64 MiB"));
    }
    fs::read(path)
}

fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read_file(path)?).map_err(|_| io::Error::new(ErrorKind::InvalidData, "not UTF-8 text"))
}

/// Replaces a file without ever exposing a partial one: writes another file and renames it.
fn write_atomically(target: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut temporary = target.as_os_str().to_owned();
    temporary.push(".new");
    let temporary = PathBuf::from(temporary);
    // If this path is a symbolic link, the file that it points to must not be written.
    if let Err(error) = fs::remove_file(&temporary)
        && error.kind() != ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut file = File::create_new(&temporary)?;
    let result = file.write_all(text.as_bytes()).and_then(|()| fs::rename(&temporary, target));
    if result.is_err() {
        // Ignore an error of the cleanup: the first one matters more.
        let _ = fs::remove_file(&temporary);
    }
    result
}

struct Entry {
    name: String,
    is_folder: bool,
}

/// Lists a folder, sorted by name.
fn list(folder: &Path) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        entries.push(Entry { name, is_folder: entry.file_type()?.is_dir() });
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

/// Returns whether a file belongs to an editor, such as a backup or a lock file.
pub(crate) fn is_editor_file(name: &str) -> bool {
    name.starts_with(['.', '#']) || name.ends_with(['~', '#'])
}
