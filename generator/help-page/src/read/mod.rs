//! Reads a help page, saved as plain text or HTML, into facts, each with the number of its line.
//!
//! `lines` splits the text, with `html` if it has markup, and `sections` finds the headings. `page` reads each section
//! with `tables`, `status` or `examples`; `rows` splits a table into rows, `description` reads the facts of one row
//! with the `patterns` and `numbers`, and `types` reads its type. `links` finds the tables of objects, and
//! `contradictions` those that disagree. The result is a [`HelpPage`]. Nothing here knows the description in `spec/` or
//! touches the disk.

mod content;
mod contradictions;
mod description;
mod error;
mod examples;
mod header;
mod html;
mod language;
mod lines;
mod links;
mod located;
mod markup;
mod numbers;
mod page;
mod patterns;
mod request;
mod rows;
mod sections;
mod status;
mod tables;
#[cfg(test)]
mod tests;
mod titles;
mod types;
mod words;

pub use content::{Example, Facts, HelpPage, LimitKind, Limits, Note, Row, Status, Table, TableKind, Value};
pub(crate) use contradictions::contradicts;
pub(crate) use description::marks_deprecation;
pub use error::ReadError;
pub use lines::Line;
pub use located::{Located, Unrecognized};
pub use request::{ExampleRequest, RequestLine};
pub use types::PageType;

/// Maximum size of a help page in bytes. Help pages have a tenth of it or less.
pub const MAX_SIZE: usize = 4 << 20;

/// Maximum number of rows in all tables of a help page. Help pages have a tenth of it or less. The time to compare them
/// is proportional to their square.
const MAX_ROWS: usize = 2_000;

/// Maximum number of values in all tables of a help page. Help pages have a tenth of it or less. The time and the
/// memory to compare them are proportional to their square.
const MAX_VALUES: usize = 2_000;

/// Reads a help page.
///
/// # Errors
///
/// Fails if the text is not a complete help page of an operation.
pub fn read(text: &str) -> Result<HelpPage, ReadError> {
    if text.len() > MAX_SIZE {
        let message = "the page is larger than 4 MiB, so it is not a help page: save the help page of one operation";
        return Err(ReadError::new(1, message));
    }
    let is_html = html::is_html(text);
    let lines = if is_html { html::lines(text)? } else { lines::split(text)? };
    lines::require_size_of_a_page(&lines)?;
    let mut page = page::read(&lines)?;
    require_tables_of_a_page(&page)?;
    for line in lines.iter().filter(|line| line.may_be_hidden && line.cell().is_none_or(|cell| cell.row == 0)) {
        page.unrecognized.push(Unrecognized::possibly_hidden(line));
    }
    Ok(HelpPage { is_html, ..page })
}

/// Rejects a page whose tables have more rows or values than those of an operation.
fn require_tables_of_a_page(page: &HelpPage) -> Result<(), ReadError> {
    let advice = "so it is not a help page: save the help page of one operation";
    let rows = || page.tables.iter().flat_map(|table| &table.rows);
    if let Some(row) = rows().nth(MAX_ROWS) {
        return Err(ReadError::new(row.name.line, format!("the page has more than 2,000 rows, {advice}")));
    }
    if let Some(value) = rows().flat_map(|row| &row.facts.values).nth(MAX_VALUES) {
        return Err(ReadError::new(value.name.line, format!("the page has more than 2,000 values, {advice}")));
    }
    Ok(())
}
