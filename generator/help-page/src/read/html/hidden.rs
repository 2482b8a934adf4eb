//! Removes what a browser does not show, or shows as struck out: elements with `hidden`, and what CSS hides.
//!
//! Only what the page itself contains counts: its style attributes and style sheets. `html` and `body` are never
//! hidden, since some pages hide themselves until their scripts have run. If it is not certain that a rule applies,
//! what it would hide is kept, and reported as possibly hidden.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::INLINE;
use super::css::{self, Applies, Declaration, Rule};
use super::selectors::{AttributeTest, Compound, Selector, Specificity};
use super::tree::{Node, Tree};
use crate::read::error::ReadError;

/// Maximum number of steps: elements compared with parts of selectors, declarations, and bytes of attributes. Help
/// pages need a hundredth of it.
const EFFORT: usize = 10_000_000;

/// Number of bytes of attributes that are compared in one step.
const STEP: usize = 16;

/// Elements that are struck out unless CSS says otherwise.
const STRUCK_OUT: [&str; 3] = ["del", "s", "strike"];

/// Parts of tables. They are never smaller than their content.
const TABLE: [&str; 7] = ["table", "tbody", "td", "tfoot", "th", "thead", "tr"];

/// The properties that hide text and that elements inherit, so that an element can show itself again.
const INHERITED: [&str; 4] = ["color", "font-size", "text-indent", "visibility"];

/// Which of these properties hide the text of an element.
type Hiding = [bool; INHERITED.len()];

/// Removes what is hidden from a tree, and turns what CSS raises or lowers into `sup` or `sub`. Returns the nodes whose
/// text may be hidden.
pub(super) fn remove_hidden(tree: &mut Tree) -> Result<HashSet<usize>, ReadError> {
    let sheet = StyleSheet::of(tree);
    let mut effort = EFFORT;
    let mut removed = HashSet::new();
    let mut uncertain = HashSet::new();
    let mut stack = vec![(Tree::ROOT, Hiding::default())];
    while let Some((index, hiding)) = stack.pop() {
        let Some(node) = tree.node(index) else {
            continue;
        };
        let children = node.children.clone();
        if node.text().is_some() {
            if hiding.contains(&true) {
                removed.insert(index);
            }
            continue;
        }
        let Some((style, possible_styles)) = sheet.styles(tree, node, &mut effort) else {
            let message = "the styles of this page take too long to read: save the help page without styles";
            return Err(ReadError { line: node.line, message: message.to_owned() });
        };
        let is_root = matches!(node.name(), "" | "html" | "body");
        let mut inner = hiding;
        match visibility(node, &style, &possible_styles, hiding) {
            _ if is_root => {}
            Visibility::Removed => {
                removed.insert(index);
                continue;
            }
            Visibility::Empty => {
                tree.clear(index);
                continue;
            }
            Visibility::Uncertain => {
                uncertain.insert(index);
            }
            Visibility::Visible => inner = style.hiding(hiding),
        }
        if INLINE.contains(&node.name())
            && let Some(name) = style.raised_or_lowered()
        {
            tree.rename(index, name);
        }
        stack.extend(children.into_iter().map(|child| (child, inner)));
    }
    tree.remove(&removed);
    Ok(uncertain)
}

/// Whether an element is visible, apart from what hides the text of its ancestors.
enum Visibility {
    Visible,
    /// It takes no place in the page.
    Removed,
    /// It takes its place, but nothing in it is seen.
    Empty,
    /// A rule that may apply would change this.
    Uncertain,
}

fn visibility(node: &Node, style: &Style, possible: &[Style], around: Hiding) -> Visibility {
    let hides = |style: &Style| style.is_removed(node) || style.hides_content(node) || style.strikes_out(node);
    let differs = |other: &Style| hides(other) != hides(style) || other.hiding(around) != style.hiding(around);
    if possible.iter().any(differs) {
        return Visibility::Uncertain;
    }
    if style.is_removed(node) {
        return Visibility::Removed;
    }
    if hides(style) { Visibility::Empty } else { Visibility::Visible }
}

/// The rules of a page.
struct StyleSheet {
    rules: Vec<Rule>,
    /// The rules by what the last part of their selectors needs.
    by_key: HashMap<String, Vec<usize>>,
}

/// Which of two declarations wins, from the most to the least significant property.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Priority {
    is_important: bool,
    is_attribute: bool,
    specificity: Specificity,
    position: usize,
}

