//! Calls that return their responses as JSON.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::client::call::Call;
use crate::client::untyped_call::UntypedCall;
use crate::error::Error;
use crate::opaque::opaque_debug;
use crate::operation::Operation;
use crate::response::{CompletedCall, Receive, Response};

/// A call that returns its response as JSON. It has the same type for all operations.
///
/// Returned by [`Call::json`]. Use it in programs that handle all operations alike, or to keep fields that the help
/// page does not list. For a single operation, the typed response is easier to use.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// let page = client.list_paintings().customize().json().send().await?;
/// println!("{page}");
/// # Ok(())
/// # }
/// ```
#[must_use = "a call does nothing until it is sent"]
pub struct JsonCall {
    call: UntypedCall,
    /// Whether a response that does not match the help page is an error.
    checked: bool,
    /// Checks the response.
    read: ReadJson,
}

type ReadJson = fn(CompletedCall, bool) -> Result<Response<Box<RawValue>>, Error>;

impl<R: Operation<Response: Serialize>> Call<R> {
    /// Returns this call with its response as JSON, for programs that handle all operations alike, such as a command
    /// line.
    ///
    /// Such a program compiles faster and is smaller than one that sends each request by its own type.
    pub fn json(self) -> JsonCall {
        JsonCall { call: self.erase(), checked: true, read: R::Response::receive_json }
    }
}

impl JsonCall {
    /// Sets whether the response must match the help page, which is the default. If not, any JSON is accepted that is
    /// not a service error.
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = checked;
        self
    }

    /// Sends the request like [`Call::send`], and returns the JSON that the service sent: with its numbers digit for
    /// digit, and with the fields that the help page does not list. A response without a body is `{}`.
    ///
    /// # Errors
    ///
    /// The same as for [`Call::send`].
    pub async fn send(self) -> Result<Box<RawValue>, Error> {
        let response = self.send_with_response().await?;
        Ok(response.into_inner())
    }

    /// Sends the request like [`send`](Self::send), and returns the status and the headers with the response.
    ///
    /// # Errors
    ///
    /// The same as for [`Call::send`].
    pub async fn send_with_response(self) -> Result<Response<Box<RawValue>>, Error> {
        let call = self.call.send().await?;
        (self.read)(call, self.checked)
    }
}

opaque_debug!(
    /// Omits the request and the headers: their values may be secret.
    JsonCall, |json| { operation: json.call.operation.id }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::testing::{FakeTransport, PingRequest, good, now};

    fn call(status: u16, body: &str) -> JsonCall {
        FakeTransport::json(status, body).client().build().expect("a client").call(good()).json()
    }

    #[test]
    fn returns_the_response_as_the_service_sent_it() {
        for body in [
            r#"{"total": 7, "list": [{"count": 1}, {}]}"#,
            r#"{"total": "7", "new": {"b": 1, "a": 2}}"#,
            r#"{"total": null, "list": [{"count": null, "new": 12345678901234567890123.4500}]}"#,
            r#"{"list": [null, {"count": 1}]}"#,
        ] {
            assert_eq!(now(call(200, body).send()).expect(body).get(), body);
        }
        assert_eq!(now(call(200, "\u{feff}{\"total\": 1}").send()).expect("JSON").get(), r#"{"total": 1}"#);
        assert_eq!(now(call(200, " {\"total\": 1}\n").send()).expect("JSON").get(), r#"{"total": 1}"#);
    }

    #[test]
    fn a_response_without_a_body_is_an_empty_object() {
        let client = FakeTransport::json(204, "").client().build().expect("a client");
        assert_eq!(now(client.call(PingRequest {}).json().send()).expect("an acknowledgement").get(), "{}");
    }

    #[test]
    fn has_the_errors_of_a_typed_call() {
        for (status, body, kind) in [
            (200, "{}", ErrorKind::Response),
            (200, r#"{"total": "many"}"#, ErrorKind::Response),
            (200, r#"{"error_code": "HSS.1", "error_msg": "m"}"#, ErrorKind::Service),
            (400, r#"{"error_code": "HSS.1", "error_msg": "m"}"#, ErrorKind::Service),
        ] {
            assert_eq!(now(call(status, body).send()).expect_err(body).kind(), kind, "{body}");
        }
    }

    #[test]
    fn unchecked_it_accepts_any_json_that_is_not_an_error() {
        for body in ["{}", r#"{"total": "many"}"#, "[1]"] {
            assert_eq!(now(call(200, body).checked(false).send()).expect(body).get(), body);
        }
        for (status, body, kind) in [
            (200, "{", ErrorKind::Response),
            (200, "{\0}\0", ErrorKind::Response),
            (200, "\u{1f600}", ErrorKind::Response),
            (200, r#"{"error_code": "HSS.1", "error_msg": "m"}"#, ErrorKind::Service),
            (400, r#"{"error_code": "HSS.1", "error_msg": "m"}"#, ErrorKind::Service),
        ] {
            assert_eq!(now(call(status, body).checked(false).send()).expect_err(body).kind(), kind, "{body}");
        }
    }

    #[test]
    fn shows_only_the_operation_for_debugging() {
        assert_eq!(format!("{:?}", call(200, "{}")), r#"JsonCall { operation: "Echo", .. }"#);
    }
}
