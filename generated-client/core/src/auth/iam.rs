//! The endpoint of the vendor's Identity and Access Management (IAM), version 3, and the request for the project of a
//! region.

use bytes::Bytes;
use http::Method;
use http::header::{HOST, HeaderValue};
use serde::Deserialize;

use crate::auth::credential::check_project_id;
use crate::descriptor::ServiceDescriptor;
use crate::endpoint::{self, Endpoint};
use crate::error::Error;
use crate::message::RawResponse;
use crate::percent;

const ENDPOINT_PATTERN: &str = "https://iam.{region}.myhuaweicloud.com";

/// Name of the project lookup in errors.
pub(crate) const PROJECTS: &str = "IAM projects";

pub(crate) const PROJECTS_PATH: &str = "/v3/projects";

/// Returns the IAM endpoint of a region, or `None` if the region's endpoint does not follow the service's pattern.
pub(crate) fn endpoint_of_region(service: &ServiceDescriptor, region: &str) -> Option<Endpoint> {
    let is_exception = service.endpoint_exceptions.iter().any(|(name, _)| *name == region);
    if is_exception || endpoint::check_region(region).is_err() {
        return None;
    }
    Endpoint::parse(&ENDPOINT_PATTERN.replace("{region}", region), false).ok()
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
        [project] if check_project_id(&project.id).is_ok() => return Ok(project.id.clone()),
        [project] => format!("the project ID \"{}\" is invalid: set project_id", project.id),
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
