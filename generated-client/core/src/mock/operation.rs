//! Scripts and received requests of one operation.

use std::io;
use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;
use serde::Serialize;
use serde_json::Value;

use crate::mock::records::{GivenRecords, invalid_data};
use crate::mock::script::{Fault, MockResponse};
use crate::mock::service::MockService;
use crate::opaque::opaque_debug;
use crate::operation::{Operation, Paginated};

/// One operation of a [`MockServer`](crate::mock::MockServer).
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// use huaweicloud_core::http::StatusCode;
///
/// let paintings = mock.list_paintings();
/// paintings.respond_with_error(StatusCode::TOO_MANY_REQUESTS, "APIGW.0308", "too many requests");
///
/// client.list_paintings().title("Irises").send().await?;
/// let titles: Vec<_> = paintings.requests().into_iter().map(|request| request.title).collect();
/// assert_eq!(titles, [Some("Irises".to_owned()), Some("Irises".to_owned())], "a retry is a request too");
/// # Ok(())
/// # }
/// ```
///
/// Each call of a `respond_with…` method or [`fail_with`](Self::fail_with) scripts the response to one request, in the
/// order of the calls. Requests without a scripted response go to [`respond_when`](Self::respond_when), then to
/// [`respond_always`](Self::respond_always). Otherwise, the operation returns its default response: for a list, a page
/// of [`records`](Self::records). Requests that the server rejects do not consume a scripted response.
pub struct MockOperation<R> {
    service: Arc<MockService>,
    request: PhantomData<fn() -> R>,
}

impl<R: Operation> MockOperation<R> {
    pub(super) fn new(service: Arc<MockService>) -> Self {
        Self { service, request: PhantomData }
    }

    fn script(&self, response: MockResponse) {
        self.service.change(R::DESCRIPTOR.id, |behaviour| behaviour.script.push_back(response));
    }

    /// Responds to the next request with HTTP status 200 and `response` as JSON.
    pub fn respond_with(&self, response: &R::Response)
    where
        R::Response: Serialize,
    {
        self.script(MockResponse::json(response));
    }

    /// Responds to the next request with HTTP status 200 and any JSON.
    pub fn respond_with_json(&self, response: &Value) {
        self.script(MockResponse::json(response));
    }

    /// Responds to the next request with an error in the service's form.
    pub fn respond_with_error(&self, status: StatusCode, code: &str, message: &str) {
        self.script(MockResponse::error(status, code, message));
    }

    /// Responds to the next request with an arbitrary HTTP response. See [`MockResponse::http`].
    pub fn respond_with_http(&self, response: http::Response<Bytes>) {
        self.script(MockResponse::http(response));
    }

    /// Injects a fault into the response to the next request.
    pub fn fail_with(&self, fault: Fault) {
        self.script(MockResponse::fault(fault));
    }

    /// Responds to all requests for which `respond` returns a response.
    ///
    /// If several are set, the first one that returns a response counts. `respond` is called in a task of the server;
    /// if it panics, the client sees a closed connection.
    ///
    /// ```
    /// use huaweicloud_museum::mock::{MockResponse, MockServer};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = MockServer::start().await?;
    /// mock.list_paintings().respond_when(|request| match request.title.as_deref() {
    ///     Some("Irises") => Some(MockResponse::json(&serde_json::json!({ "total": 0, "paintings": [] }))),
    ///     _ => None,
    /// });
    ///
    /// let page = mock.client().build()?.list_paintings().title("Irises").send().await?;
    /// assert_eq!(page.total, Some(0));
    /// # Ok(())
    /// # }
    /// ```
    pub fn respond_when(&self, respond: impl Fn(&R) -> Option<MockResponse> + Send + Sync + 'static) {
        let responder = move |values: &Value| {
            let request: R = serde_json::from_value(values.clone()).ok()?;
            respond(&request)
        };
        self.service.change(R::DESCRIPTOR.id, |behaviour| behaviour.responders.push(Arc::new(responder)));
    }

    /// Responds to all requests with `response`, instead of the default response.
    pub fn respond_always(&self, response: MockResponse) {
        self.service.change(R::DESCRIPTOR.id, |behaviour| behaviour.always = Some(response));
    }

    /// Returns the valid requests of this operation, oldest first, with the values of their secrets. Each attempt of a
    /// retried call counts.
    ///
    /// The server keeps as many requests as
    /// [`MockServer::received_requests`](crate::mock::MockServer::received_requests) returns.
    #[must_use]
    pub fn requests(&self) -> Vec<R> {
        let values = self.service.accepted_values(R::DESCRIPTOR.id);
        values.into_iter().filter_map(|values| serde_json::from_value(values).ok()).collect()
    }
}

impl<R: Paginated<Item: Serialize>> MockOperation<R> {
    /// Sets the records of the list, instead of the generated ones.
    ///
    /// A request selects records by equality: a query or body parameter applies to the field of a record that has its
    /// name. It does not apply if both are enums without a common value. Other parameters do not select records.
    pub fn records(&self, records: impl IntoIterator<Item = R::Item>) {
        // Items are structs of plain values, which always serialize.
        let records = records.into_iter().filter_map(|item| serde_json::to_value(item).ok()).collect();
        self.set_records(GivenRecords::new(R::DESCRIPTOR, records));
    }

    /// Sets the records of the list from a JSON list of objects, as [`records`](Self::records) does.
    ///
    /// A record can also contain parameters that are not among its fields. They select the record in the same way, and
    /// responses do not contain them.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
    /// mock.list_paintings().records_json(serde_json::json!([{ "title": "Irises" }]))?;
    ///
    /// let page = mock.client().build()?.list_paintings().send().await?;
    /// assert_eq!(page.paintings[0].title.as_deref(), Some("Irises"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an I/O error of the kind [`InvalidInput`](io::ErrorKind::InvalidInput) that names the place if a field
    /// is unknown or a value has the wrong type.
    pub fn records_json(&self, records: Value) -> io::Result<()> {
        let records =
            GivenRecords::from_json(self.service.options().service, R::DESCRIPTOR, records).map_err(invalid_data)?;
        self.set_records(records);
        Ok(())
    }

    fn set_records(&self, records: GivenRecords) {
        self.service.change(R::DESCRIPTOR.id, |behaviour| behaviour.records = Some(Arc::new(records)));
    }
}

opaque_debug!(MockOperation<R: Operation>, |_operation| { operation: R::DESCRIPTOR.id });
