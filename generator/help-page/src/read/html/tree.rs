//! The tree of an HTML document, with line numbers, which the sinks that come with html5ever do not keep.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, Namespace, QualName};

use crate::read::error::ReadError;

/// Maximum depth of elements whose text is read.
pub(super) const MAX_DEPTH: usize = 256;

/// Maximum depth of a tree. The parser's time for a tag grows with the number of open elements.
const MAX_OPEN: usize = 1_000;

/// Maximum number of nodes of a tree. Help pages have a tenth of it or less. A short page can have millions, because
/// the parser opens formatting elements that were not closed again in each paragraph.
const MAX_NODES: usize = 100_000;

/// Maximum number of attributes of all elements. The parser repeats those of formatting elements in each paragraph.
const MAX_ATTRIBUTES: usize = 500_000;

/// A node. Nodes refer to each other by index, so that dropping a deep tree does not recurse.
pub(super) struct Node {
    parent: Option<usize>,
    pub children: Vec<usize>,
    pub content: Content,
    /// Line of the source, from 1.
    pub line: usize,
    /// Number of nodes around this one.
    depth: usize,
}

pub(super) enum Content {
    /// The document, a comment, or the content of a `<template>`.
    Other,
    Element {
        name: QualName,
        attributes: Vec<Attribute>,
    },
    Text(StrTendril),
}

pub(super) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    pub(super) const ROOT: usize = 0;

    /// Parses a document. Fails as soon as its tree is larger than that of any help page.
    pub(super) fn parse(html: &str) -> Result<Self, ReadError> {
        let builder = Builder {
            nodes: RefCell::new(Vec::new()),
            line: Cell::new(1),
            excess: Cell::new(None),
            attributes: Cell::new(0),
        };
        builder.add(Content::Other);
        let tree_builder = TreeBuilder::new(builder, TreeBuilderOpts::default());
        let tokenizer = Tokenizer::new(BoundedTreeBuilder(tree_builder), TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        // The tokenizer pauses after each script.
        while !input.is_empty() {
            let _ = tokenizer.feed(&input);
        }
        tokenizer.end();
        let builder = tokenizer.sink.0.sink;
        match builder.excess.get() {
            Some(Excess { line, reason }) => {
                let message = format!("{reason}, so this is not a help page: save the help page of one operation");
                Err(ReadError { line, message })
            }
            None => Ok(builder.finish()),
        }
    }

    pub(super) fn node(&self, index: usize) -> Option<&Node> {
        self.nodes.get(index)
    }

    /// Removes nodes with all that they contain.
    pub(super) fn remove(&mut self, removed: &HashSet<usize>) {
        for node in &mut self.nodes {
            node.children.retain(|child| !removed.contains(child));
        }
    }

    /// Removes the content of an element.
    pub(super) fn clear(&mut self, index: usize) {
        if let Some(node) = self.nodes.get_mut(index) {
            node.children.clear();
        }
    }

    pub(super) fn rename(&mut self, index: usize, to: &str) {
        if let Some(Content::Element { name, .. }) = self.nodes.get_mut(index).map(|node| &mut node.content) {
            name.local = LocalName::from(to);
        }
    }

    /// Returns all nodes, parents before their children in the source.
    pub(super) fn nodes(&self) -> &[Node] {
        &self.nodes
    }
}

impl Node {
    /// Returns the name of an element, or an empty string.
    pub(super) fn name(&self) -> &str {
        match &self.content {
            Content::Element { name, .. } => &name.local,
            _ => "",
        }
    }

    pub(super) fn parent(&self) -> Option<usize> {
        self.parent
    }

    pub(super) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn attribute(&self, wanted: &str) -> Option<&str> {
        let Content::Element { attributes, .. } = &self.content else {
            return None;
        };
        let attribute = attributes.iter().find(|attribute| &*attribute.name.local == wanted)?;
        Some(&attribute.value)
    }
}

/// Ignores all tokens after the one that made the tree too large.
struct BoundedTreeBuilder(TreeBuilder<usize, Builder>);

impl TokenSink for BoundedTreeBuilder {
    type Handle = usize;

    fn process_token(&self, token: Token, line_number: u64) -> TokenSinkResult<usize> {
        if self.0.sink.excess.get().is_some() {
            return TokenSinkResult::Continue;
        }
        self.0.process_token(token, line_number)
    }

