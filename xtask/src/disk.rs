//! The generator's world on the disk: description in, files out.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs::{self, File, FileType};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use hss_generator::{Change, Files, OPERATIONS_FOLDER, SERVICE_FILE, Source};

/// Reads the description below `root`; each problem with a file is in the error.
pub(crate) fn read_description(root: &Path) -> Result<Vec<Source>, String> {
    let mut paths = vec![SERVICE_FILE.to_owned()];
    let folder = root.join(OPERATIONS_FOLDER);
    let names = list(&folder, |_| true);
    let names = names.map_err(|error| format!("cannot read the folder {}: {error}", folder.display()))?;
    paths.extend(
        names.into_iter().filter(|name| !is_an_editors(name)).map(|name| format!("{OPERATIONS_FOLDER}/{name}")),
    );
    let (mut sources, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        if Path::new(&path).extension().is_none_or(|extension| extension != "yaml") {
            problems
                .push(format!("{path} is no file *.yaml, so that it would be overlooked: rename it, or move it away"));
            continue;
        }
        match read_text(&root.join(&path)) {
            Ok(text) => sources.push(Source { path, text }),
            Err(error) => problems.push(format!("cannot read {}: {error}", root.join(&path).display())),
        }
    }
    if problems.is_empty() { Ok(sources) } else { Err(problems.join("\n")) }
}

/// Far more than a description or what is generated from it needs.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a help page from anywhere.
pub(crate) fn read_page(path: &Path) -> Result<Source, String> {
    let shown = path.display().to_string();
    match read_text(path) {
        Ok(text) => Ok(Source { path: shown, text }),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            Err(format!("{shown}: this is no text in UTF-8: save the page as plain text"))
        }
        Err(error) => Err(format!("cannot read {shown}: {error}")),
    }
}

/// A device or a pipe behind the name would never end.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    if metadata.len() > MAX_BYTES {
        return Err(io::Error::other("it is larger than 64 MiB"));
    }
    fs::read(path)
}

fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read_file(path)?).map_err(|_| io::Error::new(ErrorKind::InvalidData, "it is no text in UTF-8"))
}

/// Reads what stands where `files` go, and whatever else lies in folders for generated files.
pub(crate) fn read_existing(root: &Path, files: &Files) -> Result<BTreeMap<String, String>, String> {
    let mut paths: Vec<String> = files.iter().map(|(path, _)| path.to_owned()).collect();
    for folder in Files::folders() {
        if fs::symlink_metadata(root.join(folder)).is_ok_and(|metadata| metadata.is_symlink()) {
            let folder = root.join(folder);
            return Err(format!(
                "{} is a link to somewhere else, where nothing must be deleted: put a folder in its place",
                folder.display()
            ));
        }
        match list(&root.join(folder), |entry| entry.is_ok_and(|kind| !kind.is_dir())) {
            Ok(names) => paths.extend(names.into_iter().map(|name| format!("{folder}/{name}"))),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => {
                return Err(format!("cannot read the folder {}: {error}", root.join(folder).display()));
            }
        }
    }
    let mut existing = BTreeMap::new();
    for path in paths {
        match read_file(&root.join(&path)) {
            Ok(bytes) => drop(existing.insert(path, String::from_utf8_lossy(&bytes).into_owned())),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => {
                return Err(format!("cannot read {}: {error}", root.join(&path).display()));
            }
        }
    }
    Ok(existing)
}

/// Makes the changes, one whole file at a time; an error says how far it got.
pub(crate) fn apply(root: &Path, changes: &BTreeMap<&str, Change<'_>>) -> Result<(), String> {
    let mut done: Vec<&str> = Vec::new();
    for (path, change) in changes {
        let target = root.join(path);
        let result = match change {
            Change::Create { text } | Change::Update { text, .. } => replace(&target, text),
            Change::Delete { .. } => fs::remove_file(&target),
        };
        result.map_err(|error| stopped(&target, &error, &done, changes.len()))?;
        done.push(path);
    }
    Ok(())
}

/// Writes a file that must not exist yet.
pub(crate) fn create(root: &Path, file: &Source) -> Result<(), String> {
    let target = root.join(&file.path);
    let mut new = match File::create_new(&target) {
        Ok(new) => new,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(format!("{} exists already, and is left as it is", target.display()));
        }
        Err(error) => return Err(format!("cannot write {}: {error}", target.display())),
    };
    new.write_all(file.text.as_bytes()).map_err(|error| {
        // The first error is the one that matters.
        let _ = fs::remove_file(&target);
        format!("cannot write {}: {error}", target.display())
    })
}

fn stopped(target: &Path, error: &impl Display, done: &[&str], of: usize) -> String {
    let written = if done.is_empty() {
        "nothing was changed".to_owned()
    } else {
        format!("changed before that:\n  {}", done.join("\n  "))
    };
    format!(
        "cannot write {}: {error}\n{} of {of} changes are made, each of them whole; {written}\nmend that, then run `cargo xtask generate` again",
        target.display(),
        done.len(),
    )
}

/// Writes beside the file and renames, so that nobody ever sees half of it.
fn replace(target: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut beside = target.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    // A link that waits there would be written through.
    fs::remove_file(&beside).or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) })?;
    let written = File::create_new(&beside).and_then(|mut file| file.write_all(text.as_bytes()));
    let written = written.and_then(|()| fs::rename(&beside, target));
    if written.is_err() {
        // The first error is the one that matters.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Names of what a folder holds, sorted.
fn list(folder: &Path, wanted: impl Fn(io::Result<FileType>) -> bool) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if wanted(entry.file_type()) {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Files that come and go while a description is edited.
fn is_an_editors(name: &str) -> bool {
    name.starts_with(['.', '#']) || name.ends_with(['~', '#'])
}
