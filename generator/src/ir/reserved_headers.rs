//! The headers that only the client sets.

/// Headers that only the client sets, in lower case. An entry that ends with `*` stands for all names with that prefix.
///
/// Generated code takes this list over: callers can neither set nor add these headers.
pub(crate) const RESERVED_HEADERS: &[&str] = &[
    "accept-encoding",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "host",
    "keep-alive",
    "proxy-*",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-auth-token",
    "x-project-id",
    "x-sdk-*",
    "x-security-token",
    "x-subject-token",
];

/// Returns whether only the client sets a header.
pub(crate) fn is_reserved(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    RESERVED_HEADERS.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => name == *pattern,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_reserved_in_any_case_and_by_prefix() {
        for name in ["Cookie", "X-Security-Token", "x-sdk-date", "Proxy-Authorization", "user-agent"] {
            assert!(is_reserved(name), "{name}");
        }
        for name in ["X-Language", "region", "x-sdk", "accept", ""] {
            assert!(!is_reserved(name), "{name}");
        }
    }
}
