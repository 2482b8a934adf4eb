//! Requests signed by an access key (AK/SK): `cargo run -p huaweicloud-hss --example access_key --features mock`

use huaweicloud_hss::mock::MockServer;
use huaweicloud_hss::{Client, Credentials};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // This server knows the secret key, and verifies each signature with it.
    let mock = MockServer::builder().access_key("AKEXAMPLE", "SKEXAMPLE").start().await?;
    let client = |secret_key: &str| {
        let client = Client::builder().endpoint(mock.url()).region("cn-north-4").project_id("my-project");
        client.credentials(Credentials::access_key("AKEXAMPLE", secret_key)).build()
    };

    let page = client("SKEXAMPLE")?.list_global_image_apps().send().await?;
    println!("accepted: {} records", page.data_list.len());

    let Err(error) = client("another")?.list_global_image_apps().send().await else {
        return Err("a wrong key was accepted".into());
    };
    println!("refused: {}", error.code().unwrap_or_default());

    // The secret key is neither sent nor shown.
    println!("{:?}", Credentials::access_key("AKEXAMPLE", "SKEXAMPLE"));
    Ok(())
}
