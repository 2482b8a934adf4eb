//! Looks up the project of a region at IAM.

use std::pin::pin;

use crate::attempt_log::AttemptLog;
use crate::auth::iam;
use crate::client::builder::ClientBuilder;
use crate::client::state::ClientState;
use crate::error::Error;
use crate::request::options::SharedText;
use crate::send::exchange::Subject;
use crate::send::retry_loop::send_with_retries;
use crate::send::retryable_request::RetryableRequest;

impl<C> ClientBuilder<C> {
    /// Takes the project from IAM, unless the client, its credentials or the call have one: the project with the name
    /// of the region.
    ///
    /// This is for access keys without a known project. The client never asks IAM for a project by itself.
    ///
    /// The first call that needs the project requests it, and the client keeps it. Such a call fails with
    /// [`ErrorKind::Response`](crate::ErrorKind::Response) if the region has no project or several: the error lists
    /// them. [`build`](Self::build) fails if there is no region, or if the IAM endpoint is unknown.
    pub fn resolve_project_id(mut self) -> Self {
        self.settings.resolves_project = true;
        self
    }
}

/// Returns the project of the client's region, if the client may ask IAM for it. It is requested once.
pub(super) async fn resolve_project(state: &ClientState) -> Result<Option<&str>, Error> {
    let Some(project) = &state.resolved_project else { return Ok(None) };
    let project_id = project.get_or_try_init(|| find_project(state)).await?;
    Ok(Some(project_id))
}

async fn find_project(state: &ClientState) -> Result<String, Error> {
    let ClientState { options, authenticator, connection, .. } = state;
    let Some(region) = options.region.as_ref().map(SharedText::as_str) else {
        return Err(Error::misconfigured("cannot look up the project without a region: set region"));
    };
    let clock = &connection.clock;
    clock.sleep.check().map_err(Error::misconfigured)?;
    let request = iam::projects_request(authenticator.iam_endpoint()?, region);
    let timeout = options.timeout;
    let policy = connection.retry_policy(&options.retry, timeout);
    let subject = Subject::new(iam::PROJECTS, iam::PROJECTS_PATH);
    let lookup = RetryableRequest::new(connection, subject, request, &policy);
    let mut lookup = RetryableRequest { authenticator: Some(authenticator), ..lookup };
    let mut log = AttemptLog::new(connection.telemetry, authenticator.credentials.secrets().into());
    let outcome = {
        let sending = pin!(send_with_retries(&mut lookup, &mut log));
        clock.within(timeout, sending).await
    };
    let outcome = match outcome {
        Some(Ok(response)) => iam::project(&response, region),
        Some(Err(error)) => Err(error),
        None => Err(log.timeout_error(iam::PROJECTS, timeout)),
    };
    outcome.map_err(|error| log.complete(error))
}
