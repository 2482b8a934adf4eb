//! Operations that return a list: printing one page, or the items of all pages.

use std::future;
use std::io::Write;
use std::pin::pin;

use huaweicloud_core::Items;
use serde_json::value::RawValue;

use super::{Invocation, print_records, print_response};
use crate::error::CliError;
use crate::flags::common_flags;
use crate::output::json::Json;
use crate::output::printer::{Format, Printer};
use crate::output::progress::Progress;
use crate::request::typed::ListRequest;
use crate::request::warnings;

impl Invocation<'_> {
    /// Sends the request and prints the page, or the items of all pages.
    pub(crate) async fn send_list(&self, mut request: Box<dyn ListRequest>) -> Result<(), CliError> {
        let max_items = self.matches.get_one::<u32>(common_flags::MAX_ITEMS).copied();
        if self.matches.get_flag(common_flags::ALL) || max_items.is_some() {
            let printer = Printer::new(self.operation, self.matches, Format::JsonLines)?;
            let client = self.prepare(request.as_mut())?;
            let mut items = request.items(&client).checked(!self.accepts_any_response());
            return self.print_items(printer, &mut items, max_items.map_or(u64::MAX, u64::from)).await;
        }
        let printer = Printer::new(self.operation, self.matches, Format::Json)?;
        self.print_page(printer, Json::new(&self.response(request).await?))
    }

    /// Prints a page as JSON, or its items as records.
    fn print_page(&self, printer: Printer, page: Json<'_>) -> Result<(), CliError> {
        let Some(pagination) = self.operation.pagination.filter(|_| printer.format() != Format::Json) else {
            return print_response(printer, page);
        };
        let fields = page.fields();
        let field = |name: &str| fields.as_ref()?.get(name);
        let total = pagination.total.and_then(|total| field(total)?.text()?.parse().ok());
        let list = if fields.is_some() { field(pagination.items) } else { Some(page) };
        let count = list.and_then(Json::items).map(|items| items.len());
        print_records(printer, list.map(Json::records).unwrap_or_default())?;
        if let Some(total) = total
            && let Some(count) = count
            && count < total
            && !self.sets_parameter(pagination.offset)
        {
            warnings::print_partial(count, total);
        }
        Ok(())
    }

    /// Returns whether the flag of a parameter is set.
    fn sets_parameter(&self, name: &str) -> bool {
        self.flags.iter().any(|flag| flag.path() == name && self.matches.contains_id(flag.name))
    }

    async fn print_items(
        &self,
        mut printer: Printer,
        items: &mut Items<Box<RawValue>>,
        max_items: u64,
    ) -> Result<(), CliError> {
        let mut progress = Progress::on_stderr("items");
        while progress.items() < max_items {
            let item = match show_while_pending(items.try_next(), &mut progress).await {
                Ok(Some(item)) => item,
                Ok(None) => break,
                Err(error) => {
                    drop(progress);
                    printer.finish_before_error()?;
                    warnings::print_skipped_nulls(items.skipped_nulls());
                    return Err(self.call_error(&error));
                }
            };
            if printer.is_streaming() {
                progress.before_output();
            }
            printer.record(Json::new(&item))?;
            progress.count();
        }
        drop(progress);
        warnings::print_skipped_nulls(items.skipped_nulls());
        printer.finish()
    }
}

/// Awaits a future, and shows the progress while it is not ready.
async fn show_while_pending<F: Future, W: Write>(future: F, progress: &mut Progress<W>) -> F::Output {
    let mut future = pin!(future);
    future::poll_fn(|context| {
        let poll = future.as_mut().poll(context);
        if poll.is_pending() {
            progress.show();
        }
        poll
    })
    .await
}
