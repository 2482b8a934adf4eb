//! The pages' ways to write a type.

use std::fmt;

/// A type, as a page names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageType {
    /// Text.
    String,
    /// 32-bit integer.
    Integer,
    /// 64-bit integer.
    Long,
    /// Boolean.
    Boolean,
    /// List.
    Array(Box<PageType>),
    /// The object that a table of this name describes.
    Object(String),
    /// A type that the notation does not have, such as a map.
    Other(String),
}

/// Lists nest no deeper than this.
const MAX_DEPTH: usize = 8;

impl PageType {
    /// Reads a cell; `None` where it is no type.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        parse(super::lines::plain(text), 0)
    }

    /// What a list holds in the end; any other type itself.
    pub(crate) fn leaf(&self) -> &Self {
        let mut leaf = self;
        while let Self::Array(items) = leaf {
            leaf = items;
        }
        leaf
    }
}

impl fmt::Display for PageType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String => f.write_str("String"),
            Self::Integer => f.write_str("Integer"),
            Self::Long => f.write_str("Long"),
            Self::Boolean => f.write_str("Boolean"),
            Self::Array(items) => write!(f, "Array<{items}>"),
            Self::Object(name) | Self::Other(name) => f.write_str(name),
        }
    }
}

fn parse(text: &str, depth: usize) -> Option<PageType> {
    if depth > MAX_DEPTH {
        return None;
    }
    let array = |items: &str| parse(items.trim(), depth + 1).map(|items| PageType::Array(Box::new(items)));
    if let Some(items) = text.strip_prefix("Array of ").or_else(|| text.strip_prefix("List of ")) {
        return array(items);
    }
    if let Some((head, items)) = text.strip_suffix('>').and_then(|text| text.split_once('<')) {
        return match head.trim() {
            "Array" | "List" => array(items),
            "Map" => Some(PageType::Other(text.to_owned())),
            _ => None,
        };
    }
    if let Some(name) = text.strip_suffix(" objects").or_else(|| text.strip_suffix(" object")) {
        return is_name(name).then(|| PageType::Object(name.to_owned()));
    }
    let plural = depth > 0;
    Some(match text {
        "String" | "string" => PageType::String,
        "Integer" | "integer" | "int" | "Int" | "Integer(int32)" => PageType::Integer,
        "Long" | "long" | "Integer(int64)" => PageType::Long,
        "Boolean" | "boolean" | "bool" | "Bool" => PageType::Boolean,
        "strings" | "Strings" if plural => PageType::String,
        "integers" | "Integers" if plural => PageType::Integer,
        "longs" | "Longs" if plural => PageType::Long,
        "booleans" | "Booleans" if plural => PageType::Boolean,
        "objects" | "arrays" if plural => PageType::Other(text.to_owned()),
        "Object" | "object" | "Map" | "Float" | "float" | "Double" | "double" | "Number" | "number" | "BigDecimal"
        | "File" | "Date" => PageType::Other(text.to_owned()),
        name if depth > 0 && name.starts_with(|c: char| c.is_ascii_uppercase()) && is_name(name) => {
            PageType::Object(name.to_owned())
        }
        _ => return None,
    })
}

/// Whether this can be nothing but the cell of a type: a parameter may be called `number`, and a text be `Object`.
pub(super) fn is_type_cell(text: &str) -> bool {
    matches!(text, "String" | "Integer" | "Long" | "Boolean")
        || matches!(PageType::parse(text), Some(PageType::Array(_) | PageType::Object(_)))
}

/// Whether a page could call a parameter or an object so.
pub(super) fn is_name(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || "_-.$@:[]".contains(c);
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && text.chars().all(inner)
}

#[cfg(test)]
mod tests {
    use super::PageType;

    #[test]
    fn types_of_both_generations_are_read() {
        let cases = [
            ("String", "String"),
            ("**Integer**", "Integer"),
            ("Array of strings", "Array<String>"),
            ("Array of integers", "Array<Integer>"),
            ("Array of Thing objects", "Array<Thing>"),
            ("Array<Array<String>>", "Array<Array<String>>"),
            ("List<Thing>", "Array<Thing>"),
            ("Array of Array<Long>", "Array<Array<Long>>"),
            ("made_at object", "made_at"),
            ("Map<String,String>", "Map<String,String>"),
            ("Object", "Object"),
        ];
        for (text, expected) in cases {
            assert_eq!(PageType::parse(text).map(|ty| ty.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "Strng", "Name of the thing", "Array of", "Array<", "Yes", "an object of ours"] {
            assert_eq!(PageType::parse(text), None, "{text}");
        }
        assert_eq!(PageType::parse(&"Array<".repeat(100_000)), None);
        assert_eq!(PageType::parse(&format!("{}String{}", "Array<".repeat(99), ">".repeat(99))), None);
    }
}
