//! Percent-encoding of paths and queries, as the vendor's request signature requires it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

/// All characters except `A-Z a-z 0-9 - _ . ~`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Returns the encoded text, which can be displayed, or appended to a string with `extend`.
pub(crate) fn encode(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, ENCODED)
}

/// Appends a query, sorted by unescaped name and value: that is the order that a signature covers.
pub(crate) fn append_query<N: AsRef<str> + Ord, V: AsRef<str> + Ord>(target: &mut String, mut pairs: Vec<(N, V)>) {
    pairs.sort_unstable();
    for (index, (name, value)) in pairs.iter().enumerate() {
        if index > 0 {
            target.push('&');
        }
        target.extend(encode(name.as_ref()));
        target.push('=');
        target.extend(encode(value.as_ref()));
    }
}
