//! The position in a list that the service returns page by page. It does not depend on the types of the operation.

use crate::descriptor::{Bounds, OperationDescriptor, ParameterLocation, Type};
use crate::runtime::error::Error;

pub(crate) struct ListPosition {
    operation: &'static OperationDescriptor,
    /// The largest allowed offset, if the call validates it.
    max_offset: Option<i64>,
    /// The offset of the latest page, or of the first one before it is received.
    offset: i64,
    /// The number of items on the latest page; 0 before the first one is received.
    page_length: i64,
    /// The number of items received.
    received: usize,
    /// The total number of items, according to the latest page that reports it.
    total: Option<i64>,
}

/// The facts about a page that determine the next position.
pub(crate) struct PageFacts {
    /// The total number of items, if the page reports it.
    pub(crate) total: Option<i64>,
    /// The number of items on the page.
    pub(crate) length: usize,
    /// The maximum number of items that was requested.
    pub(crate) limit: Option<i64>,
    /// Whether its items equal those of the page before it.
    pub(crate) is_repeated: bool,
}

pub(crate) enum Progress {
    More,
    End,
}

impl ListPosition {
    /// Starts at the offset of the request, or at the first item.
    pub(crate) fn new(operation: &'static OperationDescriptor, offset: Option<i64>, validates: bool) -> Self {
        let max_offset = match documented_bounds(operation, PagingParameter::Offset) {
            Some(bounds) if validates => Some(bounds.max),
            _ => None,
        };
        // The service may ignore a negative offset.
        let offset = offset.unwrap_or_default().max(0);
        Self { operation, max_offset, offset, page_length: 0, received: 0, total: None }
    }

    /// Moves past the latest page. Returns the offset to request, or `None` for the first page.
    pub(crate) fn advance(&mut self, can_be_sent: fn(i64) -> bool) -> Result<Option<i64>, Error> {
        if self.page_length == 0 {
            return Ok(None);
        }
        let next = match self.offset.checked_add(self.page_length) {
            Some(next) if can_be_sent(next) => next,
            _ => return Err(self.error("the list continues past the largest offset that can be sent")),
        };
        if let Some(max) = self.max_offset
            && next > max
        {
            return Err(self.error(&format!("the list continues past the largest allowed offset, {max}")));
        }
        self.offset = next;
        Ok(Some(next))
    }

    /// Records a page, and returns whether there is another one.
    pub(crate) fn receive(&mut self, page: &PageFacts) -> Result<Progress, Error> {
        if let Some(total) = page.total
            && total >= 0
        {
            self.total = Some(total);
        }
        if page.length == 0 {
            return match self.total {
                Some(total) if self.received == 0 && total > self.offset => {
                    Err(self.error(&format!("the service reports {total} items but returned none")))
                }
                _ => Ok(Progress::End),
            };
        }
        if page.is_repeated {
            return Err(self.error("the service returned the same page twice in a row"));
        }
        // A length never exceeds `isize::MAX`.
        let length = i64::try_from(page.length).unwrap_or(i64::MAX);
        let is_last = match (self.total, page.limit) {
            (Some(total), _) => self.offset.saturating_add(length) >= total,
            (None, Some(limit)) => length < limit,
            (None, None) => false,
        };
        if is_last {
            return Ok(Progress::End);
        }
        self.received = self.received.saturating_add(page.length);
        self.page_length = length;
        Ok(Progress::More)
    }

    fn error(&self, reason: &str) -> Error {
        let Self { received, offset, operation, .. } = self;
        Error::paging(operation.id, format!("paging stopped at offset {offset} after {received} items: {reason}"))
    }
}

/// Returns the largest limit, if the help page states one.
pub(crate) fn max_limit(operation: &OperationDescriptor) -> Option<i64> {
    let bounds = documented_bounds(operation, PagingParameter::Limit)?;
    if bounds.max < i64::MAX { Some(bounds.max) } else { None }
}

#[derive(Clone, Copy)]
enum PagingParameter {
    Offset,
    Limit,
}

/// Returns the bounds that the help page states for a parameter of paging.
fn documented_bounds(operation: &OperationDescriptor, parameter: PagingParameter) -> Option<Bounds> {
    let pagination = operation.pagination.as_ref()?;
    let name = match parameter {
        PagingParameter::Offset => pagination.offset,
        PagingParameter::Limit => pagination.limit,
    };
    for parameter in operation.parameters {
        if parameter.location == ParameterLocation::Query && parameter.field.name == name {
            return match parameter.field.ty {
                Type::Integer(bounds) | Type::Long(bounds) => bounds,
                _ => None,
            };
        }
    }
    None
}
