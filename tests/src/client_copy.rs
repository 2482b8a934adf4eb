//! The client and its command line with other generated code, to see whether and how fast they compile.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Output;

use hss_generator::Files;

use crate::{program, project};

/// A copy of the client and its command line in a workspace of its own, in the target folder; kept, so that its dependencies stay built.
pub struct ClientCopy {
    root: PathBuf,
}

/// The packages, with what is generated of each.
const PACKAGES: [(&str, &str); 2] = [
    ("generated-client", "generated-client/src/generated"),
    ("generated-client/cli", "generated-client/cli/src/generated.rs"),
];

impl ClientCopy {
    /// Copies the hand-written parts, and puts `files` in place of the generated parts.
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
        for (package, generated) in PACKAGES {
            copy.package(package)?;
            let own = copy.root.join(generated);
            if own.is_dir() {
                fs::remove_dir_all(own)?;
            }
            for (path, text) in files.iter().filter(|(path, _)| path.starts_with(generated)) {
                let path = copy.root.join(path);
                fs::create_dir_all(path.parent().unwrap_or(&copy.root))?;
                fs::write(path, text)?;
            }
        }
        fs::write(copy.root.join("Cargo.toml"), workspace())?;
        fs::copy(project::root().join("Cargo.lock"), copy.root.join("Cargo.lock"))?;
        Ok(copy)
    }

    /// Copies a package as it is.
    fn package(&self, package: &str) -> io::Result<()> {
        let (from, to) = (project::root().join(package), self.root.join(package));
        // The manifest names the examples; nothing builds them.
        for folder in ["src", "examples"].iter().filter(|folder| from.join(folder).is_dir()) {
            copy_folder(&from.join(folder), &to.join(folder))?;
        }
        fs::write(to.join("Cargo.toml"), project::read(&format!("{package}/Cargo.toml")))
    }

    /// The library's root file.
    #[must_use]
    pub fn lib(&self) -> PathBuf {
        self.root.join("generated-client/src/lib.rs")
    }

    /// Runs `cargo check` on the client's copy with these features alone, without network.
    ///
    /// # Errors
    ///
    /// If cargo cannot be run.
    pub fn check(&self, features: &str, rustflags: &str) -> io::Result<Output> {
        self.cargo(
            &["check", "--package", "huaweicloud-hss", "--no-default-features", "--features", features],
            rustflags,
        )
    }

    /// Runs the unit tests of the command line's copy, without network.
    ///
    /// # Errors
    ///
    /// If cargo cannot be run.
    pub fn test_command_line(&self) -> io::Result<Output> {
        self.cargo(&["test", "--package", "huaweicloud-hss-cli"], "")
    }

    fn cargo(&self, arguments: &[&str], rustflags: &str) -> io::Result<Output> {
        let mut command = program::cargo();
        command.args(arguments).arg("--offline").current_dir(&self.root);
        command.env("CARGO_TARGET_DIR", self.root.join("target")).env("RUSTFLAGS", rustflags).output()
    }
}

/// The project's workspace with these packages as its only members.
fn workspace() -> String {
    let manifest = project::read("Cargo.toml");
    let line = |line: &str| {
        if line.starts_with("members = ") {
            format!("members = {:?}\n", PACKAGES.map(|(package, _)| package))
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
