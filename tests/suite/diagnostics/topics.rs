//! Topics: files of cases, each an invalid description with its diagnostics below the lines that they are about.
//!
//! ```text
//! ## Title of the case
//! query:
//!   name: {type: Strng, doc: A name.}
//!                ^^^^^ error[unknown-type]: unknown type `Strng` (help: did you mean `String`?)
//! ```
//!
//! A case is an operation file without what does not matter: [`completed`] appends the keys that it lacks. A line
//! `--- show_thing` begins another operation file, `--- service` the file of the service, and `--- file PATH` a file to
//! which nothing is appended. `--- no service` leaves out the file of the service, which otherwise is valid.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use hss_generator::{Diagnostic, Diagnostics, OPERATIONS_FOLDER, SERVICE_FILE, Source};

/// The file of the service, unless a case states its keys.
const SERVICE: &str = "service: HSS\ntitle: Host Security Service\n\
                       endpoint: {pattern: \"https://hss.{region}.example.com\"}\nregions: [eu-west-101]\n\
                       client_parameters: {project_id: project, enterprise_project_id: enterprise_project}\ncredential_header: X-Auth-Token\n";

/// The line of a case without a file of the service.
const NO_SERVICE: &str = "--- no service";

/// A description with diagnostics.
pub(crate) struct Case {
    pub(crate) title: String,
    files: Vec<File>,
}

/// A file of a case.
struct File {
    /// The line that begins it, unless the case has only this file.
    marker: Option<String>,
    /// The text in the topic, without diagnostics.
    text: String,
    source: Source,
}

/// Returns the cases of a topic.
pub(crate) fn cases(topic: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for text in topic.trim_start_matches("## ").split("\n## ") {
        let (title, text) = text.split_once('\n').unwrap_or((text, ""));
        cases.push(Case { title: title.to_owned(), files: files(text) });
    }
    cases
}

/// Splits the text of a case into its files.
fn files(text: &str) -> Vec<File> {
    let mut files = Vec::new();
    let (mut marker, mut lines) = (None, String::new());
    for line in text.trim_end_matches('\n').split('\n') {
        if line.starts_with("--- ") {
            if marker.is_some() || !lines.is_empty() {
                files.push(File::new(marker, lines));
            }
            (marker, lines) = (Some(line.to_owned()), String::new());
        } else if !is_diagnostic(line) {
            lines.push_str(line);
            lines.push('\n');
        }
    }
    files.push(File::new(marker, lines));
    files
}

/// Returns whether a line of a topic is a diagnostic, not a line of its file.
fn is_diagnostic(line: &str) -> bool {
    let line = line.trim_start();
    let after_carets = line.trim_start_matches('^');
    let has_carets = after_carets.len() < line.len();
    has_carets && (after_carets.starts_with(" error[") || after_carets.starts_with(" warning["))
}

impl File {
    fn new(marker: Option<String>, text: String) -> Self {
        let name = marker.as_deref().map_or("list_things", |marker| marker.trim_start_matches("--- "));
        let source = if let Some(path) = name.strip_prefix("file ") {
            Source { path: path.to_owned(), text: text.clone() }
        } else if marker.as_deref() == Some(NO_SERVICE) {
            Source { path: SERVICE_FILE.to_owned(), text: String::new() }
        } else if name == "service" {
            Source { path: SERVICE_FILE.to_owned(), text: completed(&text, SERVICE) }
        } else {
            Source { path: format!("{OPERATIONS_FOLDER}/{name}.yaml"), text: completed(&text, &operation(name)) }
        };
        Self { marker, text, source }
    }
}

/// Returns the keys that every operation file must have, one a line.
fn operation(name: &str) -> String {
    let mut id = String::new();
    for word in name.split('_') {
        let (first, others) = word.split_at(1);
        id.push_str(&first.to_uppercase());
        id.push_str(others);
    }
    format!(
        "operation: {id}\nsummary: S.\npage: {{title: T, updated: 2026-04-03}}\nrequest: GET /v5/{name}\n\
         response: {{200: none}}\n"
    )
}

/// Appends the lines of `all_keys` with keys that the text lacks.
fn completed(text: &str, all_keys: &str) -> String {
    let stated: BTreeSet<&str> = text.lines().filter_map(|line| line.split_once(':')).map(|(key, _)| key).collect();
    let mut completed = text.to_owned();
    for line in all_keys.lines() {
        let key = line.split_once(':').map_or("", |(key, _)| key);
        if !stated.contains(key) {
            completed.push_str(line);
            completed.push('\n');
        }
    }
    completed
}

impl Case {
    /// Returns the errors; if the description has none, its warnings.
    pub(crate) fn diagnostics(&self) -> Diagnostics {
        let exists = |file: &&File| file.marker.as_deref() != Some(NO_SERVICE);
        let mut description: Vec<Source> = self.files.iter().filter(exists).map(|file| file.source.clone()).collect();
        if !self.files.iter().any(|file| file.source.path == SERVICE_FILE) {
            description.push(Source { path: SERVICE_FILE.to_owned(), text: SERVICE.to_owned() });
        }
        let diagnostics = super::diagnostics(&description);
        assert!(!diagnostics.is_empty(), "`{}` has neither errors nor warnings", self.title);
        diagnostics
    }

    /// Returns the text of the case in its topic, with its diagnostics.
    pub(crate) fn show(&self) -> String {
        let diagnostics = self.diagnostics();
        let mut shown = format!("## {}\n", self.title);
        for file in &self.files {
            if let Some(marker) = &file.marker {
                let _ = writeln!(shown, "{marker}");
            }
            shown.push_str(&file.show(&diagnostics));
        }
        let count = shown.lines().filter(|line| is_diagnostic(line)).count();
        let expected = diagnostics.iter().count();
        assert_eq!(count, expected, "`{}` lacks a line with a diagnostic:\n{diagnostics}", self.title);
        shown
    }
}

impl File {
    /// Returns the text of the file in its topic, with its diagnostics.
    fn show(&self, diagnostics: &Diagnostics) -> String {
        let below = |number: usize| -> String {
            let of_file = diagnostics.iter().filter(|diagnostic| diagnostic.path() == self.source.path);
            let of_line = of_file.filter(|diagnostic| diagnostic.line_column().0 == number);
            of_line.map(|diagnostic| below_line(diagnostic, &self.source.text)).collect()
        };
        let Some(text) = self.text.strip_suffix('\n') else { return below(1) };
        let mut shown = String::new();
        for (index, line) in text.split('\n').enumerate() {
            let _ = write!(shown, "{line}\n{}", below(index + 1));
        }
        shown
    }
}

/// Returns a diagnostic in one line, to be shown below the line that it is about.
fn below_line(diagnostic: &Diagnostic, text_of_file: &str) -> String {
    let text = diagnostic.to_string();
    let mut lines = text.lines();
    let (_, column) = diagnostic.line_column();
    let length = text_of_file.get(diagnostic.span()).map_or(0, |text| text.chars().count()).max(1);
    let mut below = format!("{}{} {}", " ".repeat(column - 1), "^".repeat(length), lines.next().unwrap_or_default());
    for note in lines.filter_map(|line| line.trim_start().strip_prefix("= ")) {
        let _ = write!(below, " ({note})");
    }
    below.push('\n');
    below
}
