//! Removes secrets from what a server says before anybody sees it.

use bytes::Bytes;

use super::secret::Secret;

const REPLACEMENT: &[u8] = b"[redacted]";

/// So many leading bytes of a secret are removed even where the rest does not follow: a server may cut its echo.
const TELLING_PREFIX: usize = 16;

/// Knows the secrets of one client.
#[derive(Clone, Debug)]
pub(crate) struct Scrubber {
    secrets: Vec<Secret>,
}

impl Scrubber {
    pub(crate) fn new(secrets: Vec<Secret>) -> Self {
        Self { secrets: secrets.into_iter().filter(|secret| !secret.expose().is_empty()).collect() }
    }

    /// Whether the text holds a secret, in any form that [`Self::bytes`] knows.
    pub(crate) fn finds(&self, text: &str) -> bool {
        (0..text.len()).any(|start| self.secret_at(text.as_bytes(), start).is_some())
    }

    /// Replaces secrets, also where some of their characters are escaped for a URL, JSON or HTML.
    pub(crate) fn bytes(&self, bytes: Bytes) -> Bytes {
        let mut clean = Vec::new();
        let (mut copied, mut position) = (0, 0);
        while position < bytes.len() {
            let Some(end) = self.secret_at(&bytes, position) else {
                position += 1;
                continue;
            };
            clean.extend_from_slice(bytes.get(copied..position).unwrap_or_default());
            clean.extend_from_slice(REPLACEMENT);
            (copied, position) = (end, end);
        }
        if copied == 0 {
            return bytes;
        }
        clean.extend_from_slice(bytes.get(copied..).unwrap_or_default());
        clean.into()
    }

    pub(crate) fn text(&self, text: String) -> String {
        let clean = self.bytes(text.into_bytes().into());
        String::from_utf8_lossy(&clean).into_owned()
    }

    /// Where the secret ends that begins at `start`.
    fn secret_at(&self, bytes: &[u8], start: usize) -> Option<usize> {
        let rest = bytes.get(start..)?;
        // A secret that looks escaped itself matches only if taken literally.
        let attempts = self.secrets.iter().flat_map(|secret| [(secret, true), (secret, false)]);
        let lengths = attempts.filter_map(|(secret, escapes)| matched(rest, secret.expose().as_bytes(), escapes));
        lengths.max().map(|length| start + length)
    }
}

/// How many bytes of `input` spell the secret, or a telling prefix of it.
fn matched(input: &[u8], secret: &[u8], escapes: bool) -> Option<usize> {
    let (mut consumed, mut spelled) = (0, 0);
    for byte in secret {
        let rest = input.get(consumed..)?;
        let sequence = if escapes { escape_of(rest, *byte) } else { None };
        let Some(length) = sequence.or((rest.first() == Some(byte)).then_some(1)) else { break };
        consumed += length;
        spelled += 1;
    }
    (spelled == secret.len() || spelled >= TELLING_PREFIX).then_some(consumed)
}

/// Length of the escape sequence that begins `input` and stands for `byte`.
fn escape_of(input: &[u8], byte: u8) -> Option<usize> {
    let hex = |range: std::ops::Range<usize>| number(input.get(range)?, 16);
    match input.first()? {
        b'%' => (hex(1..3) == Some(byte)).then_some(3),
        b'\\' if input.get(1) == Some(&b'u') => (hex(2..6) == Some(byte)).then_some(6),
        b'\\' => (input.get(1) == Some(&byte)).then_some(2),
        b'&' => {
            // The longest reference that can stand for ASCII is `&#x0000ff;`.
            let end = input.iter().take(10).position(|byte| *byte == b';')?;
            let reference = match input.get(1..end)? {
                b"amp" => Some(b'&'),
                b"lt" => Some(b'<'),
                b"gt" => Some(b'>'),
                b"quot" => Some(b'"'),
                b"apos" => Some(b'\''),
                [b'#', b'x' | b'X', digits @ ..] => number(digits, 16),
                [b'#', digits @ ..] => number(digits, 10),
                _ => None,
            };
            (reference == Some(byte)).then_some(end + 1)
        }
        _ => None,
    }
}

fn number(digits: &[u8], radix: u32) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrub(secret: &str, text: &str) -> String {
        Scrubber::new(vec![Secret::new(secret.to_owned())]).text(text.to_owned())
    }

    #[test]
    fn every_form_of_a_secret_is_removed() {
        let secret = r#"M+/="<&x"#;
        for form in [
            r#"M+/="<&x"#,
            "M%2B%2F%3D%22%3C%26x",
            "M%2b%2f%3d%22%3c%26x",
            r#"M+\/=\"<&x"#,
            r"M\u002b\u002F\u003d\u0022\u003C\u0026x",
            "M&#43;&#x2f;&#061;&quot;&lt;&amp;x",
        ] {
            assert_eq!(scrub(secret, form), "[redacted]", "{form}");
            assert_eq!(scrub(secret, &format!("<{form}{form}>é")), "<[redacted][redacted]>é", "{form}");
        }
    }

    #[test]
    fn secrets_that_look_escaped() {
        assert_eq!(scrub("a%25b", "a%25b"), "[redacted]");
        assert_eq!(scrub("a%25b", "a%2525b"), "[redacted]");
        assert_eq!(scrub(r"\/", r"\/"), "[redacted]");
    }

    #[test]
    fn a_cut_echo_is_removed() {
        let secret = "0123456789abcdefghij";
        assert_eq!(scrub(secret, "token 0123456789abcdefgh…"), "token [redacted]…");
        assert_eq!(scrub(secret, "0123456789abcdef"), "[redacted]", "also at the end");
        assert_eq!(scrub(secret, "0123456789"), "0123456789", "short runs are chance");
    }

    #[test]
    fn what_holds_no_secret_stays_as_it_is() {
        let scrubber = Scrubber::new(vec![Secret::new(String::new()), Secret::new("s3cret".to_owned())]);
        let bytes = Bytes::from_static(b"\xff\x00 s3cre %zz \\u00 &#x; &");
        assert_eq!(scrubber.bytes(bytes.clone()), bytes);
        assert_eq!(scrubber.bytes(Bytes::from_static(b"\xffs3cret\xff")), &b"\xff[redacted]\xff"[..]);
    }
}
