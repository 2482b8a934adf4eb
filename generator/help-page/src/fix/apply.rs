//! Writes suggestions into an operation file.

use std::cmp::Reverse;
use std::collections::HashSet;

use hss_generator::{NameKind, Source, ir};

use super::editor::{Edited, Editor};
use super::lines;
use crate::compare::{ExampleContent, Suggestion, used_objects};
use crate::expressible::ExampleJson;
use crate::finished::FinishedDescription;
use crate::import::{Additions, Definition, derived_name};
use crate::notation::{self, PLACEHOLDER, child};
use crate::read::{ExampleRequest, HelpPage, Located, Row, Table, TableKind};

/// The beginning of the comment above an example that lists its placeholders.
const PLACEHOLDERS_COMMENT: &str = "# TODO: replace the placeholders of the example: ";

/// Keys that depend on the type of a row.
const KEYS_OF_TYPE: [&str; 3] = ["default", "only", "unit"];

/// Writes suggestions into the file of an operation.
pub(super) struct Writer<'p> {
    pub editor: Editor,
    additions: Additions<'p>,
    page: &'p HelpPage,
    /// Rows with a rewritten type.
    retyped: HashSet<String>,
    /// Entries that will be removed, so that their names can be used again.
    removed: HashSet<String>,
}

impl<'p> Writer<'p> {
    pub(super) fn new(
        finished: &FinishedDescription,
        operation: &ir::Operation,
        page: &'p HelpPage,
        sources: &[Source],
    ) -> Result<Self, String> {
        let file = sources.iter().find(|source| source.path == operation.file).ok_or("the file is gone")?;
        let definitions = used_objects(&finished.service, operation);
        let objects: Vec<&ir::Object> =
            definitions.into_iter().filter_map(|definition| finished.service.object(definition)).collect();
        let additions = Additions::new(finished, operation, &objects, page);
        let editor = Editor::new(file.clone())?;
        Ok(Self { editor, additions, page, retyped: HashSet::new(), removed: HashSet::new() })
    }

