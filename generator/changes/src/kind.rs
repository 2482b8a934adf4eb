//! The table of all kinds of changes, with the class of each kind for every audience.

use super::class::{Class, Classes};

const N: Class = Class::None;
const D: Class = Class::Documentation;
const A: Class = Class::Additive;
const W: Class = Class::Warning;
const H: Class = Class::Behaviour;
const B: Class = Class::Breaking;

/// Defines [`Kind`] from the table: variant, name, classes (rust, runtime, cli, openapi), what changed, and why it has
/// these classes.
macro_rules! kinds {
    ($($variant:ident $name:literal [$rust:ident $runtime:ident $cli:ident $openapi:ident] $title:literal, $why:literal;)*) => {
        /// The kind of a change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Kind {
            $(#[doc = $title] $variant,)*
        }

        impl Kind {
            /// All kinds, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the name that reports and CHANGELOG.md use.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Returns what changed, in words.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            /// Returns the class for each audience.
            #[must_use]
            pub fn classes(self) -> Classes {
                match self { $(Self::$variant => Classes::new($rust, $runtime, $cli, $openapi),)* }
            }

            /// Returns why the change has these classes.
            #[must_use]
            pub fn why(self) -> &'static str {
                match self { $(Self::$variant => $why,)* }
            }
        }
    };
}

