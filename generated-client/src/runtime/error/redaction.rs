//! Redaction of secrets in text and bytes that a server or a transport returned.

use bytes::Bytes;

use crate::runtime::auth::secret::Secret;

const REPLACEMENT: &[u8] = b"[redacted]";

/// Length of a prefix that is redacted even without the rest of the secret: a server may truncate what it repeats.
const MIN_PREFIX: usize = 16;

/// Shorter secrets are not redacted: they would match ordinary words.
const MIN_SECRET: usize = 6;

/// Maximum number of times that a character can have been escaped, such as by several gateways.
const MAX_ESCAPES: usize = 4;

/// Maximum number of consecutive backslashes that can belong to one escaped character. Bounds the time for long runs.
const MAX_BACKSLASHES: usize = 32;

/// Length of the longest HTML character reference without its `&`, which is `#x0010ffff;`.
const MAX_REFERENCE: usize = 12;

/// Replaces the secrets of one client.
#[derive(Clone, Debug)]
pub(crate) struct Redactor {
    patterns: Vec<Pattern>,
}

/// A secret to search for.
#[derive(Clone, Debug)]
struct Pattern {
    secret: Secret,
    /// How often its own `%` and `&` can have been escaped: 1 if it has none, since this changes nothing then.
    max_escapes: usize,
}

/// How the characters of a secret are represented.
#[derive(Clone, Copy)]
enum Form {
    /// Unchanged: the only form of a secret that contains escape sequences of its own.
    Literal,
    /// Each character may be escaped. A `%` or `&` that is escaped is escaped exactly `times` times, since `%2525` could
    /// otherwise be read as an escaped `%` or as an escaped `%25`.
    Escaped { times: usize },
}

impl Redactor {
    pub(crate) fn new(mut secrets: Vec<Secret>) -> Self {
        secrets.retain(|secret| secret.expose().len() >= MIN_SECRET);
        Self { patterns: secrets.into_iter().map(Pattern::new).collect() }
    }

    /// Returns whether the text contains a secret in any form that [`Self::bytes`] replaces.
    pub(crate) fn finds(&self, text: &str) -> bool {
        (0..text.len()).any(|start| self.secret_length(text.as_bytes(), start).is_some())
    }

    /// Replaces all secrets, even if some of their characters are escaped for a URL, JSON or HTML.
    pub(crate) fn bytes(&self, bytes: Bytes) -> Bytes {
        let mut redacted = Vec::new();
        let mut copied = 0;
        let mut position = 0;
        while position < bytes.len() {
            let Some(length) = self.secret_length(&bytes, position) else {
                position += 1;
                continue;
            };
            redacted.extend_from_slice(bytes.get(copied..position).unwrap_or_default());
            redacted.extend_from_slice(REPLACEMENT);
            position += length;
            copied = position;
        }
        if copied == 0 {
            return bytes;
        }
        redacted.extend_from_slice(bytes.get(copied..).unwrap_or_default());
        redacted.into()
    }

    /// Replaces all secrets in a string, as [`Self::bytes`] does.
    pub(crate) fn text(&self, text: String) -> String {
        let redacted = self.bytes(text.into_bytes().into());
        String::from_utf8_lossy(&redacted).into_owned()
    }

    /// Returns the length of the longest secret that begins at `start`.
    fn secret_length(&self, bytes: &[u8], start: usize) -> Option<usize> {
        let input = bytes.get(start..)?;
        let mut longest = None;
        for Pattern { secret, max_escapes } in &self.patterns {
            longest = longest.max(match_secret(input, secret.expose(), Form::Literal));
            for times in 1..=*max_escapes {
                longest = longest.max(match_secret(input, secret.expose(), Form::Escaped { times }));
            }
        }
        longest
    }
}

impl Pattern {
    fn new(secret: Secret) -> Self {
        let max_escapes = if secret.expose().contains(['%', '&']) { MAX_ESCAPES } else { 1 };
        Self { secret, max_escapes }
    }
}

/// Returns how many bytes of `input` represent the secret, or a prefix of at least [`MIN_PREFIX`] bytes.
fn match_secret(input: &[u8], secret: &str, form: Form) -> Option<usize> {
    let mut consumed = 0;
    let mut matched = 0;
    let mut previous = None;
    for character in secret.chars() {
        let rest = input.get(consumed..)?;
        let length = match form {
            Form::Literal => next_literal(rest, character),
            Form::Escaped { times } => next_escaped(rest, character, previous, times),
        };
        let Some(length) = length else { break };
        consumed += length;
        matched += character.len_utf8();
        previous = Some(character);
    }
    (matched == secret.len() || matched >= MIN_PREFIX).then_some(consumed)
}

fn next_literal(input: &[u8], character: char) -> Option<usize> {
    let mut buffer = [0; 4];
    let bytes = character.encode_utf8(&mut buffer).as_bytes();
    input.starts_with(bytes).then_some(bytes.len())
}

