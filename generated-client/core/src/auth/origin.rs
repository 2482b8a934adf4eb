//! Where credentials were found.

use std::fmt;
use std::path::PathBuf;

/// The place where [`Credentials`](crate::Credentials) were found, which `Display` names in a few words.
///
/// Show it to the users of a program that reads [`default_chain`](crate::Credentials::default_chain), so that they know
/// which account it acts for. It does not say whether the service accepts the credentials.
///
/// ```
/// use huaweicloud_core::{Credentials, CredentialsOrigin};
///
/// let credentials = Credentials::token("TOKENEXAMPLE");
/// assert_eq!(credentials.origin(), &CredentialsOrigin::Program);
/// assert_eq!(format!("credentials from {}", credentials.origin()), "credentials from the program");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialsOrigin {
    /// The program itself: it created them without reading the environment or a profile.
    Program,
    /// Environment variables.
    Environment,
    /// A profile.
    Profile {
        /// Name of the profile, which is a section of the file.
        name: String,
        /// The credentials file.
        file: PathBuf,
    },
}

impl fmt::Display for CredentialsOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Program => f.write_str("the program"),
            Self::Environment => f.write_str("the environment"),
            Self::Profile { name, file } => write!(f, "the profile {name} in {}", file.display()),
        }
    }
}
