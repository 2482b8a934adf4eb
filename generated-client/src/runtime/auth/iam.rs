//! The vendor's Identity and Access Management (IAM), version 3: a token for a password, a project for a region.

use std::time::SystemTime;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST, HeaderValue};
use http::{Method, Uri};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;

use crate::descriptor::ServiceDescriptor;
use crate::generated::SERVICE;
use crate::runtime::auth::credentials::{Credential, Password};
use crate::runtime::auth::secret::Secret;
use crate::runtime::endpoint::{self, Endpoint};
use crate::runtime::error::Error;
use crate::runtime::error::service_error::ServiceError;
use crate::runtime::request::percent;
use crate::runtime::send::raw_response::RawResponse;

const PATTERN: &str = "https://iam.{region}.myhuaweicloud.com";

/// The exchange of a password for a token, as errors name it.
pub(crate) const TOKEN: &str = "IAM token";

/// The look-up of a region's project, as errors name it.
pub(crate) const PROJECTS: &str = "IAM projects";

/// IAM of a configuration: as set, as it came with the credentials, or the region's.
pub(crate) fn iam_endpoint(
    set: Option<&str>,
    with_credentials: Option<&str>,
    region: Option<&str>,
    allow_http: bool,
) -> Result<Option<Endpoint>, String> {
    match (set.or(with_credentials), region) {
        (Some(endpoint), _) => {
            Endpoint::parse(endpoint, allow_http).map(Some).map_err(|problem| format!("IAM: {problem}"))
        }
        (None, Some(region)) => Ok(endpoint(&SERVICE, region)),
        (None, None) => Ok(None),
    }
}

/// IAM of a region. That of a region whose endpoint does not follow the service's pattern is not known.
fn endpoint(service: &ServiceDescriptor, region: &str) -> Option<Endpoint> {
    let follows = service.endpoint_exceptions.iter().all(|(name, _)| *name != region);
    let known = follows && endpoint::check_region(region).is_ok();
    known.then(|| Endpoint::parse(&PATTERN.replace("{region}", region), false).ok())?
}

/// Asks for a token for a project: by its id, or else the one that has the region's name.
pub(crate) fn token_request(
    endpoint: &Endpoint,
    Password { domain, user, password }: &Password,
    project_id: Option<&str>,
    region: &str,
) -> http::Request<Bytes> {
    let user = json!({ "name": user, "password": password.expose(), "domain": { "name": domain } });
    let project = project_id.map_or_else(|| json!({ "name": region }), |id| json!({ "id": id }));
    let identity = json!({ "methods": ["password"], "password": { "user": user } });
    let body = json!({ "auth": { "identity": identity, "scope": { "project": project } } });
    let mut request = request(Method::POST, endpoint, "/v3/auth/tokens?nocatalog=true");
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    *request.body_mut() = body.to_string().into();
    request
}

/// The token in an answer, good or not.
pub(crate) fn issued(answer: &RawResponse) -> Option<Secret> {
    let token = answer.headers.get("x-subject-token")?;
    Some(Secret::new(String::from_utf8_lossy(token.as_bytes()).into_owned()))
}

/// Reads the answer to a [`token_request`].
pub(crate) fn token(answer: &RawResponse) -> Result<Credential, Error> {
    #[derive(Deserialize)]
    struct Body {
        token: Token,
    }
    #[derive(Deserialize)]
    struct Token {
        expires_at: String,
        project: Option<Project>,
    }
    let token = answer.headers.get("x-subject-token").and_then(|value| value.to_str().ok());
    let token = token.filter(|token| !token.is_empty());
    if !answer.status.is_success() {
        return Err(refused(answer));
    }
    let body = serde_json::from_slice::<Body>(&answer.body);
    let parts = body.ok().and_then(|body| Some((body.token.expires_at.parse::<Timestamp>().ok()?, body.token.project)));
    let (Some(token), Some((expires_at, project))) = (token, parts) else {
        return Err(Error::unreadable(answer, "it has no token with its time of expiry".to_owned()));
    };
    let credential = Credential::token(token).expires_at(SystemTime::from(expires_at));
    let credential = project.into_iter().fold(credential, |credential, project| credential.project_id(project.id));
    match credential.validate() {
        Err(reason) => Err(Error::unreadable(answer, format!("what it grants cannot be used: {reason}"))),
        Ok(()) => Ok(credential),
    }
}

/// A project as IAM lists it.
#[derive(Debug, Deserialize)]
pub(crate) struct Project {
    pub(crate) id: String,
}

/// Asks for the projects that have a region's name.
pub(crate) fn projects_request(endpoint: &Endpoint, region: &str) -> http::Request<Bytes> {
    request(Method::GET, endpoint, &format!("/v3/projects?name={}", percent::encode(region)))
}

/// Reads the answer to a [`projects_request`]: there must be one.
pub(crate) fn project(answer: &RawResponse, region: &str) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Body {
        projects: Vec<Project>,
    }
    if !answer.status.is_success() {
        return Err(refused(answer));
    }
    let body = serde_json::from_slice::<Body>(&answer.body);
    let Ok(Body { projects }) = body else {
        return Err(Error::unreadable(answer, "it has no list of projects".to_owned()));
    };
    match projects.as_slice() {
        [project] => Ok(project.id.clone()),
        [] => Err(Error::unreadable(answer, format!("no project is called {region}: set a project_id"))),
        several => {
            let ids: Vec<_> = several.iter().map(|project| project.id.as_str()).collect();
            let detail = format!("several projects are called {region}, set one as project_id: {}", ids.join(", "));
            Err(Error::unreadable(answer, detail))
        }
    }
}

fn refused(answer: &RawResponse) -> Error {
    Error::service(answer, ServiceError::from_bytes(&answer.body))
}

fn request(method: Method, endpoint: &Endpoint, target: &str) -> http::Request<Bytes> {
    let mut request = http::Request::new(Bytes::new());
    *request.method_mut() = method;
    // An endpoint was checked, and a region is a host's label: this is always a URL.
    *request.uri_mut() = Uri::try_from(format!("{}{target}", endpoint.origin())).unwrap_or_default();
    if let Ok(host) = HeaderValue::try_from(endpoint.authority()) {
        // What signs a request takes the host from here.
        request.headers_mut().insert(HOST, host);
    }
    request
}

#[cfg(test)]
mod tests;
