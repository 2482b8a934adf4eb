//! Credentials from a profile file.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::auth::credentials::Credentials;
use crate::auth::environment::{Variables, process_variable};
use crate::auth::origin::CredentialsOrigin;
use crate::auth::settings::{AccessKeyNames, CredentialSettings};
use crate::error::Error;
use crate::error::misconfiguration::{Misconfiguration, Missing};
use crate::small_file;
use crate::text::{MAX_NAME, check_unpadded, check_word, decode_file, one_line, shown_path};

/// The profile that the vendor's SDKs read.
pub(super) const DEFAULT_PROFILE: &str = "basic";

const PROFILE: &str = "HUAWEICLOUD_SDK_PROFILE";
const CREDENTIALS_FILE: &str = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";
const ACCESS_KEY: AccessKeyNames =
    AccessKeyNames { access_key: "ak", secret_key: "sk", security_token: "security_token" };

/// White space that can surround a value without being a part of it. Any other white space around it is an error.
const BLANKS: [char; 3] = [' ', '\t', '\r'];

impl Credentials {
    /// Creates credentials from a profile in the credentials file of the vendor's SDKs: the one that the environment
    /// variable `HUAWEICLOUD_SDK_PROFILE` names, or else `basic`.
    ///
    /// The file is `~/.huaweicloud/credentials`, or the one that the environment variable
    /// `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names. `~` is the value of `HOME` or, without it, of `USERPROFILE`, as on
    /// Windows. The file is in INI format: each section is a profile. A profile must contain `ak` and `sk`, and can
    /// contain `security_token`, `region`, `project_id` and `iam_endpoint`.
    ///
    /// A client without a region, project ID or IAM endpoint takes them from the profile.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the file cannot be read, is malformed,
    /// or has no such profile with an access key and its secret key. The error names the file and the place in it.
    pub fn from_profile() -> Result<Self, Error> {
        let file = CredentialsFile::locate(&process_variable).map_err(Error::misconfigured)?;
        load_selected(&file, &process_variable).map_err(Error::misconfigured)
    }

    /// Creates credentials from another profile than [`from_profile`](Self::from_profile): the section of this name.
    ///
    /// # Errors
    ///
    /// As for [`from_profile`](Self::from_profile).
    pub fn from_named_profile(name: &str) -> Result<Self, Error> {
        let file = CredentialsFile::locate(&process_variable).map_err(Error::misconfigured)?;
        load(&file, name).map_err(Error::misconfigured)
    }

    /// Creates credentials from a profile in another file than [`from_profile`](Self::from_profile) reads.
    ///
    /// # Errors
    ///
    /// As for [`from_profile`](Self::from_profile).
    pub fn from_profile_file(path: impl AsRef<Path>, name: &str) -> Result<Self, Error> {
        let file = CredentialsFile { path: path.as_ref().to_owned(), is_named: true };
        load(&file, name).map_err(Error::misconfigured)
    }
}

/// A file with profiles.
pub(super) struct CredentialsFile {
    path: PathBuf,
    /// Whether the environment or the caller names it, so that it must exist.
    is_named: bool,
}

impl CredentialsFile {
    /// Returns the file that the environment names, or the one in the home directory.
    pub(super) fn locate(variables: Variables<'_>) -> Result<Self, String> {
        let non_empty = |name: &str| variables(name).filter(|value| !value.is_empty());
        if let Some(path) = non_empty(CREDENTIALS_FILE) {
            return Ok(Self { path: path.into(), is_named: true });
        }
        let Some(home) = non_empty("HOME").or_else(|| non_empty("USERPROFILE")) else {
            return Err(format!("the home directory is unknown: set HOME or {CREDENTIALS_FILE}"));
        };
        let path = PathBuf::from(home).join(".huaweicloud").join("credentials");
        Ok(Self { path, is_named: false })
    }

    /// Returns whether there is a file to read. A file that is named but missing is an error.
    pub(super) fn is_set(&self) -> bool {
        // A file that may exist but is not accessible is an error too.
        self.is_named || self.path.try_exists().unwrap_or(true)
    }

    /// Returns the path for an error.
    pub(super) fn shown(&self) -> String {
        shown_path(&self.path)
    }
}

/// Returns the name of the profile that the environment selects, if any.
pub(super) fn name_in_environment(variables: Variables<'_>) -> Result<Option<String>, String> {
    match variables(PROFILE).unwrap_or_default().into_string() {
        Ok(name) if name.is_empty() => Ok(None),
        Ok(name) => Ok(Some(name)),
        Err(_) => Err(format!("{PROFILE} is not valid UTF-8: set it to text")),
    }
}

