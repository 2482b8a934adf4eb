//! The style of an element: what its declarations hide, strike out, raise or lower.

use std::collections::HashMap;
use std::rc::Rc;

use super::INLINE;
use super::css::Declaration;
use super::tree::{Fate, Node};

/// Relevant properties that elements inherit, so that an element can show itself again.
const INHERITED: [&str; 4] = ["color", "font-size", "text-indent", "visibility"];

/// Elements that are struck out unless CSS says otherwise.
const STRUCK_OUT: [&str; 3] = ["del", "s", "strike"];

/// Parts of tables. They are never smaller than their content.
const TABLE: [&str; 7] = ["table", "tbody", "td", "tfoot", "th", "thead", "tr"];

/// What a style hides.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Hides {
    /// The element takes no place in the page.
    pub element: bool,
    /// Nothing in the element is seen, although it takes its place.
    pub content: bool,
    /// The text of the element is not seen. Elements in it can show theirs.
    pub text: bool,
}

/// The value of each property.
#[derive(Clone, Default)]
pub(super) struct Style(HashMap<Rc<str>, Rc<str>>);

impl Style {
    /// Returns the style of an element without declarations.
    pub(super) fn inherited(&self) -> Self {
        let inherited = self.0.iter().filter(|(property, _)| INHERITED.contains(&&***property));
        Self(inherited.map(|(property, value)| (Rc::clone(property), Rc::clone(value))).collect())
    }

    pub(super) fn declare(&mut self, declaration: &Declaration, parent: &Self) {
        let Declaration { property, value, .. } = declaration;
        let is_relative = value.ends_with('%') || (value.ends_with("em") && !value.ends_with("rem"));
        let stays_zero = &**property == "font-size" && is_relative && parent.has_no_font_size();
        let is_inherited = stays_zero || matches!(&**value, "inherit" | "unset");
        match if is_inherited { parent.0.get(property) } else { Some(value) } {
            Some(value) => self.0.insert(Rc::clone(property), Rc::clone(value)),
            None => self.0.remove(property),
        };
    }

    fn get(&self, property: &str) -> Option<&str> {
        self.0.get(property).map(|value| &**value)
    }

    fn is(&self, property: &str, values: &[&str]) -> bool {
        self.get(property).is_some_and(|value| values.contains(&value))
    }

    pub(super) fn hides(&self, node: &Node) -> Hides {
        Hides {
            element: self.hides_element(node),
            content: self.strikes_out(node) || self.hides_content(node),
            text: self.hides_text(),
        }
    }

    fn hides_element(&self, node: &Node) -> bool {
        let has = |attribute| node.attribute(attribute).is_some();
        match self.get("display") {
            Some(display) => display == "none",
            None if has("hidden") || has("popover") || (node.name == "dialog" && !has("open")) => true,
            None => node.name == "tr" && self.is("visibility", &["collapse"]),
        }
    }

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
        let name = node.name.as_str();
        match self.get("display") {
            Some(display) => display != "inline" && !display.starts_with("table"),
            None => !INLINE.contains(&name) && !TABLE.contains(&name),
        }
    }

    /// Returns whether the text of an element is struck out. An element in it cannot change that.
    fn strikes_out(&self, node: &Node) -> bool {
        match self.get("text-decoration") {
            Some(lines) => lines.split(' ').any(|line| line == "line-through"),
            None => STRUCK_OUT.contains(&node.name.as_str()),
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

    pub(super) fn hides_text(&self) -> bool {
        self.is("visibility", &["hidden", "collapse"])
            || self.get("color").is_some_and(is_transparent)
            || self.get("text-indent").is_some_and(is_far_away)
            || self.has_no_font_size()
    }

    fn has_no_font_size(&self) -> bool {
        self.get("font-size").and_then(number) == Some(0.0)
    }

    /// Returns whether an element is moved up or down within its line.
    pub(super) fn raised_or_lowered(&self, node: &Node) -> Fate {
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
        let is_inline = || INLINE.contains(&node.name.as_str());
        match rise {
            rise if rise > 0.0 && is_inline() => Fate::Raised,
            rise if rise < 0.0 && is_inline() => Fate::Lowered,
            _ => Fate::Shown,
        }
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
