//! Tests of every operation of HSS: the same tests as for the museum, compiled with the client of HSS.

use huaweicloud_hss as client;

// operations: generated from spec/ by `cargo xtask generate`
/// Calls a generic function with the request type of each operation whose response is JSON, and returns an array of the
/// results.
#[rustfmt::skip]
macro_rules! for_each_operation {
    ($function:ident) => {
        [
            $function::<super::client::operation::BatchExportLocalVulTaskRequest>(),
            $function::<super::client::operation::BatchScanSwrImageRequest>(),
            $function::<super::client::operation::ExportContainerListRequest>(),
            $function::<super::client::operation::ListGlobalImageAppsRequest>(),
            $function::<super::client::operation::ListLocalImageContainersRequest>(),
            $function::<super::client::operation::ListQueryExportTaskRequest>(),
        ]
    };
}

/// Calls a generic function like [`for_each_operation`], for the operations whose response is a file.
#[rustfmt::skip]
macro_rules! for_each_file {
    ($function:ident) => {
        [
            $function::<super::client::operation::ListDownloadExportedFileRequest>(),
        ]
    };
}
// end of operations

#[path = "../suite/every_operation/any_operation.rs"]
mod any_operation;
#[path = "../suite/every_operation/boundaries.rs"]
mod boundaries;
#[path = "../suite/every_operation/examples.rs"]
mod examples;
#[path = "../suite/every_operation/random.rs"]
mod random;
#[path = "../suite/every_operation/requests.rs"]
mod requests;
#[path = "../suite/every_operation/violations.rs"]
mod violations;
