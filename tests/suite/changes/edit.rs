//! Edits of the description of the invented service.

use std::ops::Range;

use hss_generator::{SERVICE_FILE, Source};

/// A description to edit. Files are named without folder and extension. A path names a row or one of its facts, such as
/// `query.limit.type`.
pub(super) struct Edited {
    sources: Vec<Source>,
    /// What an edit did not find.
    missing: Option<String>,
}

impl Edited {
    pub(super) fn new(sources: Vec<Source>) -> Self {
        Self { sources, missing: None }
    }

    /// Returns the description after all edits, or what one of them did not find.
    pub(super) fn finish(self) -> Result<Vec<Source>, String> {
        self.missing.map_or(Ok(self.sources), Err)
    }

    pub(super) fn copy(&mut self, file: &str, to: &str) -> &mut Self {
        let copy = Source { path: path_of(to), ..self.source(file).clone() };
        self.sources.push(copy);
        self
    }

    pub(super) fn remove_file(&mut self, file: &str) -> &mut Self {
        self.sources.retain(|source| source.path != path_of(file));
        self
    }

    /// Replaces the first occurrence of a string.
    pub(super) fn replace(&mut self, file: &str, old: &str, new: &str) -> &mut Self {
        let text = &mut self.source(file).text;
        let has_text = text.contains(old);
        *text = text.replacen(old, new, 1);
        self.require(has_text, file, old)
    }

    /// Sets the value at a path. A key that is missing becomes the last of its parent.
    pub(super) fn set(&mut self, file: &str, path: &str, value: &str) -> &mut Self {
        let (parent, key) = path.rsplit_once('.').unwrap_or(("", path));
        let line = format!("{}{key}: {value}", "  ".repeat(path.matches('.').count()));
        self.edit_lines(file, path, |lines| {
            let end = find(lines, parent)?.end;
            let old = find(lines, path).unwrap_or(end..end);
            lines.splice(old, [line]);
            Some(())
        })
    }

    pub(super) fn remove(&mut self, file: &str, path: &str) -> &mut Self {
        self.edit_lines(file, path, |lines| {
            lines.drain(find(lines, path)?);
            Some(())
        })
    }

    /// Renames the key at a path.
    pub(super) fn rename(&mut self, file: &str, path: &str, name: &str) -> &mut Self {
        self.edit_lines(file, path, |lines| {
            let line = find(lines, path)?.start;
            let (key, value) = lines[line].split_once(':')?;
            lines[line] = format!("{}{name}:{value}", " ".repeat(indent(key)));
            Some(())
        })
    }

    /// Moves what is at a path to the end of a parent, which can be its own.
    pub(super) fn move_to(&mut self, file: &str, path: &str, parent: &str) -> &mut Self {
        self.edit_lines(file, path, |lines| {
            let moved: Vec<String> = lines.drain(find(lines, path)?).collect();
            let end = find(lines, parent)?.end;
            lines.splice(end..end, moved);
            Some(())
        })
    }

    fn source(&mut self, file: &str) -> &mut Source {
        let path = path_of(file);
        self.sources.iter_mut().find(|source| source.path == path).expect("a file of the description")
    }

    fn edit_lines(&mut self, file: &str, path: &str, edit: impl FnOnce(&mut Vec<String>) -> Option<()>) -> &mut Self {
        let text = &mut self.source(file).text;
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let is_found = edit(&mut lines).is_some();
        *text = lines.join("\n") + "\n";
        self.require(is_found, file, path)
    }

    fn require(&mut self, is_found: bool, file: &str, what: &str) -> &mut Self {
        if !is_found {
            self.missing.get_or_insert(format!("{file} has no {what:?}"));
        }
        self
    }
}

fn path_of(file: &str) -> String {
    if file == "service" { SERVICE_FILE.to_owned() } else { format!("spec/operations/{file}.yaml") }
}

/// Returns the lines of a key and everything below it. Those of the empty path are all lines.
fn find(lines: &[String], path: &str) -> Option<Range<usize>> {
    let mut found = 0..lines.len();
    for (depth, key) in path.split('.').filter(|key| !key.is_empty()).enumerate() {
        let start = format!("{}{key}:", "  ".repeat(depth));
        let line = found.start + lines[found].iter().position(|line| line.starts_with(&start))?;
        found = line..end_of_block(lines, line);
    }
    Some(found)
}

/// Returns the line after a key and everything below it.
pub(super) fn end_of_block(lines: &[String], line: usize) -> usize {
    let is_outside = |text: &String| text.trim().is_empty() || indent(text) <= indent(&lines[line]);
    lines[line + 1..].iter().position(is_outside).map_or(lines.len(), |length| line + 1 + length)
}

fn indent(text: &str) -> usize {
    text.len() - text.trim_start().len()
}
