//! Authentication: compares the token, or computes the signature again and compares it.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::header::{AUTHORIZATION, HOST};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use percent_encoding::percent_decode_str;

use crate::auth::authorize::{DATE, SECURITY_TOKEN, TOKEN};
use crate::auth::signing::{self, CanonicalRequest, Signable};
use crate::mock::options::{AGENCY_ACCESS_KEY, AGENCY_SECURITY_TOKEN, Options};
use crate::mock::rejection::Rejection;
use crate::mock::request::query_pairs;
use crate::percent;

/// Headers that carry credentials, including those that IAM and proxies use.
const CREDENTIAL_HEADERS: &[&str] =
    &["authorization", "cookie", "proxy-authorization", "x-auth-token", "x-security-token", "x-subject-token"];

/// Maximum clock difference, the same as at the service's gateway.
const MAX_CLOCK_SKEW: Duration = Duration::from_secs(15 * 60);

/// Checks that the request carries credentials that the server accepts.
pub(super) fn authenticate(request: &http::Request<Bytes>, options: &Options) -> Result<(), Rejection> {
    let headers = request.headers();
    let authorization = header_text(headers, AUTHORIZATION.as_str());
    let token = header_text(headers, TOKEN.as_str()).unwrap_or_default();
    let outcome = match authorization {
        Some(authorization) => verify_signature(request, authorization, options),
        None if token.is_empty() => Err("no credentials: send the header X-Auth-Token, or sign the request".to_owned()),
        None => verify_token(token, options),
    };
    outcome.map_err(Rejection::Unauthorized)
}

/// Marks the headers that carry credentials as sensitive, so that `Debug` does not show them.
pub(super) fn mark_sensitive_headers(headers: &mut HeaderMap) {
    for (name, value) in headers {
        if CREDENTIAL_HEADERS.contains(&name.as_str()) {
            value.set_sensitive(true);
        }
    }
}

fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    std::str::from_utf8(headers.get(name)?.as_bytes()).ok()
}

fn verify_token(token: &str, options: &Options) -> Result<(), String> {
    if options.accepts_all() || options.accepts_token(token) {
        return Ok(());
    }
    Err("the server does not accept this token".to_owned())
}

/// A parsed `Authorization` header.
struct Authorization<'a> {
    access_key: &'a str,
    signed_headers: Vec<&'a str>,
    signature: &'a str,
}

impl<'a> Authorization<'a> {
    fn parse(header: &'a str) -> Option<Self> {
        let mut parameters = header.strip_prefix(signing::ALGORITHM)?.strip_prefix(' ')?.split(',');
        let authorization = Self {
            access_key: parameter_value(parameters.next()?, "Access")?,
            signed_headers: parameter_value(parameters.next()?, "SignedHeaders")?.split(';').collect(),
            signature: parameter_value(parameters.next()?, "Signature")?,
        };
        if parameters.next().is_some() {
            return None;
        }
        Some(authorization)
    }
}

fn parameter_value<'a>(parameter: &'a str, name: &str) -> Option<&'a str> {
    parameter.trim().strip_prefix(name)?.strip_prefix('=')
}

fn verify_signature(request: &http::Request<Bytes>, header: &str, options: &Options) -> Result<(), String> {
    let Some(authorization) = Authorization::parse(header) else {
        return Err(format!(
            "invalid Authorization header: expected \"{} Access=<AK>, SignedHeaders=<names>, Signature=<hex>\"",
            signing::ALGORITHM
        ));
    };
    let signed_headers = signed_headers(request.headers(), &authorization)?;
    let date = header_text(request.headers(), DATE.as_str()).unwrap_or_default();
    check_date(date, options)?;
    let security_token = header_text(request.headers(), SECURITY_TOKEN.as_str());
    let secret_key = match options.secret_key(authorization.access_key) {
        Some(_) if authorization.access_key == AGENCY_ACCESS_KEY && security_token != Some(AGENCY_SECURITY_TOKEN) => {
            return Err("the access key of an agency requires its security token".to_owned());
        }
        Some(secret_key) => secret_key,
        None if options.accepts_all() => return Ok(()),
        None => return Err("the server does not accept this access key".to_owned()),
    };

    let query = canonical_query(request.uri().query().unwrap_or_default())?;
    let signable = Signable {
        method: request.method().as_str(),
        path: request.uri().path(),
        query: &query,
        headers: signed_headers,
        body: request.body(),
    };
    let canonical_request = CanonicalRequest::new(&signable);
    let header = canonical_request.authorization(date, authorization.access_key, &secret_key);
    let expected = Authorization::parse(&header);
    if expected.is_some_and(|expected| expected.signature == authorization.signature) {
        return Ok(());
    }
    let shown = canonical_request.redacted(security_token).replace('\n', "|");
    Err(format!("the signature does not match: the server's canonical request is {shown}"))
}

/// Returns the signed headers with their values, in the order of the `Authorization` header.
fn signed_headers<'a>(
    headers: &'a HeaderMap,
    authorization: &Authorization<'a>,
) -> Result<Vec<(&'a str, &'a str)>, String> {
    let mut signed_headers = Vec::new();
    for name in &authorization.signed_headers {
        let Some(value) = header_text(headers, name) else {
            return Err(format!("the signed header {name} is missing"));
        };
        signed_headers.push((*name, value));
    }
    for required in [HOST.as_str(), DATE.as_str()] {
        if !authorization.signed_headers.contains(&required) {
            return Err(format!("the header {required} must be signed"));
        }
    }
    Ok(signed_headers)
}

fn check_date(date: &str, options: &Options) -> Result<(), String> {
    let Some(signed_at) = parse_date(date) else {
        return Err("invalid X-Sdk-Date: expected a UTC time such as 20260102T030405Z".to_owned());
    };
    if options.now().duration_since(signed_at).unsigned_abs() > MAX_CLOCK_SKEW {
        return Err(
            "the signature has expired: X-Sdk-Date differs from the server's clock by more than 15 minutes".to_owned()
        );
    }
    Ok(())
}

fn parse_date(date: &str) -> Option<Timestamp> {
    let date = DateTime::strptime("%Y%m%dT%H%M%SZ", date).ok()?;
    Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// Decodes the query parameters, sorts them and encodes them again.
fn canonical_query(query: &str) -> Result<String, String> {
    let mut decoded_pairs = Vec::new();
    for (name, value) in query_pairs(query) {
        decoded_pairs.push((decode(name)?, decode(value)?));
    }
    let mut canonical = String::new();
    percent::append_query(&mut canonical, decoded_pairs);
    Ok(canonical)
}

fn decode(text: &str) -> Result<String, String> {
    match percent_decode_str(text).decode_utf8() {
        Ok(decoded) => Ok(decoded.into_owned()),
        Err(_) => Err("the query string is not valid UTF-8".to_owned()),
    }
}
