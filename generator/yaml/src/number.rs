//! Unquoted scalars that are numbers, and which of them the notation allows.

/// Returns what is wrong with a scalar, if it is a number that readers could mistake for a string or that has too many
/// digits.
pub(crate) fn problem(text: &str) -> Option<String> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !is_number(unsigned) {
        return None;
    }
    if !has_plain_digits(text) {
        let help = "quote it if it is a string, or write the number in plain digits";
        return Some(format!("`{text}` is unclear: {help}"));
    }
    if !unsigned.contains('.') && text.parse::<i64>().is_err() {
        return Some("the integer does not fit in 64 bits".to_owned());
    }
    None
}

/// Returns whether a scalar without its sign is a number in YAML, in any notation and version.
fn is_number(text: &str) -> bool {
    if let Some(digits) =
        text.strip_prefix("0x").or_else(|| text.strip_prefix("0o")).or_else(|| text.strip_prefix("0b"))
    {
        return !digits.is_empty() && digits.chars().all(|c| c.is_ascii_hexdigit());
    }
    if matches!(text, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    text.starts_with(|c: char| c == '.' || c.is_ascii_digit()) && text.parse::<f64>().is_ok()
}

/// Returns whether a number has only digits, an optional sign and an optional fraction, unlike `007`, `+1` or `1e5`.
#[must_use]
pub fn has_plain_digits(number: &str) -> bool {
    let unsigned = number.strip_prefix('-').unwrap_or(number);
    let (integer, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let are_digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    are_digits(integer) && are_digits(fraction) && (integer == "0" || !integer.starts_with('0'))
}
