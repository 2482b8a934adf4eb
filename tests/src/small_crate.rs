//! A crate of generated code that depends on the core, to check whether that code compiles and how long it takes.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::Output;

use hss_generator::Files;

use crate::program::MANIFEST_END;
use crate::{program, project};

/// The manifest after the crate's name.
const MANIFEST: &str = r#"version = "0.0.0"
edition = "2024"
publish = false

[features]
blocking = []
mock = []

[lints.rust]
warnings = "deny"

[dependencies]
"#;

const LIB: &str = "#[allow(deprecated, unused_imports)]\nmod generated;\n#[allow(warnings)]\nmod caller;\n
pub use generated::{Client, SERVICE, operation, types};\npub use huaweicloud_core::*;\n";

/// A crate in cargo's target folder. It stays there, so that dependencies are compiled once.
pub struct SmallCrate {
    /// Its folder.
    pub folder: PathBuf,
}

impl SmallCrate {
    /// Writes a crate with the client of `files`, and a module `caller` that uses it and whose warnings do not matter.
    ///
    /// # Errors
    ///
    /// If a file cannot be written.
    pub fn new(name: &str, files: &Files, caller: &str) -> io::Result<Self> {
        let folder = project::target_dir().join("tmp").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(folder.join("src/generated"))?;
        let core = project::root().join("generated-client/core").display().to_string();
        // With the features that the workspace's clients have together, so that the core is compiled already.
        let core =
            format!("huaweicloud-core = {{ path = {core:?}, features = [\"blocking\", \"mock\", \"rustls-ring\"] }}");
        let tokio = "tokio = { version = \"1\", features = [\"macros\"] }";
        let manifest = format!("[package]\nname = {name:?}\n{MANIFEST}{core}\n{tokio}\n{MANIFEST_END}");
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::write(folder.join("Cargo.lock"), project::read("Cargo.lock"))?;
        fs::write(folder.join("src/lib.rs"), LIB)?;
        fs::write(folder.join("src/caller.rs"), caller)?;
        for (path, text) in files.iter() {
            if let Some(path) = path.strip_prefix("generated-client/src/") {
                fs::write(folder.join("src").join(path), text)?;
            }
        }
        Ok(Self { folder })
    }

    /// Runs `cargo build` or `cargo check` on the crate, offline.
    ///
    /// # Errors
    ///
    /// If cargo cannot be run.
    pub fn cargo(&self, command: &str) -> io::Result<Output> {
        program::cargo_in(&self.folder).args([command, "--offline"]).output()
    }
}
