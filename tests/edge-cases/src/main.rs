//! The command line of the invented service.

#[allow(deprecated, reason = "an operation of the fixtures is deprecated")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/command_line.rs"));
}

use std::process::ExitCode;

use huaweicloud_command_line::{Program, run};

const PROGRAM: Program = Program {
    name: "edge-cases",
    version: env!("CARGO_PKG_VERSION"),
    about: "Calls an invented service whose description is unusual.",
    app_name: env!("CARGO_PKG_NAME"),
    service: huaweicloud_a_quoted_service::SERVICE,
};

fn main() -> ExitCode {
    run(&PROGRAM, generated::OPERATIONS)
}
