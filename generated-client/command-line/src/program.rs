//! The facts that distinguish the program of one service from that of another.

use huaweicloud_core::descriptor::ServiceDescriptor;

/// A program: the command line of a service.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// Name of the command, such as `hss`.
    pub name: &'static str,
    /// Version of the program, for `--version`.
    pub version: &'static str,
    /// What the program does, in one sentence, for `--help`.
    pub about: &'static str,
    /// Name of the program in the header `User-Agent`, after the name and version of the client.
    pub app_name: &'static str,
    /// The service, such as `SERVICE` of its client.
    pub service: &'static ServiceDescriptor,
}
