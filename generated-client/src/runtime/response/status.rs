//! Tells successful responses from errors by their status.

use http::header::LOCATION;

use crate::runtime::error::Error;
use crate::runtime::error::service_error::ServiceError;
use crate::runtime::send::raw_response::RawResponse;

/// Returns the response if its status is 2xx.
pub(crate) fn require_success(response: RawResponse) -> Result<RawResponse, Error> {
    if response.status.is_success() {
        return Ok(response);
    }
    if response.status.is_redirection() {
        let detail = match response.headers.get(LOCATION) {
            Some(target) => {
                let target = String::from_utf8_lossy(target.as_bytes());
                format!("redirects are not followed, and it redirects to {target}")
            }
            None => "redirects are not followed".to_owned(),
        };
        return Err(Error::unexpected_response(&response, detail));
    }
    Err(Error::service(&response, ServiceError::of(&response.body)))
}
