//! The credential that a client uses now: asked for once by however many calls, and again before it expires.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::runtime::auth::credentials::{Credential, CredentialKind};
use crate::runtime::error::Error;
use crate::runtime::sync_cell::SyncCell;

/// A credential is replaced so long before it expires, or at half of its life where that is shorter.
const EARLY: Duration = Duration::from_secs(5 * 60);

/// A failure is shared with all calls for so long: accounts are locked after a few wrong passwords.
const FAILURE_LASTS: Duration = Duration::from_secs(5);

/// What is known, and who is asking.
#[derive(Default)]
pub(crate) struct CredentialCache {
    known: SyncCell<Known>,
    /// How many answers came, so that those who waited for one take it, even if it is not worth keeping.
    answers: SyncCell<u64>,
    /// Held by the one call that asks. Where it is dropped in the middle, the next in the queue takes over.
    asking: tokio::sync::Mutex<()>,
}

#[derive(Clone, Default)]
enum Known {
    #[default]
    Nothing,
    Credential {
        credential: Arc<Credential>,
        fresh_until: Option<SystemTime>,
    },
    Failure {
        error: SharedError,
        until: SystemTime,
    },
}

/// A failure that several calls share.
#[derive(Clone, Debug)]
pub(crate) struct SharedError(Arc<Error>);

impl CredentialCache {
    /// The credential in use, or what `ask` provides. `now` is asked again after waiting.
    pub(crate) async fn get(
        &self,
        now: impl Fn() -> SystemTime,
        ask: impl Future<Output = Result<Credential, Error>>,
    ) -> Result<Arc<Credential>, SharedError> {
        let answers = self.answers.get();
        if let Some(known) = self.usable(now()) {
            return known;
        }
        let _asking = self.asking.lock().await;
        let known = if self.answers.get() == answers { self.usable(now()) } else { self.known.get().outcome() };
        if let Some(known) = known {
            return known;
        }
        let answer = ask.await;
        let now = now();
        let (known, outcome) = match answer {
            Ok(credential) => {
                let (fresh_until, credential) = (fresh_until(&credential, now), Arc::new(credential));
                (Known::Credential { credential: Arc::clone(&credential), fresh_until }, Ok(credential))
            }
            Err(error) => {
                let error = SharedError(Arc::new(error));
                let until = now.checked_add(FAILURE_LASTS).unwrap_or(now);
                (Known::Failure { error: error.clone(), until }, Err(error))
            }
        };
        self.known.update(|old| *old = known);
        self.answers.update(|answers| *answers = answers.wrapping_add(1));
        outcome
    }

    /// Forgets the credential that the service refused, unless it was replaced meanwhile.
    pub(crate) fn refuse(&self, refused: &Arc<Credential>) {
        self.known.update(|known| {
            if matches!(known, Known::Credential { credential, .. } if Arc::ptr_eq(credential, refused)) {
                *known = Known::Nothing;
            }
        });
    }

    fn usable(&self, now: SystemTime) -> Option<Result<Arc<Credential>, SharedError>> {
        let known = self.known.get();
        let usable = match &known {
            Known::Nothing => false,
            Known::Credential { fresh_until, .. } => fresh_until.is_none_or(|until| now < until),
            // Also where the clock was set back meanwhile.
            Known::Failure { until, .. } => {
                until.duration_since(now).is_ok_and(|left| !left.is_zero() && left <= FAILURE_LASTS)
            }
        };
        known.outcome().filter(|_| usable)
    }
}

impl Known {
    fn outcome(self) -> Option<Result<Arc<Credential>, SharedError>> {
        match self {
            Self::Nothing => None,
            Self::Credential { credential, .. } => Some(Ok(credential)),
            Self::Failure { error, .. } => Some(Err(error)),
        }
    }
}

/// One that is about to expire already is used for this once.
fn fresh_until(credential: &Credential, now: SystemTime) -> Option<SystemTime> {
    let expires_at = credential.expires_at?;
    let life = expires_at.duration_since(now).unwrap_or_default();
    Some(expires_at.checked_sub(EARLY.min(life / 2)).unwrap_or(now))
}

impl SharedError {
    pub(crate) fn error(&self) -> &Error {
        &self.0
    }
}

impl fmt::Display for SharedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl StdError for SharedError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

impl Credential {
    /// Whether a refusal by the service can be mended by asking for another one.
    pub(crate) fn is_token(&self) -> bool {
        matches!(self.kind, CredentialKind::Token(_))
    }
}

#[cfg(test)]
mod tests;
