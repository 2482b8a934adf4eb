//! Doc comments: plain texts of the description, escaped so that Markdown shows them as they are.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::ir::{BeyondPage, Bounds, Condition, Field, Operation, PageSays, Predicate, Rule, Says, Type, Unit};

/// Widest line of text in a doc comment.
const WIDTH: usize = 100;

/// Lines of a doc comment.
#[derive(Default)]
pub(super) struct Docs(Vec<String>);

impl Docs {
    /// Begins with a text of the description.
    pub(super) fn new(text: &str) -> Self {
        Self::default().paragraph(&escape(text))
    }

    /// Adds Markdown behind a blank line.
    pub(super) fn paragraph(mut self, markdown: &str) -> Self {
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
        self.lines(markdown);
        self
    }

    /// Adds Markdown texts, each on lines of its own, in one paragraph.
    pub(super) fn facts(mut self, facts: &[String]) -> Self {
        if !facts.is_empty() {
            self.0.push(String::new());
        }
        for fact in facts {
            self.lines(fact);
        }
        self
    }

    /// Adds a list of Markdown texts.
    pub(super) fn list(mut self, items: Vec<String>) -> Self {
        if !items.is_empty() {
            self.0.push(String::new());
        }
        for item in items {
            let first = self.0.len();
            self.lines(&item);
            for (index, line) in self.0.iter_mut().skip(first).enumerate() {
                line.insert_str(0, if index == 0 { "- " } else { "  " });
            }
        }
        self
    }

    /// Adds a block of JSON.
    pub(super) fn json(mut self, json: &serde_json::Value) -> Self {
        self.0.extend([String::new(), "```json".to_owned()]);
        self.0.extend(format!("{json:#}").lines().map(str::to_owned));
        self.0.push("```".to_owned());
        self
    }

