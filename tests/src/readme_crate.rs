//! A crate of its own with the dependencies and the program of the README's quick start.

use std::fs;
use std::io;
use std::process::Output;

use crate::{program, project};

/// The beginning of the crate's manifest.
const MANIFEST: &str = r#"[package]
name = "readme"
version = "0.0.0"
edition = "2024"
publish = false
"#;

/// The folder of the client, at the end of the path that the README gives to it.
const CLIENT: &str = "generated-client";

/// Builds the README's quick start in a crate of its own without network, and runs it.
///
/// # Errors
///
/// If a file cannot be written or cargo cannot be run.
///
/// # Panics
///
/// If the README has no block of TOML or of Rust.
pub fn run() -> io::Result<Output> {
    let readme = project::read("README.md");
    let dependencies = with_absolute_path(block(&readme, "toml"));
    let folder = project::target_dir().join("tmp/readme");
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), format!("{MANIFEST}\n{dependencies}{}", program::manifest_end()))?;
    fs::write(folder.join("Cargo.lock"), project::read("Cargo.lock"))?;
    fs::write(folder.join("src/main.rs"), block(&readme, "rust"))?;
    program::cargo_in(&folder).args(["run", "--quiet", "--offline"]).output()
}

/// Returns the first code block in a language.
fn block<'a>(markdown: &'a str, language: &str) -> &'a str {
    let (_, rest) = markdown.split_once(&format!("```{language}\n")).expect("a code block in this language");
    let (block, _) = rest.split_once("```\n").expect("the end of the code block");
    block
}

/// Replaces the path of the client by that in the project.
fn with_absolute_path(dependencies: &str) -> String {
    let (before, rest) = dependencies.split_once("path = \"").expect("a path");
    let (path, after) = rest.split_once('"').expect("the end of the path");
    assert!(path.ends_with(CLIENT), "the path must end in {CLIENT}: {path}");
    let client = project::root().join(CLIENT);
    format!("{before}path = {:?}{after}", client.display().to_string())
}
