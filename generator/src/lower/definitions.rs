//! Objects and enums: who defines them, who uses them.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::fields::OwnType;
use super::types::{self, Head, TypeSyntax};
use super::{Lowering, fields::Role};
use crate::description::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::description::notation;
use crate::description::parse::{Description, Document, Node};
use crate::ir::{self, Definition, Type};
use crate::names::{self, RustName};

/// Every object and enum of the description, by name.
pub(super) struct Definitions<'a> {
    by_name: HashMap<&'a str, (Kind<'a>, Definition)>,
    /// Names that were refused: one error for each is enough.
    refused: HashSet<&'a str>,
    usage: Use<'a>,
    complete: bool,
}

#[derive(Clone, Copy)]
enum Kind<'a> {
    Object(&'a notation::Object),
    Enum(&'a notation::Enum),
}

impl<'a> Definitions<'a> {
    /// Notes every definition, and every name that is taken twice.
    pub(super) fn declare(description: &'a Description, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut names = Names { taken: HashMap::new(), diagnostics };
        let (mut by_name, mut refused) = (HashMap::new(), HashSet::new());
        for (operation, document) in description.operations.iter().enumerate() {
            let root = document.root();
            names.claim_operation(&root, &document.spec.operation);
            for (kind, section, index, name) in defined(&document.spec) {
                match names.claim_type(&root.at(section).at(name), name) {
                    Some(rust) => {
                        by_name.insert(name, (kind, Definition { operation, index, name: rust }));
                    }
                    None => {
                        refused.insert(name);
                    }
                }
            }
        }
        Self { by_name, refused, usage: Use::of(&description.operations), complete: description.complete }
    }

    /// Whether `name` is to be reported where it names nothing.
    pub(super) fn expected_to_know(&self, name: &str) -> bool {
        self.complete && !self.refused.contains(name)
    }

    /// Definitions that nothing uses; none as long as what uses them may stand in a file that cannot be read.
    pub(super) fn unused(&self, description: &Description) -> Vec<Diagnostic> {
        let mut unused = Vec::new();
        for document in description.operations.iter().filter(|_| self.complete) {
            let objects = document.spec.objects.keys().map(|name| ("objects", name));
            let enums = document.spec.enums.keys().map(|name| ("enums", name));
            for (section, name) in objects.chain(enums).filter(|(_, name)| !self.usage.is_used(name)) {
                let node = document.root().at(section).at(name);
                let error = node.key_error(Code::Definition, format!("nothing uses `{name}`"));
                unused.push(error.help("give a parameter or a field this type, or remove it"));
            }
        }
        unused
    }

    pub(super) fn resolve(&self, name: &str) -> Option<Type> {
        self.by_name.get(name).map(|(kind, definition)| match kind {
            Kind::Object(_) => Type::Object(definition.clone()),
            Kind::Enum(_) => Type::Enum(definition.clone()),
        })
    }

    /// The fields of an object, as far as they can be understood: wire name, type and whether they are mandatory.
    pub(super) fn fields(&self, definition: &Definition) -> Vec<(&'a str, Option<Type>, bool)> {
        let Some((Kind::Object(object), _)) = self.by_name.get(definition.name.as_str()) else {
            return Vec::new();
        };
        let ty = |row: &notation::Parameter| types::parse(&row.r#type).ok().and_then(|written| self.type_of(&written));
        object.fields.iter().map(|(wire, row)| (wire.as_str(), ty(row), row.mandatory)).collect()
    }

    /// A type without its bounds; what is wrong with it is reported where it is written.
    fn type_of(&self, written: &TypeSyntax<'_>) -> Option<Type> {
        Some(match &written.head {
            Head::Named("String") => Type::String(None),
            Head::Named("Integer") => Type::Integer(None),
            Head::Named("Long") => Type::Long(None),
            Head::Named("Boolean") => Type::Boolean(None),
            Head::Named(name) => self.resolve(name)?,
            Head::Array(items) => Type::Array(Box::new(self.type_of(items)?), None),
            Head::Tuple(items) => Type::Tuple(items.iter().map(|item| self.type_of(item)).collect::<Option<_>>()?),
        })
    }

    /// Why this is no value of the enum, if it is not.
    pub(super) fn wrong_value(&self, definition: &Definition, value: &str) -> Option<String> {
        let name = &definition.name;
        let Some((Kind::Enum(r#enum), _)) = self.by_name.get(name.as_str()) else {
            return None;
        };
        let suggestion = did_you_mean(value, r#enum.values.keys().map(String::as_str));
        let suggestion = suggestion.map_or_else(String::new, |suggestion| format!(": {suggestion}"));
        (!r#enum.values.contains_key(value)).then(|| format!("`{value}` is no value of `{name}`{suggestion}"))
    }

    pub(super) fn suggest(&self, name: &str) -> Option<String> {
        let built_in = ["String", "Integer", "Long", "Boolean", "Array"];
        let mut names: Vec<&str> = self.by_name.keys().copied().chain(built_in).collect();
        names.sort_unstable();
        did_you_mean(name, names)
    }
}

/// Objects, then enums of a page, each with its section and its index there.
fn defined(spec: &notation::Operation) -> impl Iterator<Item = (Kind<'_>, &'static str, usize, &str)> {
    let objects = spec.objects.iter().enumerate();
    let objects = objects.map(|(index, (name, object))| (Kind::Object(object), "objects", index, name.as_str()));
    let enums = spec.enums.iter().enumerate();
    let enums = enums.map(|(index, (name, r#enum))| (Kind::Enum(r#enum), "enums", index, name.as_str()));
    objects.chain(enums)
}

/// Names of types: one namespace, whatever their case, since documentation has a file for each.
struct Names<'d> {
    taken: HashMap<String, String>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Names<'_> {
    /// Takes the names of what is emitted for an operation.
    fn claim_operation(&mut self, root: &Node<'_>, id: &str) {
        let node = root.at("operation");
        let names = ["Request", "RequestBody", "Response", "Builder"].map(|suffix| format!("{id}{suffix}"));
        match names.iter().find_map(|name| self.taken.get(&name.to_ascii_lowercase())) {
            Some(first) => {
                let message = format!("the types of the operation `{id}` exist already");
                let help = format!("the other ones are at {first}: one operation has one file");
                self.diagnostics.push(node.error(Code::DuplicateName, message).help(help));
            }
            None => {
                self.taken.extend(names.iter().map(|name| (name.to_ascii_lowercase(), node.file_line())));
            }
        }
    }

    /// Takes the name of an object or enum, if it is one and free.
    fn claim_type(&mut self, node: &Node<'_>, name: &str) -> Option<RustName> {
        let (code, message, help) = match (RustName::type_name(name), self.taken.get(&name.to_ascii_lowercase())) {
            (Ok(rust), None) => {
                self.taken.insert(name.to_ascii_lowercase(), node.file_line());
                return Some(rust);
            }
            (Ok(_), Some(first)) => {
                let message = format!("the type `{name}` exists already, whatever the case of its letters");
                (Code::DuplicateName, message, format!("the other one is at {first}: rename one"))
            }
            (Err(message), _) => {
                (Code::Name, message, "choose another name; an object's `page_name` keeps the page's".to_owned())
            }
        };
        self.diagnostics.push(node.key_error(code, message).help(help));
        None
    }
}

impl Lowering<'_> {
    pub(super) fn object(&mut self, node: &Node<'_>, name: &str, object: &notation::Object) -> Option<ir::Object> {
        if object.fields.is_empty() {
            self.report(node.key_error(Code::Shape, format!("the object `{name}` has no fields")));
        }
        let usage = &self.definitions.usage;
        if usage.holds_itself(name) {
            let error = node.key_error(Code::Definition, format!("the object `{name}` holds itself"));
            self.report(error.help("no page describes such an object: use another type"));
        }
        if usage.nests(name, MAX_NESTING) && !usage.nests(name, MAX_NESTING + 1) {
            let message = format!("the object `{name}` nests objects more than {MAX_NESTING} deep");
            self.report(node.key_error(Code::Definition, message).help("no page describes such objects: flatten them"));
        }
        let role = if usage.in_requests.contains(name) { Role::ObjectField } else { Role::ResponseField };
        let page_name = self.optional_prose(&node.at("page_name"), object.page_name.as_ref());
        Some(ir::Object {
            name: RustName::type_name(name).ok()?,
            page_name: page_name.unwrap_or_else(|| name.to_owned()),
            doc: self.prose(&node.at("doc"), &object.doc),
            in_requests: self.definitions.usage.in_requests.contains(name),
            in_responses: self.definitions.usage.in_responses.contains(name),
            fields: self.rows(&node.at("fields"), &object.fields, role),
        })
    }

    pub(super) fn r#enum(&mut self, node: &Node<'_>, name: &str, spec: &notation::Enum) -> Option<ir::Enum> {
        if spec.values.is_empty() {
            self.report(node.key_error(Code::Shape, format!("the enum `{name}` has no values")));
        }
        let values = self.values(&node.at("values"), &spec.values);
        let doc = self.prose(&node.at("doc"), &spec.doc);
        Some(ir::Enum { name: RustName::type_name(name).ok()?, doc, values })
    }

    fn values(&mut self, node: &Node<'_>, values: &IndexMap<String, notation::Value>) -> Vec<ir::Value> {
        let mut lowered = Vec::new();
        for (wire, value) in values {
            let node = node.at(wire);
            let Some(wire) = self.wire(&node, wire) else {
                continue;
            };
            let Some(rust) = self.name(&node, value.rust_name.as_deref(), &wire, names::Kind::Variant) else {
                continue;
            };
            lowered.push(ir::Value {
                wire,
                rust,
                doc: self.prose(&node.at("doc"), &value.doc),
                deprecated: self.note(&node.at("deprecated"), value.deprecated.as_ref()),
                page_says: self.quotations(&node.at("page_says"), &value.page_says, OwnType::Value),
            });
        }
        self.unique(lowered.iter().map(|value| (node.at(&value.wire), value.wire.as_str(), &value.rust)));
        lowered
    }

    /// Reports two wire names that are one name in Rust.
    pub(super) fn unique<'n>(&mut self, names: impl Iterator<Item = (Node<'n>, &'n str, &'n RustName)>) {
        let mut taken: HashMap<&RustName, &str> = HashMap::new();
        for (node, wire, rust) in names {
            if let Some(first) = taken.insert(rust, wire) {
                let message = format!("`{first}` and `{wire}` are both `{rust}` in Rust");
                self.report(node.key_error(Code::DuplicateName, message).help("give one of them a `rust_name`"));
            }
        }
    }
}

/// Objects nest no deeper than this: the compiler has limits of its own.
const MAX_NESTING: usize = 16;

/// The types that the rows of a table name.
fn named<'a>(rows: impl IntoIterator<Item = &'a notation::Parameter>) -> impl Iterator<Item = &'a str> {
    let words = |row: &'a notation::Parameter| row.r#type.split(|c: char| !c.is_ascii_alphanumeric());
    rows.into_iter().flat_map(words)
}

/// Which definitions travel in requests, and which in responses.
#[derive(Default)]
struct Use<'a> {
    fields: HashMap<&'a str, Vec<&'a str>>,
    in_requests: HashSet<&'a str>,
    in_responses: HashSet<&'a str>,
}

impl<'a> Use<'a> {
    fn of(documents: &'a [Document<notation::Operation>]) -> Self {
        let specs = || documents.iter().map(|document| &document.spec);
        let objects = specs().flat_map(|spec| &spec.objects);
        let fields = objects.map(|(name, object)| (name.as_str(), named(object.fields.values()).collect())).collect();
        let mut usage = Self { fields, ..Self::default() };
        let requests = specs().flat_map(|spec| [&spec.path, &spec.query, &spec.headers].into_iter().chain(&spec.body));
        let responses = specs().flat_map(|spec| spec.response.values()).filter_map(|response| match response {
            notation::Response::Fields(fields) => Some(fields),
            notation::Response::None => None,
        });
        usage.in_requests = usage.reach(requests.flat_map(|rows| named(rows.values())));
        usage.in_responses = usage.reach(responses.flat_map(|rows| named(rows.values())));
        usage
    }

    /// All names that can be reached from these, themselves among them.
    fn reach(&self, from: impl Iterator<Item = &'a str>) -> HashSet<&'a str> {
        let mut reached = HashSet::new();
        let mut open: Vec<&str> = from.collect();
        while let Some(name) = open.pop() {
            if reached.insert(name) {
                open.extend(self.fields.get(name).into_iter().flatten());
            }
        }
        reached
    }

    fn holds_itself(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(|fields| self.reach(fields.iter().copied()).contains(name))
    }

    /// Whether definitions stand below this one, so many levels down.
    fn nests(&self, name: &'a str, levels: usize) -> bool {
        let mut level = HashSet::from([name]);
        for _ in 0..levels {
            level = level.iter().filter_map(|name| self.fields.get(name)).flatten().copied().collect();
            level.retain(|name| self.fields.contains_key(name));
        }
        !level.is_empty()
    }

    fn is_used(&self, name: &str) -> bool {
        self.in_requests.contains(name) || self.in_responses.contains(name)
    }
}
