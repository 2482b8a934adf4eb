//! How to wait for a task of the service, and how to save its file.
//!
//! # A first example
//!
//! An export is a task: one request creates it, another returns its state, and a third its file. `send_and_wait` does
//! the first two, `download` the third:
//!
//! ```
//! use huaweicloud_hss::mock::MockServer;
//! use huaweicloud_hss::types::ContainerColumn;
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let mock = MockServer::builder().task_running(0).start().await?;
//!     let client = mock.client().build()?;
//!     # let folder = tempfile::tempdir()?;
//!     # let path = folder.path().join("containers.zip");
//!     # let path = path.as_path();
//!
//!     let columns = [(ContainerColumn::ContainerName, "Container"), (ContainerColumn::Risky, "Risk")];
//!     let download = client.export_container_list(columns).send_and_wait().download().await?;
//!     let bytes = download.save_to(path).await?;
//!     println!("{bytes} bytes");
//!     Ok(())
//! }
//! ```
//!
//! Await the result of `send_and_wait` itself if you need the state of the task and not the file. To wait for several
//! tasks at once, pass each to `tokio::join!`, or spawn it: `tokio::spawn(export.send_and_wait().into_future())`.
//!
//! # Waiting
//!
//! [`Wait`](crate::Wait) polls immediately, then at intervals that double from 2 to 30 seconds, for 15 minutes. If the
//! service sends `Retry-After`, it determines the next interval instead, even beyond 30 seconds; if it exceeds the time
//! left, waiting ends at once. The setters `interval`, `max_interval` and `timeout` change these times. The timeouts of
//! the client and of the call limit each request, not the wait.
//!
//! Waiting continues after transient errors and unknown states. A state that the help page does not list may mean that
//! the task has ended: `on_note` and the timeout error report it. `on_state` reports each response.
//!
//! If waiting fails, the task continues. The [`WaitError`](crate::WaitError) has its ID and the last response. Its kind
//! says why waiting ended:
//!
//! | kind | meaning | what to do |
//! |---|---|---|
//! | [`Task`](crate::ErrorKind::Task) | the task has failed, or its response lacks an ID | read the last response; create the task again |
//! | [`Timeout`](crate::ErrorKind::Timeout) | the task has not ended in time | wait again: see below |
//! | any other | a request failed | see [errors and retries](super::errors) |
//!
//! To wait for a task that exists already, use the operation that returns its state. After a timeout, the error has the
//! ID:
//!
//! ```
//! # use huaweicloud_hss::mock::MockServer;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use std::time::Duration;
//! # let mock = MockServer::builder().task_running(1).start().await?;
//! # let client = mock.client().build()?;
//! let export = client.export_container_list([("container_name", "Container")]);
//! let error = export.send_and_wait().timeout(Duration::ZERO).await.unwrap_err();
//!
//! let task_id = error.task_id().ok_or("no task ID")?;
//! let task = client.list_query_export_task(task_id).wait().await?;
//! println!("file {:?}", task.file_id);
//! # Ok(())
//! # }
//! ```
//!
//! # Programs that may be interrupted
//!
//! A task outlives the program that created it. To continue after a restart, create the task with `send`, store its ID,
//! and then wait:
//!
//! ```
//! # use huaweicloud_hss::mock::MockServer;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockServer::builder().task_running(0).start().await?;
//! # let client = mock.client().build()?;
//! let task = client.export_container_list([("container_name", "Container")]).send().await?;
//! let task_id = task.task_id.ok_or("no task ID")?;
//! // Store the ID here, for example in a database. After a restart, continue here.
//! let download = client.list_query_export_task(task_id).wait().download().await?;
//! # download.bytes().await?;
//! # Ok(())
//! # }
//! ```
//!
//! `send_and_wait` is shorter, and suits programs that run again from the start. It also continues after the status 404
//! in the first 30 seconds, in which the service may not know the task yet; `wait` reports that status as an error. Its
//! `on_note` reports the ID too, before the first state, in a sentence for people.
//!
//! # Files
//!
//! A [`Download`](crate::Download) is a stream: `save_to` writes it to a file, `try_next` returns it chunk by chunk,
//! and `bytes` reads it into memory. [`on_progress`](crate::Download::on_progress) and
//! [`content_length`](crate::Download::content_length) show how much of it has arrived.
//!
//! A saved file is complete or absent. It is written under a temporary name in the same folder and renamed at its end.
//! An existing file is an error, unless `SaveTarget::new(path).overwrite(true)` allows replacing it. To avoid creating
//! a task when its file could not be saved, call [`SaveTarget::check`](crate::SaveTarget::check) before.
//!
//! # Traps
//!
//! - Dropping the future, for example because another branch of `select!` is ready, stops waiting but not the task.
//! - `send_and_wait` retries like any POST request: after a timeout of the first request, the task may exist although
//!   its ID is unknown.
//! - An interrupted download is not resumed. The task has succeeded, so request the file again with the ID in the
//!   error, instead of exporting again. To do so in a program, call `send_and_wait` without `download`, keep the ID of
//!   the file from the last state, and call
//!   [`list_download_exported_file`](crate::Client::list_download_exported_file) with it.
//! - The size of a file is not limited. Set [`Download::max_bytes`](crate::Download::max_bytes) if the disk or the
//!   memory is.
