//! Parses selectors of CSS.

/// A selector, without the parts that are not understood.
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
    pub attributes: Vec<AttributeTest>,
    /// What must not select the element.
    pub not: Vec<Compound>,
}

/// A condition such as `[hidden]` or `[class=wide]`.
#[derive(Clone, Debug)]
pub(super) struct AttributeTest {
    /// In lower case.
    pub name: String,
    pub value: Option<String>,
}

/// States that no element has while a page is read, and parts that are not elements.
const NEVER: [&str; 18] = [
    "active",
    "after",
    "before",
    "checked",
    "disabled",
    "empty",
    "first-letter",
    "first-line",
    "focus",
    "focus-visible",
    "focus-within",
    "fullscreen",
    "hover",
    "invalid",
    "placeholder-shown",
    "popover-open",
    "target",
    "visited",
];

/// Which of two selectors wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Specificity {
    ids: usize,
    classes: usize,
    names: usize,
}

impl Selector {
    /// Parses a selector. Returns whether it is understood as a whole, or `None` if it selects no element.
    pub(super) fn parse(text: &str) -> Option<(Self, bool)> {
        let mut is_understood = true;
        let mut parts: Vec<Ancestor> = Vec::new();
        let mut combinator = ' ';
        for Part { separator, text } in split_outside_brackets(text, |c| c.is_whitespace() || ">+~".contains(c)) {
            if ">+~".contains(separator) {
                combinator = separator;
            }
            if text.is_empty() {
                continue;
            }
            let (compound, is_certain) = Compound::parse(text)?;
            is_understood &= is_certain;
            match (combinator, parts.last_mut()) {
                ('>', Some(parent)) => parent.is_parent = true,
                (' ', _) | ('>', None) => {}
                // Siblings are not compared.
                _ => {
                    parts.clear();
                    is_understood = false;
                }
            }
            combinator = ' ';
            parts.push(Ancestor { compound, is_parent: false });
        }
        let element = parts.pop()?.compound;
        parts.reverse();
        Some((Self { element, ancestors: parts }, is_understood))
    }

    pub(super) fn specificity(&self) -> Specificity {
        let mut sum = Specificity::default();
        for compound in std::iter::once(&self.element).chain(self.ancestors.iter().map(|ancestor| &ancestor.compound)) {
            compound.add_to(&mut sum);
        }
        sum
    }
}

impl Compound {
    /// Parses a part of a selector. Returns whether it is understood as a whole, or `None` if it selects no element.
    fn parse(text: &str) -> Option<(Self, bool)> {
        let mut compound = Self::default();
        let mut is_understood = true;
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let after_first = rest.get(first.len_utf8()..).unwrap_or_default();
            match first {
                '*' => rest = after_first,
                '.' | '#' => {
                    let (name, after) = split_name(after_first);
                    rest = after;
                    match first {
                        _ if name.is_empty() => is_understood = false,
                        '.' => compound.classes.push(name),
                        _ => compound.id = Some(name),
                    }
                }
                '[' => {
                    let (attribute, after) = after_first.split_once(']').unwrap_or((after_first, ""));
                    rest = after;
                    is_understood &= compound.add_attribute(attribute);
                }
                ':' => {
                    let (is_certain, after) = compound.add_pseudo_class(after_first)?;
                    rest = after;
                    is_understood &= is_certain;
                }
                _ => {
                    let (name, after) = split_name(rest);
                    is_understood &= !name.is_empty();
                    rest = if name.is_empty() { after_first } else { after };
                    compound.name = Some(name.to_ascii_lowercase()).filter(|name| !name.is_empty()).or(compound.name);
                }
            }
        }
        Some((compound, is_understood))
    }

    /// Adds the condition after a colon. Returns whether it is understood, and the text after it, or `None` if no
    /// element fulfils it.
    fn add_pseudo_class<'t>(&mut self, text: &'t str) -> Option<(bool, &'t str)> {
        let (name, after) = split_name(text);
        let is_element_or_vendor_specific = text.starts_with(':') || name.starts_with('-');
        if is_element_or_vendor_specific || NEVER.contains(&name.as_str()) {
            return None;
        }
        let Some(arguments) = after.strip_prefix('(') else {
            return Some((false, after));
        };
        let (inner, after) = arguments.split_at(end_of_arguments(arguments));
        let is_understood = name == "not" && self.add_not(inner.trim());
        Some((is_understood, after.get(1..).unwrap_or_default()))
    }

    /// Adds the condition of `[name]`, `[name=value]`, `[class~=value]` or the like. Returns whether it is understood.
    fn add_attribute(&mut self, test: &str) -> bool {
        let (name, value) = match test.split_once('=') {
            Some((name, value)) => (name, Some(value.trim().trim_matches(['"', '\'']))),
            None => (test, None),
        };
        let name = name.trim();
        let is_name = |text: &str| !text.is_empty() && text.chars().all(is_name_character);
        match (name, value) {
            ("class~", Some(class)) if is_name(class) => self.classes.push(class.to_owned()),
            _ if is_name(name) && value.is_none_or(is_name) => {
                let value = value.map(str::to_owned);
                self.attributes.push(AttributeTest { name: name.to_ascii_lowercase(), value });
            }
            _ => {
                // At least, the element must have the attribute.
                let name = name.trim_end_matches(['~', '|', '^', '$', '*']);
                if is_name(name) {
                    self.attributes.push(AttributeTest { name: name.to_ascii_lowercase(), value: None });
                }
                return false;
            }
        }
        true
    }

    /// Adds the condition of `:not(…)`. Returns whether it is understood.
    fn add_not(&mut self, inner: &str) -> bool {
        let is_list = inner.contains(|c: char| c.is_whitespace() || ",>+~:(".contains(c));
        match Self::parse(inner) {
            Some((not, true)) if !is_list => self.not.push(not),
            _ => return false,
        }
        true
    }

    fn add_to(&self, sum: &mut Specificity) {
        sum.ids += usize::from(self.id.is_some());
        sum.classes += self.classes.len() + self.attributes.len();
        sum.names += usize::from(self.name.is_some());
        for not in &self.not {
            not.add_to(sum);
        }
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

/// Returns where the `)` of arguments is.
fn end_of_arguments(text: &str) -> usize {
    let mut depth = 1_usize;
    for (index, c) in text.bytes().enumerate() {
        match c {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    text.len()
}

/// A part of a selector, and what separates it from the part in front of it.
pub(super) struct Part<'c> {
    pub separator: char,
    pub text: &'c str,
}

/// Splits a selector at separators that are not within parentheses or brackets.
pub(super) fn split_outside_brackets(text: &str, is_separator: impl Fn(char) -> bool) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut start, mut separator, mut depth) = (0, ' ', 0_usize);
    for (index, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 && is_separator(c) => {
                parts.push(Part { separator, text: text.get(start..index).unwrap_or_default() });
                (start, separator) = (index + c.len_utf8(), c);
            }
            _ => {}
        }
    }
    parts.push(Part { separator, text: text.get(start..).unwrap_or_default() });
    parts
}

pub(super) fn is_name_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}
