//! The project's programs.

use std::env::{self, consts};
use std::path::PathBuf;
use std::process::Command;

use crate::project;

/// Builds a program of the project beside the folder of the test that runs, and says where it is.
///
/// # Panics
///
/// If it cannot be built.
#[must_use]
pub fn build(package: &str, name: &str) -> PathBuf {
    let mut command = Command::new(env!("CARGO"));
    // What cargo tells this test of its package would have build scripts run again, this time and the next.
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" {
            command.env_remove(name);
        }
    }
    let status = command.current_dir(project::root()).args(["build", "--quiet", "--package", package]).status();
    assert!(status.expect("cargo runs").success(), "{package} builds");
    let test = env::current_exe().expect("this test");
    test.ancestors().nth(2).expect("a folder").join(name).with_extension(consts::EXE_EXTENSION)
}
