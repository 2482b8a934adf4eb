//! Secret parameters and fields. No flag accepts them: other users of the computer can see the arguments of a program,
//! and shells keep them.

use huaweicloud_core::codegen::{Place, Visitor, walk};
use huaweicloud_core::descriptor::{Field, OperationDescriptor, Type};
use serde_json::Value;

/// Returns whether a request of the operation can contain secrets.
pub(crate) fn has_secrets(operation: &OperationDescriptor) -> bool {
    let fields = operation.parameters.iter().map(|parameter| &parameter.field);
    fields.chain(operation.body.unwrap_or_default()).any(Field::contains_secret)
}

/// Returns the names of the secret fields in values of a type, each once.
pub(crate) fn names_in(ty: Type) -> Vec<&'static str> {
    let mut names = Vec::new();
    add_names(ty, &mut names);
    names
}

fn add_names(ty: Type, names: &mut Vec<&'static str>) {
    match ty {
        Type::Object(fields) => {
            for field in fields {
                if field.secret && !names.contains(&field.name) {
                    names.push(field.name);
                }
                add_names(field.ty, names);
            }
        }
        Type::Array(item, _) | Type::Map(item, _) => add_names(*item, names),
        Type::Tuple(items) => items.iter().for_each(|item| add_names(*item, names)),
        _ => {}
    }
}

/// Returns the name of a secret field that is set in a value.
pub(crate) fn find_set(ty: Type, value: &Value) -> Option<&'static str> {
    let mut set = SetSecret(None);
    walk(&mut set, &Place::root(""), ty, value);
    set.0
}

/// The first secret field that is set.
struct SetSecret(Option<&'static str>);

impl Visitor for SetSecret {
    fn value(&mut self, _place: &Place, _ty: Type, _value: &Value) -> bool {
        self.0.is_none()
    }

    fn field(&mut self, place: &Place, field: &Field, value: Option<&Value>) {
        match value {
            None | Some(Value::Null) => {}
            Some(_) if field.secret => self.0 = self.0.or(Some(field.name)),
            Some(value) => walk(self, place, field.ty, value),
        }
    }
}

#[cfg(test)]
mod tests {
    use huaweicloud_core::codegen::table;

    use super::*;

    #[test]
    fn names_each_secret_field_once() {
        const BOX: &[Field] = &[table::field("key", table::string().secret())];
        const PAIR: Field = table::field("pair", table::tuple(&[table::object(BOX).ty, table::object(BOX).ty]));
        assert_eq!(names_in(PAIR.ty), ["key"]);
    }
}
