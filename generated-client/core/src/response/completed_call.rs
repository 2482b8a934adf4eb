//! A call after its response has arrived.

use std::time::Duration;

use serde_json::value::RawValue;
use tracing::Span;

use crate::attempt_log::AttemptLog;
use crate::descriptor::OperationDescriptor;
use crate::error::{Error, ErrorKind};
use crate::message::{RawResponse, request_id};
use crate::object::WireValue;
use crate::object::reading::Keep;
use crate::response::decode::{decode, keep_all};
use crate::response::{Response, raw_json};
use crate::telemetry;
use crate::time::Clock;

/// A successful response, with what the call knows about it.
pub struct CompletedCall {
    pub(crate) response: RawResponse,
    pub(crate) operation: &'static OperationDescriptor,
    pub(crate) clock: Clock,
    /// Maximum duration of an attempt.
    pub(crate) timeout: Duration,
    pub(crate) log: AttemptLog,
    /// The span of the call.
    pub(crate) span: Span,
}

impl CompletedCall {
    /// Decodes the response into a value, and completes the call.
    pub(crate) fn decode<T: WireValue>(self) -> Result<Response<T>, Error> {
        let mut value = T::empty();
        match decode(&mut value, &self.response, self.operation.response, keep_all(self.response.body.len())) {
            Ok(skipped_nulls) => Ok(Response::new(value, self.succeed(skipped_nulls), skipped_nulls)),
            Err(error) => Err(fail(error, self.log, &self.span)),
        }
    }

    /// Checks the response by decoding it into `value`, which is empty, completes the call, and returns the body as the
    /// service sent it. Unless `checked`, a response that cannot be decoded is returned too if it is JSON.
    pub(crate) fn decode_json(
        self,
        value: &mut dyn WireValue,
        checked: bool,
    ) -> Result<Response<Box<RawValue>>, Error> {
        let decoded = decode(value, &self.response, self.operation.response, Keep::FirstItems);
        let outcome = match decoded {
            Err(error) if checked || error.kind() == ErrorKind::Service => Err(error),
            decoded => raw_json::body(&self.response).map(|json| (json, decoded.unwrap_or_default())),
        };
        match outcome {
            Ok((json, skipped_nulls)) => Ok(Response::new(json, self.succeed(skipped_nulls), skipped_nulls)),
            Err(error) => Err(fail(error, self.log, &self.span)),
        }
    }

    /// Records that the call succeeded, and returns the response.
    pub(crate) fn succeed(self, skipped_nulls: usize) -> RawResponse {
        let Self { response, log, span, .. } = self;
        if !span.is_disabled()
            && let Some(request_id) = request_id(&response.headers)
        {
            telemetry::record_request_id(&span, &log.redact(request_id));
        }
        // Records the attempts.
        drop(log);
        telemetry::record_status(&span, response.status);
        if skipped_nulls > 0 {
            span.record("skipped_nulls", skipped_nulls);
        }
        response
    }
}

/// Completes the error of a call, and records it.
pub(crate) fn fail(error: Error, log: AttemptLog, span: &Span) -> Error {
    let error = log.complete(error);
    telemetry::record_error(span, &error);
    error
}
