//! Requests to the vendor's Identity and Access Management (IAM), version 3: a token for a password, a project for a
//! region.

use std::time::SystemTime;

use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_TYPE, HOST, HeaderValue};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroize;

use crate::auth::credential::Credential;
use crate::auth::credentials::Password;
use crate::descriptor::ServiceDescriptor;
use crate::endpoint::{self, Endpoint};
use crate::error::Error;
use crate::message::RawResponse;
use crate::percent;
use crate::secret::Secret;

const ENDPOINT_PATTERN: &str = "https://iam.{region}.myhuaweicloud.com";

pub(crate) const TOKEN_HEADER: &str = "x-subject-token";

/// Name of the token request in errors.
pub(crate) const TOKEN: &str = "IAM token";

/// Name of the project lookup in errors.
pub(crate) const PROJECTS: &str = "IAM projects";

pub(crate) const TOKEN_PATH: &str = "/v3/auth/tokens";
pub(crate) const PROJECTS_PATH: &str = "/v3/projects";

/// Returns the IAM endpoint of a region, or `None` if the region's endpoint does not follow the service's pattern.
pub(crate) fn endpoint_of_region(service: &ServiceDescriptor, region: &str) -> Option<Endpoint> {
    let is_exception = service.endpoint_exceptions.iter().any(|(name, _)| *name == region);
    if is_exception || endpoint::check_region(region).is_err() {
        return None;
    }
    Endpoint::parse(&ENDPOINT_PATTERN.replace("{region}", region), false).ok()
}

/// Builds the request for a token. Its scope is the project with this ID, or else the one with the name of the region.
pub(crate) fn token_request(
    endpoint: &Endpoint,
    password: &Password,
    project_id: Option<&str>,
    region: &str,
) -> http::Request<Bytes> {
    let mut request = request(Method::POST, endpoint, &format!("{TOKEN_PATH}?nocatalog=true"));
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let json = token_request_json(password, project_id, region);
    *request.body_mut() = Secret::new(String::from_utf8(json).unwrap_or_default()).to_bytes();
    request
}

/// Returns the body of a [`token_request`]. Leaves no copy of the password in memory: the buffer is reserved at once,
/// since growing would leave copies, and the password in the tree is zeroed.
fn token_request_json(password: &Password, project_id: Option<&str>, region: &str) -> Vec<u8> {
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

/// Decodes the response to a [`token_request`].
pub(crate) fn token(response: &RawResponse) -> Result<Credential, Error> {
    #[derive(Deserialize)]
    struct Body {
        token: Token,
    }
    #[derive(Deserialize)]
    struct Token {
        expires_at: String,
        project: Option<Project>,
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

/// A project as IAM lists it.
#[derive(Debug, Deserialize)]
pub(crate) struct Project {
    pub(crate) id: String,
}

/// Builds the request for the projects that have the name of a region.
pub(crate) fn projects_request(endpoint: &Endpoint, region: &str) -> http::Request<Bytes> {
    request(Method::GET, endpoint, &format!("{PROJECTS_PATH}?name={}", percent::encode(region)))
}

/// Decodes the response to a [`projects_request`], which must list exactly one project.
pub(crate) fn project(response: &RawResponse, region: &str) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Body {
        projects: Vec<Project>,
    }
    let Ok(Body { projects }) = serde_json::from_slice(&response.body) else {
        return Err(Error::unexpected_response(response, "it does not contain a list of projects"));
    };
    let detail = match projects.as_slice() {
        [project] => return Ok(project.id.clone()),
        [] => format!("no project is named {region}: set project_id"),
        several => {
            let ids: Vec<_> = several.iter().map(|project| project.id.as_str()).collect();
            format!("several projects are named {region}: set project_id to one of {}", ids.join(", "))
        }
    };
    Err(Error::unexpected_response(response, detail))
}

/// Builds a request without a body.
pub(crate) fn request(method: Method, endpoint: &Endpoint, target: &str) -> http::Request<Bytes> {
    // Always a valid URL: the endpoint has been checked, and the target is percent-encoded.
    request_to(method, &format!("{}{target}", endpoint.origin()), endpoint.host_header())
}

/// Builds a request without a body to a URL on this host.
pub(super) fn request_to(method: Method, url: &str, host: HeaderValue) -> http::Request<Bytes> {
    let mut request = http::Request::new(Bytes::new());
    *request.method_mut() = method;
    *request.uri_mut() = url.parse().unwrap_or_default();
    // The signature covers this header.
    request.headers_mut().insert(HOST, host);
    request
}

#[cfg(test)]
mod tests;
