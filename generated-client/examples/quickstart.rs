//! Lists software in images, then starts an export of containers.

use huaweicloud_hss::types::{ContainerColumn, ImageSource};
use huaweicloud_hss::{Client, Credentials, Error};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("HUAWEICLOUD_SDK_TOKEN")?;
    let client = Client::builder()
        .region("cn-north-4")
        .project_id(std::env::var("HUAWEICLOUD_SDK_PROJECT_ID")?)
        .credentials(Credentials::token(token))
        .build()?;
    Ok(run(&client).await?)
}

/// Two of the operations.
///
/// # Errors
///
/// A request that breaks its help page is refused before it is sent; everything else is the service's.
pub async fn run(client: &Client) -> Result<(), Error> {
    let page = client.list_global_image_apps().limit(50).image_type(ImageSource::Registry).send().await?;
    for app in page.data_list {
        println!("{} {}", app.app_name.unwrap_or_default(), app.app_version.unwrap_or_default());
    }
    let task = client.export_container_list([(ContainerColumn::ContainerName, "Container")]).send().await?;
    println!("export task {}", task.task_id.unwrap_or_default());
    Ok(())
}
