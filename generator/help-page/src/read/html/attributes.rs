//! The number of attributes of tags. The HTML parser compares each attribute of a tag with all others.

/// Maximum number of attributes of a tag. Help pages have about ten.
pub(super) const MAX_ATTRIBUTES: usize = 256;

/// Number of bytes to read for each byte of a page. Tags that end need about one.
const EFFORT: usize = 16;

/// Returns the first line with a tag that has too many attributes, or where tags that do not end take too much effort.
///
/// What looks like a tag may be in a comment or a script, and its quotes would then hide a tag after it. So each `<`
/// starts a tag, also one that is within another.
pub(super) fn line_with_too_many(html: &str) -> Option<usize> {
    let mut effort = html.len().saturating_mul(EFFORT);
    for (start, _) in html.match_indices('<') {
        let tag = html.get(start + 1..).unwrap_or_default();
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            continue;
        }
        let (attributes, length) = read_tag(tag);
        match effort.checked_sub(length) {
            Some(rest) if attributes <= MAX_ATTRIBUTES => effort = rest,
            _ => {
                let before = html.get(..start).unwrap_or_default();
                return Some(before.matches('\n').count() + 1);
            }
        }
    }
    None
}

/// Returns the number of attributes of a tag and its length. Stops after too many attributes.
fn read_tag(tag: &str) -> (usize, usize) {
    let is_space = |c: char| c.is_ascii_whitespace();
    let is_end_of_name = |c: char| is_space(c) || matches!(c, '/' | '>');
    let mut rest = tag.trim_start_matches('/').trim_start_matches(|c| !is_end_of_name(c));
    let mut attributes = 0;
    loop {
        rest = rest.trim_start_matches(|c| is_space(c) || c == '/');
        if rest.is_empty() || rest.starts_with('>') || attributes > MAX_ATTRIBUTES {
            return (attributes, tag.len() - rest.len());
        }
        attributes += 1;
        // A name can begin with `=`.
        let name = rest.strip_prefix('=').unwrap_or(rest);
        rest = name.trim_start_matches(|c| !is_end_of_name(c) && c != '=');
        let Some(value) = rest.trim_start_matches(is_space).strip_prefix('=') else {
            continue;
        };
        let value = value.trim_start_matches(is_space);
        rest = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value.splitn(3, quote).nth(2).unwrap_or_default(),
            _ => value.trim_start_matches(|c| !is_space(c) && c != '>'),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::read_tag;

    #[test]
    fn counts_attributes() {
        let cases = [
            ("br>", 0),
            ("br/><a b c d>", 0),
            ("/p >", 0),
            ("a href=x>", 1),
            ("a href=x title='>' b>", 3),
            ("a b = \"c d e\"f/g =h i=>j", 4),
            ("a =b c==d>", 2),
            ("a b=\"never ends", 1),
        ];
        for (tag, expected) in cases {
            assert_eq!(read_tag(tag).0, expected, "{tag}");
        }
    }
}
