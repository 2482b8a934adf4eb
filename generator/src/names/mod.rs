//! Derives Rust names from wire names: case, keywords, leading digits, reserved words.

mod reserved;

use std::fmt;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};

pub(crate) use reserved::BUILT_IN_TYPES;
use reserved::{
    INVALID_FILE_NAMES, KEYWORDS, NEVER_RAW, RESERVED_MEMBERS, RESERVED_METHODS, RESERVED_MODULES, RESERVED_TYPES,
    RESERVED_VARIANTS,
};

/// A valid Rust identifier, raw (`r#type`) if necessary.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RustName(String);

/// The kind of item that a wire name becomes the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A field and its setter.
    Member,
    /// A variant of an enum.
    Variant,
}

impl NameKind {
    /// Returns the name of the case that Rust uses.
    #[must_use]
    pub fn case(self) -> &'static str {
        match self {
            Self::Member => "snake_case",
            Self::Variant => "UpperCamelCase",
        }
    }

    fn to_case(self, name: &str) -> String {
        match self {
            Self::Member => name.to_snake_case(),
            Self::Variant => name.to_upper_camel_case(),
        }
    }

    fn reserved(self) -> &'static [&'static str] {
        match self {
            Self::Member => RESERVED_MEMBERS,
            Self::Variant => RESERVED_VARIANTS,
        }
    }
}

impl RustName {
    /// Derives a name from a wire name. The name of a variant that would start with a digit starts with `Value`.
    ///
    /// # Errors
    ///
    /// Fails if no identifier can be derived.
    pub fn derive(wire: &str, kind: NameKind) -> Result<Self, String> {
        let mut name = kind.to_case(require_ascii(wire)?);
        if kind == NameKind::Variant && name.starts_with(|c: char| c.is_ascii_digit()) {
            name.insert_str(0, "Value");
        }
        Self::identifier(&name, kind.reserved()).ok_or_else(|| not_derivable(wire))
    }

    /// Checks a `rust_name` of the description, which is used unchanged.
    pub(crate) fn explicit(name: &str, kind: NameKind) -> Result<Self, String> {
        if !is_identifier(name) {
            return Err(format!("`{name}` is not a valid Rust identifier"));
        }
        if KEYWORDS.contains(&name) {
            return Err(format!("`{name}` is a Rust keyword"));
        }
        if kind.reserved().contains(&name) {
            return Err(format!("`{name}` is reserved by the generated code"));
        }
        if name != kind.to_case(name) {
            return Err(format!("`{name}` is not in {}", kind.case()));
        }
        Ok(Self(name.to_owned()))
    }

    /// Derives the name of a client method from an operation ID.
    pub(crate) fn method(id: &str) -> Result<Self, String> {
        let ascii = require_ascii(id)?;
        Self::identifier(&ascii.to_snake_case(), RESERVED_METHODS).ok_or_else(|| not_derivable(id))
    }

    /// Derives the name of a module from an operation ID. It is never raw, because it is a file name too.
    ///
    /// # Errors
    ///
    /// Fails if no identifier can be derived.
    pub fn module(id: &str) -> Result<Self, String> {
        let mut name = require_ascii(id)?.to_snake_case();
        if [KEYWORDS, RESERVED_MODULES, INVALID_FILE_NAMES].concat().contains(&name.as_str()) {
            name.push('_');
        }
        if is_identifier(&name) { Ok(Self(name)) } else { Err(not_derivable(id)) }
    }

    /// Checks the name of an object, an enum or an operation, which is used unchanged.
    ///
    /// # Errors
    ///
    /// Fails if it is not in `UpperCamelCase` or has a meaning already.
    pub fn type_name(name: &str) -> Result<Self, String> {
        let starts_upper = name.starts_with(|c: char| c.is_ascii_uppercase());
        if !starts_upper || !name.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(format!("`{name}` is not in UpperCamelCase"));
        }
        if BUILT_IN_TYPES.contains(&name) {
            return Err(format!("`{name}` is a built-in type of the notation"));
        }
        if KEYWORDS.contains(&name) || RESERVED_TYPES.contains(&name) {
            return Err(format!("`{name}` already has a meaning in Rust or in the client"));
        }
        Ok(Self(name.to_owned()))
    }

    /// Returns this type name with a suffix.
    pub(crate) fn with_suffix(&self, suffix: &str) -> Self {
        Self(format!("{}{suffix}", self.0))
    }

    /// Returns the name as used in rustdoc links, which do not accept `r#`.
    pub(crate) fn in_links(&self) -> &str {
        self.0.trim_start_matches("r#")
    }

    /// Returns the name as used in code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Makes a name an identifier, and distinguishes it from reserved words.
    fn identifier(name: &str, reserved: &[&str]) -> Option<Self> {
        let identifier = if name.starts_with(|c: char| c.is_ascii_digit()) {
            format!("_{name}")
        } else if reserved.contains(&name) || NEVER_RAW.contains(&name) {
            format!("{name}_")
        } else if KEYWORDS.contains(&name) {
            format!("r#{name}")
        } else {
            name.to_owned()
        };
        is_identifier(identifier.trim_start_matches("r#")).then_some(Self(identifier))
    }
}

impl fmt::Display for RustName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToTokens for RustName {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(match self.0.strip_prefix("r#") {
            Some(raw) => Ident::new_raw(raw, Span::call_site()),
            None => Ident::new(&self.0, Span::call_site()),
        });
    }
}

