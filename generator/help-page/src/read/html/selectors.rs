//! Selectors of CSS: names, classes, IDs and attributes of elements, in other elements or as their children.

use std::collections::HashSet;

use super::effort::Effort;
use super::tree::Node;

/// Maximum length of a selector. Those of help pages are much shorter, and a longer one is not understood.
const MAX_SELECTOR: usize = 1_000;

/// An element, as selectors see it.
pub(super) struct Element<'t> {
    pub node: &'t Node,
    pub classes: HashSet<&'t str>,
}

impl<'t> Element<'t> {
    pub(super) fn new(node: &'t Node) -> Self {
        Self { node, classes: node.attribute("class").unwrap_or_default().split_whitespace().collect() }
    }

    /// Returns the keys of the rules that can select the element.
    pub(super) fn keys(&self) -> Vec<String> {
        let mut keys = vec![String::new(), self.node.name.clone()];
        keys.extend(self.node.attribute("id").map(|id| format!("#{id}")));
        keys.extend(self.classes.iter().map(|class| format!(".{class}")));
        keys
    }
}

/// A selector, without the parts that are not understood.
#[derive(Clone, Debug)]
pub(super) struct Selector {
    /// What selects the element, and then its ancestors.
    parts: Vec<Part>,
    /// Whether all parts are understood.
    pub is_understood: bool,
}

#[derive(Clone, Debug)]
struct Part {
    compound: Compound,
    /// Whether the part before selects a child of this one.
    is_parent: bool,
}

/// The part of a selector for one element.
#[derive(Clone, Debug, Default)]
struct Compound {
    /// In lower case.
    name: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
    /// Attributes that the element must have, with or without a certain value.
    attributes: Vec<(String, Option<String>)>,
    /// Whether there are parts that are not understood.
    is_incomplete: bool,
}

impl Selector {
    /// Parses a selector. Returns `None` if it selects no element.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_SELECTOR {
            let any = Part { compound: Compound::default(), is_parent: false };
            return Some(Self { parts: vec![any], is_understood: false });
        }
        let mut is_understood = true;
        let mut parts: Vec<Part> = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let after_combinator = rest.trim_start_matches(['>', '+', '~']).trim_start();
            match (rest.chars().next(), parts.last_mut()) {
                (Some('>'), Some(parent)) => parent.is_parent = true,
                (Some('+' | '~'), _) => {
                    // Siblings are not compared.
                    parts.clear();
                    is_understood = false;
                }
                _ => {}
            }
            let (compound, after) = split_compound(after_combinator);
            rest = after.trim_start();
            let compound = Compound::parse(compound)?;
            is_understood &= !compound.is_incomplete;
            parts.push(Part { compound, is_parent: false });
        }
        parts.reverse();
        (!parts.is_empty()).then_some(Self { parts, is_understood })
    }

    /// Returns the numbers of IDs, of classes and attributes, and of names. Of two selectors, the greater one wins.
    pub(super) fn specificity(&self) -> (usize, usize, usize) {
        let (mut ids, mut classes, mut names) = (0, 0, 0);
        for Part { compound, .. } in &self.parts {
            ids += usize::from(compound.id.is_some());
            classes += compound.classes.len() + compound.attributes.len();
            names += usize::from(compound.name.is_some());
        }
        (ids, classes, names)
    }

    /// Returns what an element must have: its ID, a class or its name, as in a selector.
    pub(super) fn key(&self) -> String {
        let Some(Part { compound, .. }) = self.parts.first() else {
            return String::new();
        };
        match (&compound.id, compound.classes.first(), &compound.name) {
            (Some(id), _, _) => format!("#{id}"),
            (None, Some(class), _) => format!(".{class}"),
            (None, None, name) => name.clone().unwrap_or_default(),
        }
    }

    /// Returns whether the selector selects the last element of a path from the outside in. Subtracts the steps from
    /// `effort`, and selects nothing when none are left.
    pub(super) fn selects(&self, path: &[Element<'_>], effort: &Effort) -> bool {
        let mut elements = path.iter().rev();
        for (position, part) in self.parts.iter().enumerate() {
            loop {
                let Some(element) = elements.next() else {
                    return false;
                };
                if !effort.spend(part.compound.conditions()) {
                    return false;
                }
                if part.compound.selects(element) {
                    break;
                }
                if position == 0 || part.is_parent {
                    return false;
                }
            }
        }
        true
    }
}

