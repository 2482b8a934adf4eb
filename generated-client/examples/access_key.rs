//! Signs requests with an access key: `cargo run -p huaweicloud-hss --example access_key --features mock`

use huaweicloud_hss::mock::MockServer;
use huaweicloud_hss::{Client, Credentials};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The mock server verifies signatures with the secret key.
    let mock = MockServer::builder().access_key("AKEXAMPLE", "SKEXAMPLE").start().await?;
    let client = |secret_key: &str| {
        let builder = Client::builder().endpoint(mock.url()).region("cn-north-4").project_id("my-project");
        builder.credentials(Credentials::access_key("AKEXAMPLE", secret_key)).build()
    };

    let page = client("SKEXAMPLE")?.list_global_image_apps().send().await?;
    println!("accepted: {} records", page.data_list.len());

    let Err(error) = client("another")?.list_global_image_apps().send().await else {
        return Err("the mock server accepted a wrong secret key".into());
    };
    println!("rejected: {}", error.code().unwrap_or_default());

    // The secret key is never sent, and `Debug` redacts it.
    println!("{:?}", Credentials::access_key("AKEXAMPLE", "SKEXAMPLE"));
    Ok(())
}
