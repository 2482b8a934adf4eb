//! Values made up from their types: the same ones for the same index.

use serde_json::{Map, Value};

use crate::descriptor::{Bounds, Field, Type};

/// An object with every field.
pub(super) fn object(fields: &[Field], index: u32) -> Value {
    let fields = fields.iter().map(|field| (field.name.to_owned(), value(field.ty, field.name, index)));
    Value::Object(fields.collect::<Map<_, _>>())
}

pub(super) fn value(ty: Type, name: &str, index: u32) -> Value {
    match ty {
        Type::String(bounds) => text(name, index, bounds).into(),
        Type::Integer(bounds) => number(index, bounds, i32::MAX.into()).into(),
        Type::Long(bounds) => number(index, bounds, i64::MAX).into(),
        Type::Boolean(only) => only.unwrap_or(index.is_multiple_of(2)).into(),
        Type::Enum(values) => {
            let index = usize::try_from(index).unwrap_or_default().checked_rem(values.len());
            index.and_then(|index| values.get(index)).copied().unwrap_or_default().into()
        }
        Type::Array(ty, bounds) => {
            let count = bounds.map_or(1, |Bounds { min, max }| 1.clamp(min, max.max(min)).min(MAX_ITEMS));
            (0..count).map(|_| value(*ty, name, index)).collect()
        }
        Type::Tuple(types) => types.iter().map(|ty| value(*ty, name, index)).collect(),
        Type::Object(fields) => object(fields, index),
    }
}

/// The most items that a made-up list has, and characters that a made-up text has.
const MAX_ITEMS: i64 = 1000;

/// Such as `image_name-7`, cut or filled to the length that the page asks for.
fn text(name: &str, index: u32, bounds: Option<Bounds>) -> String {
    let mut text = format!("{name}-{index}");
    if let Some(Bounds { min, max }) = bounds {
        let size = |bound: i64| usize::try_from(bound.clamp(0, MAX_ITEMS)).unwrap_or_default();
        // The end tells the records apart.
        let surplus = text.chars().count().saturating_sub(size(max));
        text = text.chars().skip(surplus).collect();
        let missing = size(min).saturating_sub(text.chars().count());
        text.extend(std::iter::repeat_n('x', missing));
    }
    text
}

fn number(index: u32, bounds: Option<Bounds>, max: i64) -> i64 {
    let bounds = bounds.unwrap_or(Bounds::new(0, max));
    bounds.min.max(0).saturating_add(index.into()).min(bounds.max)
}
