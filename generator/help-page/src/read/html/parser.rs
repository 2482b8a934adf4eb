//! Parses HTML into a tree.
//!
//! Optional end tags are implied. Invalid markup is read as it is written, and not repaired as in a browser, since a
//! repair can repeat an element thousands of times.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::tree::{Node, Tree};
use crate::read::error::ReadError;

/// Maximum depth of a tree. Help pages have a tenth of that.
const MAX_DEPTH: usize = 256;

/// Maximum number of nodes of a tree. Help pages have at most a tenth of that.
const MAX_NODES: usize = 100_000;

/// Maximum number of levels of all tags, since each is compared with the elements around it. Help pages have at most
/// a tenth of that.
const MAX_LEVELS: usize = 10_000_000;

/// Maximum number of attributes of a tag. Help pages have about ten.
const MAX_ATTRIBUTES: usize = 256;

/// Elements without content.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Parts of tables. Outside of a table, their tags are ignored.
const TABLE_PARTS: [&str; 8] = ["caption", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"];

/// Parses a document. Fails as soon as its tree is larger than that of any help page.
pub(super) fn parse(html: &str) -> Result<Tree, ReadError> {
    let root = Node { line: 1, ..Node::default() };
    let mut builder = Builder { html, position: 0, line: 1, nodes: vec![root], open: vec![0], tag: None, levels: 0 };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        builder.read_to(span.start);
        builder.handle_event(&event).err()
    });
    emitter.naively_switch_states(true);
    let error = Tokenizer::new_with_emitter(html, emitter).next();
    match error {
        Some(Ok(error)) => Err(error),
        None => Ok(Tree { nodes: builder.nodes }),
    }
}

/// Builds the tree from the events of the tokenizer.
struct Builder<'h> {
    html: &'h str,
    /// How far the document is read.
    position: usize,
    /// The line there.
    line: usize,
    nodes: Vec<Node>,
    /// The elements that have not ended, from the outside in.
    open: Vec<usize>,
    /// The element of the start tag that has not ended.
    tag: Option<usize>,
    /// Number of elements around the tags so far.
    levels: usize,
}

