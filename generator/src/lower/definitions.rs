//! The objects and enums that the operation files define.

use std::collections::HashMap;
use std::sync::OnceLock;

use hss_yaml::{Diagnostic, did_you_mean};
use indexmap::IndexMap;
use regex_lite::Regex;

use super::namespace::TypeNamespace;
use super::types;
use super::usage::TypeUsage;
use crate::description::notation::EnumType;
use crate::description::{Description, notation};
use crate::ir::{ARGUMENTS_SUFFIX, Definition, MAX_POSITIONAL_ARGUMENTS, Type};
use crate::names::BUILT_IN_TYPES;

/// All objects and enums, by name.
pub(super) struct Definitions<'a> {
    /// `None` if the definition was rejected. References to it are not reported again.
    by_name: HashMap<&'a str, Option<DefinedType<'a>>>,
    pub(super) usage: TypeUsage<'a>,
    pub complete: bool,
    /// Whether all names of objects and enums are known.
    knows_all: bool,
}

enum DefinedType<'a> {
    /// An object. Its fields are parsed when the first example needs them, since their types may be in other files.
    Object(&'a notation::Object, Definition, OnceLock<ExpectedFields>),
    Enum(&'a notation::Enum, Definition),
}

/// A field of an object, to check JSON against. What is invalid is reported at its own field.
pub(super) struct ExpectedField {
    /// `None` if it is invalid.
    pub ty: Option<Type>,
    /// `None` if there is none, or if it is invalid.
    pub pattern: Option<Regex>,
    pub required: bool,
}

impl ExpectedField {
    pub(super) fn new(ty: Option<Type>, pattern: Option<&String>, required: bool) -> Self {
        Self { ty, pattern: pattern.and_then(|pattern| Regex::new(pattern).ok()), required }
    }
}

/// The fields of an object, by their names on the wire.
pub(super) type ExpectedFields = IndexMap<String, ExpectedField>;

impl<'a> Definitions<'a> {
    /// Collects the definitions of all files, and reports names that are invalid or defined twice.
    pub(super) fn collect(description: &'a Description, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut definitions = Self {
            by_name: HashMap::new(),
            usage: TypeUsage::of(&description.operations),
            complete: description.complete,
            knows_all: description.knows_definitions,
        };
        let mut namespace = TypeNamespace::new(diagnostics);
        for (operation, document) in description.operations.iter().enumerate() {
            let root = document.root();
            namespace.declare_operation(&root.at("operation"), &document.content.operation);
            for (index, (name, object)) in document.content.objects.iter().enumerate() {
                let rust_name = namespace.declare_type(&root.at("objects").at(name), name);
                let required = object.fields.values().filter(|field| field.mandatory).count();
                let has_arguments =
                    required > MAX_POSITIONAL_ARGUMENTS && definitions.usage.in_requests.contains(name.as_str());
                if rust_name.is_some() && has_arguments {
                    namespace.declare_type(&root.at("objects").at(name), &format!("{name}{ARGUMENTS_SUFFIX}"));
                }
                let definition = rust_name.map(|name| Definition { operation, index, name });
                definitions.insert(
                    name,
                    definition.map(|definition| DefinedType::Object(object, definition, OnceLock::new())),
                );
            }
            for (index, (name, r#enum)) in document.content.enums.iter().enumerate() {
                let rust_name = namespace.declare_type(&root.at("enums").at(name), name);
                let definition = rust_name.map(|name| Definition { operation, index, name });
                definitions.insert(name, definition.map(|definition| DefinedType::Enum(r#enum, definition)));
            }
        }
        definitions
    }

    /// Adds a definition, unless it was rejected and another one has the name.
    fn insert(&mut self, name: &'a str, defined: Option<DefinedType<'a>>) {
        let slot = self.by_name.entry(name).or_default();
        if defined.is_some() {
            *slot = defined;
        }
    }

    fn get(&self, name: &str) -> Option<&DefinedType<'a>> {
        self.by_name.get(name)?.as_ref()
    }

    /// Returns whether a reference to `name` is an error if it cannot be resolved.
    pub(super) fn must_define(&self, name: &str) -> bool {
        self.knows_all && !self.by_name.contains_key(name)
    }

    pub(super) fn resolve(&self, name: &str) -> Option<Type> {
        match self.get(name)? {
            DefinedType::Object(_, definition, _) => Some(Type::Object(definition.clone())),
            DefinedType::Enum(r#enum, definition) => Some(match r#enum.r#type {
                EnumType::String => Type::Enum(definition.clone()),
                EnumType::Integer => Type::IntegerEnum(definition.clone()),
            }),
        }
    }

    /// Returns the fields of an object.
    pub(super) fn fields(&self, definition: &Definition) -> Option<&ExpectedFields> {
        let DefinedType::Object(object, _, fields) = self.get(definition.name.as_str())? else { return None };
        let rows = object.fields.iter();
        Some(fields.get_or_init(|| rows.map(|(name, row)| (name.clone(), self.expected_field(row))).collect()))
    }

    fn expected_field(&self, row: &notation::Parameter) -> ExpectedField {
        let parsed = types::parse(&row.r#type, &|name| self.resolve(name)).ok();
        let parsed = parsed.filter(|parsed| parsed.undefined.is_empty() && parsed.bounds_errors.is_empty());
        let ty = parsed.map(|parsed| match parsed.ty {
            Type::Boolean(_) => Type::Boolean(row.only),
            ty => ty,
        });
        ExpectedField::new(ty, row.pattern.as_ref(), row.mandatory)
    }

    /// Checks that an enum has a value.
    pub(super) fn check_value(&self, definition: &Definition, value: &str) -> Result<(), String> {
        let name = definition.name.as_str();
        match self.get(name) {
            Some(DefinedType::Enum(r#enum, _)) if !r#enum.values.contains_key(value) => {
                let suggestion = did_you_mean(value, r#enum.values.keys().map(String::as_str));
                let suggestion = suggestion.map(|suggestion| format!(": {suggestion}")).unwrap_or_default();
                Err(format!("`{value}` is not a value of `{name}`{suggestion}"))
            }
            _ => Ok(()),
        }
    }

    /// Suggests the type that `name` may have been intended to be.
    pub(super) fn suggest(&self, name: &str) -> Option<String> {
        let mut names: Vec<&str> = self.by_name.keys().copied().filter(|name| self.get(name).is_some()).collect();
        names.extend(BUILT_IN_TYPES);
        names.sort_unstable();
        did_you_mean(name, names)
    }
}
