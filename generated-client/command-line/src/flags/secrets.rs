//! Secret parameters and fields. No flag accepts them: other users of the computer can see the arguments of a program,
//! and shells keep them.

use huaweicloud_core::codegen::{Place, Visitor, walk};
use huaweicloud_core::descriptor::{Field, OperationDescriptor, ParameterLocation, ParameterSource, Type};
use serde_json::Value;

use crate::flags::naming;

/// A parameter, or a field of the body, that has no flag because it is secret.
pub(crate) struct SecretParameter {
    pub(crate) location: ParameterLocation,
    pub(crate) field: &'static Field,
}

impl SecretParameter {
    /// Returns the path of the parameter as in violations, such as `body.password`.
    pub(crate) fn path(&self) -> String {
        match self.location {
            ParameterLocation::Body if self.field.whole_body => "body".to_owned(),
            ParameterLocation::Body => format!("body.{}", self.field.name),
            _ => self.field.name.to_owned(),
        }
    }
}

/// Returns the secret parameters of an operation, in the order of the help page.
pub(crate) fn secret_parameters(operation: &OperationDescriptor) -> Vec<SecretParameter> {
    let mut secrets = Vec::new();
    for parameter in operation.parameters {
        if parameter.field.secret && parameter.source == ParameterSource::Request {
            secrets.push(SecretParameter { location: parameter.location, field: &parameter.field });
        }
    }
    for field in operation.body.unwrap_or_default() {
        if field.secret {
            secrets.push(SecretParameter { location: ParameterLocation::Body, field });
        }
    }
    secrets
}

/// Returns whether a request of the operation can contain secrets.
pub(crate) fn has_secrets(operation: &OperationDescriptor) -> bool {
    let fields = operation.parameters.iter().map(|parameter| &parameter.field);
    fields.chain(operation.body.unwrap_or_default()).any(Field::contains_secret)
}

/// Returns the secret parameter that a flag with this name, without dashes, would set.
pub(crate) fn find_by_flag(operation: &OperationDescriptor, name: &str) -> Option<SecretParameter> {
    secret_parameters(operation).into_iter().find(|secret| naming::kebab_case(secret.field.name) == name)
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
