//! The types of help pages.

use std::fmt;

/// A type as a help page writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageType {
    /// String.
    String,
    /// 32-bit integer.
    Integer,
    /// 64-bit integer.
    Long,
    /// Boolean.
    Boolean,
    /// Number with a fraction.
    Number,
    /// List.
    Array(Box<PageType>),
    /// Object with any keys, and values of one type.
    Map(Box<PageType>),
    /// Object whose fields the page does not list.
    Json,
    /// The object that a table of this name describes.
    Object(String),
    /// A type that the notation does not have, such as a map.
    Other(String),
}

/// Maximum depth of nested lists.
const MAX_DEPTH: usize = 8;

impl PageType {
    /// Parses the cell of a type.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        parse(super::lines::without_emphasis(text), 0)
    }

    /// Returns whether this is the type of a response that is a file.
    pub(crate) fn is_file(&self) -> bool {
        matches!(self, Self::Other(name) if name == "File")
    }

    /// Returns the type of the items of a list or of the values of a map, at any depth; any other type itself.
    pub(crate) fn innermost(&self) -> &Self {
        let mut ty = self;
        while let Self::Array(items) | Self::Map(items) = ty {
            ty = items;
        }
        ty
    }
}

impl fmt::Display for PageType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String => f.write_str("String"),
            Self::Integer => f.write_str("Integer"),
            Self::Long => f.write_str("Long"),
            Self::Boolean => f.write_str("Boolean"),
            Self::Number => f.write_str("Number"),
            Self::Array(items) => write!(f, "Array<{items}>"),
            Self::Map(values) => write!(f, "Map<{values}>"),
            Self::Json => f.write_str("Json"),
            Self::Object(name) | Self::Other(name) => f.write_str(name),
        }
    }
}

fn parse(text: &str, depth: usize) -> Option<PageType> {
    if depth > MAX_DEPTH {
        return None;
    }
    if let Some(items) = text.strip_prefix("Array of ").or_else(|| text.strip_prefix("List of ")) {
        return parse_list(items, depth);
    }
    if let Some((head, items)) = text.strip_suffix('>').and_then(|text| text.split_once('<')) {
        return match head.trim() {
            "Array" | "List" => parse_list(items, depth),
            "Map" => parse_map(items, depth),
            _ => None,
        };
    }
    if let Some(name) = text.strip_suffix(" objects").or_else(|| text.strip_suffix(" object")) {
        return is_name(name).then(|| PageType::Object(name.to_owned()));
    }
    parse_named(text, depth > 0)
}

fn parse_list(items: &str, depth: usize) -> Option<PageType> {
    let items = parse(items.trim(), depth + 1)?;
    Some(PageType::Array(Box::new(items)))
}

/// Parses the types of a map's keys, if they are stated, and of its values.
fn parse_map(types: &str, depth: usize) -> Option<PageType> {
    let values = types.trim_start().strip_prefix("String").and_then(|rest| rest.trim_start().strip_prefix(','));
    let values = parse(values.unwrap_or(types).trim(), depth + 1)?;
    Some(PageType::Map(Box::new(values)))
}

/// Parses the name of a type. The items of a list can be in the plural.
fn parse_named(text: &str, in_list: bool) -> Option<PageType> {
    Some(match text {
        "String" | "string" => PageType::String,
        "Integer" | "integer" | "int" | "Int" | "Integer(int32)" => PageType::Integer,
        "Long" | "long" | "Integer(int64)" => PageType::Long,
        "Boolean" | "boolean" | "bool" | "Bool" => PageType::Boolean,
        "strings" | "Strings" if in_list => PageType::String,
        "integers" | "Integers" if in_list => PageType::Integer,
        "longs" | "Longs" if in_list => PageType::Long,
        "booleans" | "Booleans" if in_list => PageType::Boolean,
        "objects" | "arrays" if in_list => PageType::Other(text.to_owned()),
        "Object" | "object" => PageType::Json,
        "Float" | "float" | "Double" | "double" | "Number" | "number" | "BigDecimal" => PageType::Number,
        "Array" | "array" | "List" | "Map" | "File" | "Date" => PageType::Other(text.to_owned()),
        name if in_list && name.starts_with(|c: char| c.is_ascii_uppercase()) && is_name(name) => {
            PageType::Object(name.to_owned())
        }
        _ => return None,
    })
}

/// Returns whether text can only be the cell of a type. A parameter may be called `number`, and prose may be `Object`.
pub(super) fn is_type_cell(text: &str) -> bool {
    matches!(text, "String" | "Integer" | "Long" | "Boolean")
        || matches!(PageType::parse(text), Some(PageType::Array(_) | PageType::Object(_)))
}

/// Returns whether the text can be the name of a parameter or an object.
pub(super) fn is_name(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || "_-.$@:[]".contains(c);
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && text.chars().all(inner)
}

#[cfg(test)]
mod tests {
    use super::PageType;

    #[test]
    fn parses_types_of_both_layouts() {
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
            ("Map<String,String>", "Map<String>"),
            ("Map<Array<Float>>", "Map<Array<Number>>"),
            ("double", "Number"),
            ("Object", "Json"),
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