    /// As inner attributes, for the head of a file.
    pub(super) fn inner(&self) -> TokenStream {
        let lines = self.attributes();
        quote! { #(#![doc = #lines])* }
    }

    fn attributes(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") })
    }

    /// Breaks at white space outside of code; a broken line must not begin like a list, a heading or a quote.
    fn lines(&mut self, markdown: &str) {
        let mut line = String::new();
        for word in words(markdown) {
            if !line.is_empty() && line.len() + 1 + word.len() > WIDTH {
                self.0.push(std::mem::take(&mut line));
            }
            if line.is_empty() {
                line.push_str(&escape_start(word));
            } else {
                line.push(' ');
                line.push_str(word);
            }
        }
        self.0.push(line);
    }
}

/// Words of Markdown; code counts as one word, since a line break would change what it shows.
fn words(markdown: &str) -> Vec<&str> {
    let (mut words, mut start, mut in_code, mut escaped) = (Vec::new(), 0, false, false);
    for (index, c) in markdown.char_indices() {
        match c {
            '`' if in_code || !escaped => in_code = !in_code,
            ' ' if !in_code => {
                words.extend(markdown.get(start..index));
                start = index + 1;
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped && !in_code;
    }
    words.extend(markdown.get(start..));
    words
}

impl ToTokens for Docs {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let lines = self.attributes();
        tokens.extend(quote! { #(#[doc = #lines])* });
    }
}

/// Documentation of a parameter or a field: what it is, then each fact of the page.
pub(super) fn field(field: &Field) -> Docs {
    Docs::new(&field.doc).facts(&facts(field))
}

/// The same as one text.
pub(super) fn argument(field: &Field) -> String {
    format!("`{}`: {} {}", field.rust, sentence(&field.doc), facts(field).join(" "))
}

fn facts(field: &Field) -> Vec<String> {
    let mandatory = field.mandatory.then(|| "Mandatory.".to_owned());
    let plain = [mandatory, constraint(&field.ty), field.unit.as_ref().map(unit), default(field)];
    plain.into_iter().flatten().chain(remarks(field)).collect()
}

/// What is to be said of a field besides its type, its unit and its default.
pub(super) fn remarks(field: &Field) -> impl Iterator<Item = String> {
    let special =
        field.special.iter().map(|(value, meaning)| format!("Special value: {}, {}", code(value), sentence(meaning)));
    special.chain(field.beyond_page.as_ref().map(beyond_page)).chain(field.page_says.iter().map(page_says))
}

/// What the service assumes.
pub(super) fn default(field: &Field) -> Option<String> {
    field.default.as_ref().map(|default| format!("Default: {}, assumed by the service.", code(default)))
}

/// A rule, in words.
pub(super) fn rule(rule: &Rule) -> String {
    let Rule::AnyOf { conditions, why } = rule;
    let condition = |Condition { wire, predicate, .. }: &Condition| {
        let name = code(wire);
        match predicate {
            Predicate::Set => format!("{name} is given"),
            Predicate::NonEmpty => format!("{name} is given and not empty"),
            Predicate::Is(value) => format!("{name} is `{value}`"),
        }
    };
    let conditions: Vec<String> = conditions.iter().map(condition).collect();
    format!("At least one of these holds: {}. {}", conditions.join("; "), escape(why))
}

/// The page that an item comes from.
pub(super) fn page(operation: &Operation) -> String {
    format!("Help page: “{}”.", escape(&operation.page.title))
}

/// The same with its date: said in few places, so that a new date is a short difference.
pub(super) fn dated_page(operation: &Operation) -> String {
    let title = escape(&operation.page.title);
    match operation.page.date() {
        Some(date) => format!("Help page: “{title}”, updated {date}."),
        None => format!("Help page: “{title}”."),
    }
}

/// What a page says where it misleads.
pub(super) fn page_says(deviation: &PageSays) -> String {
    let says = match &deviation.says {
        Says::Text(text) => format!("“{}”", escape(text)),
        Says::Type(ty) => format!("the type {}", code(ty)),
    };
    format!("The page says {says}: {}", sentence(&deviation.why))
}

/// Bounds, or the one Boolean that is accepted.
pub(super) fn constraint(ty: &Type) -> Option<String> {
    let between = |bounds: &Bounds| format!("{} to {}", grouped(bounds.min, ','), grouped(bounds.max, ','));
    Some(match ty {
        Type::String(Some(bounds)) => format!("Length: {} characters.", between(bounds)),
        Type::Integer(Some(bounds)) | Type::Long(Some(bounds)) => {
            format!("Range: {}.", between(bounds))
        }
        Type::Array(_, Some(bounds)) => format!("Items: {}.", between(bounds)),
        Type::Boolean(Some(only)) => format!("Only {} is accepted.", code(&only.to_string())),
        _ => return None,
    })
}

/// The unit of a number.
pub(super) fn unit(unit: &Unit) -> String {
    match unit {
        Unit::Stated(unit) => format!("Unit: {}.", escape(unit)),
        Unit::NotStated => "Unit: not stated on the page.".to_owned(),
    }
}

fn beyond_page(fact: &BeyondPage) -> String {
    format!("The bounds are not on the page; their source: {}", sentence(&fact.source))
}

/// Plain text, with a period at its end.
pub(super) fn sentence(text: &str) -> String {
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{end}", escape(text))
}

/// A value or name, as code.
pub(super) fn code(text: &str) -> String {
    if text.contains('`') { format!("“{}”", escape(text)) } else { format!("`{text}`") }
}

/// Digits in groups of three.
pub(super) fn grouped(number: i64, separator: char) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = if number < 0 { "-".to_owned() } else { String::new() };
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// Plain text to Markdown that shows it as it is.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut previous = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let within_word = previous.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric());
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '^' => true,
            '_' => !within_word,
            // links that need no brackets, dashes and ellipses of smart punctuation
            ':' => rest.peek() == Some(&'/'),
            '-' | '.' => previous == c || rest.peek() == Some(&c),
            '@' => within_word,
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(c);
        previous = c;
    }
    escaped
}

/// Markdown to Markdown that begins no block but a paragraph.
pub(super) fn paragraph(markdown: &str) -> String {
    let (first, rest) = markdown.split_at(markdown.find(' ').unwrap_or(markdown.len()));
    escape_start(first) + rest
}

/// Escapes what would begin a block at the start of a line.
fn escape_start(word: &str) -> String {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    match word.strip_suffix(rest) {
        Some(digits) if !digits.is_empty() && matches!(rest, "." | ")") => format!("{digits}\\{rest}"),
        _ if word.starts_with(['#', '+', '-', '=', ':']) => format!("\\{word}"),
        _ => word.to_owned(),
    }
}
