use std::cell::Cell;
use std::time::UNIX_EPOCH;

use tokio::sync::oneshot;

use super::*;
use crate::runtime::testing::now;

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

fn text(credential: &Credential) -> &str {
    match &credential.kind {
        CredentialKind::Token(token) => token.expose(),
        CredentialKind::AccessKey(key) => &key.id,
    }
}

fn failure() -> Error {
    Error::provider("made to fail".into())
}

/// Asks at this time; whether it came to the source, and the token.
fn ask(cache: &CredentialCache, seconds: u64, answer: Result<Credential, Error>) -> (bool, Option<String>) {
    let asked = Cell::new(false);
    let source = async {
        asked.set(true);
        answer
    };
    let outcome = now(cache.get(|| at(seconds), source));
    (asked.get(), outcome.ok().map(|credential| text(&credential).to_owned()))
}

#[test]
fn it_is_asked_again_shortly_before_it_expires() {
    for (life, still, again) in [
        // A day, ten minutes, one minute, one second: five minutes before, or at half of its life.
        (Some(24 * HOUR), 24 * HOUR - 301, 24 * HOUR - 300),
        (Some(600), 299, 300),
        (Some(60), 29, 30),
        (Some(2), 0, 1),
    ] {
        let cache = CredentialCache::default();
        assert_eq!(ask(&cache, 0, Ok(token("first", life))), (true, Some("first".to_owned())));
        assert_eq!(ask(&cache, still, Ok(token("second", None))), (false, Some("first".to_owned())), "{life:?}");
        assert_eq!(ask(&cache, again, Ok(token("second", None))), (true, Some("second".to_owned())), "{life:?}");
    }
}

#[test]
fn what_expired_already_is_used_once_and_what_never_does_is_kept() {
    let cache = CredentialCache::default();
    let expired = || Credential::token("expired").expires_at(UNIX_EPOCH);
    assert_eq!(ask(&cache, 0, Ok(expired())), (true, Some("expired".to_owned())));
    assert_eq!(ask(&cache, 0, Ok(token("kept", None))), (true, Some("kept".to_owned())));
    assert_eq!(ask(&cache, 1_000_000 * HOUR, Ok(expired())), (false, Some("kept".to_owned())));
}

#[test]
fn a_failure_is_kept_for_five_seconds() {
    let cache = CredentialCache::default();
    assert_eq!(ask(&cache, 0, Err(failure())), (true, None));
    assert_eq!(ask(&cache, 4, Ok(token("a", None))), (false, None));
    assert_eq!(ask(&cache, 5, Ok(token("a", None))), (true, Some("a".to_owned())));
    let cache = CredentialCache::default();
    assert_eq!(ask(&cache, HOUR, Err(failure())), (true, None));
    assert_eq!(ask(&cache, 0, Ok(token("a", None))), (true, Some("a".to_owned())), "the clock was set back");
}

#[test]
fn only_the_current_credential_can_be_refused() {
    let cache = CredentialCache::default();
    let get = |seconds: u64, name: &'static str, life: Option<u64>| {
        now(cache.get(|| at(seconds), async move { Ok(token(name, life)) })).expect("a credential")
    };
    let first = get(0, "first", Some(10));
    let second = get(10, "second", None);
    cache.refuse(&first);
    assert!(Arc::ptr_eq(&get(11, "third", None), &second), "what replaced the refused one stays");
    cache.refuse(&second);
    assert_eq!(text(&get(12, "third", None)), "third");
    let same = Arc::new(token("third", None));
    cache.refuse(&same);
    assert_eq!(text(&get(13, "fourth", None)), "third", "an equal text is not the same credential");
}

#[tokio::test]
async fn many_wait_for_one_answer() {
    for (answer, expected) in [
        (Ok(token("good", Some(24 * HOUR))), Some("good")),
        (Ok(Credential::token("short").expires_at(UNIX_EPOCH)), Some("short")),
        (Err(failure()), None),
    ] {
        let cache = Arc::new(CredentialCache::default());
        let asked = Arc::new(SyncCell::new(0));
        let answer = Arc::new(SyncCell::new(Some(answer)));
        let calls: Vec<_> = (0..1000)
            .map(|_| {
                let (cache, asked, answer) = (Arc::clone(&cache), Arc::clone(&asked), Arc::clone(&answer));
                tokio::spawn(async move {
                    let source = async {
                        asked.update(|asked| *asked += 1);
                        tokio::task::yield_now().await;
                        answer.update(Option::take).unwrap_or_else(|| Err(failure()))
                    };
                    cache.get(|| at(0), source).await.ok().map(|credential| text(&credential).to_owned())
                })
            })
            .collect();
        for call in calls {
            assert_eq!(call.await.expect("no panic").as_deref(), expected);
        }
        assert_eq!(asked.get(), 1, "{expected:?}");
    }
}

#[tokio::test]
async fn one_that_gives_up_hands_over() {
    let cache = Arc::new(CredentialCache::default());
    let (begun, begins) = oneshot::channel();
    let leader = tokio::spawn({
        let cache = Arc::clone(&cache);
        async move {
            let never = async {
                let _ = begun.send(());
                std::future::pending().await
            };
            cache.get(|| at(0), never).await.map(drop)
        }
    });
    begins.await.expect("the leader asks");
    let follower = tokio::spawn({
        let cache = Arc::clone(&cache);
        async move { cache.get(|| at(0), async { Ok(token("second", None)) }).await.map(drop) }
    });
    tokio::task::yield_now().await;
    assert!(!follower.is_finished(), "it waits");
    leader.abort();
    follower.await.expect("no panic").expect("a credential");
}

#[tokio::test]
async fn a_source_that_panics_harms_its_own_call_alone() {
    let cache = Arc::new(CredentialCache::default());
    let asking = Arc::clone(&cache);
    let call = tokio::spawn(async move { asking.get(|| at(0), async { panic!("made to panic") }).await.map(drop) });
    assert!(call.await.expect_err("a panic").is_panic());
    let next = cache.get(|| at(0), async { Ok(token("next", None)) }).await.expect("a credential");
    assert_eq!(text(&next), "next");
}
