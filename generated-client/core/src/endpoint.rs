//! Service endpoints.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use http::HeaderValue;

use crate::descriptor::ServiceDescriptor;
use crate::text::{check_setting, one_line};

/// A scheme, host and port in a form that all URL parsers interpret the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    origin: String,
    host: String,
    port: u16,
    host_header: HeaderValue,
}

impl Endpoint {
    /// Returns the endpoint of a region.
    ///
    /// A region that is not in the service's list follows the pattern: the service may be available in new regions.
    pub(crate) fn of_region(service: &ServiceDescriptor, region: &str) -> Result<Self, String> {
        check_region(region)?;
        for (exception, endpoint) in service.endpoint_exceptions {
            if *exception == region {
                return Self::parse(endpoint, false);
            }
        }
        Self::parse(&service.endpoint.replace("{region}", region), false)
    }

    /// Parses an endpoint that a user set. Errors do not repeat it, since it may contain a password.
    ///
    /// Rejects a path: gateways that remove the path from a request would invalidate the request's signature.
    pub(crate) fn parse(text: &str, allow_http: bool) -> Result<Self, String> {
        check_setting("invalid endpoint: it", text)?;
        let Some((scheme, rest)) = text.split_once("://") else {
            return Err("invalid endpoint: it must be a URL such as https://host".to_owned());
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if let Some(part) = find_forbidden_part(authority) {
            return Err(format!("invalid endpoint: remove the {part}, only scheme, host and port are allowed"));
        }
        let Some(host) = parse_host(authority) else {
            return Err("invalid endpoint: its host or port is not valid".to_owned());
        };
        let default_port = match scheme {
            "https" => 443,
            "http" if allow_http || may_use_http(host) => 80,
            "http" => {
                return Err("invalid endpoint: it must use https, since http would expose the credentials".to_owned());
            }
            _ => return Err("invalid endpoint: its scheme must be https".to_owned()),
        };
        let authority = authority.strip_suffix(&format!(":{default_port}")).unwrap_or(authority);
        let port = authority.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).unwrap_or(default_port);
        let Ok(host_header) = HeaderValue::try_from(authority) else {
            return Err("invalid endpoint: its host or port is not valid".to_owned());
        };
        Ok(Self { origin: format!("{scheme}://{authority}"), host: host.to_owned(), port, host_header })
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    pub(crate) fn host_header(&self) -> HeaderValue {
        self.host_header.clone()
    }

    /// Returns the host, without the brackets of an IPv6 address.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Returns the port, which is that of the scheme unless the endpoint has its own.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn is_https(&self) -> bool {
        self.origin.starts_with("https:")
    }

    /// Returns whether the host is this machine, by any of its names. Only some of them may use http.
    pub(crate) fn is_loopback(&self) -> bool {
        let host = self.host.to_ascii_lowercase();
        match host.parse::<IpAddr>().map(|address| address.to_canonical()) {
            Ok(address) => address.is_loopback() || address.is_unspecified(),
            Err(_) => host == "localhost" || host.ends_with(".localhost"),
        }
    }
}

/// Checks that a region can be a label of a host name.
///
/// # Errors
///
/// Returns a message that says which characters are allowed.
pub fn check_region(region: &str) -> Result<(), String> {
    let is_allowed = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    if (1..=63).contains(&region.len()) && region.bytes().all(is_allowed) {
        return Ok(());
    }
    let region = one_line(region, 70);
    Err(format!("invalid region \"{region}\": it must be 1 to 63 characters of a-z, 0-9 and -, such as cn-north-4"))
}

fn find_forbidden_part(authority: &str) -> Option<&'static str> {
    for (character, part) in [('@', "user name or password"), ('#', "fragment"), ('?', "query"), ('/', "path")] {
        if authority.contains(character) {
            return Some(part);
        }
    }
    None
}

/// Returns the host, without the brackets of an IPv6 address. Returns `None` if host or port could be misread.
fn parse_host(authority: &str) -> Option<&str> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        let port_is_valid = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
        return (address.parse::<Ipv6Addr>().is_ok() && port_is_valid).then_some(address);
    }
    let host = match authority.split_once(':') {
        Some((host, port)) if is_port(port) => host,
        Some(_) => return None,
        None => authority,
    };
    is_host_name(host).then_some(host)
}

fn is_port(text: &str) -> bool {
    is_decimal(text) && text.parse::<u16>().is_ok()
}

