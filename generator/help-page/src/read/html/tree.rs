//! The tree of an HTML document, with line numbers, which the sinks that come with html5ever do not keep.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, parse_document};

/// A node. Nodes refer to each other by index, so that dropping a deep tree does not recurse.
pub(super) struct Node {
    parent: Option<usize>,
    pub children: Vec<usize>,
    pub content: Content,
    /// Line of the source, from 1.
    pub line: usize,
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

    pub(super) fn parse(html: &str) -> Self {
        let sink = Builder { nodes: RefCell::new(Vec::new()), line: Cell::new(1) };
        sink.add(Content::Other);
        parse_document(sink, ParseOpts::default()).one(html)
    }

    pub(super) fn node(&self, index: usize) -> Option<&Node> {
        self.nodes.get(index)
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

    pub(super) fn attribute(&self, wanted: &str) -> Option<&str> {
        let Content::Element { attributes, .. } = &self.content else {
            return None;
        };
        let attribute = attributes.iter().find(|attribute| &*attribute.name.local == wanted)?;
        Some(&attribute.value)
    }
}

/// Builds the tree from the events of the parser.
struct Builder {
    nodes: RefCell<Vec<Node>>,
    line: Cell<usize>,
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
        nodes.push(Node { parent: None, children: Vec::new(), content, line: self.line.get() });
        nodes.len() - 1
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
        if let Some(node) = nodes.get_mut(child) {
            node.parent = Some(parent);
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
            children.iter().position(|child| child == sibling)
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
        if let Some(parent) = nodes.get_mut(parent) {
            parent.children.retain(|child| child != target);
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
