//! Reads and writes files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use hss_generator::{Change, Files, GENERATED_FOLDER, Source};
use hss_help_page::read::MAX_SIZE;
use tempfile::NamedTempFile;

use crate::terminal;

/// Maximum size of a file, far larger than any file of the description or any generated file.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a file, unless it does not exist.
pub(crate) fn read_optional(path: &Path) -> Result<Option<String>, String> {
    match read_text(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cannot("read", path, &error)),
    }
}

/// Returns the message of an error.
pub(crate) fn cannot(verb: &str, path: &Path, error: &io::Error) -> String {
    format!("cannot {verb} {}: {error}", terminal::path(path))
}

/// Returns the size of a file, or 0 if it cannot be read.
pub(crate) fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}

/// Reads a help page, which may be anywhere.
pub(crate) fn read_page(path: &Path) -> Result<Source, String> {
    let shown = terminal::path(path);
    if size(path) > MAX_SIZE as u64 {
        return Err(format!(
            "cannot read {shown}: larger than 4 MiB, so it is not a help page: save the help page of one operation"
        ));
    }
    match read_text(path) {
        Ok(text) => Ok(Source { path: shown, text }),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            Err(format!("cannot read {shown}: {error}; save the help page as text or HTML, in UTF-8"))
        }
        Err(error) => Err(cannot("read", path, &error)),
    }
}

/// Lists the help pages in a folder: all its files except for those of editors. Subfolders are skipped, since browsers
/// save the images of a page there.
pub(crate) fn list_pages(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut pages = Vec::new();
    for entry in list(folder).map_err(|error| cannot("read", folder, &error))? {
        if !entry.is_folder && !is_editor_file(&entry.name) {
            pages.push(folder.join(&entry.name));
        }
    }
    Ok(pages)
}

