//! Wire names to Rust names: case, keywords, digits, reserved words. The one owner of both.

use std::fmt;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};

/// An identifier that Rust accepts, raw (`r#type`) where it must be.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RustName(String);

/// Every word of edition 2024 that cannot be an identifier as it stands.
const KEYWORDS: &[&str] = &[
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that cannot even be raw.
const NEVER_RAW: &[&str] = &["Self", "_", "crate", "self", "super"];

/// Methods that builders and objects have already.
const RESERVED_MEMBERS: &[&str] = &["clone", "customize", "default", "items", "new", "pages", "send"];

/// Methods that the client or the mock server has already.
const RESERVED_METHODS: &[&str] =
    &["builder", "call", "client", "clone", "listen", "new", "operation", "received_requests", "state", "start", "url"];

/// The variant that every enum has already, and the associated type that `FromStr` gives it.
const RESERVED_VARIANTS: &[&str] = &["Err", "Unknown"];

/// Modules that the generated code has already, and file names that some systems refuse.
const RESERVED_MODULES: &[&str] = &[
    "aux",
    "client",
    "com0",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "con",
    "lpt0",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
    "mod",
    "nul",
    "operation",
    "prn",
    "service",
    "types",
];

/// Type names that generated code uses for something else.
const RESERVED_TYPES: &[&str] = &[
    // Rust's prelude, and what is derived
    "AsRef",
    "AsMut",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
    // the notation's own
    "Array",
    "Boolean",
    "Integer",
    "Long",
    // serde and the client's runtime
    "Bounds",
    "Call",
    "Client",
    "Condition",
    "Deserialize",
    "Error",
    "Example",
    "Field",
    "Operation",
    "OperationDescriptor",
    "HelpPage",
    "Pagination",
    "Parameter",
    "ParameterLocation",
    "Rule",
    "Serialize",
    "ServiceDescriptor",
    "Setting",
    "Source",
    "Predicate",
    "Type",
    "UnknownValue",
];

/// What a wire name becomes a name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A field, a parameter, a setter.
    Member,
    /// A variant of an enum.
    Variant,
}

impl Kind {
    /// How Rust spells it.
    pub(crate) fn case(self) -> &'static str {
        match self {
            Self::Member => "snake_case",
            Self::Variant => "UpperCamelCase",
        }
    }

    fn spell(self, name: &str) -> String {
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
    /// The name that follows from a name on the wire.
    pub(crate) fn derived(wire: &str, kind: Kind) -> Result<Self, String> {
        Self::identifier(&kind.spell(words(wire)?), kind.reserved()).ok_or_else(|| no_name(wire))
    }

    /// A name given by hand: taken as it stands.
    pub(crate) fn given(name: &str, kind: Kind) -> Result<Self, String> {
        if !is_identifier(name) {
            return Err(format!("`{name}` is no identifier of Rust"));
        }
        if KEYWORDS.contains(&name) {
            return Err(format!("`{name}` is a keyword of Rust"));
        }
        if kind.reserved().contains(&name) {
            return Err(format!("`{name}` is taken by the generated code"));
        }
        if name != kind.spell(name) {
            return Err(format!("`{name}` is not in {}", kind.case()));
        }
        Ok(Self(name.to_owned()))
    }

    /// The name of a method of the client.
    pub(crate) fn method(id: &str) -> Result<Self, String> {
        Self::identifier(&words(id)?.to_snake_case(), RESERVED_METHODS).ok_or_else(|| no_name(id))
    }

    /// The name of a module: it is a file name as well, so it is never raw.
    pub(crate) fn module(id: &str) -> Result<Self, String> {
        let snake = words(id)?.to_snake_case();
        let taken = KEYWORDS.contains(&snake.as_str()) || RESERVED_MODULES.contains(&snake.as_str());
        let name = if taken { format!("{snake}_") } else { snake };
        is_identifier(&name).then_some(Self(name)).ok_or_else(|| no_name(id))
    }

    /// The name of an object, an enum or an operation, which the description writes as it is in Rust.
    pub(crate) fn type_name(name: &str) -> Result<Self, String> {
        let camel =
            name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric());
        if !camel {
            return Err(format!("`{name}` is no name in UpperCamelCase"));
        }
        if KEYWORDS.contains(&name) || RESERVED_TYPES.contains(&name) {
            return Err(format!("`{name}` means something else in Rust or in the client"));
        }
        Ok(Self(name.to_owned()))
    }

    /// This type name with a suffix.
    pub(crate) fn with_suffix(&self, suffix: &str) -> Self {
        Self(format!("{}{suffix}", self.0))
    }

    /// As documentation links to it: a raw name without its mark, which would end the path.
    pub(crate) fn in_links(&self) -> &str {
        self.0.trim_start_matches("r#")
    }

    /// As it stands in code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn identifier(name: &str, reserved: &[&str]) -> Option<Self> {
        let name = match name.chars().next() {
            Some(digit) if digit.is_ascii_digit() => format!("_{name}"),
            _ if reserved.contains(&name) || NEVER_RAW.contains(&name) => format!("{name}_"),
            _ if KEYWORDS.contains(&name) => format!("r#{name}"),
            _ => name.to_owned(),
        };
        is_identifier(name.trim_start_matches("r#")).then_some(Self(name))
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

