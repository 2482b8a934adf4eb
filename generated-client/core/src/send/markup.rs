//! Recognizes HTML and XML by its beginning.

/// What markup is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Markup {
    /// An HTML page, or XML that describes an error.
    Page,
    /// Other XML.
    Other,
    /// Its first element has not arrived yet.
    Undecided,
}

/// Names of the first element of a page or a part of one, without a prefix and in lower case.
const PAGES: &[&str] = &[
    "html",
    "head",
    "body",
    "title",
    "meta",
    "script",
    "style",
    "center",
    "div",
    "h1",
    "h2",
    "p",
    "pre",
    "error",
    "errorresponse",
    "fault",
    "envelope",
];

/// Returns what markup the text is, or `None` if it is none. A comment or a declaration without an end is decided if
/// `is_final`.
pub(super) fn find_markup(text: &[u8], is_final: bool) -> Option<Markup> {
    let undecided = if is_final { Markup::Other } else { Markup::Undecided };
    let mut rest = text.trim_ascii_start();
    let mut is_markup = false;
    loop {
        let end: &[u8] = match rest {
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            [b'<', b'?', ..] => b"?>",
            _ => break,
        };
        let Some(position) = rest.windows(end.len()).position(|window| window == end) else { return Some(undecided) };
        rest = rest.get(position + end.len()..).unwrap_or_default().trim_ascii_start();
        is_markup = true;
    }
    match rest {
        // A beginning that more bytes can complete.
        [] if is_markup => Some(undecided),
        [b'<'] if !is_final => Some(Markup::Undecided),
        [b'<', b'!', declaration @ ..] if !is_final && !declaration.iter().any(|byte| b">[".contains(byte)) => {
            Some(Markup::Undecided)
        }
        [b'<', b'!', declaration @ ..] => find_document_type(declaration),
        [b'<', first, ..] if first.is_ascii_alphabetic() => find_element(rest, is_final),
        _ if is_markup => Some(Markup::Other),
        _ => None,
    }
}

/// Returns what a document with this declaration is, after its `<!`.
fn find_document_type(declaration: &[u8]) -> Option<Markup> {
    const KEYWORD: &[u8] = b"doctype";
    let (keyword, name) = declaration.split_at_checked(KEYWORD.len())?;
    if !keyword.eq_ignore_ascii_case(KEYWORD) {
        return None;
    }
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'[');
    let name = name.trim_ascii_start().split(is_end).next().unwrap_or_default();
    Some(kind_of(name))
}

/// Returns the kind of a document by the name of its first element.
fn kind_of(name: &[u8]) -> Markup {
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    let name = name.rsplit_once(':').map_or(name.as_str(), |(_, name)| name);
    if PAGES.contains(&name) { Markup::Page } else { Markup::Other }
}

/// Returns what a document is that begins with this element.
fn find_element(text: &[u8], is_final: bool) -> Option<Markup> {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    let tag = text.get(1..).unwrap_or_default();
    let Some(length) = tag.iter().position(is_end) else {
        return if is_final { None } else { Some(Markup::Undecided) };
    };
    Some(kind_of(tag.get(..length).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_markup_by_its_first_element() {
        for (text, expected) in [
            ("<html>", Some(Markup::Page)),
            (" <!DOCTYPE html>", Some(Markup::Page)),
            ("<!doctype report><report/>", Some(Markup::Other)),
            ("<?xml version=\"1.0\"?><!DOCTYPE Error [<!ENTITY a \"b\">]><Error/>", Some(Markup::Page)),
            ("<center><h1>502 Bad Gateway</h1></center>", Some(Markup::Page)),
            ("<meta http-equiv=\"refresh\">", Some(Markup::Page)),
            ("<pre>no such file</pre>", Some(Markup::Page)),
            ("<?xml version=\"1.0\"?>\n<!-- x -->\n<Error><Code>NoSuchKey</Code>", Some(Markup::Page)),
            ("<!-- a --><!-- b --><error/>", Some(Markup::Page)),
            ("<soap:Fault>", Some(Markup::Page)),
            ("<report>", Some(Markup::Other)),
            ("<!ELEMENT html>", None),
            ("<?xml version=\"1.0\"?> text", Some(Markup::Other)),
            ("<!-- unfinished", Some(Markup::Other)),
            ("<?xml version=\"1.0\"?>", Some(Markup::Other)),
            ("", None),
            ("PK", None),
            ("<3, text", None),
            ("<", None),
            ("<name without end", Some(Markup::Other)),
            ("<name", None),
            ("{\"a\": \"<html>\"}", None),
        ] {
            assert_eq!(find_markup(text.as_bytes(), true), expected, "{text}");
        }
    }

    #[test]
    fn waits_for_the_first_element() {
        for text in [&b"<!-- a --> <error>"[..], b"<!DOCTYPE errorResponse>"] {
            for end in 1..text.len() {
                assert_eq!(find_markup(&text[..end], false), Some(Markup::Undecided), "{end}");
            }
            assert_eq!(find_markup(text, false), Some(Markup::Page));
        }
    }
}