#[rustfmt::skip]
kinds! {
    // Parameters, body fields and fields of objects that callers set.
    ParameterAdded "parameter-added" [A A A A] "optional parameter added", "a setter and a flag are new; the structs are non-exhaustive";
    RequiredParameterAdded "required-parameter-added" [B B B B] "required parameter added", "it is a new argument, and requests without it are rejected";
    ParameterRemoved "parameter-removed" [B B B B] "parameter removed", "its argument or setter, its field and its flag are gone, and `--input` rejects it";
    ParameterRenamed "parameter-renamed" [B B B B] "parameter renamed", "field, setter, flag and wire name change";
    WireNameChanged "wire-name-changed" [N H B B] "wire name changed", "the same setter sends another name; flags and `--input` use wire names";
    RustNameChanged "rust-name-changed" [B N N N] "Rust name changed", "fields and methods have the Rust name; the wire keeps its name";
    WholeBodyRenamed "whole-body-renamed" [B N B N] "list that is the entire body renamed", "its setter or field and its flag have the name; it is not on the wire";
    ParameterBecameRequired "parameter-became-required" [B B B B] "optional parameter became required", "the setter became an argument, and requests without it are rejected";
    ParameterBecameOptional "parameter-became-optional" [B A A A] "required parameter became optional", "the argument became a setter, so every call stops compiling";
    ParametersReordered "parameters-reordered" [N H D D] "parameters or fields of requests reordered", "violations and JSON keys follow the order of the rows";
    ArgumentsReordered "arguments-reordered" [B N D D] "arguments reordered", "up to four arguments are positional: calls stop compiling, or silently pass the wrong values if the types agree";
    ParameterMoved "parameter-moved" [N H N B] "parameter moved to another part of the request", "the same setter sends the value elsewhere";
    BodyParameterMoved "body-parameter-moved" [B H B B] "parameter moved into or out of the body", "it is a field of another struct, and `--input` has it elsewhere";
    IntegerWidened "integer-widened" [B H A B] "Integer became Long", "an `i32` became an `i64`";
    IntegerNarrowed "integer-narrowed" [B H H B] "Long became Integer", "an `i64` became an `i32`";
    SharedIntegerChanged "shared-integer-changed" [N H H B] "Integer of requests and responses became Long", "it has 64 bits either way, but requests are checked against the width";
    SharedIntegerNarrowed "shared-integer-narrowed" [N B B B] "Long of requests and responses became Integer", "it has 64 bits either way, but requests with larger values are rejected before they are sent";
    StringBecameEnum "string-became-enum" [B N D A] "String became an enum", "the field has another type; setters still accept strings, and enums accept unknown values";
    IntegerBecameEnum "integer-became-enum" [B N D A] "Integer became an enum", "the field has another type; setters still accept integers, and enums accept unknown values";
    TypeChanged "type-changed" [B H H B] "type changed", "field and argument have another type";
    BoundsTightened "bounds-tightened" [N B B B] "constraint is tighter", "requests that were sent before are rejected before they are sent";
    BoundsLoosened "bounds-loosened" [N H H A] "constraint is looser", "requests that were rejected before are sent";
    PatternAdded "pattern-added" [N B B B] "pattern added", "strings that were sent before are rejected before they are sent";
    PatternRemoved "pattern-removed" [N H H A] "pattern removed", "strings that were rejected before are sent";
    PatternChanged "pattern-changed" [N B B B] "pattern changed", "other strings are rejected before they are sent";
    ParameterBecameSecret "parameter-became-secret" [D H B D] "parameter became secret", "its flag is gone, and flags with JSON reject it inline; `Debug`, errors and logs no longer show it";
    ParameterNoLongerSecret "parameter-no-longer-secret" [D H A D] "parameter is no longer secret", "a flag accepts it; `Debug`, errors and logs show it";
    DefaultChanged "default-changed" [D H D H] "default changed", "defaults are never sent: the service assumes another value";
    SpecialChanged "special-values-changed" [D N D D] "special values changed", "they are documented, not checked";
    UnitStated "unit-stated" [D N D D] "unit became known or unknown", "the numbers mean the same as before";
    UnitChanged "unit-changed" [D H D H] "unit changed", "the same numbers mean something else";
    ParameterDeprecated "parameter-deprecated" [W N D D] "parameter deprecated", "compilers warn where the setter or the field is used";
    ParameterUndeprecated "parameter-undeprecated" [D N D D] "parameter no longer deprecated", "compilers no longer warn";
    DeprecationReworded "deprecation-reworded" [D N D D] "reason of the deprecation changed", "only the text of the warning changes";
    Documented "documentation-changed" [D N D D] "documentation changed", "only text changes";
    PageSaysChanged "page-says-changed" [N N N N] "quotation of the help page changed", "nothing generated contains it";
    BeyondPageChanged "source-of-bounds-changed" [D N D D] "source of the bounds changed", "only text changes";

    // Parameters that the client sets.
    ClientParameterAdded "client-parameter-added" [N H N A] "parameter that the client sets added", "it is sent at once, from the client's setting";
    RequiredClientParameterAdded "required-client-parameter-added" [N B B B] "required parameter that the client sets added", "clients without the setting are rejected";
    ClientParameterRemoved "client-parameter-removed" [N H N B] "parameter that the client sets removed", "the setting is no longer sent";
    ClientParameterRenamed "client-parameter-renamed" [N H N B] "parameter that the client sets renamed", "the setting is sent under another name";
    ClientParameterMoved "client-parameter-moved" [N H N B] "parameter that the client sets moved", "the setting is sent in another part of the request";
    ClientParameterBecameRequired "client-parameter-became-required" [N B B B] "parameter that the client sets became required", "clients without the setting are rejected";
    ClientParameterBecameOptional "client-parameter-became-optional" [N A A A] "parameter that the client sets became optional", "clients without the setting are accepted";
    ClientParameterDocumented "client-parameter-documented" [N N N D] "documentation of a parameter that the client sets changed", "only the OpenAPI document contains it";
    ClientRustNameChanged "client-parameter-rust-name-changed" [N N N N] "Rust name of a parameter that the client sets changed", "no generated code has it";
    NowFromClient "parameter-now-from-client" [B H B H] "parameter is now a client setting", "its argument or setter and its flag are gone; the client sends the setting";
    NowFromCaller "parameter-now-from-caller" [A H B H] "client setting is now an optional parameter", "a setter and a flag replace the setting, which is no longer sent";
    NowRequiredFromCaller "required-parameter-now-from-caller" [B H B H] "client setting is now a required parameter", "it is a new argument";
    SettingChanged "setting-changed" [N H B H] "parameter comes from another client setting", "another value is sent";
    CredentialRowChanged "credential-row-changed" [N N N D] "row of the credential changed", "the client sends the credential in any case";
    ReservedRowChanged "reserved-row-changed" [N N N N] "row of a header that only the client sets changed", "it is neither sent nor part of the OpenAPI document";

    // Responses.
    ResponseFieldAdded "response-field-added" [A A A A] "response field added", "it is a new field of a non-exhaustive struct";
    ResponseFieldRemoved "response-field-removed" [B H B B] "response field removed", "the field and its column are gone, and a response with no other field is an error";
    ResponseFieldRenamed "response-field-renamed" [B H B B] "response field renamed", "field and column have another name";
    ResponseWireNameChanged "response-wire-name-changed" [N H B B] "wire name of a response field changed", "the same field is read from another name; columns use wire names";
    ResponseIntegerChanged "response-integer-changed" [N N N D] "width of an integer of a response changed", "integers of responses have 64 bits either way";
    ResponseStringBecameEnum "response-string-became-enum" [B H N A] "String of a response became an enum", "the field has another type; unknown values are kept";
    ResponseIntegerBecameEnum "response-integer-became-enum" [B H N A] "Integer of a response became an enum", "the field has another type; unknown values are kept";
    ResponseTypeChanged "response-type-changed" [B H N B] "type of a response field changed", "the field has another type";
    ResponseScalarChanged "response-scalar-changed" [B H H B] "scalar type of a response field changed", "the field has another type, and scalars of the old type are converted or rejected";
    ResponseBoundsChanged "response-bounds-changed" [D N N D] "bounds of a response field changed", "bounds of responses are documentation";
    SampleBoundsChanged "response-bounds-and-samples-changed" [D H N D] "bounds of a response field and sample values of the mock changed", "bounds of responses are documentation, but the mock's sample values follow them";
    ResponsePatternChanged "response-pattern-changed" [D N N D] "pattern of a response field changed", "patterns of responses are documentation";
    ResponseFieldBecameSecret "response-field-became-secret" [D H N D] "response field became secret", "`Debug`, errors and logs no longer show it";
    ResponseFieldNoLongerSecret "response-field-no-longer-secret" [D H N D] "response field is no longer secret", "`Debug`, errors and logs show it";
    ResponseDefaultChanged "response-default-changed" [D N N D] "default of a response field changed", "it is only documented";
    ResponseDocumented "response-documented" [D N N D] "documentation of a response field changed", "only text changes";
    ResponseFieldDeprecated "response-field-deprecated" [W N N D] "response field deprecated", "compilers warn where the field is used";
    ResponseFieldUndeprecated "response-field-undeprecated" [D N N D] "response field no longer deprecated", "compilers no longer warn";
    ResponseFieldsReordered "response-fields-reordered" [N N H D] "response fields reordered", "columns follow the order of the fields";
    ResponseBodyAdded "response-body-added" [A H H A] "response now has a body", "a response without any of the fields was a success and is an error";
    ResponseBodyRemoved "response-body-removed" [B H B B] "response no longer has a body", "its fields are gone, and an empty response is a success";
    ResponseFormChanged "response-form-changed" [N H B B] "response became a list or an object", "a response in the other form is an error, and the output has the form of the response";
    ResponseBecameFile "response-became-file" [B H B B] "response is now a file", "`send` returns another type, and the command writes a file";
    FileBecameResponse "file-became-response" [B H B B] "response is no longer a file", "`send` returns another type, and the command prints the response";
    StatusChanged "status-changed" [N N N B] "status code of a successful response changed", "the client accepts every 2xx status";

    // Objects and enums.
    ObjectAdded "object-added" [A N N A] "object added", "it is a new type";
    ObjectRemoved "object-removed" [B N N B] "object removed", "its type and its schema are gone";
    ObjectRenamed "object-renamed" [B N N B] "object renamed", "type and schema have another name";
    ObjectMoved "object-moved" [N N N D] "object moved to another operation file", "all types are in one module";
    ObjectDocumented "object-documented" [D N N D] "documentation of an object changed", "only text changes";
    ObjectNowInRequests "object-now-in-requests" [A H N B] "object of responses is now in requests", "it has a constructor and setters; its schema has another name in responses";
    ListObjectNowInRequests "object-with-lists-now-in-requests" [B H N B] "object of responses with lists is now in requests", "its lists became optional: `Vec` is now `Option<Vec>`";
    ObjectNotInRequests "object-no-longer-in-requests" [B H N B] "object is no longer in requests", "its constructor and its setters are gone";
    ObjectNowInResponses "object-now-in-responses" [N H N B] "object of requests is now in responses", "unknown fields are no longer errors; it has two schemas";
    IntegerObjectNowInResponses "object-with-integers-now-in-responses" [B H N B] "object of requests with integers is now in responses", "its integers have 64 bits: `i32` is now `i64`";
    ObjectNotInResponses "object-no-longer-in-responses" [N H N B] "object is no longer in responses", "unknown fields are errors; it has one schema";
    IntegerObjectNotInResponses "object-with-integers-no-longer-in-responses" [B H N B] "object with integers is no longer in responses", "its integers have 32 bits: `i64` is now `i32`";
    DefinitionsReordered "definitions-reordered" [N N N D] "objects or enums of an operation file reordered", "the OpenAPI document lists the schemas in the same order";
    EnumAdded "enum-added" [A N N A] "enum added", "it is a new type";
    EnumRemoved "enum-removed" [B N N B] "enum removed", "its type and its schema are gone";
    EnumRenamed "enum-renamed" [B N N B] "enum renamed", "type and schema have another name";
    EnumMoved "enum-moved" [N N N D] "enum moved to another operation file", "all types are in one module";
    EnumTypeChanged "enum-type-changed" [B H H B] "type of the values of an enum changed", "variants convert to and from other types, and other JSON is sent";
    EnumDocumented "enum-documented" [D N N D] "documentation of an enum changed", "only text changes";
    ValueAdded "value-added" [A H D A] "enum value added", "responses contain the variant instead of `Unknown`";
    ValueRemoved "value-removed" [B H D D] "enum value removed", "its variant is gone; responses contain `Unknown` instead";
    RequestValueAdded "request-value-added" [A N D A] "value of an enum of requests added", "its variant is new; the same value could be sent before";
    RequestValueRemoved "request-value-removed" [B N D D] "value of an enum of requests removed", "its variant is gone; the same value can still be sent";
    ValueRenamed "value-renamed" [B H D A] "enum value renamed", "the variant has another name and sends another string";
    ValueWireChanged "value-wire-changed" [N H D D] "string of an enum value changed", "the same variant sends another string";
    ValueRustNameChanged "value-rust-name-changed" [B N N N] "Rust name of an enum value changed", "the variant has another name";
    ValuesReordered "values-reordered" [N H D D] "enum values reordered", "`values()` and the mock's sample values follow the order";
    ValueDeprecated "value-deprecated" [W N D D] "enum value deprecated", "compilers warn where the variant is used";
    ValueUndeprecated "value-undeprecated" [D N D D] "enum value no longer deprecated", "compilers no longer warn";
    ValueDocumented "value-documented" [D N D D] "documentation of an enum value changed", "only text changes";

    // Operations.
    OperationAdded "operation-added" [A A A A] "operation added", "the client, the mock server and the command line support one more operation";
    OperationRemoved "operation-removed" [B B B B] "operation removed", "its methods, its types and its command are gone";
    OperationRenamed "operation-renamed" [B B B B] "operation ID changed", "its methods, its types and its command have other names";
    MethodChanged "method-changed" [D H H B] "HTTP method changed", "another request is sent, and retries follow the method";
    PathChanged "path-changed" [D H H B] "path changed", "another request is sent";
    PlaceholderRenamed "placeholder-renamed" [D N D B] "placeholder of the path renamed", "the same request is sent; the OpenAPI document has another path";
    BodyAdded "body-added" [A H A B] "request body added", "`{}` is sent if no field is set";
    BodyRemoved "body-removed" [B H B B] "request body removed", "the field `body` is gone";
    BodyFormChanged "body-form-changed" [B H B B] "request body became a list or an object", "the field `body` has another type, and `--input` has another form";
    OperationDeprecated "operation-deprecated" [W N W D] "operation deprecated", "compilers warn where the method is used, and the command prints a warning";
    OperationUndeprecated "operation-undeprecated" [D N D D] "operation no longer deprecated", "compilers and the command no longer warn";
    OperationDocumented "operation-documented" [D D D D] "summary, title or date of the help page changed", "help, violations and the version of the OpenAPI document repeat them";
    GroupChanged "group-changed" [D N D D] "group of an operation changed", "documentation and help list it elsewhere";
    PageUrlChanged "page-url-changed" [D N N D] "address of the help pages changed", "only links change";
    RuleAdded "rule-added" [D B B H] "rule added", "requests that were sent before are rejected before they are sent";
    RuleRemoved "rule-removed" [D H H H] "rule removed", "requests that were rejected before are sent";
    RuleTightened "rule-tightened" [D B B H] "rule has fewer alternatives", "requests that were sent before are rejected before they are sent";
    RuleLoosened "rule-loosened" [D H H H] "rule has more alternatives", "requests that were rejected before are sent";
    RuleChanged "rule-changed" [D B B H] "rule changed", "other requests are rejected before they are sent";
    RuleDocumented "rule-documented" [D D D D] "reason or order of rules changed", "only text and the order of violations change";
    PaginationAdded "pagination-added" [A H A H] "pagination added", "`items()`, `pages()` and `--all` are new, and the mock returns pages";
    PaginationRemoved "pagination-removed" [B H B H] "pagination removed", "`items()`, `pages()` and `--all` are gone";
    PaginationChanged "pagination-changed" [N H N H] "fields of the pagination changed", "other parameters and fields are used to follow the list";
    PaginationTypesChanged "pagination-types-changed" [B H N H] "types of the pagination changed", "`items()` and `Paginated` have other types";
    PagingArgumentChanged "paging-argument-changed" [B N N N] "use of a required parameter for pagination changed", "an argument became a setter, or the other way round";
    PaginationTotalChanged "pagination-total-changed" [N H H H] "field with the total number of items changed", "lists end after another number of items";
    TaskAdded "task-added" [A N A A] "task added", "`send_and_wait()` and `--wait` are new";
    TaskRemoved "task-removed" [B N B B] "task removed", "`send_and_wait()` and `--wait` are gone";
    TaskOperationChanged "task-operation-changed" [B H H B] "operation of the task changed", "waiting returns another type, from another request";
    TaskParametersChanged "task-parameters-changed" [N H H B] "parameters of the task changed", "waiting sends other values";
    WaitAdded "wait-added" [A H A A] "states of a task added", "`wait()` and `--wait` are new, and the mock's tasks are running at first";
    WaitRemoved "wait-removed" [B H B B] "states of a task removed", "`wait()` and `--wait` are gone";
    WaitChanged "wait-changed" [D H H H] "states of a task changed", "waiting ends in other states";
    TaskFileAdded "task-file-added" [A N A A] "file of a task added", "`download()` and `--download` are new";
    TaskFileRemoved "task-file-removed" [B N B B] "file of a task removed", "`download()` and `--download` are gone";
    TaskFileChanged "task-file-changed" [N H H B] "request for the file of a task changed", "another request is sent for the file";
    ExamplesChanged "examples-changed" [D N D D] "examples changed", "documentation and help contain them";

    // Derived facts.
    FlagChanged "flag-changed" [N N B N] "flag of an unchanged parameter changed", "another parameter takes its flag: names go to path, query, headers and body, in this order";
    LargestPageChanged "largest-page-changed" [N H H N] "page size of `items()` and `--all` changed", "they request the largest pages that the range allows";
    LastPageChanged "last-page-changed" [N H H N] "largest allowed offset changed", "`items()` and `--all` fail beyond it";
    MockResponseChanged "mock-response-changed" [N H H N] "response of the mock changed", "it is the first example with a response";
    RegionRequired "region-required" [N B B N] "the region became required", "`ClientBuilder::build` rejects an endpoint without a region";
    RegionNotRequired "region-not-required" [N A A N] "the region is no longer required", "`ClientBuilder::build` accepts an endpoint without a region";

    // The service.
    EndpointChanged "endpoint-changed" [N H H B] "endpoint changed", "requests go to another host";
    RegionAdded "region-added" [N A N D] "region added", "`KNOWN_REGIONS` lists it; any region is accepted";
    RegionRemoved "region-removed" [N A N D] "region removed", "`KNOWN_REGIONS` no longer lists it; any region is accepted";
    ClientParametersChanged "client-parameters-changed" [N N N N] "parameters that the client sets changed", "each parameter that is affected is reported separately";
    CredentialHeaderChanged "credential-header-changed" [N H H B] "header of the credential changed", "the client sends the token elsewhere";
    ServiceDocumented "service-documented" [N N N D] "name, signature or error fields of the service changed", "only the OpenAPI document states them";

    // The text of the files.
    Formatting "formatting" [N N N N] "only comments or formatting changed", "the facts are the same";
    Unexplained "unexplained" [B B B B] "a changed value is not explained", "the comparison does not know this fact: extend it, and treat the change as breaking until then";
}
