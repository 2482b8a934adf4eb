//! How severe a change is, for each audience.

use std::fmt;

/// How severe a change is. Ordered: the last one is the most severe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Nothing changes.
    #[default]
    None,
    /// Only documentation changes.
    Documentation,
    /// Something new can be used; nothing existing changes.
    Additive,
    /// Compilers or the command line warn.
    Warning,
    /// The same code or command behaves differently.
    Behaviour,
    /// Code stops compiling, or what was valid is rejected.
    Breaking,
}

impl Class {
    /// All classes, the most severe first.
    pub const ALL: [Self; 6] =
        [Self::Breaking, Self::Behaviour, Self::Warning, Self::Additive, Self::Documentation, Self::None];

    /// Returns the name that reports show.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Documentation => "documentation",
            Self::Additive => "additive",
            Self::Warning => "warning",
            Self::Behaviour => "behaviour",
            Self::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The class of a change for each audience.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes {
    /// Code that uses the crate.
    pub rust: Class,
    /// Programs that compile unchanged: other requests, checks or responses.
    pub runtime: Class,
    /// The command line.
    pub cli: Class,
    /// The OpenAPI document.
    pub openapi: Class,
}

impl Classes {
    /// Names of the audiences, in the order of [`columns`](Self::columns).
    pub const AUDIENCES: [&'static str; 4] = ["rust", "runtime", "cli", "openapi"];

    pub(super) const fn new(rust: Class, runtime: Class, cli: Class, openapi: Class) -> Self {
        Self { rust, runtime, cli, openapi }
    }

    /// Returns the classes in the order of [`AUDIENCES`](Self::AUDIENCES).
    #[must_use]
    pub fn columns(self) -> [Class; 4] {
        let Self { rust, runtime, cli, openapi } = self;
        [rust, runtime, cli, openapi]
    }

    /// Returns the most severe class of all audiences.
    #[must_use]
    pub fn most_severe(self) -> Class {
        self.columns().into_iter().max().unwrap_or_default()
    }

    /// Returns the more severe class of the two, for each audience.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self {
            rust: self.rust.max(other.rust),
            runtime: self.runtime.max(other.runtime),
            cli: self.cli.max(other.cli),
            openapi: self.openapi.max(other.openapi),
        }
    }
}

/// The part of the version that must be incremented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing that is published changes.
    None,
    /// The last part: `0.1.0` becomes `0.1.1`.
    Patch,
    /// The middle part: `0.1.0` becomes `0.2.0`. Before 1.0, only such versions may break callers, or reject requests
    /// that were sent before.
    Minor,
}

impl Bump {
    /// Returns the bump that changes of these classes need before version 1.0. The OpenAPI document has its
    /// own version, so it never needs more than the last part.
    #[must_use]
    pub fn for_classes(Classes { rust, runtime, cli, openapi }: Classes) -> Self {
        if rust.max(runtime).max(cli) == Class::Breaking {
            Self::Minor
        } else if rust.max(runtime).max(cli).max(openapi) > Class::None {
            Self::Patch
        } else {
            Self::None
        }
    }

    /// Returns the name that reports show.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
        }
    }
}