/// Returns the name of the profile that the environment selects, or else `basic`.
///
/// # Errors
///
/// If the name is not UTF-8.
pub fn default_profile() -> Result<String, String> {
    Ok(name_in_environment(&process_variable)?.unwrap_or_else(|| DEFAULT_PROFILE.to_owned()))
}

/// Returns the path of the credentials file, which need not exist.
///
/// # Errors
///
/// If the home directory is unknown.
pub fn credentials_file() -> Result<PathBuf, String> {
    CredentialsFile::locate(&process_variable).map(|file| file.path)
}

/// Loads the profile that the environment selects, or else `basic`.
pub(super) fn load_selected(file: &CredentialsFile, variables: Variables<'_>) -> Result<Credentials, Misconfiguration> {
    let Some(name) = name_in_environment(variables)? else { return load(file, DEFAULT_PROFILE) };
    load(file, &name).map_err(|Misconfiguration { message, missing }| Misconfiguration {
        message: format!("{PROFILE} is set: {message}"),
        missing,
    })
}

/// Loads a profile.
fn load(file: &CredentialsFile, name: &str) -> Result<Credentials, Misconfiguration> {
    check_unpadded("the name of the profile", name)?;
    let path = file.shown();
    let invalid = |reason: &dyn std::fmt::Display| format!("the credentials file {path}: {reason}");
    let missing =
        |what: String| Misconfiguration::lacks(Missing::Profile, format!("the credentials file {path} {what}"));
    let shown_name = one_line(name, MAX_NAME);
    let bytes = small_file::read(&file.path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            missing(format!("does not exist: create it with ak and sk in the section [{shown_name}]"))
        }
        _ => invalid(&error).into(),
    })?;
    let text = decode_file(&bytes).map_err(|reason| invalid(&reason))?;
    let Some(settings) = parse(text, name).map_err(|reason| invalid(&reason))? else {
        if text.trim().is_empty() {
            return Err(missing(format!("is empty: add a section [{shown_name}] with ak and sk")));
        }
        return Err(missing(format!("has no section [{shown_name}]: add it with ak and sk")));
    };
    let profile = format!("the profile {shown_name} in {path}");
    let origin = CredentialsOrigin::Profile { name: name.to_owned(), file: file.path.clone() };
    match settings.into_credentials(&ACCESS_KEY, origin) {
        Ok(Some(credentials)) => Ok(credentials),
        Ok(None) => Err(format!("{profile} has no credentials: add ak and sk").into()),
        Err(reason) => Err(format!("{profile}: {reason}").into()),
    }
}

/// Returns the settings of a profile, or `None` if the file has no section of this name.
fn parse(text: &str, name: &str) -> Result<Option<CredentialSettings>, String> {
    let Some(mut values) = parse_section(text, name)? else { return Ok(None) };
    let mut take = |key: &str| {
        let Some(value) = values.remove(key) else { return Ok(None) };
        match check_word(&format!("{key} in the section [{}]", one_line(name, MAX_NAME)), &value) {
            Ok(()) => Ok(Some(value)),
            Err(reason) if value.contains([';', '#']) => Err(format!("{reason}; a comment needs a line of its own")),
            Err(reason) => Err(reason),
        }
    };
    Ok(Some(CredentialSettings {
        token: None,
        access_key: take(ACCESS_KEY.access_key)?,
        secret_key: take(ACCESS_KEY.secret_key)?,
        security_token: take(ACCESS_KEY.security_token)?,
        region: take("region")?,
        project_id: take("project_id")?,
        iam_endpoint: take("iam_endpoint")?,
    }))
}

