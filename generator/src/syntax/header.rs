//! Names of headers.

/// Checks the name of a header.
///
/// # Errors
///
/// Says what is wrong.
pub fn check_name(name: &str) -> Result<(), String> {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if name.is_empty() || !name.chars().all(is_token) {
        return Err(format!("`{name}` is not a valid header name"));
    }
    Ok(())
}
