//! Lists that come in pages.

use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use crate::descriptor::{Bounds, OperationDescriptor, Paginated, ParameterLocation, Type};
use crate::runtime::client::call::Call;
use crate::runtime::error::Error;

/// The items of a list, one after the other, from as many pages as it takes.
///
/// Made by [`Call::items`], and by the `items` of each operation that lists.
///
/// Nothing is sent before the first item is asked for, and each page only when the one before is used up. It is a
/// [`Stream`] as well. Dropping it gives up a page under way. What its pages must be is said at [`Pages`].
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
#[must_use = "nothing is sent until an item is asked for"]
pub struct Items<T> {
    /// Of the page that came last, those not taken yet.
    items: vec::IntoIter<T>,
    pages: Pages<Vec<T>>,
}

/// The pages of a list, one after the other, each as the service answers it.
///
/// Made by [`Call::pages`], and by the `pages` of each operation that lists. It is a [`Stream`] as well.
///
/// Nothing is sent before the first page is asked for, and then one request for each page, with all the options of
/// the call. Each page begins behind the items that came so far. The list ends
///
/// - when as many items came as there are in all, by the latest page that says how many; a negative number says
///   nothing;
/// - with a page that has no items, which is given as well;
/// - with a page that has fewer items than the limit asked for, if no page says how many there are in all.
///
/// A list that changes meanwhile can repeat an item or leave one out: the service keeps no snapshot.
///
/// # Errors
///
/// What [`Call::send`] reports of a page ends the list. So does an error of the kind
/// [`Paging`](crate::ErrorKind::Paging), which says how far it got: the service answers the same items twice in a
/// row, or no items at all where it says that there are some, or the list goes on where the largest offset ends. That is the one of the help page, or where the call does
/// not [`validate`](Call::validate), the largest integer that can be sent.
///
/// After an error as after the end there is nothing more. Dropping it gives up a page under way.
#[must_use = "nothing is sent until a page is asked for"]
pub struct Pages<T> {
    /// `None` at the end.
    next: Option<Fetch<T>>,
}

impl<R: Paginated> Call<R> {
    /// All items of the list, one after the other, from as many pages as it takes.
    ///
    /// It begins at the offset of the request, or at the first item. Unless the request has a limit, each page is the
    /// largest that the help page documents; where it documents none, the service's default.
    pub fn items(mut self) -> Items<R::Item> {
        let largest = bounds_of(R::DESCRIPTOR, |pagination| pagination.limit).map(|bounds| bounds.max);
        let limit = self.request.limit();
        *limit = limit.or_else(|| largest.and_then(|largest| largest.try_into().ok()));
        let pages = Pages::of(self, |mut page| mem::take(R::items(&mut page)));
        Items { items: Vec::new().into_iter(), pages }
    }

    /// The pages of the list, one after the other, each as the service answers it.
    ///
    /// The first begins at the offset of the request, or at the first item. Each is as large as the limit of the
    /// request, or the service's default.
    pub fn pages(self) -> Pages<R::Response> {
        Pages::of(self, |page| page)
    }
}

impl<T> Items<T> {
    /// The next item; `None` at the end of the list, and from then on.
    ///
    /// Dropping the future loses nothing: the next call goes on with the same page.
    ///
    /// # Errors
    ///
    /// If the next page does not come, or the list does not come to its end: see [`Pages`].
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }
}

impl<T> Pages<T> {
    /// The next page; `None` at the end of the list, and from then on.
    ///
    /// Dropping the future loses nothing: the next call goes on with the same page.
    ///
    /// # Errors
    ///
    /// If the next page does not come, or the list does not come to its end: see [`Pages`].
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    fn of<R: Paginated>(call: Call<R>, form: fn(R::Response) -> T) -> Self
    where
        T: 'static,
    {
        Self { next: Some(fetch(Cursor::new(call), form)) }
    }
}

// Neither ever pins what it holds.
impl<T> Unpin for Items<T> {}
impl<T> Unpin for Pages<T> {}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(context)) {
                Some(Ok(items)) => this.items = items.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let here = self.items.len();
        (here, self.pages.next.is_none().then_some(here))
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let Some(fetch) = &mut this.next else { return Poll::Ready(None) };
        let outcome = ready!(fetch.as_mut().poll(context));
        let (page, next) = outcome.map_or_else(|error| (Err(error), None), |fetched| (Ok(fetched.page), fetched.next));
        this.next = next;
        Poll::Ready(Some(page))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, self.next.is_none().then_some(0))
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

