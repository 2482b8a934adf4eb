//! Tokens to text.

use proc_macro2::TokenStream;
use syn::{ImplItem, Item};

/// A Rust file: its header, then one item after the other with blank lines between.
///
/// The tokens come from the emitters of this crate and are always a file; if they are not, that is a mistake of
/// an emitter, and the text says so where the compiler will stop.
pub(crate) fn rust(header: &str, tokens: &TokenStream) -> String {
    let text = match syn::parse2::<syn::File>(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&spaced(file)),
        Err(error) => {
            format!("compile_error!({:?});\n// {tokens}\n", format!("the generator emitted no Rust: {error}"))
        }
    };
    format!("{header}\n{text}")
}

/// An empty verbatim item prints as a blank line.
fn spaced(mut file: syn::File) -> syn::File {
    let mut items = Vec::with_capacity(file.items.len() * 2);
    for item in file.items {
        if !items.is_empty() && !follows_directly(items.last(), &item) {
            items.push(Item::Verbatim(TokenStream::new()));
        }
        items.push(spaced_item(item));
    }
    file.items = items;
    file
}

fn spaced_item(mut item: Item) -> Item {
    if let Item::Impl(block) = &mut item {
        let mut items = Vec::with_capacity(block.items.len() * 2);
        for item in block.items.drain(..) {
            if !items.is_empty() {
                items.push(ImplItem::Verbatim(TokenStream::new()));
            }
            items.push(item);
        }
        block.items = items;
    }
    item
}

/// Imports and module declarations stand in blocks.
fn follows_directly(previous: Option<&Item>, item: &Item) -> bool {
    matches!(
        (previous, item),
        (Some(Item::Use(_)), Item::Use(_)) | (Some(Item::Mod(_)), Item::Mod(syn::ItemMod { content: None, .. }))
    )
}
