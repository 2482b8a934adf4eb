//! The project's programs, and cargo.

use std::env::{self, consts};
use std::path::PathBuf;
use std::process::Command;

use crate::project;

/// Cargo, to be run within a test of the suite.
///
/// It does not hear what the outer cargo says of the package that is tested: build scripts that ask for it would run
/// again, this time and the next.
#[must_use]
pub fn cargo() -> Command {
    let mut command = Command::new(env!("CARGO"));
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" {
            command.env_remove(name);
        }
    }
    command
}

/// Builds a program of the project beside the folder of the test that runs, and says where it is.
///
/// # Panics
///
/// If it cannot be built.
#[must_use]
pub fn build(package: &str, name: &str) -> PathBuf {
    let status = cargo().current_dir(project::root()).args(["build", "--quiet", "--package", package]).status();
    assert!(status.expect("cargo runs").success(), "{package} builds");
    let test = env::current_exe().expect("this test");
    test.ancestors().nth(2).expect("a folder").join(name).with_extension(consts::EXE_EXTENSION)
}
