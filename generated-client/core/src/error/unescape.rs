//! Undoes escapes in untrusted text, and keeps track of where each byte came from.

use zeroize::Zeroizing;

/// Maximum number of digits or letters of an HTML character reference. Zeros can precede its digits.
const MAX_REFERENCE: usize = 32;

/// HTML character references that browsers also accept without a semicolon.
const NAMES_WITHOUT_SEMICOLON: [(&str, char); 8] =
    [("amp", '&'), ("AMP", '&'), ("lt", '<'), ("LT", '<'), ("gt", '>'), ("GT", '>'), ("quot", '"'), ("QUOT", '"')];

/// Text in which some escapes have been undone.
pub(super) struct Unescaped {
    /// They may be a secret.
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// The range of the original text that each byte came from. `None` if the bytes are the original text.
    origins: Option<Vec<(u32, u32)>>,
}

impl Unescaped {
    pub(super) fn new(text: &[u8]) -> Self {
        Self { bytes: Zeroizing::new(text.to_vec()), origins: None }
    }

    /// Returns the text with one level of escapes undone: those of URLs, JSON and HTML. Returns `None` if it has none.
    pub(super) fn unescape(&self) -> Option<Self> {
        // Avoids a copy of text without escapes, which is most of it.
        if !self.bytes.iter().any(|byte| matches!(byte, b'%' | b'\\' | b'&')) {
            return None;
        }
        let mut bytes = Zeroizing::new(Vec::with_capacity(self.bytes.len()));
        let mut origins = Vec::with_capacity(self.bytes.len());
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
            match content {
                Content::Byte(byte) => bytes.push(byte),
                Content::Character(character) => bytes.extend(character.encode_utf8(&mut [0; 4]).bytes()),
            }
            let (first, last) = self.origin(position, length);
            origins.resize(bytes.len(), (to_u32(first), to_u32(last)));
            position += length;
        }
        is_changed.then_some(Self { bytes, origins: Some(origins) })
    }

    /// Returns the range of the original text that some bytes came from.
    pub(super) fn origin(&self, start: usize, length: usize) -> (usize, usize) {
        let Some(origins) = &self.origins else {
            return (start, start + length);
        };
        let first = origins.get(start).map_or(0, |origin| origin.0);
        let last = origins.get(start + length.saturating_sub(1)).map_or(first, |origin| origin.1);
        (first as usize, last as usize)
    }
}

/// Converts a position. Ranges take half the memory as `u32`, but are wrong beyond 4 GiB.
fn to_u32(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
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
    let (length, character) = match rest {
        [b'#', b'x' | b'X', digits @ ..] => {
            let length = length_of(digits, u8::is_ascii_hexdigit);
            (2 + length, char::from_u32(parse_number(digits.get(..length)?, 16)?)?)
        }
        [b'#', digits @ ..] => {
            let length = length_of(digits, u8::is_ascii_digit);
            (1 + length, char::from_u32(parse_number(digits.get(..length)?, 10)?)?)
        }
        _ => named_character(rest)?,
    };
    let semicolon = usize::from(rest.get(length) == Some(&b';'));
    Some(Escape { length: 1 + length + semicolon, content: Content::Character(character) })
}

/// Returns the number of bytes at the beginning that belong to a character reference.
fn length_of(bytes: &[u8], belongs: fn(&u8) -> bool) -> usize {
    bytes.iter().take(MAX_REFERENCE).take_while(|byte| belongs(byte)).count()
}

/// Returns the length of the name of a character, and the character.
fn named_character(rest: &[u8]) -> Option<(usize, char)> {
    let length = length_of(rest, u8::is_ascii_alphabetic);
    if rest.get(length) == Some(&b';')
        && let Some(character) = punctuation(rest.get(..length)?)
    {
        return Some((length, character));
    }
    let found = NAMES_WITHOUT_SEMICOLON.iter().find(|(name, _)| rest.starts_with(name.as_bytes()));
    found.map(|(name, character)| (name.len(), *character))
}

/// Returns the ASCII punctuation character of an HTML name. Secrets and URLs contain no other named characters.
fn punctuation(name: &[u8]) -> Option<char> {
    let character = match name {
        b"excl" => '!',
        b"num" => '#',
        b"dollar" => '$',
        b"percnt" => '%',
        b"apos" => '\'',
        b"lpar" => '(',
        b"rpar" => ')',
        b"ast" | b"midast" => '*',
        b"plus" => '+',
        b"comma" => ',',
        b"period" => '.',
        b"sol" => '/',
        b"colon" => ':',
        b"semi" => ';',
        b"equals" => '=',
        b"quest" => '?',
        b"commat" => '@',
        b"lsqb" | b"lbrack" => '[',
        b"bsol" => '\\',
        b"rsqb" | b"rbrack" => ']',
        b"Hat" => '^',
        b"lowbar" | b"UnderBar" => '_',
        b"grave" | b"DiacriticalGrave" => '`',
        b"lcub" | b"lbrace" => '{',
        b"verbar" | b"vert" | b"VerticalLine" => '|',
        b"rcub" | b"rbrace" => '}',
        _ => return None,
    };
    Some(character)
}

fn parse_number(digits: &[u8], radix: u32) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok()?;
    u32::from_str_radix(digits, radix).ok()
}
