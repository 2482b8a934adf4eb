//! Defaults in JSON, which can have several lines.

use super::super::examples::Block;
use super::super::lines::Line;
use super::blocks::{Part, parse_label};

/// Maximum number of lines of a default.
const MAX_LINES: usize = 64;

/// Returns lines with each default in JSON on one line, so that it is read as a whole.
pub(in super::super) fn join_json(lines: &[Line]) -> Vec<Line> {
    let mut joined: Vec<Line> = Vec::new();
    let mut rest = lines;
    while let Some((line, after)) = rest.split_first() {
        let first_lines = rest.get(..MAX_LINES).unwrap_or(rest);
        if let Some((json, count)) = json_start(joined.last(), line).and_then(|start| join_first(first_lines, start)) {
            joined.push(json);
            rest = rest.get(count..).unwrap_or_default();
        } else {
            joined.push(line.clone());
            rest = after;
        }
    }
    joined
}

/// Returns where the JSON of a default starts, below or after its label.
fn json_start(before: Option<&Line>, line: &Line) -> Option<usize> {
    let start = line.text.find(['{', '['])?;
    let is_label = |text: &str| matches!(parse_label(text), Some((Part::Default, "")));
    let is_below_label = start == 0 && before.is_some_and(|before| is_label(before.plain()));
    let is_after_label = || line.text.get(..start).is_some_and(|label| is_label(label.trim()));
    (is_below_label || is_after_label()).then_some(start)
}

/// Joins the first lines if JSON starts there. Returns their number.
fn join_first(lines: &[Line], start: usize) -> Option<(Line, usize)> {
    let (first, others) = lines.split_first()?;
    let (label, json) = first.text.split_at_checked(start)?;
    let mut json_lines = vec![Line { text: json.to_owned(), ..first.clone() }];
    json_lines.extend_from_slice(others);
    let block = Block::read(&json_lines);
    let text = format!("{label}{}", block.json?);
    Some((Line { text, ..first.clone() }, block.lines))
}
