//! Additional code of paginated operations: methods of the request builder, and the trait `Paginated`.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
use super::rust_type::Scope;
use crate::emit::markdown::code;
use crate::ir::{Field, Operation, Paging};

/// Emits `items`, `items_blocking` and `pages` of the request builder.
pub(super) fn methods(scope: Scope, operation: &Operation) -> Option<TokenStream> {
    let items = operation.paging()?.items;
    let item_type = item_type(scope, items)?;
    let response = &operation.names.response;
    let docs = DocComment::markdown(&format!(
        "Returns all items of {}, fetching pages as needed. See [`Call::items`].",
        code(&items.wire_name)
    ));
    Some(quote! {
        #docs
        pub fn items(self) -> huaweicloud_core::Items<#item_type> {
            self.call.items()
        }

        #[doc = " Returns all items as an iterator that blocks the thread. See [`Call::items_blocking`]."]
        #[cfg(feature = "blocking")]
        pub fn items_blocking(self) -> huaweicloud_core::BlockingItems<#item_type> {
            self.call.items_blocking()
        }

        #[doc = " Returns the list page by page. See [`Call::pages`]."]
        pub fn pages(self) -> huaweicloud_core::Pages<#response> {
            self.call.pages()
        }
    })
}

/// Emits the implementation of `Paginated`.
pub(super) fn implementation(scope: Scope, operation: &Operation) -> Option<TokenStream> {
    let Paging { offset, limit, items } = operation.paging()?;
    let item_type = item_type(scope, items)?;
    let request = &operation.names.request;
    let (offset_type, limit_type) = (scope.field_type(&offset.ty), scope.field_type(&limit.ty));
    let (offset, limit, items) = (&offset.rust_name, &limit.rust_name, &items.rust_name);
    Some(quote! {
        impl huaweicloud_core::Paginated for #request {
            type Item = #item_type;
            type Offset = #offset_type;
            type Limit = #limit_type;

            fn offset(&mut self) -> &mut Option<Self::Offset> {
                &mut self.#offset
            }

            fn limit(&mut self) -> &mut Option<Self::Limit> {
                &mut self.#limit
            }

            fn items(response: &mut Self::Response) -> &mut Vec<Self::Item> {
                &mut response.#items
            }
        }
    })
}

/// Returns the type of the items of a list in the response.
fn item_type(scope: Scope, items: &Field) -> Option<TokenStream> {
    let item = items.ty.parts().first()?;
    Some(Scope { in_responses: true, ..scope }.field_type(item))
}
