//! Names of the types that a draft needs: the page's where they are free, made up where they are not.

use std::collections::{HashMap, HashSet};

use heck::ToUpperCamelCase;

use crate::help_page::read::{HelpPage, TableKind, Value};
use crate::ir;
use crate::names::RustName;

pub(super) struct Names {
    id: String,
    /// Names that are taken, in lower case.
    taken: HashSet<String>,
    /// The page's names of objects that have not been described yet, each with the name here.
    objects: HashMap<String, String>,
    open: HashSet<String>,
    /// Enums by field and values.
    enums: HashMap<(String, Vec<String>), String>,
}

impl Names {
    pub(super) fn new(service: &ir::Service, id: &str, page: &HelpPage) -> Self {
        let operations = service.operations.iter();
        let ids = operations.clone().map(|operation| operation.id.as_str()).chain([id]);
        let suffixes = ["Request", "RequestBody", "Response", "Builder"];
        let of_operations = ids.flat_map(|id| suffixes.map(|suffix| format!("{id}{suffix}").to_ascii_lowercase()));
        let objects = operations.clone().flat_map(|operation| &operation.objects).map(|object| &object.name);
        let enums = operations.flat_map(|operation| &operation.enums).map(|r#enum| &r#enum.name);
        let defined = objects.chain(enums).map(|name| name.as_str().to_ascii_lowercase());
        let taken = of_operations.chain(defined).collect();
        let mut names =
            Self { id: id.to_owned(), taken, objects: HashMap::new(), open: HashSet::new(), enums: HashMap::new() };
        for table in page.tables.iter().filter(|table| table.is_described()) {
            if let TableKind::Object(page_name) = &table.kind
                && !page_name.contains(' ')
                && !names.objects.contains_key(page_name)
            {
                let name = names.free(page_name, &page_name.to_upper_camel_case());
                names.objects.insert(page_name.clone(), name);
                names.open.insert(page_name.clone());
            }
        }
        names
    }

    /// The name of an object that is described now, once.
    pub(super) fn object(&mut self, page_name: &str) -> Option<String> {
        self.open.remove(page_name).then(|| self.type_of(page_name))
    }

    /// The name of an object where a row has it as its type.
    pub(super) fn type_of(&self, page_name: &str) -> String {
        self.objects.get(page_name).cloned().unwrap_or_else(|| page_name.to_owned())
    }

    /// The name of the enum of a field, and whether it is new.
    pub(super) fn r#enum(&mut self, field: &str, values: &[Value]) -> (String, bool) {
        let key = (field.to_owned(), values.iter().map(|value| value.name.value.clone()).collect());
        if let Some(name) = self.enums.get(&key) {
            return (name.clone(), false);
        }
        let camel = field.to_upper_camel_case();
        let humps = camel.chars().filter(char::is_ascii_uppercase).count();
        let name = if humps > 1 { self.free(&camel, &camel) } else { self.free("", &camel) };
        self.enums.insert(key, name.clone());
        (name, true)
    }

    /// Takes `name` if it is a type's and free, else `camel`, else that behind the operation's id, with a number at last.
    fn free(&mut self, name: &str, camel: &str) -> String {
        let prefixed = format!("{}{camel}", self.id);
        let numbered = (2..1000).map(|number| format!("{prefixed}{number}"));
        let single = if name.is_empty() { None } else { Some(camel.to_owned()) };
        let candidates = [name.to_owned()].into_iter().chain(single).chain([prefixed.clone()]).chain(numbered);
        let mut fitting = candidates
            .filter(|name| RustName::type_name(name).is_ok() && !self.taken.contains(&name.to_ascii_lowercase()));
        let chosen = fitting.next().unwrap_or_else(|| prefixed.clone());
        self.taken.insert(chosen.to_ascii_lowercase());
        chosen
    }
}
