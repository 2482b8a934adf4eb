//! What authenticates the requests of a client.

use jiff::SignedDuration;

use crate::auth::cache::CredentialCache;
use crate::auth::credentials::Credentials;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::sync_cell::SyncCell;

/// The credentials of a client, and what it has learned from the service about them.
pub(crate) struct Authenticator {
    pub(crate) credentials: Credentials,
    pub(crate) cache: CredentialCache,
    /// The difference between the client's clock and the service's.
    pub(crate) clock_offset: SyncCell<SignedDuration>,
    pub(crate) iam_endpoint: Option<Endpoint>,
    /// The scope of the token for a password: the project with this ID, or else the one with the name of the region.
    pub(crate) project_id: Option<String>,
    pub(crate) region: Option<String>,
    /// Authenticates the requests for an access key of an agency.
    source: Option<Box<Authenticator>>,
}

impl Authenticator {
    pub(crate) fn new(
        credentials: Credentials,
        iam_endpoint: Option<Endpoint>,
        project_id: Option<String>,
        region: Option<String>,
    ) -> Self {
        let source = credentials.source_of_agency().map(|source| {
            // The project is the agency's, and can belong to another account.
            Box::new(Self::new(source.clone(), iam_endpoint.clone(), None, region.clone()))
        });
        Self {
            credentials,
            cache: CredentialCache::default(),
            clock_offset: SyncCell::default(),
            iam_endpoint,
            project_id,
            region,
            source,
        }
    }

    /// Returns the authenticator of the requests for an access key of an agency.
    pub(crate) fn source(&self) -> Result<&Self, Error> {
        self.source.as_deref().ok_or_else(|| Error::misconfigured("the credentials have no agency: assume one"))
    }

    /// Returns the IAM endpoint, or an error if the configuration has none.
    pub(crate) fn iam_endpoint(&self) -> Result<&Endpoint, Error> {
        let unknown = || Error::misconfigured("the IAM endpoint is unknown: set region or iam_endpoint");
        self.iam_endpoint.as_ref().ok_or_else(unknown)
    }
}
