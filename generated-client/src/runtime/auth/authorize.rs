//! The kind of who is calling, put on a request that is otherwise ready.

use std::time::SystemTime;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;

use crate::runtime::auth::credentials::{Credential, CredentialKind};
use crate::runtime::auth::secret::Secret;
use crate::runtime::auth::signing::{self, Signable};

const TOKEN: HeaderName = HeaderName::from_static("x-auth-token");
const DATE: HeaderName = HeaderName::from_static("x-sdk-date");
const PROJECT: HeaderName = HeaderName::from_static("x-project-id");
const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-security-token");

/// A token goes into a header; an access key signs, with the date and the project. Gives back what was signed, in its
/// canonical form: a gateway that disagrees shows its own.
pub(crate) fn authorize(
    request: &mut http::Request<Bytes>,
    credential: &Credential,
    project_id: Option<&str>,
    now: SystemTime,
) -> Option<String> {
    match &credential.kind {
        CredentialKind::Token(token) => {
            insert(request.headers_mut(), TOKEN, token.to_header());
            None
        }
        CredentialKind::AccessKey(key) => {
            let headers = request.headers_mut();
            let date = date(now);
            insert(headers, DATE, HeaderValue::try_from(&date).ok());
            insert(headers, PROJECT, project_id.and_then(|id| HeaderValue::try_from(id).ok()));
            insert(headers, SECURITY_TOKEN, key.security_token.as_ref().and_then(Secret::to_header));
            let signable = signable(request);
            let canonical = signing::canonical_request(&signable);
            let authorization = signing::authorization(&signable, &canonical, &date, &key.id, &key.secret);
            let authorization = HeaderValue::try_from(authorization).ok().map(|mut value| {
                value.set_sensitive(true);
                value
            });
            insert(request.headers_mut(), AUTHORIZATION, authorization);
            Some(canonical)
        }
    }
}

/// The signature, which is as good as the request for some minutes.
pub(crate) fn signature(request: &http::Request<Bytes>) -> Option<Secret> {
    let (_, signature) = request.headers().get(AUTHORIZATION)?.to_str().ok()?.rsplit_once("Signature=")?;
    Some(Secret::new(signature.to_owned()))
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: Option<HeaderValue>) {
    if let Some(value) = value {
        headers.insert(name, value);
    }
}

/// What is signed of a request: these headers, where it has them.
fn signable(request: &http::Request<Bytes>) -> Signable<'_> {
    let signed = ["content-type", "host", "region", "x-project-id", "x-sdk-date", "x-security-token"];
    let value = |name| request.headers().get(name)?.to_str().ok();
    Signable {
        method: request.method().as_str(),
        path: request.uri().path(),
        query: request.uri().query().unwrap_or_default(),
        headers: signed.into_iter().filter_map(|name| Some((name, value(name)?))).collect(),
        body: request.body(),
    }
}

/// `YYYYMMDDTHHMMSSZ`, in UTC.
fn date(now: SystemTime) -> String {
    let now = Timestamp::try_from(now).unwrap_or(Timestamp::UNIX_EPOCH);
    now.strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests;
