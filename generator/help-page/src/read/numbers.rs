//! Numbers in sentences, written as plain digits.
//!
//! What follows the digits decides what they are. Grouped digits such as `2,000`, exact powers such as `2^31-1`, exact
//! products such as `64*1024`, and `2 million` are numbers. Any other expression, such as `64x1024` or `1.5`, is not
//! understood.

use super::patterns::{Pattern, patterns};

/// Stands for a number that is not understood. It does not fit 64 bits, so that no limit can be read from it.
pub(super) const NOT_UNDERSTOOD: &str = "999999999999999999999";

/// Stands for a version, an address or a time. Their digits are not numbers.
const NO_NUMBER: &str = "\u{fffc}";

/// Bases of powers. Raised digits after another number could be the mark of a footnote.
const BASES: [i128; 2] = [2, 10];

patterns! {
    IN_WORDS =
        r"\b(?:(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty)[ -])?(?:hundred|thousand|million|billion|trillion|dozen)s?\b";

    /// An expression that starts with a digit, with everything that continues it, even after a space.
    EXPRESSION =
        r"^\d(?:\s?[\^_]\{[^}]*\}+|\^\s?\(\d+\)|\s?[*÷^+/]\s?\w|\sx\s\w|\s\d|\s[\^⁰¹²³⁴⁵⁶⁷⁸⁹]|\s(?:minus|plus|times|squared|cubed|raised|multiplied|divided|to the power|to the \w+ power|[kmg]|(?:hundred|thousand|million|billion|trillion|dozen)s?)\b|[,.:/'’]\w|[^\s,.;:!?()\[\]{}<>='’”\x22%|~/-])*";

    VERSION_OR_TIME = r"^(?:\d{4}-\d{2}-\d{2}(?:[T ]\d+:[\d:.]+Z?)?|\d+(?:\.\d+){2,}[\w.]*)";

    /// Digits in groups of three. With one point, the number could be a fraction.
    GROUPED = r"^[1-9]\d{0,2}(?:(?:,\d{3})+|(?: \d{3})+|(?:['’]\d{3})+|(?:\.\d{3}){2,})$";

    POWER =
        r"^(?P<base>\d+)\s?\^\s?\(?(?P<exponent>\d+)\)?$",
        r"^(?P<base>\d+)\s?(?P<exponent>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)$";

    /// A number of thousands or more.
    SCALED = r"^(?P<number>[\d.,'’]+) (?P<scale>thousand|million|billion)s?$";

    /// The start of a range such as `1 to 2 million`: the scale may apply to it, too.
    START_OF_RANGE = r"(?:^|\D)[1-9]\d{0,2}\s?(?:[~-]|to|through|and)\s?$";

    MINUS_ONE = r"^(?P<minus_one>\s?-\s?1)(?:$|[^\w.,^*⁰¹²³⁴⁵⁶⁷⁸⁹]|[.,](?:\W|$))";

    DASH_AND_NUMBER = r"^\s?[~-]\s?(?P<number>\d+)(?P<operator>\s?(?:[\^*⁰¹²³⁴⁵⁶⁷⁸⁹]|thousand|million|billion))?";

    /// The beginning of an interval with a comma between its limits, such as `[1,100]`.
    INTERVAL = r"^(?P<start>\d+),-?\d+\s*\]";
}

/// Number of bytes in front of a number that say what it is.
const CONTEXT: usize = 64;

/// Returns a string with plain digits as its numbers.
pub(super) fn plain_numbers(text: &str) -> String {
    let text = without_words(&with_ascii(text));
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, number) = rest.split_at(start);
        plain.push_str(before);
        let (digits, length) = read_number(end_of(&plain), number);
        plain.push_str(&digits);
        rest = number.get(length..).unwrap_or_default();
    }
    plain.push_str(rest);
    plain
}

/// Replaces numbers in words, except for those after digits.
fn without_words(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(words) = IN_WORDS.find(rest) {
        let before = rest.get(..words.start()).unwrap_or_default();
        let is_scale = before.ends_with(' ') && before.trim_end().ends_with(|c: char| c.is_ascii_digit());
        plain.push_str(before);
        plain.push_str(if is_scale { words.as_str() } else { NOT_UNDERSTOOD });
        rest = rest.get(words.end()..).unwrap_or_default();
    }
    plain.push_str(rest);
    plain
}

fn end_of(text: &str) -> &str {
    let mut start = text.len().saturating_sub(CONTEXT);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..).unwrap_or_default()
}

/// Returns whether a name contains something raised or lowered, such as the mark of a footnote.
pub(super) fn has_mark(name: &str) -> bool {
    let is_mark = |c: char| matches!(c, '^' | '²' | '³' | '¹' | '\u{2070}'..='\u{208e}');
    name.contains(is_mark) || name.contains("_{")
}

/// Replaces full-width characters, dashes and operators by their forms in ASCII.
fn with_ascii(text: &str) -> String {
    let mut ascii = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{ff01}'..='\u{ff5e}' => ascii.extend(u32::from(c).checked_sub(0xfee0).and_then(char::from_u32)),
            '\u{2010}'..='\u{2015}' | '−' => ascii.push('-'),
            '∼' | '〜' => ascii.push('~'),
            '×' => ascii.push('*'),
            '≤' => ascii.push_str("<="),
            '≥' => ascii.push_str(">="),
            _ => ascii.push(c),
        }
    }
    ascii.replace("**", "^")
}

