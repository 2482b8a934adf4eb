//! What is wrong with a request.

use std::fmt;

use crate::descriptor::{HelpPage, ParameterLocation};

/// What a value must be, and what it is.
pub(crate) type Fault = (String, Option<String>);

/// A parameter that cannot be sent, or that breaks what the operation's help page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub(crate) parameter: String,
    pub(crate) location: ParameterLocation,
    pub(crate) limit: String,
    pub(crate) given: Option<String>,
    pub(crate) page: HelpPage,
}

impl Violation {
    /// Name of the parameter, such as `limit` or `body.image_info_list[1].namespace`. Of a rule on several
    /// parameters, all of them, separated by commas.
    #[must_use]
    pub fn parameter(&self) -> &str {
        &self.parameter
    }

    /// Where the parameter travels. Of a rule, where its first parameter does.
    #[must_use]
    pub fn location(&self) -> ParameterLocation {
        self.location
    }

    /// What the parameter must be, such as `10 to 200` or `0 to 32 characters`.
    #[must_use]
    pub fn limit(&self) -> &str {
        &self.limit
    }

    /// What it is, such as `201` or `33 characters`, and never a whole text of the caller's. `None` where the
    /// parameter is not given, and of a rule.
    #[must_use]
    pub fn given(&self) -> Option<&str> {
        self.given.as_deref()
    }

    /// The help page that describes the operation.
    #[must_use]
    pub fn page(&self) -> HelpPage {
        self.page
    }
}

/// Without the page, which all violations of a request have in common.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.parameter)?;
        f.write_str(match self.location {
            ParameterLocation::Path => " (path)",
            ParameterLocation::Query => " (query)",
            ParameterLocation::Header => " (header)",
            ParameterLocation::Body => "",
        })?;
        write!(f, " must be {}", self.limit)?;
        self.given.iter().try_for_each(|given| write!(f, ", not {given}"))
    }
}
