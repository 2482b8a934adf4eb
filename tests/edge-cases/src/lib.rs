//! The client of an invented service. Its description, in `spec/`, is unusual but valid: names that are keywords, prose
//! that looks like markup, and each part of the notation in each position that allows it.
//!
//! The generated code must compile without warnings of rustc, clippy and rustdoc, and so must the examples in its
//! documentation. The tests in `tests/suite/edge_cases` call it.
//!
#![doc = include_str!(concat!(env!("OUT_DIR"), "/generated/operations.md"))]
#![allow(clippy::doc_markdown, reason = "the prose of the description is plain text")]

#[allow(deprecated, reason = "request builders set deprecated fields too")]
#[allow(clippy::wildcard_imports, unused_imports, reason = "tables may need any names of `codegen::table`, or none")]
#[allow(
    clippy::approx_constant,
    clippy::fn_params_excessive_bools,
    clippy::iter_not_returning_iterator,
    clippy::just_underscores_and_digits,
    clippy::many_single_char_names,
    clippy::pub_underscore_fields,
    clippy::should_implement_trait,
    clippy::similar_names,
    clippy::type_complexity,
    clippy::used_underscore_binding,
    reason = "names, types and numbers are those of the description"
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated/mod.rs"));
}

pub use generated::{Client, SERVICE, operation, types};
pub use huaweicloud_core::*;

#[cfg(feature = "mock")]
pub mod mock {
    //! A mock server of the service.

    pub use huaweicloud_core::mock::*;

    pub use crate::generated::MockServer;
}
