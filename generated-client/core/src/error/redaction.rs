//! Redaction of secrets in text and bytes that a server or a transport returned.

use std::collections::BTreeMap;

use bytes::Bytes;
use zeroize::Zeroizing;

use crate::error::unescape::Unescaped;
use crate::secret::Secret;

const REPLACEMENT: &[u8] = b"[redacted]";

/// Number of consecutive bytes of a secret that are redacted even without the rest: a server may repeat a part of it.
const WINDOW: usize = 16;

/// Shorter secrets are not redacted: they would match ordinary words.
const MIN_SECRET: usize = 6;

/// Maximum number of times that a character can have been escaped, such as by several gateways.
pub(super) const MAX_ESCAPES: usize = 4;

/// Maximum number of times that what looks like an escape sequence in a secret is undone.
const MAX_OWN_ESCAPES: usize = 2;

/// Replaces the secrets of one client.
///
/// The time is proportional to the length of the text, for any text and any secrets.
#[derive(Clone, Debug)]
pub(crate) struct Redactor {
    secrets: Vec<Secret>,
}

impl Redactor {
    pub(crate) fn new(mut secrets: Vec<Secret>) -> Self {
        secrets.retain(|secret| secret.expose().len() >= MIN_SECRET);
        Self { secrets }
    }

    /// Returns whether the text contains a secret in any form that [`Self::bytes`] replaces.
    pub(crate) fn finds(&self, text: &str) -> bool {
        !self.find(text.as_bytes()).is_empty()
    }

    /// Replaces all secrets, and parts of [`WINDOW`] or more bytes, even if some of their characters are escaped for a
    /// URL, JSON or HTML.
    pub(crate) fn bytes(&self, bytes: Bytes) -> Bytes {
        let found = self.find(&bytes);
        if found.is_empty() {
            return bytes;
        }
        replace(&bytes, found, REPLACEMENT).into()
    }

    /// Replaces all secrets in a string, as [`Self::bytes`] does.
    pub(crate) fn text(&self, text: String) -> String {
        let redacted = self.bytes(text.into_bytes().into());
        String::from_utf8_lossy(&redacted).into_owned()
    }

    /// Returns the ranges of the text to replace.
    fn find(&self, text: &[u8]) -> Vec<(usize, usize)> {
        if self.secrets.is_empty() || text.is_empty() {
            return Vec::new();
        }
        let patterns = patterns(&self.secrets);
        let mut found = Vec::new();
        let mut unescaped = Unescaped::new(text);
        for _ in 0..=MAX_ESCAPES + MAX_OWN_ESCAPES {
            for pattern in &patterns {
                pattern.find(&unescaped, &mut found);
            }
            match unescaped.unescape() {
                Some(next) => unescaped = next,
                None => break,
            }
        }
        found
    }
}

/// Parts of secrets to search for, all of the same length.
struct Pattern {
    length: usize,
    /// The bytes of each part, in order.
    parts: Zeroizing<Vec<u128>>,
}

/// Returns the parts of all secrets: those shorter than [`WINDOW`] as a whole, and all windows of the others.
///
/// What looks like an escape sequence in a secret is undone in the text too, so secrets are searched for in both forms.
fn patterns(secrets: &[Secret]) -> Vec<Pattern> {
    let mut forms: BTreeMap<usize, Vec<Unescaped>> = BTreeMap::new();
    for secret in secrets {
        let mut form = Some(Unescaped::new(secret.expose().as_bytes()));
        for _ in 0..=MAX_OWN_ESCAPES {
            let Some(secret) = form.filter(|form| form.bytes.len() >= MIN_SECRET) else { break };
            let length = secret.bytes.len().min(WINDOW);
            form = secret.unescape();
            forms.entry(length).or_default().push(secret);
        }
    }
    forms.into_iter().map(|(length, forms)| Pattern::new(length, &forms)).collect()
}

impl Pattern {
    fn new(length: usize, forms: &[Unescaped]) -> Self {
        // A list that grows would leave copies behind.
        let mut parts = Zeroizing::new(Vec::with_capacity(forms.iter().map(|form| form.bytes.len()).sum()));
        for form in forms {
            parts.extend(windows(&form.bytes, length).map(|(_, part)| part));
        }
        parts.sort_unstable();
        parts.dedup();
        Self { length, parts }
    }

    /// Adds the ranges of the original text that contain one of the parts.
    fn find(&self, text: &Unescaped, found: &mut Vec<(usize, usize)>) {
        for (start, window) in windows(&text.bytes, self.length) {
            if self.parts.binary_search(&window).is_ok() {
                found.push(text.origin(start, self.length));
            }
        }
    }
}

/// Returns the position and the bytes of each window of `length` bytes, at most [`WINDOW`], as an integer.
fn windows(bytes: &[u8], length: usize) -> impl Iterator<Item = (usize, u128)> {
    // The shift is less than 128 unless the mask is not needed.
    let mask = u128::MAX.checked_shr(128 - 8 * u32::try_from(length).unwrap_or(16)).unwrap_or(0);
    let mut window = 0_u128;
    bytes.iter().enumerate().filter_map(move |(index, byte)| {
        window = ((window << 8) | u128::from(normalized(*byte))) & mask;
        let start = (index + 1).checked_sub(length)?;
        Some((start, window))
    })
}

/// In the query of a URL, a space is a plus sign.
fn normalized(byte: u8) -> u8 {
    if byte == b' ' { b'+' } else { byte }
}

