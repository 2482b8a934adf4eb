//! Scripts and received requests of one operation.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;

use crate::descriptor::Operation;
use crate::mock::response::{error_response, json_response};
use crate::mock::script::{Fault, ScriptedResponse};
use crate::mock::service::MockService;

/// One operation of a [`MockServer`](crate::mock::MockServer).
///
/// Each call of a `respond_with…` method or [`fail_with`](Self::fail_with) scripts the response to one request, in the
/// order of the calls. After the last scripted response, the operation returns its default response again. Requests
/// that the server rejects do not consume a scripted response.
pub struct MockOperation<R> {
    service: Arc<MockService>,
    request: PhantomData<fn() -> R>,
}

impl<R: Operation> MockOperation<R> {
    pub(super) fn new(service: Arc<MockService>) -> Self {
        Self { service, request: PhantomData }
    }

    fn script(&self, scripted: ScriptedResponse) {
        self.service.script(R::DESCRIPTOR.id, scripted);
    }

    /// Responds to the next request with HTTP status 200 and `response` as JSON.
    pub fn respond_with(&self, response: &R::Response) {
        let response = match serde_json::to_string(response) {
            Ok(body) => json_response(StatusCode::OK, body),
            Err(error) => error_response(StatusCode::INTERNAL_SERVER_ERROR, "mock", &error.to_string()),
        };
        self.respond_with_http(response);
    }

    /// Responds to the next request with an error in the service's form.
    pub fn respond_with_error(&self, status: StatusCode, code: &str, message: &str) {
        self.respond_with_http(error_response(status, code, message));
    }

    /// Responds to the next request with an arbitrary HTTP response.
    ///
    /// The status must be final (200 or above). The server sets the headers that frame the message (`Connection`,
    /// `Content-Length`, `Transfer-Encoding`) itself.
    pub fn respond_with_http(&self, response: http::Response<Bytes>) {
        self.script(ScriptedResponse { response: Some(response), fault: None });
    }

    /// Injects a fault into the response to the next request.
    pub fn fail_with(&self, fault: Fault) {
        self.script(ScriptedResponse { response: None, fault: Some(fault) });
    }

    /// Returns the valid requests of this operation, oldest first. Each attempt of a retried call counts.
    ///
    /// The server keeps as many requests as
    /// [`MockServer::received_requests`](crate::mock::MockServer::received_requests) returns.
    #[must_use]
    pub fn requests(&self) -> Vec<R> {
        let values = self.service.accepted_values(R::DESCRIPTOR.id);
        values.into_iter().filter_map(|values| serde_json::from_value(values).ok()).collect()
    }
}

impl<R: Operation> fmt::Debug for MockOperation<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockOperation").field("operation", &R::DESCRIPTOR.id).finish_non_exhaustive()
    }
}
