//! URLs that a server sends, without the parts that can authorize a request.

use std::ops::Range;

use crate::error::redaction::{MAX_ESCAPES, replace};
use crate::error::unescape::Unescaped;

/// Returns the scheme, host and path of a URL. The rest can authorize a request, such as a password before the host, a
/// signature in the query or the ID of a session after a semicolon.
pub(crate) fn public_part(url: &str) -> String {
    without_private_parts(url, |_| false, private_parts_of_url)
}

/// Returns text with only the [`public_part`] of each URL in it, even if characters of the URL are escaped for a URL,
/// JSON or HTML.
pub(crate) fn public_parts(text: &str) -> String {
    without_private_parts(text, ends_url, private_parts_of_word)
}

/// Removes the parts that `private_parts` finds in each word, with escapes and without.
fn without_private_parts(text: &str, is_delimiter: fn(u8) -> bool, private_parts: fn(&[u8]) -> PrivateParts) -> String {
    let mut private = Vec::new();
    let mut unescaped = Unescaped::new(text.as_bytes());
    for _ in 0..=MAX_ESCAPES {
        let mut start = 0;
        for word in unescaped.bytes.split(|byte| is_delimiter(*byte)) {
            for range in private_parts(word) {
                if !range.is_empty() {
                    private.push(unescaped.origin(start + range.start, range.len()));
                }
            }
            start += word.len() + 1;
        }
        match unescaped.unescape() {
            Some(next) => unescaped = next,
            None => break,
        }
    }
    let public = replace(text.as_bytes(), private, b"");
    String::from_utf8_lossy(&public).into_owned()
}

/// Returns whether a character ends a URL in text.
fn ends_url(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b'"' | b'<' | b'>' | b'`' | 0x7f)
}

/// The ranges of a user with a password, and of everything after the path. Either can be empty.
type PrivateParts = [Range<usize>; 2];

fn private_parts_of_word(word: &[u8]) -> PrivateParts {
    // A semicolon at the end separates the URL from other text.
    let word = word.strip_suffix(b";").unwrap_or(word);
    let parts = Parts::of(word);
    if parts.has_authority {
        return private_parts_of_url(word);
    }
    // A URL without a scheme. An at sign without a password belongs to an email address.
    let user = user_length(parts.host);
    let has_password = parts.host.get(..user).is_some_and(|user| user.contains(&b':'));
    let user = if has_password { 0..user } else { 0..0 };
    // Text has question marks at the end of sentences, and number signs and semicolons without a path.
    let follows_path = parts.after_path.starts_with(b"?") || !parts.path.is_empty();
    let has_parameters = follows_path && parts.after_path.contains(&b'=');
    let end = if has_parameters { word.len() - parts.after_path.len() } else { word.len() };
    [user, end..word.len()]
}

fn private_parts_of_url(url: &[u8]) -> PrivateParts {
    let Parts { before_host, host, path, after_path, .. } = Parts::of(url);
    let start = before_host.len();
    if after_path.contains(&b'@') && (path.is_empty() || !has_valid_port(host)) {
        // The at sign may end a password that contains a character which ends a path.
        return [start..url.len(), 0..0];
    }
    let end = url.len() - after_path.len();
    // A slash in a password ends the host early.
    let user =
        if has_valid_port(host) { user_length(host) } else { user_length(url.get(start..end).unwrap_or_default()) };
    [start..start + user, end..url.len()]
}

/// The parts of a URL.
struct Parts<'a> {
    has_authority: bool,
    /// The scheme and the slashes after it.
    before_host: &'a [u8],
    /// The host, with a user and a port.
    host: &'a [u8],
    path: &'a [u8],
    /// A query, a fragment, or another URL.
    after_path: &'a [u8],
}

impl<'a> Parts<'a> {
    fn of(url: &'a [u8]) -> Self {
        let end = url.iter().position(|byte| matches!(byte, b'?' | b'#' | b';')).unwrap_or(url.len());
        let authority = authority(url.get(..end).unwrap_or_default());
        let (before_host, rest) = url.split_at(authority.as_ref().map_or(0, |slashes| slashes.end));
        let end = end - before_host.len();
        let next_url = rest.get(..end).and_then(self::authority).map_or(end, |slashes| slashes.start);
        let (host_and_path, after_path) = rest.split_at(next_url);
        let end_of_host = host_and_path.iter().position(|byte| is_slash(*byte)).unwrap_or(host_and_path.len());
        let (host, path) = host_and_path.split_at(end_of_host);
        Self { has_authority: authority.is_some(), before_host, host, path, after_path }
    }
}

/// Returns the range of the first slashes before a host, as browsers read them: two or more, or any number after the
/// colon of a scheme.
fn authority(url: &[u8]) -> Option<Range<usize>> {
    let mut position = 0;
    while let Some(found) = url.get(position..)?.iter().position(|byte| is_slash(*byte)) {
        let start = position + found;
        let after = url.get(start..)?;
        let end = start + after.iter().position(|byte| !is_slash(*byte)).unwrap_or(after.len());
        // JSON can escape a slash as `\/`.
        let is_one_slash = matches!(url.get(start..end)?, b"/" | b"\\" | b"\\/");
        let follows_scheme = start > 0 && url.get(start - 1) == Some(&b':');
        if follows_scheme || !is_one_slash {
            return Some(start..end);
        }
        position = end;
    }
    None
}

