//! The position in a list that the service returns page by page. It does not depend on the types of the operation.

use std::collections::HashSet;

use crate::descriptor::{Bounds, Field, OperationDescriptor, Type};
use crate::error::Error;

/// Maximum number of pages in a row that the service may return again: their items can be equal by chance.
const MAX_REPEATED_PAGES: u32 = 2;

/// Maximum number of pages. A list that continues after them may grow as fast as it is read, or never end.
const MAX_PAGES: usize = 100_000;

/// Services choose page sizes that are multiples of this number.
const ROUND_NUMBER: i64 = 10;

/// The limit to send if the service requires one and the help page states neither a maximum nor a default.
const UNDOCUMENTED_LIMIT: i64 = 100;

pub(crate) struct ListPosition {
    operation: &'static OperationDescriptor,
    /// The largest allowed offset, if the call validates it.
    max_offset: Option<i64>,
    /// The offset of the first page.
    start: i64,
    /// The offset of the latest page, or of the first one before it is received.
    offset: i64,
    /// The number of items on the latest page; 0 before the first one is received.
    page_length: i64,
    /// The largest number of items on a page so far: what the service returns at most, if that is less than the limit.
    longest_page: i64,
    /// The number of items received.
    received: i64,
    /// The total number of items, according to the latest page that reports it.
    total: Option<i64>,
    /// The fingerprint of the latest page, and those of all pages.
    latest_page: Option<u64>,
    pages: HashSet<u64>,
    /// The number of latest pages that equal an earlier one.
    repeated_pages: u32,
}

/// The facts about a page that determine the next position.
pub(crate) struct PageFacts {
    /// The total number of items, if the page reports it.
    pub(crate) total: Option<i64>,
    /// The number of items on the page.
    pub(crate) length: usize,
    /// The maximum number of items that was requested.
    pub(crate) limit: Option<i64>,
    /// A hash of the items as the service sent them.
    pub(crate) fingerprint: u64,
}

/// What follows a page.
pub(crate) enum Progress {
    More,
    End,
    /// The list is complete: the page is the entire list again, since the service has no pages.
    Repeated,
    /// An error, after the items of the page.
    Fail(Error),
}

impl ListPosition {
    /// Starts at the offset of the request, or at the first item.
    pub(crate) fn new(operation: &'static OperationDescriptor, offset: Option<i64>, validates: bool) -> Self {
        let max_offset = match offset_field(operation).and_then(documented_bounds) {
            Some(bounds) if validates => Some(bounds.max),
            _ => None,
        };
        // The service may ignore a negative offset.
        let start = offset.unwrap_or_default().max(0);
        Self {
            operation,
            max_offset,
            start,
            offset: start,
            page_length: 0,
            longest_page: 0,
            received: 0,
            total: None,
            latest_page: None,
            pages: HashSet::new(),
            repeated_pages: 0,
        }
    }

