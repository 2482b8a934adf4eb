//! Operations that return a list: printing one page, or the items of all pages.

use std::future::poll_fn;

use serde_json::Value;

use super::{Invocation, print_response};
use crate::error::CliError;
use crate::printer::{Format, Printer};
use crate::progress::Progress;
use crate::typed::{JsonItems, ListRequest};
use crate::{common_flags, output};

impl Invocation<'_> {
    /// Sends the request and prints the page, or the items of all pages.
    pub(crate) async fn send_list(&self, mut request: Box<dyn ListRequest>) -> Result<(), CliError> {
        let max_items = self.matches.get_one::<u64>(common_flags::MAX_ITEMS).copied();
        if self.matches.get_flag(common_flags::ALL) || max_items.is_some() {
            let printer = Printer::new(self.operation, self.matches, Format::JsonLines)?;
            let client = self.prepare(request.as_mut())?;
            let mut items = request.items(&client);
            return self.print_items(printer, items.as_mut(), max_items.unwrap_or(u64::MAX)).await;
        }
        let printer = Printer::new(self.operation, self.matches, Format::Json)?;
        self.print_page(printer, self.response(request).await?)
    }

    fn print_page(&self, printer: Printer, mut page: Value) -> Result<(), CliError> {
        if printer.format() == Format::Json || page.is_array() {
            return print_response(printer, page);
        }
        let items = self.operation.pagination.as_ref().map(|pagination| pagination.items);
        let items = items.and_then(|name| page.get_mut(name)).map_or(Value::Null, Value::take);
        print_response(printer, if items.is_array() { items } else { Value::Array(Vec::new()) })
    }

    async fn print_items(
        &self,
        mut printer: Printer,
        items: &mut dyn JsonItems,
        max_items: u64,
    ) -> Result<(), CliError> {
        let mut progress = Progress::on_stderr("items");
        while progress.items() < max_items {
            let next = poll_fn(|context| {
                let next = items.poll_next(context);
                if next.is_pending() {
                    progress.show();
                }
                next
            });
            let item = match next.await {
                Some(Ok(item)) => output::checked(item)?,
                Some(Err(error)) => return Err(self.call_error(&error)),
                None => break,
            };
            if printer.is_streaming() {
                progress.before_output();
            }
            printer.record(item)?;
            progress.count();
        }
        drop(progress);
        printer.finish()
    }
}