/// Returns whether a byte is a slash, or separates slashes. Browsers read a backslash as a slash and ignore a tab.
fn is_slash(byte: u8) -> bool {
    matches!(byte, b'/' | b'\\' | b'\t')
}

/// Returns the length of everything up to the last at sign.
fn user_length(authority: &[u8]) -> usize {
    authority.iter().rposition(|byte| *byte == b'@').map_or(0, |at| at + 1)
}

/// Returns whether the port of a host is a number, if it has one.
fn has_valid_port(authority: &[u8]) -> bool {
    let host = authority.get(user_length(authority)..).unwrap_or_default();
    match host.iter().rposition(|byte| *byte == b':') {
        Some(colon) => host.ends_with(b"]") || host.iter().skip(colon + 1).all(u8::is_ascii_digit),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returns_the_scheme_host_and_path() {
        for (url, shown) in [
            ("https://obs.example.com/a/b.zip?AccessKeyId=s3cret&Signature=s3cret", "https://obs.example.com/a/b.zip"),
            ("https://user:s3cret@example.com/a", "https://example.com/a"),
            ("https://s3cret@s3cret@example.com:8443", "https://example.com:8443"),
            ("https://user:s3/cret@example.com/a", "https://example.com/a"),
            ("https://user:s3/cr@t@example.com:8443/a?b", "https://example.com:8443/a"),
            ("https://[::1]:8443/a@b", "https://[::1]:8443/a@b"),
            ("https://[::1]/a@b", "https://[::1]/a@b"),
            ("https://example.com/a@b#token=s3cret", "https://example.com/a@b"),
            ("//user:s3cret@example.com/a?b", "//example.com/a"),
            ("user:s3cret@example.com/a", "example.com/a"),
            (r"https:\\user:s3cret@example.com\a", r"example.com\a"),
            (r"https:\/\/user:s3cret@example.com\/a", r"https:\/\/example.com\/a"),
            ("https:/user:s3cret@example.com/a", "https:/example.com/a"),
            ("https:user:s3cret@example.com/a", "example.com/a"),
            ("https:/\t/user:s3cret@example.com/a", "https:/\t/example.com/a"),
            ("/login?next=s3cret", "/login"),
            ("https://example.com/login;jsessionid=s3cret", "https://example.com/login"),
            ("https://user:s3?cret@example.com/a", "https://"),
            ("https://user:12#s3cret@example.com", "https://"),
            ("https://user:s3/cr?et@example.com/a", "https://"),
            ("https://example.com/a?mail=user@example.com", "https://example.com/a"),
            ("https://example.com/a/https://user:s3cret@example.com/b", "https://example.com/a/https:"),
            ("https://example.com/a%3FSignature=s3cret", "https://example.com/a"),
            ("https://example.com/a? Signature=s3cret", "https://example.com/a"),
            ("?s3cret", ""),
            ("é#s3cret", "é"),
        ] {
            assert_eq!(public_part(url), shown, "{url}");
        }
    }

    #[test]
    fn shortens_each_url_in_text() {
        for (text, shown) in [
            ("", ""),
            ("no URL: a:/b", "no URL: a:/b"),
            ("see https://a.example/b (or é://c)", "see https://a.example/b (or é://c)"),
            ("https://a/b; https://a/b;jsessionid=s3cret;", "https://a/b; https://a/b;"),
            ("go to https://a/b?Signature=s3cret, then ://u:s3cret@c", "go to https://a/b then ://c"),
            (r#"{"url": "https:\/\/a\/b?c=s3cret\u0026d=s3cret", "e": 1}"#, r#"{"url": "https:\/\/a\/b", "e": 1}"#),
            ("https://a/b,https://u:s3cret@c", "https://a/b,https:"),
            ("a|https://u:s3cret@c", "a|https://c"),
            ("[x](https://a/b)(https://u:s3cret@c)", "[x](https://a/b)(https:"),
            ("{'u':'https://a','v':'https://u:s3cret@c'}", "{'u':'https://"),
            (r#""https:\u002f\u002fu:s3cret@c\u002fa\u003fb=s3cret""#, r#""https:\u002f\u002fc\u002fa""#),
            ("https:&#47;&#x2f;u:s3cret@c&#47;a", "https:&#47;&#x2f;c&#47;a"),
            ("https%3A%2F%2Fu%3As3cret%40c%2Fa%3Fb%3Ds3cret", "https%3A%2F%2Fc%2Fa"),
            ("https%253A%252F%252Fu%253As3cret%2540c", "https%253A%252F%252Fc"),
            ("<a href=\"//u:s3cret@c/a\" href=\"/a?b=s3cret\">", "<a href=\"//c/a\" href=\"/a\">"),
            ("/login;jsessionid=s3cret or /a#token=s3cret", "/login or /a"),
            ("obs.x/a?AccessKeyId=s3cret&Signature=s3cret", "obs.x/a"),
            ("u:s3cret@obs.x/a", "obs.x/a"),
            ("mail a@b.example, why? std::io #1; a?b", "mail a@b.example, why? std::io #1; a?b"),
            ("<a href=\"https://a?s3cret\">https://a#s3cret</a>", "<a href=\"https://a\">https://a</a>"),
        ] {
            assert_eq!(public_parts(text), shown, "{text}");
        }
    }
}
