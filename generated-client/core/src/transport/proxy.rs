//! The proxy of the `reqwest` transport: from its builder, the environment or the system.

use std::env;
use std::error::Error as StdError;
use std::ffi::OsString;

use http::{StatusCode, Uri};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use crate::cause::chain;
use crate::message::TransportErrorKind;
use crate::secret::Secret;

const EXPECTED: &str = "it must be an http or https URL, such as http://proxy.example.com:3128";

/// The variables that can name a proxy for `https` requests. reqwest uses the first group of which one is set to a
/// value.
const PROXY_VARIABLES: [[&str; 2]; 2] = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];
const NO_PROXY_VARIABLES: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// Makes reqwest ignore all proxies of the environment, since a header of a CGI request could set one.
const CGI_VARIABLE: &str = "REQUEST_METHOD";

/// Looks up environment variables by their names. Tests supply their own.
type Variables<'a> = &'a dyn Fn(&str) -> Option<OsString>;

#[derive(Clone, Debug)]
pub(super) enum ProxyOption {
    /// The proxy of the environment or of the system, if there is one.
    System,
    Disabled,
    /// A URL, which may contain a password.
    Url(Secret),
}

impl ProxyOption {
    /// Returns the option with the environment taken into account.
    ///
    /// # Errors
    ///
    /// If a variable or the URL is invalid: reqwest would ignore it and connect directly. Errors do not repeat the URL,
    /// which may contain a password.
    pub(super) fn check(&self) -> Result<Self, String> {
        match self {
            Self::System => check_environment(&|name| env::var_os(name)),
            // Unlike the value of a variable, the URL must have a scheme.
            Self::Url(url) if !url.expose().contains("://") || !is_valid(url.expose()) => {
                Err(format!("invalid proxy: {EXPECTED}"))
            }
            Self::Disabled | Self::Url(_) => Ok(self.clone()),
        }
    }

    /// Sets the proxy of a client.
    pub(super) fn apply(&self, client: ::reqwest::ClientBuilder) -> Result<::reqwest::ClientBuilder, String> {
        match self {
            Self::System => Ok(client),
            Self::Disabled => Ok(client.no_proxy()),
            Self::Url(url) => match ::reqwest::Proxy::https(url.expose()) {
                Ok(proxy) => Ok(client.proxy(proxy)),
                Err(_) => Err(format!("invalid proxy: {EXPECTED}")),
            },
        }
    }

    /// Returns the matcher that finds the proxy of a request. Errors take the name of the proxy from it, since those of
    /// reqwest do not contain it.
    pub(super) fn matcher(&self) -> Option<Matcher> {
        match self {
            Self::System => Some(Matcher::from_system()),
            Self::Disabled => None,
            Self::Url(url) => Some(Matcher::builder().https(url.expose()).build()),
        }
    }
}

/// Checks the variables that reqwest reads. Returns whether to use the proxy of the environment or the system.
fn check_environment(variables: Variables<'_>) -> Result<ProxyOption, String> {
    if variables(CGI_VARIABLE).is_some() {
        return Ok(ProxyOption::System);
    }
    if let Some((_, hosts)) = first(variables, NO_PROXY_VARIABLES)?
        && hosts.split(',').any(|host| host.trim() == "*")
    {
        // reqwest would still use the proxy for IP addresses.
        return Ok(ProxyOption::Disabled);
    }
    for names in PROXY_VARIABLES {
        if let Some((name, url)) = first(variables, names)?
            && !url.is_empty()
        {
            return if is_valid(&url) { Ok(ProxyOption::System) } else { Err(format!("invalid {name}: {EXPECTED}")) };
        }
    }
    Ok(ProxyOption::System)
}

/// Returns the first variable that is set, with its name. reqwest ignores the other one, even if the first is empty.
fn first(variables: Variables<'_>, names: [&'static str; 2]) -> Result<Option<(&'static str, String)>, String> {
    let [name, other] = names;
    let Some(value) = variables(name) else { return read(variables, other) };
    if value.is_empty() && variables(other).is_some_and(|other| !other.is_empty()) {
        return Err(format!("{name} is empty and {other} is not: unset one of them"));
    }
    read(variables, name)
}

fn read(variables: Variables<'_>, name: &'static str) -> Result<Option<(&'static str, String)>, String> {
    match variables(name).map(OsString::into_string) {
        Some(Ok(text)) => Ok(Some((name, text))),
        Some(Err(_)) => Err(format!("invalid {name}: it is not valid UTF-8")),
        None => Ok(None),
    }
}

/// Returns whether reqwest uses a proxy: it ignores those that it cannot parse.
fn is_valid(url: &str) -> bool {
    let target = Uri::from_static("https://example.com");
    let Some(proxy) = Matcher::builder().https(url).build().intercept(&target) else { return false };
    let uri = proxy.uri();
    let (Some(host), Some(authority)) = (uri.host(), uri.authority()) else { return false };
    let is_http = matches!(uri.scheme_str(), Some("http" | "https"));
    let has_valid_port = authority.as_str().len() == host.len() || uri.port_u16().is_some();
    is_http && !host.is_empty() && has_valid_port
}

/// Returns the URL of a proxy without user name and password.
pub(super) fn shown(proxy: &Intercept) -> String {
    let uri = proxy.uri();
    let (scheme, host) = (uri.scheme_str().unwrap_or_default(), uri.host().unwrap_or_default());
    match uri.port_u16() {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    }
}

