//! How to read lists that the service returns page by page.
//!
//! # A first example
//!
//! `items` returns the items of all pages, one by one, and requests a page when it is needed:
//!
//! ```
//! use huaweicloud_hss::mock::MockServer;
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let mock = MockServer::builder().records(450).start().await?;
//!     let client = mock.client().build()?;
//!
//!     let mut apps = client.list_global_image_apps().items();
//!     let mut count = 0;
//!     while let Some(app) = apps.try_next().await? {
//!         count += usize::from(app.app_name.is_some());
//!     }
//!     assert_eq!(count, 450);
//!     // Pages are as large as the help page allows: 200 records.
//!     assert_eq!(mock.list_global_image_apps().requests().len(), 3);
//!     Ok(())
//! }
//! ```
//!
//! # Which method to use
//!
//! | method | use it |
//! |---|---|
//! | `items()` and `try_next()` | by default: only one page is in memory |
//! | `items().take(n)` | for the first items of a list that may be long |
//! | `items().try_collect()` | for a list that is known to be short: everything is in memory |
//! | `pages()` | if you need other fields of the response, such as the total, or the page size of the service |
//! | `offset(n)`, `limit(n)` and `send()` | for one page, such as the page that a user interface shows, or, with the smallest limit, for only the total |
//!
//! Pages are requested one after another, since only the latest one tells whether there is another. If the total is
//! known and the order does not matter, several calls of `send` with different offsets can run at the same time.
//!
//! [`Items`](crate::Items) and [`Pages`](crate::Pages) also implement `Stream`, so that the combinators of the crate
//! `futures` apply. `items_blocking` of the feature `blocking` is an iterator.
//!
//! ```
//! # use huaweicloud_hss::mock::MockServer;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockServer::builder().records(45).start().await?;
//! # let client = mock.client().build()?;
//! let first = client.list_global_image_apps().limit(10).items().take(10).try_collect().await?;
//! assert_eq!(first.len(), 10);
//!
//! let mut pages = client.list_global_image_apps().limit(20).pages();
//! while let Some(page) = pages.try_next().await? {
//!     println!("{} of {:?}", page.data_list.len(), page.total_num);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # When a list ends
//!
//! A list ends when as many items have arrived as the service reports in total. If the service reports no total, the
//! list ends after an empty page, or after one that is shorter than its limit and than an earlier page. If the total
//! may be wrong, such as one that could be the size of a page, one more page is requested. [`Pages`](crate::Pages) has
//! the exact rules.
//!
//! An end that contradicts the total is an error of the kind [`Paging`](crate::ErrorKind::Paging), after the items that
//! have arrived, so a list that is shorter than its total does not pass for a complete one. The same kind reports a
//! service that returns a page again, and a list that continues after 100,000 pages, since it may never end. Usually
//! the list has changed in the meantime, so start it again.
//!
//! # Continuing after an error
//!
//! Transient failures of a page are retried. If an error ends the list nevertheless, the items that have arrived are
//! still good. [`Items::next_offset`](crate::Items::next_offset) returns the offset at which another list continues:
//!
//! ```
//! # use huaweicloud_hss::mock::MockServer;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockServer::builder().records(450).start().await?;
//! # let client = mock.client().build()?;
//! # let mut done = 0;
//! # let failed = std::sync::atomic::AtomicBool::new(false);
//! # mock.list_global_image_apps().respond_when(move |request| {
//! #     use huaweicloud_hss::http::StatusCode;
//! #     use huaweicloud_hss::mock::MockResponse;
//! #     let fails = request.offset == Some(200) && !failed.swap(true, std::sync::atomic::Ordering::Relaxed);
//! #     fails.then(|| MockResponse::error(StatusCode::BAD_REQUEST, "HSS.0013", "no permission"))
//! # });
//! let mut apps = client.list_global_image_apps().items();
//! let error = loop {
//!     match apps.try_next().await {
//!         Ok(Some(_app)) => done += 1,
//!         Ok(None) => return Ok(()),
//!         Err(error) => break error,
//!     }
//! };
//! println!("{done} records, then {error}");
//! // Store the offset here, for example in a database. Later, continue at it.
//! let offset = i32::try_from(apps.next_offset())?;
//! # assert_eq!((done, offset), (200, 200));
//! let mut apps = client.list_global_image_apps().offset(offset).items();
//! while let Some(_app) = apps.try_next().await? {
//!     done += 1;
//! }
//! # assert_eq!(done, 450);
//! # Ok(())
//! # }
//! ```
//!
//! Your own count of the items is not the offset, since nulls that are skipped count too. `try_collect` is not suitable
//! for this, since its items are lost with the error. If each item must be handled exactly once, start again instead:
//! the help pages do not promise an order of the records.
//!
//! If you stop in the middle of a page, such as with `take(500)`, continuing at `next_offset` skips the rest of that
//! page. Set a `limit` that divides the number, or read [`pages`](crate::Call::pages).
//!
//! # Traps
//!
//! - The service keeps no snapshot. If records are added or deleted while a list is read, an item can be repeated or
//!   missing, even if the numbers agree.
//! - `take(10)` does not make the pages smaller: set `limit` too if you want to transfer less.
//! - Each page is a call of its own, with its own retries and its own timeout. Limit the time for the entire list with
//!   a timeout of your runtime around the loop.
//! - Nulls among the items are skipped and counted: see [`Items::skipped_nulls`](crate::Items::skipped_nulls).
//! - If the service requires a limit, a builder has `send` only after `limit`; `items` and `pages` set one themselves.
