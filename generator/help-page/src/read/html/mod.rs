//! Help pages saved as HTML. Only the structure counts: headings, paragraphs, lists and tables. Of CSS, only what hides
//! text counts.

mod cells;
mod css;
mod effort;
mod hidden;
mod parser;
mod scripts;
mod selectors;
mod style;
mod tree;

use std::collections::HashMap;
use std::ops::Range;

use super::error::ReadError;
use super::language;
use super::lines::{Line, MAX_TEXT, Markup, TableCell, visible};
use cells::{Cell, Row};
use scripts::{raised_or_lowered, script, scripts};
use tree::{Fate, Node, Tree};

/// Elements whose text is not part of the page.
const HIDDEN: [&str; 18] = [
    "title", "script", "style", "template", "noscript", "svg", "select", "textarea", "button", "iframe", "noembed",
    "noframes", "canvas", "audio", "video", "object", "datalist", "rp",
];

/// Elements that are part of a line. All others start a new one.
const INLINE: [&str; 39] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins",
    "kbd", "label", "mark", "math", "mi", "mn", "mo", "mrow", "mstyle", "mtext", "nobr", "q", "s", "samp", "small",
    "span", "strike", "strong", "time", "tt", "u", "var", "wbr",
];

/// Returns whether a string is HTML.
pub(super) fn is_html(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<')
}

/// Converts an HTML document into lines. The cells of tables keep their positions.
pub(super) fn lines(html: &str) -> Result<Vec<Line>, ReadError> {
    let mut tree = parser::parse(html)?;
    let document = tree.nodes.iter().find(|node| node.name == "html");
    if let Some(language) = document.and_then(|node| node.attribute("lang"))
        && let Some(name) = language::name_of_tag(language)
    {
        return Err(language::error(name));
    }
    hidden::mark_hidden(&mut tree)?;
    let mut writer = LineWriter::default();
    writer.write_node(&tree, Tree::ROOT);
    writer.end_line();
    Ok(writer.lines)
}

/// Collects the text of a document line by line.
#[derive(Default)]
struct LineWriter {
    lines: Vec<Line>,
    /// The text of the current line.
    text: String,
    /// The line of the source where that text starts.
    number: Option<usize>,
    markup: Markup,
    /// Number of list items around the current line.
    level: usize,
    /// Whether the current line starts a list item.
    starts_item: bool,
    is_preformatted: bool,
    /// Number of tables so far.
    tables: usize,
    /// Number of bytes of text so far.
    size: usize,
    /// Number of elements around the current text that may be hidden.
    uncertain: usize,
    /// Whether a part of the current line may be hidden.
    may_be_hidden: bool,
}

impl LineWriter {
    /// Writes a node, and marks its lines if they may be hidden.
    fn write_node(&mut self, tree: &Tree, index: usize) {
        let Some(node) = tree.node(index).filter(|_| self.size <= MAX_TEXT) else {
            return;
        };
        let is_uncertain = usize::from(node.fate == Fate::MayBeRemoved);
        self.uncertain += is_uncertain;
        if node.is_text() {
            self.size += node.text.len();
            self.write_text(&node.text, node.line);
        } else {
            self.write_element(tree, node);
        }
        self.uncertain -= is_uncertain;
    }