/// Reads the number at the start of a string. Returns what stands for it, and its length.
fn read_number(before: &str, text: &str) -> (String, usize) {
    let expression = EXPRESSION.find(text).map_or(text, |found| found.as_str());
    if before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '^')) {
        // A digit of a word, such as `IPv4`.
        return (expression.to_owned(), expression.len());
    }
    if before.trim_end_matches('-').ends_with('[')
        && let Some(start) = INTERVAL.group(text, "start")
    {
        return (start.to_owned(), start.len());
    }
    if !is_grouped(expression)
        && let Some(other) = VERSION_OR_TIME.find(text)
    {
        return (NO_NUMBER.to_owned(), other.len());
    }
    let after = text.get(expression.len()..).unwrap_or_default();
    // Such as `3s-259,200s`.
    let number = match digits(expression.strip_suffix('s').unwrap_or(expression)) {
        Some(digits) => {
            let is_in_middle = ends_with_start_of_range(before) && DASH_AND_NUMBER.is_match(after);
            (!is_in_middle).then_some((digits, expression.len()))
        }
        None => calculated(before, expression, after),
    };
    match number {
        Some((digits, length)) if !is_excluded(before, text.get(length..).unwrap_or_default()) => (digits, length),
        _ => (NOT_UNDERSTOOD.to_owned(), expression.len()),
    }
}

/// Returns the digits of a number without operators.
fn digits(expression: &str) -> Option<String> {
    let is_number = expression.bytes().all(|byte| byte.is_ascii_digit()) || is_grouped(expression);
    is_number.then(|| expression.chars().filter(char::is_ascii_digit).collect())
}

fn is_grouped(expression: &str) -> bool {
    // Four numbers below 256 are an IP address.
    let small = expression.split('.').filter(|group| group.parse::<u8>().is_ok()).count();
    GROUPED.is_match(expression) && small != 4
}

/// Returns whether an interval such as `[0, 100)` ends before a number.
fn is_excluded(before: &str, after: &str) -> bool {
    let bracket = before.rfind(['[', ']', '(', ')']).and_then(|bracket| before.get(bracket..));
    after.starts_with([')', '[']) && bracket.is_some_and(|rest| rest.starts_with('['))
}

/// Returns whether a string ends with a number and a dash, which may be the start of a range.
fn ends_with_start_of_range(text: &str) -> bool {
    let number = text.trim_end().strip_suffix(['~', '-']).map(str::trim_end);
    number.is_some_and(|number| number.ends_with(|c: char| c.is_ascii_digit()))
}

/// Returns the value of an expression as digits, and the length of the expression with what is subtracted from it.
fn calculated(before: &str, expression: &str, after: &str) -> Option<(String, usize)> {
    let value = match SCALED.captures(expression) {
        Some(_) if START_OF_RANGE.is_match(before) => return None,
        Some(scaled) => {
            let scale: i128 = match scaled.name("scale")?.as_str().to_ascii_lowercase().as_str() {
                "thousand" => 1_000,
                "million" => 1_000_000,
                _ => 1_000_000_000,
            };
            factor(scaled.name("number")?.as_str())?.checked_mul(scale)?
        }
        None => product(expression)?,
    };
    let (value, length) = minus_one(before, after, value)?;
    Some((value.to_string(), expression.len() + length))
}

fn product(expression: &str) -> Option<i128> {
    let mut product: i128 = 1;
    for text in expression.split('*') {
        product = product.checked_mul(factor(text.trim())?)?;
    }
    Some(product)
}

/// Returns the value of a number or a power.
fn factor(text: &str) -> Option<i128> {
    if let Some(digits) = digits(text) {
        return digits.parse().ok();
    }
    let found = POWER.captures(text)?;
    let base: i128 = found.name("base")?.as_str().parse().ok()?;
    let exponent: String = found.name("exponent")?.as_str().chars().map(plain_digit).collect();
    if BASES.contains(&base) { base.checked_pow(exponent.parse().ok()?) } else { None }
}

/// Returns the plain digit for a raised one, and any other character unchanged.
fn plain_digit(c: char) -> char {
    let mut raised_digits = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().zip('0'..='9');
    raised_digits.find(|(raised, _)| *raised == c).map_or(c, |(_, digit)| digit)
}

/// Subtracts a `-1` that follows a value. Returns the result and the length of what was subtracted, or `None` if
/// another number follows that is not the end of a range.
fn minus_one(before: &str, after: &str, value: i128) -> Option<(i128, usize)> {
    let is_negative = before.ends_with('-') && !ends_with_start_of_range(before);
    if let Some(found) = MINUS_ONE.group(after, "minus_one") {
        return (!is_negative).then_some((value - 1, found.len()));
    }
    if let Some(next) = DASH_AND_NUMBER.captures(after)
        && next.name("operator").is_none()
    {
        let end: i128 = next.name("number")?.as_str().parse().ok()?;
        return (end > value).then_some((value, 0));
    }
    Some((value, 0))
}
