//! The notation of types: `Array<(Kind, String)>(1..100)`.

use crate::ir::Bounds;

/// A type as it is written, before its names are resolved.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TypeSyntax<'a> {
    pub head: Head<'a>,
    pub bounds: Option<Bounds>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Head<'a> {
    Named(&'a str),
    Array(Box<TypeSyntax<'a>>),
    Tuple(Vec<TypeSyntax<'a>>),
}

/// Types nest no deeper than this: a description must not exhaust the stack.
const MAX_DEPTH: usize = 8;

/// Reads a type; the error says what was expected.
pub(super) fn parse(text: &str) -> Result<TypeSyntax<'_>, String> {
    let mut parser = Parser { rest: text };
    let written = parser.written(0)?;
    if parser.rest.trim().is_empty() {
        Ok(written)
    } else {
        Err(format!("`{}` is left over behind the type", parser.rest.trim()))
    }
}

/// Reads `min..max`.
pub(super) fn bounds(text: &str) -> Result<Bounds, String> {
    let (min, max) = text.split_once("..").ok_or("bounds are written `min..max`")?;
    let number = |text: &str| {
        let text = text.trim();
        text.parse::<i64>().map_err(|_| format!("`{text}` is no integer of 64 bits"))
    };
    Ok(Bounds { min: number(min)?, max: number(max)? })
}

struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn written(&mut self, depth: usize) -> Result<TypeSyntax<'a>, String> {
        if depth > MAX_DEPTH {
            return Err(format!("types nest at most {MAX_DEPTH} deep"));
        }
        if self.eat('(') {
            return Ok(TypeSyntax { head: Head::Tuple(self.tuple(depth)?), bounds: None });
        }
        let name = self.name()?;
        let head = if self.eat('<') {
            let items = self.written(depth + 1)?;
            self.expect('>')?;
            if name != "Array" {
                return Err(format!("only `Array` has items, not `{name}`"));
            }
            Head::Array(Box::new(items))
        } else if name == "Array" {
            return Err("an Array has items: write `Array<String>`".to_owned());
        } else {
            Head::Named(name)
        };
        let bounds = if self.eat('(') { Some(self.bounds()?) } else { None };
        Ok(TypeSyntax { head, bounds })
    }

    fn tuple(&mut self, depth: usize) -> Result<Vec<TypeSyntax<'a>>, String> {
        let mut items = vec![self.written(depth + 1)?];
        while self.eat(',') {
            items.push(self.written(depth + 1)?);
        }
        self.expect(')')?;
        match items.len() {
            2..=4 => Ok(items),
            count => Err(format!("a tuple has two to four items, not {count}")),
        }
    }

    fn bounds(&mut self) -> Result<Bounds, String> {
        let (inside, rest) = self.rest.split_once(')').ok_or("a `)` is missing behind the bounds")?;
        self.rest = rest;
        bounds(inside)
    }

    fn name(&mut self) -> Result<&'a str, String> {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        if end == 0 {
            return Err("the name of a type is missing".to_owned());
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
        if self.eat(token) { Ok(()) } else { Err(format!("a `{token}` is missing")) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Bounds, Head, MAX_DEPTH, TypeSyntax, parse};

    /// As it would be written by hand.
    fn written(ty: &TypeSyntax<'_>) -> String {
        let head = match &ty.head {
            Head::Named(name) => (*name).to_owned(),
            Head::Array(items) => format!("Array<{}>", written(items)),
            Head::Tuple(items) => format!("({})", items.iter().map(written).collect::<Vec<_>>().join(", ")),
        };
        let bounds = ty.bounds.map(|Bounds { min, max }| format!("({min}..{max})")).unwrap_or_default();
        head + &bounds
    }

    fn types() -> impl Strategy<Value = TypeSyntax<'static>> {
        let bounds = || prop::option::of((any::<i64>(), any::<i64>()).prop_map(|(min, max)| Bounds { min, max }));
        let name = prop::sample::select(vec!["String", "Long", "Kind"]);
        let leaf = (name, bounds()).prop_map(|(name, bounds)| TypeSyntax { head: Head::Named(name), bounds });
        leaf.prop_recursive(4, 16, 4, move |inner| {
            let array = (inner.clone(), bounds());
            let array = array.prop_map(|(items, bounds)| TypeSyntax { head: Head::Array(Box::new(items)), bounds });
            let tuple = prop::collection::vec(inner, 2..=4);
            prop_oneof![array, tuple.prop_map(|items| TypeSyntax { head: Head::Tuple(items), bounds: None })]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_read(ty in types()) {
            let text = written(&ty);
            prop_assert_eq!(parse(&text), Ok(ty));
        }

        #[test]
        fn any_text_is_a_type_or_an_error(text in "(\\PC|[A-Z<>(),. 0-9-]){0,40}") {
            let _ = parse(&text);
        }
    }

    #[test]
    fn nesting_has_an_end() {
        let nested = |depth| format!("{}String{}", "Array<".repeat(depth), ">".repeat(depth));
        assert!(parse(&nested(MAX_DEPTH)).is_ok());
        assert!(parse(&nested(MAX_DEPTH + 1)).is_err());
        assert!(parse(&nested(100_000)).is_err());
        assert!(parse(&"(".repeat(100_000)).is_err());
    }
}
