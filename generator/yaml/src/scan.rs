//! Scans the YAML of a file: finds the position of each value, and reports what the notation does not allow.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, StrInput};

use crate::diagnostic::{Code, Diagnostic, SEE_NOTATION, add_to_file};
use crate::number;
use crate::positions::{Position, Positions, ancestors, child_path, keys, line_span};
use crate::source::{MAX_DESCRIPTION_FILE, Source};

/// Maximum nesting depth of maps and lists. The notation needs half of it.
const MAX_DEPTH: usize = 16;

pub(crate) const INVALID_YAML_HELP: &str = "indent with spaces, close brackets and quotes, and quote strings with a \
                                            colon, a comma, a # or a special first character";

/// A scanned file.
#[derive(Default)]
pub(crate) struct Scan {
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
pub(crate) fn scan(source: &Arc<Source>) -> Scan {
    let mut scanner = Scanner {
        source,
        byte_offsets: source.text.char_indices().take(MAX_DESCRIPTION_FILE).map(|(offset, _)| offset).collect(),
        events: Parser::new_from_str(&source.text),
        duplicates: HashSet::new(),
        scan: Scan::default(),
    };
    scanner.scan.is_complete = scanner.file().is_ok() && !scanner.scan.positions.is_empty();
    scanner.scan
}

struct Scanner<'a> {
    source: &'a Arc<Source>,
    /// Byte offset of each character: the parser counts characters, everything else counts bytes.
    byte_offsets: Vec<usize>,
    events: Parser<'a, StrInput<'a>>,
    /// Paths of duplicate keys. Keys below them are duplicates too, and are not reported again.
    duplicates: HashSet<String>,
    /// What has been found so far.
    scan: Scan,
}

/// An error has been reported after which the rest of the file would only cause further errors.
struct Stopped;

/// An event and its byte range.
type SpannedEvent<'a> = (Event<'a>, Range<usize>);

