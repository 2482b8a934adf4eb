//! Agencies: access to the resources of an account that delegates it to another one.

use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;
use serde_json::json;

use crate::auth::iam;
use crate::endpoint::Endpoint;
use crate::text::check_filled;

/// Name of the request in errors.
pub(crate) const OPERATION: &str = "IAM agency";

pub(crate) const PATH: &str = "/v3.0/OS-CREDENTIAL/securitytokens";

/// The durations that IAM accepts, in seconds: 15 minutes to 24 hours.
const DURATIONS: std::ops::RangeInclusive<u64> = 900..=86400;

/// An agency, identified by its name and the account that created it: see
/// [`Credentials::assume_agency`](crate::Credentials::assume_agency).
///
/// Use it for resources of another account, which has created the agency to let yours manage them. Within one account,
/// give the IAM user the permissions instead: an agency costs a request and adds nothing. On a cloud server,
/// [`Credentials::metadata_service`](crate::Credentials::metadata_service) supplies the server's own agency.
///
/// ```
/// use std::time::Duration;
///
/// use huaweicloud_core::{Agency, Credentials};
/// use huaweicloud_museum::Client;
///
/// # fn main() -> Result<(), huaweicloud_core::Error> {
/// let own = Credentials::access_key("AKEXAMPLE", "SKEXAMPLE");
/// let agency = Agency::of_domain_name("customer", "security-audit");
/// let builder = Client::builder().region("cn-north-4").project_id("project-of-the-customer");
/// builder.clone().credentials(own.clone().assume_agency(agency.clone())).build()?;
///
/// let brief = own.assume_agency(agency.duration(Duration::from_secs(60)));
/// let error = builder.credentials(brief).build().unwrap_err();
/// assert_eq!(error.configuration_errors(), ["the duration of the agency must be from 15 minutes to 24 hours"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "an agency does nothing until it is assumed"]
pub struct Agency {
    domain: Domain,
    name: String,
    duration: Option<Duration>,
}

/// The account that created an agency.
#[derive(Clone, Debug, Serialize)]
enum Domain {
    #[serde(rename = "domain_name")]
    Name(String),
    #[serde(rename = "domain_id")]
    Id(String),
}

impl Agency {
    /// Returns the agency with this name in the account (domain) with this name.
    pub fn of_domain_name(domain_name: impl Into<String>, agency: impl Into<String>) -> Self {
        Self { domain: Domain::Name(domain_name.into()), name: agency.into(), duration: None }
    }

    /// Returns the agency with this name in the account (domain) with this ID.
    pub fn of_domain_id(domain_id: impl Into<String>, agency: impl Into<String>) -> Self {
        Self { domain: Domain::Id(domain_id.into()), name: agency.into(), duration: None }
    }

    /// Sets how long each temporary access key is valid, in whole seconds: 15 minutes, which is IAM's default, to 24
    /// hours.
    ///
    /// The client requests the next key in time, so that a longer duration only saves requests. A key cannot be
    /// revoked: if it leaks, it stays valid until it expires.
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = Some(duration);
        self
    }

    pub(crate) fn validate(&self) -> Result<(), String> {
        let (Domain::Name(domain) | Domain::Id(domain)) = &self.domain;
        for (part, text) in [("domain", domain), ("name", &self.name)] {
            check_filled(&format!("the {part} of the agency"), text)?;
        }
        match self.duration {
            Some(duration) if !DURATIONS.contains(&duration.as_secs()) => {
                Err("the duration of the agency must be from 15 minutes to 24 hours".to_owned())
            }
            _ => Ok(()),
        }
    }
}

/// Builds the request for a temporary access key of an agency.
pub(crate) fn request(endpoint: &Endpoint, agency: &Agency) -> http::Request<Bytes> {
    let mut request = iam::request(Method::POST, endpoint, PATH);
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json;charset=utf8"));
    let assume_role = AssumeRole {
        agency_name: &agency.name,
        domain: &agency.domain,
        duration_seconds: agency.duration.map(|duration| duration.as_secs()),
    };
    let body = json!({ "auth": { "identity": { "methods": ["assume_role"], "assume_role": assume_role } } });
    *request.body_mut() = body.to_string().into();
    request
}

#[derive(Serialize)]
struct AssumeRole<'a> {
    agency_name: &'a str,
    #[serde(flatten)]
    domain: &'a Domain,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_seconds: Option<u64>,
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn request_has_the_form_that_iam_documents() {
        let endpoint = Endpoint::parse("https://iam.example.com:8443", false).expect("an endpoint");
        let hour = Duration::from_secs(3600);
        for (agency, assume_role) in [
            (Agency::of_domain_name("d\"1", "a"), json!({ "agency_name": "a", "domain_name": "d\"1" })),
            (
                Agency::of_domain_id("d", "a").duration(hour),
                json!({ "agency_name": "a", "domain_id": "d", "duration_seconds": 3600 }),
            ),
        ] {
            let request = request(&endpoint, &agency);
            assert_eq!(request.method(), "POST");
            assert_eq!(request.uri(), "https://iam.example.com:8443/v3.0/OS-CREDENTIAL/securitytokens");
            assert_eq!(request.headers()["host"], "iam.example.com:8443");
            let expected =
                json!({ "auth": { "identity": { "methods": ["assume_role"], "assume_role": assume_role } } });
            assert_eq!(serde_json::from_slice::<Value>(request.body()).expect("JSON"), expected);
        }
    }

    #[test]
    fn rejects_empty_parts_and_durations_that_iam_does_not_accept() {
        let agency = || Agency::of_domain_name("d", "a");
        assert_eq!(agency().validate(), Ok(()));
        assert_eq!(Agency::of_domain_name("", "a").validate(), Err("the domain of the agency is empty".to_owned()));
        assert_eq!(Agency::of_domain_id("d", "").validate(), Err("the name of the agency is empty".to_owned()));
        let padded = Agency::of_domain_id("d\n", "a").validate().expect_err("white space");
        assert!(padded.starts_with("the domain of the agency starts or ends with white space"), "{padded}");
        for (milliseconds, is_valid) in [(899_999, false), (900_000, true), (86_400_999, true), (86_401_000, false)] {
            let agency = agency().duration(Duration::from_millis(milliseconds));
            assert_eq!(agency.validate().is_ok(), is_valid, "{milliseconds} ms");
        }
    }
}
