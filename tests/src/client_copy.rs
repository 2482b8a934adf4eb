//! The client crate with other generated code, to see whether and how fast it compiles.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use hss_generator::Files;

use crate::project;

/// A copy of the client in a workspace of its own, in the target folder; kept, so that its dependencies stay built.
pub struct ClientCopy {
    root: PathBuf,
}

const GENERATED: &str = "generated-client/src/generated";

impl ClientCopy {
    /// Copies the client's hand-written part, and puts `files` in place of its generated part.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or written.
    pub fn new(name: &str, files: &Files) -> io::Result<Self> {
        let copy = Self { root: project::root().join("target").join(name) };
        let client = copy.root.join("generated-client");
        if client.exists() {
            fs::remove_dir_all(&client)?;
        }
        copy_folder(&project::root().join("generated-client/src"), &client.join("src"))?;
        fs::remove_dir_all(copy.root.join(GENERATED))?;
        for (path, text) in files.iter().filter(|(path, _)| path.starts_with(GENERATED)) {
            let path = copy.root.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&copy.root))?;
            fs::write(path, text)?;
        }
        fs::write(copy.root.join("generated-client/Cargo.toml"), project::read("generated-client/Cargo.toml"))?;
        fs::write(copy.root.join("Cargo.toml"), workspace())?;
        fs::copy(project::root().join("Cargo.lock"), copy.root.join("Cargo.lock"))?;
        Ok(copy)
    }

    /// The library's root file.
    #[must_use]
    pub fn lib(&self) -> PathBuf {
        self.root.join("generated-client/src/lib.rs")
    }

    /// Runs `cargo check` on the copy with these features alone, without network.
    ///
    /// # Errors
    ///
    /// If cargo cannot be run.
    pub fn check(&self, features: &str, rustflags: &str) -> io::Result<Output> {
        let mut command = Command::new(env!("CARGO"));
        command.args(["check", "--offline", "--no-default-features", "--features", features]).current_dir(&self.root);
        command.env("CARGO_TARGET_DIR", self.root.join("target")).env("RUSTFLAGS", rustflags).output()
    }
}

/// The project's workspace with the client as its only member.
fn workspace() -> String {
    let manifest = project::read("Cargo.toml");
    let line = |line: &str| {
        if line.starts_with("members = ") {
            "members = [\"generated-client\"]\n".to_owned()
        } else {
            format!("{line}\n")
        }
    };
    manifest.lines().map(line).collect()
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
