//! Parses the notation of types, such as `Array<(Kind, String)>(1..100)`.

use crate::built_in::BuiltInType;
use crate::ir::{Bounds, NumberBounds};

/// A parsed type, before its names are resolved.
#[derive(Debug, PartialEq)]
pub(super) struct TypeSyntax<'a> {
    pub kind: TypeKind<'a>,
    pub bounds: Option<Bounds>,
    /// Byte offset in the text.
    pub start: usize,
}

#[derive(Debug, PartialEq)]
pub(super) enum TypeKind<'a> {
    /// An object or an enum.
    Named(&'a str),
    String,
    Integer,
    Long,
    Boolean,
    Json,
    /// `Number`, whose bounds can be fractions.
    Number(Option<NumberBounds>),
    Array(Box<TypeSyntax<'a>>),
    Map(Box<TypeSyntax<'a>>),
    Tuple(Vec<TypeSyntax<'a>>),
}

/// Maximum nesting depth of types, to protect the stack.
const MAX_DEPTH: usize = 8;

/// Parses a type.
pub(super) fn parse(text: &str) -> Result<TypeSyntax<'_>, String> {
    let mut parser = Parser { text, rest: text };
    let syntax = parser.parse_type(0)?;
    match parser.rest.trim() {
        "" => Ok(syntax),
        rest => Err(format!("unexpected `{rest}` after the type")),
    }
}

/// Parses bounds `min..max`.
pub(super) fn parse_bounds(text: &str) -> Result<Bounds, String> {
    let (min, max) = split_bounds(text)?;
    Ok(Bounds { min: parse_integer(min)?, max: parse_integer(max)? })
}

/// Parses bounds of a number, such as `0.5..1`.
pub(super) fn parse_number_bounds(text: &str) -> Result<NumberBounds, String> {
    let (min, max) = split_bounds(text)?;
    Ok(NumberBounds { min: parse_number(min)?, max: parse_number(max)? })
}

/// Splits bounds into their limits, at least one of which is not empty.
fn split_bounds(text: &str) -> Result<(&str, &str), String> {
    if text.contains("...") {
        return Err(format!("bounds have two dots: write `{}`", text.replace("...", "..")));
    }
    if text.contains("..=") {
        return Err(format!("bounds include the maximum without `=`: write `{}`", text.replace("..=", "..")));
    }
    let (min, max) = text.split_once("..").ok_or("bounds must have the form `min..max`, `min..` or `..max`")?;
    match (min.trim(), max.trim()) {
        ("", "") => Err("bounds need a limit: write `min..max`, `min..` or `..max`".to_owned()),
        limits => Ok(limits),
    }
}

fn parse_integer(text: &str) -> Result<Option<i64>, String> {
    match text {
        "" => Ok(None),
        _ => text.parse().map(Some).map_err(|_| format!("`{text}` is not a 64-bit integer")),
    }
}

fn parse_number(text: &str) -> Result<Option<f64>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let is_decimal = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'.'));
    match text.parse() {
        Ok(number) if is_decimal => Ok(Some(number)),
        _ => Err(format!("`{text}` is not a number such as `-1` or `0.5`")),
    }
}

