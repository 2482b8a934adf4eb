//! Additional code of paginated operations: methods of the request builder, and the trait `Paginated`.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::DocComment;
use super::rust_type::Scope;
use crate::emit::markdown::code;
use crate::ir::{Field, Operation, Type};

/// The parameters and fields that pagination uses.
struct PagingFields<'a> {
    offset: &'a Field,
    limit: &'a Field,
    items: &'a Field,
    item_type: TokenStream,
}

/// Emits `items`, `items_blocking` and `pages` of the request builder.
pub(super) fn methods(scope: Scope, operation: &Operation) -> Option<TokenStream> {
    let PagingFields { items, item_type, .. } = pagination(scope, operation)?;
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
    let PagingFields { offset, limit, items, item_type } = pagination(scope, operation)?;
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

/// Looks up the parameters and fields that pagination names. Lowering has checked that they exist.
fn pagination(scope: Scope, operation: &Operation) -> Option<PagingFields<'_>> {
    let names = operation.pagination.as_ref()?;
    let items = operation.response_field(&names.items)?;
    let Type::Array(item, _) = &items.ty else { return None };
    Some(PagingFields {
        offset: operation.query_parameter(&names.offset)?,
        limit: operation.query_parameter(&names.limit)?,
        items,
        item_type: Scope { in_responses: true, ..scope }.field_type(item),
    })
}
