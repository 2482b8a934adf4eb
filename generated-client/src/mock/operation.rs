//! One operation of the mock: what it answers next, and what it was asked.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;

use crate::descriptor::Operation;
use crate::mock::refusal;
use crate::mock::script::{Fault, Scripted};
use crate::mock::service::MockService;

/// One operation of a [`MockServer`](crate::mock::MockServer).
///
/// What is scripted counts for one good request each, in the order of scripting. Then the operation answers as it does
/// by itself. A request that breaks its help page is refused and uses up nothing.
pub struct MockOperation<R> {
    service: Arc<MockService>,
    request: PhantomData<fn() -> R>,
}

impl<R: Operation> MockOperation<R> {
    pub(super) fn new(service: Arc<MockService>) -> Self {
        Self { service, request: PhantomData }
    }

    fn script(&self, scripted: Scripted) {
        self.service.script(R::DESCRIPTOR.id, scripted);
    }

    /// Answers the next request with this, under HTTP 200.
    pub fn respond_with(&self, response: &R::Response) {
        let response = match serde_json::to_string(response) {
            Ok(body) => refusal::json(StatusCode::OK, body),
            Err(error) => refusal::error(StatusCode::INTERNAL_SERVER_ERROR, "mock", &error.to_string()),
        };
        self.respond_with_http(response);
    }

    /// Answers the next request with an error of the service.
    pub fn respond_with_error(&self, status: StatusCode, code: &str, message: &str) {
        self.respond_with_http(refusal::error(status, code, message));
    }

    /// Answers the next request with this, under any final status (200 and more) and with any headers but those that
    /// frame the message, which are the server's own.
    pub fn respond_with_http(&self, response: http::Response<Bytes>) {
        self.script(Scripted { response: Some(response), fault: None });
    }

    /// Lets the next request fail.
    pub fn fail_with(&self, fault: Fault) {
        self.script(Scripted { response: None, fault: Some(fault) });
    }

    /// The good requests among those that [`MockServer::received`](crate::mock::MockServer::received) keeps, the latest
    /// last. A request that was sent once more by a retry is among them each time.
    #[must_use]
    pub fn requests(&self) -> Vec<R> {
        let values = self.service.values(R::DESCRIPTOR.id);
        values.into_iter().filter_map(|values| serde_json::from_value(values).ok()).collect()
    }
}

impl<R: Operation> fmt::Debug for MockOperation<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockOperation").field("operation", &R::DESCRIPTOR.id).finish_non_exhaustive()
    }
}