/// Returns how the tunnel through a proxy failed, in the words of reqwest: the type of its error is private.
pub(super) fn tunnel_failure(error: &(dyn StdError + 'static)) -> Option<String> {
    chain(error).find_map(|cause| cause.to_string().strip_prefix("tunnel error: ").map(str::to_owned))
}

/// Asks a proxy once more for a tunnel, to learn the status with which it rejects it. reqwest reports only 407.
pub(super) async fn ask_for_status(
    client: ::reqwest::ClientBuilder,
    proxy: &Intercept,
    target: &Uri,
) -> Option<StatusCode> {
    let mut tunnel = ::reqwest::Proxy::http(proxy.uri().to_string()).ok()?;
    if let Some(authorization) = proxy.basic_auth() {
        tunnel = tunnel.custom_http_auth(authorization.clone());
    }
    let client = client.no_proxy().proxy(tunnel).build().ok()?;
    // A CONNECT request contains only host and port of its URL.
    let url = format!("http://{}:{}", target.host()?, target.port_u16().unwrap_or(443));
    let request = ::reqwest::Request::new(http::Method::CONNECT, url.parse().ok()?);
    Some(client.execute(request).await.ok()?.status())
}

/// Returns whether a proxy that rejects a tunnel with this status would reject the next one too.
pub(super) fn kind_of_status(status: StatusCode) -> TransportErrorKind {
    let is_transient = matches!(status.as_u16(), 408 | 425 | 429);
    if status.is_client_error() && !is_transient { TransportErrorKind::Rejected } else { TransportErrorKind::Connect }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(&str, &str)]) -> Result<&'static str, String> {
        let found = check_environment(&|name| {
            let pair = pairs.iter().find(|(key, _)| *key == name);
            pair.map(|(_, value)| OsString::from(value))
        });
        found.map(|option| if matches!(option, ProxyOption::Disabled) { "direct" } else { "system" })
    }

    #[test]
    fn invalid_variables_are_errors_that_name_the_variable_and_not_its_value() {
        for value in [
            "nonsense here",
            " http://a:1",
            "http://a:1\n",
            "socks5://user:s3cret@127.0.0.1:1080",
            "ftp://a",
            "http://",
            "http://:3128",
            "http://user:s3cret@",
            "http://a:port",
            "http://a:99999",
            "http://a:",
            "/path",
        ] {
            for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
                assert_eq!(check(&[(name, value)]), Err(format!("invalid {name}: {EXPECTED}")), "{value:?}");
            }
        }
    }

    #[test]
    fn valid_and_unused_variables_are_accepted() {
        for value in
            ["", "http://a:3128", "https://a", "http://user:p%40ss@a_b:3128/", "127.0.0.1:3128", "http://[::1]:1"]
        {
            for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
                assert_eq!(check(&[(name, value)]), Ok("system"), "{value:?}");
            }
        }
        for pairs in [
            &[("HTTP_PROXY", "nonsense here")] as &[_],
            &[("HTTPS_PROXY", "http://a:1"), ("https_proxy", "nonsense here")],
            &[("HTTPS_PROXY", "http://a:1"), ("ALL_PROXY", "socks5://a")],
            &[("REQUEST_METHOD", "GET"), ("HTTPS_PROXY", "nonsense here")],
        ] {
            assert_eq!(check(pairs), Ok("system"), "{pairs:?}");
        }
    }

    #[test]
    fn no_proxy_with_an_asterisk_disables_the_proxy_for_all_hosts() {
        for hosts in ["*", " * ", "a.example.com, *", "*,b"] {
            for name in ["NO_PROXY", "no_proxy"] {
                assert_eq!(check(&[("HTTPS_PROXY", "http://a:1"), (name, hosts)]), Ok("direct"), "{hosts}");
            }
        }
        assert_eq!(check(&[("HTTPS_PROXY", "http://a:1"), ("NO_PROXY", "*.example.com")]), Ok("system"));
    }

    #[test]
    fn an_empty_variable_does_not_hide_another_one() {
        for [empty, other] in [PROXY_VARIABLES[0], PROXY_VARIABLES[1], NO_PROXY_VARIABLES] {
            let error = check(&[(empty, ""), (other, "http://a:1")]);
            assert_eq!(error, Err(format!("{empty} is empty and {other} is not: unset one of them")));
            assert_eq!(check(&[(empty, ""), (other, "")]), Ok("system"));
        }
    }

    #[cfg(unix)]
    #[test]
    fn variables_that_are_not_text_are_an_error() {
        use std::os::unix::ffi::OsStringExt;

        for name in ["HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
            let error = check_environment(&|key| (key == name).then(|| OsString::from_vec(b"http://a\xff".to_vec())));
            assert_eq!(error.expect_err("not text"), format!("invalid {name}: it is not valid UTF-8"));
        }
    }

    #[test]
    fn shows_no_password() {
        let target = Uri::from_static("https://example.com");
        for (url, expected) in [
            ("http://user:s3cret@a:3128/path", "http://a:3128"),
            ("https://user:s3@cret@a", "https://a"),
            ("user:s3cret@[::1]:1", "http://[::1]:1"),
        ] {
            let matcher = ProxyOption::Url(Secret::new(url.to_owned())).matcher().expect("a matcher");
            assert_eq!(matcher.intercept(&target).as_ref().map(shown).as_deref(), Some(expected), "{url}");
        }
    }

    #[test]
    fn only_client_errors_of_a_proxy_are_final() {
        for (status, kind) in [
            (403, TransportErrorKind::Rejected),
            (404, TransportErrorKind::Rejected),
            (407, TransportErrorKind::Rejected),
            (408, TransportErrorKind::Connect),
            (429, TransportErrorKind::Connect),
            (200, TransportErrorKind::Connect),
            (502, TransportErrorKind::Connect),
            (503, TransportErrorKind::Connect),
        ] {
            assert_eq!(kind_of_status(StatusCode::from_u16(status).expect("a status")), kind, "{status}");
        }
    }
}
