//! The exit codes of the program.

/// The request is invalid, the configuration is incomplete, or the output cannot be written.
pub(crate) const LOCAL: u8 = 1;
/// The command line or its input is invalid.
pub(crate) const USAGE: u8 = 2;
/// The service responded with an error.
pub(crate) const SERVICE: u8 = 3;
/// No valid response: a connection error, a timeout, or unexpected content.
pub(crate) const NO_RESPONSE: u8 = 4;
/// Ctrl-C or a request to terminate, while waiting for a task or receiving a file; Ctrl-C at a prompt for a secret.
pub(crate) const INTERRUPTED: u8 = 130;

/// The exit codes, for `--help`.
pub(crate) const HELP: &str = "\
Exit codes:
  0  success
  1  local error: invalid request, missing configuration, or the output cannot be written
  2  usage error: invalid command line or input
  3  the service responded with an error
  4  no valid response: connection error, timeout or unexpected content
  130  interrupted while waiting for a task, receiving a file or asking for a secret";
