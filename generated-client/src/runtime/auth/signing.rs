//! The signature SDK-HMAC-SHA256, by which the gateway knows an access key.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};

use crate::runtime::auth::secret::Secret;
use crate::runtime::request::percent;

pub(crate) const ALGORITHM: &str = "SDK-HMAC-SHA256";

/// The parts of a request that are signed.
pub(crate) struct Signable<'a> {
    pub method: &'a str,
    /// As on the request line, percent-encoded.
    pub path: &'a str,
    /// As on the request line: pairs sorted and percent-encoded.
    pub query: &'a str,
    /// Names in lower case with their values; `host` and `x-sdk-date` are among them.
    pub headers: Vec<(&'a str, &'a str)>,
    pub body: &'a [u8],
}

/// The value of the header `Authorization`, by the [`canonical_request`].
pub(crate) fn authorization(
    signable: &Signable<'_>,
    canonical_request: &str,
    date: &str,
    access_key: &str,
    secret_key: &Secret,
) -> String {
    let to_sign = string_to_sign(date, canonical_request);
    let signature = hmac(secret_key.expose().as_bytes(), to_sign.as_bytes());
    let names = signed_headers(signable);
    format!("{ALGORITHM} Access={access_key}, SignedHeaders={names}, Signature={}", hex(&signature))
}

/// The request in the one form in which both sides hash it.
pub(crate) fn canonical_request(signable: &Signable<'_>) -> String {
    let Signable { method, query, body, .. } = signable;
    let mut headers = String::new();
    for (name, value) in signed(signable) {
        let _ = writeln!(headers, "{name}:{}", value.trim());
    }
    let (path, names, hash) = (canonical_path(signable.path), signed_headers(signable), hex(&Sha256::digest(body)));
    format!("{method}\n{path}\n{query}\n{headers}\n{names}\n{hash}")
}

fn string_to_sign(date: &str, canonical_request: &str) -> String {
    format!("{ALGORITHM}\n{date}\n{}", hex(&Sha256::digest(canonical_request)))
}

/// Each segment decoded and encoded again, and a slash at the end that the wire path does not have.
fn canonical_path(path: &str) -> String {
    let segments = path.split('/').map(|segment| percent::encode(&percent_decode_str(segment).decode_utf8_lossy()));
    let mut path = segments.collect::<Vec<_>>().join("/");
    if !path.ends_with('/') {
        path.push('/');
    }
    path
}

fn signed_headers(signable: &Signable<'_>) -> String {
    signed(signable).into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(";")
}

/// The gateway leaves out headers with an underscore in their name.
fn signed<'a>(signable: &Signable<'a>) -> Vec<(&'a str, &'a str)> {
    let mut headers: Vec<_> = signable.headers.iter().copied().filter(|(name, _)| !name.contains('_')).collect();
    headers.sort_unstable();
    headers
}

fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    // A key of any length is fine for HMAC; the error exists for other algorithms.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    mac.update(message);
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// Calls of the vendor's own SDK, as a recorder received them.
    fn recorded() -> Vec<Value> {
        serde_json::from_str(include_str!("signing/recorded_requests.json")).expect("JSON")
    }

    #[test]
    fn recorded_signatures_come_out_byte_for_byte() {
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
    fn paths_are_decoded_and_encoded_again() {
        for (path, canonical) in [("/", "/"), ("/v5/a", "/v5/a/"), ("/a%2Fb/%7E", "/a%2Fb/~/"), ("/a b", "/a%20b/")] {
            assert_eq!(canonical_path(path), canonical, "{path}");
        }
    }
}
