//! Exports containers to a file: creates the task, waits until it has succeeded, and saves its file.
//!
//! `cargo run -p huaweicloud-hss --example export_to_file --features mock`

use huaweicloud_hss::mock::MockServer;
use huaweicloud_hss::types::ContainerColumn;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mock = MockServer::start().await?;
    let client = mock.client().build()?;

    let path = tempfile::tempdir()?.keep().join("containers.zip");
    let columns = [(ContainerColumn::ContainerName, "Container"), (ContainerColumn::Risky, "Risk")];
    let download = client.export_container_list(columns).send_and_wait().download().await?;
    let bytes = download.save_to(path.as_path()).await?;
    println!("{}: {bytes} bytes", path.display());
    Ok(())
}
