//! Doc comments.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::literal;
use crate::emit::facts;
use crate::emit::markdown::{self, code, escape, sentence};
use crate::ir::{Field, Operation, Value};

/// Maximum length of a line.
const WIDTH: usize = 110;

/// The lines of a doc comment.
#[derive(Default)]
pub(super) struct DocComment(Vec<String>);

impl DocComment {
    /// Begins with plain text of the description.
    pub(super) fn text(text: &str) -> Self {
        Self::markdown(&escape(text))
    }

    /// Begins with Markdown.
    pub(super) fn markdown(markdown: &str) -> Self {
        Self::default().paragraph(markdown)
    }

    /// Documents a parameter or a field: what it is, then its facts.
    pub(super) fn field(field: &Field) -> Self {
        let mut facts = argument_facts(field);
        if field.mandatory {
            facts.insert(0, "Required.".to_owned());
        }
        Self::text(&field.doc).paragraphs((!facts.is_empty()).then(|| facts.join(" ")))
    }

    /// Documents a value of an enum: its wire value, then what it means.
    pub(super) fn enum_value(value: &Value) -> Self {
        Self::markdown(&format!("{}: {}", code(&value.wire_value), sentence(&value.doc)))
    }

    pub(super) fn paragraph(mut self, markdown: &str) -> Self {
        self.blank_line();
        self.0.extend(markdown::wrap(markdown, WIDTH));
        self
    }

    /// Adds any number of paragraphs.
    pub(super) fn paragraphs(mut self, paragraphs: impl IntoIterator<Item = String>) -> Self {
        for paragraph in paragraphs {
            self = self.paragraph(&paragraph);
        }
        self
    }

    /// Refers to the operation whose help page defines a type.
    pub(super) fn defined_by(self, operation: &Operation) -> Self {
        self.paragraph(&format!("Defined on the help page of [`Client::{}`].", operation.names.method.in_links()))
    }

    /// Adds a list of the arguments of a function.
    pub(super) fn arguments<'a>(mut self, fields: impl Iterator<Item = &'a Field>) -> Self {
        for (index, field) in fields.enumerate() {
            if index == 0 {
                self.blank_line();
            }
            let mut sentences = vec![format!("`{}`: {}", field.rust_name, sentence(&field.doc))];
            sentences.extend(argument_facts(field));
            let mut indent = "- ";
            for line in markdown::wrap(&sentences.join(" "), WIDTH - indent.len()) {
                self.0.push(format!("{indent}{line}"));
                indent = "  ";
            }
        }
        self
    }

    /// Adds Rust code that is compiled as a documentation test.
    pub(super) fn rust(mut self, code: &str) -> Self {
        self.blank_line();
        self.0.push("```no_run".to_owned());
        self.0.extend(code.lines().map(str::to_owned));
        self.0.push("```".to_owned());
        self
    }

    /// Adds a block of JSON.
    pub(super) fn json(mut self, json: &serde_json::Value) -> Self {
        self.blank_line();
        self.0.push("```json".to_owned());
        self.0.extend(format!("{json:#}").lines().map(str::to_owned));
        self.0.push("```".to_owned());
        self
    }

    /// Returns the lines as inner attributes, for the head of a file.
    pub(super) fn into_inner(self) -> TokenStream {
        let lines = self.indented();
        quote! { #(#![doc = #lines])* }
    }

    fn blank_line(&mut self) {
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
    }

    /// Returns the lines with the space that follows `///`.
    fn indented(&self) -> impl Iterator<Item = Literal> {
        self.0.iter().map(|line| literal::raw_string(&if line.is_empty() { String::new() } else { format!(" {line}") }))
    }
}

impl ToTokens for DocComment {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let lines = self.indented();
        tokens.extend(quote! { #(#[doc = #lines])* });
    }
}

/// Returns the facts of a parameter that is required, as its signature shows.
fn argument_facts(field: &Field) -> Vec<String> {
    let mut sentences = Vec::new();
    sentences.extend(facts::secret(field));
    sentences.extend(facts::constraint(&field.ty));
    sentences.extend(facts::item_constraint(&field.ty));
    sentences.extend(facts::value("Pattern", field.pattern.as_ref()));
    sentences.extend(facts::unit(field));
    sentences.extend(facts::value("Default", field.default.as_ref()));
    sentences.extend(facts::value("Example", field.example.as_ref()));
    sentences.extend(facts::remarks(field));
    sentences
}
