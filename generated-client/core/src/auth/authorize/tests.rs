use std::time::{Duration, UNIX_EPOCH};

use super::*;

/// 2026-01-02 03:04:05 UTC.
const NOW: u64 = 1_767_323_045;

fn request() -> http::Request<Bytes> {
    let request = http::Request::builder().method("POST").uri("https://hss.example.com:8443/v5/p/a?b=c&d=");
    let request = request.header("host", "hss.example.com:8443").header("content-type", "application/json");
    let request = request.header("region", "cn-north-4").header("user-agent", "u").header("x-note", "n");
    request.body(Bytes::from_static(b"{}")).expect("a request")
}

fn signed(credential: &Credential, project_id: Option<&str>) -> http::Request<Bytes> {
    let mut request = request();
    authorize(&mut request, credential, project_id, || UNIX_EPOCH + Duration::from_secs(NOW));
    request
}

fn header<'a>(request: &'a http::Request<Bytes>, name: &str) -> Option<&'a str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

#[test]
fn token_is_sent_as_a_header_without_a_signature() {
    let request = signed(&Credential::token("t"), Some("p"));
    assert_eq!(header(&request, "x-auth-token"), Some("t"));
    assert!(request.headers()["x-auth-token"].is_sensitive());
    for name in ["authorization", "x-sdk-date", "x-project-id", "x-security-token"] {
        assert_eq!(header(&request, name), None, "{name}");
    }
}

#[test]
fn access_key_signs_the_headers_that_define_the_request() {
    let permanent = Credential::access_key("AK", "s3cret");
    let temporary = Credential::temporary_access_key("AK", "s3cret", "t0ken");
    for (credential, project_id, names) in [
        (&permanent, Some("p"), "content-type;host;region;x-project-id;x-sdk-date"),
        (&permanent, None, "content-type;host;region;x-sdk-date"),
        (&temporary, Some("p"), "content-type;host;region;x-project-id;x-sdk-date;x-security-token"),
    ] {
        let request = signed(credential, project_id);
        let authorization = header(&request, "authorization").expect("a signature");
        let start = format!("SDK-HMAC-SHA256 Access=AK, SignedHeaders={names}, Signature=");
        let signature = authorization.strip_prefix(&start).expect(authorization);
        let hex = signature.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        assert!(signature.len() == 64 && hex, "{signature}");
        assert_eq!(header(&request, "x-sdk-date"), Some("20260102T030405Z"));
        assert_eq!(header(&request, "x-project-id"), project_id);
        assert!(request.headers()["authorization"].is_sensitive());
        assert!(!format!("{request:?}").contains("s3cret") && !format!("{request:?}").contains("t0ken"));
    }
}

#[test]
fn returns_the_canonical_request() {
    let mut request = request();
    let now = UNIX_EPOCH + Duration::from_secs(NOW);
    let signed = authorize(&mut request, &Credential::access_key("AK", "SK"), Some("p"), || now);
    let canonical = "POST\n/v5/p/a/\nb=c&d=\ncontent-type:application/json\nhost:hss.example.com:8443\n\
                     region:cn-north-4\nx-project-id:p\nx-sdk-date:20260102T030405Z\n\n\
                     content-type;host;region;x-project-id;x-sdk-date\n\
                     44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    assert_eq!(signed.as_deref(), Some(canonical));
    assert_eq!(authorize(&mut request, &Credential::token("t"), None, || now), None);
}

#[test]
fn signing_again_replaces_the_headers_of_the_first_time() {
    let mut request = signed(&Credential::temporary_access_key("AK", "SK", "first"), Some("p"));
    let first = header(&request, "authorization").map(str::to_owned);
    let later = UNIX_EPOCH + Duration::from_secs(NOW + 1);
    authorize(&mut request, &Credential::temporary_access_key("AK", "SK", "second"), Some("p"), || later);
    for name in ["authorization", "x-sdk-date", "x-project-id", "x-security-token"] {
        assert_eq!(request.headers().get_all(name).iter().count(), 1, "{name}");
    }
    assert_eq!(header(&request, "x-security-token"), Some("second"));
    assert_ne!(header(&request, "authorization").map(str::to_owned), first);
}

#[test]
fn formats_dates_even_outside_of_the_calendar() {
    let after = |seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).expect("a time");
    let before = |seconds| UNIX_EPOCH.checked_sub(Duration::from_secs(seconds)).expect("a time");
    for (time, expected) in [
        (after(0), "19700101T000000Z"),
        (after(NOW), "20260102T030405Z"),
        (after(1_767_225_599), "20251231T235959Z"),
        (after(1_767_225_600), "20260101T000000Z"),
        (after(1_709_164_800), "20240229T000000Z"),
        (after(951_782_400), "20000229T000000Z"),
        (after(253_402_128_000), "99991230T000000Z"),
        (before(1), "19691231T235959Z"),
        (after(NOW) + Duration::from_nanos(999_999_999), "20260102T030405Z"),
        // Years with more than four digits have no valid form. They must not panic.
        (after(253_402_300_800), "19700101T000000Z"),
        (after(i64::MAX.unsigned_abs()), "19700101T000000Z"),
        (before(i64::MAX.unsigned_abs()), "19700101T000000Z"),
    ] {
        assert_eq!(format_date(time), expected);
    }
    assert!(format_date(before(62_200_000_000)).len() >= "YYYYMMDDTHHMMSSZ".len(), "before the year 0");
}

#[test]
fn leaves_out_invalid_header_values() {
    let request = signed(&Credential::temporary_access_key("A\nK", "SK", "t\r\nevil: 1"), Some("p\n"));
    for name in ["authorization", "x-project-id", "x-security-token", "evil"] {
        assert_eq!(header(&request, name), None, "{name}");
    }
    assert_eq!(header(&signed(&Credential::token("a\0"), None), "x-auth-token"), None);
}
