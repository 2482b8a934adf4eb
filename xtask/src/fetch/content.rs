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
    let error = match hss_help_page::operation_of(service, page) {
        Ok(found) if found.id == operation.id => return Ok(()),
        Ok(found) => return Err(format!("the server sent the help page of another operation, {}", found.id)),
        Err(error) => error,
    };
    if error.is_undescribed {
        return Err(format!("the server sent the help page of another operation: {}", error.message));
    }
    let title = title(&page.text).unwrap_or_default();
    if is_login(&page.text, &title) {
        return Err(format!("the server sent a login page{}", quoted(&title)));
    }
    if is_error(&title) {
        return Err(format!("the server sent an error page{} with status 200", quoted(&title)));
    }
    Err(format!("the server sent a page{} that is not a help page: {}", quoted(&title), error.message))
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

fn quoted(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" “{}”", terminal::line(title)) }
}

fn is_login(html: &str, title: &str) -> bool {
    let has_password = ["type=\"password\"", "type='password'", "type=password"].iter().any(|text| html.contains(text));
    has_password || contains_any(title, &["log in", "login", "sign in", "signin"])
}

fn is_error(title: &str) -> bool {
    contains_any(
        title,
        &["404", "403", "500", "502", "503", "error", "not found", "denied", "forbidden", "unavailable"],
    )
}

fn contains_any(title: &str, words: &[&str]) -> bool {
    let title = title.to_lowercase();
    words.iter().any(|word| title.contains(word))
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
