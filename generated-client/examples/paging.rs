//! A list that comes in pages: `cargo run -p huaweicloud-hss --example paging --features mock`

use huaweicloud_hss::mock::MockServer;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mock = MockServer::builder().records(45).start().await?;
    let client = mock.client().build()?;

    // One after the other, from as few pages as the help page allows.
    let mut apps = client.list_global_image_apps().items();
    let mut count = 0;
    while let Some(app) = apps.try_next().await? {
        count += 1;
        if count == 1 {
            println!("the first of the list: {}", app.app_name.unwrap_or_default());
        }
    }
    println!("{count} items in {} request", mock.received_requests().len());

    // Page by page, from a place further down, with what stands beside the items.
    let mut pages = client.list_global_image_apps().offset(10).limit(20).pages();
    while let Some(page) = pages.try_next().await? {
        println!("a page of {} items, of {} in all", page.data_list.len(), page.total_num.unwrap_or_default());
    }
    Ok(())
}
