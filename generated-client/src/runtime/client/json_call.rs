//! Calls whose responses are JSON.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::descriptor::Operation;
use crate::runtime::client::call::Call;
use crate::runtime::client::untyped_call::UntypedCall;
use crate::runtime::error::Error;
use crate::runtime::response::{Received, ResponseType};

/// A call that returns its response as JSON. It has the same type for all operations.
///
/// Returned by [`Call::json`].
#[must_use = "a call does nothing until it is sent"]
pub struct JsonCall {
    call: UntypedCall,
    /// Decodes the response.
    read: fn(Received) -> Result<Value, Error>,
}

impl<R: Operation<Response: Serialize>> Call<R> {
    /// Returns this call with its response as JSON, for programs that handle all operations alike, such as a command line.
    ///
    /// Such a program compiles faster and is smaller than one that sends each request by its own type.
    pub fn json(self) -> JsonCall {
        JsonCall { call: self.erase(), read: R::Response::receive_json }
    }
}

impl JsonCall {
    /// Sends the request like [`Call::send`]. The JSON that it returns is that of the serialized response: it contains the
    /// fields of the help page, and no others.
    ///
    /// # Errors
    ///
    /// The same as for [`Call::send`].
    pub async fn send(self) -> Result<Value, Error> {
        let received = self.call.send().await?;
        (self.read)(received)
    }
}

/// Omits the request and the headers: their values may be secret.
impl fmt::Debug for JsonCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonCall").field("operation", &self.call.operation.id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::runtime::error::ErrorKind;
    use crate::runtime::testing::{FakeTransport, good, now};

    fn call(status: u16, body: &str) -> JsonCall {
        FakeTransport::json(status, body).client().build().expect("a client").call(good()).json()
    }

    #[test]
    fn returns_the_serialized_response() {
        for (body, expected) in [
            (r#"{"total": 7, "list": [{"count": 1}, {}]}"#, json!({ "total": 7, "list": [{ "count": 1 }, {}] })),
            (r#"{"total": "7", "new": {}}"#, json!({ "total": 7, "list": [] })),
            (r#"{"total": null, "list": [{"count": null, "new": 1}]}"#, json!({ "list": [{}] })),
        ] {
            assert_eq!(now(call(200, body).send()).expect(body), expected, "{body}");
        }
    }

    #[test]
    fn has_the_errors_of_a_typed_call() {
        for (status, body, kind) in [
            (200, "{}", ErrorKind::Response),
            (200, r#"{"error_code": "HSS.1", "error_msg": "m"}"#, ErrorKind::Service),
            (400, r#"{"error_code": "HSS.1", "error_msg": "m"}"#, ErrorKind::Service),
        ] {
            assert_eq!(now(call(status, body).send()).expect_err(body).kind(), kind, "{body}");
        }
    }

    #[test]
    fn shows_only_the_operation_for_debugging() {
        assert_eq!(format!("{:?}", call(200, "{}")), r#"JsonCall { operation: "Echo", .. }"#);
    }
}