/// Returns text with a replacement for each range.
pub(super) fn replace(text: &[u8], ranges: Vec<(usize, usize)>, replacement: &[u8]) -> Vec<u8> {
    let mut replaced = Vec::new();
    let mut copied = 0;
    for (start, end) in merge(ranges) {
        replaced.extend_from_slice(text.get(copied..start).unwrap_or_default());
        replaced.extend_from_slice(replacement);
        copied = end;
    }
    replaced.extend_from_slice(text.get(copied..).unwrap_or_default());
    replaced
}

/// Sorts the ranges, and joins those that overlap or touch.
fn merge(mut ranges: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    ranges.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (start, end) in ranges {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redact(secret: &str, text: &str) -> String {
        Redactor::new(vec![Secret::new(secret.to_owned())]).text(text.to_owned())
    }

    #[test]
    fn redacts_escaped_secrets() {
        let secret = r#"M+/="<&x"#;
        for form in [
            r#"M+/="<&x"#,
            "M%2B%2F%3D%22%3C%26x",
            "M%2b%2f%3d%22%3c%26x",
            r#"M+\/=\"<&x"#,
            r"M\u002b\u002F\u003d\u0022\u003C\u0026x",
            "M&#43;&#x2f;&#061;&quot;&lt;&amp;x",
            "M&plus;&sol;&equals;&QUOT;&LT;&AMP;x",
            "M&#43&#x2f&#0000000000000061&quot&lt&ampx",
        ] {
            assert_eq!(redact(secret, form), "[redacted]", "{form}");
            assert_eq!(redact(secret, &format!("<{form}>é{form}")), "<[redacted]>é[redacted]", "{form}");
        }
    }

    #[test]
    fn redacts_secrets_that_contain_escape_sequences() {
        assert_eq!(redact("abc%25d", "abc%25d"), "[redacted]");
        assert_eq!(redact("abc%25d", "abc%2525d"), "[redacted]");
        assert_eq!(redact(r"abcd\/", r"abcd\/"), "[redacted]");
    }

    #[test]
    fn redacts_secrets_whose_own_percent_and_ampersand_are_escaped_several_times() {
        let secret = "a%b&c%41&lt;";
        let (mut percent, mut html) = (secret.to_owned(), secret.to_owned());
        for times in 1..=MAX_ESCAPES {
            percent = percent.replace('%', "%25").replace('&', "%26").replace(';', "%3B");
            html = html.replace('&', "&amp;");
            assert_eq!(redact(secret, &percent), "[redacted]", "{times} times: {percent}");
            assert_eq!(redact(secret, &html), "[redacted]", "{times} times: {html}");
        }
    }

    #[test]
    fn redacts_secrets_with_any_character_escaped() {
        let secret = "é\n\\\\\"𝄞 /";
        for form in [
            secret,
            r#"é\n\\\\\"𝄞 \/"#,
            r#"é\\n\\\\\\\\\\\"𝄞 /"#,
            r"\u00e9\u000a\u005c\u005C\u0022\uD834\udd1e\u0020\u002f",
            r"\\u00e9\\n\\\\\\\\\\u0022\\ud834\\udd1e /",
            "%C3%A9%0A%5c%5c%22%F0%9D%84%9E+%2F",
            "%25C3%25A9%250A%255C%255C%2522%25F0%259D%2584%259E%2520%252F",
            "&#233;&#10;\\\\&quot;&#x1D11E; &#47;",
            "&amp;#233;&amp;#10;\\\\&amp;quot;&amp;#x1D11E; /",
        ] {
            assert_eq!(redact(secret, form), "[redacted]", "{form}");
        }
    }

    #[test]
    fn reads_long_runs_of_escape_characters_in_linear_time() {
        for sign in ["\\", "%25", "&amp;", "\\u005c", "+"] {
            let text = sign.repeat(50_000);
            assert_eq!(redact("\\s3cret%& ", &text), text);
        }
    }

    #[test]
    fn redacts_a_truncated_secret() {
        let secret = "0123456789abcdefghij";
        assert_eq!(redact(secret, "token 0123456789abcdefgh…"), "token [redacted]…");
        assert_eq!(redact(secret, "0123456789abcdef"), "[redacted]", "at the end of the text");
        assert_eq!(redact(secret, "0123456789"), "0123456789", "too short to be recognized");
    }

    #[test]
    fn redacts_any_16_bytes_of_a_longer_secret() {
        let secret = "0123456789abcdefghijklmnop";
        assert_eq!(redact(secret, "key 56789abcdefghijk, key"), "key [redacted], key");
        assert_eq!(redact(secret, "56789abcdefghij 56789abcdefghij"), "56789abcdefghij 56789abcdefghij", "15 bytes");
        assert_eq!(redact(secret, "0123456789abcdefghijklmnop0123456789abcdef"), "[redacted]");
    }

    /// Comparing the secret at each position of the text would take minutes.
    #[test]
    fn searches_for_a_long_secret_in_long_text() {
        let (secret, text) = ("\\".repeat(64 * 1024), "\\x".repeat(64 * 1024));
        assert_eq!(redact(&secret, &text), text);
        let numbers = |separator| (0..40_000).map(|number| number.to_string()).collect::<Vec<_>>().join(separator);
        let (secret, text) = (numbers("-"), numbers("_"));
        assert_eq!(redact(&secret, &text), text);
    }

    #[test]
    fn keeps_text_without_secrets() {
        let redactor = Redactor::new(vec![Secret::new(String::new()), Secret::new("s3cret".to_owned())]);
        let bytes = Bytes::from_static(b"\xff\x00 s3cre %zz \\u00 &#x; &");
        assert_eq!(redactor.bytes(bytes.clone()), bytes);
        assert_eq!(redactor.bytes(Bytes::from_static(b"\xffs3cret\xff")), &b"\xff[redacted]\xff"[..]);
    }
}
