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

/// Maximum number of `#` around a raw string.
const MAX_HASHES: usize = 255;

/// Emits a raw string, unless a carriage return needs an escape or the text contains too many `#`. Deciding for each
/// character whether it needs an escape takes much longer.
pub(super) fn raw_string(text: &str) -> Literal {
    let mut hashes = String::new();
    while hashes.len() <= MAX_HASHES && text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}").parse().unwrap_or_else(|_| Literal::string(text))
}

/// Emits JSON as a string.
pub(super) fn json(value: &serde_json::Value) -> Literal {
    string(&value.to_string())
}

#[cfg(test)]
mod tests {
    use syn::LitStr;

    use super::*;

    #[test]
    fn raw_strings_keep_any_text() {
        let mut texts: Vec<String> =
            ["", "a", "\"", "\"#", "\"##\"#", "\\", "a\r\"b", "a\r\n", "*/", "\u{202e}\"\u{feff}"]
                .map(str::to_owned)
                .to_vec();
        texts.extend([254, 255, 256, 300, 200_000].map(|count| format!("a\"{}", "#".repeat(count))));
        for text in texts {
            for literal in [raw_string(&text), string(&text)] {
                let parsed: LitStr = syn::parse2(quote!(#literal)).expect("a string");
                // `assert_eq` would print long texts.
                assert!(parsed.value() == text, "{:?}", text.chars().take(20).collect::<String>());
            }
        }
    }
}
