//! Parses the rules of style sheets that decide whether text is visible.

use std::rc::Rc;

use super::effort::Effort;
use super::selectors::{Selector, is_name_character};

/// Maximum length of a value. Those that hide text are shorter, and a longer one is kept as an empty string.
const MAX_VALUE: usize = 100;

/// Number of steps for each selector that is kept.
const STEPS_OF_SELECTOR: usize = 50;

/// A declaration of a property that can hide text.
#[derive(Debug)]
pub(super) struct Declaration {
    pub property: Rc<str>,
    /// The value in lower case, with white space folded.
    pub value: Rc<str>,
    pub is_important: bool,
}

/// A selector, with what it declares.
#[derive(Debug)]
pub(super) struct Rule {
    pub selector: Selector,
    /// Whether the rule applies to all elements that the selector selects. Otherwise, a part of the selector or a
    /// condition around the rule is not understood, and the rule may apply to some of them.
    pub is_certain: bool,
    /// Shared with the other selectors of the rule.
    pub declarations: Rc<[Declaration]>,
}

/// Whether a condition holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Applies {
    Never,
    Perhaps,
    Always,
}

/// Returns whether a style sheet or rule with this condition applies to a screen. Narrow screens do not count.
pub(super) fn applies(media: &str) -> Applies {
    let of_query = |query: &str| match query.trim() {
        "" | "all" | "screen" | "only screen" => Applies::Always,
        "print" | "only print" | "speech" | "not all" => Applies::Never,
        query if query.starts_with("print ") || query.contains("(max-width") => Applies::Never,
        _ => Applies::Perhaps,
    };
    media.to_ascii_lowercase().split(',').map(of_query).max().unwrap_or(Applies::Perhaps)
}

/// Returns the declarations of a `style` attribute.
pub(super) fn declarations(css: &str) -> Vec<Declaration> {
    let mut declarations = Vec::new();
    for declaration in without_comments(css).split(';') {
        declare(&mut declarations, declaration);
    }
    declarations
}

/// Adds a declaration instead of an earlier one of the same property.
fn declare(declarations: &mut Vec<Declaration>, css: &str) {
    if let Some(new) = Declaration::parse(css) {
        declarations.retain(|known| known.property != new.property || known.is_important != new.is_important);
        declarations.push(new);
    }
}

impl Declaration {
    fn parse(css: &str) -> Option<Self> {
        let (name, value) = css.split_once(':')?;
        let name = name.trim().to_ascii_lowercase();
        // Other properties can neither hide text, nor strike it out, nor raise or lower it.
        let property = match name.as_str() {
            // The lines are a part of the shorthand.
            "text-decoration-line" => Rc::from("text-decoration"),
            "bottom" | "clip" | "clip-path" | "color" | "content-visibility" | "display" | "font-size" | "height"
            | "left" | "max-height" | "max-width" | "opacity" | "overflow" | "position" | "right"
            | "text-decoration" | "text-indent" | "top" | "transform" | "vertical-align" | "visibility" | "width" => {
                Rc::from(name)
            }
            _ => return None,
        };
        let value = value.to_ascii_lowercase();
        let (value, is_important) = match value.rsplit_once('!') {
            Some((value, priority)) if priority.trim() == "important" => (value, true),
            _ => (value.as_str(), false),
        };
        let words: Vec<&str> = value.split_whitespace().collect();
        let value = if value.len() > MAX_VALUE { Rc::from("") } else { words.join(" ").into() };
        Some(Self { property, value, is_important })
    }
}

/// What is between braces: declarations, and the rules in a condition or a rule.
struct Block<'c> {
    /// The selectors of the innermost rule.
    selectors: &'c str,
    applies: Applies,
    declarations: Vec<Declaration>,
}

impl<'c> Block<'c> {
    fn new(head: &'c str, around: Option<&Self>, sheet: Applies) -> Self {
        let (selectors, applies) = around.map_or(("", sheet), |around| (around.selectors, around.applies));
        // The elements of a nested rule are in or among those of the outer one, so the nested rule may apply to any.
        let applies = if selectors.is_empty() { applies } else { applies.min(Applies::Perhaps) };
        let (selectors, applies) = match head.trim().strip_prefix('@') {
            Some(condition) => (selectors, applies.min(condition_applies(condition))),
            None if matches!(head.trim(), "" | "&") => (selectors, applies),
            None => (head, applies),
        };
        Self { selectors, applies, declarations: Vec::new() }
    }

