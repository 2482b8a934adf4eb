//! The requests that the server received, limited in number and total size.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;

use crate::descriptor::OperationDescriptor;

/// Maximum number of requests kept.
const MAX_REQUESTS: usize = 10_000;
/// Maximum total size of the bodies kept.
const MAX_BODY_BYTES: usize = 64 << 20;

#[derive(Default)]
pub(super) struct History {
    entries: VecDeque<ReceivedRequest>,
    /// Total size of the bodies in `entries`.
    body_bytes: usize,
    /// Number of requests ever received.
    count: u64,
}

struct ReceivedRequest {
    request: http::Request<Bytes>,
    accepted: Option<AcceptedRequest>,
}

/// The operation and the values of a valid request.
#[derive(Clone)]
pub(super) struct AcceptedRequest {
    pub(super) operation: &'static OperationDescriptor,
    pub(super) values: Arc<Value>,
}

impl History {
    /// Adds a request and returns its number, counting from 1. Removes the oldest requests if a bound is exceeded.
    pub(super) fn push(&mut self, request: http::Request<Bytes>, accepted: Option<AcceptedRequest>) -> u64 {
        self.count += 1;
        self.body_bytes += request.body().len();
        self.entries.push_back(ReceivedRequest { request, accepted });
        while self.entries.len() > MAX_REQUESTS || self.body_bytes > MAX_BODY_BYTES {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.body_bytes -= oldest.request.body().len();
        }
        self.count
    }

    pub(super) fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.entries.iter().map(|entry| entry.request.clone()).collect()
    }

    /// Returns the values of the valid requests of an operation.
    pub(super) fn accepted_values(&self, operation_id: &str) -> Vec<Value> {
        let mut values = Vec::new();
        for entry in &self.entries {
            if let Some(accepted) = &entry.accepted
                && accepted.operation.id == operation_id
            {
                values.push(Value::clone(&accepted.values));
            }
        }
        values
    }
}