/// Parses the values of a section in an INI file, all of which is checked. Errors do not repeat a line, since it may
/// contain a secret.
fn parse_section(text: &str, section: &str) -> Result<Option<BTreeMap<String, String>>, String> {
    let mut values = None;
    let mut in_section = false;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_matches(BLANKS);
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(header) = line.strip_prefix('[') {
            let Some(name) = header.strip_suffix(']') else {
                return Err(format!("line {number}: expected a closing `]`"));
            };
            in_section = name.trim() == section;
            if in_section && values.is_none() {
                values = Some(BTreeMap::new());
            }
            continue;
        }
        let Some((key, value)) = line.split_once('=') else {
            return Err(format!("line {number}: expected `key = value`"));
        };
        let value = value.trim_matches(BLANKS);
        if in_section
            && !value.is_empty()
            && let Some(values) = &mut values
        {
            values.insert(key.trim().to_ascii_lowercase(), value.to_owned());
        }
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TemporaryFile, describe_credentials};

    /// Loads the profile `basic` of a file with this text.
    fn load_text(text: impl AsRef<[u8]>) -> Result<Credentials, String> {
        let file = TemporaryFile::new(text);
        let loaded = Credentials::from_profile_file(file.path(), "basic");
        loaded.map_err(|error| error.configuration_errors().concat().replace(file.path(), "FILE"))
    }

    #[test]
    fn reads_profiles() {
        for (text, expected) in [
            ("[basic]\nak=a\nsk=s", "key a/s - -"),
            ("[basic]\r\nak = a\r\nsk = s\r\n", "key a/s - -"),
            ("\u{feff}[basic]\nak=a\nsk=s\n", "key a/s - -"),
            ("\u{feff}\r\n; c\r\n[ basic ]\r\n\tAK\t=\ta\r\nSk=s", "key a/s - -"),
            ("[basic]\nak=a\nsk=s\nnote='mine'\n", "key a/s - -"),
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
            assert_eq!(describe_credentials(&load_text(text).expect(text)), expected, "{text}");
        }
    }

    #[test]
    fn profiles_are_sections_and_carry_a_region() {
        let file = TemporaryFile::new("[basic]\nak=a\nsk=s\n[prod]\nak=b\nsk=t\nregion=cn-north-4");
        let basic = Credentials::from_profile_file(file.path(), "basic").expect("a profile");
        assert_eq!((describe_credentials(&basic).as_str(), basic.region()), ("key a/s - -", None));
        let prod = Credentials::from_profile_file(file.path(), "prod").expect("a profile");
        assert_eq!((describe_credentials(&prod).as_str(), prod.region()), ("key b/t - -", Some("cn-north-4")));
        for (name, message) in [
            ("dev", format!("the credentials file {} has no section [dev]: add it with ak and sk", file.path())),
            ("pr\nod", "the name of the profile contains U+000A: remove it".to_owned()),
        ] {
            let unknown = Credentials::from_profile_file(file.path(), name).expect_err(name);
            assert_eq!(unknown.configuration_errors(), [message]);
        }
    }

    #[test]
    fn errors_name_the_place_without_a_secret() {
        let no_section = "the credentials file FILE has no section [basic]: add it with ak and sk";
        for (text, expected) in [
            ("", "the credentials file FILE is empty: add a section [basic] with ak and sk"),
            ("[other]\nak=s3cret\nsk=s3cret", no_section),
            ("ak=s3cret\nsk=s3cret", no_section),
            ("[basics]\nak=s3cret\nsk=s3cret", no_section),
            ("[basic]\nak=s3cret", "the profile basic in FILE: ak is set without sk: set both"),
            ("[basic]\nak=\nsk=s3cret", "the profile basic in FILE: sk is set without ak: set both"),
            ("[basic]\nregion=a", "the profile basic in FILE has no credentials: add ak and sk"),
            ("[basic\nak=s3cret", "the credentials file FILE: line 1: expected a closing `]`"),
            ("[basic]\n\ns3cret", "the credentials file FILE: line 3: expected `key = value`"),
            (
                "[basic]\nak='s3cret'\nsk=s",
                "the credentials file FILE: ak in the section [basic] starts or ends with a quote: remove it",
            ),
            (
                "[basic]\nak=a\nsk=s3cret\u{200b}",
                "the credentials file FILE: sk in the section [basic] starts or ends with white space or an invisible \
                 character: remove it",
            ),
            (
                "[basic]\nak=a\nsk=s3cret ; mine",
                "the credentials file FILE: sk in the section [basic] contains white space: remove it; a comment needs a \
                 line of its own",
            ),
            (
                "[basic]\nak=a\nsk=s3cret\u{a0}",
                "the credentials file FILE: sk in the section [basic] starts or ends with white space or an invisible \
                 character: remove it",
            ),
            ("[basic]\r\nak: s3cret\r\n", "the credentials file FILE: line 2: expected `key = value`"),
        ] {
            assert_eq!(load_text(text).expect_err(text), expected, "{text}");
        }
        let error = load_text(b"[basic]\nak=\xff\xfes3cret").expect_err("not text");
        assert_eq!(error, "the credentials file FILE: it is not valid UTF-8: save it as UTF-8");
        let error = load_text(b"\xff\xfe[\0b\0]\0").expect_err("UTF-16");
        assert_eq!(error, "the credentials file FILE: it is UTF-16: save it as UTF-8");
    }

    #[test]
    fn file_errors_name_the_file() {
        for (path, reason) in [("/nowhere/credentials", " does not exist: create it"), ("/dev/zero", ": it must be")] {
            let error = Credentials::from_profile_file(path, "basic").expect_err("no regular file");
            assert!(error.to_string().contains(&format!("the credentials file {path}{reason}")), "{error}");
        }
    }
}
