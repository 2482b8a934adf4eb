//! Tests a program that uses the client: `cargo run -p huaweicloud-hss --example testing --features mock`

use huaweicloud_hss::mock::{Fault, MockServer};
use huaweicloud_hss::types::ImageSource;
use huaweicloud_hss::{Client, Error};

/// Lists the vulnerable software in the images of a registry. This is the program under test.
async fn vulnerable_apps(client: &Client) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    let mut apps = client.list_global_image_apps().image_type(ImageSource::Registry).items();
    while let Some(app) = apps.try_next().await? {
        if app.vul_num.is_some_and(|count| count > 0) {
            names.extend(app.app_name);
        }
    }
    Ok(names)
}

/// Tests the program: the network fails once, and then the service lists a vulnerable app and a safe one.
async fn lists_only_vulnerable_apps() -> Result<(), Box<dyn std::error::Error>> {
    let mock = MockServer::builder().strict(true).start().await?;
    let client = mock.client().build()?;
    let apps = mock.list_global_image_apps();
    apps.fail_with(Fault::Disconnect);
    apps.records_json(serde_json::json!([{ "app_name": "old", "vul_num": 3 }, { "app_name": "new", "vul_num": 0 }]))?;

    assert_eq!(vulnerable_apps(&client).await?, ["old"]);

    let requests = apps.requests();
    assert_eq!(requests.len(), 2, "the second attempt succeeds");
    assert!(requests.iter().all(|request| request.image_type == Some(ImageSource::Registry)));
    Ok(())
}

// In your project, make the test a #[tokio::test] instead.
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    lists_only_vulnerable_apps().await?;
    println!("passed");
    Ok(())
}
