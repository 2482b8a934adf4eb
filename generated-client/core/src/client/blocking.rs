//! Calls without an async runtime of the caller.

use crate::block_on::block_on;
use crate::client::call::Call;
use crate::client::items::Items;
use crate::error::Error;
use crate::opaque::opaque_debug;
use crate::operation::{Operation, Paginated};

impl<R: Operation> Call<R> {
    /// Sends the request like [`send`](Self::send), and blocks the thread until the response has arrived.
    ///
    /// Needs no async runtime: a background thread, which all clients share, drives the connections.
    ///
    /// # Errors
    ///
    /// As for [`send`](Self::send). [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the thread belongs
    /// to a tokio runtime, which it must not block: use [`send`](Self::send) there. Threads of `spawn_blocking` belong
    /// to one too, and can use `Handle::current().block_on(call.send())`.
    pub fn send_blocking(self) -> Result<R::Response, Error> {
        block_on("send_blocking", self.send())?
    }
}

impl<R: Paginated> Call<R> {
    /// Returns the items of the list like [`items`](Self::items), as an iterator that blocks the thread while it
    /// fetches a page.
    pub fn items_blocking(self) -> BlockingItems<R::Item> {
        BlockingItems { items: Some(self.items()) }
    }
}

/// The items of a list, across all its pages, as an iterator for programs without async. Within a tokio
/// runtime, use [`Items`]: blocking a thread of the runtime is an error.
///
/// Returned by [`Call::items_blocking`] and by the `items_blocking` method of each operation that lists. It sends the
/// same requests as [`Items`], and has the errors of [`Call::send_blocking`] and [`Pages`](crate::Pages). After an
/// error, it yields no more items.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let runtime = tokio::runtime::Runtime::new()?;
/// # let mock = runtime.block_on(huaweicloud_museum::mock::MockServer::start())?;
/// # let client = mock.client().build()?;
/// for painting in client.list_paintings().items_blocking() {
///     println!("{:?}", painting?.title);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until an item is requested"]
pub struct BlockingItems<T> {
    /// `None` after the end and after an error.
    items: Option<Items<T>>,
}

impl<T> Iterator for BlockingItems<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let items = self.items.as_mut()?;
        let outcome = match block_on("items_blocking", items.try_next()) {
            Ok(outcome) => outcome,
            Err(error) => Err(error),
        };
        if !matches!(outcome, Ok(Some(_))) {
            self.items = None;
        }
        outcome.transpose()
    }
}

opaque_debug!(BlockingItems<T>);

#[cfg(test)]
mod tests {
    use crate::error::ErrorKind;
    use crate::testing::{FakeTransport, good};

    #[test]
    fn sends_without_a_runtime() {
        let client = FakeTransport::json(200, r#"{"total":7}"#).client().build().expect("a client");
        assert_eq!(client.call(good()).send_blocking().expect("a response").total, Some(7));
    }

    #[test]
    fn inside_a_runtime_it_is_an_error() {
        let transport = FakeTransport::json(200, r#"{"total":7}"#);
        let client = transport.client().build().expect("a client");
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let error = runtime.block_on(async { client.call(good()).send_blocking() }).expect_err("in a runtime");
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert_eq!(
            error.to_string(),
            "invalid client configuration: send_blocking was called in a tokio runtime, which it would block: use the \
             async method, also within spawn_blocking, with Handle::current().block_on()"
        );
        assert!(transport.requests().is_empty());
    }
}
