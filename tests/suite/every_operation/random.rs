//! Random strings, and the configuration of property tests.

use proptest::prelude::*;

pub(crate) fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Generates any strings, often with characters that are special in URLs, headers or JSON.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => any::<String>(),
        2 => "[a-zA-Z0-9 ._~%/?&=#+:;,\"'\\\\{}<>\r\n\t\0-]{0,24}",
        2 => "[ -~]{1,20}",
        1 => prop::sample::select(vec!["", ".", "..", "%2e%2e", "a/../b", "\u{feff}", "\r\nx: y", "null", "\u{202e}a"])
            .prop_map(str::to_owned),
    ]
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}
