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
