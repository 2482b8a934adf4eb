//! Lists that the service returns page by page.

use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use crate::descriptor::Paginated;
use crate::runtime::client::call::Call;
use crate::runtime::client::list_position::{ListPosition, PageFacts, PagingParameter, Progress, documented_bounds};
use crate::runtime::error::Error;

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
    /// The request for the next page; `None` at the end.
    next: Option<PageFuture<T>>,
}

impl<R: Paginated> Call<R> {
    /// Returns the items of the list, across all its pages.
    ///
    /// The list starts at the offset of the request, or at the first item. Unless the request sets a limit, each page has
    /// the maximum size that the help page documents, or else the service's default.
    pub fn items(mut self) -> Items<R::Item> {
        let limit = self.request.limit();
        if limit.is_none()
            && let Some(bounds) = documented_bounds(R::DESCRIPTOR, PagingParameter::Limit)
            && bounds.max < i64::MAX
        {
            *limit = R::Limit::try_from(bounds.max).ok();
        }
        let pages = Pages::new(self, |mut page| mem::take(R::items(&mut page)));
        Items { fetched: Vec::new().into_iter(), pages, remaining: usize::MAX }
    }

    /// Returns the pages of the list, as the service returns them.
    ///
    /// The first page starts at the offset of the request, or at the first item. Each has the limit of the request, or the
    /// service's default.
    pub fn pages(self) -> Pages<R::Response> {
        Pages::new(self, |page| page)
    }
}

impl<T> Items<T> {
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

    /// Starts before the first page. `convert` turns a response into a page.
    fn new<R: Paginated>(call: Call<R>, convert: fn(R::Response) -> T) -> Self
    where
        T: 'static,
    {
        Self { next: Some(fetch_page(Cursor::new(call), convert)) }
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
        let max = if self.pages.next.is_none() { fetched } else { self.remaining };
        (fetched, if max == usize::MAX { None } else { Some(max) })
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let Some(page) = &mut this.next else { return Poll::Ready(None) };
        match ready!(page.as_mut().poll(context)) {
            Ok(FetchedPage { page, next }) => {
                this.next = next;
                Poll::Ready(Some(Ok(page)))
            }
            Err(error) => {
                this.next = None;
                Poll::Ready(Some(Err(error)))
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let max = if self.next.is_none() { Some(0) } else { None };
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

/// The request for a page. Boxed, so that `Items` and `Pages` do not depend on the type of the request.
type PageFuture<T> = Pin<Box<dyn Future<Output = Result<FetchedPage<T>, Error>> + Send>>;

/// A page, and the request for the one after it.
struct FetchedPage<T> {
    page: T,
    next: Option<PageFuture<T>>,
}

fn fetch_page<R: Paginated, T: 'static>(mut cursor: Cursor<R>, convert: fn(R::Response) -> T) -> PageFuture<T> {
    Box::pin(async move {
        cursor.advance()?;
        let mut response = cursor.call.clone().send().await?;
        let next = match cursor.receive(&mut response)? {
            Progress::More => Some(fetch_page(cursor, convert)),
            Progress::End => None,
        };
        Ok(FetchedPage { page: convert(response), next })
    })
}

/// The requests for a list.
struct Cursor<R: Paginated> {
    call: Call<R>,
    position: ListPosition,
    /// The items of the latest page; empty before the first one is received.
    page: Vec<R::Item>,
}

impl<R: Paginated> Cursor<R> {
    fn new(mut call: Call<R>) -> Self {
        let offset = (*call.request.offset()).map(Into::into);
        let position = ListPosition::new(R::DESCRIPTOR, offset, call.validates());
        Self { call, position, page: Vec::new() }
    }

    /// Sets the offset of the request to the end of the latest page.
    fn advance(&mut self) -> Result<(), Error> {
        let offset = self.position.advance(|offset| R::Offset::try_from(offset).is_ok())?;
        if let Some(offset) = offset {
            *self.call.request.offset() = R::Offset::try_from(offset).ok();
        }
        Ok(())
    }

    /// Records a page, and returns whether there is another one.
    fn receive(&mut self, response: &mut R::Response) -> Result<Progress, Error> {
        let total = R::total(response);
        let limit = (*self.call.request.limit()).map(Into::into);
        let page = R::items(response);
        let facts = PageFacts { total, length: page.len(), limit, is_repeated: *page == self.page };
        let progress = self.position.receive(&facts)?;
        if matches!(progress, Progress::More) {
            self.page.clone_from(page);
        }
        Ok(progress)
    }
}

#[cfg(test)]
mod tests;
