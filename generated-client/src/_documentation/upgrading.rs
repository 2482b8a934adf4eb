//! What a new version can change, and how to move a program to it.
//!
//! # What versions promise
//!
//! New versions follow changes of the vendor's help pages. Only major versions (before 1.0: `0.x` versions) contain
//! changes after which code may not compile, or requests are rejected that were sent before. Any version can change
//! other behaviour, such as a default of the service, and can add or deprecate items: structs, enums and descriptors
//! are `#[non_exhaustive]`, and enums accept unknown values.
//!
//! `docs/kinds-of-changes.md` in the repository lists all kinds of changes with their effects: on code that is compiled
//! again, on programs that compile unchanged, and on the command line.
//!
//! # How to upgrade
//!
//! 1. Read what CHANGELOG.md says about the versions after yours: it names what breaks and what to change.
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
//! # Traps
//!
//! - Tighter bounds of a help page become checks of the client. If a request is rejected that the service accepts,
//!   [`Call::validate`](crate::Call::validate) turns off the checks for it.
//! - The wording of messages, `Debug` output and generated documentation is not part of the API.
//! - The module `codegen` of the core is for generated code only, and can change in any version.
