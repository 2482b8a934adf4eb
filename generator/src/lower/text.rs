//! What texts may hold.

/// Folds white space; refuses what is empty or cannot be seen.
pub(super) fn prose(text: &str) -> Result<String, String> {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    visible(&folded)?;
    Ok(folded)
}

/// Why something is deprecated: as [`prose`], without signs that documentation would take for Markdown, since
/// compilers show the text as it stands and no escape suits both.
pub(super) fn note(text: &str) -> Result<String, String> {
    match text.chars().find(|c| "\\`*[]<>".contains(*c)) {
        Some(c) => Err(format!("`{c}` cannot be shown here: compilers and documentation show this text")),
        None => prose(text),
    }
}

/// A name or value on the wire: as [`prose`], but taken as it stands.
pub(super) fn wire(text: &str) -> Result<(), String> {
    if text.trim() != text {
        return Err("white space stands at an end of the text".to_owned());
    }
    if let Some(c) = text.chars().find(|&c| c.is_whitespace() && c != ' ') {
        return Err(format!("the character U+{:04X} looks like a space and is none", u32::from(c)));
    }
    visible(text)
}

/// The name of a header that an operation may declare.
pub(super) fn header(name: &str) -> Result<(), String> {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if name.is_empty() || !name.chars().all(token) {
        return Err(format!("`{name}` cannot be the name of a header"));
    }
    let own = ["authorization", "connection", "content-length", "content-type", "host", "transfer-encoding"];
    if own.contains(&name.to_ascii_lowercase().as_str()) {
        return Err(format!("the client sets the header `{name}` itself"));
    }
    Ok(())
}

/// A region's id: one label of a host name.
pub(super) fn region(id: &str) -> Result<(), String> {
    let lower_case = !id.contains(|c: char| c.is_ascii_uppercase());
    if lower_case && label(id) {
        Ok(())
    } else {
        Err(format!("`{id}` is no region: letters a to z, digits, and dashes within, at most 63"))
    }
}

/// An `https` origin without path, query or user.
pub(super) fn origin(origin: &str) -> Result<(), String> {
    let host = origin.strip_prefix("https://").unwrap_or_default();
    let (host, port) = host.split_once(':').unwrap_or((host, "443"));
    let plain = host.split('.').all(label) && port.parse::<u16>().is_ok_and(|number| number.to_string() == port);
    if plain { Ok(()) } else { Err("this is no endpoint: `https://` and a host".to_owned()) }
}

/// The pattern of the help pages' addresses: an `https` URL with the placeholder `{operation}` in its path.
pub(super) fn page_url(pattern: &str) -> Result<(), String> {
    let is_url = match pattern.replace("{operation}", "X").strip_prefix("https://").unwrap_or_default().split_once('/')
    {
        Some((host, path)) => host.split('.').all(label) && path.split('/').all(segment),
        None => false,
    };
    if is_url && pattern.matches("{operation}").count() == 1 {
        Ok(())
    } else {
        Err("invalid pattern: write `https://`, a host, and a path that contains `{operation}` once".to_owned())
    }
}

/// A label of a host name.
fn label(text: &str) -> bool {
    let inner = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (1..=63).contains(&text.len()) && inner && !text.starts_with('-') && !text.ends_with('-')
}

/// The literal part of a path.
pub(super) fn segment(segment: &str) -> bool {
    let unreserved = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~');
    !segment.is_empty() && !matches!(segment, "." | "..") && segment.chars().all(unreserved)
}

/// A date `YYYY-MM-DD`.
pub(super) fn date(text: &str) -> Result<(), String> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    let within = |range: std::ops::Range<usize>, max: u8| {
        text.get(range).and_then(|n| n.parse().ok()).is_some_and(|n: u8| (1..=max).contains(&n))
    };
    if shape && within(5..7, 12) && within(8..10, 31) {
        Ok(())
    } else {
        Err(format!("`{text}` is no date `YYYY-MM-DD`"))
    }
}

fn visible(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err("the text is empty".to_owned());
    }
    match text.chars().find(|&c| is_invisible(c)) {
        Some(c) => Err(format!("the character U+{:04X} cannot be seen", u32::from(c))),
        None => Ok(()),
    }
}

/// Controls, and characters that reorder or hide text: what a reviewer sees must be what is there.
fn is_invisible(c: char) -> bool {
    let hidden = ['\u{ad}', '\u{34f}', '\u{61c}', '\u{3164}', '\u{feff}', '\u{ffa0}'];
    let ranges = [
        '\u{115f}'..='\u{1160}',
        '\u{17b4}'..='\u{17b5}',
        '\u{180b}'..='\u{180f}',
        '\u{200b}'..='\u{200f}',
        '\u{2028}'..='\u{202e}',
        '\u{2060}'..='\u{206f}',
        '\u{fe00}'..='\u{fe0f}',
        '\u{fff0}'..='\u{fffb}',
        '\u{e0000}'..='\u{e0fff}',
    ];
    c.is_control() || hidden.contains(&c) || ranges.iter().any(|range| range.contains(&c))
}
