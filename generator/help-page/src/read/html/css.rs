//! Parses the rules of style sheets that decide whether text is visible.

use std::rc::Rc;

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

/// Maximum nesting depth of conditions such as `@media`.
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
    /// At most one declaration of each property, shared with the other selectors of the rule.
    pub declarations: Rc<[Declaration]>,
}

/// A selector of names, IDs and classes. Rules with other selectors are ignored.
#[derive(Clone, Debug)]
pub(super) struct Selector {
    /// What selects the element.
    pub element: Compound,
    /// What selects its ancestors, from the inside out.
    pub ancestors: Vec<Ancestor>,
}

#[derive(Clone, Debug)]
pub(super) struct Ancestor {
    pub compound: Compound,
    /// Whether the next inner part selects a child of this one.
    pub is_parent: bool,
}

/// The part of a selector for one element.
#[derive(Clone, Debug, Default)]
pub(super) struct Compound {
    /// In lower case.
    pub name: Option<String>,
    pub id: Option<String>,
    pub classes: Vec<String>,
    pub is_hidden: bool,
}

/// Which of two selectors wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Specificity {
    ids: usize,
    classes: usize,
    names: usize,
}

/// Returns the rules of a style sheet that declare one of the properties.
pub(super) fn rules(css: &str) -> Vec<Rule> {
    let mut rules = Vec::new();
    add_rules(&without_comments(css), 0, &mut rules);
    rules
}

/// Returns whether a style sheet or rule with this condition applies to a screen of any size.
pub(super) fn is_for_screen(media: &str) -> bool {
    let is_screen = |query: &str| matches!(query.trim(), "" | "all" | "screen" | "only screen");
    media.to_ascii_lowercase().split(',').any(is_screen)
}

/// Returns the declarations of a `style` attribute.
pub(super) fn declarations(css: &str) -> Vec<Declaration> {
    read_declarations(&without_comments(css))
}

/// Removes comments and the content of strings, so that braces and semicolons have one meaning.
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
            if matches!(first, "\"" | "'") { after_string(after, first) } else { after }
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

fn add_rules(css: &str, depth: usize, rules: &mut Vec<Rule>) {
    let mut rest = css;
    while let Some((before, after)) = rest.split_once('{') {
        let (body, next) = split_at_end_of_block(after);
        rest = next;
        // Statements without a block, such as `@import`, end with a semicolon.
        let head = before.rsplit([';', '}']).next().unwrap_or(before).trim();
        if let Some(condition) = head.strip_prefix('@') {
            let media = condition.strip_prefix("media").unwrap_or("print");
            if (is_for_screen(media) || condition.starts_with("layer")) && depth < MAX_DEPTH {
                add_rules(body, depth + 1, rules);
            }
            continue;
        }
        let declarations: Rc<[Declaration]> = read_declarations(body).into();
        if declarations.is_empty() {
            continue;
        }
        for selector in head.split(',').filter_map(Selector::parse) {
            rules.push(Rule { selector, declarations: Rc::clone(&declarations) });
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

impl Selector {
    fn parse(text: &str) -> Option<Self> {
        let mut parts: Vec<Ancestor> = Vec::new();
        for part in text.replace('>', " > ").split_whitespace() {
            match (part, parts.last_mut()) {
                (">", Some(parent)) => parent.is_parent = true,
                (">", None) => return None,
                _ => parts.push(Ancestor { compound: Compound::parse(part)?, is_parent: false }),
            }
        }
        let element = parts.pop()?.compound;
        parts.reverse();
        Some(Self { element, ancestors: parts })
    }

    pub(super) fn specificity(&self) -> Specificity {
        let mut sum = Specificity::default();
        for compound in std::iter::once(&self.element).chain(self.ancestors.iter().map(|ancestor| &ancestor.compound)) {
            sum.ids += usize::from(compound.id.is_some());
            sum.classes += compound.classes.len() + usize::from(compound.is_hidden);
            sum.names += usize::from(compound.name.is_some());
        }
        sum
    }
}

impl Compound {
    fn parse(text: &str) -> Option<Self> {
        let mut compound = Self::default();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let end = rest.char_indices().skip(1).find(|(_, c)| matches!(c, '.' | '#' | '['));
            let (part, after) = rest.split_at(end.map_or(rest.len(), |(index, _)| index));
            rest = after;
            let name = part.trim_start_matches(['.', '#']);
            let is_name = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) && !name.is_empty();
            match first {
                '*' if part == "*" => {}
                '[' if part == "[hidden]" => compound.is_hidden = true,
                _ if !is_name => return None,
                '.' => compound.classes.push(name.to_owned()),
                '#' => compound.id = Some(name.to_owned()),
                _ => compound.name = Some(name.to_ascii_lowercase()),
            }
        }
        Some(compound)
    }

    /// Returns what an element must have: its ID, a class or its name, as in a selector.
    pub(super) fn key(&self) -> String {
        match (&self.id, self.classes.first(), &self.name) {
            (Some(id), _, _) => format!("#{id}"),
            (None, Some(class), _) => format!(".{class}"),
            (None, None, Some(name)) => name.clone(),
            (None, None, None) => String::new(),
        }
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
