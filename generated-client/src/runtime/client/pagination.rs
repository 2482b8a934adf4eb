//! Lists that the service returns page by page.

use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use serde::Serialize;
use serde_json::Value;

use crate::descriptor::{OperationDescriptor, Paginated};
use crate::runtime::client::call::Call;
use crate::runtime::client::list_position::max_limit;
use crate::runtime::client::paged_call::{PagedCall, Start};
use crate::runtime::error::Error;
use crate::runtime::response::{Received, ResponseType};

/// The items of a list, across all its pages.
///
/// Returned by [`Call::items`] and by the `items` method of each paginated operation. It also implements [`Stream`].
///
/// Nothing is sent until the first item is requested, and each further page is requested when the items of the previous
/// one have been returned. Dropping this value cancels a pending request. [`Pages`] describes where a list ends and
/// which errors occur.
///
/// ```no_run
/// # async fn names(client: huaweicloud_hss::Client) -> Result<(), huaweicloud_hss::Error> {
/// let mut containers = client.list_local_image_containers().image_name("openjdk").items();
/// while let Some(container) = containers.try_next().await? {
///     println!("{:?}", container.container_name);
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

/// The pages of a list, as the service returns them.
///
/// Returned by [`Call::pages`] and by the `pages` method of each paginated operation. It also implements [`Stream`].
///
/// Nothing is sent until the first page is requested. Then one request is sent for each page, with all options of the
/// call, starting after the items received so far. The list ends
///
/// - when the total number of items has been received, according to the latest page that reports a total (a negative
///   number is ignored);
/// - after a page without items, which is returned too;
/// - after a page with fewer items than the requested limit, if no page reports a total.
///
/// If the list changes in the meantime, an item can be repeated or missing: the service does not keep a snapshot.
///
/// # Errors
///
/// An error of [`Call::send`] ends the list. So does an error of the kind [`Paging`](crate::ErrorKind::Paging), which says
/// how far the list was followed: the service returned the same items twice in a row, it returned no items although it
/// reports some, or the list continues past the largest offset. That is the maximum on the help page or, if the call does
/// not [`validate`](Call::validate), the largest integer that can be sent.
///
/// After an error or the end of the list, it yields no more pages. Dropping this value cancels a pending request.
#[must_use = "nothing is sent until a page is requested"]
pub struct Pages<T> {
    list: PagedCall,
    /// Decodes a page.
    read: ReadPage<T>,
}

impl<R: Paginated> Call<R> {
    /// Returns the items of the list, across all its pages.
    ///
    /// The list starts at the offset of the request, or at the first item. Unless the request sets a limit, each page has
    /// the maximum size that the help page documents, or else the service's default.
    pub fn items(self) -> Items<R::Item> {
        Items::new(self.with_large_pages(), read_items::<R>)
    }

    /// Returns the items of the list like [`items`](Self::items), as JSON: see [`json`](Self::json).
    pub fn json_items(self) -> Items<Value> {
        Items::new(self.with_large_pages(), read_json_items::<R>)
    }

    /// Returns the pages of the list, as the service returns them.
    ///
    /// The first page starts at the offset of the request, or at the first item. Each has the limit of the request, or the
    /// service's default.
    pub fn pages(self) -> Pages<R::Response> {
        Pages { list: self.paged(), read: read_page::<R> }
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
        let start = Start {
            offset: (*self.request.offset()).map(Into::into),
            limit: (*self.request.limit()).map(Into::into),
            can_be_sent: |offset| R::Offset::try_from(offset).is_ok(),
        };
        PagedCall::new(self.erase(), start)
    }
}

impl<T> Items<T> {
    fn new(list: PagedCall, read: ReadPage<Vec<T>>) -> Self {
        Self { fetched: Vec::new().into_iter(), pages: Pages { list, read }, remaining: usize::MAX }
    }

    /// Returns the next item, or `None` at the end of the list.
    ///
    /// Dropping the future loses nothing: the next call continues with the same page.
    ///
    /// # Errors
    ///
    /// If the next page cannot be fetched, or the list cannot be followed to its end: see [`Pages`].
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

impl<T> Pages<T> {
    /// Returns the next page, or `None` at the end of the list.
    ///
    /// Dropping the future loses nothing: the next call continues with the same page.
    ///
    /// # Errors
    ///
    /// If the next page cannot be fetched, or the list cannot be followed to its end: see [`Pages`].
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// Decodes a page and records it.
    fn receive(&mut self, received: Received) -> Result<T, Error> {
        let Page { value, total, length, items } = (self.read)(received)?;
        self.list.receive(total, length, items)?;
        Ok(value)
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
            match ready!(Pin::new(&mut this.pages).poll_next(context)) {
                Some(Ok(items)) => this.fetched = items.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
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
        let received = match ready!(this.list.poll_response(context)) {
            Some(Ok(received)) => received,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        Poll::Ready(Some(this.receive(received)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let max = if self.list.has_ended() { Some(0) } else { None };
        (0, max)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

type ReadPage<T> = fn(Received) -> Result<Page<T>, Error>;

/// A page, with the facts that paging depends on.
struct Page<T> {
    value: T,
    total: Option<i64>,
    length: usize,
    /// The items as JSON, to recognize a repeated page.
    items: Vec<u8>,
}

/// Decodes a page and returns it as it is.
fn read_page<R: Paginated>(received: Received) -> Result<Page<R::Response>, Error> {
    let mut value = R::Response::receive(received)?.into_inner();
    let total = R::total(&value);
    let items = R::items(&mut value);
    Ok(Page { total, length: items.len(), items: json(items), value })
}

/// Decodes a page and returns its items.
fn read_items<R: Paginated>(received: Received) -> Result<Page<Vec<R::Item>>, Error> {
    let Page { mut value, total, length, items } = read_page::<R>(received)?;
    Ok(Page { value: mem::take(R::items(&mut value)), total, length, items })
}

/// Decodes a page and returns its items as JSON.
fn read_json_items<R: Paginated>(received: Received) -> Result<Page<Vec<Value>>, Error> {
    let operation = received.operation;
    Ok(json_page(operation, R::Response::receive_json(received)?))
}

fn json_page(operation: &OperationDescriptor, mut page: Value) -> Page<Vec<Value>> {
    let (mut total, mut items) = (None, Value::Null);
    if operation.response.is_list() {
        items = page;
    } else if let Some(pagination) = &operation.pagination {
        total = pagination.total.and_then(|name| page.get(name)?.as_i64());
        items = page.get_mut(pagination.items).map_or(Value::Null, Value::take);
    }
    let value = match items {
        Value::Array(items) => items,
        _ => Vec::new(),
    };
    Page { total, length: value.len(), items: json(&value), value }
}

/// Returns items as JSON. What has been decoded can be encoded again.
fn json(items: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(items).unwrap_or_default()
}

#[cfg(test)]
mod tests;
