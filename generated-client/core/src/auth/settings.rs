//! Settings of a source of credentials: the environment or a profile.

use crate::auth::credentials::Credentials;
use crate::auth::origin::CredentialsOrigin;

/// The settings in the environment or in a profile.
#[derive(Default)]
pub(super) struct CredentialSettings {
    pub(super) token: Option<String>,
    pub(super) access_key: Option<String>,
    pub(super) secret_key: Option<String>,
    pub(super) security_token: Option<String>,
    pub(super) region: Option<String>,
    pub(super) project_id: Option<String>,
    pub(super) iam_endpoint: Option<String>,
}

/// What a source calls the parts of an access key.
pub(super) struct AccessKeyNames {
    pub(super) access_key: &'static str,
    pub(super) secret_key: &'static str,
    pub(super) security_token: &'static str,
}

impl CredentialSettings {
    /// Returns the credentials, or `None` if no part of them is set. Part of an access key is an error, which names the
    /// missing part.
    pub(super) fn into_credentials(
        self,
        names: &AccessKeyNames,
        origin: CredentialsOrigin,
    ) -> Result<Option<Credentials>, String> {
        let AccessKeyNames { access_key, secret_key, security_token } = names;
        let mut credentials = match (self.token, self.access_key, self.secret_key, self.security_token) {
            (Some(token), ..) => Credentials::token(token),
            (None, Some(id), Some(secret), None) => Credentials::access_key(id, secret),
            (None, Some(id), Some(secret), Some(token)) => Credentials::temporary_access_key(id, secret, token),
            (None, Some(_), None, _) => return Err(format!("{access_key} is set without {secret_key}: set both")),
            (None, None, Some(_), _) => return Err(format!("{secret_key} is set without {access_key}: set both")),
            (None, None, None, Some(_)) => {
                return Err(format!("{security_token} is set without {access_key} and {secret_key}: set all three"));
            }
            (None, None, None, None) => return Ok(None),
        };
        credentials.region = self.region;
        credentials.project_id = self.project_id;
        credentials.iam_endpoint = self.iam_endpoint;
        credentials.origin = origin;
        Ok(Some(credentials))
    }
}
