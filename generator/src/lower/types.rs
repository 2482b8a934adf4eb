//! Parses the notation of types, such as `Array<(Kind, String)>(1..100)`.

use hss_yaml::has_plain_digits;

use super::limits::{check_bounds, check_order};
use crate::ir::{Bounds, NumberBounds, Type};

/// A parsed type.
#[derive(Debug)]
pub(super) struct ParsedType<'a> {
    /// The type, with `Json` instead of each undefined type.
    pub ty: Type,
    /// Names that no object or enum has, each with its byte offset in the text.
    pub undefined: Vec<(usize, &'a str)>,
    /// What is wrong with bounds.
    pub bounds_errors: Vec<String>,
}

/// Maximum nesting depth of types, to protect the stack.
const MAX_DEPTH: usize = 8;

/// Parses a type. `resolve` returns the object or the enum with a name.
pub(super) fn parse<'a>(text: &'a str, resolve: &dyn Fn(&str) -> Option<Type>) -> Result<ParsedType<'a>, String> {
    let mut parser = Parser { text, rest: text, resolve, undefined: Vec::new(), bounds_errors: Vec::new() };
    let ty = parser.parse_type(0)?;
    let Parser { rest, undefined, bounds_errors, .. } = parser;
    match rest.trim() {
        "" => Ok(ParsedType { ty, undefined, bounds_errors }),
        rest => Err(format!("unexpected `{rest}` after the type")),
    }
}

/// Parses bounds `min..max`.
pub(super) fn parse_bounds(text: &str) -> Result<Bounds, String> {
    parse_limits(text, |limit| limit.parse().ok(), "a 64-bit integer such as `-1` or `10`")
}

/// Parses bounds of a number, such as `0.5..1`.
pub(super) fn parse_number_bounds(text: &str) -> Result<NumberBounds, String> {
    let parse = |limit: &str| limit.parse().ok().filter(|number: &f64| number.is_finite());
    parse_limits(text, parse, "a number such as `-1` or `0.5`")
}

