//! An operation with the parts of the notation that [`EchoRequest`](super::EchoRequest) does not have.

use crate::codegen::object;
use crate::codegen::table::operation;
use crate::descriptor::{Bounds, Field, HelpPage, OperationDescriptor, Parameter, ResponseContent, Type};
use crate::operation::Operation;
use crate::testing::EchoResponse;

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct SearchRequest {
    pub(crate) name: Option<String>,
    pub(crate) body: SearchRequestBody,
}

object!(strict SearchRequest { name, body });

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct SearchRequestBody {
    pub(crate) ids: Option<Vec<String>>,
}

object!(strict SearchRequestBody { ids });

const TEXT: Type = Type::String(None);
const BODY: &[Field] = &[Field::new("ids", Type::Array(&TEXT, None)).pattern("^[0-9]+$")];

impl Operation for SearchRequest {
    type Response = EchoResponse;

    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        id: "Search",
        summary: "Searches.",
        page: HelpPage { title: "Searching", updated: "2026-01-02" },
        method: "POST",
        path: "/v1/search",
        parameters: &[Parameter::query(Field::new("name", Type::String(Some(Bounds::new(1, 8)))).pattern("^[a-z-]+$"))],
        body: Some(BODY),
        response: ResponseContent::Fields(&[Field::new("total", Type::Integer(None))]),
        ..operation("", "", "")
    };
}