impl Builder<'_> {
    fn read_to(&mut self, position: usize) {
        let read = self.html.as_bytes().get(self.position..position).unwrap_or_default();
        self.line += read.split(|byte| *byte == b'\n').skip(1).count();
        self.position = self.position.max(position);
    }

    /// Handles an event. Returns an error if the document exceeds the limits of a help page.
    fn handle_event(&mut self, event: &CallbackEvent<'_>) -> Result<(), ReadError> {
        match event {
            CallbackEvent::OpenStartTag { name } => self.read_start_tag(&string(name))?,
            CallbackEvent::AttributeName { name } => self.add_attribute(string(name))?,
            CallbackEvent::AttributeValue { value } => {
                let node = self.tag.and_then(|tag| self.nodes.get_mut(tag));
                if let Some((_, last)) = node.and_then(|node| node.attributes.last_mut()) {
                    *last = string(value);
                }
            }
            CallbackEvent::CloseStartTag { .. } => self.finish_start_tag(),
            CallbackEvent::EndTag { name } => self.read_end_tag(&string(name))?,
            CallbackEvent::String { value } => {
                self.add_node(Node { text: string(value), ..Node::default() })?;
            }
            _ => {}
        }
        Ok(())
    }

    fn read_start_tag(&mut self, name: &str) -> Result<(), ReadError> {
        self.tag = None;
        self.count_levels()?;
        let mut open = self.open.iter().map(|index| self.name(*index));
        // The end tag of the head can be missing, and so can the start tag of the body.
        if name == "head" || (TABLE_PARTS.contains(&name) && !open.any(|open| open == "table")) {
            return Ok(());
        }
        for ended in ended_by(name) {
            self.close_element(ended);
        }
        let is_in_row = self.open.last().is_some_and(|index| self.name(*index) == "tr");
        if matches!(name, "td" | "th") && !is_in_row {
            self.open_element("tr")?;
        }
        self.tag = Some(self.open_element(name)?);
        Ok(())
    }

    fn open_element(&mut self, name: &str) -> Result<usize, ReadError> {
        let index = self.add_node(Node { name: name.to_owned(), ..Node::default() })?;
        self.open.push(index);
        if self.open.len() > MAX_DEPTH {
            return Err(self.error("the elements are nested more than 256 levels deep"));
        }
        Ok(index)
    }

    fn finish_start_tag(&mut self) {
        if self.tag.take().is_some_and(|tag| VOID.contains(&self.name(tag))) {
            self.open.pop();
        }
    }

    fn read_end_tag(&mut self, name: &str) -> Result<(), ReadError> {
        self.count_levels()?;
        let is_ended = self.close_element(name);
        // Browsers read these end tags without a start tag as elements without content, so that they end a line.
        if !is_ended && matches!(name, "br" | "p") {
            self.add_node(Node { name: name.to_owned(), ..Node::default() })?;
        }
        Ok(())
    }

    fn count_levels(&mut self) -> Result<(), ReadError> {
        self.levels += self.open.len();
        if self.levels > MAX_LEVELS {
            return Err(self.error("the tags of the page are nested more than 10,000,000 levels deep in total"));
        }
        Ok(())
    }

    fn add_attribute(&mut self, name: String) -> Result<(), ReadError> {
        let Some(node) = self.tag.and_then(|tag| self.nodes.get_mut(tag)) else {
            return Ok(());
        };
        node.attributes.push((name, String::new()));
        if node.attributes.len() > MAX_ATTRIBUTES {
            return Err(self.error("a tag has more than 256 attributes"));
        }
        Ok(())
    }

    /// Adds a node to the innermost element that has not ended.
    fn add_node(&mut self, node: Node) -> Result<usize, ReadError> {
        let index = self.nodes.len();
        if let Some(parent) = self.open.last().and_then(|parent| self.nodes.get_mut(*parent)) {
            parent.children.push(index);
        }
        self.nodes.push(Node { line: self.line, ..node });
        if index > MAX_NODES {
            return Err(self.error("the page has more than 100,000 elements and text nodes"));
        }
        Ok(index)
    }

    /// Ends the innermost element of this name, and what is in it. Returns whether there is one.
    fn close_element(&mut self, name: &str) -> bool {
        let scope = scope(name);
        for (position, index) in self.open.iter().enumerate().rev() {
            let open = self.name(*index);
            if open == name {
                self.open.truncate(position);
                return true;
            }
            if scope.contains(&open) {
                return false;
            }
        }
        false
    }

    /// Returns the name of a node.
    fn name(&self, index: usize) -> &str {
        self.nodes.get(index).map_or("", |node| &node.name)
    }

    fn error(&self, reason: &str) -> ReadError {
        let message = format!("{reason}, so this is not a help page: save the help page of one operation");
        ReadError::new(self.line, message)
    }
}

/// Returns the elements whose end tags can be missing before a start tag. Elements that cannot be in a paragraph end
/// it.
fn ended_by(name: &str) -> &'static [&'static str] {
    match name {
        "li" => &["li", "p"],
        "dt" | "dd" => &["dt", "dd", "p"],
        "td" | "th" => &["caption", "colgroup", "td", "th"],
        "tr" => &["caption", "colgroup", "tr"],
        "tbody" | "tfoot" | "thead" => &["caption", "colgroup", "tr", "tbody", "tfoot", "thead"],
        "address" | "article" | "aside" | "blockquote" | "center" | "details" | "dialog" | "div" | "dl"
        | "fieldset" | "figure" | "footer" | "form" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "header" | "hr"
        | "main" | "nav" | "ol" | "p" | "pre" | "section" | "summary" | "table" | "ul" => &["p"],
        _ => &[],
    }
}

/// Returns the elements within which the end tag of an outer element is ignored.
fn scope(name: &str) -> &'static [&'static str] {
    match name {
        "table" => &["template"],
        _ if TABLE_PARTS.contains(&name) => &["table", "template"],
        "li" => &["ul", "ol", "table", "caption", "td", "th", "template"],
        "dt" | "dd" => &["dl", "table", "caption", "td", "th", "template"],
        _ => &["table", "caption", "td", "th", "template"],
    }
}

fn string(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
