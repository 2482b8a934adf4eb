//! The public items of Rust code, one line each.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::{
    Attribute, Fields, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, ItemTrait, TraitItem, UseTree, Visibility,
};

/// Returns the public items of a crate that consists of these files, by path and text.
///
/// A type counts if a `pub use` names it, or if it is public in one of the modules `open`. Each line begins with the item's
/// name, so that the lines of a type are adjacent: its members, their types, the wire values of an enum, its methods
/// with their signatures, and deprecations.
///
/// # Panics
///
/// If a file is not valid Rust.
#[must_use]
pub fn public_items(files: &[(String, String)], open: &[&str]) -> String {
    let mut parsed = Vec::new();
    let mut surface = Surface::default();
    for (path, text) in files {
        let items = syn::parse_file(text).expect("valid Rust").items;
        surface.add_exports(&items, open.contains(&path.as_str()));
        parsed.push(items);
    }
    for item in parsed.iter().flatten() {
        surface.add_item(item);
    }
    let mut lines = String::new();
    for line in surface.lines {
        lines.push_str(&line);
        lines.push('\n');
    }
    lines
}

#[derive(Default)]
struct Surface {
    /// The names that callers can use.
    exported: BTreeSet<String>,
    lines: BTreeSet<String>,
}

impl Surface {
    /// Adds the names in `pub use`, and all public names of a public module.
    fn add_exports(&mut self, items: &[Item], is_open: bool) {
        for item in items {
            let (visibility, name) = match item {
                Item::Use(item) if is_public(&item.vis) => {
                    self.add_use(&item.tree);
                    continue;
                }
                Item::Mod(item) if is_public(&item.vis) => {
                    if let Some((_, items)) = &item.content {
                        self.add_exports(items, true);
                    }
                    continue;
                }
                Item::Struct(item) => (&item.vis, &item.ident),
                Item::Enum(item) => (&item.vis, &item.ident),
                Item::Trait(item) => (&item.vis, &item.ident),
                Item::Type(item) => (&item.vis, &item.ident),
                Item::Const(item) => (&item.vis, &item.ident),
                Item::Fn(item) => (&item.vis, &item.sig.ident),
                _ => continue,
            };
            if is_open && is_public(visibility) {
                self.exported.insert(name.to_string());
            }
        }
    }

