//! The pages of a list.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::client::paged_call::PagedCall;
use crate::error::Error;
use crate::opaque::opaque_debug;
use crate::response::raw_json::RawPage;
use crate::response::{CompletedCall, Response};

/// The pages of a list, as the service returns them. Use it for the other fields of the responses, such as the total,
/// or for the page size of the service; otherwise [`Items`](crate::Items) is simpler and needs fewer requests.
///
/// Returned by [`Call::pages`](crate::Call::pages) and by the `pages` method of each paginated operation. It also
/// implements `Stream`.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// let mut pages = client.list_paintings().limit(20).pages();
/// while let Some(page) = pages.try_next().await? {
///     println!("{} of {:?} paintings", page.paintings.len(), page.total);
/// }
/// # Ok(())
/// # }
/// ```
///
/// Nothing is sent until the first page is requested. Then one request is sent for each page, with all options of the
/// call, starting after the items received so far. The list ends
///
/// - when the total number of items has been received, according to the latest page that reports a total (a negative
///   number is ignored). Some services report the length of a page or the number of items so far instead, and have
///   smaller pages than requested. Another page is therefore requested if the total differs from an earlier one, or if
///   it equals the length of a first page that may be limited. Such a page is full, has the default length of the help
///   page, or has a multiple of ten items;
/// - after a page without items, which is returned too;
/// - after a page with fewer items than the requested limit and than an earlier page, if no page reports a total. A
///   short first page does not end the list: the service may return fewer items per page than requested.
///
/// A null among the items counts as an item and is skipped: see [`skipped_nulls`](Self::skipped_nulls).
///
/// If the list changes in the meantime, an item can be repeated or missing: the service does not keep a snapshot.
///
/// # Errors
///
/// An error of [`Call::send`](crate::Call::send) ends the list. So does an error of the kind
/// [`Paging`](crate::ErrorKind::Paging), which says how far the list was followed, after the items received so far were
/// returned:
///
/// - the number of items differs from the total, for example because an item was deleted in the meantime: list again;
/// - the service returned the same items twice in a row, keeps returning pages that it has returned before, or ends the
///   list with one of them;
/// - the list continues after 100,000 pages: it may grow as fast as it is read;
/// - the list continues past the largest offset. That is the maximum on the help page or, if the call does not
///   [`validate`](crate::Call::validate), the largest integer that can be sent.
///
/// After an error or the end of the list, it yields no more pages. Dropping this value cancels a pending request.
#[must_use = "nothing is sent until a page is requested"]
pub struct Pages<T> {
    pub(super) list: PagedCall,
    /// Decodes a page.
    read: ReadPage<T>,
    /// Whether a page that does not match the help page is an error.
    pub(super) checked: bool,
    skipped_nulls: usize,
}

/// Decodes a page, which must match the help page if the argument is true.
pub(super) type ReadPage<T> = fn(CompletedCall, bool) -> Result<Response<T>, Error>;

impl<T> Pages<T> {
    pub(super) fn new(list: PagedCall, read: ReadPage<T>) -> Self {
        Self { list, read, checked: true, skipped_nulls: 0 }
    }

    /// Returns how many nulls were skipped in the lists and maps of the pages so far.
    #[must_use]
    pub fn skipped_nulls(&self) -> usize {
        self.skipped_nulls
    }

    /// Returns the offset of the first item that has not been fetched. To continue a list after an error of a request,
    /// start another one at this offset. Nulls among the items count.
    #[must_use]
    pub fn next_offset(&self) -> i64 {
        self.list.next_offset()
    }

    /// Returns the next page, or `None` at the end of the list.
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

    /// Decodes a page and records it. Returns `None` if the list was complete without it.
    fn receive(&mut self, call: CompletedCall) -> Result<Option<T>, Error> {
        let response = (self.read)(call, self.checked)?;
        let page = RawPage::new(self.list.operation(), response.raw_body());
        if !self.list.receive(page.items().len(), &page)? {
            return Ok(None);
        }
        self.skipped_nulls += response.skipped_nulls();
        Ok(Some(response.into_inner()))
    }
}

// It does not rely on being pinned.
impl<T> Unpin for Pages<T> {}

impl<T> Stream for Pages<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let Some(call) = ready!(this.list.poll_response(context)?) else { return Poll::Ready(None) };
        Poll::Ready(this.receive(call).transpose())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let max = if self.list.has_ended() { Some(0) } else { None };
        (0, max)
    }
}

opaque_debug!(Pages<T>);
