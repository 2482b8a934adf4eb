//! The modules of crates, and what paths in them refer to.

use std::collections::BTreeMap;

use syn::{Attribute, Item, UseTree, Visibility};

use super::Crate;

/// An item by its module, such as `huaweicloud_core::client::wait`, and its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Definition {
    pub(super) module: String,
    pub(super) name: String,
}

/// What a path refers to.
pub(super) enum Target {
    Module(String),
    Item(Definition),
}

/// One name of a `use` declaration.
pub(super) struct Import {
    pub(super) path: Vec<String>,
    /// The name in this module; `None` for a glob.
    pub(super) name: Option<String>,
    pub(super) is_public: bool,
}

/// The items of each module, without those that only tests have.
#[derive(Default)]
pub(super) struct Modules {
    items: BTreeMap<String, Vec<Item>>,
}

impl Modules {
    pub(super) fn new(crates: &[Crate]) -> Self {
        let mut modules = Self::default();
        for of in crates {
            let items = of.items("lib.rs").unwrap_or_else(|| panic!("{} has no root file", of.name));
            modules.add(of, of.name.clone(), "", items);
        }
        modules
    }

    /// Adds a module whose own modules are files in `folder`.
    fn add(&mut self, of: &Crate, module: String, folder: &str, items: Vec<Item>) {
        let mut kept = Vec::new();
        for item in items {
            if is_test(attributes(&item)) {
                continue;
            }
            if let Item::Mod(item) = &item {
                let name = item.ident.to_string();
                let file = format!("{folder}{name}");
                let items = match &item.content {
                    Some((_, items)) => items.clone(),
                    None => of
                        .items(&format!("{file}.rs"))
                        .or_else(|| of.items(&format!("{file}/mod.rs")))
                        .unwrap_or_else(|| panic!("no file of the module {file} of {}", of.name)),
                };
                self.add(of, format!("{module}::{name}"), &format!("{file}/"), items);
            }
            kept.push(item);
        }
        self.items.insert(module, kept);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[Item])> {
        self.items.iter().map(|(module, items)| (module.as_str(), items.as_slice()))
    }

    pub(super) fn items(&self, module: &str) -> &[Item] {
        &self.items[module]
    }

    /// Returns what a path in a module refers to, if it is in one of the crates.
    pub(super) fn resolve(&self, module: &str, path: &[String]) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        let target = match first.as_str() {
            "crate" => Target::Module(module.split("::").next()?.to_owned()),
            "self" => Target::Module(module.to_owned()),
            "super" => Target::Module(module.rsplit_once("::")?.0.to_owned()),
            name if self.items.contains_key(name) => Target::Module(name.to_owned()),
            name => self.find(module, name)?,
        };
        match target {
            target if rest.is_empty() => Some(target),
            Target::Module(module) => self.resolve(&module, rest),
            Target::Item(_) => None,
        }
    }

    /// Returns the definition that a path in a module refers to.
    pub(super) fn definition(&self, module: &str, path: &syn::Path) -> Option<Definition> {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        match self.resolve(module, &segments)? {
            Target::Item(definition) => Some(definition),
            Target::Module(_) => None,
        }
    }

    /// Returns what a name in a module refers to.
    fn find(&self, module: &str, name: &str) -> Option<Target> {
        let child = format!("{module}::{name}");
        if self.items.contains_key(&child) {
            return Some(Target::Module(child));
        }
        if self.items(module).iter().any(|item| self::name(item).is_some_and(|defined| defined == name)) {
            return Some(Target::Item(Definition { module: module.to_owned(), name: name.to_owned() }));
        }
        for import in self.imports(module) {
            let target = match &import.name {
                // A crate of its own, such as `bytes`.
                Some(_) if import.path.len() == 1 => None,
                Some(imported) if imported == name => self.resolve(module, &import.path),
                None if import.is_public => match self.resolve(module, &import.path)? {
                    Target::Module(module) => self.find(&module, name),
                    Target::Item(_) => None,
                },
                _ => None,
            };
            if target.is_some() {
                return target;
            }
        }
        None
    }

    /// Returns the names that a module imports, except for hidden ones.
    pub(super) fn imports(&self, module: &str) -> Vec<Import> {
        let mut imports = Vec::new();
        for item in self.items(module) {
            if let Item::Use(item) = item
                && !is_hidden(&item.attrs)
            {
                add_imports(&item.tree, &mut Vec::new(), is_public(&item.vis), &mut imports);
            }
        }
        imports
    }
}

fn add_imports(tree: &UseTree, path: &mut Vec<String>, is_public: bool, imports: &mut Vec<Import>) {
    let mut add = |last: Option<String>, name| {
        let path = path.iter().cloned().chain(last).collect();
        imports.push(Import { path, name, is_public });
    };
    match tree {
        UseTree::Path(tree) => {
            path.push(tree.ident.to_string());
            add_imports(&tree.tree, path, is_public, imports);
            path.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| add_imports(tree, path, is_public, imports)),
        UseTree::Name(tree) if tree.ident == "self" => add(None, path.last().cloned()),
        UseTree::Name(tree) => add(Some(tree.ident.to_string()), Some(tree.ident.to_string())),
        UseTree::Rename(tree) => add(Some(tree.ident.to_string()), Some(tree.rename.to_string())),
        UseTree::Glob(_) => add(None, None),
    }
}

/// Returns the name of an item that other modules can import, except for modules and macros.
pub(super) fn name(item: &Item) -> Option<&syn::Ident> {
    match item {
        Item::Struct(item) => Some(&item.ident),
        Item::Enum(item) => Some(&item.ident),
        Item::Trait(item) => Some(&item.ident),
        Item::Type(item) => Some(&item.ident),
        Item::Const(item) => Some(&item.ident),
        Item::Fn(item) => Some(&item.sig.ident),
        _ => None,
    }
}

/// Returns whether other crates can use an item of a public module.
pub(super) fn is_visible(item: &Item) -> bool {
    let visibility = match item {
        Item::Struct(item) => &item.vis,
        Item::Enum(item) => &item.vis,
        Item::Trait(item) => &item.vis,
        Item::Type(item) => &item.vis,
        Item::Const(item) => &item.vis,
        Item::Fn(item) => &item.vis,
        Item::Mod(item) => &item.vis,
        _ => return false,
    };
    is_public(visibility) && !is_hidden(attributes(item))
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Struct(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

pub(super) fn is_hidden(attributes: &[Attribute]) -> bool {
    has_argument(attributes, "doc", "hidden")
}

fn is_test(attributes: &[Attribute]) -> bool {
    has_argument(attributes, "cfg", "test")
}

fn has_argument(attributes: &[Attribute], name: &str, argument: &str) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident(name) && attribute.parse_args::<syn::Ident>().is_ok_and(|found| found == argument)
    })
}
