//! Who is calling: a token, or a signature that is made once more and compared.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use percent_encoding::percent_decode_str;

use crate::mock::options::Options;
use crate::mock::refusal::Refusal;
use crate::runtime::auth::secret::Secret;
use crate::runtime::auth::signing::{self, Signable};
use crate::runtime::request::percent;

/// The gateway's tolerance for clocks that differ.
const TOLERANCE: Duration = Duration::from_secs(15 * 60);

/// A request with credentials that the options accept.
pub(super) fn check(request: &http::Request<Bytes>, options: &Options) -> Result<(), Refusal> {
    let headers = request.headers();
    let token = text(headers, "x-auth-token").filter(|token| !token.is_empty());
    let outcome = match (text(headers, AUTHORIZATION.as_str()), token) {
        (Some(authorization), _) => signature(request, authorization, options),
        (None, Some(token)) => self::token(token, options),
        (None, None) => Err("there are no credentials: send the header X-Auth-Token, or a signature".to_owned()),
    };
    outcome.map_err(|problem| Refusal::unauthorized(format!("incorrect IAM authentication information: {problem}")))
}

/// Marks the headers that carry credentials.
pub(super) fn hide(headers: &mut HeaderMap) {
    for name in ["authorization", "x-auth-token", "x-security-token"] {
        headers.get_mut(name).into_iter().for_each(|value| value.set_sensitive(true));
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    std::str::from_utf8(headers.get(name)?.as_bytes()).ok()
}

/// Whether nobody said which credentials are accepted: then all are.
fn accepts_all(options: &Options) -> bool {
    options.tokens.is_empty() && options.access_keys.is_empty()
}

fn token(token: &str, options: &Options) -> Result<(), String> {
    let good = accepts_all(options) || options.tokens.iter().any(|accepted| accepted.expose() == token);
    if good { Ok(()) } else { Err("the token is not one that this server accepts".to_owned()) }
}

/// The parts of the header `Authorization`.
struct Authorization<'a> {
    access_key: &'a str,
    signed_headers: Vec<&'a str>,
    signature: &'a str,
}

impl<'a> Authorization<'a> {
    fn parse(header: &'a str) -> Option<Self> {
        let mut parts = header.strip_prefix(signing::ALGORITHM)?.strip_prefix(' ')?.split(',').map(str::trim);
        let mut part = |name: &str| parts.next()?.strip_prefix(name)?.strip_prefix('=');
        let (access_key, signed_headers) = (part("Access")?, part("SignedHeaders")?);
        let signature = part("Signature")?;
        let whole = parts.next().is_none();
        whole.then(|| Self { access_key, signed_headers: signed_headers.split(';').collect(), signature })
    }
}

fn signature(request: &http::Request<Bytes>, header: &str, options: &Options) -> Result<(), String> {
    let wanted = "Authorization must be \"SDK-HMAC-SHA256 Access=<AK>, SignedHeaders=<names>, Signature=<hex>\"";
    let authorization = Authorization::parse(header).ok_or_else(|| wanted.to_owned())?;
    let mut headers = Vec::new();
    for name in &authorization.signed_headers {
        let value = text(request.headers(), name);
        headers.push((*name, value.ok_or_else(|| format!("the signed header {name} is not there"))?));
    }
    if let Some(missing) = ["host", "x-sdk-date"].iter().find(|name| !authorization.signed_headers.contains(name)) {
        return Err(format!("the header {missing} is not signed"));
    }
    let date = text(request.headers(), "x-sdk-date").unwrap_or_default();
    check_date(date, options)?;
    let Some(secret_key) = secret_key(authorization.access_key, options)? else { return Ok(()) };
    let query = canonical_query(request.uri().query().unwrap_or_default()).ok_or("the query is no UTF-8")?;
    let signable = Signable {
        method: request.method().as_str(),
        path: request.uri().path(),
        query: &query,
        headers,
        body: request.body(),
    };
    let canonical = signing::canonical_request(&signable);
    let expected = signing::authorization(&signable, &canonical, date, authorization.access_key, secret_key);
    if Authorization::parse(&expected).is_some_and(|expected| expected.signature == authorization.signature) {
        return Ok(());
    }
    let hidden = text(request.headers(), "x-security-token").filter(|token| !token.is_empty());
    let canonical = hidden.map_or(canonical.clone(), |token| canonical.replace(token, "[redacted]")).replace('\n', "|");
    Err(format!("the signature does not match; this server's canonical request is {canonical}"))
}

/// `None` where nothing is verified.
fn secret_key<'a>(access_key: &str, options: &'a Options) -> Result<Option<&'a Secret>, String> {
    let known = options.access_keys.iter().find(|(known, _)| known == access_key);
    match known {
        Some((_, secret_key)) => Ok(Some(secret_key)),
        None if accepts_all(options) => Ok(None),
        None => Err("the access key is not one that this server accepts".to_owned()),
    }
}

fn check_date(date: &str, options: &Options) -> Result<(), String> {
    let wanted = || "X-Sdk-Date must be a time like 20260102T030405Z".to_owned();
    let signed = DateTime::strptime("%Y%m%dT%H%M%SZ", date).map_err(|_| wanted())?;
    let signed = signed.to_zoned(TimeZone::UTC).map_err(|_| wanted())?.timestamp();
    let now = Timestamp::try_from(options.time_source.now()).unwrap_or(Timestamp::UNIX_EPOCH);
    if now.duration_since(signed).unsigned_abs() > TOLERANCE {
        return Err(
            "the signature has expired: X-Sdk-Date is more than 15 minutes away from this server's time".to_owned()
        );
    }
    Ok(())
}

/// Pairs decoded, sorted and encoded again; `None` where they are no text.
fn canonical_query(query: &str) -> Option<String> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned);
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let pairs = pairs.map(|(name, value)| Some((decoded(name)?, decoded(value)?)));
    let mut pairs = pairs.collect::<Option<Vec<_>>>()?;
    pairs.sort_unstable();
    let pairs = pairs.iter().map(|(name, value)| format!("{}={}", percent::encode(name), percent::encode(value)));
    Some(pairs.collect::<Vec<_>>().join("&"))
}