/// Names are derived from ASCII only; other scripts need a `rust_name`.
fn require_ascii(wire: &str) -> Result<&str, String> {
    if wire.is_ascii() { Ok(wire) } else { Err(not_derivable(wire)) }
}

fn not_derivable(wire: &str) -> String {
    format!("cannot derive a Rust name from `{wire}`")
}

fn is_identifier(name: &str) -> bool {
    let starts_with_digit = name.starts_with(|c: char| c.is_ascii_digit());
    let valid_characters = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    valid_characters && !starts_with_digit && !name.is_empty() && name != "_"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::reserved::{
        INVALID_FILE_NAMES, KEYWORDS, NEVER_RAW, RESERVED_MEMBERS, RESERVED_METHODS, RESERVED_MODULES, RESERVED_TYPES,
    };
    use super::{BUILT_IN_TYPES, NameKind, RustName};

    #[test]
    fn derives_names_from_wire_names() {
        let members = [
            ("image_name", "image_name"),
            ("imageName", "image_name"),
            ("X-Auth-Token", "x_auth_token"),
            ("IPv4Address", "i_pv4_address"),
            ("type", "r#type"),
            ("gen", "r#gen"),
            ("Self", "self_"),
            ("crate", "crate_"),
            ("2fa", "_2fa"),
            ("send", "send_"),
            ("@type", "r#type"),
        ];
        for (wire, rust) in members {
            assert_eq!(RustName::derive(wire, NameKind::Member).map(|name| name.to_string()).as_deref(), Ok(rust));
        }
        let variants = [
            ("swr_private", "SwrPrivate"),
            ("self", "Self_"),
            ("1.0", "Value10"),
            ("007", "Value007"),
            ("unknown", "Unknown_"),
        ];
        for (wire, rust) in variants {
            assert_eq!(RustName::derive(wire, NameKind::Variant).map(|name| name.to_string()).as_deref(), Ok(rust));
        }
    }

    #[test]
    fn rejects_names_that_are_not_identifiers() {
        for wire in ["", "_", "__", "!?", "名前", "größe", "\u{0}", "🎉"] {
            assert!(RustName::derive(wire, NameKind::Member).is_err(), "{wire}");
            assert!(RustName::derive(wire, NameKind::Variant).is_err(), "{wire}");
            assert!(RustName::module(wire).is_err(), "{wire}");
            assert!(RustName::explicit(wire, NameKind::Member).is_err(), "{wire}");
        }
        for name in BUILT_IN_TYPES {
            assert!(RustName::type_name(name).is_err_and(|error| error.contains("built-in")), "{name}");
        }
        for name in RESERVED_TYPES.iter().chain(&["list", "List_Things", "1st", "Größe", "Self"]) {
            assert!(RustName::type_name(name).is_err(), "{name}");
        }
        for name in KEYWORDS.iter().chain(RESERVED_MEMBERS) {
            assert!(RustName::explicit(name, NameKind::Member).is_err(), "{name}");
        }
    }

    #[test]
    fn avoids_keywords_and_reserved_words() {
        for word in KEYWORDS.iter().filter(|word| **word != "_") {
            let name = RustName::derive(word, NameKind::Member).map(|name| name.to_string());
            assert!(name.as_deref().is_ok_and(|name| syn::parse_str::<syn::Ident>(name).is_ok()), "{word}: {name:?}");
            assert!(name.is_ok_and(|name| NEVER_RAW.contains(&name.trim_end_matches('_')) || name.starts_with("r#")));
            let module = RustName::module(word).map(|name| name.to_string());
            assert!(module.is_ok_and(|name| name.ends_with('_')), "{word}");
        }
        for word in RESERVED_MODULES.iter().chain(INVALID_FILE_NAMES) {
            assert_eq!(RustName::module(word).map(|name| name.to_string()), Ok(format!("{word}_")));
        }
        for word in RESERVED_METHODS {
            assert_eq!(RustName::method(word).map(|name| name.to_string()), Ok(format!("{word}_")));
        }
    }

    fn unusual_name() -> impl Strategy<Value = String> {
        prop_oneof!["\\PC{0,12}", "[a-zA-Z0-9_.-]{0,12}", prop::sample::select(KEYWORDS).prop_map(str::to_owned)]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Deriving a member's name from itself changes nothing.
        #[test]
        fn returns_an_identifier_or_an_error_for_any_string(wire in unusual_name()) {
            for kind in [NameKind::Member, NameKind::Variant] {
                if let Ok(name) = RustName::derive(&wire, kind) {
                    prop_assert!(syn::parse_str::<syn::Ident>(name.as_str()).is_ok(), "{name}");
                    let plain = name.as_str().trim_start_matches("r#");
                    prop_assert!(kind != NameKind::Member || RustName::derive(plain, kind).as_ref() == Ok(&name), "{name}");
                }
                if let Ok(name) = RustName::explicit(&wire, kind) {
                    prop_assert_eq!(name.as_str(), &wire);
                    prop_assert!(syn::parse_str::<syn::Ident>(&wire).is_ok(), "{wire}");
                }
            }
            let names = [RustName::method(&wire), RustName::module(&wire), RustName::type_name(&wire)];
            for name in names.into_iter().flatten() {
                prop_assert!(syn::parse_str::<syn::Ident>(name.as_str()).is_ok(), "{name}");
            }
        }
    }
}
