//! Looks up the project of a region at IAM.

use std::pin::pin;

use crate::runtime::auth::iam;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::state::ClientState;
use crate::runtime::error::Error;
use crate::runtime::send::authenticated::AuthenticatedRequest;
use crate::runtime::send::credential::with_user_agent;
use crate::runtime::send::exchange::Reading;
use crate::runtime::send::retry_loop::{AttemptLog, send_with_retries};
use crate::runtime::send::retry_policy::RetryPolicy;

impl ClientBuilder {
    /// Sets the project to the one that IAM lists for the region.
    ///
    /// This is for access keys whose project is not known. The client never asks IAM for a project by itself.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) as for [`build`](Self::build), or if no region
    /// is set; [`ErrorKind::Response`](crate::ErrorKind::Response) if the region has no project or several: the error
    /// lists them.
    pub async fn resolve_project_id(self) -> Result<Self, Error> {
        let client = self.clone().build()?;
        let project_id = find_project(client.state()).await?;
        Ok(self.project_id(project_id))
    }
}

async fn find_project(state: &ClientState) -> Result<String, Error> {
    let Some(region) = state.region.as_deref() else {
        return Err(Error::configuration(vec!["cannot look up the project without a region: set region".to_owned()]));
    };
    state.clock.check_timer()?;
    let request = iam::projects_request(state.iam_endpoint()?, region);
    let timeout = state.operation_timeout;
    let policy = RetryPolicy {
        config: &state.retry,
        budget: &state.retry_budget,
        clock: &state.clock,
        deadline: state.clock.after(timeout),
        idempotent: true,
        retry_throttled: true,
    };
    let mut lookup = AuthenticatedRequest {
        state,
        operation: iam::PROJECTS,
        request: with_user_agent(request, &state.user_agent),
        project_id: None,
        policy: &policy,
        reading: Reading::Whole,
        timeout: state.operation_attempt_timeout,
        next_credential: None,
        latest: None,
    };
    let mut log = AttemptLog::new(state.credentials.secrets());
    let outcome = {
        let sending = pin!(send_with_retries(&mut lookup, &policy, &mut log));
        state.clock.within(timeout, sending).await
    };
    let outcome = match outcome {
        Some(Ok(response)) => iam::project(&response, region),
        Some(Err(error)) => Err(error),
        None => Err(log.timeout_error(iam::PROJECTS, timeout)),
    };
    outcome.map_err(|error| log.complete(error))
}
