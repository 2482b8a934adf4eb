//! Finds what a browser does not show, or shows as struck out: elements with `hidden`, and what CSS hides.
//!
//! Only what the page itself contains counts: its style attributes and style sheets. `html` and `body` are never
//! hidden, since some pages hide themselves until their scripts have run. If it is not certain that a rule applies,
//! what it would hide is kept, and reported as possibly hidden.

use std::collections::HashMap;
use std::rc::Rc;

use super::css::{self, Declaration, Rule};
use super::effort::Effort;
use super::selectors::Element;
use super::style::Style;
use super::tree::{Fate, Tree};
use crate::read::error::ReadError;

/// A node to visit.
struct Visit {
    index: usize,
    /// Number of elements around it.
    depth: usize,
    /// The style of the innermost element around it whose style counts.
    outer: Rc<Style>,
}

/// Marks the nodes that are hidden, struck out, raised or lowered.
pub(super) fn mark_hidden(tree: &mut Tree) -> Result<(), ReadError> {
    for (index, fate) in fates(tree)? {
        if let Some(node) = tree.nodes.get_mut(index) {
            node.fate = fate;
        }
    }
    Ok(())
}

/// Returns the nodes that the styles change, and how.
fn fates(tree: &Tree) -> Result<Vec<(usize, Fate)>, ReadError> {
    let sheet = StyleSheet::of(tree);
    let mut fates = Vec::new();
    let mut path: Vec<Element<'_>> = Vec::new();
    let mut stack = vec![Visit { index: Tree::ROOT, depth: 0, outer: Rc::new(Style::default()) }];
    while let Some(Visit { index, depth, outer }) = stack.pop() {
        let Some(node) = tree.node(index) else {
            continue;
        };
        if node.is_text() {
            if outer.hides_text() {
                fates.push((index, Fate::Removed));
            }
            continue;
        }
        path.truncate(depth);
        path.push(Element::new(node));
        let Some(ElementStyle { style, possible }) = sheet.style_of(&path, &outer) else {
            let message = "the styles of this page take too long to read: save the help page without styles";
            return Err(ReadError::new(node.line, message));
        };
        let hides = style.hides(node);
        let mut inner = Rc::clone(&outer);
        if matches!(node.name.as_str(), "" | "html" | "body") {
            // Its style is not read.
        } else if possible.iter().any(|other| other.hides(node) != hides) {
            fates.push((index, Fate::MayBeRemoved));
        } else if hides.element {
            fates.push((index, Fate::Removed));
            continue;
        } else if hides.content {
            fates.extend(node.children.iter().map(|child| (*child, Fate::Removed)));
            continue;
        } else {
            fates.push((index, style.raised_or_lowered(node)));
            inner = Rc::new(style);
        }
        for child in &node.children {
            stack.push(Visit { index: *child, depth: depth + 1, outer: Rc::clone(&inner) });
        }
    }
    Ok(fates)
}

/// The style of an element.
struct ElementStyle {
    style: Style,
    /// For each rule that may apply, the style with that rule.
    possible: Vec<Style>,
}

/// The rules of a page.
struct StyleSheet {
    /// From the least to the most specific.
    rules: Vec<Rule>,
    /// The rules by what the last part of their selectors needs.
    by_key: HashMap<String, Vec<usize>>,
    effort: Effort,
}

impl StyleSheet {
    fn of(tree: &Tree) -> Self {
        let effort = Effort::new();
        let mut rules = Vec::new();
        for node in tree.style_sheets() {
            let applies = css::applies(node.attribute("media").unwrap_or_default());
            for (_, text) in tree.children(node) {
                rules.extend(css::rules(&text.text, applies, &effort));
            }
        }
        rules.sort_by_cached_key(|rule: &Rule| rule.selector.specificity());
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, rule) in rules.iter().enumerate() {
            by_key.entry(rule.selector.key()).or_default().push(index);
        }
        Self { rules, by_key, effort }
    }

    /// Returns the style of the last element of a path, or `None` if that takes too many steps.
    fn style_of(&self, path: &[Element<'_>], outer: &Style) -> Option<ElementStyle> {
        let element = path.last()?;
        let rules = self.rules_of(path, element);
        let own = css::declarations(element.node.attribute("style").unwrap_or_default());
        let mut declarations: Vec<&Declaration> = Vec::new();
        for rule in rules.iter().filter(|rule| rule.is_certain) {
            declarations.extend(&*rule.declarations);
        }
        declarations.extend(&own);
        declarations.sort_by_key(|declaration| declaration.is_important);
        let mut style = outer.inherited();
        for declaration in declarations {
            style.declare(declaration, outer);
        }
        let mut possible = Vec::new();
        for rule in rules.iter().filter(|rule| !rule.is_certain) {
            let mut with_rule = style.clone();
            for declaration in &*rule.declarations {
                with_rule.declare(declaration, outer);
            }
            possible.push(with_rule);
        }
        self.effort.spend(0).then_some(ElementStyle { style, possible })
    }

    /// Returns the rules that select an element, in the order in which they apply.
    fn rules_of(&self, path: &[Element<'_>], element: &Element<'_>) -> Vec<&Rule> {
        let mut indices: Vec<usize> = Vec::new();
        for key in element.keys() {
            indices.extend(self.by_key.get(&key).into_iter().flatten());
        }
        indices.sort_unstable();
        let rules = indices.into_iter().filter_map(|index| self.rules.get(index));
        let mut selecting: Vec<&Rule> = Vec::new();
        for rule in rules.filter(|rule| rule.selector.selects(path, &self.effort)) {
            self.effort.spend(rule.declarations.len());
            selecting.push(rule);
        }
        selecting
    }
}
