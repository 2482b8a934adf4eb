//! Checks that a response is the help page of an operation: servers also send errors and login pages with status 200.

use hss_generator::Source;
use hss_generator::ir::{Operation, Service};

use crate::terminal;

/// Maximum length of a title in messages.
const MAX_TITLE: usize = 100;

/// Fails unless the text is the help page of the operation.
pub(super) fn check(service: &Service, operation: &Operation, page: &Source) -> Result<(), String> {
    if is_cut_off(&page.text) {
        // Rows that are missing would look as if the vendor had removed them.
        return Err("the page is incomplete: it ends without `</html>`; fetch it again".to_owned());
    }
    match hss_help_page::operation_of(service, page) {
        Ok(found) if found.id == operation.id => Ok(()),
        Ok(found) => Err(format!("the server sent the help page of another operation, {}", found.id)),
        Err(error) if error.is_undescribed => {
            Err(format!("the server sent the help page of another operation: {}", error.message))
        }
        // The title says what it is instead, such as a login page.
        Err(error) => {
            let title = match title(&page.text) {
                Some(title) if !title.is_empty() => format!(" “{}”", terminal::line(&title)),
                _ => String::new(),
            };
            Err(format!("the server sent a page{title} that is not a help page: {}", error.message))
        }
    }
}

/// Returns whether a document is only the beginning of one. Nothing else shows it if a response has no length.
fn is_cut_off(html: &str) -> bool {
    let lower = html.to_ascii_lowercase();
    lower.contains("<html") && !lower.contains("</html")
}

/// Returns the title of an HTML document.
fn title(html: &str) -> Option<String> {
    let lower = html.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower.get(start..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find("</title")?;
    let words: Vec<&str> = html.get(start..end)?.split_whitespace().collect();
    Some(words.join(" ").chars().take(MAX_TITLE).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_titles_on_one_line() {
        let cases = [
            ("<html><head><title>Listing\n Rooms</title>", Some("Listing Rooms")),
            ("<TITLE lang=en>Ä</TITLE>", Some("Ä")),
            ("<title>never ends", None),
            ("<title", None),
            ("no title", None),
        ];
        for (html, expected) in cases {
            assert_eq!(title(html).as_deref(), expected, "{html}");
        }
    }
}
