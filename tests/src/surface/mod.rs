//! The public items of a crate, one line each.

mod modules;

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{Attribute, Fields, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, ItemTrait, TraitItem};

use modules::{Definition, Modules, Target, is_hidden, is_public, is_visible};

/// The files of a crate.
pub struct Crate {
    /// The name that paths begin with.
    pub name: String,
    /// The texts by path from the source folder, such as `lib.rs`.
    pub files: BTreeMap<String, String>,
}

impl Crate {
    fn items(&self, path: &str) -> Option<Vec<Item>> {
        let text = self.files.get(path)?;
        Some(syn::parse_file(text).expect("valid Rust").items)
    }
}

/// Returns the public items of the first crate, including what it re-exports from the others.
///
/// Each line begins with the path by which users name the item, so that the lines of a type are adjacent: its members,
/// their types, the wire values of an enum, its methods with their signatures, and deprecations. Hidden items are left
/// out.
///
/// # Panics
///
/// If a file is not valid Rust, or a module has no file.
#[must_use]
pub fn public_items(crates: &[Crate]) -> String {
    let modules = Modules::new(crates);
    let mut exports = Exports { modules: &modules, paths: BTreeMap::new(), lines: BTreeSet::new() };
    exports.add_module(&crates[0].name, "", &mut BTreeSet::new());
    let mut surface = Surface { modules: &modules, names: BTreeMap::new(), lines: exports.lines };
    for (definition, paths) in exports.paths {
        let (name, others) = paths.split_first().expect("a path");
        surface.lines.extend(others.iter().map(|other| format!("{other}: same as {name}")));
        surface.names.insert(definition, name.clone());
    }
    for (module, items) in modules.iter() {
        for item in items {
            surface.add_item(module, item);
        }
    }
    let mut lines = String::new();
    for line in surface.lines {
        lines.push_str(&line);
        lines.push('\n');
    }
    lines
}

/// Collects the paths by which users name items.
struct Exports<'a> {
    modules: &'a Modules,
    /// The paths of each item; the first one is the shortest.
    paths: BTreeMap<Definition, Vec<String>>,
    /// Lines for other crates that are re-exported.
    lines: BTreeSet<String>,
}

impl Exports<'_> {
    /// Adds what users of a public module can name, except for `taken`, the names that hide those of a glob.
    fn add_module(&mut self, module: &str, prefix: &str, taken: &mut BTreeSet<String>) {
        let modules = self.modules;
        let mut added = Vec::new();
        for item in modules.items(module) {
            if !is_visible(item) {
                continue;
            }
            if let Item::Mod(item) = item {
                added.push((item.ident.to_string(), Some(Target::Module(format!("{module}::{}", item.ident)))));
            } else if let Some(name) = modules::name(item) {
                let name = name.to_string();
                let definition = Definition { module: module.to_owned(), name: name.clone() };
                added.push((name, Some(Target::Item(definition))));
            }
        }
        let (named, globs): (Vec<_>, Vec<_>) = modules
            .imports(module)
            .into_iter()
            .filter(|import| import.is_public)
            .partition(|import| import.name.is_some());
        for import in named {
            added.push((import.name.unwrap_or_default(), modules.resolve(module, &import.path)));
        }
        for (name, target) in added {
            if taken.insert(name.clone()) {
                self.add(&format!("{prefix}{name}"), target);
            }
        }
        for import in globs {
            if let Some(Target::Module(module)) = modules.resolve(module, &import.path) {
                self.add_module(&module, prefix, taken);
            }
        }
    }

    fn add(&mut self, path: &str, target: Option<Target>) {
        match target {
            None => {
                self.lines.insert(format!("{path}: a crate"));
            }
            Some(Target::Module(module)) => self.add_module(&module, &format!("{path}::"), &mut BTreeSet::new()),
            Some(Target::Item(definition)) => {
                // An alias with type arguments can hide its target's own name.
                if let Some(target) = self.alias_of(&definition) {
                    self.paths.entry(target).or_default().push(path.to_owned());
                }
                let paths = self.paths.entry(definition).or_default();
                paths.push(path.to_owned());
                paths.sort_by_key(|path| (path.matches("::").count(), path.clone()));
            }
        }
    }

    /// Returns the type that an alias stands for.
    fn alias_of(&self, alias: &Definition) -> Option<Definition> {
        for item in self.modules.items(&alias.module) {
            if let Item::Type(item) = item
                && item.ident == alias.name
                && let syn::Type::Path(target) = &*item.ty
            {
                return self.modules.definition(&alias.module, &target.path);
            }
        }
        None
    }
}

struct Surface<'a> {
    modules: &'a Modules,
    names: BTreeMap<Definition, String>,
    lines: BTreeSet<String>,
}

