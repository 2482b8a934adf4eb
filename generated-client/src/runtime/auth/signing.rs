//! Request signing with an access key: the vendor's algorithm SDK-HMAC-SHA256.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};

use crate::runtime::auth::secret::Secret;
use crate::runtime::request::percent;

pub(crate) const ALGORITHM: &str = "SDK-HMAC-SHA256";

/// The parts of a request that the signature covers.
pub(crate) struct Signable<'a> {
    pub method: &'a str,
    /// Percent-encoded, as on the request line.
    pub path: &'a str,
    /// Sorted and percent-encoded pairs, as on the request line.
    pub query: &'a str,
    /// Lower-case names with their values. Must include `host` and `x-sdk-date`.
    pub headers: Vec<(&'a str, &'a str)>,
    pub body: &'a [u8],
}

/// Returns the value of the header `Authorization` for a [`canonical_request`].
pub(crate) fn authorization(
    signable: &Signable<'_>,
    canonical_request: &str,
    date: &str,
    access_key: &str,
    secret_key: &Secret,
) -> String {
    let string_to_sign = string_to_sign(date, canonical_request);
    let signature = hmac(secret_key.expose().as_bytes(), string_to_sign.as_bytes());
    let names = signed_headers(signable);
    format!("{ALGORITHM} Access={access_key}, SignedHeaders={names}, Signature={}", hex(&signature))
}

/// Returns the canonical form of a request, which the client and the gateway hash.
pub(crate) fn canonical_request(signable: &Signable<'_>) -> String {
    let Signable { method, query, body, .. } = signable;
    let path = canonical_path(signable.path);
    let mut headers = String::new();
    for (name, value) in headers_to_sign(signable) {
        let _ = writeln!(headers, "{name}:{}", value.trim());
    }
    let names = signed_headers(signable);
    let hash = hex(&Sha256::digest(body));
    format!("{method}\n{path}\n{query}\n{headers}\n{names}\n{hash}")
}

fn string_to_sign(date: &str, canonical_request: &str) -> String {
    format!("{ALGORITHM}\n{date}\n{}", hex(&Sha256::digest(canonical_request)))
}

/// Returns the path decoded, with each segment encoded again, and with a trailing slash.
///
/// As in the vendor's SDKs, an encoded slash separates segments too: they decode the path before they split it.
fn canonical_path(path: &str) -> String {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let mut canonical = String::with_capacity(path.len() + 1);
    for segment in decoded.strip_suffix('/').unwrap_or(&decoded).split('/') {
        canonical.extend(percent::encode(segment));
        canonical.push('/');
    }
    canonical
}

fn signed_headers(signable: &Signable<'_>) -> String {
    let names: Vec<_> = headers_to_sign(signable).into_iter().map(|(name, _)| name).collect();
    names.join(";")
}

/// Returns the signed headers in order. The gateway ignores headers with an underscore in their name.
fn headers_to_sign<'a>(signable: &Signable<'a>) -> Vec<(&'a str, &'a str)> {
    let mut headers = signable.headers.clone();
    headers.retain(|(name, _)| !name.contains('_'));
    headers.sort_unstable();
    headers
}

fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    // HMAC accepts a key of any length. The error exists for other algorithms.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    mac.update(message);
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for digit in [byte >> 4, byte & 0xf] {
            text.extend(char::from_digit(digit.into(), 16));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// Requests of the vendor's SDK, recorded by a server.
    fn recorded() -> Vec<Value> {
        serde_json::from_str(include_str!("signing/recorded_requests.json")).expect("JSON")
    }

    #[test]
    fn reproduces_recorded_signatures() {
        let recorded = recorded();
        assert_eq!(recorded.len(), 6);
        for call in &recorded {
            let text = |key: &str| call[key].as_str().unwrap_or_default();
            let all: Vec<(String, &str)> = call["headers"]
                .as_array()
                .expect("headers")
                .iter()
                .map(|pair| {
                    (pair[0].as_str().unwrap_or_default().to_ascii_lowercase(), pair[1].as_str().unwrap_or_default())
                })
                .collect();
            let header = |name: &str| all.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value);
            let names = header("authorization").split("SignedHeaders=").nth(1).and_then(|rest| rest.split(',').next());
            let names: Vec<&str> = names.expect("signed headers").split(';').collect();
            let (path, query) = text("target").split_once('?').unwrap_or((text("target"), ""));
            let headers = names.iter().map(|name| (*name, header(name))).collect();
            let signable = Signable { method: text("method"), path, query, headers, body: text("body").as_bytes() };

            let canonical = canonical_request(&signable);
            assert_eq!(canonical, text("canonical_request"), "{} {}", text("op"), text("case"));
            let date = header("x-sdk-date");
            assert_eq!(string_to_sign(date, &canonical), text("string_to_sign"));
            let secret = Secret::new(text("sk").to_owned());
            assert_eq!(authorization(&signable, &canonical, date, text("ak"), &secret), header("authorization"));
        }
    }

    #[test]
    fn canonical_path_is_decoded_before_it_is_split_and_encoded() {
        for (path, canonical) in [
            ("/", "/"),
            ("/v5/a", "/v5/a/"),
            ("/a%2Fb/%7E", "/a/b/~/"),
            ("/a%2F", "/a/"),
            ("/a%252Fb", "/a%252Fb/"),
            ("/a b%3F", "/a%20b%3F/"),
        ] {
            assert_eq!(canonical_path(path), canonical, "{path}");
        }
    }
}
