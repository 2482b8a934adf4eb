//! What a caller sees of Rust code: signatures and docs without bodies, or names alone.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::{Fields, FnArg, ImplItem, Item, ItemImpl, TraitItem, UseTree, Visibility};

/// The public part of a file, functions without their bodies.
///
/// # Panics
///
/// If the text is not Rust.
#[must_use]
pub fn of_file(text: &str) -> String {
    let mut file = syn::parse_file(text).expect("Rust");
    file.attrs.retain(|attribute| attribute.path().is_ident("doc"));
    file.items = file.items.into_iter().filter_map(surface).collect();
    prettyplease::unparse(&file)
}

/// Every name that the crate made of these files offers, one on a line: types, their members, functions.
///
/// A type counts if a `pub use` names it, or if its file is one of the public modules `open`.
///
/// # Panics
///
/// If a text is not Rust.
#[must_use]
pub fn public_names(files: &[(String, String)], open: &[&str]) -> String {
    let parsed: Vec<_> = files.iter().map(|(path, text)| (path, syn::parse_file(text).expect("Rust"))).collect();
    let mut exported = BTreeSet::new();
    for (path, file) in &parsed {
        exports(&file.items, open.contains(&path.as_str()), &mut exported);
    }
    let mut names = BTreeSet::new();
    for item in parsed.iter().flat_map(|(_, file)| &file.items) {
        list(item, &exported, &mut names);
    }
    names.into_iter().map(|name| name + "\n").collect()
}

fn surface(item: Item) -> Option<Item> {
    match item {
        Item::Struct(mut item) if is_public(&item.vis) => {
            if let Fields::Named(fields) = &mut item.fields {
                fields.named =
                    std::mem::take(&mut fields.named).into_iter().filter(|field| is_public(&field.vis)).collect();
            }
            Some(Item::Struct(item))
        }
        Item::Enum(item) => is_public(&item.vis).then_some(Item::Enum(item)),
        Item::Impl(mut item) => {
            let inherent = item.trait_.is_none();
            item.items.retain(|item| inherent && matches!(item, ImplItem::Fn(function) if is_public(&function.vis)));
            for item in &mut item.items {
                if let ImplItem::Fn(function) = item {
                    function.block.stmts.clear();
                }
            }
            (!inherent || !item.items.is_empty()).then_some(Item::Impl(item))
        }
        Item::Mod(item) => is_public(&item.vis).then_some(Item::Mod(item)),
        Item::Macro(item) => Some(Item::Macro(item)),
        _ => None,
    }
}

/// Names behind `pub use`, and those defined in a public module.
fn exports(items: &[Item], open: bool, exported: &mut BTreeSet<String>) {
    for item in items {
        match item {
            Item::Use(item) if is_public(&item.vis) => leaves(&item.tree, exported),
            Item::Mod(item) if is_public(&item.vis) => {
                if let Some((_, items)) = &item.content {
                    exports(items, true, exported);
                }
            }
            Item::Struct(item) if open && is_public(&item.vis) => drop(exported.insert(item.ident.to_string())),
            Item::Enum(item) if open && is_public(&item.vis) => drop(exported.insert(item.ident.to_string())),
            Item::Trait(item) if open && is_public(&item.vis) => drop(exported.insert(item.ident.to_string())),
            _ => {}
        }
    }
}

fn leaves(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => leaves(&path.tree, names),
        UseTree::Name(name) => drop(names.insert(name.ident.to_string())),
        UseTree::Rename(rename) => drop(names.insert(rename.rename.to_string())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, names)),
        UseTree::Glob(_) => panic!("a glob hides what is public"),
    }
}

fn list(item: &Item, exported: &BTreeSet<String>, names: &mut BTreeSet<String>) {
    let offered = |name: &syn::Ident| exported.contains(&name.to_string());
    match item {
        Item::Struct(item) if offered(&item.ident) => {
            names.insert(format!("{} (struct)", item.ident));
            for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
                let name = field.ident.as_ref().map_or_else(String::new, ToString::to_string);
                names.insert(format!("{}.{name}: {}", item.ident, compact(&field.ty)));
            }
        }
        Item::Enum(item) if offered(&item.ident) => {
            names.insert(format!("{} (enum)", item.ident));
            names.extend(item.variants.iter().map(|variant| format!("{}::{}", item.ident, variant.ident)));
        }
        Item::Trait(item) if offered(&item.ident) => {
            names.insert(format!("{} (trait)", item.ident));
            for member in &item.items {
                if let TraitItem::Fn(function) = member {
                    names.insert(format!("{}::{}", item.ident, signature(&function.sig)));
                }
            }
        }
        Item::Impl(block) => methods(block, exported, names),
        _ => {}
    }
}

fn methods(block: &ItemImpl, exported: &BTreeSet<String>, names: &mut BTreeSet<String>) {
    let syn::Type::Path(path) = &*block.self_ty else { return };
    let Some(name) = path.path.segments.last().map(|segment| segment.ident.to_string()) else { return };
    if block.trait_.is_some() || !exported.contains(&name) {
        return;
    }
    for item in &block.items {
        if let ImplItem::Fn(function) = item
            && is_public(&function.vis)
        {
            names.insert(format!("{name}::{}", signature(&function.sig)));
        }
    }
}

/// Name, arguments' types and result.
fn signature(signature: &syn::Signature) -> String {
    let arguments: Vec<String> = signature
        .inputs
        .iter()
        .map(|argument| match argument {
            FnArg::Receiver(receiver) => compact(receiver),
            FnArg::Typed(typed) => compact(&typed.ty),
        })
        .collect();
    let asynchronous = if signature.asyncness.is_some() { "async " } else { "" };
    format!("{}({}) {asynchronous}{}", signature.ident, arguments.join(", "), compact(&signature.output))
        .trim_end()
        .to_owned()
}

/// Tokens without the blanks that keep them apart.
fn compact(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string().replace(" -> ", " ⇒ ");
    let glued =
        [(" < ", "<"), (" >", ">"), ("> ,", ">,"), (" ,", ","), (" :: ", "::"), ("& ", "&"), ("( ", "("), (" )", ")")];
    glued.into_iter().fold(text, |text, (from, to)| text.replace(from, to)).replace("⇒", "->")
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}
