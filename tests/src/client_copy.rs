//! A copy of the workspace with other generated code, to check whether that code compiles and how long it takes.

use std::collections::BTreeMap;
use std::env::consts;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use hss_generator::Files;

use crate::{program, project};

/// The workspace with other generated code, in cargo's target folder. It stays there, so that the next run compiles
/// only what has changed.
pub struct ClientCopy {
    root: PathBuf,
}

/// Folders of the workspace's members. All members except one are copied, although only two are compiled: with fewer
/// members cargo would select other features of the dependencies, and compile those again.
const MEMBERS: [&str; 4] = ["generated-client", "generator", "tests", "xtask"];

/// The member that is not copied: compiling it would take time, and test nothing of the generated code.
const EXCLUDED: &str = "tests/museum-client";

/// Paths of the generated code of the client and of the command line.
const GENERATED: [&str; 2] = ["generated-client/src/generated", "generated-client/cli/src/generated.rs"];

const LINTS: &str = "[workspace.lints.rust]\n";

impl ClientCopy {
    /// Copies the workspace, with `files` in place of the generated code.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or written.
    pub fn new(name: &str, files: &Files) -> io::Result<Self> {
        Self::with_calls(name, files, None)
    }

    /// Copies the workspace like [`new`](Self::new), with the text of a test that calls the generated code.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or written.
    pub fn with_calls(name: &str, files: &Files, calls: Option<String>) -> io::Result<Self> {
        let root = project::target_dir().join("tmp").join(name);
        let mut copied = BTreeMap::new();
        for member in MEMBERS {
            read_folder(&project::root().join(member), Path::new(member), &mut copied)?;
        }
        copied.retain(|path, _| {
            !path.starts_with(EXCLUDED) && !GENERATED.iter().any(|generated| path.starts_with(generated))
        });
        for (path, text) in files.iter() {
            if GENERATED.iter().any(|generated| path.starts_with(generated)) {
                copied.insert(PathBuf::from(path), text.into());
            }
        }
        if let Some(calls) = calls {
            copied.insert("tests/hss/tests/calls.rs".into(), calls.into());
        }
        copied.insert("Cargo.lock".into(), project::read("Cargo.lock").into());
        copied.insert("Cargo.toml".into(), manifest(name).into());
        copied.insert("tests/Cargo.toml".into(), manifest_of_tests().into());
        update_folder(&root, &copied)?;
        Ok(Self { root })
    }

    /// Adds a module to the copy of the client, whose warnings do not matter. In it, `huaweicloud_hss` is the client.
    ///
    /// # Errors
    ///
    /// If a file cannot be written.
    pub fn add_module(&self, name: &str, text: &str) -> io::Result<()> {
        let lib = fs::read_to_string(self.lib())?;
        fs::write(self.root.join(format!("generated-client/src/{name}.rs")), text)?;
        fs::write(
            self.lib(),
            format!("{lib}\nextern crate self as huaweicloud_hss;\n#[allow(warnings)]\nmod {name};\n"),
        )
    }

    /// Returns the path of the library's root file.
    #[must_use]
    pub fn lib(&self) -> PathBuf {
        self.root.join("generated-client/src/lib.rs")
    }

    /// Runs `cargo check` on the client's copy without its optional features, offline.
    ///
    /// # Errors
    ///
    /// If cargo cannot be run.
    pub fn check(&self) -> io::Result<Output> {
        self.cargo().args(["check", "--offline", "--package", "huaweicloud-hss", "--no-default-features"]).output()
    }

    /// Compiles the copies of the client and of the command line, with warnings as errors, and runs the unit tests of
    /// the command line and the test of [`with_calls`](Self::with_calls), offline.
    ///
    /// # Errors
    ///
    /// If cargo cannot be run.
    pub fn test(&self) -> io::Result<Output> {
        // With `--workspace` the features are those of `cargo test --workspace`, whose dependencies are compiled.
        self.cargo().args(["test", "--offline", "--workspace", "--bin", "hss", "--test", "calls"]).output()
    }

    /// Builds the copy of the command line, offline, and returns the path of its program.
    ///
    /// # Errors
    ///
    /// If cargo cannot be run, or the command line does not compile.
    pub fn command_line(&self) -> io::Result<PathBuf> {
        let output = self.cargo().args(["build", "--offline", "--workspace", "--bin", "hss"]).output()?;
        if !output.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
        }
        Ok(program::copies().join("debug/hss").with_extension(consts::EXE_EXTENSION))
    }

    /// Runs clippy on the copies of the client and of the command line, with warnings as errors, offline.
    ///
    /// # Errors
    ///
    /// If cargo cannot be run.
    pub fn clippy(&self) -> io::Result<Output> {
        self.cargo().args(["clippy", "--offline", "--workspace", "--", "--deny", "warnings"]).output()
    }

    /// Documents the copies of the client and of the command line, with warnings as errors, offline.
    ///
    /// # Errors
    ///
    /// If cargo cannot be run.
    pub fn document(&self) -> io::Result<Output> {
        let packages = ["--package", "huaweicloud-hss", "--package", "huaweicloud-hss-cli"];
        self.cargo()
            .args(["doc", "--offline", "--no-deps"])
            .args(packages)
            .env("RUSTDOCFLAGS", "--deny warnings")
            .output()
    }

    /// Compiles the examples in the documentation of the generated operations, without network.
    ///
    /// # Errors
    ///
    /// If cargo cannot be run.
    pub fn test_examples_of_operations(&self) -> io::Result<Output> {
        // Other examples in the client's documentation are about operations that the copy does not have.
        self.cargo().args(["test", "--offline", "--workspace", "--doc", "--", "src/generated"]).output()
    }

    fn cargo(&self) -> Command {
        program::cargo_in(&self.root)
    }
}

/// Returns the workspace's manifest, with warnings as errors and another version.
///
/// Cargo names the compiled library by the package's version and its path in the workspace. With the same version, the
/// copy's library would replace the client's in the folder of compiled dependencies, which they share. Likewise, cargo
/// would take one copy for another, and not compile it.
fn manifest(name: &str) -> String {
    let manifest = project::read("Cargo.toml");
    let version = manifest.lines().find(|line| line.starts_with("version = ")).expect("the version of the workspace");
    let copied = version.strip_suffix('"').expect("a version in quotes");
    let manifest = manifest.replace(&format!("\"{EXCLUDED}\", "), "");
    manifest.replace(LINTS, &format!("{LINTS}warnings = \"deny\"\n")).replacen(
        version,
        &format!("{copied}+{name}\""),
        1,
    )
}

/// Returns the manifest of the tests' package without its dependency on the excluded member.
fn manifest_of_tests() -> String {
    let mut manifest = String::new();
    for line in project::read("tests/Cargo.toml").lines() {
        if !line.starts_with("museum-client = ") {
            manifest.push_str(line);
            manifest.push('\n');
        }
    }
    manifest
}

/// Reads all files of a folder into `files`, with paths that begin with `path`.
fn read_folder(folder: &Path, path: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = path.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &path, files)?;
        } else {
            files.insert(path, fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// Makes the folder contain exactly these files. Does not touch unchanged files: cargo compares modification times.
fn update_folder(folder: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) -> io::Result<()> {
    let mut existing = BTreeMap::new();
    if folder.exists() {
        read_folder(folder, Path::new(""), &mut existing)?;
    }
    for path in existing.keys() {
        if !files.contains_key(path) {
            fs::remove_file(folder.join(path))?;
        }
    }
    for (path, content) in files {
        if existing.get(path) != Some(content) {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(path, content)?;
        }
    }
    Ok(())
}
