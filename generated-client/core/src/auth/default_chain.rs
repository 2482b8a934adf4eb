//! The default credentials chain: the environment, then the profile.

use crate::auth::credentials::Credentials;
use crate::auth::environment::{self, Variables, process_variable};
use crate::auth::profile::{self, CredentialsFile, DEFAULT_PROFILE};
use crate::error::Error;
use crate::error::misconfiguration::{Misconfiguration, Missing};

impl Credentials {
    /// Returns the credentials of the first source of the default credentials chain that is set.
    ///
    /// | source | is set if | read as by |
    /// |---|---|---|
    /// | environment | a token or any part of an access key is set | [`from_env`](Self::from_env) |
    /// | profile | the credentials file exists, or `HUAWEICLOUD_SDK_CREDENTIALS_FILE` or `HUAWEICLOUD_SDK_PROFILE` is set | [`from_profile`](Self::from_profile) |
    ///
    /// A source that is set in part is an error that names what is missing. The chain never continues with the next
    /// source, which may belong to another account. It sends nothing: no metadata service is asked.
    ///
    /// `HUAWEICLOUD_SDK_PROJECT_ID` and `HUAWEICLOUD_SDK_IAM_ENDPOINT` take precedence over the settings of the
    /// profile. [`origin`](Self::origin) tells which source was used.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if no source is set, or if the first one
    /// that is set is incomplete or cannot be read.
    pub fn default_chain() -> Result<Self, Error> {
        from_chain(&process_variable).map_err(Error::misconfigured)
    }

    /// Returns the credentials of the [default credentials chain](Self::default_chain), or `last` if neither of its
    /// sources is set.
    ///
    /// `last` can be [`metadata_service`](Self::metadata_service), for a program that runs on cloud servers and on
    /// other machines.
    ///
    /// # Errors
    ///
    /// As for [`default_chain`](Self::default_chain), except that it is not an error if no source is set.
    pub fn default_chain_or(last: Credentials) -> Result<Self, Error> {
        let found = find(&process_variable).map_err(Error::misconfigured)?;
        Ok(found.unwrap_or(last))
    }
}

fn from_chain(variables: Variables<'_>) -> Result<Credentials, Misconfiguration> {
    if let Some(credentials) = find(variables)? {
        return Ok(credentials);
    }
    let message = format!("no credentials: {}", environment::HOW_TO_SET);
    match CredentialsFile::locate(variables) {
        Ok(file) => {
            let file = file.shown();
            let message = format!("{message}; or create {file} with ak and sk in the section [{DEFAULT_PROFILE}]");
            Err(Misconfiguration::lacks(Missing::Profile, message))
        }
        Err(reason) => Err(format!("{message}; {reason}").into()),
    }
}

