use std::cell::Cell;
use std::time::UNIX_EPOCH;

use tokio::sync::oneshot;

use super::*;
use crate::auth::credential::CredentialKind;
use crate::testing::now;

const HOUR: u64 = 3600;

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_000_000 + seconds)
}

fn token(name: &str, expires: Option<u64>) -> Credential {
    let credential = Credential::token(name);
    match expires {
        Some(seconds) => credential.expires_at(at(seconds)),
        None => credential,
    }
}

fn name(credential: &Credential) -> &str {
    match &credential.kind {
        CredentialKind::Token(token) => token.expose(),
        CredentialKind::AccessKey(key) => &key.id,
    }
}

fn failure() -> Error {
    Error::provider("made to fail".into())
}

/// Gets a credential at this time. Returns whether the cache called `fetch`, and the credential's name.
fn get(cache: &CredentialCache, seconds: u64, fetched: Result<Credential, Error>) -> (bool, Option<String>) {
    let called = Cell::new(false);
    let fetch = async {
        called.set(true);
        fetched
    };
    let outcome = now(cache.get(|| at(seconds), fetch));
    (called.get(), outcome.ok().map(|credential| name(&credential).to_owned()))
}

#[test]
fn fetches_again_shortly_before_expiration() {
    for (lifetime, last_use, refresh) in [
        // Five minutes before the expiration, or at half of a short lifetime.
        (Some(24 * HOUR), 24 * HOUR - 301, 24 * HOUR - 300),
        (Some(600), 299, 300),
        (Some(60), 29, 30),
        (Some(2), 0, 1),
    ] {
        let cache = CredentialCache::default();
        assert_eq!(get(&cache, 0, Ok(token("first", lifetime))), (true, Some("first".to_owned())));
        assert_eq!(get(&cache, last_use, Ok(token("second", None))), (false, Some("first".to_owned())), "{lifetime:?}");
        assert_eq!(get(&cache, refresh, Ok(token("second", None))), (true, Some("second".to_owned())), "{lifetime:?}");
    }
}

#[test]
fn uses_an_expired_credential_once_and_keeps_one_without_expiration() {
    let cache = CredentialCache::default();
    let expired = || Credential::token("expired").expires_at(UNIX_EPOCH);
    assert_eq!(get(&cache, 0, Ok(expired())), (true, Some("expired".to_owned())));
    assert_eq!(get(&cache, 0, Ok(token("kept", None))), (true, Some("kept".to_owned())));
    assert_eq!(get(&cache, 1_000_000 * HOUR, Ok(expired())), (false, Some("kept".to_owned())));
}

#[test]
fn keeps_a_failure_for_five_seconds() {
    let cache = CredentialCache::default();
    assert_eq!(get(&cache, 0, Err(failure())), (true, None));
    assert_eq!(get(&cache, 4, Ok(token("a", None))), (false, None));
    assert_eq!(get(&cache, 5, Ok(token("a", None))), (true, Some("a".to_owned())));
    let cache = CredentialCache::default();
    assert_eq!(get(&cache, HOUR, Err(failure())), (true, None));
    assert_eq!(get(&cache, 0, Ok(token("a", None))), (true, Some("a".to_owned())), "the clock was set back");
}

#[test]
fn keeps_a_credential_that_cannot_be_replaced_until_it_expires() {
    let cache = CredentialCache::default();
    let first = || Some("first".to_owned());
    assert_eq!(get(&cache, 0, Ok(token("first", Some(600)))), (true, first()));
    assert_eq!(get(&cache, 300, Err(failure())), (true, first()));
    assert_eq!(get(&cache, 304, Err(failure())), (false, first()), "the failure is shared for five seconds");
    assert_eq!(get(&cache, 305, Err(failure())), (true, first()));
    assert_eq!(get(&cache, 598, Err(failure())), (true, first()));
    assert_eq!(get(&cache, 600, Err(failure())), (true, None), "it has expired");
    let cache = CredentialCache::default();
    assert_eq!(get(&cache, 0, Ok(token("first", Some(600)))), (true, first()));
    let rejected = cache.credential().expect("the first credential");
    cache.invalidate(&rejected);
    assert_eq!(get(&cache, 300, Err(failure())), (true, None), "the service rejected it");
}

#[test]
fn invalidates_only_the_current_credential() {
    let cache = CredentialCache::default();
    let get = |seconds: u64, name: &'static str, lifetime: Option<u64>| {
        now(cache.get(|| at(seconds), async move { Ok(token(name, lifetime)) })).expect("a credential")
    };
    let first = get(0, "first", Some(10));
    let second = get(10, "second", None);
    cache.invalidate(&first);
    assert!(Arc::ptr_eq(&get(11, "third", None), &second), "the replacement is kept");
    cache.invalidate(&second);
    assert_eq!(name(&get(12, "third", None)), "third");
    let same = Arc::new(token("third", None));
    cache.invalidate(&same);
    assert_eq!(name(&get(13, "fourth", None)), "third", "an equal token is not the same credential");
}

#[tokio::test]
async fn concurrent_calls_share_one_fetch() {
    for (result, expected) in [
        (Ok(token("good", Some(24 * HOUR))), Some("good")),
        (Ok(Credential::token("short").expires_at(UNIX_EPOCH)), Some("short")),
        (Err(failure()), None),
    ] {
        let cache = Arc::new(CredentialCache::default());
        let fetches = Arc::new(SyncCell::from(0));
        let result = Arc::new(SyncCell::from(Some(result)));
        let calls: Vec<_> = (0..1000)
            .map(|_| {
                let (cache, fetches, result) = (Arc::clone(&cache), Arc::clone(&fetches), Arc::clone(&result));
                tokio::spawn(async move {
                    let fetch = async {
                        fetches.update(|fetches| *fetches += 1);
                        tokio::task::yield_now().await;
                        result.update(Option::take).unwrap_or_else(|| Err(failure()))
                    };
                    cache.get(|| at(0), fetch).await.ok().map(|credential| name(&credential).to_owned())
                })
            })
            .collect();
        for call in calls {
            assert_eq!(call.await.expect("no panic").as_deref(), expected);
        }
        assert_eq!(fetches.get(), 1, "{expected:?}");
    }
}

#[tokio::test]
async fn next_waiting_call_fetches_if_the_first_is_dropped() {
    let cache = Arc::new(CredentialCache::default());
    let (started, has_started) = oneshot::channel();
    let leader = tokio::spawn({
        let cache = Arc::clone(&cache);
        async move {
            let never = async {
                let _ = started.send(());
                std::future::pending().await
            };
            cache.get(|| at(0), never).await.map(drop)
        }
    });
    has_started.await.expect("the leader fetches");
    let follower = tokio::spawn({
        let cache = Arc::clone(&cache);
        async move { cache.get(|| at(0), async { Ok(token("second", None)) }).await.map(drop) }
    });
    tokio::task::yield_now().await;
    assert!(!follower.is_finished(), "the follower waits");
    leader.abort();
    follower.await.expect("no panic").expect("a credential");
}

#[tokio::test]
async fn a_panicking_fetch_fails_only_its_own_call() {
    let cache = Arc::new(CredentialCache::default());
    let panicking = Arc::clone(&cache);
    let call = tokio::spawn(async move { panicking.get(|| at(0), async { panic!("made to panic") }).await.map(drop) });
    assert!(call.await.expect_err("a panic").is_panic());
    let next = cache.get(|| at(0), async { Ok(token("next", None)) }).await.expect("a credential");
    assert_eq!(name(&next), "next");
}
