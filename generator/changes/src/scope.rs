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
        match self {
            Self::Caller | Self::Object { in_requests: true, in_responses: false } => (caller(fact), None),
            Self::Client => (client(fact), None),
            Self::Credentials if fact == Fact::RustName => (Kind::ClientRustNameChanged, None),
            Self::Credentials => (Kind::CredentialRowChanged, None),
            Self::Reserved => (Kind::ReservedRowChanged, None),
            Self::Response | Self::Object { in_requests: false, .. } => (response(fact), None),
            Self::Object { in_requests: true, in_responses: true } => match fact {
                Fact::IntegerWidened => (Kind::SharedIntegerChanged, None),
                Fact::IntegerNarrowed => (Kind::SharedIntegerNarrowed, None),
                _ => (caller(fact), Some(response(fact))),
            },
        }
    }
}

fn caller(fact: Fact) -> Kind {
    match fact {
        Fact::Added { required: false } => Kind::ParameterAdded,
        Fact::Added { required: true } => Kind::RequiredParameterAdded,
        Fact::Removed => Kind::ParameterRemoved,
        Fact::Renamed => Kind::ParameterRenamed,
        Fact::WireName => Kind::WireNameChanged,
        Fact::RustName => Kind::RustNameChanged,
        Fact::WholeBodyRenamed => Kind::WholeBodyRenamed,
        Fact::BecameRequired => Kind::ParameterBecameRequired,
        Fact::BecameOptional => Kind::ParameterBecameOptional,
        Fact::Reordered => Kind::ParametersReordered,
        Fact::IntegerWidened => Kind::IntegerWidened,
        Fact::IntegerNarrowed => Kind::IntegerNarrowed,
        Fact::StringBecameEnum => Kind::StringBecameEnum,
        Fact::IntegerBecameEnum => Kind::IntegerBecameEnum,
        Fact::ScalarChanged | Fact::TypeChanged => Kind::TypeChanged,
        Fact::Tightened => Kind::BoundsTightened,
        Fact::Loosened => Kind::BoundsLoosened,
        Fact::PatternAdded => Kind::PatternAdded,
        Fact::PatternRemoved => Kind::PatternRemoved,
        Fact::PatternChanged => Kind::PatternChanged,
        Fact::BecameSecret => Kind::ParameterBecameSecret,
        Fact::NoLongerSecret => Kind::ParameterNoLongerSecret,
        Fact::Samples => Kind::SampleBoundsChanged,
        Fact::Default => Kind::DefaultChanged,
        Fact::Special => Kind::SpecialChanged,
        Fact::UnitStated => Kind::UnitStated,
        Fact::UnitChanged => Kind::UnitChanged,
        Fact::Deprecated => Kind::ParameterDeprecated,
        Fact::Undeprecated => Kind::ParameterUndeprecated,
        Fact::DeprecationReworded => Kind::DeprecationReworded,
        Fact::Doc => Kind::Documented,
        Fact::PageSays => Kind::PageSaysChanged,
        Fact::BeyondPage => Kind::BeyondPageChanged,
    }
}

/// Returns the kind for a row that the client sets. The client sets only strings, which have no unit, and such rows
/// generate no code for callers.
fn client(fact: Fact) -> Kind {
    match fact {
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
        // The request changes in the same way as if callers set the row.
        _ => caller(fact),
    }
}

fn response(fact: Fact) -> Kind {
    match fact {
        Fact::Added { .. } => Kind::ResponseFieldAdded,
        Fact::Removed => Kind::ResponseFieldRemoved,
        Fact::Renamed => Kind::ResponseFieldRenamed,
        Fact::WireName => Kind::ResponseWireNameChanged,
        Fact::RustName => Kind::RustNameChanged,
        Fact::WholeBodyRenamed => Kind::WholeBodyRenamed,
        Fact::Reordered => Kind::ResponseFieldsReordered,
        Fact::IntegerWidened | Fact::IntegerNarrowed => Kind::ResponseIntegerChanged,
        Fact::StringBecameEnum => Kind::ResponseStringBecameEnum,
        Fact::IntegerBecameEnum => Kind::ResponseIntegerBecameEnum,
        Fact::ScalarChanged => Kind::ResponseScalarChanged,
        Fact::TypeChanged => Kind::ResponseTypeChanged,
        Fact::Tightened | Fact::Loosened => Kind::ResponseBoundsChanged,
        Fact::PatternAdded | Fact::PatternRemoved | Fact::PatternChanged => Kind::ResponsePatternChanged,
        Fact::BecameSecret => Kind::ResponseFieldBecameSecret,
        Fact::NoLongerSecret => Kind::ResponseFieldNoLongerSecret,
        Fact::Samples => Kind::SampleBoundsChanged,
        Fact::Default => Kind::ResponseDefaultChanged,
        Fact::UnitStated => Kind::UnitStated,
        Fact::UnitChanged => Kind::UnitChanged,
        Fact::Deprecated => Kind::ResponseFieldDeprecated,
        Fact::Undeprecated => Kind::ResponseFieldUndeprecated,
        Fact::PageSays => Kind::PageSaysChanged,
        Fact::Special | Fact::DeprecationReworded | Fact::Doc | Fact::BeyondPage
        // Responses have no required fields.
        | Fact::BecameRequired | Fact::BecameOptional => Kind::ResponseDocumented,
    }
}