/// Returns `None` if no source is set.
fn find(variables: Variables<'_>) -> Result<Option<Credentials>, Misconfiguration> {
    if let Some(credentials) = environment::find(variables)? {
        return Ok(Some(credentials));
    }
    let name = profile::name_in_environment(variables)?;
    let file = match CredentialsFile::locate(variables) {
        Ok(file) if name.is_some() || file.is_set() => file,
        Err(message) if name.is_some() => return Err(message.into()),
        // The home directory is unknown, or it has no such file.
        _ => return Ok(None),
    };
    let mut credentials = profile::load_selected(&file, variables)?;
    environment::override_settings(&mut credentials, variables)?;
    Ok(Some(credentials))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::path::PathBuf;

    use super::*;
    use crate::auth::origin::CredentialsOrigin;
    use crate::testing::{TemporaryFile, describe_credentials};

    /// Returns variables by their names without the prefix `HUAWEICLOUD_SDK_`, and a home directory without files.
    fn variables(pairs: &[(&str, &str)]) -> impl Fn(&str) -> Option<OsString> {
        let mut all = vec![("HOME".to_owned(), OsString::from("/nowhere"))];
        for (name, value) in pairs {
            all.push((format!("HUAWEICLOUD_SDK_{name}"), OsString::from(value)));
        }
        move |name| all.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    fn chain(pairs: &[(&str, &str)]) -> Result<Credentials, String> {
        from_chain(&variables(pairs)).map_err(|reason| reason.message)
    }

    #[test]
    fn the_environment_comes_before_the_profile() {
        let file = TemporaryFile::new("[basic]\nak=from-file\nsk=s\nregion=r\nproject_id=p");
        let path = ("CREDENTIALS_FILE", file.path());
        let environment = chain(&[("AK", "a"), ("SK", "s"), path]).expect("the environment");
        assert_eq!(describe_credentials(&environment), "key a/s - -");
        assert_eq!((environment.origin(), environment.region()), (&CredentialsOrigin::Environment, None));

        let profile = chain(&[path]).expect("the profile");
        assert_eq!(describe_credentials(&profile), "key from-file/s p -");
        let origin = CredentialsOrigin::Profile { name: "basic".to_owned(), file: PathBuf::from(file.path()) };
        assert_eq!((profile.origin(), profile.region()), (&origin, Some("r")));
        assert_eq!(origin.to_string(), format!("the profile basic in {}", file.path()));
    }

    #[test]
    fn a_source_that_is_set_in_part_never_falls_through() {
        let file = TemporaryFile::new("[basic]\nak=s3cret\nsk=s3cret");
        let path = ("CREDENTIALS_FILE", file.path());
        for (variable, missing) in [("AK", "HUAWEICLOUD_SDK_SK"), ("SK", "HUAWEICLOUD_SDK_AK")] {
            let error = chain(&[(variable, "s3cret"), path]).expect_err("incomplete");
            assert!(error.contains(missing) && !error.contains("s3cret"), "{error}");
        }
        let error = chain(&[("SECURITY_TOKEN", "s3cret"), path]).expect_err("incomplete");
        assert!(error.contains("HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK"), "{error}");

        for (text, missing) in [
            ("[basic]\nak=s3cret", "ak is set without sk"),
            ("[basic]\nsk=s3cret", "sk is set without ak"),
            ("[basic]\nsecurity_token=s3cret", "without ak and sk"),
            ("[basic]\nregion=cn-north-4", "has no credentials: add ak and sk"),
            ("[other]\nak=a\nsk=s", "has no section [basic]"),
            ("", "is empty"),
        ] {
            let file = TemporaryFile::new(text);
            let error = chain(&[("CREDENTIALS_FILE", file.path())]).expect_err("incomplete");
            assert!(error.contains(missing) && error.contains(file.path()) && !error.contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn a_missing_file_is_an_error_only_if_it_is_named() {
        let error = chain(&[("CREDENTIALS_FILE", "/nowhere/mine")]).expect_err("no file");
        assert!(error.starts_with("the credentials file /nowhere/mine does not exist: create it"), "{error}");
        assert_eq!(
            chain(&[]).expect_err("no source"),
            "no credentials: set HUAWEICLOUD_SDK_TOKEN, or HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK; or create \
             /nowhere/.huaweicloud/credentials with ak and sk in the section [basic]"
        );
        let reason = from_chain(&|_| None).expect_err("no home directory");
        let expected = "no credentials: set HUAWEICLOUD_SDK_TOKEN, or HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK; the \
                        home directory is unknown: set HOME or HUAWEICLOUD_SDK_CREDENTIALS_FILE";
        assert_eq!((reason.message.as_str(), reason.missing), (expected, None));
        assert!(find(&variables(&[])).expect("no source is not an error").is_none());
        assert!(find(&|_| None).expect("no home directory is not an error").is_none());
    }

    #[test]
    fn the_environment_selects_the_profile_unless_it_has_credentials() {
        let file = TemporaryFile::new("[basic]\nak=a\nsk=s\n[prod]\nak=b\nsk=t");
        let (path, prod) = (("CREDENTIALS_FILE", file.path()), ("PROFILE", "prod"));
        for (pairs, expected) in [
            (&[path, prod][..], "key b/t - -"),
            (&[path, ("PROFILE", "")], "key a/s - -"),
            (&[path, prod, ("TOKEN", "x")], "token x - -"),
        ] {
            assert_eq!(describe_credentials(&chain(pairs).expect("credentials")), expected, "{pairs:?}");
        }
        let unknown = chain(&[path, ("PROFILE", "nope")]).expect_err("unknown");
        assert!(unknown.contains("has no section [nope]"), "{unknown}");
        let no_file = find(&variables(&[prod])).expect_err("a profile that is named must exist").message;
        let message =
            "HUAWEICLOUD_SDK_PROFILE is set: the credentials file /nowhere/.huaweicloud/credentials does not exist: ";
        assert!(no_file.starts_with(message), "{no_file}");
        let no_home = find(&|name| (name == "HUAWEICLOUD_SDK_PROFILE").then(|| "prod".into())).err();
        assert!(no_home.is_some_and(|reason| reason.message.starts_with("the home directory is unknown")));
    }

    #[test]
    fn variables_override_the_project_and_the_iam_endpoint_of_a_profile() {
        let file = TemporaryFile::new("[basic]\nak=a\nsk=s\nproject_id=p\niam_endpoint=https://iam");
        let pairs = [("CREDENTIALS_FILE", file.path()), ("PROJECT_ID", "mine"), ("IAM_ENDPOINT", "https://own")];
        assert_eq!(describe_credentials(&chain(&pairs).expect("a profile")), "key a/s mine https://own");
        assert_eq!(describe_credentials(&chain(&pairs[..1]).expect("a profile")), "key a/s p https://iam");
    }
}
