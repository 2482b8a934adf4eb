//! The requests for the pages of a list, as JSON: they do not depend on the types of the operation.

use std::mem;
use std::task::{Context, Poll, ready};

use serde_json::Value;

use crate::client::list_position::{ListPosition, PageFacts, Progress};
use crate::client::untyped_call::{UntypedCall, UntypedFuture};
use crate::descriptor::OperationDescriptor;
use crate::error::Error;
use crate::response::CompletedCall;
use crate::response::raw_json::RawPage;

/// The requests for a list.
pub(crate) struct PagedCall {
    call: UntypedCall,
    position: ListPosition,
    start: Start,
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
    Pending(UntypedFuture),
    /// An error that follows the items of the latest page.
    Failed(Error),
    /// Also while a page is decoded, so that an invalid page ends the list.
    End,
}

impl PagedCall {
    pub(crate) fn new(call: UntypedCall, start: Start) -> Self {
        let position = ListPosition::new(call.operation, start.offset, call.validates());
        Self { call, position, start, next: Next::Page }
    }

    /// Returns the offset of the first item that has not been received.
    pub(crate) fn next_offset(&self) -> i64 {
        self.position.next_offset()
    }

    pub(crate) fn has_ended(&self) -> bool {
        matches!(self.next, Next::End)
    }

    /// Requests the next page unless that has been done, and returns the response, or `None` at the end of the list.
    /// The list goes on after [`receive`](Self::receive).
    pub(crate) fn poll_response(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<CompletedCall, Error>>> {
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
                Next::Failed(_) => {
                    let Next::Failed(error) = mem::replace(&mut self.next, Next::End) else { return Poll::Ready(None) };
                    return Poll::Ready(Some(Err(error)));
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

    /// Records a page: the number of its items and nulls, and the page as the service sent it. Returns `false` if the
    /// list was complete without it.
    pub(crate) fn receive(&mut self, length: usize, page: &RawPage<'_>) -> Result<bool, Error> {
        let (total, fingerprint) = (page.total(), page.fingerprint());
        let facts = PageFacts { total, length, limit: self.start.limit, fingerprint };
        match self.position.receive(&facts)? {
            Progress::More => self.next = Next::Page,
            Progress::Fail(error) => self.next = Next::Failed(error),
            Progress::End => {}
            Progress::Repeated => return Ok(false),
        }
        Ok(true)
    }

    pub(crate) fn operation(&self) -> &'static OperationDescriptor {
        self.call.operation
    }
}
