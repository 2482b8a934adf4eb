//! Shows which setting wins, and everything that is wrong with a configuration:
//! `cargo run -p huaweicloud-hss --example configuration --features mock`

use huaweicloud_hss::mock::MockServer;
use huaweicloud_hss::{Client, Credentials};

/// A credentials file of the vendor's SDKs.
const PROFILE: &str = "
[basic]
ak = AKEXAMPLE
sk = SKEXAMPLE
region = cn-north-4
project_id = project-of-the-profile
";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A program usually calls `Credentials::default_chain()`, which reads ~/.huaweicloud/credentials.
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("credentials");
    std::fs::write(&file, PROFILE)?;
    let credentials = Credentials::from_profile_file(&file, "basic")?;
    println!("credentials: {}", credentials.origin());
    println!("region: {}", credentials.region().unwrap_or_default());

    // An option of a call takes precedence over the client's setting, and that over the profile's.
    let mock = MockServer::builder().access_key("AKEXAMPLE", "SKEXAMPLE").start().await?;
    let builder = Client::builder().endpoint(mock.url()).credentials(credentials);
    let of_profile = builder.clone().build()?;
    let of_client = builder.project_id("project-of-the-client").build()?;
    of_profile.list_global_image_apps().send().await?;
    of_client.list_global_image_apps().send().await?;
    of_client.list_global_image_apps().customize().project_id("project-of-the-call").send().await?;
    for request in mock.received_requests() {
        println!("{} {}", request.method(), request.uri().path());
    }

    // An incomplete profile is an error: other sources may belong to another account.
    std::fs::write(&file, "[basic]\nak = AKEXAMPLE\n")?;
    let Err(error) = Credentials::from_profile_file(&file, "basic") else { return Err("it has no secret key".into()) };
    println!("{error}");

    // `build` reports everything that is wrong at once, and sends nothing.
    let invalid = Client::builder()
        .region("CN North 4")
        .endpoint("http://hss.example.com")
        .app_name("my program")
        .credentials(Credentials::access_key("AKEXAMPLE", "SKEXAMPLE\n"))
        .build();
    let Err(error) = invalid else { return Err("an invalid configuration was accepted".into()) };
    for reason in error.configuration_errors() {
        println!("invalid: {reason}");
    }
    Ok(())
}
