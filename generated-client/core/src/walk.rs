//! Walks over a JSON value together with its type.
//!
//! A [`Visitor`] sees each value with its [`Place`].

use std::fmt;

use serde_json::Value;

use crate::descriptor::{Field, Type};
use crate::text::{MAX_NAME, one_line};

/// Where a value is in a request or a response. It is displayed as a path, such as `body.items[3].name`.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    /// The name of a parameter, or `body`.
    Root(&'a str),
    Field(&'static str),
    /// A key that the descriptors do not contain.
    Key(&'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    /// Returns the place of a parameter or of the body.
    #[must_use]
    pub fn root(name: &'a str) -> Self {
        Self { parent: None, step: Step::Root(name) }
    }

    /// Returns the place of an item of a list.
    pub(crate) fn index(&'a self, index: usize) -> Self {
        self.child(Step::Index(index))
    }

    /// Returns the place of an entry of a map, or of an unknown field.
    pub(crate) fn key(&'a self, key: &'a str) -> Self {
        self.child(Step::Key(key))
    }

    /// Returns whether this is the place of a direct part of the value at `parent`.
    #[cfg(feature = "mock")]
    pub(crate) fn is_in(&self, parent: &Place) -> bool {
        self.parent.is_some_and(|place| std::ptr::eq(place, parent))
    }

    fn child(&'a self, step: Step<'a>) -> Self {
        Self { parent: Some(self), step }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root(name) => f.write_str(name),
            Step::Field(name) => write!(f, ".{name}"),
            Step::Key(key) => write!(f, ".{}", one_line(key, MAX_NAME)),
            Step::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// What [`walk`] calls for the parts of a value.
pub trait Visitor: Sized {
    /// Visits a value, and returns whether to visit its parts.
    fn value(&mut self, place: &Place, ty: Type, value: &Value) -> bool;

    /// Visits a field of an object, whether or not it is present.
    fn field(&mut self, place: &Place, field: &Field, value: Option<&Value>) {
        if let Some(value) = value {
            walk(self, place, field.ty, value);
        }
    }

    /// Visits a field that the type of the object does not have.
    fn unknown_field(&mut self, _place: &Place, _name: &str, _fields: &[Field], _value: &Value) {}
}

/// Visits a value and everything in it. The fields of an object come in the order of the help page, before the unknown
/// ones.
pub fn walk(visitor: &mut impl Visitor, place: &Place, ty: Type, value: &Value) {
    if !visitor.value(place, ty, value) {
        return;
    }
    match (ty, value) {
        (Type::Object(fields), Value::Object(object)) => {
            let mut present = 0;
            for field in fields {
                let value = object.get(field.name);
                present += usize::from(value.is_some());
                visitor.field(&place.child(Step::Field(field.name)), field, value);
            }
            if present == object.len() {
                return;
            }
            for (name, value) in object {
                if fields.iter().all(|field| field.name != name) {
                    visitor.unknown_field(&place.key(name), name, fields, value);
                }
            }
        }
        (Type::Map(ty, _), Value::Object(entries)) => {
            for (key, value) in entries {
                walk(visitor, &place.key(key), *ty, value);
            }
        }
        (Type::Array(ty, _), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                walk(visitor, &place.index(index), *ty, item);
            }
        }
        (Type::Tuple(types), Value::Array(items)) => {
            for (index, (ty, item)) in types.iter().zip(items).enumerate() {
                walk(visitor, &place.index(index), *ty, item);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codegen::table::{array, field, integer, map, object, string, tuple};

    const INNER: Field = object(&[field("a", string()), field("b", array(&integer()))]);
    const OUTER: Field = object(&[field("map", map(&INNER)), field("pair", tuple(&[string().ty, INNER.ty]))]);

    #[derive(Default)]
    struct Recorder(Vec<String>);

    impl Visitor for Recorder {
        fn value(&mut self, place: &Place, _ty: Type, value: &Value) -> bool {
            if !value.is_object() {
                self.0.push(format!("{place} = {value}"));
            }
            value != "stop" && *value != json!([0])
        }

        fn unknown_field(&mut self, place: &Place, _name: &str, fields: &[Field], _value: &Value) {
            self.0.push(format!("{place} is not one of {}", fields.len()));
        }
    }

    #[test]
    fn visits_fields_in_the_order_of_their_table_and_then_unknown_fields() {
        let value = json!({
            "zero": 0,
            "pair": ["x", {"a": "y", "b": [0], "c": {}}, "more"],
            "map": {"k\n": {"b": [1, null]}, "list": []},
        });
        let mut recorder = Recorder::default();
        walk(&mut recorder, &Place::root("body"), OUTER.ty, &value);
        let expected = [
            r"body.map.k\u{a}.b = [1,null]",
            r"body.map.k\u{a}.b[0] = 1",
            r"body.map.k\u{a}.b[1] = null",
            "body.map.list = []",
            r#"body.pair = ["x",{"a":"y","b":[0],"c":{}},"more"]"#,
            r#"body.pair[0] = "x""#,
            r#"body.pair[1].a = "y""#,
            "body.pair[1].b = [0]",
            "body.pair[1].c is not one of 2",
            "body.zero is not one of 2",
        ];
        assert_eq!(recorder.0, expected);
    }
}
