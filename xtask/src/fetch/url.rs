//! Addresses of help pages: `https`, or `http` on loopback.

use std::fmt;

/// The placeholder for the operation ID in a pattern.
const PLACEHOLDER: &str = "{operation}";

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
        let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
        let is_host =
            !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
        if !is_host || port.parse::<u16>().is_err() {
            return Err("it must have a host name, and nothing else before its path except for a port");
        }
        if !path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~%!$&'()*+,;=:@".contains(&byte)) {
            return Err("its path must not have a query, a fragment, spaces or special characters");
        }
        let is_loopback = host == "localhost" || host.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback());
        if scheme != "https" && !(scheme == "http" && is_loopback) {
            return Err("it must use `https`");
        }
        Ok(Self {
            origin: format!("{scheme}://{}", authority.to_ascii_lowercase()),
            path: path.to_owned(),
            is_loopback,
        })
    }

    /// Returns the target of a redirect from here, unless it leads to another scheme, host or port.
    pub(super) fn redirected(&self, location: &str) -> Option<Self> {
        let location = location.split(['?', '#']).next().unwrap_or_default();
        let target = match location.strip_prefix('/') {
            Some(rest) if rest.starts_with('/') => format!("{}:{location}", self.origin.split(':').next()?),
            Some(_) => format!("{}{location}", self.origin),
            None if location.contains("://") => location.to_owned(),
            None => format!("{}{}/{location}", self.origin, self.path.rsplit_once('/')?.0),
        };
        Self::parse(&target).ok().filter(|target| target.origin == self.origin)
    }

    /// Returns the name of the protocol.
    pub(super) fn scheme(&self) -> &str {
        self.origin.split(':').next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_https_and_loopback_only() {
        let cases = [
            ("https://help.example.com/api/{operation}.html", Ok("https://help.example.com/api/ListRooms.html")),
            ("https://HELP.example.com:8443/{operation}", Ok("https://help.example.com:8443/ListRooms")),
            ("http://127.0.0.1:80/{operation}", Ok("http://127.0.0.1:80/ListRooms")),
            ("http://localhost/a/{operation}", Ok("http://localhost/a/ListRooms")),
            ("http://help.example.com/{operation}", Err("it must use `https`")),
            ("http://127.0.0.1.example.com/{operation}", Err("it must use `https`")),
            ("file:///etc/{operation}", Err("it must have a host name")),
            ("https://user@help.example.com/{operation}", Err("it must have a host name")),
            ("https://help.example.com:x/{operation}", Err("it must have a host name")),
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
        let cases = [
            ("/en/ListRooms.html", Some("https://help.example.com/en/ListRooms.html")),
            ("other.html?from=api#top", Some("https://help.example.com/api/other.html")),
            ("//HELP.example.com/a", Some("https://help.example.com/a")),
            ("https://help.example.com/a", Some("https://help.example.com/a")),
            ("http://help.example.com/a", None),
            ("https://help.example.com:8443/a", None),
            ("https://login.example.com/a", None),
            ("//login.example.com/a", None),
            ("https://help.example.com@login.example.com/a", None),
            ("javascript:alert(1)//://x", None),
        ];
        for (location, expected) in cases {
            assert_eq!(url.redirected(location).map(|url| url.to_string()).as_deref(), expected, "{location}");
        }
    }
}
