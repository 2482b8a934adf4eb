//! Literals: numbers, strings and JSON.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::facts;

/// Emits an integer with its digits in groups.
pub(super) fn integer(number: i64) -> TokenStream {
    facts::grouped(number, '_').parse().unwrap_or_else(|_| quote!(#number))
}

/// Emits a float with its digits in groups.
pub(super) fn float(number: f64) -> TokenStream {
    let mut text = facts::grouped(number, '_');
    if !text.contains('.') {
        text.push_str(".0");
    }
    text.parse().unwrap_or_else(|_| quote!(#number))
}

/// Emits a string: a raw one if that avoids escapes, for example of the quotes of JSON.
pub(super) fn string(text: &str) -> Literal {
    let is_printable = |c: char| matches!(c, ' '..='~') || c.escape_debug().len() == 1;
    if text.contains(['"', '\\']) && text.chars().all(is_printable) {
        return raw_string(text);
    }
    Literal::string(text)
}

/// Emits a raw string, unless a carriage return needs an escape. Deciding for each character whether it needs one takes
/// much longer.
pub(super) fn raw_string(text: &str) -> Literal {
    let mut hashes = String::new();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}").parse().unwrap_or_else(|_| Literal::string(text))
}

/// Emits JSON as a string.
pub(super) fn json(value: &serde_json::Value) -> Literal {
    string(&value.to_string())
}
