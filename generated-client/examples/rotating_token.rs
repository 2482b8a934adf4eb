//! Replaces a token while the program runs, by a vault or with a password, and survives a failure of the vault:
//! `cargo run -p huaweicloud-hss --example rotating_token --features mock`

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use huaweicloud_hss::mock::MockServer;
use huaweicloud_hss::{Client, Credential, CredentialFuture, Credentials, Error, ProvideCredentials, TimeSource};
use tokio::task::JoinSet;

/// A vault that returned an expired token once.
#[derive(Default)]
struct Vault {
    requests: AtomicUsize,
}

impl ProvideCredentials for Vault {
    fn provide_credentials(&self) -> CredentialFuture<'_> {
        let token = match self.requests.fetch_add(1, Ordering::Relaxed) {
            0 => "expired",
            _ => "valid",
        };
        Box::pin(async move { Ok(Credential::token(token)) })
    }
}

/// A vault that returns a token for an hour, and then fails.
#[derive(Default)]
struct FailingVault {
    requests: AtomicUsize,
}

impl ProvideCredentials for FailingVault {
    fn provide_credentials(&self) -> CredentialFuture<'_> {
        let is_first = self.requests.fetch_add(1, Ordering::Relaxed) == 0;
        Box::pin(async move {
            if is_first { Ok(Credential::token("valid").expires_at(minute(60))) } else { Err("it is sealed".into()) }
        })
    }
}

/// A clock that stands still unless it is advanced, in minutes after 2026-01-02 00:00:00.
#[derive(Clone, Default)]
struct Clock(Arc<AtomicU64>);

impl TimeSource for Clock {
    fn now(&self) -> SystemTime {
        minute(self.0.load(Ordering::Relaxed))
    }
}

/// Returns the time after a number of minutes.
fn minute(number: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_312_000 + 60 * number)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mock = MockServer::builder().token("valid").start().await?;

    // A fixed token is never replaced.
    let client = mock.client().credentials(Credentials::token("expired")).build()?;
    let Err(error) = client.list_global_image_apps().send().await else { return Err("the token was accepted".into()) };
    println!("fixed token: {} attempt, {}", error.attempts(), error.code().unwrap_or_default());

    // A provider is asked again after a 401, once for all calls that wait.
    let vault = Arc::new(Vault::default());
    let client = mock.client().credentials(Credentials::provider(Arc::clone(&vault))).build()?;
    call_ten_times(&client).await?;
    println!("provider: 10 calls succeeded with {} requests to the vault", vault.requests.load(Ordering::Relaxed));

    // If the provider fails, its last token is used until it expires.
    let (vault, clock) = (Arc::new(FailingVault::default()), Clock::default());
    let credentials = Credentials::provider(Arc::clone(&vault));
    let client = mock.client().credentials(credentials).time_source(clock.clone()).build()?;
    for time in [0, 50, 56, 59, 60] {
        clock.0.store(time, Ordering::Relaxed);
        let outcome = match client.list_global_image_apps().send().await {
            Ok(_) => "succeeded".to_owned(),
            Err(error) => error.to_string(),
        };
        println!("minute {time}, request {} to the vault: {outcome}", vault.requests.load(Ordering::Relaxed));
    }

    // The client exchanges a password for a token. The mock server also takes the place of IAM.
    let mock = MockServer::builder().password("my-account", "my-user", "a password").start().await?;
    let client = mock.client().credentials(Credentials::password("my-account", "my-user", "a password")).build()?;
    call_ten_times(&client).await?;
    let requests = mock.received_requests();
    let exchanges = requests.iter().filter(|request| request.uri().path() == "/v3/auth/tokens").count();
    println!("password: 10 calls succeeded with {exchanges} request to IAM");
    Ok(())
}

/// Sends ten requests at the same time.
async fn call_ten_times(client: &Client) -> Result<(), Error> {
    let mut calls = JoinSet::new();
    for _ in 0..10 {
        calls.spawn(client.list_global_image_apps().send());
    }
    for page in calls.join_all().await {
        page?;
    }
    Ok(())
}
