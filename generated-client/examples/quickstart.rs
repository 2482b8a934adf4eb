//! Creates exports and reads lists on a mock server: `cargo run -p huaweicloud-hss --example quickstart --features mock`

use huaweicloud_hss::mock::MockServer;
use huaweicloud_hss::types::{ContainerColumn, ImageSource, SwrImageType, VulnerabilityType};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A mock server of the service on loopback. To call the service itself, build the client like this:
    // Client::builder().region("cn-north-4").credentials(Credentials::default_chain()?).build()?
    let mock = MockServer::builder().records(3).start().await?;
    let client = mock.client().build()?;

    let page = client.list_global_image_apps().limit(10).image_type(ImageSource::Registry).send().await?;
    for app in page.data_list {
        println!("software {} {}", app.app_name.unwrap_or_default(), app.app_version.unwrap_or_default());
    }

    let mut containers = client.list_local_image_containers().items();
    while let Some(container) = containers.try_next().await? {
        println!("container {}", container.container_name.unwrap_or_default());
    }

    let columns = [(ContainerColumn::ContainerName, "Container"), (ContainerColumn::Risky, "Risk")];
    let task = client.export_container_list(columns).cluster_name("production").send().await?;
    println!("container export: task {}", task.task_id.unwrap_or_default());

    let export = client.batch_export_local_vul_task(1000).vul_type(VulnerabilityType::LinuxVul).operate_all(true);
    println!("vulnerability export: task {}", export.send().await?.task_id.unwrap_or_default());

    // The vendor's help page marks this operation as deprecated, so its method is deprecated too.
    #[allow(deprecated)]
    client.batch_scan_swr_image(SwrImageType::PrivateImage).operate_all(true).send().await?;
    println!("image scan: accepted");
    Ok(())
}
