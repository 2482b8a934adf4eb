//! What a new version can change, and how to move a program to it.
//!
//! # What versions promise
//!
//! New versions follow changes of the vendor's help pages. Only major versions (before 1.0: `0.x` versions) contain
//! changes after which code may not compile, or requests are rejected that were sent before. Any version can change
//! other behaviour, such as a default of the service, and can add or deprecate items: structs, enums and descriptors
//! are `#[non_exhaustive]`, and enums accept unknown values.
//!
//! Types of the crates `http`, `bytes` and `serde_json` are part of the API, so a new major version of one of these is
//! such a change too. Use them as `huaweicloud_hss::http` and so on, and your program always has the right version.
//! Types of reqwest and rustls are not part of the API. Any version can raise the minimum supported Rust version,
//! `rust-version` in `Cargo.toml`, since the dependencies determine it.
//!
//! For example:
//!
//! | change | effect on a program |
//! |---|---|
//! | a new optional parameter or response field | none |
//! | a new value of an enum | a `match` on the enum takes another arm: see below |
//! | a new required parameter | it is a new argument, so code does not compile; a stored request without it is rejected |
//! | a string becomes an enum | code that reads the field does not compile: call `as_str`. Setters still accept strings |
//! | a tighter range or length | code compiles, but requests beyond it are rejected before they are sent |
//! | another default of the service | none at compile time: requests without the parameter mean something else |
//!
//! `docs/kinds-of-changes.md` in the repository lists all kinds of changes with their effects: on code that is compiled
//! again, on programs that compile unchanged, and on the command line.
//!
//! # How to upgrade
//!
//! 1. Read what [CHANGELOG.md] says about the versions after yours: it names what breaks and what to change.
//! 2. Compile, and fix the errors. A new required parameter is a new argument of a method, or a new field of its
//!    arguments; the compiler shows where.
//! 3. Fix the warnings: what is deprecated in one version is removed in a later one.
//! 4. Look for enums that your program matches on among the changes: see below.
//!
//! # Enums
//!
//! A value that this version does not know is the variant `Unknown`. If a later version adds the value, responses
//! contain the new variant instead. Code that compares `as_str` does not depend on this:
//!
//! ```
//! use huaweicloud_hss::types::ImageSource;
//!
//! fn is_remote(source: &ImageSource) -> bool {
//!     source.as_str() == "remote"
//! }
//!
//! // Unknown today, perhaps a variant tomorrow: the function gives the same result.
//! assert!(is_remote(&ImageSource::from("remote")));
//! assert!(!is_remote(&ImageSource::Registry));
//! ```
//!
//! # Values that your program creates
//!
//! Since structs are `#[non_exhaustive]`, a struct literal does not compile outside of this crate. In tests, start from
//! the default or from JSON, and a new field changes nothing:
//!
//! ```
//! use huaweicloud_hss::types::ImageAppResponseInfo;
//!
//! let mut app = ImageAppResponseInfo::default();
//! app.app_name = Some("openssl".to_owned());
//! ```
//!
//! # Traps
//!
//! - Requests that are stored as JSON outlive a version. A key that the new version does not know is an error when the
//!   request is read, and a required parameter that is missing is an error when it is sent. Empty the queue before an
//!   upgrade that removes or requires a parameter.
//! - Tighter bounds of a help page become checks of the client. If a request is rejected that the service accepts,
//!   [`Call::validate`](crate::Call::validate) turns off the checks for it.
//! - The wording of messages, `Debug` output and generated documentation is not part of the API.
//! - The module `codegen` of the core is for generated code only, and can change in any version.
//!
//! [CHANGELOG.md]: https://docs.rs/crate/huaweicloud-hss/latest/source/CHANGELOG.md
