//! Lists items over several pages: `cargo run -p huaweicloud-hss --example paging --features mock`

use huaweicloud_hss::mock::MockServer;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mock = MockServer::builder().records(45).start().await?;
    let client = mock.client().build()?;

    // Item by item. Without a limit, each page is as large as the help page allows.
    let mut apps = client.list_global_image_apps().items();
    let mut count = 0;
    while let Some(app) = apps.try_next().await? {
        count += 1;
        if count == 1 {
            println!("first item: {}", app.app_name.unwrap_or_default());
        }
    }
    println!("{count} items in {} request", mock.received_requests().len());

    // Page by page, from an offset. A page also has the other fields of the response.
    let mut pages = client.list_global_image_apps().offset(10).limit(20).pages();
    while let Some(page) = pages.try_next().await? {
        println!("page with {} of {} items", page.data_list.len(), page.total_num.unwrap_or_default());
    }
    Ok(())
}