/// The lines that git writes around the sides of a conflict, possibly with a name. YAML has no such lines.
const MERGE_MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// Returns the first marker of a merge.
fn merge_marker(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if MERGE_MARKERS.contains(&line.split_whitespace().next().unwrap_or_default()) && !line.starts_with(' ') {
            return Some(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    None
}

/// Returns the length of the quoted string at the start of `text`. The parser's range of such a string also includes
/// the white space and the comment that follow it.
fn quoted_length(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut rest = text.char_indices().skip(1).peekable();
    while let Some((index, c)) = rest.next() {
        let is_escape = match quote {
            '"' => c == '\\',
            _ => c == quote && rest.peek().is_some_and(|(_, next)| *next == quote),
        };
        if is_escape {
            rest.next();
        } else if c == quote {
            return Some(index + 1);
        }
    }
    None
}

impl<'a> Scanner<'a> {
    fn file(&mut self) -> Result<(), Stopped> {
        self.reject_unreadable()?;
        self.reject_control_characters()?;
        let mut documents = 0;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => break,
                Event::DocumentStart(_) if documents == 1 => {
                    let help = "keep one document per file";
                    return self.stop("unexpected second YAML document", span, help);
                }
                Event::DocumentStart(_) => documents += 1,
                event => self.value(String::new(), None, (event, span))?,
            }
        }
        if self.scan.positions.is_empty() && self.scan.diagnostics.is_empty() {
            self.report(Code::NullValue, "the file is empty", 0..0, "see spec/README.md for the keys it must have");
        }
        Ok(())
    }

    /// Rejects files that cannot be a description, regardless of their YAML.
    fn reject_unreadable(&mut self) -> Result<(), Stopped> {
        if self.source.text.len() > MAX_DESCRIPTION_FILE {
            return self.stop("the file is larger than 1 MiB", 0..0, "describe one operation per file");
        }
        if let Some(span) = merge_marker(&self.source.text) {
            let help = "resolve the conflict of the merge, and remove its markers";
            return self.stop("unresolved merge conflict", span, help);
        }
        Ok(())
    }

    /// Rejects control characters and separators of lines, which some parsers reject and others accept.
    fn reject_control_characters(&mut self) -> Result<(), Stopped> {
        let source = self.source;
        let has_none = source.text.bytes().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~'));
        if has_none {
            return Ok(());
        }
        for (offset, c) in source.text.char_indices() {
            let is_control = c.is_control() && !matches!(c, '\t' | '\n' | '\r');
            if is_control || matches!(c, '\u{2028}' | '\u{2029}') {
                let message = format!("invisible character U+{:04X}", u32::from(c));
                self.report(Code::Text, message, offset..offset + c.len_utf8(), "remove it");
            }
        }
        if self.scan.diagnostics.is_empty() { Ok(()) } else { Err(Stopped) }
    }

    fn next(&mut self) -> Result<SpannedEvent<'a>, Stopped> {
        match self.events.next() {
            Some(Ok((event, span))) => {
                let start = self.byte_offset(span.start.index());
                let end = self.byte_offset(span.end.index()).max(start);
                let quoted = match event {
                    Event::Scalar(_, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted, ..) => {
                        self.source.text.get(start..end).and_then(quoted_length)
                    }
                    _ => None,
                };
                Ok((event, start..quoted.map_or(end, |length| start + length)))
            }
            Some(Err(error)) => {
                let offset = self.byte_offset(error.marker().index());
                let rest = self.source.text.get(offset..).unwrap_or_default();
                if rest.starts_with('*') {
                    // An alias without an anchor, or an unquoted string.
                    let length = rest.find(|c: char| c.is_whitespace() || ",]}".contains(c)).unwrap_or(rest.len());
                    self.reject_alias(&(offset..offset + length));
                    return Err(Stopped);
                }
                let message = format!("invalid YAML: {}", error.info());
                self.report(Code::Yaml, message, offset..offset + 1, INVALID_YAML_HELP);
                Err(Stopped)
            }
            None => Err(Stopped),
        }
    }

    /// Scans a value. `key` is the byte range of its key, or `None` for an item of a list or the entire file.
    fn value(
        &mut self,
        path: String,
        key: Option<Range<usize>>,
        (event, span): SpannedEvent<'a>,
    ) -> Result<(), Stopped> {
        let is_item = key.is_none();
        let is_map = matches!(event, Event::MappingStart(..));
        let key = key.unwrap_or_else(|| span.clone());
        match event {
            Event::MappingStart(anchor, tag) | Event::SequenceStart(anchor, tag) => {
                self.reject_anchor_and_tag(anchor, tag.is_some(), &span);
                if ancestors(&path).count() > MAX_DEPTH {
                    let message = format!("maps and lists are nested more than {MAX_DEPTH} levels deep");
                    let help = "see spec/README.md for the notation, which needs fewer levels";
                    return self.stop(message, span.start..span.start, help);
                }
                let end = if is_map { self.entries(&path)? } else { self.items(&path)? };
                self.record(path, Position::new(key, span.start..end.max(span.start), None));
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.reject_anchor_and_tag(anchor, tag.is_some(), &span);
                let is_null = style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                if is_null {
                    self.report_null(&path, is_item, key.clone());
                    self.scan.removed.insert(path.clone());
                } else if style == ScalarStyle::Plain {
                    self.check_plain(&path, &text, &span);
                }
                self.record(path, Position::new(key, span, (!is_null).then(|| text.into_owned())));
            }
            Event::Alias(_) => {
                let text = self.reject_alias(&span);
                self.scan.removed.insert(path.clone());
                self.record(path, Position::new(key, span, Some(text)));
            }
            _ => {}
        }
        Ok(())
    }

    /// Scans the entries of a map. Returns where it ends.
    fn entries(&mut self, path: &str) -> Result<usize, Stopped> {
        loop {
            let (event, span) = self.next()?;
            let is_alias = matches!(event, Event::Alias(_));
            let key = match event {
                Event::MappingEnd => return Ok(span.end),
                Event::Alias(_) => self.reject_alias(&span).into(),
                Event::Scalar(text, _, anchor, tag) => {
                    self.reject_anchor_and_tag(anchor, tag.is_some(), &span);
                    text
                }
                _ => return self.stop("the key is not a string", span, "use a plain string as the key"),
            };
            let path = child_path(path, &key);
            if self.scan.positions.contains_key(&path) {
                self.reject_duplicate(path.clone(), &key, span.clone());
            }
            if is_alias {
                self.scan.removed.insert(path.clone());
            }
            let value = self.next()?;
            self.value(path, Some(span), value)?;
        }
    }

    /// Scans the items of a list. Returns where it ends.
    fn items(&mut self, path: &str) -> Result<usize, Stopped> {
        let mut index: usize = 0;
        loop {
            let item = self.next()?;
            if let (Event::SequenceEnd, span) = item {
                return Ok(span.end);
            }
            self.value(child_path(path, &index.to_string()), None, item)?;
            index += 1;
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

    /// Rejects an alias, and returns its text.
    fn reject_alias(&mut self, span: &Range<usize>) -> String {
        let help = "write out the value, or put quotes around a string that starts with `*`";
        self.report(Code::Yaml, "YAML aliases are not allowed", span.clone(), help);
        self.scan.aliases.push(span.clone());
        self.source.text.get(span.clone()).unwrap_or_default().to_owned()
    }

    fn reject_duplicate(&mut self, path: String, key: &str, span: Range<usize>) {
        if ancestors(&path).skip(1).any(|parent| self.duplicates.contains(parent)) {
            return;
        }
        self.duplicates.insert(path);
        let help = "remove one of them";
        self.report(Code::DuplicateKey, format!("duplicate key `{key}`"), span, help);
    }

    /// Checks an unquoted string, boolean or number.
    fn check_plain(&mut self, path: &str, text: &str, span: &Range<usize>) {
        if !span.is_empty() {
            self.reject_trailing_comment(span.end);
        }
        if let Some(message) = number::problem(text) {
            self.report(Code::Shape, message, span.clone(), SEE_NOTATION);
            self.scan.removed.insert(path.to_owned());
        }
    }

    fn report_null(&mut self, path: &str, is_item: bool, key_span: Range<usize>) {
        let Some(key) = keys(path).last() else {
            let message = "null is not allowed: the file has no content";
            return self.report(Code::NullValue, message, key_span, "see spec/README.md for the keys it must have");
        };
        let (what, owner) =
            if is_item { ("item", "an item of the list".to_owned()) } else { ("key", format!("`{key}`")) };
        let message = format!("null is not allowed: {owner} has no value");
        let help = format!("add a value or remove the {what}; quote strings with a comma, a colon or a #");
        self.report(Code::NullValue, message, key_span, &help);
    }

    /// Records the position of a value. Of duplicate keys, the first one is kept, like its value.
    fn record(&mut self, path: String, position: Position) {
        self.scan.positions.entry(path).or_insert(position);
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

    /// Reports an error after which the rest of the file is not read.
    fn stop<T>(&mut self, message: impl Into<String>, span: Range<usize>, help: &str) -> Result<T, Stopped> {
        self.report(Code::Yaml, message, span, help);
        Err(Stopped)
    }

    fn report(&mut self, code: Code, message: impl Into<String>, span: Range<usize>, help: &str) {
        let line = line_span(&self.source.text, span.clone(), 1);
        let span = if line.is_empty() { span } else { line };
        let diagnostic = Diagnostic::new(code, message, self.source, span).with_help(help);
        add_to_file(&mut self.scan.diagnostics, diagnostic);
    }

    fn byte_offset(&self, characters: usize) -> usize {
        self.byte_offsets.get(characters).copied().unwrap_or(self.source.text.len())
    }
}
