//! The objects and enums that requests and responses contain.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use crate::description::{Document, notation};

/// Maximum nesting depth of objects. The compiler has limits too.
pub(super) const MAX_NESTING: usize = 16;

/// Objects and enums, by whether requests and responses contain them, directly or in other objects.
#[derive(Default)]
pub(super) struct TypeUsage<'a> {
    in_requests: HashSet<&'a str>,
    in_responses: HashSet<&'a str>,
    /// Names of types in the fields of each object.
    references: HashMap<&'a str, Vec<&'a str>>,
    /// Objects that nest other objects [`MAX_NESTING`] levels deep.
    too_deep: HashSet<&'a str>,
    /// Objects that nest others even deeper, or endlessly.
    deeper: HashSet<&'a str>,
}

impl<'a> TypeUsage<'a> {
    pub(super) fn of(documents: &'a [Document<notation::Operation>]) -> Self {
        let mut usage = Self::default();
        let (mut request_types, mut response_types) = (Vec::new(), Vec::new());
        for document in documents {
            let operation = &document.content;
            for (name, object) in &operation.objects {
                usage.references.insert(name, referenced_types(&object.fields));
            }
            for table in [&operation.path, &operation.query, &operation.headers] {
                request_types.extend(referenced_types(table));
            }
            if let Some(body) = &operation.body {
                request_types.extend(referenced_types(body));
            }
            for response in operation.response.values() {
                if let notation::Response::Fields(fields) = response {
                    response_types.extend(referenced_types(fields));
                }
            }
        }
        let mut nested: HashSet<&str> = usage.references.keys().copied().collect();
        for _ in 0..MAX_NESTING {
            nested = usage.containers(&nested);
        }
        usage.deeper = usage.containers(&nested);
        usage.too_deep = nested.difference(&usage.deeper).copied().collect();
        usage.in_requests = usage.reachable_from(request_types);
        usage.in_responses = usage.reachable_from(response_types);
        usage
    }

    pub(super) fn is_used(&self, name: &str) -> bool {
        self.in_requests(name) || self.in_responses(name)
    }

    pub(super) fn in_requests(&self, name: &str) -> bool {
        self.in_requests.contains(name)
    }

    pub(super) fn in_responses(&self, name: &str) -> bool {
        self.in_responses.contains(name)
    }

    /// Returns whether an object contains itself, directly or in other objects.
    pub(super) fn is_recursive(&self, name: &str) -> bool {
        match self.references.get(name) {
            Some(references) if self.deeper.contains(name) => self.reachable_from(references.clone()).contains(name),
            _ => false,
        }
    }

    /// Returns whether an object nests objects too deep. Objects that contain such an object are not reported again.
    pub(super) fn is_too_deep(&self, name: &str) -> bool {
        self.too_deep.contains(name)
    }

    /// Returns those of the objects that contain others of them.
    fn containers(&self, objects: &HashSet<&'a str>) -> HashSet<&'a str> {
        let mut containers = objects.clone();
        containers.retain(|object| {
            let references = self.references.get(object).into_iter().flatten();
            references.into_iter().any(|name| objects.contains(name))
        });
        containers
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
fn referenced_types(table: &IndexMap<String, notation::Parameter>) -> Vec<&str> {
    let mut words = Vec::new();
    for row in table.values() {
        words.extend(row.r#type.split(|c: char| !c.is_ascii_alphanumeric()));
    }
    words
}
