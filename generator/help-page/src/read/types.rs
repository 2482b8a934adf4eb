//! The types of help pages.

use std::fmt;

use super::patterns::LIST_TYPE;

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
    /// Object without a list of its fields on the page.
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

    /// Returns the type of the items of a list, or of a list of lists; any other type itself.
    pub(super) fn innermost_mut(&mut self) -> &mut Self {
        match self {
            Self::Array(items) | Self::Map(items) => items.innermost_mut(),
            _ => self,
        }
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
    let text = text.trim();
    if let Some(items) = list_items(text) {
        // In angle brackets, a name can only be that of an object.
        let object = || (text.ends_with('>') && is_name(items)).then(|| PageType::Object(items.to_owned()));
        let items = parse(items, depth + 1).or_else(object)?;
        return Some(PageType::Array(Box::new(items)));
    }
    let lower_case = text.to_ascii_lowercase();
    if lower_case.starts_with("map<")
        && let Some((_, types)) = text.strip_suffix('>').and_then(|text| text.split_once('<'))
    {
        return parse_map(types, depth);
    }
    if let Some(name) = without_suffix(text, &[" objects", " object", " Objects", " Object"]) {
        let name = name.trim_start_matches('<').trim_end_matches('>');
        return is_name(name).then(|| PageType::Object(name.to_owned()));
    }
    parse_named(text, &lower_case, depth > 0)
}

/// Returns the type of the items in `Array of strings`, `List<String>` or `String[]`.
fn list_items(text: &str) -> Option<&str> {
    if let Some(items) = LIST_TYPE.group(text, "items") {
        return Some(items);
    }
    let items = without_suffix(text, &["[]", " array", " list", " Array", " List"])?;
    let is_known = match parse_named(items, &items.to_ascii_lowercase(), false) {
        // `Object list` is more likely to be prose, as is `Thing list`.
        Some(PageType::Json) => !text.ends_with("list") && !text.ends_with("List"),
        Some(PageType::Other(_)) | None => false,
        Some(_) => true,
    };
    (is_known || text.ends_with("[]")).then_some(items)
}

fn without_suffix<'t>(text: &'t str, suffixes: &[&str]) -> Option<&'t str> {
    suffixes.iter().find_map(|suffix| text.strip_suffix(suffix))
}

/// Parses the types of a map's keys, if they are stated, and of its values.
fn parse_map(types: &str, depth: usize) -> Option<PageType> {
    let values = match types.split_once(',') {
        Some((key, values)) if key.trim().eq_ignore_ascii_case("string") => values,
        _ => types,
    };
    let values = parse(values, depth + 1)?;
    Some(PageType::Map(Box::new(values)))
}

/// Parses the name of a type. The items of a list can be in the plural.
fn parse_named(text: &str, lower_case: &str, in_list: bool) -> Option<PageType> {
    Some(match lower_case {
        "string" | "string(uuid)" | "character string" => PageType::String,
        "integer" | "int" | "int32" | "integer(int32)" | "integer (int32)" => PageType::Integer,
        "long" | "int64" | "integer(int64)" | "integer (int64)" => PageType::Long,
        "boolean" | "bool" => PageType::Boolean,
        "strings" if in_list => PageType::String,
        "integers" if in_list => PageType::Integer,
        "longs" if in_list => PageType::Long,
        "booleans" if in_list => PageType::Boolean,
        "objects" | "arrays" if in_list => PageType::Other(text.to_owned()),
        "object" | "json" | "dict" => PageType::Json,
        "float" | "double" | "number" | "bigdecimal" => PageType::Number,
        "array" | "list" | "map" | "file" | "date" | "byte" => PageType::Other(text.to_owned()),
        _ if in_list && text.starts_with(|c: char| c.is_ascii_uppercase()) && is_name(text) => {
            PageType::Object(text.to_owned())
        }
        _ => return None,
    })
}

/// Returns whether text can only be the cell of a type, known or not, such as `jobs array`. A parameter may be called
/// `number`, and prose may be `Object`.
pub(super) fn is_type_cell(text: &str) -> bool {
    let is_list = |items: &str| is_name(items) && items.starts_with(|c: char| c.is_ascii_lowercase());
    matches!(text, "String" | "Integer" | "Long" | "Boolean")
        || text.strip_suffix(" array").is_some_and(is_list)
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
            ("map<string, Array<Float>>", "Map<Array<Number>>"),
            ("double", "Number"),
            ("Object", "Json"),
            ("array of strings", "Array<String>"),
            ("Array[String]", "Array<String>"),
            ("Thing[]", "Array<Thing>"),
            ("String array", "Array<String>"),
            ("JSON Array", "Array<Json>"),
            ("Byte", "Byte"),
            ("Array of <Thing> objects", "Array<Thing>"),
            ("List<resource_tag>", "Array<resource_tag>"),
            ("Array<Array<tag>>", "Array<Array<tag>>"),
            ("INT32", "Integer"),
            ("int64", "Long"),
        ];
        for (text, expected) in cases {
            assert_eq!(PageType::parse(text).map(|ty| ty.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "Strng",
            "Name of the thing",
            "Array of",
            "Array<",
            "Yes",
            "an object of ours",
            "Thing list",
            "Software list",
            "Object list",
        ] {
            assert_eq!(PageType::parse(text), None, "{text}");
        }
        assert_eq!(PageType::parse(&"Array<".repeat(100_000)), None);
        assert_eq!(PageType::parse(&format!("{}String{}", "Array<".repeat(99), ">".repeat(99))), None);
    }
}
