//! URLs that a server sends, without the parts that can authorize a request.

use std::borrow::Cow;

/// Returns the scheme, host and path of a URL. The rest can authorize a request, such as a signature in the query or
/// the ID of a session after a semicolon.
pub(crate) fn public_part(url: &str) -> String {
    let (url, rest_of_url) = url.split_at(url.find(['?', '#', ';']).unwrap_or(url.len()));
    // Browsers read a backslash as a slash, and any number of slashes after the scheme as two.
    let url = url.replace("\\/", "/").replace('\\', "/");
    let slash = url.find(":/").map_or(0, |colon| colon + 1);
    let after_slashes = url.get(slash..).unwrap_or_default().trim_start_matches('/');
    let (scheme, rest) = url.split_at(url.len() - after_slashes.len());
    let end_of_host = rest.find('/').unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end_of_host);
    if rest_of_url.contains('@') && (path.is_empty() || !has_valid_port(authority)) {
        // It may be the beginning of a password that contains one of these characters.
        return scheme.to_owned();
    }
    // A slash in a password ends the authority early.
    let after_user = if has_valid_port(authority) { authority.rsplit_once('@') } else { rest.rsplit_once('@') };
    match after_user {
        Some((_, host)) if has_valid_port(authority) => format!("{scheme}{host}{path}"),
        Some((_, host_and_path)) => format!("{scheme}{host_and_path}"),
        None => url,
    }
}

/// Returns whether the port of a host is a number, if it has one.
fn has_valid_port(authority: &str) -> bool {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match host.rsplit_once(':') {
        Some((_, port)) => host.ends_with(']') || port.bytes().all(|byte| byte.is_ascii_digit()),
        None => true,
    }
}

/// Returns text with the [`public_part`] of each URL in it.
pub(super) fn public_parts(text: &str) -> Cow<'_, str> {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, url, after)) = split_at_url(rest) {
        shown.push_str(before);
        if url.contains(['?', '#', ';', '@']) {
            shown.push_str(&public_part(url));
        } else {
            shown.push_str(url);
        }
        rest = after;
    }
    if shown.is_empty() {
        return text.into();
    }
    shown.push_str(rest);
    shown.into()
}

/// Splits text into the part before its first URL, the URL, and the rest.
fn split_at_url(text: &str) -> Option<(&str, &str, &str)> {
    let mut colons = text.match_indices(':').map(|(colon, _)| colon);
    let colon = colons.find(|colon| {
        let rest = text.get(*colon..).unwrap_or_default();
        // JSON can escape slashes.
        rest.starts_with("://") || rest.starts_with(":\\/\\/")
    })?;
    let scheme = text.get(..colon)?.bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    let end = text.get(colon..)?.find(is_delimiter).map_or(text.len(), |length| colon + length);
    // A semicolon at the end separates it from other text.
    let url = text.get(colon - scheme..end)?.trim_end_matches(';');
    Some((text.get(..colon - scheme)?, url, text.get(colon - scheme + url.len()..)?))
}

/// Returns whether a character ends a URL in text.
fn is_delimiter(character: char) -> bool {
    character.is_whitespace() || character.is_control() || matches!(character, '"' | '<' | '>' | '`')
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
            (r"https:\\user:s3cret@example.com\a", "https://example.com/a"),
            (r"https:\/\/user:s3cret@example.com\/a", "https://example.com/a"),
            ("https:/user:s3cret@example.com/a", "https:/example.com/a"),
            ("https:user:s3cret@example.com/a", "example.com/a"),
            ("/login?next=s3cret", "/login"),
            ("https://example.com/login;jsessionid=s3cret", "https://example.com/login"),
            ("https://user:s3?cret@example.com/a", "https://"),
            ("https://user:12#s3cret@example.com", "https://"),
            ("https://user:s3/cr?et@example.com/a", "https://"),
            ("https://example.com/a?mail=user@example.com", "https://example.com/a"),
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
            (r#"{"url": "https:\/\/a\/b?c=s3cret\u0026d=s3cret", "e": 1}"#, r#"{"url": "https://a/b", "e": 1}"#),
            ("<a href=\"https://a?s3cret\">https://a#s3cret</a>", "<a href=\"https://a\">https://a</a>"),
        ] {
            assert_eq!(public_parts(text), shown, "{text}");
        }
    }
}
