//! The kind of a change of a row: it depends on the fact and on who uses the row.

use super::kind::Kind;

/// A fact of a row that changed, in any table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    Added {
        required: bool,
    },
    Removed,
    Renamed,
    WireName,
    RustName,
    WholeBodyRenamed,
    BecameRequired,
    BecameOptional,
    Reordered,
    IntegerWidened,
    IntegerNarrowed,
    StringBecameEnum,
    IntegerBecameEnum,
    /// A type of a single value became another one.
    ScalarChanged,
    TypeChanged,
    Tightened,
    Loosened,
    PatternAdded,
    PatternRemoved,
    PatternChanged,
    BecameSecret,
    NoLongerSecret,
    /// The sample values of the mock server changed.
    Samples,
    Default,
    Special,
    UnitStated,
    UnitChanged,
    Deprecated,
    Undeprecated,
    DeprecationReworded,
    Doc,
    PageSays,
    BeyondPage,
}

/// Who uses a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Callers set it.
    Caller,
    /// The client sets it.
    Client,
    /// The credentials provide it.
    Credentials,
    /// Only the client sets it, if it needs the header.
    Reserved,
    /// Responses contain it.
    Response,
    /// An object contains it, which requests, responses or both contain.
    Object { in_requests: bool, in_responses: bool },
}

impl Scope {
    /// Returns whether the mock server generates its value.
    pub(super) fn is_in_responses(self) -> bool {
        matches!(self, Self::Response | Self::Object { in_responses: true, .. })
    }

    /// Returns the kind to report, and one that adds to its classes.
    pub(super) fn kinds(self, fact: Fact) -> (Kind, Option<Kind>) {
        let (in_request, in_response) = request_and_response_kinds(fact);
        match self {
            Self::Caller | Self::Object { in_requests: true, in_responses: false } => (in_request, None),
            Self::Client => (client(fact).unwrap_or(in_request), None),
            Self::Credentials if fact == Fact::RustName => (Kind::ClientRustNameChanged, None),
            Self::Credentials => (Kind::CredentialRowChanged, None),
            Self::Reserved => (Kind::ReservedRowChanged, None),
            Self::Response | Self::Object { in_requests: false, .. } => (in_response, None),
            Self::Object { in_requests: true, in_responses: true } => match fact {
                Fact::IntegerWidened => (Kind::SharedIntegerChanged, None),
                Fact::IntegerNarrowed => (Kind::SharedIntegerNarrowed, None),
                _ => (in_request, Some(in_response)),
            },
        }
    }
}

/// Returns the kind for a row that callers set, and the kind for a row of a response, which is never required.
fn request_and_response_kinds(fact: Fact) -> (Kind, Kind) {
    match fact {
        Fact::Added { required: false } => (Kind::ParameterAdded, Kind::ResponseFieldAdded),
        Fact::Added { required: true } => (Kind::RequiredParameterAdded, Kind::ResponseFieldAdded),
        Fact::Removed => (Kind::ParameterRemoved, Kind::ResponseFieldRemoved),
        Fact::Renamed => (Kind::ParameterRenamed, Kind::ResponseFieldRenamed),
        Fact::WireName => (Kind::WireNameChanged, Kind::ResponseWireNameChanged),
        Fact::RustName => (Kind::RustNameChanged, Kind::RustNameChanged),
        Fact::WholeBodyRenamed => (Kind::WholeBodyRenamed, Kind::WholeBodyRenamed),
        Fact::BecameRequired => (Kind::ParameterBecameRequired, Kind::ResponseDocumented),
        Fact::BecameOptional => (Kind::ParameterBecameOptional, Kind::ResponseDocumented),
        Fact::Reordered => (Kind::ParametersReordered, Kind::ResponseFieldsReordered),
        Fact::IntegerWidened => (Kind::IntegerWidened, Kind::ResponseIntegerChanged),
        Fact::IntegerNarrowed => (Kind::IntegerNarrowed, Kind::ResponseIntegerChanged),
        Fact::StringBecameEnum => (Kind::StringBecameEnum, Kind::ResponseStringBecameEnum),
        Fact::IntegerBecameEnum => (Kind::IntegerBecameEnum, Kind::ResponseIntegerBecameEnum),
        Fact::ScalarChanged => (Kind::TypeChanged, Kind::ResponseScalarChanged),
        Fact::TypeChanged => (Kind::TypeChanged, Kind::ResponseTypeChanged),
        Fact::Tightened => (Kind::BoundsTightened, Kind::ResponseBoundsChanged),
        Fact::Loosened => (Kind::BoundsLoosened, Kind::ResponseBoundsChanged),
        Fact::PatternAdded => (Kind::PatternAdded, Kind::ResponsePatternChanged),
        Fact::PatternRemoved => (Kind::PatternRemoved, Kind::ResponsePatternChanged),
        Fact::PatternChanged => (Kind::PatternChanged, Kind::ResponsePatternChanged),
        Fact::BecameSecret => (Kind::ParameterBecameSecret, Kind::ResponseFieldBecameSecret),
        Fact::NoLongerSecret => (Kind::ParameterNoLongerSecret, Kind::ResponseFieldNoLongerSecret),
        Fact::Samples => (Kind::SampleBoundsChanged, Kind::SampleBoundsChanged),
        Fact::Default => (Kind::DefaultChanged, Kind::ResponseDefaultChanged),
        Fact::Special => (Kind::SpecialChanged, Kind::ResponseDocumented),
        Fact::UnitStated => (Kind::UnitStated, Kind::UnitStated),
        Fact::UnitChanged => (Kind::UnitChanged, Kind::UnitChanged),
        Fact::Deprecated => (Kind::ParameterDeprecated, Kind::ResponseFieldDeprecated),
        Fact::Undeprecated => (Kind::ParameterUndeprecated, Kind::ResponseFieldUndeprecated),
        Fact::DeprecationReworded => (Kind::DeprecationReworded, Kind::ResponseDocumented),
        Fact::Doc => (Kind::Documented, Kind::ResponseDocumented),
        Fact::PageSays => (Kind::PageSaysChanged, Kind::PageSaysChanged),
        Fact::BeyondPage => (Kind::BeyondPageChanged, Kind::ResponseDocumented),
    }
}

/// Returns the kind for a row that the client sets, unless it is the same as for a row that callers set. The client sets
/// only strings, which have no unit, and such rows generate no code for callers.
fn client(fact: Fact) -> Option<Kind> {
    let kind = match fact {
        Fact::Added { required: false } => Kind::ClientParameterAdded,
        Fact::Added { required: true } => Kind::RequiredClientParameterAdded,
        Fact::Removed => Kind::ClientParameterRemoved,
        Fact::Renamed | Fact::WireName => Kind::ClientParameterRenamed,
        Fact::BecameRequired => Kind::ClientParameterBecameRequired,
        Fact::BecameOptional => Kind::ClientParameterBecameOptional,
        Fact::RustName => Kind::ClientRustNameChanged,
        Fact::Special
        | Fact::UnitStated
        | Fact::UnitChanged
        | Fact::Deprecated
        | Fact::Undeprecated
        | Fact::DeprecationReworded
        | Fact::Doc
        | Fact::BeyondPage => Kind::ClientParameterDocumented,
        _ => return None,
    };
    Some(kind)
}
