//! Credentials that users have set already: in the environment, or in the vendor's profile file.

use std::collections::BTreeMap;
use std::env;
use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::runtime::auth::credentials::Credentials;
use crate::runtime::error::Error;

/// Names of the vendor's own SDKs, and one more for what they do not support.
const TOKEN: &str = "HUAWEICLOUD_SDK_TOKEN";
const ACCESS_KEY: &str = "HUAWEICLOUD_SDK_AK";
const SECRET_KEY: &str = "HUAWEICLOUD_SDK_SK";
const SECURITY_TOKEN: &str = "HUAWEICLOUD_SDK_SECURITY_TOKEN";
const PROJECT_ID: &str = "HUAWEICLOUD_SDK_PROJECT_ID";
const IAM_ENDPOINT: &str = "HUAWEICLOUD_SDK_IAM_ENDPOINT";

const SECTION: &str = "basic";

const MAX_PROFILE_BYTES: u64 = 1024 * 1024;

impl Credentials {
    /// Credentials of the environment: `HUAWEICLOUD_SDK_TOKEN`, or else `HUAWEICLOUD_SDK_AK` and
    /// `HUAWEICLOUD_SDK_SK` with `HUAWEICLOUD_SDK_SECURITY_TOKEN` where it is set.
    ///
    /// `HUAWEICLOUD_SDK_PROJECT_ID` and `HUAWEICLOUD_SDK_IAM_ENDPOINT` count where the client has no own ones.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if neither a token nor a whole access key is set.
    pub fn from_env() -> Result<Self, Error> {
        // A variable that is not Unicode is as good as absent: no credential looks like that.
        Self::from_variables(|name| env::var(name).ok())
    }

    fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let found = Found {
            token: set(TOKEN),
            access_key: set(ACCESS_KEY),
            secret_key: set(SECRET_KEY),
            security_token: set(SECURITY_TOKEN),
            project_id: set(PROJECT_ID),
            iam_endpoint: set(IAM_ENDPOINT),
        };
        let wanted = format!("the environment has no credentials: set {TOKEN}, or {ACCESS_KEY} and {SECRET_KEY}");
        found.credentials().ok_or_else(|| Error::configuration(vec![wanted]))
    }

    /// Credentials of the file `~/.huaweicloud/credentials`: `ak` and `sk` in its section `[basic]`, and where they
    /// are set `security_token`, `project_id` and `iam_endpoint`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the file cannot be read or has no access key.
    pub fn from_profile() -> Result<Self, Error> {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let home = set("HOME").or_else(|| set("USERPROFILE")).map(PathBuf::from);
        let home =
            home.ok_or_else(|| Error::configuration(vec!["there is no home folder: HOME is not set".to_owned()]))?;
        Self::from_profile_file(home.join(".huaweicloud").join("credentials"))
    }

    /// As [`from_profile`](Self::from_profile), from another file.
    ///
    /// # Errors
    ///
    /// As for [`from_profile`](Self::from_profile).
    pub fn from_profile_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let problem =
            |problem: String| Error::configuration(vec![format!("the profile {}: {problem}", path.display())]);
        let text = read(path).map_err(|error| problem(error.to_string()))?;
        Self::from_profile_text(&Zeroizing::new(text)).map_err(problem)
    }

    fn from_profile_text(text: &str) -> Result<Self, String> {
        let mut profile = section(text)?;
        let found = Found {
            token: None,
            access_key: profile.remove("ak"),
            secret_key: profile.remove("sk"),
            security_token: profile.remove("security_token"),
            project_id: profile.remove("project_id"),
            iam_endpoint: profile.remove("iam_endpoint"),
        };
        found.credentials().ok_or_else(|| format!("its section [{SECTION}] needs both ak and sk"))
    }
}

struct Found {
    token: Option<String>,
    access_key: Option<String>,
    secret_key: Option<String>,
    security_token: Option<String>,
    project_id: Option<String>,
    iam_endpoint: Option<String>,
}

