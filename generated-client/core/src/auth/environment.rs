//! Credentials from environment variables.

use std::env;
use std::ffi::OsString;

use crate::auth::credentials::Credentials;
use crate::auth::origin::CredentialsOrigin;
use crate::auth::settings::{AccessKeyNames, CredentialSettings};
use crate::error::Error;
use crate::text::check_word;

const TOKEN: &str = "HUAWEICLOUD_SDK_TOKEN";
const PROJECT_ID: &str = "HUAWEICLOUD_SDK_PROJECT_ID";
const IAM_ENDPOINT: &str = "HUAWEICLOUD_SDK_IAM_ENDPOINT";
const ACCESS_KEY: AccessKeyNames = AccessKeyNames {
    access_key: "HUAWEICLOUD_SDK_AK",
    secret_key: "HUAWEICLOUD_SDK_SK",
    security_token: "HUAWEICLOUD_SDK_SECURITY_TOKEN",
};

/// How to fix an environment without credentials.
pub(super) const HOW_TO_SET: &str = "set HUAWEICLOUD_SDK_TOKEN, or HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK";

/// Looks up environment variables by their names. Tests supply their own.
pub(super) type Variables<'a> = &'a dyn Fn(&str) -> Option<OsString>;

impl Credentials {
    /// Creates credentials from environment variables.
    ///
    /// Uses the IAM token in `HUAWEICLOUD_SDK_TOKEN` if it is set. Otherwise uses the access key in
    /// `HUAWEICLOUD_SDK_AK` and `HUAWEICLOUD_SDK_SK`, which is temporary if `HUAWEICLOUD_SDK_SECURITY_TOKEN` is set.
    /// All variables except `HUAWEICLOUD_SDK_TOKEN` are those of the vendor's SDKs. Empty variables are ignored; white
    /// space, line breaks or quotes around a value are an error.
    ///
    /// A client without a project ID or IAM endpoint uses those in `HUAWEICLOUD_SDK_PROJECT_ID` and
    /// `HUAWEICLOUD_SDK_IAM_ENDPOINT`.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if neither a token nor an access key with
    /// its secret key is set. The error names the variables that are missing.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(&process_variable)
    }

    fn from_variables(variables: Variables<'_>) -> Result<Self, Error> {
        match find(variables).map_err(Error::misconfigured)? {
            Some(credentials) => Ok(credentials),
            None => Err(Error::misconfigured(format!("no credentials in the environment: {HOW_TO_SET}"))),
        }
    }
}

/// Returns a variable of this process.
pub(super) fn process_variable(name: &str) -> Option<OsString> {
    env::var_os(name)
}

/// Returns `None` if no variable with a credential is set.
pub(super) fn find(variables: Variables<'_>) -> Result<Option<Credentials>, String> {
    let settings = CredentialSettings {
        token: text(variables, TOKEN)?,
        access_key: text(variables, ACCESS_KEY.access_key)?,
        secret_key: text(variables, ACCESS_KEY.secret_key)?,
        security_token: text(variables, ACCESS_KEY.security_token)?,
        region: None,
        project_id: text(variables, PROJECT_ID)?,
        iam_endpoint: text(variables, IAM_ENDPOINT)?,
    };
    settings.into_credentials(&ACCESS_KEY, CredentialsOrigin::Environment)
}

/// Replaces the project and the IAM endpoint of a profile by those of the environment, if they are set.
pub(super) fn override_settings(credentials: &mut Credentials, variables: Variables<'_>) -> Result<(), String> {
    if let Some(project_id) = text(variables, PROJECT_ID)? {
        credentials.project_id = Some(project_id);
    }
    if let Some(endpoint) = text(variables, IAM_ENDPOINT)? {
        credentials.iam_endpoint = Some(endpoint);
    }
    Ok(())
}

