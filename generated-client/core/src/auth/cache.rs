//! A client's cache for its current credential.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::auth::credential::Credential;
use crate::error::Error;
use crate::sync_cell::SyncCell;

/// How long before its expiration a credential is replaced, unless half of its lifetime is shorter.
const EXPIRATION_BUFFER: Duration = Duration::from_secs(5 * 60);

/// How long calls share a failure, or a credential that could not be replaced. IAM locks accounts after a few wrong
/// passwords.
const FAILURE_TTL: Duration = Duration::from_secs(5);

/// Caches a credential until shortly before it expires. Concurrent calls share a single fetch.
#[derive(Default)]
pub(crate) struct CredentialCache {
    entry: SyncCell<Option<Entry>>,
    /// Number of completed fetches. A call that waited for a fetch uses its outcome, even if that is not fresh.
    completed_fetches: SyncCell<u64>,
    /// Held by the call that fetches. If that call is dropped, the next one in the queue fetches.
    fetching: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
struct Entry {
    /// Several calls share it.
    outcome: Result<Arc<Credential>, Arc<Error>>,
    /// `None` for a credential without an expiration time.
    fresh_until: Option<SystemTime>,
}

impl CredentialCache {
    /// Returns the cached credential or failure if it is fresh, and otherwise the outcome of `fetch`. If that is a
    /// failure, a credential that has not expired yet remains in use.
    ///
    /// Calls `now` again after each wait.
    pub(crate) async fn get(
        &self,
        now: impl Fn() -> SystemTime,
        fetch: impl Future<Output = Result<Credential, Error>>,
    ) -> Result<Arc<Credential>, Arc<Error>> {
        let fetches_before = self.completed_fetches.get();
        if let Some(entry) = self.entry.get()
            && entry.is_fresh(now())
        {
            return entry.outcome;
        }
        let _guard = self.fetching.lock().await;
        let fetched_meanwhile = self.completed_fetches.get() != fetches_before;
        if let Some(entry) = self.entry.get()
            && (fetched_meanwhile || entry.is_fresh(now()))
        {
            return entry.outcome;
        }
        let entry = match fetch.await {
            Ok(credential) => Entry::of_credential(credential, now()),
            Err(error) => match self.credential().filter(|credential| is_valid(credential, now())) {
                Some(credential) => Entry::of_unreplaced(credential, now()),
                None => Entry::of_failure(error, now()),
            },
        };
        self.entry.update(|cached| *cached = Some(entry.clone()));
        self.completed_fetches.update(|fetches| *fetches = fetches.wrapping_add(1));
        entry.outcome
    }

    /// Returns the cached credential, even if it is not fresh.
    pub(crate) fn credential(&self) -> Option<Arc<Credential>> {
        self.entry.get()?.outcome.ok()
    }

    /// Removes a credential that the service rejected, unless it was replaced in the meantime.
    pub(crate) fn invalidate(&self, rejected: &Arc<Credential>) {
        self.entry.update(|entry| {
            if let Some(Entry { outcome: Ok(credential), .. }) = entry
                && Arc::ptr_eq(credential, rejected)
            {
                *entry = None;
            }
        });
    }
}

impl Entry {
    fn of_credential(credential: Credential, now: SystemTime) -> Self {
        let fresh_until = match credential.expires_at {
            Some(expires_at) => {
                let lifetime = expires_at.duration_since(now).unwrap_or_default();
                let buffer = EXPIRATION_BUFFER.min(lifetime / 2);
                Some(expires_at.checked_sub(buffer).unwrap_or(now))
            }
            None => None,
        };
        Self { outcome: Ok(Arc::new(credential)), fresh_until }
    }

    /// The next call after [`FAILURE_TTL`] tries again to replace the credential.
    fn of_unreplaced(credential: Arc<Credential>, now: SystemTime) -> Self {
        let retry_at = now.checked_add(FAILURE_TTL).unwrap_or(now);
        let fresh_until = credential.expires_at.map(|expires_at| expires_at.min(retry_at));
        Self { outcome: Ok(credential), fresh_until }
    }

    fn of_failure(error: Error, now: SystemTime) -> Self {
        let fresh_until = now.checked_add(FAILURE_TTL).unwrap_or(now);
        Self { outcome: Err(Arc::new(error)), fresh_until: Some(fresh_until) }
    }

    fn is_fresh(&self, now: SystemTime) -> bool {
        let Some(fresh_until) = self.fresh_until else { return true };
        let Ok(remaining) = fresh_until.duration_since(now) else { return false };
        // A failure with more time left than its TTL means that the clock was set back.
        !remaining.is_zero() && (self.outcome.is_ok() || remaining <= FAILURE_TTL)
    }
}

fn is_valid(credential: &Credential, now: SystemTime) -> bool {
    credential.expires_at.is_none_or(|expires_at| now < expires_at)
}

#[cfg(test)]
mod tests;
