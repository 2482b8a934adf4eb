//! Parses the rules of style sheets that decide whether text is visible.

use std::rc::Rc;

use super::selectors::{Selector, is_name_character, split_outside_brackets};

/// The properties that can hide text, strike it out, or raise and lower it.
const PROPERTIES: [&str; 23] = [
    "bottom",
    "clip",
    "clip-path",
    "color",
    "content-visibility",
    "display",
    "font-size",
    "height",
    "left",
    "max-height",
    "max-width",
    "opacity",
    "overflow",
    "position",
    "right",
    "text-decoration",
    "text-decoration-line",
    "text-indent",
    "top",
    "transform",
    "vertical-align",
    "visibility",
    "width",
];

/// Maximum length of a value. Those that hide text are shorter, and a longer one is kept as an empty string.
const MAX_VALUE: usize = 100;

/// Maximum nesting depth of rules and of conditions such as `@media`.
const MAX_DEPTH: usize = 8;

/// A declaration of one of these properties.
#[derive(Clone, Debug)]
pub(super) struct Declaration {
    pub property: &'static str,
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
    /// At most one declaration of each property, shared with the other selectors of the rule.
    pub declarations: Rc<[Declaration]>,
}

/// Whether a condition holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Applies {
    Always,
    Perhaps,
    Never,
}

/// Returns the rules of a style sheet that declare one of the properties.
pub(super) fn rules(css: &str) -> Vec<Rule> {
    let mut rules = Vec::new();
    add_rules(&without_comments(css), Around { depth: 0, is_certain: true, selector: "" }, &mut rules);
    rules
}

/// Returns whether a style sheet or rule with this condition applies to a screen. Narrow screens do not count.
pub(super) fn applies(media: &str) -> Applies {
    let media = media.to_ascii_lowercase();
    let of_query = |query: &str| match query.trim() {
        "" | "all" | "screen" | "only screen" => Applies::Always,
        "print" | "only print" | "speech" | "not all" => Applies::Never,
        query if query.starts_with("print ") || query.starts_with("(max-width") || query.contains(" (max-width") => {
            Applies::Never
        }
        _ => Applies::Perhaps,
    };
    let queries: Vec<Applies> = media.split(',').map(of_query).collect();
    [Applies::Always, Applies::Perhaps].into_iter().find(|applies| queries.contains(applies)).unwrap_or(Applies::Never)
}

/// Returns the declarations of a `style` attribute.
pub(super) fn declarations(css: &str) -> Vec<Declaration> {
    read_declarations(&without_comments(css))
}

/// Replaces the characters of a string that cannot be part of a name.
const NO_NAME: char = '\u{fffd}';

/// Removes comments, and what is not part of a name from strings, so that braces and semicolons have one meaning.
fn without_comments(css: &str) -> String {
    let mut plain = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find(['/', '"', '\'', '<', '-']) {
        let (before, special) = rest.split_at(start);
        plain.push_str(before);
        rest = if let Some(comment) = special.strip_prefix("/*") {
            plain.push(' ');
            comment.split_once("*/").map_or("", |(_, after)| after)
        } else if let Some(after) = special.strip_prefix("<!--").or_else(|| special.strip_prefix("-->")) {
            after
        } else {
            let (first, after) = special.split_at(1);
            plain.push_str(first);
            if matches!(first, "\"" | "'") {
                let after_string = after_string(after, first);
                let string = after.get(..after.len() - after_string.len()).unwrap_or_default();
                plain.extend(
                    string.chars().map(|c| if is_name_character(c) || first.starts_with(c) { c } else { NO_NAME }),
                );
                after_string
            } else {
                after
            }
        };
    }
    plain.push_str(rest);
    plain
}

/// Returns the text after the quote that ends a string. A string also ends with its line.
fn after_string<'c>(css: &'c str, quote: &str) -> &'c str {
    let mut is_escaped = false;
    for (index, c) in css.char_indices() {
        if !is_escaped && (c == '\n' || quote.starts_with(c)) {
            return css.get(index + 1..).unwrap_or_default();
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    ""
}

/// What is around rules.
#[derive(Clone, Copy)]
struct Around<'c> {
    depth: usize,
    is_certain: bool,
    /// The selectors of the rule that contains them.
    selector: &'c str,
}