impl Surface<'_> {
    /// Returns the path of an item of a module if users can name it.
    fn public_name(&self, module: &str, name: &syn::Ident) -> Option<String> {
        let definition = Definition { module: module.to_owned(), name: name.to_string() };
        self.names.get(&definition).cloned()
    }

    /// Returns the path of the item that a path in a module refers to, if users can name it.
    fn public_path(&self, module: &str, path: &syn::Path) -> Option<String> {
        self.names.get(&self.modules.definition(module, path)?).cloned()
    }

    fn add_item(&mut self, module: &str, item: &Item) {
        match item {
            Item::Impl(block) => return self.add_impl(module, block),
            Item::Macro(item) => return self.add_macro(module, item),
            _ => {}
        }
        let Some(name) = modules::name(item).and_then(|name| self.public_name(module, name)) else { return };
        match item {
            Item::Struct(item) => self.add_struct(&name, item),
            Item::Enum(item) => self.add_enum(&name, item),
            Item::Trait(item) => self.add_trait(&name, item),
            Item::Type(item) => self.add(&name, &format!(": type = {}", compact(&item.ty)), &item.attrs),
            Item::Const(item) => self.add(&name, &format!(": const {}", compact(&item.ty)), &item.attrs),
            Item::Fn(item) => self.add(&name, &format!(": fn {}", signature(&item.sig)), &item.attrs),
            _ => {}
        }
    }

    fn add_struct(&mut self, path: &str, item: &ItemStruct) {
        self.add(path, &format!(": struct{}", traits(&item.attrs)), &item.attrs);
        let Fields::Named(fields) = &item.fields else { return };
        for field in fields.named.iter().filter(|field| is_public(&field.vis)) {
            let name = field.ident.as_ref().map_or_else(String::new, ToString::to_string);
            self.add(path, &format!(".{name}: {}", compact(&field.ty)), &field.attrs);
        }
    }

    fn add_enum(&mut self, path: &str, item: &ItemEnum) {
        self.add(path, &format!(": enum{}", traits(&item.attrs)), &item.attrs);
        for variant in &item.variants {
            let mut fields = variant.fields.clone();
            fields.iter_mut().for_each(|field| field.attrs.clear());
            let fields = compact(&fields);
            self.add(path, &format!("::{}{fields}", variant.ident), &variant.attrs);
        }
    }

    fn add_trait(&mut self, path: &str, item: &ItemTrait) {
        let supertraits = compact(&item.supertraits);
        let supertraits = if supertraits.is_empty() { String::new() } else { format!(": {supertraits}") };
        self.add(path, &format!(": trait{supertraits}"), &item.attrs);
        for member in &item.items {
            match member {
                TraitItem::Fn(function) => {
                    self.add(path, &format!("::{}", signature(&function.sig)), &function.attrs);
                }
                TraitItem::Type(member) => {
                    let bounds = compact(&member.bounds);
                    self.add(path, &format!("::{}: type: {bounds}", member.ident), &member.attrs);
                }
                TraitItem::Const(member) => {
                    let ty = compact(&member.ty);
                    self.add(path, &format!("::{}: const {ty}", member.ident), &member.attrs);
                }
                _ => {}
            }
        }
    }

    fn add_impl(&mut self, module: &str, block: &ItemImpl) {
        let syn::Type::Path(ty) = &*block.self_ty else { return };
        let Some(path) = self.public_path(module, &ty.path).filter(|_| !is_hidden(&block.attrs)) else { return };
        if let Some((of, _)) = &block.trait_ {
            self.add_trait_impl(module, &path, of, block);
            return;
        }
        for item in &block.items {
            match item {
                ImplItem::Fn(function) if is_public(&function.vis) => {
                    self.add(&path, &format!("::{}", signature(&function.sig)), &function.attrs);
                }
                ImplItem::Macro(item) => {
                    if let Some(methods) = self.methods_of_macro(&block.self_ty, &item.mac) {
                        self.add_impl(module, &methods);
                    }
                }
                _ => {}
            }
        }
    }

    /// Returns the methods that a macro with one argument adds to a type, if one of the crates defines it.
    fn methods_of_macro(&self, ty: &syn::Type, call: &syn::Macro) -> Option<ItemImpl> {
        let name = format!("__{}", call.path.segments.last()?.ident);
        let is_called = |item: &&syn::ItemMacro| item.ident.as_ref().is_some_and(|ident| *ident == name);
        let items = self.modules.iter().flat_map(|(_, items)| items);
        let macros = items.filter_map(|item| if let Item::Macro(item) = item { Some(item) } else { None });
        let rule = macros.into_iter().find(is_called)?.mac.tokens.to_string();
        let (parameter, methods) = rule.split_once("=>").expect("a rule");
        let parameter = parameter.trim_matches(['(', ')', ' ']).split(':').next().expect("a parameter").trim();
        let methods = methods.trim().trim_end_matches(';').replace(parameter, &call.tokens.to_string());
        let methods = methods.replace("$ crate ::", "").replace("$crate ::", "");
        Some(syn::parse_str(&format!("impl {} {methods}", ty.to_token_stream())).expect("methods"))
    }

    /// Adds an implementation of one of the crates' own traits, with its types.
    fn add_trait_impl(&mut self, module: &str, path: &str, of: &syn::Path, block: &ItemImpl) {
        let Some(of) = self.public_path(module, of) else { return };
        let mut types = Vec::new();
        for item in &block.items {
            if let ImplItem::Type(item) = item {
                types.push(format!("{} = {}", item.ident, compact(&item.ty)));
            }
        }
        let types = if types.is_empty() { String::new() } else { format!("<{}>", types.join(", ")) };
        self.add(path, &format!(": impl {of}{types}"), &block.attrs);
    }

    /// Replaces the lines of an enum's variants by lines with the wire values.
    fn add_known_values(&mut self, path: &str, rows: &syn::ExprStruct) {
        for row in &rows.fields {
            let variant = format!("{path}::{}", compact(&row.member));
            let wire = compact(&row.expr);
            let deprecated = format!("{variant} {DEPRECATED}");
            if self.lines.remove(&deprecated) {
                self.lines.insert(format!("{variant} = {wire} {DEPRECATED}"));
            } else {
                assert!(self.lines.remove(&variant), "{variant} is in the table but not in the enum");
                self.lines.insert(format!("{variant} = {wire}"));
            }
        }
    }

    /// Adds what the macros of generated code implement.
    fn add_macro(&mut self, module: &str, item: &syn::ItemMacro) {
        let Some(of) = item.mac.path.segments.last().map(|segment| &segment.ident) else { return };
        // Otherwise it defines a macro.
        if item.ident.is_some() {
            return;
        }
        // The arguments are `Name { rows }` or `mode Name { rows }`.
        let arguments = item.mac.tokens.to_string();
        let words: Vec<&str> = arguments.split('{').next().unwrap_or_default().split_whitespace().collect();
        let (name, modes) = words.split_last().expect("the name of a type");
        let Ok(name) = syn::parse_str(name) else { return };
        let Some(path) = self.public_name(module, &name) else { return };
        if of == "debug" {
            self.add_debug(&path);
            return;
        }
        if of.to_string().starts_with("open_") {
            self.add_known_values(&path, &item.mac.parse_body().expect("a table of wire values"));
        }
        let mode = modes.first().map_or_else(String::new, |mode| format!(" ({mode})"));
        let implemented = match of.to_string().as_str() {
            "object" | "list" => "impl Serialize, Deserialize".to_owned(),
            name => format!("{name}!"),
        };
        self.lines.insert(format!("{path}: {implemented}{mode}"));
    }

    /// Adds `Debug` to the derived traits of a struct: a macro implements it.
    fn add_debug(&mut self, path: &str) {
        let derived = format!("{path}: struct (Clone, ");
        let lines = self.lines.iter().map(|line| line.replacen(&derived, &format!("{derived}Debug, "), 1));
        self.lines = lines.collect();
    }

    fn add(&mut self, path: &str, rest: &str, attributes: &[Attribute]) {
        if is_hidden(attributes) {
            return;
        }
        let is_deprecated = attributes.iter().any(|attribute| attribute.path().is_ident("deprecated"));
        let deprecated = if is_deprecated { format!(" {DEPRECATED}") } else { String::new() };
        // Generated types need no example, since the methods of operations have one.
        let is_type = [": struct", ": enum", ": trait"].iter().any(|kind| rest.starts_with(kind));
        let needs_example = is_type && !path.starts_with("operation::") && !path.starts_with("types::");
        let example = if needs_example && !has_example(attributes) { " (no example)" } else { "" };
        self.lines.insert(format!("{path}{rest}{deprecated}{example}"));
    }
}

