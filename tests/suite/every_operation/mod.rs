//! Tests of every operation of the museum, whose parameters have all types. They read everything about an
//! operation from its descriptor, so that they apply to any description.
//!
//! The tests of HSS compile the same modules with the client of HSS, also under the name `client`.

use huaweicloud_museum as client;

/// Calls a generic function with the request type of each operation whose response is JSON, and returns an array of the
/// results.
macro_rules! for_each_operation {
    ($function:ident) => {
        [
            $function::<super::client::operation::ArmRoomRequest>(),
            $function::<super::client::operation::ExportPaintingsRequest>(),
            $function::<super::client::operation::ExportVisitsRequest>(),
            $function::<super::client::operation::InspectPaintingsRequest>(),
            $function::<super::client::operation::ListPaintingsRequest>(),
            $function::<super::client::operation::ListRoomsRequest>(),
            $function::<super::client::operation::RemovePaintingRequest>(),
            $function::<super::client::operation::RestorePaintingRequest>(),
            $function::<super::client::operation::LabelRoomsRequest>(),
            $function::<super::client::operation::ShowExportRequest>(),
        ]
    };
}

/// Calls a generic function like [`for_each_operation`], for the operations whose response is a file.
macro_rules! for_each_file {
    ($function:ident) => {
        [$function::<super::client::operation::FetchFileRequest>()]
    };
}

mod any_operation;
mod boundaries;
mod example_warnings;
mod examples;
pub(crate) mod random;
mod requests;
mod violations;
