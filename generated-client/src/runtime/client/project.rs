//! The project of a region, asked for at IAM.

use tracing::Span;

use crate::runtime::auth::credentials::Credential;
use crate::runtime::auth::iam;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::options::CallOptions;
use crate::runtime::client::state::ClientState;
use crate::runtime::error::Error;
use crate::runtime::send::retry_loop::Attempts;

impl ClientBuilder {
    /// Asks IAM for the project that belongs to the region, and takes it: for an access key whose project is not
    /// known. Nothing else does so by itself.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) as for [`build`](Self::build) or without a
    /// region, and [`ErrorKind::Response`](crate::ErrorKind::Response) if the region has no project or several: then
    /// the error lists them.
    pub async fn resolve_project_id(self) -> Result<Self, Error> {
        let client = self.clone().build()?;
        let project_id = client.state().project_of_region().await?;
        Ok(self.project_id(project_id))
    }
}

impl ClientState {
    async fn project_of_region(&self) -> Result<String, Error> {
        let no_region = || Error::configuration(vec!["there is no region whose project could be asked for".to_owned()]);
        let region = self.region.as_deref().ok_or_else(no_region)?;
        let endpoint = self.iam()?;
        let options = CallOptions::default();
        let attempts = Attempts::new(self, iam::PROJECTS, "GET", &options, Span::none());
        let request = |_: &Credential| Ok((self.named(iam::projects_request(endpoint, region)), None));
        let response = attempts.run(request, |answer| iam::project(answer, region)).await?;
        Ok(response.into_inner())
    }
}