const DEPRECATED: &str = "(deprecated)";

/// Returns whether the documentation of an item contains an example, or says which item has one.
fn has_example(attributes: &[Attribute]) -> bool {
    let mut docs = String::new();
    for attribute in attributes {
        if let syn::Meta::NameValue(doc) = &attribute.meta
            && doc.path.is_ident("doc")
        {
            docs.push_str(compact(&doc.value).trim_matches('"'));
        }
    }
    docs.contains("```") || docs.contains("has an example")
}

/// Returns the derived traits, and whether the type can grow.
fn traits(attributes: &[Attribute]) -> String {
    let mut names = Vec::new();
    for attribute in attributes {
        if attribute.path().is_ident("derive") {
            let syn::Meta::List(list) = &attribute.meta else { panic!("a derive without traits") };
            names.push(compact(&list.tokens));
        } else if attribute.path().is_ident("non_exhaustive") {
            names.push("non_exhaustive".to_owned());
        }
    }
    if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) }
}

/// Returns a function's signature without `fn`.
fn signature(signature: &syn::Signature) -> String {
    let text = compact(signature);
    let (before, after) = text.split_once("fn ").expect("a function");
    let after = after.replacen(" (", "(", 1).replace(",)", ")").replace("(mut self", "(self");
    if before.is_empty() { after } else { format!("{after} ({})", before.trim()) }
}

/// Returns tokens without the spaces that rustfmt would not write.
fn compact(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string().replace(" -> ", " ⇒ ");
    for (from, to) in [
        (" < ", "<"),
        ("< ", "<"),
        (" >", ">"),
        ("> ,", ">,"),
        (" ,", ","),
        (" :: ", "::"),
        (" : ", ": "),
        ("& ", "&"),
        ("( ", "("),
        (" )", ")"),
        (",>", ">"),
    ] {
        text = text.replace(from, to);
    }
    text.replace('⇒', "->")
}
