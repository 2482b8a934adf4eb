//! The objects and enums that requests and responses contain.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use crate::description::Document;
use crate::description::notation::{self, Rows};

/// Objects and enums, by whether requests and responses contain them, directly or in other objects.
#[derive(Default)]
pub(super) struct TypeUsage<'a> {
    pub in_requests: HashSet<&'a str>,
    pub in_responses: HashSet<&'a str>,
    /// Names of types in the fields of each object.
    references: HashMap<&'a str, Vec<&'a str>>,
    /// How many levels of other objects each object contains, unless an object in it contains itself.
    pub depths: HashMap<&'a str, usize>,
}

impl<'a> TypeUsage<'a> {
    pub(super) fn of(documents: &'a [Arc<Document<notation::Operation>>]) -> Self {
        let mut usage = Self::default();
        let (mut request_types, mut response_types) = (Vec::new(), Vec::new());
        for document in documents {
            let operation = &document.content;
            for (name, object) in &operation.objects {
                usage.references.insert(name, referenced_types(&object.fields));
            }
            for table in [&operation.path, &operation.query, &operation.headers].into_iter().chain(&operation.body) {
                request_types.extend(referenced_types(table));
            }
            for response in operation.response.values() {
                if let notation::Response::Fields(fields) = response {
                    response_types.extend(referenced_types(fields));
                }
            }
        }
        usage.depths = usage.depths();
        usage.in_requests = usage.reachable_from(request_types);
        usage.in_responses = usage.reachable_from(response_types);
        usage
    }

    /// Returns whether an object contains itself, directly or in other objects.
    pub(super) fn is_recursive(&self, name: &str) -> bool {
        match self.references.get(name) {
            Some(_) if self.depths.contains_key(name) => false,
            Some(references) => self.reachable_from(references.clone()).contains(name),
            None => false,
        }
    }

    /// Returns the depths of all objects, innermost first: an object has a depth once all objects in it have one.
    fn depths(&self) -> HashMap<&'a str, usize> {
        let mut containers: HashMap<&str, Vec<&'a str>> = HashMap::new();
        let mut missing: HashMap<&str, usize> = HashMap::new();
        let mut ready = VecDeque::new();
        for (object, references) in &self.references {
            let inner: Vec<_> = references.iter().filter(|name| self.references.contains_key(*name)).collect();
            missing.insert(object, inner.len());
            if inner.is_empty() {
                ready.push_back((*object, 0));
            }
            for name in inner {
                containers.entry(name).or_default().push(object);
            }
        }
        let mut depths = HashMap::new();
        while let Some((object, depth)) = ready.pop_front() {
            depths.insert(object, depth);
            for container in containers.get(object).into_iter().flatten() {
                let Some(count) = missing.get_mut(container) else { continue };
                *count -= 1;
                // Depths never decrease in this order, so the last object is one of the deepest.
                if *count == 0 {
                    ready.push_back((container, depth + 1));
                }
            }
        }
        depths
    }

    /// Returns all names that can be reached from `names`, including `names`.
    fn reachable_from(&self, names: Vec<&'a str>) -> HashSet<&'a str> {
        let mut reached = HashSet::new();
        let mut pending = names;
        while let Some(name) = pending.pop() {
            if reached.insert(name)
                && let Some(references) = self.references.get(name)
            {
                pending.extend(references);
            }
        }
        reached
    }
}

/// Returns all words in the types of a table. Words that do not name an object or enum are harmless.
fn referenced_types(table: &Rows) -> Vec<&str> {
    let mut words = Vec::new();
    for row in table.values() {
        words.extend(row.r#type.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'));
    }
    words
}
