//! Lists that the service returns page by page.

use std::mem;

use serde_json::value::RawValue;

use crate::client::call::Call;
use crate::client::items::Items;
use crate::client::list_position::{max_limit, required_limit, required_offset};
use crate::client::paged_call::{PagedCall, Start};
use crate::client::pages::Pages;
use crate::error::Error;
use crate::operation::Paginated;
use crate::response::completed_call::fail;
use crate::response::raw_json::RawPage;
use crate::response::{CompletedCall, Receive, Response};

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
