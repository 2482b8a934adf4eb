//! Properties of characters.

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Control, format, line separator and paragraph separator.
const INVISIBLE: GeneralCategoryGroup = GeneralCategoryGroup::Control
    .union(GeneralCategoryGroup::Format)
    .union(GeneralCategoryGroup::LineSeparator)
    .union(GeneralCategoryGroup::ParagraphSeparator);

/// Returns whether a character is not shown, or changes how the text around it is shown.
///
/// A reviewer could not see such a character in the description, so the generator rejects it.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    // Nearly all characters are ASCII: this avoids searching the tables below for each of them.
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    INVISIBLE.contains(CodePointMapData::<GeneralCategory>::new().get(c))
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// Returns the first invisible character of a string in JSON, which escapes line breaks and other control characters.
#[must_use]
pub fn invisible_in_json(text: &str) -> Option<char> {
    text.chars().find(|&c| c >= ' ' && is_invisible(c))
}

#[cfg(test)]
mod tests {
    use super::is_invisible;

    #[test]
    fn ascii_needs_no_tables() {
        for c in '\0'..='\u{7f}' {
            let is_listed = super::INVISIBLE.contains(super::CodePointMapData::new().get(c))
                || super::CodePointSetData::new::<super::DefaultIgnorableCodePoint>().contains(c);
            assert_eq!(is_invisible(c), is_listed, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn detects_invisible_characters() {
        for c in
            ['\0', '\n', '\u{7f}', '\u{ad}', '\u{200b}', '\u{202e}', '\u{2028}', '\u{3164}', '\u{fe0f}', '\u{feff}']
        {
            assert!(is_invisible(c), "U+{:04X}", u32::from(c));
        }
        for c in [' ', 'a', 'é', '名', '🎉', '\u{a0}', '\u{301}'] {
            assert!(!is_invisible(c), "U+{:04X}", u32::from(c));
        }
    }
}
