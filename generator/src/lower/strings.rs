//! Rules for the strings of the description.

use jiff::civil::Date;

use crate::syntax::request_line::is_path_segment;
use crate::text::is_invisible;

/// Collapses white space, and rejects text that is empty or contains invisible characters.
pub(super) fn normalize_prose(text: &str) -> Result<String, String> {
    let normalized = text.split_whitespace().collect::<Vec<_>>().join(" ");
    check_visible(&normalized)?;
    Ok(normalized)
}

/// Normalizes the reason for a deprecation like [`normalize_prose`].
///
/// Compilers print that text unchanged, and rustdoc renders it as Markdown. No escape works for both, so Markdown
/// syntax is rejected.
pub(super) fn normalize_deprecation(text: &str) -> Result<String, String> {
    let Some(c) = text.chars().find(|c| "\\`*[]<>".contains(*c)) else { return normalize_prose(text) };
    Err(format!("{c:?} is not allowed here: compilers print this text unchanged, but rustdoc as Markdown"))
}

/// Checks a value on the wire, which is used unchanged and can be empty.
pub(super) fn check_wire_value(text: &str) -> Result<(), String> {
    if text.is_empty() { Ok(()) } else { check_wire_string(text) }
}

/// Checks a name on the wire, which is used unchanged.
pub(super) fn check_wire_string(text: &str) -> Result<(), String> {
    if text.trim() != text {
        return Err("leading or trailing white space".to_owned());
    }
    if let Some(c) = text.chars().find(|&c| c.is_whitespace() && c != ' ') {
        return Err(format!("U+{:04X} is white space other than a plain space", u32::from(c)));
    }
    check_visible(text)
}

/// Checks a region ID, which becomes a label of a host name.
pub(super) fn check_region(id: &str) -> Result<(), String> {
    let has_upper_case = id.contains(|c: char| c.is_ascii_uppercase());
    if is_host_label(id) && !has_upper_case {
        return Ok(());
    }
    Err(format!("invalid region `{id}`: use at most 63 lower-case letters, digits and inner dashes"))
}

/// Checks an `https` origin: no path, no query, no user.
pub(super) fn check_origin(origin: &str) -> Result<(), String> {
    let authority = origin.strip_prefix("https://").unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let valid_port = port.parse::<u16>().is_ok_and(|number| number.to_string() == port);
    if valid_port && host.split('.').all(is_host_label) {
        return Ok(());
    }
    Err("invalid endpoint: it must be `https://` followed by a host".to_owned())
}

/// Checks the pattern of the help pages' addresses: an `https` URL with the placeholder `{operation}` in its path.
pub(super) fn check_page_url(pattern: &str) -> Result<(), String> {
    let example = pattern.replace("{operation}", "X");
    let is_url = match example.strip_prefix("https://").unwrap_or_default().split_once('/') {
        Some((host, path)) => host.split('.').all(is_host_label) && path.split('/').all(is_path_segment),
        None => false,
    };
    if is_url && pattern.matches("{operation}").count() == 1 {
        return Ok(());
    }
    Err("invalid pattern: write `https://`, a host, and a path that contains `{operation}` once".to_owned())
}

fn is_host_label(text: &str) -> bool {
    let valid_characters = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (1..=63).contains(&text.len()) && valid_characters && !text.starts_with('-') && !text.ends_with('-')
}

/// Checks a date `YYYY-MM-DD`.
pub(super) fn check_date(text: &str) -> Result<(), String> {
    let is_expected = |(index, byte): (usize, u8)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    if text.len() != "YYYY-MM-DD".len() || !text.bytes().enumerate().all(is_expected) {
        return Err(format!("invalid date `{text}`: it must have the form YYYY-MM-DD"));
    }
    let date = text.parse::<Date>();
    date.map(|_| ()).map_err(|_| format!("invalid date `{text}`: the calendar has no such day"))
}

fn check_visible(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err("the string is empty".to_owned());
    }
    match text.chars().find(|&c| is_invisible(c)) {
        Some(c) => Err(format!("invisible character U+{:04X}", u32::from(c))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::check_date;

    #[test]
    fn accepts_only_days_of_the_calendar() {
        for date in ["2026-02-28", "2024-02-29", "2000-02-29", "2026-12-31"] {
            assert_eq!(check_date(date), Ok(()), "{date}");
        }
        for date in ["2026-02-29", "2026-02-30", "1900-02-29", "2026-04-31", "2026-00-10", "2026-13-01", "2026-01-00"] {
            assert!(check_date(date).is_err_and(|error| error.contains("no such day")), "{date}");
        }
        for date in ["2026-2-3", "20260203", "2026/02/03", "2026-02-03T00", "+026-02-03", "2026-02-3", "", "2026-02-0é"]
        {
            assert!(check_date(date).is_err_and(|error| error.contains("the form")), "{date}");
        }
    }
}
