//! The response of an operation with its status and headers.

pub(crate) mod completed_call;
mod decode;
mod download;
pub(crate) mod raw_json;
pub(crate) mod save;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::value::RawValue;

use crate::error::Error;
use crate::message::{RawResponse, ResponseHead, request_id};
use crate::object::WireValue;
use crate::opaque::opaque_debug;

pub(crate) use completed_call::CompletedCall;
pub use download::Download;

/// What a call returns: a value that is decoded from JSON, or a [`Download`](crate::Download).
///
/// It is implemented for those two kinds of types, and cannot be implemented for others.
/// [`Operation`](crate::Operation) names the response of each request, and has an example.
pub trait ResponseType: Receive {}

impl<T: Receive> ResponseType for T {}

/// How a call becomes a response. Other crates cannot name this trait.
pub trait Receive: Sized + Send + 'static {
    /// Decodes the response, or returns the file that has begun to arrive.
    fn receive(call: CompletedCall) -> Result<Response<Self>, Error>;

    /// Returns the response as JSON. Unless it is `checked`, it need not match the help page.
    fn receive_json(call: CompletedCall, checked: bool) -> Result<Response<Box<RawValue>>, Error>;
}

impl<T: WireValue + Send + 'static> Receive for T {
    fn receive(call: CompletedCall) -> Result<Response<Self>, Error> {
        call.decode()
    }

    fn receive_json(call: CompletedCall, checked: bool) -> Result<Response<Box<RawValue>>, Error> {
        call.decode_json(&mut T::empty(), checked)
    }
}

/// The response of an operation, with its HTTP status, headers and body.
///
/// Returned by `send_with_response` of calls. Use it to log the ID of a request, and to read what the typed response
/// does not contain: headers, and fields that the help page does not list. Otherwise `send` is enough.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// let response = client.list_paintings().customize().send_with_response().await?;
/// println!("status {}, request {:?}", response.status(), response.request_id());
///
/// let as_sent: serde_json::Value = serde_json::from_slice(response.raw_body())?;
/// assert_eq!(as_sent["total"], 25);
/// let page = response.into_inner();
/// assert_eq!(page.total, Some(25));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    pub(crate) skipped_nulls: usize,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, raw: RawResponse, skipped_nulls: usize) -> Self {
        Self { value, status: raw.status, headers: raw.headers, body: raw.body, skipped_nulls }
    }

    /// Returns the decoded response body by value.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Returns the decoded response body.
    pub fn get(&self) -> &T {
        &self.value
    }

    /// Returns the HTTP status, which is always 2xx.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers as the service sent them.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns what an error about the response keeps of it.
    pub(crate) fn error_head(&self) -> ResponseHead {
        ResponseHead::new(self.status, &self.headers, None)
    }

    /// Replaces the value.
    pub(crate) fn map<U>(self, map: impl FnOnce(T) -> U) -> Response<U> {
        let Self { value, status, headers, body, skipped_nulls } = self;
        Response { value: map(value), status, headers, body, skipped_nulls }
    }

    /// Returns the response body as the service sent it, with the fields that the help page does not list, but without
    /// a byte order mark. Empty if the response is a [`Download`](crate::Download).
    #[must_use]
    pub fn raw_body(&self) -> &[u8] {
        &self.body
    }

    /// Returns how many nulls the lists and maps of the body contain. The decoded value does not have them.
    #[must_use]
    pub fn skipped_nulls(&self) -> usize {
        self.skipped_nulls
    }

    /// Returns the service's ID of the request, which the vendor's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}

opaque_debug!(
    /// Shows only the names of the headers, and not the raw body: a server could repeat a credential in either.
    Response<T: std::fmt::Debug>, |response| {
        value: response.value,
        status: response.status,
        headers: response.headers.keys().collect::<Vec<_>>(),
    }
);