fn is_host_name(host: &str) -> bool {
    if host.len() > 253 || !host.split('.').all(is_label) {
        return false;
    }
    // A name that ends in a number is an IPv4 address. Parsers disagree about all its forms except `1.2.3.4`.
    let last_label = host.rsplit('.').next().unwrap_or(host);
    let is_number = is_decimal(last_label) || last_label.to_ascii_lowercase().starts_with("0x");
    !is_number || host.parse::<Ipv4Addr>().is_ok()
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_decimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn may_use_http(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::SERVICE;

    #[test]
    fn region_endpoints_follow_the_pattern_or_an_exception() {
        let long = "a".repeat(63);
        for (region, origin) in [
            ("cn-north-4", "https://test.cn-north-4.example.com"),
            ("new-1", "https://test.new-1.example.com"),
            ("eu-west-101", "https://test.eu-west-101.example.eu"),
            (long.as_str(), &format!("https://test.{long}.example.com")),
        ] {
            assert_eq!(Endpoint::of_region(&SERVICE, region).expect(region).origin(), origin);
        }
        let too_long = "a".repeat(64);
        for region in ["", "CN-NORTH-4", "a.b", "a/b", "a@b", "a#", "a?", "ü", " a", "a\n", "evil.com/", &too_long] {
            let error = Endpoint::of_region(&SERVICE, region).expect_err(region);
            assert!(error.contains("1 to 63") && !error.contains('\n'), "{error}");
        }
    }

    #[test]
    fn parses_endpoints_and_removes_default_ports() {
        for (text, origin) in [
            ("https://hss.example.com", "https://hss.example.com"),
            ("https://hss.example.com/", "https://hss.example.com"),
            ("https://10.0.0.1:8443", "https://10.0.0.1:8443"),
            ("https://[2001:db8::1]:443", "https://[2001:db8::1]"),
            ("http://localhost:80", "http://localhost"),
            ("http://127.0.0.1:1234", "http://127.0.0.1:1234"),
            ("http://127.9.9.9", "http://127.9.9.9"),
            ("http://[::1]:65535", "http://[::1]:65535"),
        ] {
            assert_eq!(Endpoint::parse(text, false).expect(text).origin(), origin);
        }
    }

    #[test]
    fn returns_the_host_and_the_port() {
        for (text, host, port) in [
            ("https://hss.example.com", "hss.example.com", 443),
            ("https://10.0.0.1:8443", "10.0.0.1", 8443),
            ("https://[2001:db8::1]", "2001:db8::1", 443),
            ("http://[::1]:65535", "::1", 65535),
            ("http://localhost", "localhost", 80),
        ] {
            let endpoint = Endpoint::parse(text, false).expect(text);
            assert_eq!((endpoint.host(), endpoint.port()), (host, port));
        }
    }

    #[test]
    fn rejects_invalid_and_ambiguous_endpoints() {
        for (text, part) in [
            ("", "must be a URL"),
            ("hss.example.com", "must be a URL"),
            ("ftp://hss.example.com", "scheme"),
            ("HTTPS://hss.example.com", "scheme"),
            ("https://", "host or port"),
            ("https:///", "host or port"),
            ("https://a//", "path"),
            ("https://user:s3cret@a", "user name"),
            ("https://a?b", "query"),
            ("https://a#b", "fragment"),
            ("https://a/v5", "path"),
            ("https://a:", "host or port"),
            ("https://a:99999", "host or port"),
            ("https://a:+1", "host or port"),
            ("https://a:1:2", "host or port"),
            ("https://[::1", "host or port"),
            ("https://[::1]x:1", "host or port"),
            ("https://a..b", "host or port"),
            ("https://a\\b", "host or port"),
            ("https://a b", "host or port"),
            ("https://a\r\nb", "it contains U+000D: remove it"),
            ("https://a\n", "it starts or ends with white space"),
            (" https://a", "it starts or ends with white space"),
            ("\"https://a\"", "it starts or ends with a quote: remove it"),
            ("https://%61", "host or port"),
            ("https://1", "host or port"),
            ("https://1.2.3", "host or port"),
            ("https://127.1", "host or port"),
            ("https://0x7f.1", "host or port"),
            ("https://a.0x1", "host or port"),
            ("https://256.256.256.256", "host or port"),
            ("https://01.2.3.4", "host or port"),
            ("https://ü", "host or port"),
        ] {
            let error = Endpoint::parse(text, true).expect_err(text);
            assert!(error.contains(part) && !error.contains("s3cret"), "{text}: {error}");
        }
    }

    #[test]
    fn allows_http_only_for_loopback_by_default() {
        for host in ["a", "localhost.", "Localhost", "localhost.evil.com", "127.0.0.1.evil.com", "0.0.0.0", "10.0.0.1"]
        {
            let text = format!("http://{host}");
            let error = Endpoint::parse(&text, false).expect_err(host);
            assert!(error.contains("http") || host == "localhost.", "{error}");
        }
        assert_eq!(Endpoint::parse("http://a", true).expect("allowed").origin(), "http://a");
        assert!(Endpoint::parse("http://[::ffff:127.0.0.1]", false).is_err());
    }
}