impl StyleSheet {
    fn of(tree: &Tree) -> Self {
        let mut rules = Vec::new();
        for node in tree.nodes() {
            let applies = css::applies(node.attribute("media").unwrap_or_default());
            if node.name() != "style" || applies == Applies::Never {
                continue;
            }
            for child in &node.children {
                let mut added = tree.node(*child).and_then(Node::text).map(css::rules).unwrap_or_default();
                for rule in &mut added {
                    rule.is_certain &= applies == Applies::Always;
                }
                rules.extend(added);
            }
        }
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, rule) in rules.iter().enumerate() {
            by_key.entry(rule.selector.element.key()).or_default().push(index);
        }
        Self { rules, by_key }
    }

    /// Returns the style of an element, and those that it has if a rule applies that is not certain to apply. Returns
    /// `None` if that takes too much effort.
    fn styles(&self, tree: &Tree, node: &Node, effort: &mut usize) -> Option<(Style, Vec<Style>)> {
        let mut style = Style::default();
        let mut uncertain = Vec::new();
        let own = node.attribute("style").unwrap_or_default();
        spend(effort, length_of(node, "class") + length_of(node, "id") + own.len())?;
        for key in keys(node) {
            for index in self.by_key.get(&key).into_iter().flatten() {
                let Some(rule) = self.rules.get(*index) else {
                    continue;
                };
                if !selects(&rule.selector, tree, node, effort)? {
                    continue;
                }
                spend(effort, rule.declarations.len())?;
                if rule.is_certain {
                    style.declare_all(rule, *index, false);
                } else {
                    uncertain.push((rule, *index));
                }
            }
        }
        for (index, declaration) in css::declarations(own).iter().enumerate() {
            style.declare(declaration, Specificity::default(), index, true);
        }
        let mut possible = Vec::new();
        for (rule, index) in uncertain {
            spend(effort, style.0.len())?;
            let mut with_rule = Style(style.0.clone());
            with_rule.declare_all(rule, index, true);
            possible.push(with_rule);
        }
        Some((style, possible))
    }
}

/// Returns the keys of the rules that can select an element.
fn keys(node: &Node) -> Vec<String> {
    let mut keys = vec![String::new(), node.name().to_owned()];
    keys.extend(node.attribute("id").map(|id| format!("#{id}")));
    for class in node.attribute("class").unwrap_or_default().split_whitespace() {
        keys.push(format!(".{class}"));
    }
    keys
}

/// Returns whether a selector selects an element, or `None` if that takes too much effort.
fn selects(selector: &Selector, tree: &Tree, node: &Node, effort: &mut usize) -> Option<bool> {
    if !matches(&selector.element, node, effort)? {
        return Some(false);
    }
    let mut current = node;
    for ancestor in &selector.ancestors {
        loop {
            let Some(parent) = current.parent().and_then(|parent| tree.node(parent)) else {
                return Some(false);
            };
            current = parent;
            if matches(&ancestor.compound, current, effort)? {
                break;
            }
            if ancestor.is_parent {
                return Some(false);
            }
        }
    }
    Some(true)
}

/// Returns whether a part of a selector fits an element, or `None` if that takes too much effort.
fn matches(compound: &Compound, node: &Node, effort: &mut usize) -> Option<bool> {
    let classes = node.attribute("class").unwrap_or_default();
    let id = compound.id.as_ref().map_or(0, String::len);
    spend(effort, 1 + compound.attributes.len() + (id + compound.classes.len() * classes.len()) / STEP)?;
    for not in &compound.not {
        if matches(not, node, effort)? {
            return Some(false);
        }
    }
    let is_match = compound.name.as_deref().is_none_or(|name| name == node.name())
        && compound.id.as_deref().is_none_or(|id| node.attribute("id") == Some(id))
        && compound.classes.iter().all(|class| classes.split_whitespace().any(|own| own == class))
        && compound.attributes.iter().all(|test| has_attribute(node, test));
    Some(is_match)
}

fn has_attribute(node: &Node, test: &AttributeTest) -> bool {
    let value = node.attribute(&test.name);
    value.is_some_and(|value| test.value.as_deref().is_none_or(|wanted| wanted == value))
}

/// Subtracts steps from the effort that is left. Returns `None` if there is not enough.
fn spend(effort: &mut usize, steps: usize) -> Option<()> {
    *effort = effort.checked_sub(steps)?;
    Some(())
}

fn length_of(node: &Node, attribute: &str) -> usize {
    node.attribute(attribute).map_or(0, str::len)
}