impl Compound {
    /// Parses a part of a selector. Returns `None` if it selects no element.
    fn parse(text: &str) -> Option<Self> {
        let mut compound = Self::default();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let after = rest.get(first.len_utf8()..).unwrap_or_default();
            match first {
                '*' | '&' => rest = after,
                '[' => {
                    let (condition, next) = after.split_once(']').unwrap_or((after, ""));
                    compound.add_attribute(condition);
                    rest = next;
                }
                '.' | '#' | ':' => {
                    let (name, next) = split_name(after);
                    match first {
                        ':' if never_holds(&name) => return None,
                        '.' if !name.is_empty() => compound.classes.push(name),
                        '#' if !name.is_empty() => compound.id = Some(name),
                        _ => compound.is_incomplete = true,
                    }
                    rest = next;
                }
                _ => {
                    let (name, next) = split_name(rest);
                    if name.is_empty() {
                        return Some(Self { is_incomplete: true, ..Self::default() });
                    }
                    compound.name = Some(name.to_ascii_lowercase());
                    rest = next;
                }
            }
        }
        Some(compound)
    }

    /// Adds the condition of `[name]`, `[name=value]` or `[class~=value]`.
    fn add_attribute(&mut self, condition: &str) {
        let (name, value) = match condition.split_once('=') {
            Some((name, value)) => (name.trim(), Some(value.trim())),
            None => (condition.trim(), None),
        };
        let is_name = |text: &str| !text.is_empty() && text.chars().all(is_name_character);
        match value {
            Some(class) if name == "class~" && is_name(class) => self.classes.push(class.to_owned()),
            _ if is_name(name) && value.is_none_or(is_name) => {
                self.attributes.push((name.to_ascii_lowercase(), value.map(str::to_owned)));
            }
            _ => {
                // At least, the element must have the attribute.
                let name = name.trim_end_matches(['~', '|', '^', '$', '*']);
                self.attributes.push((name.to_ascii_lowercase(), None));
                self.is_incomplete = true;
            }
        }
    }

    /// Returns the number of conditions, with one for the name and the ID.
    fn conditions(&self) -> usize {
        1 + self.classes.len() + self.attributes.len()
    }

    fn selects(&self, element: &Element<'_>) -> bool {
        let has_value = |(name, wanted): &(String, Option<String>)| {
            let value = element.node.attribute(name);
            value.is_some_and(|value| wanted.as_deref().is_none_or(|wanted| wanted == value))
        };
        self.name.as_deref().is_none_or(|name| name == element.node.name)
            && self.id.as_deref().is_none_or(|id| element.node.attribute("id") == Some(id))
            && self.classes.iter().all(|class| element.classes.contains(class.as_str()))
            && self.attributes.iter().all(has_value)
    }
}

/// Returns whether a pseudo-class is a state that no element has while a page is read, specific to a vendor, or a part
/// that is not an element. The name of such a part is empty if there are two colons.
fn never_holds(pseudo_class: &str) -> bool {
    match pseudo_class {
        "active" | "checked" | "disabled" | "empty" | "focus" | "focus-visible" | "focus-within" | "fullscreen"
        | "hover" | "invalid" | "placeholder-shown" | "popover-open" | "target" | "visited" | "" | "after"
        | "before" | "first-letter" | "first-line" => true,
        _ => pseudo_class.starts_with('-'),
    }
}

/// Splits a selector after the part for one element.
fn split_compound(text: &str) -> (&str, &str) {
    let mut is_in_brackets = false;
    let mut is_escaped = false;
    for (index, c) in text.char_indices() {
        match c {
            '[' => is_in_brackets = true,
            ']' => is_in_brackets = false,
            _ if !is_in_brackets && !is_escaped && (c.is_whitespace() || ">+~".contains(c)) => {
                return text.split_at(index);
            }
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    (text, "")
}

/// Splits a name from what follows it. An escaped character is part of the name.
fn split_name(text: &str) -> (String, &str) {
    let mut name = String::new();
    let mut is_escaped = false;
    for (index, c) in text.char_indices() {
        match c {
            '\\' if !is_escaped => is_escaped = true,
            _ if is_escaped || is_name_character(c) => {
                name.push(c);
                is_escaped = false;
            }
            _ => return (name, text.get(index..).unwrap_or_default()),
        }
    }
    (name, "")
}

pub(super) fn is_name_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}
