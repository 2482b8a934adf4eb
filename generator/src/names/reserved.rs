//! Words that generated code cannot use as names, or already uses for something else.

/// The built-in types of the notation. Objects and enums cannot have these names.
pub(crate) const BUILT_IN_TYPES: [&str; 8] = ["String", "Integer", "Long", "Number", "Boolean", "Array", "Map", "Json"];

/// Keywords of the 2024 edition, including reserved ones.
pub(super) const KEYWORDS: &[&str] = &[
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that cannot be raw identifiers.
pub(super) const NEVER_RAW: &[&str] = &["Self", "_", "crate", "self", "super"];

/// Methods of generated builders and objects.
pub(super) const RESERVED_MEMBERS: &[&str] = &[
    "clone",
    "customize",
    "default",
    "into_request",
    "items",
    "items_blocking",
    "new",
    "pages",
    "request",
    "send",
    "send_and_wait",
    "send_blocking",
    "wait",
];

/// Methods of the client and the mock server.
pub(super) const RESERVED_METHODS: &[&str] =
    &["builder", "call", "client", "clone", "operation", "received_requests", "start", "url"];

/// The variant that every generated enum has, and the associated type of its `FromStr`.
pub(super) const RESERVED_VARIANTS: &[&str] = &["Err", "Unknown"];

/// Modules of the generated code.
pub(super) const RESERVED_MODULES: &[&str] = &["client", "mock_server", "mod", "operation", "service", "types"];

/// File names that are invalid on Windows.
pub(super) const INVALID_FILE_NAMES: &[&str] = &[
    "aux", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt0", "lpt1",
    "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// Names of types and traits that generated code and callers use, besides the built-in types of the notation.
pub(super) const RESERVED_TYPES: &[&str] = &[
    // the prelude and derived traits
    "AsRef",
    "AsMut",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
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
    // the schema of errors in the OpenAPI document
    "Error",
    // the code of an operation
    "Call",
    "Client",
    // the type parameter of request builders
    "L",
    // the variants for other values of enums
    "UnknownInteger",
    "UnknownValue",
];