struct Parser<'a> {
    text: &'a str,
    /// The end of the text, which has not been parsed.
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn parse_type(&mut self, depth: usize) -> Result<TypeSyntax<'a>, String> {
        if depth > MAX_DEPTH {
            return Err(format!("types are nested more than {MAX_DEPTH} levels deep"));
        }
        let start = self.text.len() - self.rest.trim_start().len();
        if self.eat('(') {
            return Ok(TypeSyntax { kind: TypeKind::Tuple(self.parse_tuple(depth)?), bounds: None, start });
        }
        let name = self.parse_name()?;
        let kind = match BuiltInType::from_name(name) {
            Some(BuiltInType::Array) => TypeKind::Array(self.parse_item(name, depth)?),
            Some(BuiltInType::Map) => TypeKind::Map(self.parse_item(name, depth)?),
            _ if self.eat('<') => return Err(format!("only `Array` and `Map` have an item type, not `{name}`")),
            Some(BuiltInType::String) => TypeKind::String,
            Some(BuiltInType::Integer) => TypeKind::Integer,
            Some(BuiltInType::Long) => TypeKind::Long,
            Some(BuiltInType::Number) => TypeKind::Number(self.parse_number_bounds()?),
            Some(BuiltInType::Boolean) => TypeKind::Boolean,
            Some(BuiltInType::Json) => TypeKind::Json,
            None => TypeKind::Named(name),
        };
        let bounds = if self.eat('(') { Some(self.parse_bounds()?) } else { None };
        Ok(TypeSyntax { kind, bounds, start })
    }

    /// Parses the type of the items of a list, or of the values of a map.
    fn parse_item(&mut self, name: &str, depth: usize) -> Result<Box<TypeSyntax<'a>>, String> {
        if !self.eat('<') {
            return Err(format!("`{name}` needs an item type, for example `{name}<String>`"));
        }
        let item = self.parse_type(depth + 1)?;
        if name == "Map" && self.eat(',') {
            return Err("the keys of a map are always strings: write only the type of its values".to_owned());
        }
        self.expect('>')?;
        Ok(Box::new(item))
    }

    fn parse_tuple(&mut self, depth: usize) -> Result<Vec<TypeSyntax<'a>>, String> {
        let mut items = vec![self.parse_type(depth + 1)?];
        while self.eat(',') {
            items.push(self.parse_type(depth + 1)?);
        }
        self.expect(')')?;
        match items.len() {
            2..=4 => Ok(items),
            count => Err(format!("a tuple must have 2 to 4 items, not {count}")),
        }
    }

    fn parse_bounds(&mut self) -> Result<Bounds, String> {
        let (bounds, rest) = self.rest.split_once(')').ok_or("missing `)` after the bounds")?;
        self.rest = rest;
        parse_bounds(bounds)
    }

    fn parse_number_bounds(&mut self) -> Result<Option<NumberBounds>, String> {
        if !self.eat('(') {
            return Ok(None);
        }
        let (bounds, rest) = self.rest.split_once(')').ok_or("missing `)` after the bounds")?;
        self.rest = rest;
        parse_number_bounds(bounds).map(Some)
    }

    fn parse_name(&mut self) -> Result<&'a str, String> {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        if end == 0 {
            return Err("missing type name".to_owned());
        }
        let (name, rest) = rest.split_at(end);
        self.rest = rest;
        Ok(name)
    }

    fn eat(&mut self, token: char) -> bool {
        match self.rest.trim_start().strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, token: char) -> Result<(), String> {
        if self.eat(token) { Ok(()) } else { Err(format!("missing `{token}`")) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Bounds, MAX_DEPTH, NumberBounds, TypeKind, TypeSyntax, parse};

    fn print(ty: &TypeSyntax<'_>) -> String {
        let kind = match &ty.kind {
            TypeKind::Named(name) => (*name).to_owned(),
            TypeKind::String => "String".to_owned(),
            TypeKind::Integer => "Integer".to_owned(),
            TypeKind::Long => "Long".to_owned(),
            TypeKind::Boolean => "Boolean".to_owned(),
            TypeKind::Json => "Json".to_owned(),
            TypeKind::Number(bounds) => {
                format!("Number{}", bounds.map(|bounds| format!("({bounds})")).unwrap_or_default())
            }
            TypeKind::Array(items) => format!("Array<{}>", print(items)),
            TypeKind::Map(values) => format!("Map<{}>", print(values)),
            TypeKind::Tuple(items) => format!("({})", items.iter().map(print).collect::<Vec<_>>().join(", ")),
        };
        let limit = |limit: Option<i64>| limit.map(|limit| limit.to_string()).unwrap_or_default();
        let bounds = ty.bounds.map(|Bounds { min, max }| format!("({}..{})", limit(min), limit(max)));
        let bounds = bounds.unwrap_or_default();
        kind + &bounds
    }

    fn types() -> impl Strategy<Value = TypeSyntax<'static>> {
        let limits = prop_oneof![
            (any::<i64>(), any::<i64>()).prop_map(|(min, max)| (Some(min), Some(max))),
            any::<i64>().prop_map(|min| (Some(min), None)),
            any::<i64>().prop_map(|max| (None, Some(max))),
        ];
        let bounds = limits.prop_map(|(min, max)| Bounds { min, max });
        let bounds = move || prop::option::of(bounds.clone());
        let name = prop::sample::select(vec!["String", "Long", "Kind"]);
        let leaf =
            (name, bounds()).prop_map(|(name, bounds)| TypeSyntax { kind: TypeKind::Named(name), bounds, start: 0 });
        let number = prop::option::of((-1e9..1e9, prop::option::of(-1e9..1e9)));
        let number = number.prop_map(|bounds| bounds.map(|(min, max)| NumberBounds { min: Some(min), max }));
        let number = number.prop_map(|bounds| TypeSyntax { kind: TypeKind::Number(bounds), bounds: None, start: 0 });
        prop_oneof![3 => leaf, 1 => number].prop_recursive(4, 16, 4, move |inner| {
            let array = (inner.clone(), bounds());
            let array = array.prop_map(|(items, bounds)| TypeSyntax {
                kind: TypeKind::Array(Box::new(items)),
                bounds,
                start: 0,
            });
            let map = (inner.clone(), bounds());
            let map =
                map.prop_map(|(values, bounds)| TypeSyntax { kind: TypeKind::Map(Box::new(values)), bounds, start: 0 });
            let tuple = prop::collection::vec(inner, 2..=4);
            prop_oneof![
                array,
                map,
                tuple.prop_map(|items| TypeSyntax { kind: TypeKind::Tuple(items), bounds: None, start: 0 })
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn parses_what_it_prints(ty in types()) {
            let text = print(&ty);
            prop_assert_eq!(parse(&text).map(|ty| print(&ty)), Ok(text));
        }

        #[test]
        fn returns_a_type_or_an_error_for_any_string(text in "(\\PC|[A-Z<>(),. 0-9-]){0,40}") {
            let _ = parse(&text);
        }
    }

    #[test]
    fn limits_nesting() {
        let nested = |depth| format!("{}String{}", "Array<".repeat(depth), ">".repeat(depth));
        assert!(parse(&nested(MAX_DEPTH)).is_ok());
        assert!(parse(&nested(MAX_DEPTH + 1)).is_err());
        assert!(parse(&nested(100_000)).is_err());
        assert!(parse(&"(".repeat(100_000)).is_err());
    }
}