    fn end(&self) {
        self.0.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.0.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Where and why a tree is too large.
#[derive(Clone, Copy)]
struct Excess {
    line: usize,
    reason: &'static str,
}

/// Builds the tree from the events of the parser.
struct Builder {
    nodes: RefCell<Vec<Node>>,
    line: Cell<usize>,
    excess: Cell<Option<Excess>>,
    /// Number of attributes so far.
    attributes: Cell<usize>,
}

/// The name of an element, cloned because the nodes are behind a `RefCell`.
#[derive(Debug)]
struct OwnedName(QualName);

impl ElemName for OwnedName {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Builder {
    fn add(&self, content: Content) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { parent: None, children: Vec::new(), content, line: self.line.get(), depth: 0 });
        if nodes.len() > MAX_NODES {
            self.reject("the page has more than 100,000 elements and texts");
        }
        nodes.len() - 1
    }

    fn reject(&self, reason: &'static str) {
        if self.excess.get().is_none() {
            self.excess.set(Some(Excess { line: self.line.get(), reason }));
        }
    }

    /// Adds a node to the children of `parent`, at `position` or at the end.
    fn insert(&self, parent: usize, position: Option<usize>, child: NodeOrText<usize>) {
        let child = match child {
            NodeOrText::AppendNode(child) => {
                self.remove_from_parent(&child);
                child
            }
            NodeOrText::AppendText(text) => {
                if self.extend_text(parent, position, &text) {
                    return;
                }
                self.add(Content::Text(text))
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes.get(parent).map_or(0, |node| node.depth + 1);
        if depth > MAX_OPEN {
            self.reject("the elements are nested more than 1,000 levels deep");
        }
        if let Some(node) = nodes.get_mut(child) {
            node.parent = Some(parent);
            node.depth = depth;
        }
        if let Some(node) = nodes.get_mut(parent) {
            let position = position.unwrap_or(node.children.len()).min(node.children.len());
            node.children.insert(position, child);
        }
    }

    /// Appends to the text node before `position`. Returns whether there is one.
    fn extend_text(&self, parent: usize, position: Option<usize>, text: &StrTendril) -> bool {
        let mut nodes = self.nodes.borrow_mut();
        let Some(children) = nodes.get(parent).map(|node| &node.children) else {
            return false;
        };
        let position = position.unwrap_or(children.len());
        let Some(&before) = position.checked_sub(1).and_then(|index| children.get(index)) else {
            return false;
        };
        match nodes.get_mut(before).map(|node| &mut node.content) {
            Some(Content::Text(known)) => {
                known.push_tendril(text);
                true
            }
            _ => false,
        }
    }

    fn parent_of(&self, index: usize) -> Option<usize> {
        self.nodes.borrow().get(index)?.parent
    }
}

impl TreeSink for Builder {
    type Handle = usize;
    type Output = Tree;
    type ElemName<'a> = OwnedName;

    fn finish(self) -> Tree {
        Tree { nodes: self.nodes.into_inner() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        Tree::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> OwnedName {
        match self.nodes.borrow().get(*target).map(|node| &node.content) {
            Some(Content::Element { name, .. }) => OwnedName(name.clone()),
            _ => OwnedName(QualName::new(None, Namespace::from(""), LocalName::from(""))),
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> usize {
        self.attributes.set(self.attributes.get() + attributes.len());
        if self.attributes.get() > MAX_ATTRIBUTES {
            self.reject("the elements have more than 500,000 attributes");
        }
        self.add(Content::Element { name, attributes })
    }

    fn create_comment(&self, _: StrTendril) -> usize {
        self.add(Content::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        self.add(Content::Other)
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.insert(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &usize, previous: &usize, child: NodeOrText<usize>) {
        if self.parent_of(*element).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, _: &usize) -> usize {
        self.add(Content::Other)
    }

    fn same_node(&self, a: &usize, b: &usize) -> bool {
        a == b
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        if let NodeOrText::AppendNode(child) = &child {
            self.remove_from_parent(child);
        }
        let Some(parent) = self.parent_of(*sibling) else {
            return;
        };
        let position = {
            let nodes = self.nodes.borrow();
            let children = nodes.get(parent).map(|node| node.children.as_slice()).unwrap_or_default();
            // Siblings of which something is inserted in front are mostly the last ones.
            children.iter().rposition(|child| child == sibling)
        };
        self.insert(parent, position, child);
    }

    fn add_attrs_if_missing(&self, target: &usize, new: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(Content::Element { attributes, .. }) = nodes.get_mut(*target).map(|node| &mut node.content) {
            for attribute in new {
                if !attributes.iter().any(|known| known.name == attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &usize) {
        let mut nodes = self.nodes.borrow_mut();
        let Some(parent) = nodes.get_mut(*target).and_then(|node| node.parent.take()) else {
            return;
        };
        if let Some(parent) = nodes.get_mut(parent)
            && let Some(position) = parent.children.iter().rposition(|child| child == target)
        {
            parent.children.remove(position);
        }
    }

    fn reparent_children(&self, node: &usize, new_parent: &usize) {
        let mut nodes = self.nodes.borrow_mut();
        let children = nodes.get_mut(*node).map(|node| std::mem::take(&mut node.children)).unwrap_or_default();
        for child in &children {
            if let Some(child) = nodes.get_mut(*child) {
                child.parent = Some(*new_parent);
            }
        }
        if let Some(parent) = nodes.get_mut(*new_parent) {
            parent.children.extend(children);
        }
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(usize::try_from(line).unwrap_or(usize::MAX));
    }
}