fn add_rules(css: &str, around: Around<'_>, rules: &mut Vec<Rule>) {
    if around.depth > MAX_DEPTH {
        return;
    }
    let mut rest = css;
    while let Some((before, after)) = rest.split_once('{') {
        let (body, next) = split_at_end_of_block(after);
        rest = next;
        // Statements without a block, such as `@import`, and declarations end with a semicolon.
        let head = before.rsplit([';', '}']).next().unwrap_or(before).trim();
        let inner = Around { depth: around.depth + 1, ..around };
        if let Some(condition) = head.strip_prefix('@') {
            match condition_applies(condition) {
                Applies::Always => add_rules(body, inner, rules),
                Applies::Perhaps => add_rules(body, Around { is_certain: false, ..inner }, rules),
                Applies::Never => {}
            }
            if !around.selector.is_empty() && condition_applies(condition) != Applies::Never {
                add_rule(around.selector, body, false, rules);
            }
            continue;
        }
        // The elements of a nested rule are in or among those of the outer one, so that it may apply to any of them.
        let head = if around.selector.is_empty() { head.to_owned() } else { head.replace('&', "") };
        let selector = if head.trim().is_empty() { around.selector } else { head.as_str() };
        let is_certain = around.is_certain && around.selector.is_empty();
        add_rule(selector, body, is_certain, rules);
        if body.contains('{') {
            add_rules(body, Around { is_certain, selector, ..inner }, rules);
        }
    }
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

fn add_rule(selectors: &str, body: &str, is_certain: bool, rules: &mut Vec<Rule>) {
    let declarations: Rc<[Declaration]> = read_declarations(body).into();
    if declarations.is_empty() {
        return;
    }
    for part in split_outside_brackets(selectors, |c| c == ',') {
        if let Some((selector, is_understood)) = Selector::parse(part.text) {
            let is_certain = is_certain && is_understood;
            rules.push(Rule { selector, is_certain, declarations: Rc::clone(&declarations) });
        }
    }
}

/// Splits the text after a `{` at its `}`.
fn split_at_end_of_block(css: &str) -> (&str, &str) {
    let mut depth = 1_usize;
    for (index, c) in css.bytes().enumerate() {
        match c {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (css.get(..index).unwrap_or_default(), css.get(index + 1..).unwrap_or_default());
        }
    }
    (css, "")
}

/// Reads declarations up to the first rule in them. Returns the one of each property that wins.
fn read_declarations(css: &str) -> Vec<Declaration> {
    let own = match css.split_once('{') {
        Some((before, _)) => before.rsplit_once(';').map_or("", |(own, _)| own),
        None => css,
    };
    let mut declarations: Vec<Declaration> = Vec::new();
    for declaration in own.split(';').filter_map(Declaration::parse) {
        match declarations.iter_mut().find(|known| known.property == declaration.property) {
            None => declarations.push(declaration),
            Some(known) if known.is_important && !declaration.is_important => {}
            Some(known) => *known = declaration,
        }
    }
    declarations
}

impl Declaration {
    fn parse(css: &str) -> Option<Self> {
        let (name, value) = css.split_once(':')?;
        let property = PROPERTIES.into_iter().find(|property| name.trim().eq_ignore_ascii_case(property))?;
        let value = value.to_ascii_lowercase();
        let (value, is_important) = match value.rsplit_once('!') {
            Some((value, priority)) if priority.trim() == "important" => (value, true),
            _ => (value.as_str(), false),
        };
        // The lines are a part of the shorthand.
        let property = if property == "text-decoration-line" { "text-decoration" } else { property };
        let words: Vec<&str> = value.split_whitespace().collect();
        let value = if value.len() > MAX_VALUE { Rc::from("") } else { words.join(" ").into() };
        Some(Self { property, value, is_important })
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::rules;

    #[test]
    fn selectors_share_one_declaration_of_each_property() {
        let css = "a, b, c { top: 1px; color: red; top: 2px !important; top: 3px; TOP: 4px !IMPORTANT }";
        let rules = rules(css);
        let [first, others @ ..] = rules.as_slice() else { panic!("no rules") };
        assert!(others.len() == 2 && others.iter().all(|rule| Rc::ptr_eq(&rule.declarations, &first.declarations)));
        let mut shown = Vec::new();
        for declaration in &*first.declarations {
            shown.push(format!("{}: {}", declaration.property, declaration.value));
        }
        assert_eq!(shown, ["top: 4px", "color: red"]);
    }
}
