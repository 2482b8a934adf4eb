//! Text to spec, with the node of every key and value. The only file that knows the YAML crates.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use serde::de::DeserializeOwned;

use crate::description::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::description::notation;
use crate::{SERVICE_FILE, Source};

/// A parsed file of the description.
pub(crate) struct Document<T> {
    pub spec: T,
    pub source: Arc<Source>,
    positions: Positions,
}

/// A node in a document, as a path of keys from its root.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    source: &'a Arc<Source>,
    positions: &'a Positions,
    path: String,
}

/// Spans of keys and values, by path.
type Positions = HashMap<String, Position>;

#[derive(Clone)]
struct Position {
    key: Range<usize>,
    value: Range<usize>,
}

/// The whole description, as far as it could be read.
pub(crate) struct Description {
    pub service: Option<Document<notation::Service>>,
    pub operations: Vec<Document<notation::Operation>>,
    /// Whether each file could be read: if not, what a name refers to may stand in one that could not.
    pub complete: bool,
}

/// Reads every file; what is wrong with their shape is in the second value.
pub(crate) fn description(sources: &[Arc<Source>]) -> (Description, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut keep = |mistakes: Vec<Diagnostic>| diagnostics.extend(mistakes);
    let mut description = Description { service: None, operations: Vec::new(), complete: true };
    let mut sorted: Vec<_> = sources.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    for source in sorted {
        if source.path == SERVICE_FILE {
            description.service = parse(source).map_err(&mut keep).ok();
        } else {
            description.operations.extend(parse(source).map_err(&mut keep).ok());
        }
    }
    if !sources.iter().any(|source| source.path == SERVICE_FILE) {
        let missing = Arc::new(Source { path: SERVICE_FILE.to_owned(), text: String::new() });
        let message = "the facts of the whole service are missing";
        diagnostics.push(
            Diagnostic::new(Code::MissingFile, message, &missing, 0..0).help("spec/README.md says what stands in it"),
        );
    }
    description.complete = diagnostics.is_empty();
    (description, diagnostics)
}

/// Reads one file.
fn parse<T: DeserializeOwned>(source: &Arc<Source>) -> Result<Document<T>, Vec<Diagnostic>> {
    let positions = Scan::new(source).run()?;
    match serde_yaml::from_str(&source.text) {
        Ok(spec) => Ok(Document { spec, source: Arc::clone(source), positions }),
        Err(error) => Err(vec![shape_error(source, &positions, &error)]),
    }
}

impl<T> Document<T> {
    /// The whole document.
    pub(crate) fn root(&self) -> Node<'_> {
        Node { source: &self.source, positions: &self.positions, path: String::new() }
    }
}

impl Node<'_> {
    /// The node of a key of this map, or of an index of this list.
    pub(crate) fn at(&self, key: impl std::fmt::Display) -> Self {
        Self { path: child(&self.path, &key.to_string()), ..*self }
    }

    /// The node of an item of a list, or this node if it is not a list.
    pub(crate) fn item(&self, index: usize) -> Self {
        let item = self.at(index);
        if self.positions.contains_key(&item.path) { item } else { self.clone() }
    }

    /// A mistake in the value here; of a text of several lines, in its first.
    pub(crate) fn error(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        self.error_in_line(1, code, message)
    }

    /// A mistake in a line, counted from 1, of the text here.
    pub(crate) fn error_in_line(&self, line: usize, code: Code, message: impl Into<String>) -> Diagnostic {
        let value = self.nearest().map_or(0..0, |position| position.value.clone());
        Diagnostic::new(code, message, self.source, nth_line(&self.source.text, value, line))
    }

    /// A mistake in a part of the value here: the last such part, or all of it where escapes hide the part.
    pub(crate) fn error_in_part(&self, part: &str, code: Code, message: impl Into<String>) -> Diagnostic {
        let value = self.nearest().map_or(0..0, |position| position.value.clone());
        let text = self.source.text.get(value.clone()).filter(|_| !part.is_empty());
        let found = text.and_then(|text| text.rfind(part)).map(|at| value.start + at);
        match found {
            Some(start) => Diagnostic::new(code, message, self.source, start..start + part.len()),
            None => self.error(code, message),
        }
    }

    /// A mistake in the key here.
    pub(crate) fn key_error(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        let span = self.nearest().map_or(0..0, |position| position.key.clone());
        Diagnostic::new(code, message, self.source, span)
    }

    /// The file, and the part of it to show: the first line of the value here, or the key of what should hold it.
    pub(crate) fn value_span(&self) -> (&Arc<Source>, Range<usize>) {
        match self.positions.get(&self.path) {
            Some(position) => (self.source, nth_line(&self.source.text, position.value.clone(), 1)),
            None => self.key_span(),
        }
    }

    /// The file, and the key here.
    pub(crate) fn key_span(&self) -> (&Arc<Source>, Range<usize>) {
        let key = self.nearest().map_or(0..0, |position| position.key.clone());
        (self.source, nth_line(&self.source.text, key, 1))
    }

    /// Path of the file.
    pub(crate) fn source_path(&self) -> &str {
        &self.source.path
    }

    /// File and line, for a reference from elsewhere.
    pub(crate) fn file_line(&self) -> String {
        let (line, _) = self.key_error(Code::Shape, "").line_column();
        format!("{}:{line}", self.source.path)
    }

    fn nearest(&self) -> Option<&Position> {
        let mut path = self.path.as_str();
        loop {
            if let Some(position) = self.positions.get(path) {
                return Some(position);
            }
            (path, _) = path.rsplit_once('/')?;
        }
    }
}

