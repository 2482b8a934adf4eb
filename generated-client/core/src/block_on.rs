//! Blocks a thread without an async runtime of the caller.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::Error;

/// Drives the connections of all blocking calls, also between the calls.
static RUNTIME: OnceLock<Runtime> = OnceLock::new();

/// Returns the output of `future`, unless the thread belongs to a runtime: blocking it would panic. `method` is what
/// the caller called.
pub(crate) fn block_on<F: Future>(method: &str, future: F) -> Result<F::Output, Error> {
    if Handle::try_current().is_ok() {
        return Err(Error::misconfigured(format!(
            "{method} was called in a tokio runtime, which it would block: use the async method, also within \
             spawn_blocking, with Handle::current().block_on()"
        )));
    }
    Ok(runtime()?.block_on(future))
}

fn runtime() -> Result<&'static Runtime, Error> {
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("huaweicloud-core").enable_all().build();
    let runtime = runtime
        .map_err(|error| Error::misconfigured(format!("the thread for blocking calls cannot start: {error}")))?;
    Ok(RUNTIME.get_or_init(|| runtime))
}
