//! `museum`: a command for each operation of an invented museum service.

#[allow(unused_imports, reason = "a table without operations uses none of them")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/command_line.rs"));
}

use std::process::ExitCode;

use huaweicloud_command_line::{Program, run};

const PROGRAM: Program = Program {
    name: "museum",
    version: env!("CARGO_PKG_VERSION"),
    about: "Calls the museum and prints its responses as JSON.",
    app_name: env!("CARGO_PKG_NAME"),
    service: huaweicloud_museum::SERVICE,
};

fn main() -> ExitCode {
    run(&PROGRAM, generated::OPERATIONS)
}
