//! The flags of parameters and their help texts.

use huaweicloud_core::descriptor::ParameterLocation;

/// The flag of a parameter and its documentation. They are not part of the client's descriptors, since only the command
/// line uses them.
#[derive(Clone, Copy, Debug)]
pub struct ParameterHelp {
    pub(crate) location: ParameterLocation,
    pub(crate) name: &'static str,
    /// Name of the flag without dashes, unique within the command. A secret has only the name of a flag, which callers
    /// would expect: no flag sets it.
    pub(crate) flag: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) unit: Option<&'static str>,
    /// Known values, each with its meaning.
    pub(crate) values: &'static [(&'static str, &'static str)],
    /// Values that have a meaning of their own, in addition to those that the type allows.
    pub(crate) special: &'static [(&'static str, &'static str)],
    pub(crate) deprecated: Option<&'static str>,
}

impl ParameterHelp {
    /// Creates the help of a parameter in the path.
    #[must_use]
    pub const fn path(name: &'static str, flag: &'static str, doc: &'static str) -> Self {
        Self::new(ParameterLocation::Path, name, flag, doc)
    }

    /// Creates the help of a parameter in the query string.
    #[must_use]
    pub const fn query(name: &'static str, flag: &'static str, doc: &'static str) -> Self {
        Self::new(ParameterLocation::Query, name, flag, doc)
    }

    /// Creates the help of a parameter in a header.
    #[must_use]
    pub const fn header(name: &'static str, flag: &'static str, doc: &'static str) -> Self {
        Self::new(ParameterLocation::Header, name, flag, doc)
    }

    /// Creates the help of a field of the request body.
    #[must_use]
    pub const fn body(name: &'static str, flag: &'static str, doc: &'static str) -> Self {
        Self::new(ParameterLocation::Body, name, flag, doc)
    }

    const fn new(location: ParameterLocation, name: &'static str, flag: &'static str, doc: &'static str) -> Self {
        Self { location, name, flag, doc, unit: None, values: &[], special: &[], deprecated: None }
    }

    /// Sets the unit of the values.
    #[must_use]
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }

    /// Sets the known values of an enum, each with its meaning.
    #[must_use]
    pub const fn values(mut self, values: &'static [(&'static str, &'static str)]) -> Self {
        self.values = values;
        self
    }

    /// Sets the values that have a meaning of their own, each with its meaning.
    #[must_use]
    pub const fn special(mut self, values: &'static [(&'static str, &'static str)]) -> Self {
        self.special = values;
        self
    }

    /// Marks the parameter as deprecated, and says why.
    #[must_use]
    pub const fn deprecated(mut self, why: &'static str) -> Self {
        self.deprecated = Some(why);
        self
    }
}
