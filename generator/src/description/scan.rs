//! Scans the YAML of a file: finds the position of each value, and reports what the notation does not allow.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::number;
use super::positions::{Position, Positions, child_path, keys, line_span};
use super::shape_error::SEE_NOTATION;
use crate::diagnostic::{Code, Diagnostic, add_to_file};
use crate::source::{MAX_DESCRIPTION_FILE, Source};

/// Maximum nesting depth of maps and lists. The notation needs half of it.
const MAX_DEPTH: usize = 16;

pub(super) const INVALID_YAML_HELP: &str = "indent with spaces, close brackets and quotes, and quote strings with a \
                                            colon, a comma, a # or a special first character";

/// A scanned file.
pub(super) struct Scan {
    pub positions: Positions,
    pub diagnostics: Vec<Diagnostic>,
    /// Places of aliases in the text, which were reported.
    pub aliases: Vec<Range<usize>>,
    /// Paths of values that were reported.
    pub removed: HashSet<String>,
    /// Whether the file was read to its end.
    pub is_complete: bool,
}

/// Scans a file.
pub(super) fn scan(source: &Arc<Source>) -> Scan {
    let mut scanner = Scanner::new(source);
    scanner.run();
    let Scanner { positions, diagnostics, aliases, removed, stopped, .. } = scanner;
    let is_complete = !stopped && !positions.is_empty();
    Scan { positions, diagnostics, aliases, removed, is_complete }
}

struct Scanner<'a> {
    source: &'a Arc<Source>,
    /// Byte offset of each character: the parser counts characters, everything else counts bytes. Empty if all
    /// characters are single bytes.
    byte_offsets: Vec<usize>,
    documents: usize,
    /// Maps and lists that have not ended yet, outermost first.
    open: Vec<Collection>,
    positions: Positions,
    aliases: Vec<Range<usize>>,
    /// See [`Scan::removed`].
    removed: HashSet<String>,
    /// Paths of duplicate keys. Keys below them are duplicates too, and are not reported again.
    duplicates: HashSet<String>,
    diagnostics: Vec<Diagnostic>,
    /// Set by an error after which the rest of the file would only cause further errors.
    stopped: bool,
}

/// A map or list that has not ended yet.
struct Collection {
    path: String,
    start: usize,
    key_span: Range<usize>,
    kind: CollectionKind,
}

enum CollectionKind {
    /// Holds the key whose value comes next.
    Map {
        key: Option<Key>,
    },
    List {
        length: usize,
    },
}

struct Key {
    /// The path of its value.
    path: String,
    span: Range<usize>,
}

impl CollectionKind {
    const MAP: Self = Self::Map { key: None };
    const LIST: Self = Self::List { length: 0 };
}

