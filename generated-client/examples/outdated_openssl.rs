//! Finds images with an old openssl: `cargo run -p huaweicloud-hss --example outdated_openssl --features mock`

use huaweicloud_hss::mock::MockServer;
use huaweicloud_hss::types::ImageSource;

/// Returns the numbers in a version such as `3.0.9-150`.
fn numbers(version: &str) -> Vec<u64> {
    version.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = serde_json::from_str(include_str!("data/images.json"))?;
    let mock = MockServer::builder().data(data)?.start().await?;
    let client = mock.client().build()?;
    let mut apps = client.list_global_image_apps().image_type(ImageSource::Registry).app_name("openssl").items();
    while let Some(app) = apps.try_next().await? {
        let version = app.app_version.unwrap_or_default();
        if numbers(&version) < vec![3, 0, 14] {
            let (image, tag) = (app.image_name.unwrap_or_default(), app.image_version.unwrap_or_default());
            println!("{image}:{tag}, openssl {version}:");
            let mut containers = client.list_local_image_containers().image_name(image).image_version(tag).items();
            while let Some(container) = containers.try_next().await? {
                println!("  {}", container.container_name.unwrap_or_default());
            }
        }
    }
    Ok(())
}