    /// Returns the offset of the first item that has not been received.
    pub(crate) fn next_offset(&self) -> i64 {
        self.start.saturating_add(self.received)
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

    /// Records a page, and returns what follows it. An error means that the page has no new items.
    pub(crate) fn receive(&mut self, page: &PageFacts) -> Result<Progress, Error> {
        let total = page.total.filter(|total| *total >= 0);
        if page.length == 0 {
            return self.receive_empty_page(total);
        }
        if self.latest_page == Some(page.fingerprint) {
            let is_full = page.limit == Some(self.page_length);
            if self.total == Some(self.received) && !is_full {
                return Ok(Progress::Repeated);
            }
            return Err(self.error("the service returned the same page twice in a row"));
        }
        let is_first = self.latest_page.is_none();
        let earlier_total = self.total;
        self.total = total.or(self.total);
        // A length never exceeds `isize::MAX`.
        let length = i64::try_from(page.length).unwrap_or(i64::MAX);
        let is_shorter = length < self.longest_page;
        let is_new = self.record(page.fingerprint, length);

        let end = self.offset.saturating_add(length);
        let Some(total) = self.total else {
            if is_shorter && page.limit.is_some_and(|limit| length < limit) {
                return Ok(Progress::End);
            }
            return Ok(self.check_pages());
        };
        if end > total {
            return Ok(Progress::Fail(self.contradiction(total)));
        }
        if end < total {
            return Ok(self.check_pages());
        }
        if !is_new {
            return Ok(Progress::Fail(self.error("the last page equals an earlier one")));
        }
        // Some services report the length of the page as the total, the number of items so far, or how many are left.
        let may_be_length_of_page = is_first && length == total && self.may_be_page_size(length, page.limit);
        let has_changed = earlier_total.is_some_and(|earlier| total != earlier);
        let can_be_checked = self.max_offset.is_none_or(|max| end <= max);
        let is_checked = can_be_checked && (may_be_length_of_page || has_changed);
        Ok(if is_checked { Progress::More } else { Progress::End })
    }

    /// Records the items of a page. Returns whether no earlier page is equal.
    fn record(&mut self, fingerprint: u64, length: i64) -> bool {
        self.page_length = length;
        self.longest_page = length.max(self.longest_page);
        self.received = self.received.saturating_add(length);
        self.latest_page = Some(fingerprint);
        let is_new = self.pages.insert(fingerprint);
        self.repeated_pages = if is_new { 0 } else { self.repeated_pages + 1 };
        is_new
    }

    /// Checks that the list is complete, according to the latest total or to a larger one before it.
    fn receive_empty_page(&mut self, total: Option<i64>) -> Result<Progress, Error> {
        let end = self.next_offset();
        // An empty page may report its own length, or the number of items so far.
        let total = total.max(self.total);
        match total {
            Some(total) if total > end || (total < end && self.received > 0) => Err(self.contradiction(total)),
            _ => Ok(Progress::End),
        }
    }

    /// Returns an error if the list does not seem to end: the service keeps returning pages that it has returned
    /// before, or has returned too many.
    fn check_pages(&self) -> Progress {
        if self.repeated_pages > MAX_REPEATED_PAGES {
            return Progress::Fail(self.error("the service returns the same pages again and again"));
        }
        if self.pages.len() >= MAX_PAGES {
            return Progress::Fail(self.error(&format!("the list continues after {MAX_PAGES} pages")));
        }
        Progress::More
    }

    /// Returns whether the service may have ended a page at this length because of its size: it is as long as was
    /// requested or as the help page says, or a round number, since some services return fewer items than requested.
    fn may_be_page_size(&self, length: i64, limit: Option<i64>) -> bool {
        let default = default_limit(self.operation);
        match limit.or(default) {
            Some(limit) => length >= limit || Some(length) == default || length % ROUND_NUMBER == 0,
            None => true,
        }
    }

    /// Returns the error for a list that does not have as many items as the service reports.
    fn contradiction(&self, total: i64) -> Error {
        let expected = total.saturating_sub(self.start).max(0);
        let Self { received, operation, offset, .. } = self;
        let detail = format!("paging stopped at offset {offset}: received {received} of {expected} items");
        Error::paging(operation.id, detail)
    }

    fn error(&self, reason: &str) -> Error {
        let Self { received, offset, operation, .. } = self;
        Error::paging(operation.id, format!("paging stopped at offset {offset} after {received} items: {reason}"))
    }
}

/// Returns the largest limit, if the help page states one.
pub(crate) fn max_limit(operation: &OperationDescriptor) -> Option<i64> {
    let bounds = documented_bounds(limit_field(operation)?)?;
    if bounds.max < i64::MAX { Some(bounds.max) } else { None }
}

/// Returns the limit to send if the request has none and the service requires one.
pub(crate) fn required_limit(operation: &OperationDescriptor) -> Option<i64> {
    let field = limit_field(operation)?;
    if !field.mandatory {
        return None;
    }
    let min = documented_bounds(field).map_or(0, |bounds| bounds.min);
    let limit = max_limit(operation).or_else(|| default_limit(operation));
    Some(limit.unwrap_or(UNDOCUMENTED_LIMIT).max(min))
}

/// Returns the name of the offset and that of the first item, if the service requires an offset or starts elsewhere
/// without one.
pub(crate) fn required_offset(operation: &OperationDescriptor) -> Option<(&'static str, i64)> {
    let field = offset_field(operation)?;
    let min = documented_bounds(field).map_or(0, |bounds| bounds.min);
    let first = min.max(0);
    let default = field.default.and_then(|default| default.parse().ok()).unwrap_or(first);
    if field.mandatory || default != first { Some((field.name, first)) } else { None }
}

/// Returns the limit that the service uses if the request has none.
fn default_limit(operation: &OperationDescriptor) -> Option<i64> {
    limit_field(operation)?.default?.parse().ok()
}

fn limit_field(operation: &OperationDescriptor) -> Option<&'static Field> {
    operation.query_parameter(operation.pagination.as_ref()?.limit)
}

fn offset_field(operation: &OperationDescriptor) -> Option<&'static Field> {
    operation.query_parameter(operation.pagination.as_ref()?.offset)
}

/// Returns the bounds that the help page states for an integer.
fn documented_bounds(field: &Field) -> Option<Bounds> {
    match field.ty {
        Type::Integer(bounds) | Type::Long(bounds) => bounds,
        _ => None,
    }
}
