//! Requests to the metadata service of a cloud server: a temporary access key of the server's agency.
//!
//! The second version of the service requires a token, which a program must request with `PUT`: few vulnerable programs
//! can be made to send that for an attacker. Servers that support only the first version do not know the path.

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http::{Method, StatusCode};

use crate::auth::credential::Credential;
use crate::auth::iam::request_to;
use crate::auth::temporary_key;
use crate::error::{Error, ErrorKind};
use crate::message::RawResponse;
use crate::secret::Secret;
use crate::text::check_header_text;

/// The address of the service, which is the same on each server. It is not configurable: anyone who could change it
/// could supply the credentials.
const HOST_NAME: &str = "169.254.169.254";

/// Names of the requests in errors.
pub(crate) const TOKEN: &str = "metadata token";
pub(crate) const KEY: &str = "metadata service";

pub(crate) const TOKEN_PATH: &str = "/meta-data/latest/api/token";
pub(crate) const KEY_PATH: &str = "/openstack/latest/securitykey";

/// How long the token is valid, in seconds: six hours, as the vendor advises. It is used once.
const TOKEN_TTL: HeaderValue = HeaderValue::from_static("21600");

const TOKEN_TTL_HEADER: HeaderName = HeaderName::from_static("x-metadata-token-ttl-seconds");
const TOKEN_HEADER: HeaderName = HeaderName::from_static("x-metadata-token");

/// A part of the body that the first version returns with the status 401 if the server has no agency.
const NO_AGENCY: &[u8] = b"configure Cloud Service Agency";

/// Builds the request for a token.
pub(crate) fn token_request() -> http::Request<Bytes> {
    let mut request = request(Method::PUT, TOKEN_PATH);
    request.headers_mut().insert(TOKEN_TTL_HEADER, TOKEN_TTL);
    request
}

/// Returns the token of a response to a [`token_request`], or `None` if the server only supports the first version.
pub(crate) fn token(response: Result<RawResponse, Error>) -> Result<Option<Secret>, Error> {
    let mut response = match response {
        Ok(response) => response,
        Err(error) if matches!(error.status(), Some(StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED)) => {
            return Ok(None);
        }
        Err(error) => return Err(explain(error)),
    };
    let token = issued_token(&response).pop();
    // An error must not show what may be a part of a token.
    response.body = Bytes::new();
    match token {
        Some(token) if check_header_text(token.expose()).is_ok() => Ok(Some(token)),
        _ => Err(Error::unexpected_response(&response, "its body is not a token")),
    }
}

/// Returns the token that a successful response consists of.
pub(crate) fn issued_token(response: &RawResponse) -> Vec<Secret> {
    let text = String::from_utf8_lossy(&response.body);
    match text.trim() {
        token if response.status.is_success() && !token.is_empty() => vec![Secret::new(token.to_owned())],
        _ => Vec::new(),
    }
}

/// Builds the request for an access key.
pub(crate) fn key_request(token: Option<&Secret>) -> http::Request<Bytes> {
    let mut request = request(Method::GET, KEY_PATH);
    if let Some(token) = token.and_then(Secret::to_header) {
        request.headers_mut().insert(TOKEN_HEADER, token);
    }
    request
}

/// Decodes the response to a [`key_request`].
pub(crate) fn key(response: Result<RawResponse, Error>) -> Result<Credential, Error> {
    match response {
        Ok(response) => temporary_key::credential(response),
        Err(error) => Err(explain(error)),
    }
}

/// Adds to an error of a request what to do about it.
fn explain(error: Error) -> Error {
    let advice = if error.kind() == ErrorKind::Connect || error.is_timeout() {
        "only cloud servers have a metadata service: use other credentials elsewhere"
    } else if has_no_agency(&error) {
        "the server has no agency: attach one that has permissions for the service"
    } else {
        return error;
    };
    error.with_note(advice.to_owned())
}

fn has_no_agency(error: &Error) -> bool {
    let body = error.raw_body().unwrap_or_default();
    match error.status() {
        Some(StatusCode::NOT_FOUND) => true,
        Some(StatusCode::UNAUTHORIZED) => body.windows(NO_AGENCY.len()).any(|part| part == NO_AGENCY),
        _ => false,
    }
}

fn request(method: Method, path: &'static str) -> http::Request<Bytes> {
    request_to(method, &format!("http://{HOST_NAME}{path}"), HeaderValue::from_static(HOST_NAME))
}