/// Matches a character that may be escaped, once or several times, and that follows `previous` in the secret.
fn next_escaped(input: &[u8], character: char, previous: Option<char>, times: usize) -> Option<usize> {
    // The run of backslashes that matched `previous` also contains the backslashes of this character.
    let after_backslash = previous == Some('\\');
    let escaped = match input.first() {
        Some(b'%') => percent_encoded(input, character, times),
        Some(b'\\') => backslash_escaped(input, character),
        Some(b'&') => html_escaped(input, character, times),
        Some(b'+') if character == ' ' => Some(1),
        Some(_) if after_backslash => backslash_escaped(input, character),
        _ => None,
    };
    match escaped.or_else(|| next_literal(input, character)) {
        None if after_backslash && character == '\\' => Some(0),
        length => length,
    }
}

/// Matches `%C3%A9`, or `%25C3%25A9` if the percent signs are escaped too.
fn percent_encoded(input: &[u8], character: char, times: usize) -> Option<usize> {
    let mut length = 0;
    let mut buffer = [0; 4];
    for byte in character.encode_utf8(&mut buffer).bytes() {
        length += percent_encoded_byte(input.get(length..)?, byte, times)?;
    }
    Some(length)
}

fn percent_encoded_byte(input: &[u8], byte: u8, times: usize) -> Option<usize> {
    let mut length = 1;
    let mut rest = input.strip_prefix(b"%")?;
    for escapes in 1..=MAX_ESCAPES {
        let (digits, after) = rest.split_at_checked(2)?;
        length += 2;
        if parse_number(digits, 16) == Some(byte.into()) && (byte != b'%' || escapes == times) {
            return Some(length);
        }
        if digits != b"25" {
            return None;
        }
        rest = after;
    }
    None
}

/// Matches `\n`, `\"` or `\u005c`, or `\\\"` if the backslash is escaped too.
fn backslash_escaped(input: &[u8], character: char) -> Option<usize> {
    if let Some(length) = unicode_escaped(input, character) {
        return Some(length);
    }
    let backslashes = count_backslashes(input);
    let rest = input.get(backslashes..)?;
    if rest.first().is_some_and(|letter| short_escape(*letter) == Some(character)) {
        return Some(backslashes + 1);
    }
    if character == '\\' {
        return (backslashes > 0).then_some(backslashes);
    }
    Some(backslashes + next_literal(rest, character)?)
}

/// Matches `\u00e9`, or `\ud834\udd1e` for a surrogate pair.
fn unicode_escaped(input: &[u8], character: char) -> Option<usize> {
    let mut length = 0;
    let mut buffer = [0; 2];
    for unit in character.encode_utf16(&mut buffer) {
        let rest = input.get(length..)?;
        let backslashes = count_backslashes(rest);
        let digits = rest.get(backslashes..)?.strip_prefix(b"u")?.get(..4)?;
        if parse_number(digits, 16) != Some((*unit).into()) {
            return None;
        }
        length += backslashes + 1 + digits.len();
    }
    Some(length)
}

/// Returns the character that JSON writes as a backslash and this letter.
fn short_escape(letter: u8) -> Option<char> {
    match letter {
        b'n' => Some('\n'),
        b'r' => Some('\r'),
        b't' => Some('\t'),
        b'b' => Some('\u{8}'),
        b'f' => Some('\u{c}'),
        _ => None,
    }
}

/// Matches `&quot;`, `&#92;` or `&#x5c;`, or `&amp;quot;` if the ampersand is escaped too.
fn html_escaped(input: &[u8], character: char, times: usize) -> Option<usize> {
    let mut length = 1;
    for escapes in 1..=MAX_ESCAPES {
        let rest = input.get(length..)?;
        let end = rest.iter().take(MAX_REFERENCE).position(|byte| *byte == b';')?;
        let name = rest.get(..end)?;
        length += end + 1;
        if referenced_character(name) == Some(character) && (character != '&' || escapes == times) {
            return Some(length);
        }
        if name != b"amp" {
            return None;
        }
    }
    None
}

fn referenced_character(name: &[u8]) -> Option<char> {
    match name {
        b"amp" => Some('&'),
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        [b'#', b'x' | b'X', digits @ ..] => char::from_u32(parse_number(digits, 16)?),
        [b'#', digits @ ..] => char::from_u32(parse_number(digits, 10)?),
        _ => None,
    }
}

/// Returns the number of backslashes at the start of `input`, at most [`MAX_BACKSLASHES`].
fn count_backslashes(input: &[u8]) -> usize {
    input.iter().take(MAX_BACKSLASHES).take_while(|byte| **byte == b'\\').count()
}

fn parse_number(digits: &[u8], radix: u32) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok()?;
    u32::from_str_radix(digits, radix).ok()
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
        ] {
            assert_eq!(redact(secret, form), "[redacted]", "{form}");
            assert_eq!(redact(secret, &format!("<{form}{form}>é")), "<[redacted][redacted]>é", "{form}");
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
    fn keeps_text_without_secrets() {
        let redactor = Redactor::new(vec![Secret::new(String::new()), Secret::new("s3cret".to_owned())]);
        let bytes = Bytes::from_static(b"\xff\x00 s3cre %zz \\u00 &#x; &");
        assert_eq!(redactor.bytes(bytes.clone()), bytes);
        assert_eq!(redactor.bytes(Bytes::from_static(b"\xffs3cret\xff")), &b"\xff[redacted]\xff"[..]);
    }
}
