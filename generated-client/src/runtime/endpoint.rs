//! Where the service is reached.

use std::net::{IpAddr, Ipv4Addr};

use crate::descriptor::ServiceDescriptor;
use crate::runtime::text::one_line;

/// Scheme, host and port, checked so that every URL parser reads them alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    origin: String,
}

impl Endpoint {
    /// The endpoint of a region. Unknown ones follow the pattern: the service may have come to a new region.
    pub(crate) fn of_region(service: &ServiceDescriptor, region: &str) -> Result<Self, String> {
        check_region(region)?;
        let exception = service.endpoint_exceptions.iter().find(|(name, _)| *name == region);
        let text = exception.map_or_else(|| service.endpoint.replace("{region}", region), |(_, url)| (*url).to_owned());
        Self::parse(&text, false)
    }

    /// Reads an endpoint of the user's. What is wrong with it is said without it: it may hold a password.
    ///
    /// A path is refused: a gateway that removes it again would break the signature of signed requests.
    pub(crate) fn parse(text: &str, allow_http: bool) -> Result<Self, String> {
        let (scheme, rest) = text.split_once("://").ok_or("the endpoint is no URL such as https://host")?;
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if let Some(part) = forbidden_part(authority) {
            return Err(format!("the endpoint has a {part}, and must be scheme, host and port alone"));
        }
        let host = host_of(authority).ok_or("the endpoint has no valid host and port")?;
        match scheme {
            "https" => {}
            "http" if allow_http || is_loopback(host) => {}
            "http" => {
                return Err(
                    "the endpoint is http, which would show the credentials to the network: use https".to_owned()
                );
            }
            _ => return Err("the endpoint's scheme is neither https nor http".to_owned()),
        }
        let default_port = if scheme == "https" { ":443" } else { ":80" };
        let authority = authority.strip_suffix(default_port).unwrap_or(authority);
        Ok(Self { origin: format!("{scheme}://{authority}") })
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Host and port, as in the header `Host`.
    pub(crate) fn authority(&self) -> &str {
        self.origin.split_once("://").map_or("", |(_, authority)| authority)
    }

    pub(crate) fn is_https(&self) -> bool {
        self.origin.starts_with("https:")
    }
}

/// A region becomes a part of a host name.
pub(crate) fn check_region(region: &str) -> Result<(), String> {
    let allowed = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    if (1..=63).contains(&region.len()) && region.bytes().all(allowed) {
        return Ok(());
    }
    let shown = one_line(region, 70);
    Err(format!("the region \"{shown}\" is not 1 to 63 characters of a-z, 0-9 and -, such as cn-north-4"))
}

/// What stands in an endpoint and must not.
fn forbidden_part(authority: &str) -> Option<&'static str> {
    let parts = [('@', "user name or password"), ('#', "fragment"), ('?', "query"), ('/', "path")];
    parts.into_iter().find_map(|(sign, part)| authority.contains(sign).then_some(part))
}

/// The host of `host` or `host:port`; `None` unless both have an unmistakable form.
fn host_of(authority: &str) -> Option<&str> {
    let end_of_host = authority.rfind(']').map_or(0, |bracket| bracket + 1);
    let (host, port) = match authority.get(end_of_host..)?.find(':') {
        Some(colon) => authority.split_at_checked(end_of_host + colon)?,
        None => (authority, ""),
    };
    let digits = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    let good_port = port.is_empty() || port.strip_prefix(':').is_some_and(digits);
    let good_host = match host.strip_prefix('[') {
        Some(address) => address.strip_suffix(']')?.parse::<std::net::Ipv6Addr>().is_ok(),
        None => is_host_name(host),
    };
    (good_port && good_host).then_some(host)
}

fn is_host_name(host: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    // A number at the end makes an address of it, in forms of which each reader has its own idea but for this one.
    let last = host.rsplit('.').next().unwrap_or(host);
    let number = last.bytes().all(|byte| byte.is_ascii_digit()) || last.to_ascii_lowercase().starts_with("0x");
    host.len() <= 253 && host.split('.').all(label) && (!number || host.parse::<Ipv4Addr>().is_ok())
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: ServiceDescriptor = ServiceDescriptor {
        name: "TEST",
        endpoint: "https://test.{region}.example.com",
        endpoint_exceptions: &[("eu-west-101", "https://test.eu-west-101.example.eu")],
        regions: &["cn-north-4"],
        region_is_mandatory: false,
    };

    #[test]
    fn regions() {
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
    fn endpoints() {
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
        for (text, part) in [
            ("", "no URL"),
            ("hss.example.com", "no URL"),
            ("ftp://hss.example.com", "scheme"),
            ("HTTPS://hss.example.com", "scheme"),
            ("https://", "host"),
            ("https:///", "host and port"),
            ("https://a//", "path"),
            ("https://user:s3cret@a", "user name"),
            ("https://a?b", "query"),
            ("https://a#b", "fragment"),
            ("https://a/v5", "path"),
            ("https://a:", "host and port"),
            ("https://a:99999", "host and port"),
            ("https://a:+1", "host and port"),
            ("https://a:1:2", "host and port"),
            ("https://[::1", "host and port"),
            ("https://[::1]x:1", "host and port"),
            ("https://a..b", "host and port"),
            ("https://a\\b", "host and port"),
            ("https://a b", "host and port"),
            ("https://a\r\nb", "host and port"),
            ("https://%61", "host and port"),
            ("https://1", "host and port"),
            ("https://1.2.3", "host and port"),
            ("https://127.1", "host and port"),
            ("https://0x7f.1", "host and port"),
            ("https://a.0x1", "host and port"),
            ("https://256.256.256.256", "host and port"),
            ("https://01.2.3.4", "host and port"),
            ("https://ü", "host and port"),
        ] {
            let error = Endpoint::parse(text, true).expect_err(text);
            assert!(error.contains(part) && !error.contains("s3cret"), "{text}: {error}");
        }
    }

    #[test]
    fn http_is_for_loopback_alone_unless_allowed() {
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
