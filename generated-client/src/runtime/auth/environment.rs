//! Credentials from environment variables.

use std::env;

use crate::runtime::auth::credentials::Credentials;
use crate::runtime::error::Error;

const TOKEN: &str = "HUAWEICLOUD_SDK_TOKEN";
const ACCESS_KEY: &str = "HUAWEICLOUD_SDK_AK";
const SECRET_KEY: &str = "HUAWEICLOUD_SDK_SK";
const SECURITY_TOKEN: &str = "HUAWEICLOUD_SDK_SECURITY_TOKEN";
const PROJECT_ID: &str = "HUAWEICLOUD_SDK_PROJECT_ID";
const IAM_ENDPOINT: &str = "HUAWEICLOUD_SDK_IAM_ENDPOINT";

impl Credentials {
    /// Creates credentials from environment variables.
    ///
    /// Uses the IAM token in `HUAWEICLOUD_SDK_TOKEN` if it is set. Otherwise uses the access key in
    /// `HUAWEICLOUD_SDK_AK` and `HUAWEICLOUD_SDK_SK`, which is temporary if `HUAWEICLOUD_SDK_SECURITY_TOKEN` is set. All
    /// variables except `HUAWEICLOUD_SDK_TOKEN` are those of the vendor's SDKs. Empty variables are ignored.
    ///
    /// A client without a project ID or IAM endpoint uses those in `HUAWEICLOUD_SDK_PROJECT_ID` and
    /// `HUAWEICLOUD_SDK_IAM_ENDPOINT`.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if neither a token nor an access key with
    /// its secret key is set.
    pub fn from_env() -> Result<Self, Error> {
        // Credentials are ASCII, so variables that are not Unicode are ignored.
        Self::from_variables(|name| env::var(name).ok())
    }

    fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let non_empty = |name: &str| variable(name).filter(|value| !value.is_empty());
        let settings = CredentialSettings {
            token: non_empty(TOKEN),
            access_key: non_empty(ACCESS_KEY),
            secret_key: non_empty(SECRET_KEY),
            security_token: non_empty(SECURITY_TOKEN),
            project_id: non_empty(PROJECT_ID),
            iam_endpoint: non_empty(IAM_ENDPOINT),
        };
        settings.into_credentials().ok_or_else(|| {
            let message = format!("no credentials in the environment: set {TOKEN}, or {ACCESS_KEY} and {SECRET_KEY}");
            Error::configuration(vec![message])
        })
    }
}

/// Settings in the environment or in a profile.
pub(super) struct CredentialSettings {
    pub(super) token: Option<String>,
    pub(super) access_key: Option<String>,
    pub(super) secret_key: Option<String>,
    pub(super) security_token: Option<String>,
    pub(super) project_id: Option<String>,
    pub(super) iam_endpoint: Option<String>,
}

impl CredentialSettings {
    /// Returns `None` unless there is a token, or an access key with its secret key.
    pub(super) fn into_credentials(self) -> Option<Credentials> {
        let mut credentials = match (self.token, self.access_key, self.secret_key) {
            (Some(token), _, _) => Credentials::token(token),
            (None, Some(access_key), Some(secret_key)) => match self.security_token {
                Some(token) => Credentials::temporary_access_key(access_key, secret_key, token),
                None => Credentials::access_key(access_key, secret_key),
            },
            _ => return None,
        };
        credentials.project_id = self.project_id;
        credentials.iam_endpoint = self.iam_endpoint;
        Some(credentials)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::client::builder::ClientBuilder;
    use crate::runtime::error::ErrorKind;
    use crate::runtime::testing::{FakeTransport, SERVICE, describe_credentials};

    fn from_variables(variables: &[(&str, &str)]) -> Result<Credentials, Error> {
        let find = |name: &str| variables.iter().find(|(key, _)| format!("HUAWEICLOUD_SDK_{key}") == name);
        Credentials::from_variables(|name| find(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn reads_tokens_and_access_keys() {
        let (ak, sk, sts) = (("AK", "a"), ("SK", "s"), ("SECURITY_TOKEN", "t"));
        let (project, iam) = (("PROJECT_ID", "p"), ("IAM_ENDPOINT", "https://iam"));
        for (variables, expected) in [
            (&[ak, sk] as &[_], "key a/s - -"),
            (&[ak, sk, sts], "key a/s/t - -"),
            (&[ak, sk, project, iam], "key a/s p https://iam"),
            (&[("TOKEN", "x")], "token x - -"),
            (&[("TOKEN", "x"), ak, sk, sts, project], "token x p -"),
            (&[("TOKEN", "x"), ak], "token x - -"),
            (&[("TOKEN", ""), ak, sk], "key a/s - -"),
            (&[ak, sk, ("SECURITY_TOKEN", ""), ("PROJECT_ID", "")], "key a/s - -"),
        ] {
            assert_eq!(describe_credentials(&from_variables(variables).expect(expected)), expected);
        }
    }

    #[test]
    fn client_settings_override_project_and_iam_endpoint() {
        let variables = [("AK", "a"), ("SK", "s"), ("PROJECT_ID", "p"), ("IAM_ENDPOINT", "https://iam.example.com")];
        let client = ClientBuilder::new(&SERVICE).region("cn-north-4").transport(FakeTransport::default());
        let client = client.credentials(from_variables(&variables).expect("credentials"));
        let settings = |client: ClientBuilder| {
            let client = client.build().expect("a client");
            let iam = client.state().iam_endpoint.as_ref().map(|endpoint| endpoint.origin().to_owned());
            (client.state().project_id.clone().unwrap_or_default(), iam.unwrap_or_default())
        };
        assert_eq!(settings(client.clone()), ("p".to_owned(), "https://iam.example.com".to_owned()));
        let own = client.project_id("mine").iam_endpoint("https://iam.mine.example.com");
        assert_eq!(settings(own), ("mine".to_owned(), "https://iam.mine.example.com".to_owned()));
    }

    #[test]
    fn incomplete_credentials_are_an_error_that_names_the_variables() {
        let secret = "s3cret";
        for variables in [
            &[] as &[_],
            &[("AK", secret)],
            &[("SK", secret)],
            &[("AK", secret), ("SK", "")],
            &[("SECURITY_TOKEN", secret)],
            &[("PROJECT_ID", secret), ("IAM_ENDPOINT", secret)],
        ] {
            let error = from_variables(variables).expect_err("incomplete");
            let shown = format!("{error} {error:?}");
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(["_TOKEN", "_AK", "_SK"].iter().all(|name| shown.contains(name)) && !shown.contains(secret));
        }
    }
}