    fn add_use(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.add_use(&path.tree),
            UseTree::Name(name) => {
                self.exported.insert(name.ident.to_string());
            }
            UseTree::Rename(rename) => {
                self.exported.insert(rename.rename.to_string());
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_use(tree)),
            UseTree::Glob(_) => panic!("a glob hides the public names"),
        }
    }

    fn is_exported(&self, name: &syn::Ident) -> bool {
        self.exported.contains(&name.to_string())
    }

    fn add_item(&mut self, item: &Item) {
        match item {
            Item::Struct(item) if self.is_exported(&item.ident) => self.add_struct(item),
            Item::Enum(item) if self.is_exported(&item.ident) => self.add_enum(item),
            Item::Trait(item) if self.is_exported(&item.ident) => self.add_trait(item),
            Item::Type(item) if is_public(&item.vis) && self.is_exported(&item.ident) => {
                self.add(&item.ident, &format!(": type = {}", compact(&item.ty)), &item.attrs);
            }
            Item::Const(item) if is_public(&item.vis) && self.is_exported(&item.ident) => {
                self.add(&item.ident, &format!(": const {}", compact(&item.ty)), &item.attrs);
            }
            Item::Fn(item) if is_public(&item.vis) && self.is_exported(&item.sig.ident) => {
                self.add(&item.sig.ident, &format!(": fn {}", signature(&item.sig)), &item.attrs);
            }
            Item::Impl(block) => self.add_impl(block),
            Item::Macro(item) => self.add_macro(item),
            _ => {}
        }
    }

    fn add_struct(&mut self, item: &ItemStruct) {
        self.add(&item.ident, &format!(": struct{}", traits(&item.attrs)), &item.attrs);
        let Fields::Named(fields) = &item.fields else { return };
        for field in fields.named.iter().filter(|field| is_public(&field.vis)) {
            let name = field.ident.as_ref().map_or_else(String::new, ToString::to_string);
            self.add(&item.ident, &format!(".{name}: {}", compact(&field.ty)), &field.attrs);
        }
    }

    fn add_enum(&mut self, item: &ItemEnum) {
        self.add(&item.ident, &format!(": enum{}", traits(&item.attrs)), &item.attrs);
        for variant in &item.variants {
            let mut fields = variant.fields.clone();
            fields.iter_mut().for_each(|field| field.attrs.clear());
            let fields = compact(&fields);
            self.add(&item.ident, &format!("::{}{fields}", variant.ident), &variant.attrs);
        }
    }

    fn add_trait(&mut self, item: &ItemTrait) {
        let supertraits = compact(&item.supertraits);
        let supertraits = if supertraits.is_empty() { String::new() } else { format!(": {supertraits}") };
        self.add(&item.ident, &format!(": trait{supertraits}"), &item.attrs);
        for member in &item.items {
            match member {
                TraitItem::Fn(function) => {
                    self.add(&item.ident, &format!("::{}", signature(&function.sig)), &function.attrs);
                }
                TraitItem::Type(member) => {
                    let bounds = compact(&member.bounds);
                    self.add(&item.ident, &format!("::{}: type: {bounds}", member.ident), &member.attrs);
                }
                TraitItem::Const(member) => {
                    let ty = compact(&member.ty);
                    self.add(&item.ident, &format!("::{}: const {ty}", member.ident), &member.attrs);
                }
                _ => {}
            }
        }
    }

    fn add_impl(&mut self, block: &ItemImpl) {
        let syn::Type::Path(path) = &*block.self_ty else { return };
        let Some(name) = path.path.segments.last().map(|segment| &segment.ident) else { return };
        if !self.is_exported(name) {
            return;
        }
        if let Some((of, _)) = &block.trait_ {
            self.add_trait_impl(name, of, block);
            return;
        }
        for item in &block.items {
            match item {
                ImplItem::Fn(function) if is_public(&function.vis) => {
                    self.add(name, &format!("::{}", signature(&function.sig)), &function.attrs);
                }
                ImplItem::Const(constant) if constant.ident == "WIRE_NAMES" => self.add_wire_names(name, constant),
                _ => {}
            }
        }
    }

    /// Adds an implementation of one of the crate's own traits, with its types.
    fn add_trait_impl(&mut self, name: &syn::Ident, of: &syn::Path, block: &ItemImpl) {
        let Some(of) = of.segments.last().filter(|segment| self.is_exported(&segment.ident)) else { return };
        let mut types = Vec::new();
        for item in &block.items {
            if let ImplItem::Type(item) = item {
                types.push(format!("{} = {}", item.ident, compact(&item.ty)));
            }
        }
        let types = if types.is_empty() { String::new() } else { format!("<{}>", types.join(", ")) };
        self.add(name, &format!(": impl {}{types}", of.ident), &block.attrs);
    }

    /// Replaces the lines of an enum's variants by lines with the wire values.
    fn add_wire_names(&mut self, name: &syn::Ident, constant: &syn::ImplItemConst) {
        let syn::Expr::Reference(table) = &constant.expr else { panic!("{name}: not a table of wire values") };
        let syn::Expr::Array(rows) = &*table.expr else { panic!("{name}: not a table of wire values") };
        for row in &rows.elems {
            let syn::Expr::Tuple(row) = row else { panic!("{name}: not a row of wire values") };
            let variant = compact(&row.elems[0]);
            let variant = format!("{name}{}", variant.strip_prefix("Self").expect("a variant"));
            let wire = compact(&row.elems[1]);
            let deprecated = format!("{variant} {DEPRECATED}");
            if self.lines.remove(&deprecated) {
                self.lines.insert(format!("{variant} = {wire} {DEPRECATED}"));
            } else {
                assert!(self.lines.remove(&variant), "{variant} is in the table but not in the enum");
                self.lines.insert(format!("{variant} = {wire}"));
            }
        }
    }

    /// Adds what the macro for enums implements.
    fn add_macro(&mut self, item: &syn::ItemMacro) {
        let Some(segment) = item.mac.path.segments.last() else { return };
        let mut tokens = item.mac.tokens.clone().into_iter();
        if segment.ident == "open_enum" && item.ident.is_none() {
            self.lines.insert(format!("{}: open_enum!", item.mac.tokens));
        } else if segment.ident == "object" && item.ident.is_none() {
            // The arguments begin with a mode and the name of the struct.
            let (Some(mode), Some(name)) = (tokens.next(), tokens.next()) else { panic!("`object!` without a name") };
            self.lines.insert(format!("{name}: impl Serialize, Deserialize ({mode})"));
        }
    }

    fn add(&mut self, name: &syn::Ident, rest: &str, attributes: &[Attribute]) {
        let is_deprecated = attributes.iter().any(|attribute| attribute.path().is_ident("deprecated"));
        let deprecated = if is_deprecated { format!(" {DEPRECATED}") } else { String::new() };
        self.lines.insert(format!("{name}{rest}{deprecated}"));
    }
}

const DEPRECATED: &str = "(deprecated)";

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
    let after = after.replacen(" (", "(", 1).replace(",)", ")").replace("mut self", "self");
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

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}
