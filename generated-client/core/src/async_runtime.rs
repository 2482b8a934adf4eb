//! Detects that the async runtime is missing, which would otherwise be a panic of tokio.

use crate::cause::BoxError;

/// Returns an error outside of a tokio runtime.
pub(crate) fn require_tokio() -> Result<(), BoxError> {
    if tokio::runtime::Handle::try_current().is_ok() {
        return Ok(());
    }
    let message = "ReqwestTransport and TokioSleep require a tokio runtime: call this within one, for example in \
                   #[tokio::main], or use send_blocking of the feature blocking";
    Err(message.into())
}

#[cfg(test)]
mod tests {
    use crate::error::ErrorKind;
    use crate::testing::{FakeTransport, good, now};
    use crate::time::TokioSleep;
    use crate::transport::reqwest::ReqwestTransport;

    const EXPECTED: &str = "invalid client configuration: ReqwestTransport and TokioSleep require a tokio runtime: \
                            call this within one, for example in #[tokio::main], or use send_blocking of the feature \
                            blocking";

    #[test]
    fn the_default_timer_without_a_runtime_is_an_error() {
        let transport = FakeTransport::json(200, r#"{"total":1}"#);
        let client = transport.client().sleep(TokioSleep).build().expect("a client");
        let error = now(client.call(good()).send()).expect_err("no runtime");
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Configuration, EXPECTED));
        assert!(transport.requests().is_empty(), "nothing is sent");
    }

    #[test]
    fn the_default_transport_without_a_runtime_is_an_error() {
        let transport = ReqwestTransport::builder().build().expect("a transport");
        let client = FakeTransport::default().client().transport(transport).build().expect("a client");
        let error = now(client.call(good()).send()).expect_err("no runtime");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Configuration, 1));
        assert_eq!(error.to_string(), format!("Echo: {EXPECTED}"));
        assert_eq!(error.configuration_errors().len(), 1);
    }
}
