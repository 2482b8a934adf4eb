//! `cargo xtask generate`: generates the client from `spec/`.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use hss_generator::{Change, Files};
use similar::TextDiff;

use crate::{description, disk, marks, terminal};

/// What was written.
pub(crate) struct Written {
    pub(crate) summary: String,
    pub(crate) has_changes: bool,
}

/// Writes the files that changed, and warnings to `log`.
pub(crate) fn write(root: &Path, log: &mut impl Write) -> Result<Written, String> {
    let start = Instant::now();
    let files = generate(root, log)?;
    let existing = disk::read_existing(root, &files)?;
    let changes = files.changes(&existing);
    disk::apply(root, &changes)?;
    let mut summary = String::new();
    for (path, change) in &changes {
        let path = terminal::line(path);
        let verb = match change {
            Change::Create { .. } => "created",
            Change::Update { .. } => "updated",
            Change::Delete { .. } => "deleted",
        };
        let _ = writeln!(summary, "{verb} {path}");
    }
    let (total, milliseconds) = (files.iter().count(), start.elapsed().as_millis());
    let _ = write!(summary, "{total} files generated, {} changed, in {milliseconds} ms", changes.len());
    Ok(Written { summary, has_changes: !changes.is_empty() })
}

/// Prints a diff to `out`, warnings to `log`, and fails if any file is out of date. Writes no file.
pub(crate) fn check(root: &Path, out: &mut impl Write, log: &mut impl Write) -> Result<String, String> {
    let files = generate(root, log)?;
    let existing = disk::read_existing(root, &files)?;
    let changes = files.changes(&existing);
    let total = files.iter().count();
    if changes.is_empty() {
        return Ok(format!("{total} generated files are up to date"));
    }
    for (path, change) in &changes {
        let path = terminal::line(path);
        let (old, new) = match change {
            Change::Create { text } => ("", *text),
            Change::Update { old, text } => (*old, *text),
            Change::Delete { old } => (*old, ""),
        };
        let diff = TextDiff::from_lines(old, new);
        let (old_name, new_name) = (format!("{path} (on disk)"), format!("{path} (generated)"));
        terminal::print(out, &diff.unified_diff().header(&old_name, &new_name).to_string());
    }
    Err(format!("{} of {total} generated files are out of date: run `cargo xtask generate`", changes.len()))
}

fn generate(root: &Path, log: &mut impl Write) -> Result<Files, String> {
    let sources = description::read(root)?;
    let mut files =
        hss_generator::generate(&sources).map_err(|diagnostics| format!("{diagnostics}; nothing was generated"))?;
    if !files.warnings.is_empty() {
        terminal::print(log, &files.warnings.to_string());
    }
    let marks = marks::list(&marks::count(&sources, &[]));
    if !marks.is_empty() {
        terminal::print(log, marks.trim_end());
    }
    add_sections(root, &mut files)?;
    Ok(files)
}

/// Adds the files that have a generated section, unless they do not exist: another root has no README, for example.
fn add_sections(root: &Path, files: &mut Files) -> Result<(), String> {
    let paths: Vec<&str> = files.section_paths().collect();
    for path in paths {
        if let Some(text) = disk::read_optional(&root.join(path))? {
            files.add_section(path, &text)?;
        }
    }
    Ok(())
}
