//! Undoes escapes in untrusted text, and keeps track of where each byte came from.

use zeroize::Zeroizing;

/// Length of the longest HTML character reference without its `&`, which is `#x0010ffff;`.
const MAX_REFERENCE: usize = 12;

/// Text in which some escapes have been undone.
pub(super) struct Unescaped {
    /// They may be a secret.
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// The range of the original text that each byte came from.
    origins: Vec<(u32, u32)>,
}

impl Unescaped {
    /// Returns the text as it is.
    pub(super) fn new(text: &[u8]) -> Self {
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let bytes = Zeroizing::new(text.to_vec());
        Self { bytes, origins: (0..length).map(|index| (index, index + 1)).collect() }
    }

    /// Returns the text with one level of escapes undone: those of URLs, JSON and HTML. Returns `None` if it has none.
    pub(super) fn unescape(&self) -> Option<Self> {
        let bytes = Zeroizing::new(Vec::with_capacity(self.bytes.len()));
        let mut output = Self { bytes, origins: Vec::with_capacity(self.bytes.len()) };
        let mut position = 0;
        let mut is_changed = false;
        while let Some([first, after @ ..]) = self.bytes.get(position..) {
            let escape = match first {
                b'%' => percent_encoded(after),
                b'\\' => backslash_escaped(after),
                b'&' => html_escaped(after),
                _ => None,
            };
            is_changed |= escape.is_some();
            let Escape { length, content } = escape.unwrap_or(Escape { length: 1, content: Content::Byte(*first) });
            let origin = self.range(position, length);
            match content {
                Content::Byte(byte) => output.push(&[byte], origin),
                Content::Character(character) => output.push(character.encode_utf8(&mut [0; 4]).as_bytes(), origin),
            }
            position += length;
        }
        is_changed.then_some(output)
    }

    /// Returns the range of the original text that some bytes came from.
    pub(super) fn origin(&self, start: usize, length: usize) -> (usize, usize) {
        let (first, last) = self.range(start, length);
        (first as usize, last as usize)
    }

    fn range(&self, start: usize, length: usize) -> (u32, u32) {
        let first = self.origins.get(start).map_or(0, |origin| origin.0);
        let last = self.origins.get(start + length.saturating_sub(1)).map_or(first, |origin| origin.1);
        (first, last)
    }

    fn push(&mut self, bytes: &[u8], origin: (u32, u32)) {
        self.bytes.extend_from_slice(bytes);
        self.origins.extend(bytes.iter().map(|_| origin));
    }
}

/// An escape sequence.
#[derive(Clone, Copy)]
struct Escape {
    /// Number of bytes, with the sign that begins it.
    length: usize,
    content: Content,
}

#[derive(Clone, Copy)]
enum Content {
    Byte(u8),
    Character(char),
}

/// Reads `41` after `%`.
fn percent_encoded(rest: &[u8]) -> Option<Escape> {
    let byte = parse_number(rest.get(..2)?, 16)?;
    Some(Escape { length: 3, content: Content::Byte(u8::try_from(byte).ok()?) })
}

/// Reads `n`, `"` or `u005c` after a backslash. A backslash before any other byte is removed.
fn backslash_escaped(rest: &[u8]) -> Option<Escape> {
    if let Some((character, length)) = unicode_escaped(rest) {
        return Some(Escape { length: 1 + length, content: Content::Character(character) });
    }
    let byte = *rest.first()?;
    let content = short_escape(byte).map_or(Content::Byte(byte), Content::Character);
    Some(Escape { length: 2, content })
}

/// Reads `u00e9`, or `ud834\udd1e` for a surrogate pair. Returns the character and the number of bytes.
fn unicode_escaped(rest: &[u8]) -> Option<(char, usize)> {
    let first = utf16_unit(rest)?;
    if let Some(character) = char::from_u32(first.into()) {
        return Some((character, 5));
    }
    let second = utf16_unit(rest.get(5..)?.strip_prefix(b"\\")?)?;
    let character = char::decode_utf16([first, second]).next()?.ok()?;
    Some((character, 11))
}

/// Reads `u00e9`.
fn utf16_unit(rest: &[u8]) -> Option<u16> {
    let digits = rest.strip_prefix(b"u")?.get(..4)?;
    u16::try_from(parse_number(digits, 16)?).ok()
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

/// Reads `quot;`, `#92;` or `#x5c;` after `&`.
fn html_escaped(rest: &[u8]) -> Option<Escape> {
    let end = rest.iter().take(MAX_REFERENCE).position(|byte| *byte == b';')?;
    let character = referenced_character(rest.get(..end)?)?;
    Some(Escape { length: end + 2, content: Content::Character(character) })
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

fn parse_number(digits: &[u8], radix: u32) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok()?;
    u32::from_str_radix(digits, radix).ok()
}
