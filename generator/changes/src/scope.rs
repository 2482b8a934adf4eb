//! The kind of a change of a row: it depends on the fact and on who uses the row.

use super::kind::Kind;

/// A changed fact of a row, in any table, with the kinds of its change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    /// The kind for a row that callers set.
    in_request: Kind,
    /// The kind for a row of a response, which is never required.
    in_response: Kind,
    /// The kind for a row that the client sets. It sets only strings, which have no unit, and such rows generate no
    /// code for callers.
    of_client: Kind,
}

/// Defines the facts. If a fact has no third kind, its first one also applies to rows that the client sets.
macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident $in_request:ident, $in_response:ident $(, $of_client:ident)?;)*) => {
        impl Fact {
            $($(#[$doc])* pub(super) const $name: Self = Self {
                in_request: Kind::$in_request,
                in_response: Kind::$in_response,
                of_client: [$(Kind::$of_client,)? Kind::$in_request][0],
            };)*
        }
    };
}

facts! {
    ADDED ParameterAdded, ResponseFieldAdded, ClientParameterAdded;
    REQUIRED_ADDED RequiredParameterAdded, ResponseFieldAdded, RequiredClientParameterAdded;
    REMOVED ParameterRemoved, ResponseFieldRemoved, ClientParameterRemoved;
    RENAMED ParameterRenamed, ResponseFieldRenamed, ClientParameterRenamed;
    WIRE_NAME WireNameChanged, ResponseWireNameChanged, ClientParameterRenamed;
    RUST_NAME RustNameChanged, RustNameChanged, ClientRustNameChanged;
    WHOLE_BODY_RENAMED WholeBodyRenamed, WholeBodyRenamed;
    BECAME_REQUIRED ParameterBecameRequired, ResponseDocumented, ClientParameterBecameRequired;
    BECAME_OPTIONAL ParameterBecameOptional, ResponseDocumented, ClientParameterBecameOptional;
    REORDERED ParametersReordered, ResponseFieldsReordered;
    INTEGER_WIDENED IntegerWidened, ResponseIntegerChanged;
    INTEGER_NARROWED IntegerNarrowed, ResponseIntegerChanged;
    STRING_BECAME_ENUM StringBecameEnum, ResponseStringBecameEnum;
    INTEGER_BECAME_ENUM IntegerBecameEnum, ResponseIntegerBecameEnum;
    /// A type of a single value became another one.
    SCALAR_CHANGED TypeChanged, ResponseScalarChanged;
    TYPE_CHANGED TypeChanged, ResponseTypeChanged;
    TIGHTENED BoundsTightened, ResponseBoundsChanged;
    LOOSENED BoundsLoosened, ResponseBoundsChanged;
    PATTERN_ADDED PatternAdded, ResponsePatternChanged;
    PATTERN_REMOVED PatternRemoved, ResponsePatternChanged;
    PATTERN_CHANGED PatternChanged, ResponsePatternChanged;
    BECAME_SECRET ParameterBecameSecret, ResponseFieldBecameSecret;
    NO_LONGER_SECRET ParameterNoLongerSecret, ResponseFieldNoLongerSecret;
    /// The sample values of the mock server changed.
    SAMPLES SampleBoundsChanged, SampleBoundsChanged;
    DEFAULT DefaultChanged, ResponseDefaultChanged;
    SPECIAL SpecialChanged, ResponseDocumented, ClientParameterDocumented;
    UNIT_STATED UnitStated, UnitStated, ClientParameterDocumented;
    UNIT_CHANGED UnitChanged, UnitChanged, ClientParameterDocumented;
    DEPRECATED ParameterDeprecated, ResponseFieldDeprecated, ClientParameterDocumented;
    UNDEPRECATED ParameterUndeprecated, ResponseFieldUndeprecated, ClientParameterDocumented;
    DEPRECATION_REWORDED DeprecationReworded, ResponseDocumented, ClientParameterDocumented;
    DOC Documented, ResponseDocumented, ClientParameterDocumented;
    PAGE_SAYS PageSaysChanged, PageSaysChanged;
    BEYOND_PAGE BeyondPageChanged, ResponseDocumented, ClientParameterDocumented;
}

impl Fact {
    pub(super) fn added(required: bool) -> Self {
        if required { Self::REQUIRED_ADDED } else { Self::ADDED }
    }
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
        let Fact { in_request, in_response, of_client } = fact;
        match self {
            Self::Caller | Self::Object { in_requests: true, in_responses: false } => (in_request, None),
            Self::Client => (of_client, None),
            Self::Credentials if fact == Fact::RUST_NAME => (Kind::ClientRustNameChanged, None),
            Self::Credentials => (Kind::CredentialRowChanged, None),
            Self::Reserved => (Kind::ReservedRowChanged, None),
            Self::Response | Self::Object { in_requests: false, .. } => (in_response, None),
            Self::Object { in_requests: true, in_responses: true } => match fact {
                Fact::INTEGER_WIDENED => (Kind::SharedIntegerChanged, None),
                Fact::INTEGER_NARROWED => (Kind::SharedIntegerNarrowed, None),
                _ => (in_request, Some(in_response)),
            },
        }
    }
}
