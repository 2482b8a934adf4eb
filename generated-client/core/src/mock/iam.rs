//! The vendor's Identity and Access Management (IAM), as far as the client needs it: tokens for passwords, access
//! keys of agencies, and the project of a region.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, StatusCode};
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::auth::agency;
use crate::auth::iam::PROJECTS_PATH;
use crate::auth::password::{self, TOKEN_HEADER};
use crate::mock::authentication::authenticate;
use crate::mock::options::{AGENCY_ACCESS_KEY, AGENCY_SECRET_KEY, AGENCY_SECURITY_TOKEN, Options, PROJECT_ID};
use crate::mock::request::query_pairs;
use crate::mock::response::json_response;

/// How long a token is valid, as at IAM.
const TOKEN_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);
/// How long an access key is valid by default, as at IAM.
const KEY_LIFETIME: Duration = Duration::from_secs(15 * 60);

/// Returns whether this is a request that IAM serves.
pub(super) fn is_iam_request(method: &Method, path: &str) -> bool {
    match path {
        password::PATH | agency::PATH => method == Method::POST,
        _ => method == Method::GET && path == PROJECTS_PATH,
    }
}

/// Returns the response to a request that [`is_iam_request`] is true for.
pub(super) fn respond(request: &http::Request<Bytes>, options: &Options) -> http::Response<Bytes> {
    let path = request.uri().path();
    if path == password::PATH {
        return issue_token(request.body(), options);
    }
    if authenticate(request, options).is_err() {
        return error(StatusCode::UNAUTHORIZED, "the request has no valid credentials");
    }
    if path == agency::PATH { issue_access_key(request.body(), options) } else { projects(request) }
}

fn issue_token(body: &[u8], options: &Options) -> http::Response<Bytes> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let Some(user) = body.pointer("/auth/identity/password/user") else {
        return error(StatusCode::BAD_REQUEST, "the request body must contain auth.identity.password.user");
    };
    if !accepts(user, options) {
        return error(StatusCode::UNAUTHORIZED, "the user name or password is wrong");
    }
    let scope = body.pointer("/auth/scope/project");
    let project_id = scope.and_then(|project| project.get("id")).and_then(Value::as_str).unwrap_or(PROJECT_ID);
    let now = options.now();
    let expires_at = now.checked_add(TOKEN_LIFETIME).unwrap_or(now);
    let token = json!({ "token": {
        "methods": ["password"],
        "issued_at": now.to_string(),
        "expires_at": expires_at.to_string(),
        "project": { "id": project_id },
    } });
    let mut response = json_response(StatusCode::CREATED, token.to_string());
    if let Ok(value) = HeaderValue::try_from(options.issued_token()) {
        response.headers_mut().insert(TOKEN_HEADER, value);
    }
    response
}

/// Returns whether the password is valid. If none is configured, all are.
fn accepts(user: &Value, options: &Options) -> bool {
    let text = |pointer| user.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let (domain, name, password) = (text("/domain/name"), text("/name"), text("/password"));
    for accepted in &options.passwords {
        if accepted.domain == domain && accepted.user == name && accepted.password.expose() == password {
            return true;
        }
    }
    options.passwords.is_empty()
}

/// Returns the access key of any agency.
fn issue_access_key(body: &[u8], options: &Options) -> http::Response<Bytes> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let role = body.pointer("/auth/identity/assume_role").filter(|role| role["agency_name"].is_string());
    let Some(role) = role else {
        return error(StatusCode::BAD_REQUEST, "the request body must contain auth.identity.assume_role.agency_name");
    };
    let lifetime = role["duration_seconds"].as_u64().map_or(KEY_LIFETIME, Duration::from_secs);
    let credential = json!({ "credential": {
        "access": AGENCY_ACCESS_KEY,
        "secret": AGENCY_SECRET_KEY,
        "securitytoken": AGENCY_SECURITY_TOKEN,
        "expires_at": options.now().checked_add(lifetime).unwrap_or(Timestamp::MAX).to_string(),
    } });
    json_response(StatusCode::CREATED, credential.to_string())
}

/// Lists one project, which has the name that the request asks for.
fn projects(request: &http::Request<Bytes>) -> http::Response<Bytes> {
    let mut name = "mock".to_owned();
    for (key, value) in query_pairs(request.uri().query().unwrap_or_default()) {
        if key == "name" {
            name = percent_decode_str(value).decode_utf8_lossy().into_owned();
        }
    }
    let projects = json!({ "projects": [{ "id": PROJECT_ID, "name": name, "enabled": true }] });
    json_response(StatusCode::OK, projects.to_string())
}

/// Returns an error in the form of IAM, which differs from the service's.
fn error(status: StatusCode, message: &str) -> http::Response<Bytes> {
    let title = status.canonical_reason().unwrap_or_default();
    let body = json!({ "error": { "code": status.as_u16(), "message": message, "title": title } });
    json_response(status, body.to_string())
}
