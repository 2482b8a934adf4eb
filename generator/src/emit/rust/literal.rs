//! Literals: numbers, strings, JSON, and values that can be absent.

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

/// Emits a string. Parsing ASCII is much faster than deciding for each character whether it needs an escape.
pub(super) fn string(text: &str) -> Literal {
    if !text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Literal::string(text);
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"").parse().unwrap_or_else(|_| Literal::string(text))
}

/// Emits a raw string, which needs no escapes for the quotes of JSON; a plain one if a character needs escapes anyway.
pub(super) fn raw_string(text: &str) -> TokenStream {
    let is_printable = |c: char| matches!(c, ' '..='~') || c.escape_debug().len() == 1;
    if !text.chars().all(is_printable) || !text.contains(['"', '\\']) {
        return quote!(#text);
    }
    let mut hashes = String::new();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}").parse().unwrap_or_else(|_| quote!(#text))
}

/// Emits JSON as a string.
pub(super) fn json(value: &serde_json::Value) -> TokenStream {
    raw_string(&value.to_string())
}
