//! Authorization of a request: a token header, or a signature with an access key.

use std::time::SystemTime;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;

use crate::auth::credential::{AccessKey, Credential, CredentialKind};
use crate::auth::signing::{CanonicalRequest, Signable};
use crate::secret::Secret;

pub(crate) const TOKEN: HeaderName = HeaderName::from_static("x-auth-token");
pub(crate) const DATE: HeaderName = HeaderName::from_static("x-sdk-date");
const PROJECT: HeaderName = HeaderName::from_static("x-project-id");
pub(crate) const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-security-token");

const SIGNED_HEADERS: &[&str] = &["content-type", "host", "region", "x-project-id", "x-sdk-date", "x-security-token"];

/// Adds the headers that authorize a request, replacing those of an earlier attempt. Only a signature needs the time.
///
/// Returns the canonical request if the request was signed, to compare it with the one that a gateway reports. It lacks
/// the security token.
pub(crate) fn authorize(
    request: &mut http::Request<Bytes>,
    credential: &Credential,
    project_id: Option<&str>,
    now: impl FnOnce() -> SystemTime,
) -> Option<String> {
    match &credential.kind {
        CredentialKind::Token(token) => {
            insert(request.headers_mut(), TOKEN, token.to_header());
            None
        }
        CredentialKind::AccessKey(key) => Some(sign(request, key, project_id, now())),
    }
}

/// Signs a request and returns its canonical form without the security token.
fn sign(request: &mut http::Request<Bytes>, key: &AccessKey, project_id: Option<&str>, now: SystemTime) -> String {
    let date = format_date(now);
    let headers = request.headers_mut();
    insert(headers, DATE, HeaderValue::try_from(&date).ok());
    if let Some(project_id) = project_id {
        insert(headers, PROJECT, HeaderValue::try_from(project_id).ok());
    }
    if let Some(token) = &key.security_token {
        insert(headers, SECURITY_TOKEN, token.to_header());
    }
    let canonical = CanonicalRequest::new(&signable(request));
    let authorization = canonical.authorization(&date, &key.id, &key.secret);
    if let Ok(mut value) = HeaderValue::try_from(authorization) {
        value.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, value);
    }
    canonical.redacted(key.security_token.as_ref().map(Secret::expose))
}

/// Returns the signature of a signed request. It is a secret: it authorizes the same request for several minutes.
pub(crate) fn signature(request: &http::Request<Bytes>) -> Option<Secret> {
    let (_, signature) = request.headers().get(AUTHORIZATION)?.to_str().ok()?.rsplit_once('=')?;
    Some(Secret::new(signature.to_owned()))
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: Option<HeaderValue>) {
    if let Some(value) = value {
        headers.insert(name, value);
    }
}

/// Returns the parts of a request to sign, with those of [`SIGNED_HEADERS`] that it has.
fn signable(request: &http::Request<Bytes>) -> Signable<'_> {
    let mut headers = Vec::new();
    for name in SIGNED_HEADERS {
        if let Some(value) = request.headers().get(*name)
            && let Ok(value) = value.to_str()
        {
            headers.push((*name, value));
        }
    }
    Signable {
        method: request.method().as_str(),
        path: request.uri().path(),
        query: request.uri().query().unwrap_or_default(),
        headers,
        body: request.body(),
    }
}

/// Formats a time as `YYYYMMDDTHHMMSSZ`, in UTC.
fn format_date(now: SystemTime) -> String {
    let now = Timestamp::try_from(now).unwrap_or(Timestamp::UNIX_EPOCH);
    now.strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests;
