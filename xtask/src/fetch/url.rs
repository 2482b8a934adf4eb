//! Addresses of help pages: `https`, or `http` on loopback.

use std::fmt;

/// The placeholder for the operation ID in a pattern.
const PLACEHOLDER: &str = "{operation}";

/// Maximum length of the address of a redirect in messages.
const MAX_SHOWN: usize = 200;

/// An address without user name, query or fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Url {
    /// Scheme, host and port.
    origin: String,
    path: String,
    pub(super) is_loopback: bool,
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin, self.path)
    }
}

impl Url {
    /// Returns the address of an operation's help page.
    pub(crate) fn of_operation(pattern: &str, operation: &str) -> Result<Self, String> {
        if pattern.matches(PLACEHOLDER).count() != 1 {
            return Err(format!("invalid pattern `{pattern}`: it must contain `{PLACEHOLDER}` once"));
        }
        Self::parse(&pattern.replace(PLACEHOLDER, operation))
            .map_err(|error| format!("invalid pattern `{pattern}`: {error}"))
    }

    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let (scheme, rest) = text.split_once("://").ok_or("it must start with `https://`")?;
        let (authority, path) = rest.split_at(rest.find('/').ok_or("it must have a path")?);
        let scheme = scheme.to_ascii_lowercase();
        let default_port = if scheme == "http" { "80" } else { "443" };
        let (host, port) = authority.split_once(':').unwrap_or((authority, default_port));
        let is_host =
            !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
        let is_port = port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
        if !is_host || !is_port {
            return Err("it must have a host name, and nothing else before its path except for a port");
        }
        if !path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~%!$&'()*+,;=:@".contains(&byte)) {
            return Err("its path must not have a query, a fragment, spaces or special characters");
        }
        let is_loopback = host == "localhost" || host.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback());
        if scheme != "https" && !(scheme == "http" && is_loopback) {
            return Err("it must use `https`");
        }
        // Two addresses of one server differ neither in capital letters nor in the default port.
        let host = host.to_ascii_lowercase();
        let port = if port == default_port { String::new() } else { format!(":{port}") };
        Ok(Self { origin: format!("{scheme}://{host}{port}"), path: path.to_owned(), is_loopback })
    }

    /// Returns the target of a redirect from here. The error says why it is not followed.
    pub(super) fn redirected(&self, location: &str) -> Result<Self, String> {
        let location = location.split(['?', '#']).next().unwrap_or_default();
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let target = match location {
            "" => self.to_string(),
            _ if location.starts_with("//") => format!("{}:{location}", self.scheme()),
            _ if location.starts_with('/') => format!("{}{location}", self.origin),
            _ if location.contains("://") => location.to_owned(),
            _ => format!("{}{folder}/{location}", self.origin),
        };
        let address = shown(&target);
        match Self::parse(&target) {
            Ok(target) if target.origin == self.origin => Ok(target),
            Ok(_) => Err(format!("the server redirects to another scheme, host or port, {address}")),
            Err(error) => Err(format!("the server redirects to {address}, which is not followed: {error}")),
        }
    }

    /// Returns the name of the protocol.
    pub(super) fn scheme(&self) -> &str {
        self.origin.split(':').next().unwrap_or_default()
    }
}

/// Returns the beginning of an address that a server sent, without user name and password.
fn shown(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    let host_and_path = rest.rsplit_once('@').map_or(rest, |(_, host_and_path)| host_and_path);
    format!("{scheme}://{host_and_path}").chars().take(MAX_SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_https_and_loopback_only() {
        let cases = [
            ("https://help.example.com/api/{operation}.html", Ok("https://help.example.com/api/ListRooms.html")),
            ("https://HELP.example.com:8443/{operation}", Ok("https://help.example.com:8443/ListRooms")),
            ("http://127.0.0.1:80/{operation}", Ok("http://127.0.0.1/ListRooms")),
            ("http://localhost/a/{operation}", Ok("http://localhost/a/ListRooms")),
            ("http://help.example.com/{operation}", Err("it must use `https`")),
            ("http://127.0.0.1.example.com/{operation}", Err("it must use `https`")),
            ("file:///etc/{operation}", Err("it must have a host name")),
            ("https://user@help.example.com/{operation}", Err("it must have a host name")),
            ("https://help.example.com:x/{operation}", Err("it must have a host name")),
            ("https://help.example.com:+1/{operation}", Err("it must have a host name")),
            ("https://help.example.com:/{operation}", Err("it must have a host name")),
            ("https://help.example.com:65536/{operation}", Err("it must have a host name")),
            ("https://{operation}", Err("it must have a path")),
            ("help.example.com/{operation}", Err("it must start with `https://`")),
            ("https://help.example.com/{operation}?a=b", Err("its path must not have a query")),
            ("https://help.example.com/ {operation}", Err("its path must not have a query")),
            ("https://help.example.com/api", Err("it must contain `{operation}` once")),
            ("https://help.example.com/{operation}/{operation}", Err("it must contain `{operation}` once")),
        ];
        for (pattern, expected) in cases {
            match (Url::of_operation(pattern, "ListRooms"), expected) {
                (Ok(url), Ok(expected)) => assert_eq!(url.to_string(), expected),
                (Err(error), Err(expected)) => {
                    assert!(error.starts_with(&format!("invalid pattern `{pattern}`: {expected}")), "{error}");
                }
                (found, _) => panic!("{pattern}: {found:?}"),
            }
        }
    }

    #[test]
    fn follows_redirects_within_the_origin_only() {
        let url = Url::parse("https://help.example.com/api/ListRooms.html").expect("a URL");
        let elsewhere = "the server redirects to another scheme, host or port, ";
        let invalid = "the server redirects to ";
        let cases = [
            ("/en/ListRooms.html", Ok("https://help.example.com/en/ListRooms.html")),
            ("other.html?from=api#top", Ok("https://help.example.com/api/other.html")),
            ("?lang=en", Ok("https://help.example.com/api/ListRooms.html")),
            ("//HELP.example.com/a", Ok("https://help.example.com/a")),
            ("https://help.example.com/a", Ok("https://help.example.com/a")),
            ("HTTPS://help.example.com:443/a", Ok("https://help.example.com/a")),
            ("https://help.example.com:8443/a", Err([elsewhere, "https://help.example.com:8443/a"])),
            ("https://login.example.com/a?token=secret", Err([elsewhere, "https://login.example.com/a"])),
            ("//login.example.com/a", Err([elsewhere, "https://login.example.com/a"])),
            (
                "http://help.example.com/a",
                Err([invalid, "http://help.example.com/a, which is not followed: it must use `https`"]),
            ),
            (
                "https://user:se@cret@help.example.com/a",
                Err([invalid, "https://help.example.com/a, which is not followed: it must have a host"]),
            ),
            ("/a b", Err([invalid, "https://help.example.com/a b, which is not followed: its path must not have"])),
            (
                "javascript:alert(1)//://x",
                Err([invalid, "javascript:alert(1)//://x, which is not followed: it must have a path"]),
            ),
        ];
        for (location, expected) in cases {
            match (url.redirected(location), expected) {
                (Ok(url), Ok(expected)) => assert_eq!(url.to_string(), expected),
                (Err(error), Err(expected)) => assert!(error.starts_with(&expected.concat()), "{location}: {error}"),
                (found, _) => panic!("{location}: {found:?}"),
            }
        }
        let error = url.redirected(&format!("http://help.example.com/{}", "a".repeat(9999))).expect_err("no https");
        assert!(error.len() < 300, "{error}");
    }
}
