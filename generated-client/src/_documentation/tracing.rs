//! How to see calls in logs, traces and metrics, with the crate `tracing`.
//!
//! # A first example
//!
//! Each call is a span, and each of its attempts is a span within it. Any subscriber of the crate `tracing` receives
//! them. The one below prints a line for each span that ends and for each event. It needs two more dependencies:
//!
//! ```toml
//! tracing = "0.1"
//! tracing-subscriber = "0.3"
//! ```
//!
//! ```
//! use huaweicloud_hss::mock::MockServer;
//! use tracing::level_filters::LevelFilter;
//! use tracing_subscriber::filter::Targets;
//! use tracing_subscriber::fmt::format::FmtSpan;
//! use tracing_subscriber::layer::SubscriberExt;
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let levels = Targets::new().with_target("huaweicloud_core", LevelFilter::DEBUG);
//!     let lines = tracing_subscriber::fmt::layer().with_span_events(FmtSpan::CLOSE);
//!     let subscriber = tracing_subscriber::registry().with(lines).with(levels);
//!     // In a program that has only one subscriber, call `init` of the crate instead.
//!     let _guard = tracing::subscriber::set_default(subscriber);
//!
//!     let mock = MockServer::start().await?;
//!     mock.client().build()?.list_global_image_apps().send().await?;
//!     Ok(())
//! }
//! ```
//!
//! A program that has no subscriber but a logger of the crate `log` enables the feature `log` of `tracing`: spans and
//! events then become its log records.
//!
//! # Spans
//!
//! All spans and events have the target `huaweicloud_core`, the crate that the clients of all services share. Their
//! fields have the names of OpenTelemetry's semantic conventions for HTTP clients, so that tracing-opentelemetry can
//! export them as they are.
//!
//! The span of a call is named `call` and has the level info:
//!
//! | field | description |
//! |---|---|
//! | `otel.name`, `otel.kind` | method and path with placeholders; `client` |
//! | `service`, `operation`, `http.request.method` | name of the service, `HSS`; ID of the operation; method |
//! | `server.address`, `server.port` | host and port of the endpoint |
//! | `attempts` | how many attempts were started, 0 if the request was not sent |
//! | `http.response.status_code`, `request_id` | of the last response, if one arrived |
//! | `skipped_nulls` | how many nulls were skipped in lists and maps of the response, if there are any |
//! | `error.type`, `otel.status_code` | if the call failed: the status of a service error, otherwise the [`ErrorKind`](crate::ErrorKind) in snake case; `ERROR` |
//!
//! `attempts` and the fields below it are recorded when the call ends. If its future is dropped, only `attempts` is. A
//! download extends the span to the end of its file.
//!
//! The span of an attempt is named `attempt` and has the level debug. It begins when the request is passed to the
//! transport, so that it contains the spans of your transport, and ends when the response has been read, or the
//! beginning of a file:
//!
//! | field | description |
//! |---|---|
//! | `otel.name`, `operation`, `http.request.method` | as in the span of the call |
//! | `http.request.resend_count` | number of earlier attempts, except for the first attempt |
//! | `http.response.status_code`, `request_id` | of the response, if a valid one arrived |
//! | `error.type`, `otel.status_code` | if the status is 400 or higher, or no valid response arrived: the status or the kind of the error; `ERROR` |
//!
//! # Events
//!
//! | message | level | fields |
//! |---|---|---|
//! | `attempt` | debug | `operation`, `http.request.method`, `url.template`: the path with placeholders, `duration_ms`, `http.response.status_code`, `request_id`, and `error.type` if no valid response arrived |
//! | `sending` | trace | `http.request.method`, `url.full` |
//! | `retrying` | debug | `attempts` so far, `delay` until the next one, `cause`: the message of the error |
//! | `waiting for a task` | debug | `operation`, `delay` until its state is requested again |
//!
//! `attempt` and `sending` belong to the span of the attempt, the others to that of the call.
//!
//! Requests for credentials and projects have spans of attempts and the first three events too. They belong to the span
//! of the call that needs them. In place of the ID of an operation, their `operation` is a name such as `IAM token`.
//!
//! # What is not recorded
//!
//! Credentials and secret parameters are redacted. Spans contain neither the URL nor parameters nor messages, but two
//! events do: `retrying` has the message of the error, in which the service can repeat parameters, and `sending` has
//! the URL. To keep both out of your logs, filter the target at the level info; to keep only the URL out, at debug.
//!
//! Bodies are never recorded. To see them, wrap the transport as the example [`custom_transport`] does, and remember
//! that they can contain secrets.
//!
//! # Metrics
//!
//! The event `attempt` is meant for metrics: `url.template` and the status have few values, and `duration_ms`, an
//! `f64`, is the time until the response was read, or until the beginning of a file was. A retried call has several
//! such events, so they count the load on the service; spans count calls, and `attempts` tells which were retried.
//! The example [`metrics`] is a layer that counts attempts by path and status.
//!
//! # Traps
//!
//! - The span of a failed call has the level info too, since the program may handle the error. To see only failures,
//!   select by `otel.status_code` where the spans are stored, or log the errors in your program. A filter of
//!   tracing-subscriber cannot do it: it decides when the span begins.
//! - A list has a span for each page, and waiting for a task one for each request. Create a span of your own around the
//!   loop to group them.
//! - Calls are recorded within the span in which their future is polled. If you spawn a call, attach your span to it
//!   with `Instrument` of the crate `tracing`.
//! - The client does not propagate trace context. If a gateway does, add the header `traceparent` to each call with
//!   [`Call::header`](crate::Call::header). No setting adds a header to all calls of a client, but a
//!   [`Transport`](crate::Transport) of your own can.
//!
//! [`custom_transport`]: https://docs.rs/crate/huaweicloud-hss/latest/source/examples/custom_transport.rs
//! [`metrics`]: https://docs.rs/crate/huaweicloud-hss/latest/source/examples/metrics.rs
