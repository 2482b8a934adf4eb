//! Lists that the service returns page by page.

use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use serde_json::value::RawValue;

use crate::client::call::Call;
use crate::client::list_position::{max_limit, required_limit, required_offset};
use crate::client::paged_call::{PagedCall, Start};
use crate::error::Error;
use crate::opaque::opaque_debug;
use crate::operation::Paginated;
use crate::response::completed_call::fail;
use crate::response::raw_json::RawPage;
use crate::response::{CompletedCall, Receive, Response};

/// The items of a list, across all its pages. Use [`Pages`] instead if you need the other fields of the responses, or
/// send a request with an offset and a limit for a single page.
///
/// Returned by [`Call::items`] and by the `items` method of each paginated operation. It also implements `Stream`.
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

/// The pages of a list, as the service returns them. Use it for the other fields of the responses, such as the total,
/// or for the page size of the service; otherwise [`Items`] is simpler and needs fewer requests.
///
/// Returned by [`Call::pages`] and by the `pages` method of each paginated operation. It also implements `Stream`.
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
/// An error of [`Call::send`] ends the list. So does an error of the kind [`Paging`](crate::ErrorKind::Paging), which
/// says how far the list was followed, after the items received so far were returned:
///
/// - the number of items differs from the total, for example because an item was deleted in the meantime: list again;
/// - the service returned the same items twice in a row, keeps returning pages that it has returned before, or ends the
///   list with one of them;
/// - the list continues after 100,000 pages: it may grow as fast as it is read;
/// - the list continues past the largest offset. That is the maximum on the help page or, if the call does not
///   [`validate`](Call::validate), the largest integer that can be sent.
///
/// After an error or the end of the list, it yields no more pages. Dropping this value cancels a pending request.
#[must_use = "nothing is sent until a page is requested"]
pub struct Pages<T> {
    list: PagedCall,
    /// Decodes a page.
    read: ReadPage<T>,
    /// Whether a page that does not match the help page is an error.
    checked: bool,
    skipped_nulls: usize,
}

impl<R: Paginated> Call<R> {
    /// Returns the items of the list, across all its pages.
    ///
    /// The list starts at the offset of the request, or at the first item. Unless the request sets a limit, each page
    /// has the maximum size that the help page documents, or else the service's default.
    pub fn items(self) -> Items<R::Item> {
        Items::new(self.with_large_pages(), read_items::<R>)
    }

    /// Returns the items of the list like [`items`](Self::items), as the JSON that the service sent: see
    /// [`JsonCall::send`](crate::JsonCall::send).
    pub fn json_items(self) -> Items<Box<RawValue>> {
        Items::new(self.with_large_pages(), read_json_items::<R>)
    }

    /// Returns the pages of the list, as the service returns them.
    ///
    /// The first page starts at the offset of the request, or at the first item. Each has the limit of the request, or
    /// the service's default; if the service requires a limit, the maximum size that the help page documents.
    pub fn pages(self) -> Pages<R::Response> {
        Pages::new(self.paged(), |call, _checked| R::Response::receive(call))
    }

    /// Returns the requests for pages of the maximum size, unless the request sets a limit.
    fn with_large_pages(mut self) -> PagedCall {
        let limit = self.request.limit();
        if limit.is_none()
            && let Some(max) = max_limit(R::DESCRIPTOR)
        {
            *limit = R::Limit::try_from(max).ok();
        }
        self.paged()
    }

    /// Returns the requests for the pages.
    fn paged(mut self) -> PagedCall {
        let limit = self.request.limit();
        if limit.is_none()
            && let Some(required) = required_limit(R::DESCRIPTOR)
        {
            *limit = R::Limit::try_from(required).ok();
        }
        let limit = (*limit).map(Into::into);
        let offset = (*self.request.offset()).map(Into::into);
        let start = Start {
            offset: offset.or(required_offset(R::DESCRIPTOR).map(|(_, first)| first)),
            limit,
            can_be_sent: |offset| R::Offset::try_from(offset).is_ok(),
        };
        PagedCall::new(self.erase(), start)
    }
}

impl<T> Items<T> {
    fn new(list: PagedCall, read: ReadPage<Vec<T>>) -> Self {
        Self { fetched: Vec::new().into_iter(), pages: Pages::new(list, read), remaining: usize::MAX }
    }

    /// Returns the next item, or `None` at the end of the list.
    ///
    /// Dropping the future loses nothing: the next call continues with the same page.
    ///
    /// # Errors
    ///
    /// Those of [`Call::send`] for the next page, and [`ErrorKind::Paging`](crate::ErrorKind::Paging) if the list
    /// cannot be followed to its end: see [`Pages`].
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
        self.pages.skipped_nulls
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

impl<T> Pages<T> {
    fn new(list: PagedCall, read: ReadPage<T>) -> Self {
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
    /// Those of [`Call::send`] for the next page, and [`ErrorKind::Paging`](crate::ErrorKind::Paging) if the list
    /// cannot be followed to its end: see [`Pages`].
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

// Neither type relies on being pinned.
impl<T> Unpin for Items<T> {}
impl<T> Unpin for Pages<T> {}

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

opaque_debug!(Items<T>);

opaque_debug!(Pages<T>);

type ReadPage<T> = fn(CompletedCall, bool) -> Result<Response<T>, Error>;

/// Decodes a page and returns its items.
fn read_items<R: Paginated>(call: CompletedCall, _checked: bool) -> Result<Response<Vec<R::Item>>, Error> {
    let page = R::Response::receive(call)?;
    Ok(page.map(|mut page| mem::take(R::items(&mut page))))
}

/// Checks a page and returns its items as the service sent them, without those that are null.
fn read_json_items<R: Paginated>(call: CompletedCall, checked: bool) -> Result<Response<Vec<Box<RawValue>>>, Error> {
    let operation = call.operation;
    if !checked && let Some(detail) = RawPage::type_error(operation, &call.response.body) {
        let error = Error::unexpected_response(&call.response, detail);
        return Err(fail(error, call.log, &call.span));
    }
    let mut page = R::Response::receive_json(call, checked)?;
    let received = RawPage::new(operation, page.raw_body()).items();
    let not_null = received.iter().filter(|item| item.get() != "null");
    let items: Vec<Box<RawValue>> = not_null.map(|item| (*item).to_owned()).collect();
    page.skipped_nulls = received.len() - items.len();
    Ok(page.map(|_| items))
}

#[cfg(test)]
mod tests;
