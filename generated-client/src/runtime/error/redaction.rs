//! Removes secrets from what a server says before anybody sees it.

use bytes::Bytes;

use crate::runtime::auth::secret::Secret;

const REPLACEMENT: &[u8] = b"[redacted]";

/// So many leading bytes of a secret are removed even where the rest does not follow: a server may cut its echo.
const TELLING_PREFIX: usize = 16;

/// Anything shorter is no secret, and stands in plain words.
const SHORTEST: usize = 6;

/// So many times a character is escaped at most, such as by one gateway behind the other.
const AGAIN: usize = 4;

/// So many backslashes in a row are taken for one escaped character.
const MOST_BACKSLASHES: usize = 32;

/// Knows the secrets of one client.
#[derive(Clone, Debug)]
pub(crate) struct Redactor {
    secrets: Vec<Secret>,
}

impl Redactor {
    pub(crate) fn new(secrets: Vec<Secret>) -> Self {
        Self { secrets: secrets.into_iter().filter(|secret| secret.expose().len() >= SHORTEST).collect() }
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
        let lengths = attempts.filter_map(|(secret, escapes)| matched(rest, secret.expose(), escapes));
        lengths.max().map(|length| start + length)
    }
}

/// How many bytes of `input` spell the secret, or a telling prefix of it.
fn matched(input: &[u8], secret: &str, escapes: bool) -> Option<usize> {
    let (mut consumed, mut spelled, mut previous) = (0, 0, None);
    for character in secret.chars() {
        let rest = input.get(consumed..)?;
        // Where backslashes are escaped, the first of several took them all, and that of an escape behind it.
        let after_backslash = escapes && previous == Some('\\');
        let sequence = if escapes { escape_of(rest, character, after_backslash) } else { None };
        let taken = (after_backslash && character == '\\').then_some(0);
        let Some(length) = sequence.or_else(|| literal(rest, character)).or(taken) else { break };
        consumed += length;
        spelled += character.len_utf8();
        previous = Some(character);
    }
    (spelled == secret.len() || spelled >= TELLING_PREFIX).then_some(consumed)
}

fn literal(input: &[u8], character: char) -> Option<usize> {
    let length = character.len_utf8();
    input.starts_with(character.encode_utf8(&mut [0; 4]).as_bytes()).then_some(length)
}

/// Length of the escape sequence that begins `input` and stands for `character`, escaped again or not.
fn escape_of(input: &[u8], character: char, after_backslash: bool) -> Option<usize> {
    match input.first()? {
        b'%' => percent_escape(input, character),
        b'\\' => backslash_escape(input, character),
        b'&' => reference(input, character),
        b'+' => (character == ' ').then_some(1),
        _ if after_backslash => backslash_escape(input, character),
        _ => None,
    }
}

/// `%5C`, or `%255C`.
fn percent_escape(input: &[u8], character: char) -> Option<usize> {
    character.encode_utf8(&mut [0; 4]).bytes().try_fold(0, |position, byte| {
        let rest = input.get(position..)?.strip_prefix(b"%")?;
        let is_byte = |start: &usize| number(rest.get(*start..start + 2), 16) == Some(byte.into());
        let start = (0..AGAIN).map(|times| times * 2).find(is_byte)?;
        let between = rest.get(..start)?.chunks(2);
        between.into_iter().all(|digits| digits == b"25").then_some(position + 1 + start + 2)
    })
}

/// `\n`, `\"` or `\u005c`, or `\\\"`.
fn backslash_escape(input: &[u8], character: char) -> Option<usize> {
    let run = backslashes(input);
    let rest = input.get(run..)?;
    let named = match rest.first() {
        Some(b'n') => Some('\n'),
        Some(b'r') => Some('\r'),
        Some(b't') => Some('\t'),
        Some(b'b') => Some('\u{8}'),
        Some(b'f') => Some('\u{c}'),
        _ => None,
    };
    let whole =
        if character == '\\' { (run > 0).then_some(run) } else { literal(rest, character).map(|length| run + length) };
    utf16_escape(input, character).or((named == Some(character)).then_some(run + 1)).or(whole)
}

fn utf16_escape(input: &[u8], character: char) -> Option<usize> {
    character.encode_utf16(&mut [0; 2]).iter().try_fold(0, |position, unit| {
        let rest = input.get(position..)?;
        let start = backslashes(rest) + 1;
        let is_unit = rest.get(start - 1) == Some(&b'u');
        (is_unit && number(rest.get(start..start + 4), 16) == Some((*unit).into())).then_some(position + start + 4)
    })
}

/// `&quot;`, `&#92;` or `&#x5c;`, or `&amp;quot;`.
fn reference(input: &[u8], character: char) -> Option<usize> {
    let mut position = 1;
    for _ in 0..AGAIN {
        let rest = input.get(position..)?;
        // The longest reference is `&#x0010ffff;`.
        let name = rest.get(..rest.iter().take(12).position(|byte| *byte == b';')?)?;
        position += name.len() + 1;
        if referred(name) == Some(character) {
            return Some(position);
        }
        if name != b"amp" {
            return None;
        }
    }
    None
}

fn referred(name: &[u8]) -> Option<char> {
    match name {
        b"amp" => Some('&'),
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        [b'#', b'x' | b'X', digits @ ..] => char::from_u32(number(Some(digits), 16)?),
        [b'#', digits @ ..] => char::from_u32(number(Some(digits), 10)?),
        _ => None,
    }
}

/// How many backslashes `input` begins with, up to a bound: a text of nothing else must not take for ever.
fn backslashes(input: &[u8]) -> usize {
    input.iter().take(MOST_BACKSLASHES).take_while(|byte| **byte == b'\\').count()
}

fn number(digits: Option<&[u8]>, radix: u32) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits?).ok()?, radix).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrub(secret: &str, text: &str) -> String {
        Redactor::new(vec![Secret::new(secret.to_owned())]).text(text.to_owned())
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
        assert_eq!(scrub("abc%25d", "abc%25d"), "[redacted]");
        assert_eq!(scrub("abc%25d", "abc%2525d"), "[redacted]");
        assert_eq!(scrub(r"abcd\/", r"abcd\/"), "[redacted]");
    }

    #[test]
    fn any_character_can_be_escaped() {
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
            assert_eq!(scrub(secret, form), "[redacted]", "{form}");
        }
    }

    #[test]
    fn a_long_text_of_signs_that_escape_is_read_in_time() {
        for sign in ["\\", "%25", "&amp;", "\\u005c", "+"] {
            let text = sign.repeat(50_000);
            assert_eq!(scrub("\\s3cret%& ", &text), text);
        }
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
        let redactor = Redactor::new(vec![Secret::new(String::new()), Secret::new("s3cret".to_owned())]);
        let bytes = Bytes::from_static(b"\xff\x00 s3cre %zz \\u00 &#x; &");
        assert_eq!(redactor.bytes(bytes.clone()), bytes);
        assert_eq!(redactor.bytes(Bytes::from_static(b"\xffs3cret\xff")), &b"\xff[redacted]\xff"[..]);
    }
}
