//! Distinguishes successful responses from errors by their status.

use bytes::Bytes;
use http::header::LOCATION;

use crate::error::Error;
use crate::error::service_error::ServiceError;
use crate::error::url::public_part;
use crate::message::RawResponse;

/// Returns the response if its status is 2xx.
pub(crate) fn require_success(mut response: RawResponse) -> Result<RawResponse, Error> {
    if response.status.is_success() {
        return Ok(response);
    }
    if response.status.is_redirection() {
        let target = response.headers.get(LOCATION).map(|target| String::from_utf8_lossy(target.as_bytes()));
        let detail = match public_part(&target.unwrap_or_default()).as_str() {
            "" => "redirects are not followed: check the endpoint".to_owned(),
            target => format!("it redirects to \"{target}\", but redirects are not followed: check the endpoint"),
        };
        // It often repeats the target.
        response.body = Bytes::new();
        return Err(Error::unexpected_response(&response, detail));
    }
    Err(Error::service(&response, ServiceError::from_bytes(&response.body)))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderValue, StatusCode};

    use super::*;
    use crate::error::ErrorKind;

    fn response(status: u16, body: &'static str) -> RawResponse {
        let mut headers = HeaderMap::new();
        headers.insert(LOCATION, HeaderValue::from_static("https://elsewhere"));
        let status = StatusCode::from_u16(status).expect("a status");
        let body = Bytes::from_static(body.as_bytes());
        RawResponse { operation: "Echo", status, headers, body, file: None, retry_after: None }
    }

    #[test]
    fn accepts_2xx() {
        for status in [200, 201, 204, 299] {
            require_success(response(status, "anything")).expect("a success");
        }
    }

    #[test]
    fn redirects_are_unexpected_responses() {
        for status in [300, 301, 302, 303, 304, 307, 308] {
            let error = require_success(response(status, "")).expect_err("a redirect");
            assert_eq!(error.kind(), ErrorKind::Response);
            let says = "it redirects to \"https://elsewhere\", but redirects are not followed: check the endpoint";
            assert!(error.to_string().contains(says), "{error}");
        }
    }

    #[test]
    fn shows_the_scheme_host_and_path_of_a_redirect_only() {
        let mut redirect = response(302, "<a href=\"https://elsewhere?Signature=s3cret\">Found</a>");
        redirect.headers.insert(LOCATION, HeaderValue::from_static("https://elsewhere?Signature=s3cret"));
        let error = require_success(redirect).expect_err("a redirect");
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
    }

    #[test]
    fn other_statuses_are_errors_of_the_service() {
        let body = r#"{"error": {"code": 401, "message": "no", "title": "Unauthorized"}}"#;
        for status in [101, 400, 401, 403, 404, 429, 500, 503, 600] {
            let error = require_success(response(status, body)).expect_err("an error");
            assert_eq!((error.kind(), error.code(), error.message()), (ErrorKind::Service, Some("401"), Some("no")));
            assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        }
    }
}