/// The part of `span` that stands in its `number`th line, or in its last one, without white space at the ends.
fn nth_line(text: &str, span: Range<usize>, number: usize) -> Range<usize> {
    let mut start = span.start;
    let Some(whole) = text.get(span).map(str::trim_end) else {
        return start..start;
    };
    let lines = whole.split_inclusive('\n');
    let skipped = number.saturating_sub(1).min(lines.clone().count().saturating_sub(1));
    start += lines.clone().take(skipped).map(str::len).sum::<usize>();
    let line = lines.clone().nth(skipped).unwrap_or_default();
    start += line.len() - line.trim_start().len();
    start..start + line.trim().len()
}

/// Path of a key below `parent`, escaped as in a JSON pointer.
fn child(parent: &str, key: &str) -> String {
    format!("{parent}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// Walks the events of a file: notes where everything stands, and refuses what the notation does not use.
struct Scan<'a> {
    source: &'a Arc<Source>,
    offsets: Vec<usize>,
    open: Vec<Container>,
    positions: Positions,
    diagnostics: Vec<Diagnostic>,
    documents: usize,
    /// Keys that stand twice: what is below them stands twice as well.
    duplicates: Vec<String>,
    /// Whether what follows cannot be told any more.
    lost: bool,
}

/// Maps and lists nest no deeper than this; the notation needs half of it.
const MAX_DEPTH: usize = 16;

/// After so many mistakes in the YAML of one file, the rest is not read.
const MAX_MISTAKES: usize = 20;

struct Container {
    path: String,
    start: usize,
    key_span: Range<usize>,
    content: Content,
}

enum Content {
    Map { key: Option<(String, Range<usize>)> },
    Sequence { length: usize },
}

impl<'a> Scan<'a> {
    fn new(source: &'a Arc<Source>) -> Self {
        let offsets = source.text.char_indices().map(|(offset, _)| offset).chain([source.text.len()]).collect();
        let (open, positions, diagnostics) = (Vec::new(), Positions::new(), Vec::new());
        Self { source, offsets, open, positions, diagnostics, documents: 0, duplicates: Vec::new(), lost: false }
    }

    fn run(mut self) -> Result<Positions, Vec<Diagnostic>> {
        if self.source.text.starts_with('\u{feff}') {
            self.report(Code::Yaml, "the file begins with a byte order mark", 0..3, "save it as UTF-8 without one");
            return Err(self.diagnostics);
        }
        for event in Parser::new_from_str(&self.source.text) {
            match event {
                Ok((event, span)) => self.event(event, &span),
                Err(error) => {
                    let at = self.offset(error.marker().index());
                    let help = "indent with spaces, close what is open, and quote a text with a colon, a comma or a #";
                    self.report(Code::Yaml, format!("this is not YAML: {}", error.info()), at..at + 1, help);
                    self.lost = true;
                }
            }
            if self.lost {
                break;
            }
        }
        if self.positions.is_empty() && self.diagnostics.is_empty() {
            self.report(Code::NullValue, "the file is empty", 0..0, "spec/README.md says what stands in it");
        }
        if self.diagnostics.is_empty() { Ok(self.positions) } else { Err(self.diagnostics) }
    }

    fn event(&mut self, event: Event<'_>, span: &Span) {
        let span = self.bytes(span);
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.report(Code::Yaml, "a second document in one file", span, "keep one document in a file");
                    self.lost = true;
                }
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_extras(anchor, tag.is_some(), &span);
                self.start(Content::Map { key: None }, span);
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_extras(anchor, tag.is_some(), &span);
                self.start(Content::Sequence { length: 0 }, span);
            }
            Event::MappingEnd | Event::SequenceEnd => self.end(span.end),
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_extras(anchor, tag.is_some(), &span);
                self.scalar(&text, style, span);
            }
            Event::Alias(_) => {
                self.report(Code::Yaml, "the notation has no aliases", span.clone(), "write out what it stands for");
                self.scalar("alias", ScalarStyle::DoubleQuoted, span);
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
    }

    fn refuse_extras(&mut self, anchor: usize, tagged: bool, span: &Range<usize>) {
        if anchor != 0 {
            self.report(
                Code::Yaml,
                "the notation has no anchors",
                span.clone(),
                "write out each place that refers to it",
            );
        }
        if tagged {
            self.report(
                Code::Yaml,
                "the notation has no tags",
                span.clone(),
                "remove it, or quote a text that begins so",
            );
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Range<usize>) {
        if let Some(Container { content: Content::Map { key: key @ None }, path, .. }) = self.open.last_mut() {
            *key = Some((text.to_owned(), span.clone()));
            let path = child(path, text);
            let below =
                |duplicate: &String| path.strip_prefix(duplicate.as_str()).is_some_and(|rest| rest.starts_with('/'));
            if self.positions.contains_key(&path) && !self.duplicates.iter().any(below) {
                self.duplicates.push(path);
                let message = format!("the key `{text}` stands twice in one map");
                self.report(Code::DuplicateKey, message, span, "remove one of them: the last would silently win");
            }
            return;
        }
        let (path, key) = self.next_path(&span);
        if style == ScalarStyle::Plain && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
            let help = "give it a value, or remove the key; quote a text with a comma, a colon or a #";
            let message = match last_segment(&path) {
                Some(key) => format!("nothing stands behind `{key}`"),
                None => "the file holds nothing".to_owned(),
            };
            self.report(Code::NullValue, message, key.clone(), help);
        }
        if style == ScalarStyle::Plain && !span.is_empty() {
            self.refuse_comment(span.end);
        }
        self.positions.insert(path, Position { key, value: span });
    }

    /// Behind a text without quotes, what looks like a part of it can be a comment.
    fn refuse_comment(&mut self, end: usize) {
        let rest = self.source.text.get(end..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        if rest.trim_start().starts_with('#') {
            let comment = end + rest.len() - rest.trim_start().len();
            let help = "quote the text if this belongs to it, or put the comment on a line of its own";
            self.report(Code::Yaml, "from here on it is a comment", comment..end + rest.len(), help);
        }
    }

    fn start(&mut self, content: Content, span: Range<usize>) {
        if let Some(Container { content: Content::Map { key: None }, .. }) = self.open.last() {
            self.report(Code::Yaml, "a key that is no text", span, "write the key as a plain text");
            self.lost = true;
            return;
        }
        if self.open.len() >= MAX_DEPTH {
            let message = format!("maps and lists nest more than {MAX_DEPTH} deep");
            self.report(Code::Yaml, message, span.start..span.start, "the notation is flatter: see spec/README.md");
            self.lost = true;
            return;
        }
        let (path, key_span) = self.next_path(&span);
        self.open.push(Container { path, start: span.start, key_span, content });
    }

    fn end(&mut self, end: usize) {
        if let Some(Container { path, start, key_span, .. }) = self.open.pop() {
            self.positions.insert(path, Position { key: key_span, value: start..end.max(start) });
        }
    }

    /// Path of the value that begins now, and the span of its key: its own where it has none.
    fn next_path(&mut self, value: &Range<usize>) -> (String, Range<usize>) {
        match self.open.last_mut() {
            None => (String::new(), value.clone()),
            Some(Container { path, content: Content::Map { key }, .. }) => {
                let (name, span) = key.take().unwrap_or_else(|| (String::new(), value.clone()));
                (child(path, &name), span)
            }
            Some(Container { path, content: Content::Sequence { length }, .. }) => {
                *length += 1;
                (child(path, &(*length - 1).to_string()), value.clone())
            }
        }
    }

    fn report(&mut self, code: Code, message: impl Into<String>, span: Range<usize>, help: &str) {
        let line = nth_line(&self.source.text, span.clone(), 1);
        let span = if line.is_empty() { span } else { line };
        self.diagnostics.push(Diagnostic::new(code, message, self.source, span).help(help));
        self.lost |= self.diagnostics.len() >= MAX_MISTAKES;
    }

    /// The parser counts characters; everything else counts bytes.
    fn bytes(&self, span: &Span) -> Range<usize> {
        let (start, end) = (self.offset(span.start.index()), self.offset(span.end.index()));
        start..end.max(start)
    }

    fn offset(&self, characters: usize) -> usize {
        self.offsets.get(characters).copied().unwrap_or(self.source.text.len())
    }
}

