//! Looks up the project of a region at IAM.

use crate::auth::iam;
use crate::client::builder::ClientBuilder;
use crate::client::state::ClientState;
use crate::error::Error;
use crate::request::options::SharedText;
use crate::send::exchange::Subject;
use crate::send::retry_loop::send_and_decode;
use crate::send::retry_policy::RetryPolicy;
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
pub(super) async fn resolve_project<'a>(
    state: &'a ClientState,
    policy: &RetryPolicy<'_>,
) -> Result<Option<&'a str>, Error> {
    let Some(project) = &state.resolved_project else { return Ok(None) };
    let project_id = project.get_or_try_init(|| find_project(state, policy)).await?;
    Ok(Some(project_id))
}

async fn find_project(state: &ClientState, policy: &RetryPolicy<'_>) -> Result<String, Error> {
    let ClientState { options, authenticator, connection, .. } = state;
    let Some(region) = options.region.as_ref().map(SharedText::as_str) else {
        return Err(Error::misconfigured("cannot look up the project without a region: set region"));
    };
    let request = iam::projects_request(authenticator.iam_endpoint()?, region);
    let policy = RetryPolicy { idempotent: true, ..*policy };
    let subject = Subject::new(iam::PROJECTS, iam::PROJECTS_PATH);
    let lookup = RetryableRequest::new(connection, subject, request, &policy);
    let lookup = RetryableRequest { authenticator: Some(authenticator), ..lookup };
    send_and_decode(lookup, authenticator.credentials.secrets(), |response| iam::project(&response?, region)).await
}
