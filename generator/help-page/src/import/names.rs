//! Chooses the names of types in an operation file: those of the page if they are not taken.

use std::collections::{HashMap, HashSet};

use heck::ToUpperCamelCase;
use hss_generator::{NameKind, RustName, ir};

use crate::finished::FinishedDescription;
use crate::read::{HelpPage, TableKind, Value};

/// Suffixes of the types that every operation has.
const OPERATION_SUFFIXES: [&str; 4] = ["Request", "RequestBody", "Response", "Builder"];

pub(super) struct TypeNames {
    operation_id: String,
    /// Names that are already used, in lower case.
    taken: HashSet<String>,
    /// The name of each object, by its name on the page.
    objects: HashMap<String, String>,
    /// The page's names of objects that the file does not define yet.
    undefined_objects: HashSet<String>,
    enums: HashMap<EnumKey, String>,
}

/// What fields have in common that share an enum.
#[derive(PartialEq, Eq, Hash)]
struct EnumKey {
    field: String,
    is_integer: bool,
    /// Each value, and whether it is deprecated.
    values: Vec<(String, bool)>,
}

/// The name of an enum.
pub(super) struct EnumName {
    pub name: String,
    /// Whether the file does not define it yet.
    pub is_new: bool,
}

impl TypeNames {
    /// Chooses the names of all objects of the page, except for those that are described already.
    pub(super) fn new(
        finished: &FinishedDescription,
        operation_id: &str,
        page: &HelpPage,
        described_objects: HashMap<String, String>,
    ) -> Self {
        let mut names = Self {
            operation_id: operation_id.to_owned(),
            taken: HashSet::new(),
            objects: described_objects,
            undefined_objects: HashSet::new(),
            enums: HashMap::new(),
        };
        names.take_operation(operation_id);
        names.take_described(finished);
        for table in &page.tables {
            let TableKind::Object(page_name) = &table.kind else {
                continue;
            };
            if table.is_described() && !page_name.contains(' ') && !names.objects.contains_key(page_name) {
                let name = names.choose(&[page_name, &page_name.to_upper_camel_case()]);
                names.objects.insert(page_name.clone(), name);
                names.undefined_objects.insert(page_name.clone());
            }
        }
        names
    }

    /// Adds an enum that is described already.
    pub(super) fn add_enum(&mut self, field: &str, described: &ir::Enum) {
        let is_deprecated = |value: &ir::Value| value.deprecated.is_some();
        let values = described.values.iter().map(|value| (value.wire_value.clone(), is_deprecated(value))).collect();
        let key = EnumKey { field: field.to_owned(), is_integer: described.is_integer, values };
        self.enums.insert(key, described.name.to_string());
    }

    /// Takes the names of all types that are described already.
    fn take_described(&mut self, finished: &FinishedDescription) {
        for operation in &finished.service.operations {
            self.take_operation(&operation.id);
            for object in &operation.objects {
                self.take(object.name.as_str());
            }
            for r#enum in &operation.enums {
                self.take(r#enum.name.as_str());
            }
        }
        for document in &finished.unfinished.operations {
            let operation = &document.content;
            self.take_operation(&operation.operation);
            for name in operation.objects.keys().chain(operation.enums.keys()) {
                self.take(name);
            }
        }
    }

    fn take(&mut self, name: &str) {
        self.taken.insert(name.to_ascii_lowercase());
    }

    fn take_operation(&mut self, id: &str) {
        for suffix in OPERATION_SUFFIXES {
            self.take(&format!("{id}{suffix}"));
        }
    }

    /// Returns the name of an object that the file defines now, or `None` if it is defined already or not an object.
    pub(super) fn define_object(&mut self, page_name: &str) -> Option<String> {
        if !self.undefined_objects.remove(page_name) {
            return None;
        }
        Some(self.object(page_name))
    }

    /// Returns the name of an object.
    pub(super) fn object(&self, page_name: &str) -> String {
        self.objects.get(page_name).map_or(page_name, String::as_str).to_owned()
    }

    /// Names the enum of a field. Fields with equal names, types and values share one.
    pub(super) fn name_enum(&mut self, field: &str, is_integer: bool, values: &[Value]) -> EnumName {
        let values = values.iter().map(|value| (value.name.value.clone(), value.deprecated)).collect();
        let key = EnumKey { field: field.to_owned(), is_integer, values };
        if let Some(name) = self.enums.get(&key) {
            return EnumName { name: name.clone(), is_new: false };
        }
        let camel = field.to_upper_camel_case();
        let words = camel.chars().filter(char::is_ascii_uppercase).count();
        // A single word such as `Status` is too general for the one namespace of all operations.
        let name = if words > 1 { self.choose(&[&camel]) } else { self.choose_with_prefix(&camel) };
        self.enums.insert(key, name.clone());
        EnumName { name, is_new: true }
    }

    /// Takes the first candidate that is free, or else the last one prefixed with the operation ID.
    fn choose(&mut self, candidates: &[&str]) -> String {
        for candidate in candidates {
            if self.is_free(candidate) {
                self.take(candidate);
                return (*candidate).to_owned();
            }
        }
        self.choose_with_prefix(candidates.last().copied().unwrap_or_default())
    }

    /// Takes a name prefixed with the operation ID, with a number if necessary.
    fn choose_with_prefix(&mut self, name: &str) -> String {
        let prefixed = format!("{}{name}", self.operation_id);
        let mut chosen = prefixed.clone();
        let mut number = 2;
        while !self.is_free(&chosen) && number < 1000 {
            chosen = format!("{prefixed}{number}");
            number += 1;
        }
        self.take(&chosen);
        chosen
    }

    fn is_free(&self, name: &str) -> bool {
        RustName::type_name(name).is_ok() && !self.taken.contains(&name.to_ascii_lowercase())
    }
}

/// Returns the name in Rust that follows from a name on the wire, if there is one.
pub(crate) fn derived_name(wire: &str, kind: NameKind) -> Option<String> {
    Some(RustName::derive(wire, kind).ok()?.as_str().to_owned())
}

/// Returns a name in Rust for a row or a value, if the one that follows from its name on the wire is taken or invalid.
pub(super) fn other_name(wire: &str, kind: NameKind, taken: &mut HashSet<String>) -> Option<String> {
    let derived = derived_name(wire, kind);
    if derived.as_ref().is_some_and(|name| taken.insert(name.clone())) {
        return None;
    }
    let (placeholder, separator) = if kind == NameKind::Variant { ("Value", "") } else { ("field", "_") };
    let base = derived.as_deref().map_or(placeholder, |name| name.trim_start_matches("r#"));
    let mut numbered = (2..).map(|number: usize| format!("{base}{separator}{number}"));
    numbered.find(|name| taken.insert(name.clone()))
}