fn last_segment(path: &str) -> Option<String> {
    let segment = path.rsplit('/').next().filter(|segment| !segment.is_empty());
    segment.map(|segment| segment.replace("~1", "/").replace("~0", "~"))
}

/// A file that is YAML but not in the notation's shape: what serde says, in the words of this crate.
fn shape_error(source: &Arc<Source>, positions: &Positions, error: &serde_yaml::Error) -> Diagnostic {
    let at = error.location().map_or(0, |location| location.index());
    let line = nth_line(&source.text, at..source.text.len(), 1);
    let text = error.to_string();
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    let message = match message.split_once(": ") {
        Some((path, message)) if !path.contains(' ') => message,
        _ => message,
    };
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let report = |code, message: String, span| Diagnostic::new(code, message, source, span);
    match quoted.split_first() {
        Some((name, known)) if message.starts_with("unknown field") => {
            report(Code::UnknownKey, format!("unknown key `{name}`"), at..at + name.len()).help(one_of(name, known))
        }
        Some((name, known)) if message.starts_with("unknown variant") => {
            report(Code::Shape, format!("`{name}` is none of the words that can stand here"), line)
                .help(one_of(name, known))
        }
        Some((name, _)) if message.starts_with("missing field") => {
            let map = positions.values().find(|position| position.value.start == at && position.key.start != at);
            let span = map.map_or(line, |position| position.key.clone());
            report(Code::MissingKey, format!("the key `{name}` is missing here"), span)
                .help("spec/README.md lists the keys")
        }
        _ => report(Code::Shape, in_words(message), line).help("spec/README.md says what stands here"),
    }
}

fn one_of(name: &str, known: &[&str]) -> String {
    did_you_mean(name, known.iter().copied()).unwrap_or_else(|| match known {
        [] => "spec/README.md says what stands here".to_owned(),
        _ => format!("known are `{}`", known.join("`, `")),
    })
}

/// `invalid type: X, expected Y`, for people.
fn in_words(message: &str) -> String {
    let found = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    let Some((found, expected)) = found.and_then(|rest| rest.rsplit_once(", expected ")) else {
        return message.to_owned();
    };
    let kinds = [
        ("string ", "the text "),
        ("integer ", "the number "),
        ("floating point ", "the number "),
        ("boolean ", "the Boolean "),
        ("sequence", "a list"),
        ("map", "a map"),
        ("unit value", "nothing"),
    ];
    let plain = kinds.iter().find_map(|(serde, plain)| Some(format!("{plain}{}", found.strip_prefix(serde)?)));
    let expected = match expected {
        "a string" => "a text",
        "a boolean" => "`true` or `false`",
        "a sequence" => "a list",
        other => other,
    };
    format!("here stands {} instead of {expected}", plain.as_deref().unwrap_or(found))
}