    fn write_element(&mut self, tree: &Tree, node: &Node) {
        let name = node.name.as_str();
        if HIDDEN.contains(&name) {
            return;
        }
        if let Some(script) = script(node) {
            let start = self.text.len();
            self.write_children(tree, node);
            return self.set_apart(start, script);
        }
        if let Some(scripts) = scripts(name) {
            return self.write_base_with_scripts(tree, node, scripts);
        }
        if INLINE.contains(&name) {
            return self.write_children(tree, node);
        }
        self.end_line();
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.markup == Markup::None => {
                self.markup = Markup::Heading;
                self.write_block(tree, node);
                self.markup = Markup::None;
            }
            "li" => {
                // In code, the items of a list are its lines.
                self.starts_item = !self.is_preformatted;
                self.level += 1;
                self.write_block(tree, node);
                self.level -= 1;
                self.starts_item = false;
            }
            "pre" => {
                let outer = std::mem::replace(&mut self.is_preformatted, true);
                self.starts_item = false;
                self.write_block(tree, node);
                self.is_preformatted = outer;
            }
            // A table in a cell is part of that cell.
            "table" if !matches!(self.markup, Markup::Cell(_)) => self.write_table(tree, node),
            _ => self.write_block(tree, node),
        }
    }

    fn write_block(&mut self, tree: &Tree, node: &Node) {
        self.write_children(tree, node);
        self.end_line();
    }

    fn write_children(&mut self, tree: &Tree, node: &Node) {
        for (child, _) in tree.children(node) {
            self.write_node(tree, child);
        }
    }

    /// Writes an element with a base and its superscript or subscript as children.
    fn write_base_with_scripts(&mut self, tree: &Tree, node: &Node, scripts: &[&str]) {
        for (position, (child, _)) in tree.children(node).filter(|(_, child)| !child.is_text()).enumerate() {
            let start = self.text.len();
            self.write_node(tree, child);
            if let Some(script) = position.checked_sub(1).and_then(|position| scripts.get(position)) {
                self.set_apart(start, script);
            }
        }
    }

    fn write_text(&mut self, text: &str, line: usize) {
        if !self.is_preformatted {
            return self.write_piece(text, line);
        }
        for (index, piece) in text.split('\n').enumerate() {
            if index > 0 {
                self.end_line();
            }
            self.write_piece(piece, line + index);
        }
    }

    fn write_piece(&mut self, text: &str, line: usize) {
        if self.number.is_none() && !text.trim().is_empty() {
            let leading = text.split(|c: char| !c.is_whitespace()).next().unwrap_or_default();
            self.number = Some(line + leading.matches('\n').count());
        }
        self.may_be_hidden |= self.uncertain > 0 && !text.trim().is_empty();
        self.text.push_str(text);
    }

    /// Sets the text from `start` on apart from its base: `2<sup>63</sup>` is not 263.
    fn set_apart(&mut self, start: usize, name: &str) {
        let text = self.text.get(start..).unwrap_or_default().trim().to_owned();
        if !text.is_empty() {
            self.text.truncate(start);
            self.text.push_str(&raised_or_lowered(&text, name == "sup"));
        }
    }

    fn end_line(&mut self) {
        let text = visible(&std::mem::take(&mut self.text));
        let number = self.number.take().unwrap_or(1);
        let may_be_hidden = std::mem::take(&mut self.may_be_hidden);
        if text.is_empty() {
            return;
        }
        let text = if std::mem::take(&mut self.starts_item) { format!("• {text}") } else { text };
        self.lines.push(Line { number, text, level: self.level, markup: self.markup, may_be_hidden });
    }

    fn write_table(&mut self, tree: &Tree, table: &Node) {
        let rows = cells::rows_of(tree, table);
        for (child, node) in tree.children(table) {
            // The caption, or what is not in a cell by mistake.
            if !matches!(node.name.as_str(), "thead" | "tbody" | "tfoot" | "tr") {
                self.write_node(tree, child);
            }
        }
        self.end_line();
        if cells::is_layout(tree, &rows) {
            // Such as line numbers beside code.
            for row in &rows {
                if let Some(last) = row.cells.last() {
                    self.write_node(tree, last.node);
                }
            }
            return;
        }
        self.tables += 1;
        let mut written: HashMap<usize, Range<usize>> = HashMap::new();
        for (row, Row { cells, columns }) in rows.into_iter().enumerate() {
            for Cell { node, column } in cells {
                self.markup = Markup::Cell(TableCell { table: self.tables, row, column, columns });
                let start = self.lines.len();
                self.write_cell(tree, node, written.get(&node).cloned());
                written.insert(node, start..self.lines.len());
            }
        }
        self.markup = Markup::None;
    }

    /// Writes a cell, or repeats the lines of one that spans several rows.
    fn write_cell(&mut self, tree: &Tree, node: usize, known: Option<Range<usize>>) {
        let Some(known) = known else {
            self.write_node(tree, node);
            return self.end_line();
        };
        for index in known {
            let Some(line) = self.lines.get(index).cloned() else {
                return;
            };
            self.size += line.text.len();
            if self.size > MAX_TEXT {
                return;
            }
            self.lines.push(Line { markup: self.markup, ..line });
        }
    }
}