/// The declarations that win.
#[derive(Default)]
struct Style(HashMap<&'static str, (Priority, Rc<str>)>);

impl Style {
    /// Adds the declarations of a rule. If its place among the other rules is not certain, they win.
    fn declare_all(&mut self, rule: &Rule, index: usize, is_winner: bool) {
        for declaration in &*rule.declarations {
            if is_winner {
                self.0.remove(declaration.property);
            }
            self.declare(declaration, rule.selector.specificity(), index, false);
        }
    }

    fn declare(&mut self, declaration: &Declaration, specificity: Specificity, position: usize, is_attribute: bool) {
        let priority = Priority { is_important: declaration.is_important, is_attribute, specificity, position };
        let known = self.0.get(declaration.property);
        if known.is_none_or(|(known, _)| *known <= priority) {
            self.0.insert(declaration.property, (priority, Rc::clone(&declaration.value)));
        }
    }

    fn get(&self, property: &str) -> Option<&str> {
        self.0.get(property).map(|(_, value)| &**value)
    }

    fn is(&self, property: &str, values: &[&str]) -> bool {
        self.get(property).is_some_and(|value| values.contains(&value))
    }

    /// Returns whether an element takes no place in the page.
    fn is_removed(&self, node: &Node) -> bool {
        let has = |attribute| node.attribute(attribute).is_some();
        match self.get("display") {
            Some(display) if display != "inherit" => display == "none",
            _ if has("hidden") || has("popover") || (node.name() == "dialog" && !has("open")) => true,
            _ => node.name() == "tr" && self.is("visibility", &["collapse"]),
        }
    }

    /// Returns whether nothing in an element is seen, although it takes its place.
    fn hides_content(&self, node: &Node) -> bool {
        let is_positioned = self.is("position", &["absolute", "fixed"]);
        let is_cut = self.is("overflow", &["hidden", "clip"]) && (is_positioned || self.is_sized(node));
        let sizes = ["height", "max-height", "width", "max-width"];
        let has_no_space = sizes.iter().any(|size| self.get(size).is_some_and(is_tiny));
        let is_outside = ["top", "right", "bottom", "left"].iter().any(|side| self.get(side).is_some_and(is_far_away));
        self.is("content-visibility", &["hidden"])
            || self.get("opacity").and_then(number).is_some_and(|opacity| opacity <= 0.0)
            || (is_cut && has_no_space)
            || (is_positioned && (is_outside || self.is_clipped()))
            || self.is("clip-path", &["inset(50%)", "inset(100%)", "circle(0)", "circle(0px)", "circle(0%)"])
            || self.is("transform", &["scale(0)", "scale(0, 0)", "scale(0,0)", "scalex(0)", "scaley(0)"])
    }

    /// Returns whether the size of an element can be smaller than its content.
    fn is_sized(&self, node: &Node) -> bool {
        match self.get("display") {
            Some(display) if display != "inherit" => display != "inline" && !display.starts_with("table"),
            _ => !INLINE.contains(&node.name()) && !TABLE.contains(&node.name()),
        }
    }

    /// Returns whether the text of an element is struck out. An element in it cannot change that.
    fn strikes_out(&self, node: &Node) -> bool {
        match self.get("text-decoration") {
            Some(lines) if lines != "revert" => lines.split(' ').any(|line| line == "line-through"),
            _ => STRUCK_OUT.contains(&node.name()),
        }
    }

    /// Returns whether the element shows a rectangle without a size, such as `rect(0, 0, 0, 0)`.
    fn is_clipped(&self) -> bool {
        let rectangle = self.get("clip").and_then(|clip| clip.strip_prefix("rect(")?.strip_suffix(')'));
        rectangle.is_some_and(|sides| {
            let mut sides = sides.split([',', ' ']).filter(|side| !side.is_empty());
            sides.all(is_tiny)
        })
    }

    /// Returns `sup` or `sub` if the element is moved up or down within its line.
    fn raised_or_lowered(&self) -> Option<&'static str> {
        let mut rise = match self.get("vertical-align") {
            Some("super" | "top" | "text-top") => 1.0,
            Some("sub" | "bottom" | "text-bottom") => -1.0,
            Some(length) => number(length).unwrap_or_default(),
            None => 0.0,
        };
        if self.is("position", &["relative"]) {
            let offset = |side| self.get(side).and_then(number);
            rise += offset("top").map(|top| -top).or(offset("bottom")).unwrap_or_default();
        }
        if rise == 0.0 {
            return None;
        }
        Some(if rise > 0.0 { "sup" } else { "sub" })
    }

    /// Returns what hides the text of the element, given what hides that of its parent.
    fn hiding(&self, parent: Hiding) -> Hiding {
        let mut hiding = parent;
        for (is_hiding, property) in hiding.iter_mut().zip(INHERITED) {
            if let Some(value) = self.get(property).filter(|value| !matches!(*value, "inherit" | "unset")) {
                *is_hiding = match property {
                    "color" => is_transparent(value),
                    "font-size" => number(value) == Some(0.0) || (*is_hiding && is_relative(value)),
                    "text-indent" => is_far_away(value),
                    _ => matches!(value, "hidden" | "collapse"),
                };
            }
        }
        hiding
    }
}

fn is_transparent(color: &str) -> bool {
    color == "transparent" || (color.starts_with("rgba(") && color.replace(' ', "").ends_with(",0)"))
}

/// Returns whether a size is zero or at most a pixel.
fn is_tiny(size: &str) -> bool {
    let limit = if size.ends_with("px") { 1.0 } else { 0.0 };
    number(size).is_some_and(|number| number <= limit)
}

/// Returns whether a size depends on that of the parent.
fn is_relative(size: &str) -> bool {
    size.ends_with('%') || (size.ends_with("em") && !size.ends_with("rem"))
}

/// Returns whether a position is outside of any screen.
fn is_far_away(position: &str) -> bool {
    let is_part_of_screen = position.ends_with(['%', 'w', 'h']);
    number(position).is_some_and(|number| number <= if is_part_of_screen { -100.0 } else { -900.0 })
}

/// Returns the number in front of a unit.
fn number(value: &str) -> Option<f64> {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    number.parse().ok()
}