/// Returns a variable that is not empty.
fn text(variables: Variables<'_>, name: &str) -> Result<Option<String>, String> {
    let value = variables(name).unwrap_or_default();
    if value.is_empty() {
        return Ok(None);
    }
    match value.into_string() {
        Ok(text) => {
            check_word(name, &text)?;
            Ok(Some(text))
        }
        Err(_) => Err(format!("{name} is not valid UTF-8: set it to text")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Client;
    use crate::client::builder::ClientBuilder;
    use crate::error::ErrorKind;
    use crate::testing::{FakeTransport, SERVICE, describe_credentials};

    fn from_variables(variables: &[(&str, &str)]) -> Result<Credentials, Error> {
        let find = |name: &str| variables.iter().find(|(key, _)| format!("HUAWEICLOUD_SDK_{key}") == name);
        Credentials::from_variables(&|name| find(name).map(|(_, value)| OsString::from(value)))
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
        let client = Client::builder(&SERVICE).region("cn-north-4").transport(FakeTransport::default());
        let client = client.credentials(from_variables(&variables).expect("credentials"));
        let settings = |client: ClientBuilder<Client>| {
            let client = client.build().expect("a client");
            let iam = client.state().authenticator.iam_endpoint.as_ref().map(|endpoint| endpoint.origin().to_owned());
            (
                client.state().options.project_id.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default(),
                iam.unwrap_or_default(),
            )
        };
        assert_eq!(settings(client.clone()), ("p".to_owned(), "https://iam.example.com".to_owned()));
        let own = client.project_id("mine").iam_endpoint("https://iam.mine.example.com");
        assert_eq!(settings(own), ("mine".to_owned(), "https://iam.mine.example.com".to_owned()));
    }

    #[test]
    fn incomplete_credentials_are_an_error_that_names_the_missing_variables() {
        let secret = "s3cret";
        let nothing = "no credentials in the environment: set HUAWEICLOUD_SDK_TOKEN, or HUAWEICLOUD_SDK_AK and \
                       HUAWEICLOUD_SDK_SK";
        for (variables, expected) in [
            (&[] as &[_], nothing),
            (&[("PROJECT_ID", secret), ("IAM_ENDPOINT", secret)], nothing),
            (&[("AK", secret)], "HUAWEICLOUD_SDK_AK is set without HUAWEICLOUD_SDK_SK: set both"),
            (&[("AK", secret), ("SK", "")], "HUAWEICLOUD_SDK_AK is set without HUAWEICLOUD_SDK_SK: set both"),
            (&[("SK", secret)], "HUAWEICLOUD_SDK_SK is set without HUAWEICLOUD_SDK_AK: set both"),
            (
                &[("SECURITY_TOKEN", secret)],
                "HUAWEICLOUD_SDK_SECURITY_TOKEN is set without HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK: set all three",
            ),
        ] {
            let error = from_variables(variables).expect_err("incomplete");
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert_eq!(error.configuration_errors(), [expected]);
            assert!(!format!("{error:?}").contains(secret), "{error:?}");
        }
    }

    #[test]
    fn white_space_around_a_value_is_an_error_that_names_the_variable() {
        for name in ["TOKEN", "AK", "SK", "SECURITY_TOKEN", "PROJECT_ID", "IAM_ENDPOINT"] {
            for value in ["s3cret\n", " s3cret", "s3cret\r", "\u{feff}s3cret"] {
                let error = from_variables(&[(name, value)]).expect_err(name);
                let expected = format!(
                    "HUAWEICLOUD_SDK_{name} starts or ends with white space or an invisible character: remove it"
                );
                assert_eq!(error.configuration_errors(), [expected]);
            }
            let error = from_variables(&[(name, "'s3cret'")]).expect_err(name);
            let expected = format!("HUAWEICLOUD_SDK_{name} starts or ends with a quote: remove it");
            assert_eq!(error.configuration_errors(), [expected]);
        }
    }

    #[cfg(unix)]
    #[test]
    fn variables_that_are_not_text_are_an_error() {
        use std::os::unix::ffi::OsStringExt;

        let invalid = |name: &str| (name == "HUAWEICLOUD_SDK_AK").then(|| OsString::from_vec(b"s3cret\xff".to_vec()));
        let error = Credentials::from_variables(&invalid).expect_err("not text");
        assert_eq!(error.configuration_errors(), ["HUAWEICLOUD_SDK_AK is not valid UTF-8: set it to text"]);
    }
}