    /// Adds the rules while there are steps left. A nested rule repeats the selectors of the outer one.
    fn add_to(self, rules: &mut Vec<Rule>, effort: &Effort) {
        if self.applies == Applies::Never || self.declarations.is_empty() || !effort.spend(self.selectors.len()) {
            return;
        }
        let declarations: Rc<[Declaration]> = self.declarations.into();
        for selector in without_arguments(self.selectors).split(',') {
            if !effort.spend(STEPS_OF_SELECTOR) {
                return;
            }
            if let Some(selector) = Selector::parse(selector) {
                let is_certain = selector.is_understood && self.applies == Applies::Always;
                rules.push(Rule { selector, is_certain, declarations: Rc::clone(&declarations) });
            }
        }
    }
}

/// Returns the rules of a style sheet that declare one of the properties.
pub(super) fn rules(css: &str, sheet: Applies, effort: &Effort) -> Vec<Rule> {
    let css = without_comments(css);
    let mut rules = Vec::new();
    let mut open: Vec<Block<'_>> = Vec::new();
    let mut rest = css.as_str();
    while !rest.is_empty() {
        let (text, after) = rest.split_at(rest.find(['{', '}', ';']).unwrap_or(rest.len()));
        rest = after.get(1..).unwrap_or_default();
        if after.starts_with('{') {
            open.push(Block::new(text, open.last(), sheet));
            continue;
        }
        if let Some(block) = open.last_mut() {
            declare(&mut block.declarations, text);
        }
        if after.starts_with('}')
            && let Some(block) = open.pop()
        {
            block.add_to(&mut rules, effort);
        }
    }
    while let Some(block) = open.pop() {
        block.add_to(&mut rules, effort);
    }
    rules
}

/// Returns whether the rules of an at-rule apply.
fn condition_applies(condition: &str) -> Applies {
    let name = condition.split(|c: char| !is_name_character(c)).next().unwrap_or_default();
    match name {
        "media" => applies(condition.get(name.len()..).unwrap_or_default()),
        "supports" | "layer" | "container" | "scope" | "starting-style" => Applies::Perhaps,
        _ => Applies::Never,
    }
}

/// Removes the arguments of pseudo-classes, which are not understood.
fn without_arguments(selectors: &str) -> String {
    let mut outside = String::new();
    let mut depth = 0_usize;
    for c in selectors.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    outside
}

/// Stands for a character of a string that cannot be part of a name.
const NO_NAME: char = '\u{fffd}';

/// Removes comments, quotes, and what is not part of a name from strings, so that braces and commas have one meaning.
fn without_comments(css: &str) -> String {
    let mut plain = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find(['/', '"', '\'', '<', '-']) {
        let (before, special) = rest.split_at(start);
        plain.push_str(before);
        let (first, after) = special.split_at(1);
        rest = if let Some(comment) = special.strip_prefix("/*") {
            plain.push(' ');
            comment.split_once("*/").map_or("", |(_, after)| after)
        } else if let Some(after) = special.strip_prefix("<!--").or_else(|| special.strip_prefix("-->")) {
            after
        } else if matches!(first, "\"" | "'") {
            let (string, after) = split_string(after, first);
            plain.extend(string.chars().map(|c| if is_name_character(c) { c } else { NO_NAME }));
            after
        } else {
            plain.push_str(first);
            after
        };
    }
    plain.push_str(rest);
    plain
}

/// Splits the text after a quote at the end of the string. A string also ends with its line.
fn split_string<'c>(css: &'c str, quote: &str) -> (&'c str, &'c str) {
    let mut is_escaped = false;
    for (index, c) in css.char_indices() {
        if !is_escaped && (c == '\n' || quote.starts_with(c)) {
            return (css.get(..index).unwrap_or_default(), css.get(index + 1..).unwrap_or_default());
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    (css, "")
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::{Applies, Effort, rules};

    #[test]
    fn selectors_share_one_declaration_of_each_property() {
        let css = "a, b, c { top: 1px; color: red; top: 2px !important; top: 3px; TOP: 4px !IMPORTANT }";
        let rules = rules(css, Applies::Always, &Effort::new());
        let [first, others @ ..] = rules.as_slice() else { panic!("no rules") };
        assert!(others.len() == 2 && others.iter().all(|rule| Rc::ptr_eq(&rule.declarations, &first.declarations)));
        let mut shown = Vec::new();
        for declaration in &*first.declarations {
            shown.push(format!("{}: {}", declaration.property, declaration.value));
        }
        assert_eq!(shown, ["color: red", "top: 3px", "top: 4px"]);
    }
}