fn parse_limits<T>(text: &str, parse: fn(&str) -> Option<T>, expected: &str) -> Result<Bounds<T>, String> {
    let (min, max) = split_bounds(text)?;
    let limit = |text: &str| match parse(text) {
        Some(number) if has_plain_digits(text) => Ok(Some(number)),
        _ if text.is_empty() => Ok(None),
        _ => Err(format!("`{text}` is not {expected}")),
    };
    Ok(Bounds { min: limit(min)?, max: limit(max)? })
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

struct Parser<'a, 'r> {
    text: &'a str,
    /// The end of the text, which has not been parsed.
    rest: &'a str,
    resolve: &'r dyn Fn(&str) -> Option<Type>,
    undefined: Vec<(usize, &'a str)>,
    bounds_errors: Vec<String>,
}

impl<'a> Parser<'a, '_> {
    fn parse_type(&mut self, depth: usize) -> Result<Type, String> {
        if depth > MAX_DEPTH {
            return Err(format!("types are nested more than {MAX_DEPTH} levels deep"));
        }
        let start = self.text.len() - self.rest.trim_start().len();
        if self.eat('(') {
            return Ok(Type::Tuple(self.parse_tuple(depth)?));
        }
        let name = self.parse_name()?;
        let item = match name {
            "Array" | "Map" => Some(Box::new(self.parse_item(name, depth)?)),
            _ if self.eat('<') => return Err(format!("only `Array` and `Map` have an item type, not `{name}`")),
            _ => None,
        };
        let bounds = self.parse_in_parentheses()?;
        if name == "Number" {
            let bounds = bounds.map(parse_number_bounds).transpose()?;
            self.bounds_errors.extend(bounds.and_then(|bounds| check_order(bounds).err()));
            return Ok(Type::Number(bounds));
        }
        let bounds = bounds.map(parse_bounds).transpose()?;
        let ty = match (name, item) {
            ("Array", Some(item)) => Type::Array(item, bounds),
            ("Map", Some(value)) => Type::Map(value, bounds),
            ("String", _) => Type::String(bounds),
            ("Integer", _) => Type::Integer(bounds),
            ("Long", _) => Type::Long(bounds),
            ("Boolean", _) => Type::Boolean(None),
            ("Json", _) => Type::Json,
            _ => {
                let Some(ty) = (self.resolve)(name) else {
                    self.undefined.push((start, name));
                    return Ok(Type::Json);
                };
                ty
            }
        };
        self.bounds_errors.extend(bounds.and_then(|bounds| check_bounds(&ty, bounds).err()));
        Ok(ty)
    }

    /// Parses the type of the items of a list, or of the values of a map.
    fn parse_item(&mut self, name: &str, depth: usize) -> Result<Type, String> {
        if !self.eat('<') {
            return Err(format!("`{name}` needs an item type, for example `{name}<String>`"));
        }
        let item = self.parse_type(depth + 1)?;
        if name == "Map" && self.eat(',') {
            return Err("the keys of a map are always strings: write only the type of its values".to_owned());
        }
        self.expect('>')?;
        Ok(item)
    }

    fn parse_tuple(&mut self, depth: usize) -> Result<Vec<Type>, String> {
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

    /// Returns the text of the bounds, if there are any.
    fn parse_in_parentheses(&mut self) -> Result<Option<&'a str>, String> {
        if !self.eat('(') {
            return Ok(None);
        }
        let (bounds, rest) = self.rest.split_once(')').ok_or("missing `)` after the bounds")?;
        self.rest = rest;
        Ok(Some(bounds))
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
    use std::fmt::Debug;

    use proptest::prelude::*;

    use super::{Bounds, MAX_DEPTH, Type};
    use crate::names::BUILT_IN_TYPES;

    /// Parses a type of a description without objects and enums.
    fn parse(text: &str) -> Result<super::ParsedType<'_>, String> {
        super::parse(text, &|_| None)
    }

    fn bounds<T: Debug + Clone>(limits: impl Strategy<Value = T>) -> impl Strategy<Value = Option<Bounds<T>>> {
        (prop::option::of(limits), 0..3).prop_map(|(limit, kind)| match (limit, kind) {
            (None, _) => None,
            (min, 0) => Some(Bounds { min, max: None }),
            (max, 1) => Some(Bounds { min: None, max }),
            (limit, _) => Some(Bounds { min: limit.clone(), max: limit }),
        })
    }

    fn types() -> impl Strategy<Value = Type> {
        let leaf = prop_oneof![
            bounds(0..i64::MAX).prop_map(Type::String),
            bounds(any::<i64>()).prop_map(Type::Long),
            bounds(-1e9..1e9).prop_map(Type::Number),
            Just(Type::Json),
        ];
        leaf.prop_recursive(4, 16, 4, |inner| {
            let item = inner.clone().prop_map(Box::new);
            prop_oneof![
                (item.clone(), bounds(0..i64::MAX)).prop_map(|(item, bounds)| Type::Array(item, bounds)),
                (item, bounds(0..i64::MAX)).prop_map(|(value, bounds)| Type::Map(value, bounds)),
                prop::collection::vec(inner, 2..=4).prop_map(Type::Tuple),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn parses_what_it_prints(ty in types()) {
            let text = ty.to_string();
            let parsed = parse(&text).map_err(TestCaseError::fail)?;
            prop_assert!(parsed.undefined.is_empty() && parsed.bounds_errors.is_empty(), "{parsed:?}");
            prop_assert_eq!(parsed.ty, ty);
        }

        #[test]
        fn returns_a_type_or_an_error_for_any_string(text in "(\\PC|[A-Z<>(),. 0-9-]){0,40}") {
            let _ = parse(&text);
        }
    }

    #[test]
    fn knows_all_built_in_types() {
        for name in BUILT_IN_TYPES {
            let item = if matches!(name, "Array" | "Map") { "<Json>" } else { "" };
            let text = format!("{name}{item}");
            assert!(
                parse(&text).is_ok_and(|parsed| parsed.ty.to_string() == text && parsed.undefined.is_empty()),
                "{name}"
            );
        }
        assert!(parse("(Kind, Kind)").is_ok_and(|parsed| parsed.undefined == [(1, "Kind"), (7, "Kind")]));
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
