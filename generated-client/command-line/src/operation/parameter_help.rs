//! The help texts of parameters.

use huaweicloud_core::descriptor::ParameterLocation;

/// The documentation of a parameter. Only `--help` shows it, so it is not part of the client's descriptors.
#[derive(Clone, Copy, Debug)]
pub struct ParameterHelp {
    pub(crate) location: ParameterLocation,
    pub(crate) name: &'static str,
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
    pub const fn path(name: &'static str, doc: &'static str) -> Self {
        Self::new(ParameterLocation::Path, name, doc)
    }

    /// Creates the help of a parameter in the query string.
    #[must_use]
    pub const fn query(name: &'static str, doc: &'static str) -> Self {
        Self::new(ParameterLocation::Query, name, doc)
    }

    /// Creates the help of a parameter in a header.
    #[must_use]
    pub const fn header(name: &'static str, doc: &'static str) -> Self {
        Self::new(ParameterLocation::Header, name, doc)
    }

    /// Creates the help of a field of the request body.
    #[must_use]
    pub const fn body(name: &'static str, doc: &'static str) -> Self {
        Self::new(ParameterLocation::Body, name, doc)
    }

    const fn new(location: ParameterLocation, name: &'static str, doc: &'static str) -> Self {
        Self { location, name, doc, unit: None, values: &[], special: &[], deprecated: None }
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
