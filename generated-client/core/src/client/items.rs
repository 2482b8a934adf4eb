//! The items of a list.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use serde_json::value::RawValue;

use crate::client::paged_call::PagedCall;
use crate::client::pages::{Pages, ReadPage};
use crate::error::Error;
use crate::opaque::opaque_debug;

/// The items of a list, across all its pages. Use [`Pages`] instead if you need the other fields of the responses, or
/// send a request with an offset and a limit for a single page.
///
/// Returned by [`Call::items`](crate::Call::items) and by the `items` method of each paginated operation. It also
/// implements `Stream`.
///
/// Nothing is sent until the first item is requested, and each further page is requested when the items of the previous
/// one have been returned. Dropping this value cancels a pending request. [`Pages`] describes where a list ends and
/// which errors occur.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// let mut paintings = client.list_paintings().title("Irises").items();
/// while let Some(painting) = paintings.try_next().await? {
///     println!("{:?}", painting.title);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until an item is requested"]
pub struct Items<T> {
    /// The remaining items of the latest page.
    fetched: vec::IntoIter<T>,
    pages: Pages<Vec<T>>,
    /// The maximum number of items still to return.
    remaining: usize,
}

impl<T> Items<T> {
    pub(super) fn new(list: PagedCall, read: ReadPage<Vec<T>>) -> Self {
        Self { fetched: Vec::new().into_iter(), pages: Pages::new(list, read), remaining: usize::MAX }
    }

    /// Returns the next item, or `None` at the end of the list.
    ///
    /// Dropping the future loses nothing: the next call continues with the same page.
    ///
    /// # Errors
    ///
    /// Those of [`Call::send`](crate::Call::send) for the next page, and
    /// [`ErrorKind::Paging`](crate::ErrorKind::Paging) if the list cannot be followed to its end: see [`Pages`].
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// Ends the list after `count` more items, without fetching the pages after them.
    ///
    /// The size of a page stays the same. Set the `limit` of the request as well to fetch less.
    pub fn take(mut self, count: usize) -> Self {
        self.remaining = self.remaining.min(count);
        self
    }

    /// Returns how many nulls were skipped in the lists and maps of the pages so far.
    #[must_use]
    pub fn skipped_nulls(&self) -> usize {
        self.pages.skipped_nulls()
    }

    /// Returns the offset of the first item that has not been fetched, as [`Pages::next_offset`] does. Items of the
    /// latest page that have not been returned yet are before it; there are none after an error.
    #[must_use]
    pub fn next_offset(&self) -> i64 {
        self.pages.next_offset()
    }

    /// Returns all remaining items.
    ///
    /// They are all in memory at the same time: limit their number with [`take`](Self::take), or use
    /// [`try_next`](Self::try_next), if the list can be long.
    ///
    /// # Errors
    ///
    /// As for [`try_next`](Self::try_next). Items that were fetched before the error are lost.
    pub async fn try_collect(mut self) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.try_next().await? {
            items.push(item);
        }
        Ok(items)
    }
}

impl Items<Box<RawValue>> {
    /// Sets whether the pages must match the help page, which is the default: see
    /// [`JsonCall::checked`](crate::JsonCall::checked).
    pub fn checked(mut self, checked: bool) -> Self {
        self.pages.checked = checked;
        self
    }
}

// It does not rely on being pinned.
impl<T> Unpin for Items<T> {}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.remaining == 0 {
            return Poll::Ready(None);
        }
        loop {
            if let Some(item) = this.fetched.next() {
                this.remaining -= 1;
                return Poll::Ready(Some(Ok(item)));
            }
            let Some(items) = ready!(Pin::new(&mut this.pages).poll_next(context)?) else { return Poll::Ready(None) };
            this.fetched = items.into_iter();
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let fetched = self.fetched.len().min(self.remaining);
        let max = if self.pages.list.has_ended() { fetched } else { self.remaining };
        (fetched, if max == usize::MAX { None } else { Some(max) })
    }
}

opaque_debug!(Items<T>);
