//! What an operation has besides if it pages: two methods of its builder, and the places of offset, limit and items.

use proc_macro2::TokenStream;
use quote::quote;

use super::rust_type::Scope;
use crate::emit::docs::{self, Docs};
use crate::ir::{Field, Operation, ParameterLocation, Type};
use crate::names::RustName;

/// The fields that paging uses, as they are in Rust.
struct Paging<'a> {
    offset: &'a Field,
    limit: &'a Field,
    items: &'a Field,
    /// Type of one item.
    item: TokenStream,
    total: Option<&'a RustName>,
}

/// `items` and `pages` of the builder.
pub(super) fn methods(scope: Scope, operation: &Operation) -> Option<TokenStream> {
    let Paging { items, item, .. } = paging(scope, operation)?;
    let response = &operation.names.response;
    let list = docs::code(&items.wire);
    let items_docs = Docs::default()
        .paragraph(&format!("All items of {list}, one after the other, from as many pages as it takes."))
        .paragraph("See [`Call::items`].");
    let pages_docs = Docs::default()
        .paragraph(&format!("The pages of {list}, one after the other, each as the service answers it."))
        .paragraph("See [`Call::pages`].");
    Some(quote! {
        #items_docs
        pub fn items(self) -> crate::Items<#item> {
            self.call.items()
        }

        #pages_docs
        pub fn pages(self) -> crate::Pages<#response> {
            self.call.pages()
        }
    })
}

/// Where the runtime finds offset, limit, items and total.
pub(super) fn implementation(scope: Scope, operation: &Operation) -> Option<TokenStream> {
    let Paging { offset, limit, items, item, total } = paging(scope, operation)?;
    let request = &operation.names.request;
    let (offset_type, limit_type) = (scope.owned(&offset.ty), scope.owned(&limit.ty));
    let (offset, limit, items) = (&offset.rust, &limit.rust, &items.rust);
    let (response, total) = match total {
        Some(total) => (quote!(response), quote!(response.#total)),
        None => (quote!(_), quote!(None)),
    };
    Some(quote! {
        impl descriptor::Paginated for #request {
            type Item = #item;
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

            fn total(#response: &Self::Response) -> Option<i64> {
                #total
            }
        }
    })
}

/// `None` if the operation does not page. The names were looked up when the description was checked.
fn paging(scope: Scope, operation: &Operation) -> Option<Paging<'_>> {
    let pagination = operation.pagination.as_ref()?;
    let query = |wire: &str| {
        let mut query = operation.parameters.iter().filter(|parameter| parameter.location == ParameterLocation::Query);
        query.find(|parameter| parameter.field.wire == wire).map(|parameter| &parameter.field)
    };
    let response = |wire: &str| operation.response.iter().find(|field| field.wire == wire);
    let items = response(&pagination.items)?;
    let Type::Array(item, _) = &items.ty else { return None };
    Some(Paging {
        offset: query(&pagination.offset)?,
        limit: query(&pagination.limit)?,
        items,
        item: Scope { in_responses: true, ..scope }.owned(item),
        total: pagination.total.as_deref().and_then(response).map(|field| &field.rust),
    })
}