/// A page under way. Boxed, so that the types above tell nothing of the request.
type Fetch<T> = Pin<Box<dyn Future<Output = Result<Fetched<T>, Error>> + Send>>;

/// A page that came, and how the next one will.
struct Fetched<T> {
    page: T,
    next: Option<Fetch<T>>,
}

fn fetch<R: Paginated, T: 'static>(mut cursor: Cursor<R>, form: fn(R::Response) -> T) -> Fetch<T> {
    Box::pin(async move {
        cursor.step()?;
        let mut response = cursor.call.clone().send().await?;
        let next = cursor.after(&mut response)?.map(|cursor| fetch(cursor, form));
        Ok(Fetched { page: form(response), next })
    })
}

/// How far a list was followed.
struct Cursor<R: Paginated> {
    call: Call<R>,
    /// Where the page that came last began; before that, where the first one begins.
    offset: i64,
    /// Items of the page that came last; empty before the first one.
    page: Vec<R::Item>,
    /// How many items came in all.
    received: usize,
    /// How many there are in all, by the latest page that says so.
    total: Option<i64>,
}

impl<R: Paginated> Cursor<R> {
    fn new(mut call: Call<R>) -> Self {
        // The service may take a negative offset for none, and nothing is in front of the first item.
        let offset = call.request.offset().map_or(0, Into::into).max(0);
        Self { call, offset, page: Vec::new(), received: 0, total: None }
    }

    /// Moves the request behind the items that came.
    fn step(&mut self) -> Result<(), Error> {
        if self.page.is_empty() {
            return Ok(());
        }
        let documented = bounds_of(R::DESCRIPTOR, |pagination| pagination.offset).map(|bounds| bounds.max);
        let largest = documented.filter(|_| self.call.validates());
        let next = self.offset.checked_add(length(&self.page));
        let next = next.filter(|next| largest.is_none_or(|largest| *next <= largest));
        let Some((next, sent)) = next.and_then(|next| Some((next, R::Offset::try_from(next).ok()?))) else {
            let largest =
                largest.map_or_else(|| "that can be sent".to_owned(), |largest| format!("allowed, {largest}"));
            return Err(self.stuck(&format!("the list goes on past the largest offset {largest}")));
        };
        self.offset = next;
        *self.call.request.offset() = Some(sent);
        Ok(())
    }

    /// What remains behind a page that came; `None` at the end.
    fn after(mut self, response: &mut R::Response) -> Result<Option<Self>, Error> {
        self.total = R::total(response).filter(|total| *total >= 0).or(self.total);
        let page = R::items(response);
        if page.is_empty() {
            let told = self.total.filter(|total| self.received == 0 && *total > self.offset);
            return told.map_or(Ok(None), |total| {
                Err(self.stuck(&format!("the service says that there are {total} items, and answers none of them")))
            });
        }
        if *page == self.page {
            return Err(self.stuck("the service answered the same page twice in a row"));
        }
        let limit: Option<i64> = self.call.request.limit().map(Into::into);
        let ends = match self.total {
            Some(total) => self.offset.saturating_add(length(page)) >= total,
            None => limit.is_some_and(|limit| length(page) < limit),
        };
        if ends {
            return Ok(None);
        }
        self.received = self.received.saturating_add(page.len());
        self.page.clone_from(page);
        Ok(Some(self))
    }

    fn stuck(&self, why: &str) -> Error {
        let Self { received, offset, .. } = self;
        Error::paging(R::DESCRIPTOR.id, format!("paging stopped at offset {offset} (items so far: {received}): {why}"))
    }
}

/// A list is never longer than `isize::MAX`.
fn length<T>(items: &[T]) -> i64 {
    i64::try_from(items.len()).unwrap_or(i64::MAX)
}

/// What the help page says of one of the two parameters of paging.
fn bounds_of(
    operation: &OperationDescriptor,
    name: impl Fn(&crate::descriptor::Pagination) -> &'static str,
) -> Option<Bounds> {
    let name = name(operation.pagination.as_ref()?);
    let mut parameters = operation.parameters.iter();
    let parameter =
        parameters.find(|parameter| (parameter.location, parameter.field.name) == (ParameterLocation::Query, name))?;
    match parameter.field.ty {
        Type::Integer(bounds) | Type::Long(bounds) => bounds,
        _ => None,
    }
}

#[cfg(test)]
mod tests;
