//! Constraints that a request violates.

use std::fmt;

use crate::descriptor::{HelpPage, ParameterLocation};

/// A parameter that cannot be sent, or that violates a constraint of the operation's help page.
///
/// [`Error::violations`](crate::Error::violations) returns all of a request. Use the parts to mark the fields of a
/// form; for a log, `Display` says in one line what is wrong, without the help page, which is the same for all of them.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// let error = client.list_paintings().limit(1000).title("x".repeat(40)).send().await.unwrap_err();
///
/// let [limit, title] = error.violations() else { return Err("two violations".into()) };
/// assert_eq!((limit.parameter(), limit.expected(), limit.actual()), ("limit", "10 to 200", Some("1000")));
/// assert_eq!(title.to_string(), "`title` (query) must have 0 to 32 characters, not 40");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub(crate) parameter: String,
    pub(crate) location: ParameterLocation,
    pub(crate) kind: ViolationKind,
    pub(crate) help_page: HelpPage,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ViolationKind {
    /// The parameter is required and has no value.
    Missing {
        /// How to supply the value, unless it belongs to the request.
        hint: Option<&'static str>,
    },
    /// The parameter has the wrong type or value.
    Value { expected: String, actual: Option<String> },
    /// The parameter has the wrong number of characters or items.
    Length { expected: String, actual: String },
    /// The request must not contain the parameter.
    NotAllowed { reason: &'static str },
    /// None of a rule's alternatives is present.
    Rule { alternatives: String },
}

impl Violation {
    /// Returns the name of the parameter, such as `limit` or `body.image_info_list[1].namespace`.
    ///
    /// For a rule on several parameters, returns all their names, separated by commas.
    #[must_use]
    pub fn parameter(&self) -> &str {
        &self.parameter
    }

    /// Returns the location of the parameter, or of the first one for a rule on several parameters.
    #[must_use]
    pub fn location(&self) -> ParameterLocation {
        self.location
    }

    /// Returns the constraint, such as `10 to 200` or `0 to 32 characters`.
    #[must_use]
    pub fn expected(&self) -> &str {
        match &self.kind {
            ViolationKind::Missing { .. } => "a value",
            ViolationKind::NotAllowed { .. } => "no value",
            ViolationKind::Value { expected, .. } | ViolationKind::Length { expected, .. } => expected,
            ViolationKind::Rule { alternatives } => alternatives,
        }
    }

    /// Returns what the request contains instead: a number such as `201`, the length of a string or list, or a type.
    ///
    /// Returns `None` if the parameter has no value, and for a rule on several parameters. The string is always short,
    /// however long the value is.
    #[must_use]
    pub fn actual(&self) -> Option<&str> {
        match &self.kind {
            ViolationKind::Value { actual, .. } => actual.as_deref(),
            ViolationKind::Length { actual, .. } => Some(actual),
            ViolationKind::Missing { .. } | ViolationKind::NotAllowed { .. } | ViolationKind::Rule { .. } => None,
        }
    }

    /// Returns the help page that describes the operation.
    #[must_use]
    pub fn help_page(&self) -> HelpPage {
        self.help_page
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.display_name();
        match &self.kind {
            ViolationKind::Missing { hint: None } => write!(f, "{name} is required"),
            ViolationKind::Missing { hint: Some(hint) } => write!(f, "{name} is required: {hint}"),
            ViolationKind::Value { expected, actual: None } => write!(f, "{name} must be {expected}"),
            ViolationKind::Value { expected, actual: Some(actual) } => {
                write!(f, "{name} must be {expected}, not {actual}")
            }
            ViolationKind::Length { expected, actual } => write!(f, "{name} must have {expected}, not {actual}"),
            ViolationKind::NotAllowed { reason } => write!(f, "{name} {reason}"),
            ViolationKind::Rule { alternatives } => write!(f, "at least one is required: {alternatives}"),
        }
    }
}

impl Violation {
    fn display_name(&self) -> String {
        let name = &self.parameter;
        match self.location {
            ParameterLocation::Path => format!("`{name}` (path)"),
            ParameterLocation::Query => format!("`{name}` (query)"),
            ParameterLocation::Header => format!("`{name}` (header)"),
            ParameterLocation::Body => match name.strip_prefix("body.") {
                Some(field) => format!("`{field}` (body)"),
                None if name == "body" => "the body".to_owned(),
                // An item of a body that is a list.
                None => format!("`{name}`"),
            },
        }
    }
}
