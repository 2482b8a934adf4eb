//! Style sheets, as far as they decide whether text is seen.

/// The properties that can hide text, or raise and lower it.
const PROPERTIES: [&str; 20] = [
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
    "text-indent",
    "top",
    "transform",
    "vertical-align",
    "visibility",
];

/// Maximum depth of conditions such as `@media` in each other.
const MAX_DEPTH: usize = 8;

/// A declaration of one of these properties.
#[derive(Clone, Debug)]
pub(super) struct Declaration {
    pub property: &'static str,
    /// The value in lower case, with white space folded.
    pub value: String,
    pub is_important: bool,
}

/// A selector, with what it declares.
#[derive(Debug)]
pub(super) struct Rule {
    pub selector: Selector,
    pub declarations: Vec<Declaration>,
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
        let declarations = read_declarations(body);
        if declarations.is_empty() {
            continue;
        }
        for selector in head.split(',').filter_map(Selector::parse) {
            rules.push(Rule { selector, declarations: declarations.clone() });
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

/// Reads declarations up to the first rule in them.
fn read_declarations(css: &str) -> Vec<Declaration> {
    let own = match css.split_once('{') {
        Some((before, _)) => before.rsplit_once(';').map_or("", |(own, _)| own),
        None => css,
    };
    own.split(';').filter_map(Declaration::parse).collect()
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
        let words: Vec<&str> = value.split_whitespace().collect();
        Some(Self { property, value: words.join(" "), is_important })
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
