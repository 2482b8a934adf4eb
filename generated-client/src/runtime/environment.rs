//! Credentials that users have set already: in the environment, or in the vendor's profile file.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

use super::credentials::Credentials;
use super::error::Error;

/// Names of the vendor's own SDKs, and one more for what they do not support.
const TOKEN: &str = "HUAWEICLOUD_SDK_TOKEN";
const ACCESS_KEY: &str = "HUAWEICLOUD_SDK_AK";
const SECRET_KEY: &str = "HUAWEICLOUD_SDK_SK";
const SECURITY_TOKEN: &str = "HUAWEICLOUD_SDK_SECURITY_TOKEN";
const PROJECT_ID: &str = "HUAWEICLOUD_SDK_PROJECT_ID";
const IAM_ENDPOINT: &str = "HUAWEICLOUD_SDK_IAM_ENDPOINT";

const SECTION: &str = "basic";

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
        let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
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
        let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")).map(PathBuf::from);
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
        let text = std::fs::read_to_string(path).map_err(|error| problem(error.to_string()))?;
        let mut profile = section(&text).map_err(problem)?;
        let found = Found {
            token: None,
            access_key: profile.remove("ak"),
            secret_key: profile.remove("sk"),
            security_token: profile.remove("security_token"),
            project_id: profile.remove("project_id"),
            iam_endpoint: profile.remove("iam_endpoint"),
        };
        found.credentials().ok_or_else(|| problem(format!("its section [{SECTION}] needs both ak and sk")))
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

    #[test]
    fn reads_the_section_and_nothing_else() {
        let text =
            "# mine\n[other]\nak = no\n\n[basic]\r\nak = AKID\r\nsk=a=b \n; more\nproject_id =\n[third]\nsk = no";
        let values = section(text).expect("a profile");
        let values: Vec<_> = values.iter().map(|(key, value)| format!("{key}:{value}")).collect();
        assert_eq!(values, ["ak:AKID", "sk:a=b"]);
    }

    #[test]
    fn errors_name_the_line_and_no_secret() {
        for (text, expected) in
            [("[basic\nak=1", "line 1: a ] is missing"), ("[basic]\ns3cret", "line 2: it is no `key = value`")]
        {
            assert_eq!(section(text).expect_err("an error"), expected);
        }
        let missing = Credentials::from_profile_file("/nowhere/credentials").expect_err("no file");
        assert!(missing.to_string().contains("/nowhere/credentials"), "{missing}");
    }
}
