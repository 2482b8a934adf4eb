//! The tree of an HTML document, with line numbers.

/// An element, or text, which has no name.
#[derive(Default)]
pub(super) struct Node {
    /// In lower case.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<usize>,
    /// Line of the source, from 1.
    pub line: usize,
    pub fate: Fate,
}

/// How the styles of a page change a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Fate {
    #[default]
    Shown,
    /// Hidden or struck out.
    Removed,
    /// Possibly hidden or struck out, by a style that is not understood.
    MayBeRemoved,
    Raised,
    Lowered,
}

impl Node {
    pub(super) fn attribute(&self, wanted: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(name, _)| name == wanted)?;
        Some(value)
    }

    pub(super) fn is_text(&self) -> bool {
        !self.text.is_empty()
    }
}

pub(super) struct Tree {
    pub nodes: Vec<Node>,
}

impl Tree {
    pub(super) const ROOT: usize = 0;

    pub(super) fn node(&self, index: usize) -> Option<&Node> {
        self.nodes.get(index)
    }

    /// Returns the style sheets that apply: not those of templates, nor those of browsers without scripts.
    pub(super) fn style_sheets(&self) -> Vec<&Node> {
        let mut sheets = Vec::new();
        let mut rest = vec![Self::ROOT];
        while let Some(node) = rest.pop().and_then(|index| self.node(index)) {
            match node.name.as_str() {
                "style" => sheets.push(node),
                "template" | "noscript" => {}
                _ => rest.extend(node.children.iter().rev()),
            }
        }
        sheets
    }

    /// Returns the children of a node that are not removed, with their indices.
    pub(super) fn children(&self, node: &Node) -> impl Iterator<Item = (usize, &Node)> {
        let children = node.children.iter().filter_map(|index| Some((*index, self.nodes.get(*index)?)));
        children.filter(|(_, child)| child.fate != Fate::Removed)
    }
}
