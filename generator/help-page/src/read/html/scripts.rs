//! Superscripts and subscripts.

use super::tree::{Fate, Node};

/// Returns `sup` if the text of an element is raised, and `sub` if it is lowered.
pub(super) fn script(node: &Node) -> Option<&'static str> {
    match (node.fate, node.name.as_str()) {
        (Fate::Raised, _) | (_, "sup") => Some("sup"),
        (Fate::Lowered, _) | (_, "sub") => Some("sub"),
        _ => None,
    }
}

/// Returns what the children of a `MathML` element after the first one are: superscripts or subscripts.
pub(super) fn scripts(name: &str) -> Option<&'static [&'static str]> {
    match name {
        "msup" => Some(&["sup"]),
        "msub" => Some(&["sub"]),
        "msubsup" => Some(&["sub", "sup"]),
        _ => None,
    }
}

/// Returns text with the characters for superscripts or subscripts, or else in braces. In parentheses, `1)` could be
/// read as an exponent.
pub(super) fn raised_or_lowered(text: &str, is_raised: bool) -> String {
    const RAISED: [char; 12] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁺', '⁻'];
    const LOWERED: [char; 12] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉', '₊', '₋'];
    let characters = if is_raised { RAISED } else { LOWERED };
    let replacement = |c: char| characters.get("0123456789+-".find(c)?).copied();
    match text.chars().map(replacement).collect::<Option<String>>() {
        Some(text) => text,
        None => format!("{}{{{text}}}", if is_raised { '^' } else { '_' }),
    }
}
