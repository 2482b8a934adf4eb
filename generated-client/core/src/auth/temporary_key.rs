//! A temporary access key as IAM and the metadata service return it.

use std::time::SystemTime;

use bytes::Bytes;
use jiff::Timestamp;
use serde::Deserialize;

use crate::auth::credential::{AccessKey, Credential};
use crate::error::Error;
use crate::message::RawResponse;
use crate::secret::Secret;

#[derive(Deserialize)]
struct Body {
    credential: TemporaryKey,
}

#[derive(Deserialize)]
struct TemporaryKey {
    access: String,
    secret: Secret,
    securitytoken: Secret,
    expires_at: String,
}

fn parse(response: &RawResponse) -> Option<TemporaryKey> {
    let body: Body = serde_json::from_slice(&response.body).ok()?;
    Some(body.credential)
}

/// Returns the secrets of a response with any status.
pub(crate) fn issued_secrets(response: &RawResponse) -> Vec<Secret> {
    match parse(response) {
        Some(key) => vec![key.secret, key.securitytoken],
        None => Vec::new(),
    }
}

/// Decodes a successful response.
pub(crate) fn credential(mut response: RawResponse) -> Result<Credential, Error> {
    let key = parse(&response);
    // An error must not show the body: a secret in an unexpected form could not be redacted.
    response.body = Bytes::new();
    let Some(key) = key else {
        let detail = "it does not contain a temporary access key with an expiration time";
        return Err(Error::unexpected_response(&response, detail));
    };
    let Ok(expires_at) = key.expires_at.parse::<Timestamp>() else {
        let detail = "the expiration time of its access key is not valid";
        return Err(Error::unexpected_response(&response, detail));
    };
    let key = AccessKey { id: key.access, secret: key.secret, security_token: Some(key.securitytoken) };
    let credential = Credential::from_access_key(key).expires_at(SystemTime::from(expires_at));
    credential
        .validated()
        .map_err(|reason| Error::unexpected_response(&response, format!("its access key cannot be used: {reason}")))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use http::{HeaderMap, StatusCode};

    use super::*;
    use crate::auth::credential::CredentialKind;
    use crate::error::ErrorKind;

    fn response(body: &str) -> RawResponse {
        RawResponse {
            operation: "a source",
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: body.to_owned().into(),
            file: None,
            retry_after: None,
        }
    }

    #[test]
    fn decodes_an_access_key_with_its_security_token_and_expiration() {
        let response = response(
            r#"{"credential": {"access": "AK", "secret": "SK", "securitytoken": "ST", "more": [1],
                "expires_at": "2019-02-13T06:52:13.855000Z"}, "more": {}}"#,
        );
        let secrets = issued_secrets(&response);
        let credential = credential(response).expect("a credential");
        let CredentialKind::AccessKey(key) = &credential.kind else { panic!("not an access key") };
        let token = key.security_token.as_ref().expect("a security token");
        assert_eq!((key.id.as_str(), key.secret.expose(), token.expose()), ("AK", "SK", "ST"));
        assert_eq!(secrets, [key.secret.clone(), token.clone()]);
        assert_eq!(credential.expires_at, Some(UNIX_EPOCH + Duration::from_millis(1_550_040_733_855)));
    }

    #[test]
    fn errors_never_show_the_body() {
        let deep = "[".repeat(100_000);
        let time = "2019-02-13T06:52:13Z";
        let key = |access: &str, secret: &str, token: &str, time: &str| {
            format!(
                r#"{{"credential": {{"access": {access}, "secret": {secret}, "securitytoken": {token}, "expires_at": {time}}}}}"#
            )
        };
        let (secret, good) = (r#""s3cret""#, format!("\"{time}\""));
        for body in [
            "",
            "null",
            "[]",
            "<html>s3cret</html>",
            "{}",
            &deep,
            r#"{"credential": null}"#,
            r#"{"credential": "s3cret"}"#,
            r#"{"credential": {"access": "AK", "secret": "s3cret", "securitytoken": "s3cret"}}"#,
            r#"{"credential": {"access": "AK", "secret": "s3cret", "securitytoken": "s3cret", "expires_at": "2019"#,
            &key("1", secret, secret, &good),
            &key(r#""AK""#, "null", secret, &good),
            &key(r#""AK""#, secret, r#"["s3cret"]"#, &good),
            &key(r#""AK""#, secret, secret, "1550040733"),
            &key(r#""AK""#, secret, secret, r#""s3cret""#),
            &key(r#""AK""#, secret, secret, r#""99999-01-01T00:00:00Z""#),
            &key(r#""""#, secret, secret, &good),
            &key(r#""A,K""#, secret, secret, &good),
            &key(r#""AK""#, r#""""#, secret, &good),
            &key(r#""AK""#, secret, r#""""#, &good),
            &key(r#""AK""#, secret, r#""s3cret\u000a""#, &good),
            &key(r#""AK""#, secret, r#""s3cret-é""#, &good),
        ] {
            let error = credential(response(body)).expect_err(body);
            let shown = format!("{error} {error:?} {:?}", error.raw_body());
            assert_eq!(error.kind(), ErrorKind::Response);
            assert!(error.to_string().starts_with("a source: unexpected response 200 OK: "), "{error}");
            assert!(!shown.contains("s3cret") && error.raw_body() == Some(b""), "{shown}");
        }
    }
}