impl Found {
    fn credentials(self) -> Option<Credentials> {
        let mut credentials = match (self.token, self.access_key, self.secret_key, self.security_token) {
            (Some(token), ..) => Credentials::token(token),
            (None, Some(access_key), Some(secret_key), None) => Credentials::access_key(access_key, secret_key),
            (None, Some(access_key), Some(secret_key), Some(token)) => {
                Credentials::temporary_access_key(access_key, secret_key, token)
            }
            _ => return None,
        };
        credentials.project_id = self.project_id;
        credentials.iam_endpoint = self.iam_endpoint;
        Some(credentials)
    }
}

/// A device or a pipe would never end.
fn read(path: &Path) -> io::Result<String> {
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() || metadata.len() > MAX_PROFILE_BYTES {
        return Err(io::Error::other("it is no file of at most 1 MiB"));
    }
    std::fs::read_to_string(path)
}

/// The section of an INI file. Nothing of a line is repeated in an error: it may hold a secret.
fn section(text: &str) -> Result<BTreeMap<String, String>, String> {
    let mut values = BTreeMap::new();
    let mut inside = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = line.strip_prefix('[') {
            let name = name.strip_suffix(']').ok_or_else(|| format!("line {}: a ] is missing", index + 1))?;
            inside = name.trim() == SECTION;
            continue;
        }
        let (key, value) = line.split_once('=').ok_or_else(|| format!("line {}: it is no `key = value`", index + 1))?;
        let value = value.trim();
        if inside && !value.is_empty() {
            values.insert(key.trim().to_ascii_lowercase(), value.to_owned());
        }
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::auth::credentials::{CredentialKind, CredentialsSource};
    use crate::runtime::client::builder::ClientBuilder;
    use crate::runtime::error::ErrorKind;
    use crate::runtime::testing::{FakeTransport, SERVICE};

    /// What was found, in short.
    fn shown(credentials: &Credentials) -> String {
        let CredentialsSource::Static(credential) = &credentials.source else { return "none".to_owned() };
        let kind = match &credential.kind {
            CredentialKind::Token(token) => format!("token {}", token.expose()),
            CredentialKind::AccessKey(key) => {
                let token = key.security_token.as_ref().map(|token| format!("/{}", token.expose()));
                format!("key {}/{}{}", key.id, key.secret.expose(), token.unwrap_or_default())
            }
        };
        let around = [&credentials.project_id, &credentials.iam_endpoint].map(|part| part.as_deref().unwrap_or("-"));
        format!("{kind} {}", around.join(" "))
    }

    fn in_environment(variables: &[(&str, &str)]) -> Result<Credentials, Error> {
        let find = |name: &str| variables.iter().find(|(key, _)| format!("HUAWEICLOUD_SDK_{key}") == name);
        Credentials::from_variables(|name| find(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn variables() {
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
            assert_eq!(shown(&in_environment(variables).expect(expected)), expected);
        }
    }

    #[test]
    fn project_and_iam_of_the_environment_count_where_the_client_has_none() {
        let variables = [("AK", "a"), ("SK", "s"), ("PROJECT_ID", "p"), ("IAM_ENDPOINT", "https://iam.example.com")];
        let client = ClientBuilder::new(&SERVICE).region("cn-north-4").transport(FakeTransport::default());
        let client = client.credentials(in_environment(&variables).expect("credentials"));
        let location = |client: ClientBuilder| {
            let client = client.build().expect("a client");
            let iam = client.state().iam_endpoint.as_ref().map(|endpoint| endpoint.origin().to_owned());
            (client.state().project_id.clone().unwrap_or_default(), iam.unwrap_or_default())
        };
        assert_eq!(location(client.clone()), ("p".to_owned(), "https://iam.example.com".to_owned()));
        let own = client.project_id("mine").iam_endpoint("https://iam.mine.example.com");
        assert_eq!(location(own), ("mine".to_owned(), "https://iam.mine.example.com".to_owned()));
    }

    #[test]
    fn an_environment_without_whole_credentials_says_what_to_set() {
        let secret = "s3cret";
        for variables in [
            &[] as &[_],
            &[("AK", secret)],
            &[("SK", secret)],
            &[("AK", secret), ("SK", "")],
            &[("SECURITY_TOKEN", secret)],
            &[("PROJECT_ID", secret), ("IAM_ENDPOINT", secret)],
        ] {
            let error = in_environment(variables).expect_err("nothing whole");
            let shown = format!("{error} {error:?}");
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(["_TOKEN", "_AK", "_SK"].iter().all(|name| shown.contains(name)) && !shown.contains(secret));
        }
    }

    #[test]
    fn profiles() {
        for (text, expected) in [
            ("[basic]\nak=a\nsk=s", "key a/s - -"),
            ("[basic]\r\nak = a\r\nsk = s\r\n", "key a/s - -"),
            ("\u{feff}[basic]\nak=a\nsk=s\n", "key a/s - -"),
            ("\u{feff}\r\n; c\r\n[ basic ]\r\n\tAK\t=\ta\r\nSk=s", "key a/s - -"),
            ("[basic]\nak=a\nsk=s==;#=\n", "key a/s==;#= - -"),
            (
                "[basic]\nak=a\nsk=s\nsecurity_token=t\nproject_id=p\niam_endpoint=https://iam",
                "key a/s/t p https://iam",
            ),
            ("[basic]\nak=a\nsk=s\nsecurity_token=\nproject_id = \n", "key a/s - -"),
            ("[basic]\nak=old\nak=a\nsk=s", "key a/s - -"),
            ("# mine\n[other]\nak=no\nsk=no\n[basic]\nak=a\n; more\nsk=s\n[third]\nsk=no", "key a/s - -"),
            ("[basic]\nak=a\n[third]\nak=no\n[basic]\nsk=s", "key a/s - -"),
        ] {
            assert_eq!(shown(&Credentials::from_profile_text(text).expect(text)), expected, "{text}");
        }
    }

    #[test]
    fn errors_of_a_profile_name_the_line_and_no_secret() {
        let incomplete = "its section [basic] needs both ak and sk";
        for (text, expected) in [
            ("", incomplete),
            ("[other]\nak=s3cret\nsk=s3cret", incomplete),
            ("ak=s3cret\nsk=s3cret", incomplete),
            ("[basic]\nak=s3cret", incomplete),
            ("[basic]\nak=\nsk=s3cret", incomplete),
            ("[basics]\nak=s3cret\nsk=s3cret", incomplete),
            ("[basic\nak=s3cret", "line 1: a ] is missing"),
            ("[basic]\n\ns3cret", "line 3: it is no `key = value`"),
            ("[basic]\r\nak: s3cret\r\n", "line 2: it is no `key = value`"),
        ] {
            assert_eq!(Credentials::from_profile_text(text).expect_err(text), expected, "{text}");
        }
    }

    #[test]
    fn errors_of_a_file_name_it() {
        let missing = Credentials::from_profile_file("/nowhere/credentials").expect_err("no file");
        assert!(missing.to_string().contains("the profile /nowhere/credentials: "), "{missing}");
        let device = Credentials::from_profile_file("/dev/zero").expect_err("no end");
        assert!(device.to_string().contains("the profile /dev/zero: "), "{device}");
        let path = std::env::temp_dir().join(format!("huaweicloud-hss-profile-{}", std::process::id()));
        for (bytes, says) in [(b"[basic]\nak=\xff\xfes3cret" as &[u8], "UTF-8"), (b"[basic]\nak=s3cret", "needs both")]
        {
            std::fs::write(&path, bytes).expect("a file");
            let error = Credentials::from_profile_file(&path).expect_err(says);
            assert!(error.to_string().contains(says) && !format!("{error} {error:?}").contains("s3cret"), "{error}");
        }
        std::fs::write(&path, "[basic]\r\nak=a\r\nsk=s\r\n").expect("a file");
        assert_eq!(shown(&Credentials::from_profile_file(&path).expect("a profile")), "key a/s - -");
        let _ = std::fs::remove_file(path);
    }
}
