//! The requests for the pages of a list, as JSON: they do not depend on the types of the operation.

use std::task::{Context, Poll, ready};

use serde_json::Value;

use crate::runtime::client::list_position::{ListPosition, PageFacts, Progress};
use crate::runtime::client::untyped_call::{Sending, UntypedCall};
use crate::runtime::error::Error;
use crate::runtime::response::Received;

/// The requests for a list.
pub(crate) struct PagedCall {
    call: UntypedCall,
    position: ListPosition,
    start: Start,
    /// The items of the latest page as JSON; empty before the first one is received.
    items: Vec<u8>,
    next: Next,
}

/// Where a list starts, according to its request.
pub(crate) struct Start {
    pub(crate) offset: Option<i64>,
    pub(crate) limit: Option<i64>,
    /// Returns whether the request can hold an offset.
    pub(crate) can_be_sent: fn(i64) -> bool,
}

enum Next {
    Page,
    /// A page that was requested.
    Pending(Sending),
    /// Also while a page is decoded, so that an invalid page ends the list.
    End,
}

impl PagedCall {
    pub(crate) fn new(call: UntypedCall, start: Start) -> Self {
        let position = ListPosition::new(call.operation, start.offset, call.validates());
        Self { call, position, start, items: Vec::new(), next: Next::Page }
    }

    pub(crate) fn has_ended(&self) -> bool {
        matches!(self.next, Next::End)
    }

    /// Requests the next page unless that has been done, and returns the response, or `None` at the end of the list. The list
    /// goes on after [`receive`](Self::receive).
    pub(crate) fn poll_response(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Received, Error>>> {
        loop {
            match &mut self.next {
                Next::Page => match self.advance() {
                    Ok(()) => self.next = Next::Pending(self.call.clone().send()),
                    Err(error) => {
                        self.next = Next::End;
                        return Poll::Ready(Some(Err(error)));
                    }
                },
                Next::Pending(sending) => {
                    let outcome = ready!(sending.as_mut().poll(context));
                    self.next = Next::End;
                    return Poll::Ready(Some(outcome));
                }
                Next::End => return Poll::Ready(None),
            }
        }
    }

    /// Sets the offset of the request to the end of the latest page.
    fn advance(&mut self) -> Result<(), Error> {
        if let Some(offset) = self.position.advance(self.start.can_be_sent)?
            && let Some(pagination) = &self.call.operation.pagination
            && let Ok(Value::Object(request)) = &mut self.call.request
        {
            request.insert(pagination.offset.to_owned(), Value::from(offset));
        }
        Ok(())
    }

    /// Records a page: the total number of items according to it, the number of its items, and its items as JSON.
    pub(crate) fn receive(&mut self, total: Option<i64>, length: usize, items: Vec<u8>) -> Result<(), Error> {
        let is_repeated = length > 0 && items == self.items;
        let facts = PageFacts { total, length, limit: self.start.limit, is_repeated };
        if matches!(self.position.receive(&facts)?, Progress::More) {
            self.items = items;
            self.next = Next::Page;
        }
        Ok(())
    }
}
