//! The passwords of IAM users, which are exchanged for tokens.

use std::time::SystemTime;

use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_TYPE, HeaderValue};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroize;

use crate::auth::credential::Credential;
use crate::auth::iam;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::message::RawResponse;
use crate::secret::Secret;
use crate::text::{check_filled, check_unpadded};

/// Name of the request in errors.
pub(crate) const OPERATION: &str = "IAM token";

pub(crate) const PATH: &str = "/v3/auth/tokens";

pub(crate) const TOKEN_HEADER: &str = "x-subject-token";

/// An IAM user's name and password.
#[derive(Debug)]
#[allow(clippy::struct_field_names, reason = "the field names of the IAM API")]
pub(crate) struct Password {
    pub(crate) domain: String,
    pub(crate) user: String,
    pub(crate) password: Secret,
}

impl Password {
    /// Checks that no part is empty or has white space around it.
    pub(crate) fn validate(&self) -> Result<(), String> {
        check_filled("the IAM domain", &self.domain)?;
        check_filled("the IAM user", &self.user)?;
        if self.password.expose().is_empty() {
            return Err("the IAM password is empty".to_owned());
        }
        check_unpadded("the IAM password", self.password.expose())
    }
}

/// Builds the request for a token. Its scope is the project with this ID, or else the one with the name of the region.
pub(crate) fn request(
    endpoint: &Endpoint,
    password: &Password,
    project_id: Option<&str>,
    region: &str,
) -> http::Request<Bytes> {
    let mut request = iam::request(Method::POST, endpoint, &format!("{PATH}?nocatalog=true"));
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let json = request_json(password, project_id, region);
    *request.body_mut() = Secret::new(String::from_utf8(json).unwrap_or_default()).to_bytes();
    request
}

/// Returns the body of a [`request`]. Leaves no copy of the password in memory: the buffer is reserved at once,
/// since growing would leave copies, and the password in the tree is zeroed.
fn request_json(password: &Password, project_id: Option<&str>, region: &str) -> Vec<u8> {
    let Password { user, password, domain } = password;
    let project = match project_id {
        Some(id) => json!({ "id": id }),
        None => json!({ "name": region }),
    };
    // One literal: `json!` copies the parts that are variables, and a copy of the password would not be zeroed.
    let mut body = json!({ "auth": {
        "identity": {
            "methods": ["password"],
            "password": { "user": { "name": user, "password": password.expose(), "domain": { "name": domain } } },
        },
        "scope": { "project": project },
    } });
    // An escaped byte takes up to six.
    let length = user.len() + password.expose().len() + domain.len() + project_id.unwrap_or(region).len();
    let mut json = Vec::with_capacity(500 + 6 * length);
    // Neither writing to memory nor serializing JSON can fail.
    let _ = serde_json::to_writer(&mut json, &body);
    if let Some(Value::String(password)) = body.pointer_mut("/auth/identity/password/user/password") {
        password.zeroize();
    }
    json
}

/// Returns the token of a response with any status.
pub(crate) fn issued_token(response: &RawResponse) -> Vec<Secret> {
    match response.headers.get(TOKEN_HEADER) {
        Some(token) => vec![Secret::new(String::from_utf8_lossy(token.as_bytes()).into_owned())],
        None => Vec::new(),
    }
}

/// Decodes the response to a [`request`].
pub(crate) fn token(response: &RawResponse) -> Result<Credential, Error> {
    #[derive(Deserialize)]
    struct Body {
        token: Token,
    }
    #[derive(Deserialize)]
    struct Token {
        expires_at: String,
        project: Option<iam::Project>,
    }
    let invalid = || Error::unexpected_response(response, "it does not contain a token with an expiration time");

    let header = response.headers.get(TOKEN_HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if header.is_empty() {
        return Err(invalid());
    }
    let Ok(Body { token }) = serde_json::from_slice(&response.body) else { return Err(invalid()) };
    let Ok(expires_at) = token.expires_at.parse::<Timestamp>() else { return Err(invalid()) };
    let mut credential = Credential::token(header).expires_at(SystemTime::from(expires_at));
    if let Some(project) = token.project {
        credential = credential.project_id(project.id);
    }
    credential
        .validated()
        .map_err(|reason| Error::unexpected_response(response, format!("its token cannot be used: {reason}")))
}

#[cfg(test)]
mod tests;
