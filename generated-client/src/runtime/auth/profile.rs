//! Credentials from a profile file.

use std::collections::BTreeMap;
use std::env;
use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::runtime::auth::credentials::Credentials;
use crate::runtime::auth::environment::CredentialSettings;
use crate::runtime::error::Error;

const SECTION: &str = "basic";

const MAX_PROFILE_BYTES: u64 = 1024 * 1024;

impl Credentials {
    /// Creates credentials from the profile file of the vendor's SDKs, `~/.huaweicloud/credentials`.
    ///
    /// The file is in INI format. Its section `[basic]` must contain `ak` and `sk`, and can contain `security_token`,
    /// `project_id` and `iam_endpoint`. A client without a project ID or IAM endpoint uses those in the file.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the file cannot be read or does not
    /// contain an access key with its secret key.
    pub fn from_profile() -> Result<Self, Error> {
        let Some(home) = home_directory() else {
            let message = "the profile ~/.huaweicloud/credentials: the home directory is unknown, set HOME".to_owned();
            return Err(Error::configuration(vec![message]));
        };
        Self::from_profile_file(home.join(".huaweicloud").join("credentials"))
    }

    /// Creates credentials from a profile file at `path`, in the format of [`from_profile`](Self::from_profile).
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`from_profile`](Self::from_profile).
    pub fn from_profile_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let invalid = |reason: String| Error::configuration(vec![format!("the profile {}: {reason}", path.display())]);
        let text = read_profile(path).map_err(|error| invalid(error.to_string()))?;
        Self::from_profile_text(&Zeroizing::new(text)).map_err(invalid)
    }

    fn from_profile_text(text: &str) -> Result<Self, String> {
        let mut values = parse_section(text)?;
        let settings = CredentialSettings {
            token: None,
            access_key: values.remove("ak"),
            secret_key: values.remove("sk"),
            security_token: values.remove("security_token"),
            project_id: values.remove("project_id"),
            iam_endpoint: values.remove("iam_endpoint"),
        };
        settings.into_credentials().ok_or_else(|| format!("the section [{SECTION}] must contain ak and sk"))
    }
}

fn home_directory() -> Option<PathBuf> {
    for name in ["HOME", "USERPROFILE"] {
        if let Some(directory) = env::var_os(name)
            && !directory.is_empty()
        {
            return Some(PathBuf::from(directory));
        }
    }
    None
}

fn read_profile(path: &Path) -> io::Result<String> {
    let metadata = std::fs::metadata(path)?;
    // Reading a device or a pipe might never end.
    if !metadata.is_file() || metadata.len() > MAX_PROFILE_BYTES {
        return Err(io::Error::other("it must be a regular file of at most 1 MiB"));
    }
    std::fs::read_to_string(path)
}

/// Parses the values of [`SECTION`] in an INI file. Errors do not repeat a line, since it may contain a secret.
fn parse_section(text: &str) -> Result<BTreeMap<String, String>, String> {
    let mut values = BTreeMap::new();
    let mut in_section = false;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(header) = line.strip_prefix('[') {
            let Some(name) = header.strip_suffix(']') else {
                return Err(format!("line {number}: expected a closing `]`"));
            };
            in_section = name.trim() == SECTION;
            continue;
        }
        let Some((key, value)) = line.split_once('=') else {
            return Err(format!("line {number}: expected `key = value`"));
        };
        let value = value.trim();
        if in_section && !value.is_empty() {
            values.insert(key.trim().to_ascii_lowercase(), value.to_owned());
        }
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::testing::describe_credentials;

    #[test]
    fn reads_profiles() {
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
            assert_eq!(describe_credentials(&Credentials::from_profile_text(text).expect(text)), expected, "{text}");
        }
    }

    #[test]
    fn syntax_errors_name_the_line_without_a_secret() {
        let incomplete = "the section [basic] must contain ak and sk";
        for (text, expected) in [
            ("", incomplete),
            ("[other]\nak=s3cret\nsk=s3cret", incomplete),
            ("ak=s3cret\nsk=s3cret", incomplete),
            ("[basic]\nak=s3cret", incomplete),
            ("[basic]\nak=\nsk=s3cret", incomplete),
            ("[basics]\nak=s3cret\nsk=s3cret", incomplete),
            ("[basic\nak=s3cret", "line 1: expected a closing `]`"),
            ("[basic]\n\ns3cret", "line 3: expected `key = value`"),
            ("[basic]\r\nak: s3cret\r\n", "line 2: expected `key = value`"),
        ] {
            assert_eq!(Credentials::from_profile_text(text).expect_err(text), expected, "{text}");
        }
    }

    #[test]
    fn file_errors_name_the_file() {
        let missing = Credentials::from_profile_file("/nowhere/credentials").expect_err("no file");
        assert!(missing.to_string().contains("the profile /nowhere/credentials: "), "{missing}");
        let device = Credentials::from_profile_file("/dev/zero").expect_err("not a regular file");
        assert!(device.to_string().contains("the profile /dev/zero: "), "{device}");
        let path = std::env::temp_dir().join(format!("huaweicloud-hss-profile-{}", std::process::id()));
        for (bytes, says) in
            [(b"[basic]\nak=\xff\xfes3cret" as &[u8], "UTF-8"), (b"[basic]\nak=s3cret", "must contain ak and sk")]
        {
            std::fs::write(&path, bytes).expect("a file");
            let error = Credentials::from_profile_file(&path).expect_err(says);
            assert!(error.to_string().contains(says) && !format!("{error} {error:?}").contains("s3cret"), "{error}");
        }
        std::fs::write(&path, "[basic]\r\nak=a\r\nsk=s\r\n").expect("a file");
        assert_eq!(describe_credentials(&Credentials::from_profile_file(&path).expect("a profile")), "key a/s - -");
        let _ = std::fs::remove_file(path);
    }
}
