//! Options of a mock server.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;

use crate::auth::password::Password;
use crate::descriptor::ServiceDescriptor;
use crate::mock::records::GivenRecords;
use crate::mock::tasks::TaskOptions;
use crate::secret::Secret;
use crate::time::{SystemTimeSource, TimeSource};

/// The project that the server's IAM knows.
pub(super) const PROJECT_ID: &str = "mock-project";
/// The token that the server issues unless the options contain one.
const TOKEN: &str = "mock-token";
/// The access key that the server issues for an agency.
pub(super) const AGENCY_ACCESS_KEY: &str = "mock-agency";
pub(super) const AGENCY_SECRET_KEY: &str = "mock-secret-key";
pub(super) const AGENCY_SECURITY_TOKEN: &str = "mock-security-token";

pub(super) struct Options {
    pub(super) service: &'static ServiceDescriptor,
    /// Number of generated records in each list.
    pub(super) records: u32,
    /// Given records by operation ID.
    pub(super) data: HashMap<&'static str, GivenRecords>,
    /// Whether unknown input is rejected.
    pub(super) strict: bool,
    pub(super) tokens: Vec<Secret>,
    /// Accepted access keys with their secret keys.
    pub(super) access_keys: Vec<(String, Secret)>,
    /// Accepted passwords, which the server's IAM exchanges for a token.
    pub(super) passwords: Vec<Password>,
    pub(super) latency: Duration,
    /// How tasks proceed.
    pub(super) tasks: TaskOptions,
    pub(super) time_source: Box<dyn TimeSource>,
}

impl Options {
    /// Returns whether all credentials are accepted, because none are configured.
    pub(super) fn accepts_all(&self) -> bool {
        self.tokens.is_empty() && self.access_keys.is_empty() && self.passwords.is_empty()
    }

    pub(super) fn accepts_token(&self, token: &str) -> bool {
        let is_issued = !self.passwords.is_empty() && token == self.issued_token();
        is_issued || self.tokens.iter().any(|accepted| accepted.expose() == token)
    }

    /// Returns the secret key of an access key that the server accepts or issues.
    pub(super) fn secret_key(&self, access_key: &str) -> Option<Secret> {
        if access_key == AGENCY_ACCESS_KEY {
            return Some(Secret::new(AGENCY_SECRET_KEY.to_owned()));
        }
        let (_, secret_key) = self.access_keys.iter().find(|(accepted, _)| accepted == access_key)?;
        Some(secret_key.clone())
    }

    pub(super) fn now(&self) -> Timestamp {
        Timestamp::try_from(self.time_source.now()).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Returns the token that passwords are exchanged for.
    pub(super) fn issued_token(&self) -> &str {
        match self.tokens.first() {
            Some(token) => token.expose(),
            None => TOKEN,
        }
    }

    /// Returns the defaults for a service.
    pub(super) fn new(service: &'static ServiceDescriptor) -> Self {
        Self {
            service,
            records: 25,
            data: HashMap::new(),
            strict: false,
            tokens: Vec::new(),
            access_keys: Vec::new(),
            passwords: Vec::new(),
            latency: Duration::ZERO,
            tasks: TaskOptions::default(),
            time_source: Box::new(SystemTimeSource),
        }
    }
}