    /// Writes suggestions, and the objects and enums that they need. Entries are added before others are removed, so
    /// that their neighbours are still there.
    pub(super) fn write(&mut self, suggestions: &[&Suggestion<'p>]) -> Edited {
        let mut sorted = suggestions.to_vec();
        sorted.sort_by_key(|suggestion| step(suggestion));
        for suggestion in &sorted {
            if let Suggestion::Remove { entry } = suggestion {
                self.removed.insert(entry.pointer().to_owned());
            }
        }
        for suggestion in sorted {
            self.write_one(suggestion)?;
        }
        self.add_definitions()
    }

    fn write_one(&mut self, suggestion: &Suggestion<'p>) -> Edited {
        match suggestion {
            Suggestion::Decide => Err("a person has to decide".to_owned()),
            Suggestion::Write { map, key, value } => {
                self.editor.set(map.pointer(), key, value)?;
                if *key == "request" { self.quote_other_requests() } else { Ok(()) }
            }
            Suggestion::QuoteType { entry, statements } => {
                self.quote(entry.pointer(), statements, "the client sends this parameter as a string")
            }
            Suggestion::Remove { entry } => self.remove(entry.pointer()),
            Suggestion::Content { entry, word } => self.editor.set_content(entry.pointer(), word),
            Suggestion::StatusCode { entry, code } => self.editor.rename(entry.pointer(), &code.to_string()),
            Suggestion::Retype { entry, table, row } => self.retype(entry.pointer(), table, row),
            Suggestion::AddRow { map, table, row, previous } => self.add_row(map.pointer(), table, row, previous),
            Suggestion::MoveRow { entry, map, previous } => {
                self.editor.move_entry(entry.pointer(), map.pointer(), previous)
            }
            Suggestion::Order { map, names } => self.editor.reorder(map.pointer(), names),
            Suggestion::AddValue { map, value, is_integer, previous } => {
                let mut rust_names = self.rust_names(map.pointer(), NameKind::Variant);
                let entry = self.additions.value(value, *is_integer, &mut rust_names);
                self.editor.insert_entry(map.pointer(), previous, &entry)
            }
            Suggestion::AddExample { key, content } => self.add_example(key, content),
            Suggestion::ReplaceExample { example, key, content } => {
                self.replace_example(example.pointer(), key, content)
            }
        }
    }

    /// Returns the names in Rust of the rows or the values of a map.
    fn rust_names(&self, map: &str, kind: NameKind) -> HashSet<String> {
        let mut names = HashSet::new();
        for key in self.editor.keys(map) {
            let entry = child(map, &key);
            if self.removed.contains(&entry) {
                continue;
            }
            let chosen = self.editor.scalar(&child(&entry, "rust_name"));
            names.extend(chosen.or_else(|| derived_name(&key, kind)));
        }
        names
    }

    fn add_row(&mut self, map: &str, table: &Table, row: &'p Row, previous: &[String]) -> Edited {
        let mut rust_names = self.rust_names(map, NameKind::Member);
        let entry = self.additions.row(table, row, &mut rust_names);
        self.editor.insert_row(map, previous, &entry)
    }

    /// Writes the type of a row, and what depends on it.
    fn retype(&mut self, entry: &str, table: &Table, row: &'p Row) -> Edited {
        if !self.retyped.insert(entry.to_owned()) {
            return Ok(());
        }
        let facts = self.additions.type_facts(table, row).ok_or("the text of the row contradicts its type")?;
        self.editor.set(entry, "type", &facts.ty)?;
        if let Some(quotation) = facts.quotation {
            self.quote(entry, &[format!("text: {quotation}")], PLACEHOLDER)?;
        }
        for key in KEYS_OF_TYPE {
            let path = child(entry, key);
            match facts.keys.iter().find(|(known, _)| *known == key) {
                Some((_, value)) => self.editor.set(entry, key, value)?,
                None if key == "unit" && is_number(&facts.ty) => {}
                None if self.editor.exists(&path) => self.editor.remove(&path)?,
                None => {}
            }
        }
        Ok(())
    }

    /// Quotes the request lines of examples that still call the operation by another request line.
    fn quote_other_requests(&mut self) -> Edited {
        let request = &self.page.request.value;
        let mut statements = Vec::new();
        for Located { value: ExampleRequest { line, .. }, text, .. } in &self.page.example_requests {
            let statement = format!("text: {}", notation::quoted(text));
            if !line.calls(request) && !statements.contains(&statement) {
                statements.push(statement);
            }
        }
        if statements.is_empty() { Ok(()) } else { self.quote("", &statements, PLACEHOLDER) }
    }

    /// Writes the `page_says` of a row or, without a place, of the operation.
    fn quote(&mut self, entry: &str, statements: &[String], why: &str) -> Edited {
        if self.editor.exists(&child(entry, "page_says")) {
            return Err("`page_says` quotes something else".to_owned());
        }
        let mut page_says = "page_says:\n".to_owned();
        for statement in statements {
            let quotation = format!("{statement}\nwhy: {why}\n");
            let quotation = if statements.len() == 1 { quotation } else { lines::list_item(&quotation) };
            page_says += &lines::indented(&quotation, "  ");
        }
        self.editor.insert_key(entry, "page_says", &page_says)
    }

    fn add_example(&mut self, key: &'static str, content: &ExampleContent) -> Edited {
        let entry = match content {
            ExampleContent::Query(query) => format!("{key}: {}\n", notation::scalar(query)),
            ExampleContent::Json(ExampleJson { json, .. }) => {
                format!("{key}: |\n{}", lines::indented(&format!("{json:#}"), "  "))
            }
        };
        // A single request and a single response are one example.
        let is_single = self.editor.keys("/examples") == ["0"] && self.page.examples.len() <= 2;
        if is_single && !self.editor.exists(&child("/examples/0", key)) {
            return self.editor.insert_key("/examples/0", key, &entry);
        }
        self.editor.push_item("examples", &format!("title: {PLACEHOLDER}\n{entry}"))
    }

    fn replace_example(&mut self, example: &str, key: &'static str, content: &ExampleContent) -> Edited {
        match content {
            ExampleContent::Query(query) => self.editor.set(example, key, &notation::scalar(query)),
            ExampleContent::Json(content) => {
                let path = child(example, key);
                self.editor.remove_comments(&path, PLACEHOLDERS_COMMENT)?;
                self.change_example(&path, content)
            }
        }
    }

    /// Changes the JSON of an example, and marks its placeholders.
    pub(super) fn change_example(&mut self, path: &str, content: &ExampleJson) -> Edited {
        self.editor.change_json(path, &content.json)?;
        match unmarked_placeholders(content).as_slice() {
            [] => Ok(()),
            names => self.editor.add_comment(path, &format!("{PLACEHOLDERS_COMMENT}{}", names.join(", "))),
        }
    }

    /// Removes an entry. An example goes with its last part.
    pub(super) fn remove(&mut self, entry: &str) -> Edited {
        if !self.editor.exists(entry) {
            return Ok(());
        }
        match entry.rsplit_once('/') {
            Some((example, key)) if entry.starts_with("/examples/") => {
                let is_last_part = !self.editor.keys(example).iter().any(|other| other != "title" && other != key);
                self.editor.remove(if is_last_part { example } else { entry })
            }
            _ => self.editor.remove(entry),
        }
    }

    /// Adds the objects and enums that the rows written so far use.
    fn add_definitions(&mut self) -> Edited {
        for Definition { name, text } in self.additions.objects() {
            let previous = self.objects_before(&name);
            self.editor.insert_into_section("objects", &previous, &text)?;
        }
        for Definition { text, .. } in self.additions.enums() {
            let mut previous = self.editor.keys("/enums");
            previous.reverse();
            self.editor.insert_into_section("enums", &previous, &text)?;
        }
        Ok(())
    }

    /// Returns the names of the objects whose tables come before that of an object, the nearest first.
    fn objects_before(&self, name: &str) -> Vec<String> {
        let mut names = Vec::new();
        for table in &self.page.tables {
            let TableKind::Object(page_name) = &table.kind else { continue };
            let object = self.additions.object(page_name);
            if object == name {
                break;
            }
            names.push(object);
        }
        names.reverse();
        names
    }
}

/// Returns the step in which a suggestion is written. Of the examples, later ones are removed first, since their places
/// contain their numbers.
fn step(suggestion: &Suggestion<'_>) -> (u8, Reverse<usize>) {
    let (step, entry) = match suggestion {
        Suggestion::AddRow { .. } | Suggestion::AddValue { .. } | Suggestion::MoveRow { .. } => (0, ""),
        Suggestion::Retype { .. } => (1, ""),
        Suggestion::AddExample { .. } => (3, ""),
        Suggestion::Remove { entry } => (4, entry.pointer()),
        Suggestion::Order { .. } => (5, ""),
        Suggestion::StatusCode { .. } => (6, ""),
        _ => (2, ""),
    };
    let number = entry.strip_prefix("/examples/").and_then(|rest| rest.split('/').next()?.parse().ok());
    (step, Reverse(number.unwrap_or_default()))
}

/// Returns the pointers of the placeholders that do not contain `TODO`, as the comment lists them: each on one line.
fn unmarked_placeholders(ExampleJson { json, placeholders }: &ExampleJson) -> Vec<String> {
    let is_marked =
        |pointer: &&String| json.pointer(pointer).is_some_and(|value| value.to_string().contains(PLACEHOLDER));
    let unmarked = placeholders.iter().filter(|pointer| !is_marked(pointer));
    // A key of a map can contain line breaks.
    unmarked.map(|pointer| format!("`{}`", pointer.trim_start_matches('/').replace(char::is_control, " "))).collect()
}

fn is_number(ty: &str) -> bool {
    ["Integer", "Long", "Number"].iter().any(|name| ty.starts_with(name))
}
