//! The project's libraries, programs and examples, built once per test run, and cargo.

use std::env::{self, consts};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::project;

/// How a program ended.
pub struct Outcome {
    /// The exit code, unless a signal ended the program.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs a program to its end.
///
/// # Panics
///
/// If it cannot be started.
pub fn outcome(command: &mut Command) -> Outcome {
    let output = command.output().expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Outcome { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
}

/// Returns a command that runs cargo in the project's root.
///
/// It does not inherit the variables that the outer cargo sets for the package under test: build scripts that read them
/// would run again each time.
#[must_use]
pub fn cargo() -> Command {
    let mut command = Command::new(env!("CARGO"));
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" {
            command.env_remove(name);
        }
    }
    command.current_dir(project::root()).env("CARGO_TARGET_DIR", project::target_dir());
    command
}

/// Returns a command that runs git in a folder, as a person with a name but without configuration.
#[must_use]
pub fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    ignore_git_configuration(&mut command);
    command.arg("-C").arg(folder).args(["-c", "user.name=n", "-c", "user.email=e@example.com"]);
    command
}

/// Lets the git that a command runs neither use the configuration of the machine nor variables such as `GIT_DIR`, which
/// git sets for its hooks.
pub fn ignore_git_configuration(command: &mut Command) {
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
}

/// Returns the end of the manifest of a crate outside the workspace: the workspace's profile, and the features that it
/// enables for dependencies. Otherwise, cargo would compile most dependencies again.
///
/// # Panics
///
/// If the manifest of the workspace cannot be read, or has no profile `dev`.
#[must_use]
pub fn manifest_end() -> String {
    let manifest = project::read("Cargo.toml");
    let profiles = manifest.find("[profile.dev]").zip(manifest.find("[profile.release"));
    let dev = profiles.and_then(|(start, end)| manifest.get(start..end)).expect("the profile `dev`");
    format!("\n[workspace]\n\n{dev}{SHARED_FEATURES}")
}

/// Features of dependencies that only other packages of the workspace enable.
const SHARED_FEATURES: &str = r#"
[target.'cfg(all())'.dependencies]
foldhash = "0.2"
futures-core = "0.3"
getrandom = { version = "0.4", features = ["std", "sys_rng"] }
indexmap = { version = "2", features = ["serde"] }
memchr = "2"
rustix = { version = "1", features = ["fs", "pty", "termios"] }
serde = { version = "1", features = ["alloc"] }
serde_json = { version = "1", features = ["alloc", "preserve_order", "raw_value"] }
tempfile = "3"
tokio = { version = "1", features = ["signal"] }
"#;

/// Returns a command that runs cargo in another folder, for a crate that is not in the workspace.
///
/// It uses the dependencies that are compiled already, but puts its programs elsewhere, so that they do not replace a
/// program of the project.
#[must_use]
pub fn cargo_in(folder: &Path) -> Command {
    let mut command = cargo();
    command.current_dir(folder);
    command.env("CARGO_BUILD_BUILD_DIR", project::target_dir());
    command.env("CARGO_TARGET_DIR", project::target_dir().join("tmp/programs"));
    command
}

/// Returns the path of a program of the project, built if necessary. Examples are built separately, so that one that
/// does not compile affects only the tests of examples.
///
/// # Panics
///
/// If it cannot be built.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    build_once();
    built().join(name).with_extension(consts::EXE_EXTENSION)
}

/// Returns a command that runs rustc with the core as a dependency. Builds the core if necessary.
///
/// # Panics
///
/// If the core cannot be built.
#[must_use]
pub fn rustc_with_core() -> Command {
    build_once();
    let mut command = Command::new(env::var_os("RUSTC").unwrap_or("rustc".into()));
    command.arg("--extern").arg(format!("huaweicloud_core={}", built().join("libhuaweicloud_core.rlib").display()));
    command.arg("-L").arg(format!("dependency={}", built().join("deps").display()));
    command
}

/// Builds the project's libraries and programs.
fn build_once() {
    static BUILT: OnceLock<()> = OnceLock::new();
    // Building a test makes cargo select the features of all development dependencies.
    BUILT.get_or_init(|| build(&["--lib", "--bins", "--test", "robustness"]));
}

/// Returns a command that runs an example of the client, built if necessary. The environment is not inherited.
///
/// # Panics
///
/// If it cannot be built.
#[must_use]
pub fn example(name: &str) -> Command {
    static BUILT: OnceLock<()> = OnceLock::new();
    BUILT.get_or_init(|| build(&["--examples"]));
    let mut command = Command::new(built().join("examples").join(name).with_extension(consts::EXE_EXTENSION));
    command.env_clear();
    command
}

/// Builds these targets of the workspace with its development dependencies, as in `cargo test --workspace`: with other
/// features, most dependencies would be compiled a second time.
fn build(targets: &[&str]) {
    let status = cargo().args(["build", "--quiet", "--locked", "--workspace"]).args(targets).status();
    assert!(
        status.expect("cargo runs").success(),
        "the project's libraries, programs or examples do not build: see the errors of the compiler above"
    );
}

/// Returns the folder of programs.
fn built() -> PathBuf {
    project::target_dir().join("debug")
}