/// Reads the files at the paths of `files`, and all others in the folder of generated files.
pub(crate) fn read_existing(root: &Path, files: &Files) -> Result<BTreeMap<String, String>, String> {
    let mut paths: BTreeSet<String> = files.iter().map(|(path, _)| path.to_owned()).collect();
    for path in &paths {
        check_folders(root, path)?;
    }
    let folder = root.join(GENERATED_FOLDER);
    match list(&folder) {
        Ok(entries) => {
            paths.extend(entries.into_iter().map(|entry| format!("{GENERATED_FOLDER}/{}", entry.name)));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(cannot("read the folder", &folder, &error)),
    }
    let mut existing = BTreeMap::new();
    for path in paths {
        let file = root.join(&path);
        match read_file(&file) {
            Ok(bytes) => {
                existing.insert(path, String::from_utf8_lossy(&bytes).into_owned());
            }
            // A dangling link exists too.
            Err(error) if error.kind() == ErrorKind::NotFound && file.is_symlink() => {
                existing.insert(path, String::new());
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(cannot("read", &file, &error)),
        }
    }
    Ok(existing)
}

/// Checks that no folder of a path below `root` is a symbolic link: files outside of the project could be changed.
fn check_folders(root: &Path, path: &str) -> Result<(), String> {
    let mut folder = root.to_owned();
    for name in Path::new(path).parent().unwrap_or(Path::new("")) {
        folder.push(name);
        check_folder(&folder)?;
    }
    Ok(())
}

/// Checks that a folder is not a symbolic link.
pub(crate) fn check_folder(folder: &Path) -> Result<(), String> {
    if folder.is_symlink() {
        return Err(format!(
            "{} is a symbolic link: replace it with a folder, since files in it are written and deleted",
            terminal::path(folder)
        ));
    }
    Ok(())
}

/// Applies changes file by file. The error lists the files that were changed before it.
pub(crate) fn apply(root: &Path, changes: &BTreeMap<&str, Change<'_>>) -> Result<(), String> {
    let mut completed: Vec<&str> = Vec::new();
    for (path, change) in changes {
        let target = root.join(path);
        let (verb, result) = match change {
            Change::Create { text } | Change::Update { text, .. } => ("write", write_generated(root, &target, text)),
            Change::Delete { .. } => ("delete", delete(&target)),
        };
        if let Err(error) = result {
            let mut message = cannot(verb, &target, &error);
            let _ = writeln!(message, "\n{} of {} changes were completed before that", completed.len(), changes.len());
            for path in completed {
                let _ = writeln!(message, "  {}", terminal::line(path));
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
    check_folders(root, &file.path)?;
    let target = root.join(&file.path);
    let folder = target.parent().unwrap_or(root);
    let created = write_temporary(folder, &file.text)
        .and_then(|temporary| temporary.persist_noclobber(&target).map_err(|error| error.error));
    match created {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Err(format!("{} already exists and is not overwritten", terminal::path(&target)))
        }
        Err(error) => Err(cannot("write", &target, &error)),
    }
}

/// Replaces or creates a file in a folder that exists.
pub(crate) fn overwrite(target: &Path, text: &str) -> Result<(), String> {
    let folder = target.parent().unwrap_or(Path::new("."));
    replace(folder, target, text).map_err(|error| cannot("write", target, &error))
}

/// Replaces a file of the description. If it is a symbolic link, replaces the file that it leads to.
pub(crate) fn update(root: &Path, file: &Source) -> Result<(), String> {
    check_folders(root, &file.path)?;
    let path = root.join(&file.path);
    if !path.is_symlink() {
        return overwrite(&path, &file.text);
    }
    match (root.canonicalize(), path.canonicalize()) {
        (Ok(root), Ok(target)) if target.starts_with(&root) => overwrite(&target, &file.text),
        _ => Err(format!(
            "{} is a symbolic link to a file outside of the project: replace it with that file",
            terminal::path(&path)
        )),
    }
}

/// Reads a regular file; a device or a pipe could be endless.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("not a regular file: replace it with one"));
    }
    if metadata.len() > MAX_BYTES {
        return Err(io::Error::other("larger than 64 MiB"));
    }
    fs::read(path)
}

/// Reads a regular file of text.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read_file(path)?).map_err(|error| {
        let is_utf16 = matches!(error.as_bytes(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
        let reason = if is_utf16 { "not UTF-8 but UTF-16 text: save it as UTF-8" } else { "not UTF-8 text" };
        io::Error::new(ErrorKind::InvalidData, reason)
    })
}

/// Deletes a file, unless it is gone already: another run may have deleted it.
fn delete(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// How often a file is written if other runs delete the temporary file. Each of them deletes it at most once.
const MAX_ATTEMPTS: u32 = 10;

/// Writes a generated file, and creates its folder.
fn write_generated(root: &Path, target: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    // The next run deletes what a killed run leaves in this folder.
    let folder = root.join(GENERATED_FOLDER);
    fs::create_dir_all(&folder)?;
    replace(&folder, target, text)
}

/// Replaces or creates a file without ever exposing a partial one: writes a temporary file to `folder` and renames it.
/// A file that exists keeps its permissions.
fn replace(folder: &Path, target: &Path, text: &str) -> io::Result<()> {
    let mut attempts = 0;
    loop {
        attempts += 1;
        let temporary = write_temporary(folder, text)?;
        if let Ok(metadata) = fs::metadata(target) {
            temporary.as_file().set_permissions(metadata.permissions())?;
        }
        match temporary.persist(target) {
            Ok(_) => return Ok(()),
            Err(error) if error.error.kind() == ErrorKind::NotFound && attempts < MAX_ATTEMPTS => {}
            Err(error) => return Err(error.error),
        }
    }
}

/// Writes a file with a new name, which is deleted unless it gets its final name. The name is that of an editor's file.
fn write_temporary(folder: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".new-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Those of any new file. The system applies its umask.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    Ok(temporary)
}

pub(crate) struct Entry {
    pub(crate) name: String,
    is_folder: bool,
}

/// Lists a folder, sorted by name.
pub(crate) fn list(folder: &Path) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|name| {
            let name = name.as_encoded_bytes().escape_ascii();
            io::Error::other(format!("the name `{name}` is not UTF-8: rename or delete it"))
        })?;
        entries.push(Entry { name, is_folder: entry.file_type()?.is_dir() });
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

/// Returns whether a file belongs to an editor, such as a backup or a lock file.
pub(crate) fn is_editor_file(name: &str) -> bool {
    name.starts_with(['.', '#']) || name.ends_with(['~', '#'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        list(folder).expect("a folder").into_iter().map(|entry| entry.name).collect()
    }

    #[test]
    fn deleting_a_file_that_is_gone_succeeds() {
        let root = tempfile::tempdir().expect("a folder");
        let changes =
            BTreeMap::from([("gone.rs", Change::Delete { old: "" }), ("new.rs", Change::Create { text: "a" })]);
        assert_eq!(apply(root.path(), &changes), Ok(()));
        assert_eq!(fs::read_to_string(root.path().join("new.rs")).expect("a file"), "a");
    }

    #[test]
    fn write_error_lists_completed_changes() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir(root.path().join("b.rs")).expect("a folder");
        let create = Change::Create { text: "a" };
        let changes = BTreeMap::from([("a.rs", create.clone()), ("b.rs", create.clone()), ("c.rs", create)]);
        let error = apply(root.path(), &changes).expect_err("a folder has the name");
        let error = error.replace(&root.path().display().to_string(), "[root]");
        let lines: Vec<&str> = error.lines().collect();
        assert_eq!(
            lines,
            [
                "cannot write [root]/b.rs: Is a directory (os error 21)",
                "1 of 3 changes were completed before that",
                "  a.rs",
                "no file is partially written; fix the error, then run `cargo xtask generate` again",
            ]
        );
        assert_eq!(names(root.path()), ["a.rs", "b.rs", "generated-client"]);
        assert!(names(&root.path().join(GENERATED_FOLDER)).is_empty());
    }

    #[test]
    fn creates_a_file_only_once_and_leaves_no_others() {
        let root = tempfile::tempdir().expect("a folder");
        let file = |text: &str| Source { path: "a.yaml".to_owned(), text: text.to_owned() };
        assert_eq!(create(root.path(), &file("first")), Ok(()));
        let error = create(root.path(), &file("second")).expect_err("it exists");
        assert!(error.ends_with("a.yaml already exists and is not overwritten"), "{error}");
        assert_eq!(names(root.path()), ["a.yaml"]);
        assert_eq!(fs::read_to_string(root.path().join("a.yaml")).expect("a file"), "first");
    }

    #[cfg(unix)]
    #[test]
    fn finds_dangling_links() {
        let root = tempfile::tempdir().expect("a folder");
        let path = format!("{GENERATED_FOLDER}/gone.rs");
        fs::create_dir_all(root.path().join(GENERATED_FOLDER)).expect("a folder");
        std::os::unix::fs::symlink("nowhere", root.path().join(&path)).expect("a link");
        let (files, existing) = (Files::default(), BTreeMap::from([(path, String::new())]));
        assert_eq!(read_existing(root.path(), &files), Ok(existing.clone()));
        assert_eq!(apply(root.path(), &files.changes(&existing)), Ok(()));
        assert!(names(&root.path().join(GENERATED_FOLDER)).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn creates_no_file_behind_a_symbolic_link() {
        let (root, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        std::os::unix::fs::symlink(other.path(), root.path().join("spec")).expect("a link");
        let file = Source { path: "spec/a.yaml".to_owned(), text: String::new() };
        let error = create(root.path(), &file).expect_err("a link");
        assert!(error.contains("spec is a symbolic link"), "{error}");
        assert!(names(other.path()).is_empty());
    }
}
