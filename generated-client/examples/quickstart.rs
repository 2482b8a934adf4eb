//! Lists software in images, then starts an export of containers.
//!
//! `HUAWEICLOUD_SDK_TOKEN` (or `HUAWEICLOUD_SDK_AK` and `HUAWEICLOUD_SDK_SK`) and `HUAWEICLOUD_SDK_PROJECT_ID` are set.

use huaweicloud_hss::types::{ContainerColumn, ImageSource};
use huaweicloud_hss::{Client, Credentials, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::builder().region("cn-north-4").credentials(Credentials::from_env()?).build()?;
    run(&client).await
}

/// Two of the operations.
///
/// # Errors
///
/// A request that breaks its help page is refused before it is sent; everything else is the service's.
pub async fn run(client: &Client) -> Result<(), Error> {
    let mut apps = client.list_global_image_apps().image_type(ImageSource::Registry).items();
    while let Some(app) = apps.try_next().await? {
        println!("{} {}", app.app_name.unwrap_or_default(), app.app_version.unwrap_or_default());
    }
    let task = client.export_container_list([(ContainerColumn::ContainerName, "Container")]).send().await?;
    println!("export task {}", task.task_id.unwrap_or_default());
    Ok(())
}
