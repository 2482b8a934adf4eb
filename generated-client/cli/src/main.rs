//! `hss`: a command for each operation of Huawei Cloud's Host Security Service.

#[allow(unused_imports, reason = "a table without operations uses none of them")]
#[rustfmt::skip]
mod generated;

use std::process::ExitCode;

use huaweicloud_command_line::{Program, run};

const PROGRAM: Program = Program {
    name: "hss",
    version: env!("CARGO_PKG_VERSION"),
    about: "Calls Huawei Cloud's Host Security Service (HSS) and prints its responses as JSON.",
    app_name: env!("CARGO_PKG_NAME"),
    service: huaweicloud_hss::SERVICE,
};

fn main() -> ExitCode {
    run(&PROGRAM, generated::OPERATIONS)
}