/// Returns the first line that git writes around the sides of a conflict. YAML has no such lines.
fn merge_marker(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") {
            return Some(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    None
}

impl<'a> Scanner<'a> {
    fn new(source: &'a Arc<Source>) -> Self {
        let mut byte_offsets = Vec::new();
        if source.text.len() <= MAX_DESCRIPTION_FILE && !source.text.is_ascii() {
            byte_offsets.extend(source.text.char_indices().map(|(offset, _)| offset));
        }
        Self {
            source,
            byte_offsets,
            documents: 0,
            open: Vec::new(),
            positions: Positions::default(),
            aliases: Vec::new(),
            removed: HashSet::new(),
            duplicates: HashSet::new(),
            diagnostics: Vec::new(),
            stopped: false,
        }
    }

    fn run(&mut self) {
        if self.source.text.len() > MAX_DESCRIPTION_FILE {
            let help = "describe one operation per file";
            self.report(Code::Yaml, "the file is larger than 1 MiB", 0..0, help);
            return;
        }
        if self.source.text.starts_with('\u{feff}') {
            let help = "save the file as UTF-8 without a byte order mark";
            self.report(Code::Yaml, "the file starts with a byte order mark", 0..3, help);
            return;
        }
        if let Some(span) = merge_marker(&self.source.text) {
            let help = "resolve the conflict of the merge, and remove its markers";
            self.report(Code::Yaml, "unresolved merge conflict", span, help);
            return;
        }
        self.reject_control_characters();
        for event in Parser::new_from_str(&self.source.text) {
            match event {
                Ok((event, span)) => self.event(event, &span),
                Err(error) => {
                    let offset = self.byte_offset(error.marker().index());
                    let message = format!("invalid YAML: {}", error.info());
                    self.report(Code::Yaml, message, offset..offset + 1, INVALID_YAML_HELP);
                    self.stopped = true;
                }
            }
            if self.stopped {
                return;
            }
        }
        if self.positions.is_empty() && self.diagnostics.is_empty() {
            self.report(Code::NullValue, "the file is empty", 0..0, "see spec/README.md for the keys it must have");
        }
    }

    /// Rejects control characters, which some parsers reject and others accept.
    fn reject_control_characters(&mut self) {
        let source = self.source;
        let has_none = source.text.bytes().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~'));
        if has_none {
            return;
        }
        for (offset, c) in source.text.char_indices() {
            if c.is_control() && !matches!(c, '\t' | '\n' | '\r') {
                let message = format!("invisible character U+{:04X}", u32::from(c));
                self.report(Code::Text, message, offset..offset + c.len_utf8(), "remove it");
            }
        }
    }

    fn event(&mut self, event: Event<'_>, span: &Span) {
        let span = self.byte_span(span);
        match event {
            Event::DocumentStart(_) => self.start_document(span),
            Event::MappingStart(anchor, tag) => {
                self.reject_anchor_and_tag(anchor, tag.is_some(), &span);
                self.start_collection(CollectionKind::MAP, span);
            }
            Event::SequenceStart(anchor, tag) => {
                self.reject_anchor_and_tag(anchor, tag.is_some(), &span);
                self.start_collection(CollectionKind::LIST, span);
            }
            Event::MappingEnd | Event::SequenceEnd => self.end_collection(span.end),
            Event::Scalar(text, style, anchor, tag) => {
                self.reject_anchor_and_tag(anchor, tag.is_some(), &span);
                self.scalar(text, style, span);
            }
            Event::Alias(_) => {
                let help = "write out the value that it refers to";
                self.report(Code::Yaml, "YAML aliases are not allowed", span.clone(), help);
                self.alias(span);
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
    }

    fn start_document(&mut self, span: Range<usize>) {
        self.documents += 1;
        if self.documents == 2 {
            self.report(Code::Yaml, "unexpected second YAML document", span, "keep one document per file");
            self.stopped = true;
        }
    }

    fn reject_anchor_and_tag(&mut self, anchor: usize, has_tag: bool, span: &Range<usize>) {
        if anchor != 0 {
            let help = "write out the value wherever it is used";
            self.report(Code::Yaml, "YAML anchors are not allowed", span.clone(), help);
        }
        if has_tag {
            let help = "remove it, or quote the string if it starts with `!`";
            self.report(Code::Yaml, "YAML tags are not allowed", span.clone(), help);
        }
    }

    /// Continues after an alias, as a key or as a value. Removes the entry.
    fn alias(&mut self, span: Range<usize>) {
        let text = self.source.text.get(span.clone()).unwrap_or_default();
        self.aliases.push(span.clone());
        if self.key(text, &span) {
            if let Some(Collection { kind: CollectionKind::Map { key: Some(key) }, .. }) = self.open.last() {
                self.removed.insert(key.path.clone());
            }
            return;
        }
        let (path, key_span) = self.next_value(&span);
        self.removed.insert(path.clone());
        self.record(path, Position::new(key_span, span, Some(text.to_owned())));
    }

    fn scalar(&mut self, text: Cow<'_, str>, style: ScalarStyle, span: Range<usize>) {
        if !self.key(&text, &span) {
            self.scalar_value(text, style, span);
        }
    }

    /// Reads a scalar as a key, unless a value is expected.
    fn key(&mut self, text: &str, span: &Range<usize>) -> bool {
        let Some(Collection { kind: CollectionKind::Map { key: key @ None }, path, .. }) = self.open.last_mut() else {
            return false;
        };
        let path = child_path(path, text);
        let duplicate = self.positions.contains_key(&path).then(|| path.clone());
        *key = Some(Key { path, span: span.clone() });
        if let Some(path) = duplicate {
            self.reject_duplicate(path, text, span.clone());
        }
        true
    }

    fn reject_duplicate(&mut self, path: String, key: &str, span: Range<usize>) {
        let mut ancestor = path.as_str();
        while let Some((parent, _)) = ancestor.rsplit_once('/') {
            if self.duplicates.contains(parent) {
                return;
            }
            ancestor = parent;
        }
        self.duplicates.insert(path);
        let help = "remove one of them";
        self.report(Code::DuplicateKey, format!("duplicate key `{key}`"), span, help);
    }

    fn scalar_value(&mut self, text: Cow<'_, str>, style: ScalarStyle, span: Range<usize>) {
        let (path, key_span) = self.next_value(&span);
        if style == ScalarStyle::Plain {
            if matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL") {
                self.report_null(&path, key_span.clone());
                self.record(path.clone(), Position::new(key_span, span, None));
                self.removed.insert(path);
                return;
            }
            if !span.is_empty() {
                self.reject_trailing_comment(span.end);
            }
            if let Some(message) = number::problem(&text) {
                self.report(Code::Shape, message, span.clone(), SEE_NOTATION);
                self.removed.insert(path.clone());
            }
        }
        self.record(path, Position::new(key_span, span, Some(text.into_owned())));
    }

    fn report_null(&mut self, path: &str, key_span: Range<usize>) {
        let is_item = matches!(self.open.last(), Some(Collection { kind: CollectionKind::List { .. }, .. }));
        let (message, help) = match keys(path).last() {
            Some(_) if is_item => (
                "null is not allowed: an item of the list has no value".to_owned(),
                "add a value or remove the item; quote strings with a comma, a colon or a #",
            ),
            Some(key) => (
                format!("null is not allowed: `{key}` has no value"),
                "add a value or remove the key; quote strings with a comma, a colon or a #",
            ),
            None => (
                "null is not allowed: the file has no content".to_owned(),
                "see spec/README.md for the keys it must have",
            ),
        };
        self.report(Code::NullValue, message, key_span, help);
    }

    /// Records the position of a value. Of duplicate keys, the first one is kept, like its value.
    fn record(&mut self, path: String, position: Position) {
        self.positions.entry(path).or_insert(position);
    }

    /// Rejects a comment after an unquoted string, since it may have been meant as a part of it.
    fn reject_trailing_comment(&mut self, end: usize) {
        let rest = self.source.text.get(end..).unwrap_or_default();
        let comment = rest.trim_start_matches([' ', '\t']);
        if comment.starts_with('#') {
            let start = end + rest.len() - comment.len();
            let length = comment.lines().next().unwrap_or_default().len();
            let help = "quote the string if this belongs to it; otherwise move the comment to its own line";
            self.report(Code::Yaml, "unexpected comment after an unquoted string", start..start + length, help);
        }
    }

    fn start_collection(&mut self, kind: CollectionKind, span: Range<usize>) {
        if let Some(Collection { kind: CollectionKind::Map { key: None }, .. }) = self.open.last() {
            self.report(Code::Yaml, "the key is not a string", span, "use a plain string as the key");
            self.stopped = true;
            return;
        }
        if self.open.len() >= MAX_DEPTH {
            let message = format!("maps and lists are nested more than {MAX_DEPTH} levels deep");
            let help = "see spec/README.md for the notation, which needs fewer levels";
            self.report(Code::Yaml, message, span.start..span.start, help);
            self.stopped = true;
            return;
        }
        let (path, key_span) = self.next_value(&span);
        self.open.push(Collection { path, start: span.start, key_span, kind });
    }

    fn end_collection(&mut self, end: usize) {
        if let Some(Collection { path, start, key_span, .. }) = self.open.pop() {
            self.record(path, Position::new(key_span, start..end.max(start), None));
        }
    }

    /// Returns the path of the value that starts now, and the span of its key: its own span if it has no key.
    fn next_value(&mut self, span: &Range<usize>) -> (String, Range<usize>) {
        let Some(collection) = self.open.last_mut() else {
            return (String::new(), span.clone());
        };
        match &mut collection.kind {
            CollectionKind::Map { key } => match key.take() {
                Some(key) => (key.path, key.span),
                None => (child_path(&collection.path, ""), span.clone()),
            },
            CollectionKind::List { length } => {
                let index = *length;
                *length += 1;
                (child_path(&collection.path, &index.to_string()), span.clone())
            }
        }
    }

    fn report(&mut self, code: Code, message: impl Into<String>, span: Range<usize>, help: &str) {
        let line = line_span(&self.source.text, span.clone(), 1);
        let span = if line.is_empty() { span } else { line };
        let diagnostic = Diagnostic::new(code, message, self.source, span).with_help(help);
        add_to_file(&mut self.diagnostics, diagnostic);
    }

    fn byte_span(&self, span: &Span) -> Range<usize> {
        let (start, end) = (self.byte_offset(span.start.index()), self.byte_offset(span.end.index()));
        start..end.max(start)
    }

    fn byte_offset(&self, characters: usize) -> usize {
        match self.byte_offsets.get(characters) {
            Some(offset) => *offset,
            None if self.byte_offsets.is_empty() => characters.min(self.source.text.len()),
            None => self.source.text.len(),
        }
    }
}