/// The wire name, if Rust can spell it: other scripts are left to `rust_name`.
fn words(wire: &str) -> Result<&str, String> {
    if wire.is_ascii() { Ok(wire) } else { Err(no_name(wire)) }
}

fn no_name(wire: &str) -> String {
    format!("no name in Rust follows from `{wire}`")
}

fn is_identifier(name: &str) -> bool {
    let mut characters = name.chars();
    let starts = characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    starts && name != "_" && characters.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        KEYWORDS, Kind, NEVER_RAW, RESERVED_MEMBERS, RESERVED_METHODS, RESERVED_MODULES, RESERVED_TYPES, RustName,
    };

    #[test]
    fn names_follow_from_the_wire() {
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
            assert_eq!(RustName::derived(wire, Kind::Member).map(|name| name.to_string()).as_deref(), Ok(rust));
        }
        let variants = [("swr_private", "SwrPrivate"), ("self", "Self_"), ("1.0", "_10"), ("unknown", "Unknown_")];
        for (wire, rust) in variants {
            assert_eq!(RustName::derived(wire, Kind::Variant).map(|name| name.to_string()).as_deref(), Ok(rust));
        }
    }

    #[test]
    fn what_rust_cannot_spell_is_refused() {
        for wire in ["", "_", "__", "!?", "名前", "größe", "\u{0}", "🎉"] {
            assert!(RustName::derived(wire, Kind::Member).is_err(), "{wire}");
            assert!(RustName::derived(wire, Kind::Variant).is_err(), "{wire}");
            assert!(RustName::module(wire).is_err(), "{wire}");
            assert!(RustName::given(wire, Kind::Member).is_err(), "{wire}");
        }
        for name in RESERVED_TYPES.iter().chain(&["list", "List_Things", "1st", "Größe", "Self"]) {
            assert!(RustName::type_name(name).is_err(), "{name}");
        }
        for name in KEYWORDS.iter().chain(RESERVED_MEMBERS) {
            assert!(RustName::given(name, Kind::Member).is_err(), "{name}");
        }
    }

    /// Every word that the compiler keeps for itself comes out as another identifier.
    #[test]
    fn keywords_and_reserved_words_are_avoided() {
        for word in KEYWORDS.iter().filter(|word| **word != "_") {
            let name = RustName::derived(word, Kind::Member).map(|name| name.to_string());
            assert!(name.as_deref().is_ok_and(|name| syn::parse_str::<syn::Ident>(name).is_ok()), "{word}: {name:?}");
            assert!(name.is_ok_and(|name| NEVER_RAW.contains(&name.trim_end_matches('_')) || name.starts_with("r#")));
            let module = RustName::module(word).map(|name| name.to_string());
            assert!(module.is_ok_and(|name| name.ends_with('_')), "{word}");
        }
        for word in RESERVED_MODULES {
            assert_eq!(RustName::module(word).map(|name| name.to_string()), Ok(format!("{word}_")));
        }
        for word in RESERVED_METHODS {
            assert_eq!(RustName::method(word).map(|name| name.to_string()), Ok(format!("{word}_")));
        }
    }

    fn odd() -> impl Strategy<Value = String> {
        prop_oneof!["\\PC{0,12}", "[a-zA-Z0-9_.-]{0,12}", prop::sample::select(KEYWORDS).prop_map(str::to_owned)]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// An identifier or an error, whatever the text; a member's identifier is its own name again.
        #[test]
        fn any_text_has_a_name_or_none(wire in odd()) {
            for kind in [Kind::Member, Kind::Variant] {
                if let Ok(name) = RustName::derived(&wire, kind) {
                    prop_assert!(syn::parse_str::<syn::Ident>(name.as_str()).is_ok(), "{name}");
                    let plain = name.as_str().trim_start_matches("r#");
                    prop_assert!(kind != Kind::Member || RustName::derived(plain, kind).as_ref() == Ok(&name), "{name}");
                }
                if let Ok(name) = RustName::given(&wire, kind) {
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
