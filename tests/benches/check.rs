//! Measures `cargo check` of a service's crate with 0, 5 and 500 operations, after its dependencies, which include the
//! core, have been checked: what a crate and each operation add to a build. Run with `cargo bench --bench check`.
//!
//! `cargo bench --bench check -- --root DIR`, with an absolute path, measures the description in `DIR/spec` instead of
//! 500 operations.

#![allow(clippy::cast_precision_loss, reason = "the results are for people")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic ends the benchmark"
)]

use std::env;
use std::fs::{self, File, FileTimes};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};

use hss_generator::{Files, OPERATIONS_FOLDER, Source};
use hss_tests::{clones, generated_crate, program, project};

/// The manifest of the crate that is checked, after its name and before the path of the core.
const MANIFEST: &str = r#"version = "0.0.0"
edition = "2024"
publish = false

[features]
blocking = []
mock = []

[dependencies]
"#;

fn main() {
    let large = match root() {
        Some(root) => project::description_in(&root).expect("a description"),
        None => clones::description(&project::description(), 500),
    };
    let small = [0, 5].map(|size| clones::description(&project::description(), size));
    let mut figures = Vec::new();
    for description in small.iter().chain([&large]) {
        figures.push((operations(description), check(description)));
    }
    let empty = figures[0].1;
    println!("operations | check, s | ms per operation | ratio to no operations");
    for (size, seconds) in figures {
        let each = if size == 0 { 0.0 } else { (seconds - empty) * 1e3 / size as f64 };
        println!("{size:>10} | {seconds:>8.2} | {each:>16.1} | {:>22.2}", seconds / empty);
    }
}

/// Returns the value of `--root`.
fn root() -> Option<PathBuf> {
    let mut arguments = env::args().skip_while(|argument| argument != "--root");
    arguments.nth(1).map(PathBuf::from)
}

fn operations(description: &[Source]) -> usize {
    description.iter().filter(|source| source.path.starts_with(OPERATIONS_FOLDER)).count()
}

/// Returns the best of three times in seconds, after one check that includes the dependencies.
fn check(description: &[Source]) -> f64 {
    let files = hss_generator::generate(description).expect("a valid description");
    let folder = project::target_dir().join("tmp/checked-client");
    write_crate(&folder, &files).expect("a crate");
    let lib = folder.join("src/lib.rs");
    let mut best = f64::INFINITY;
    for round in 0..4 {
        let now = FileTimes::new().set_modified(SystemTime::now());
        File::options().append(true).open(&lib).and_then(|file| file.set_times(now)).expect("a new time");
        let start = Instant::now();
        let output = program::cargo_in(&folder).args(["check", "--offline"]).output().expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        if round > 0 {
            best = best.min(start.elapsed().as_secs_f64());
        }
    }
    best
}

/// Writes a crate with the client of `files`, which depends on the core.
fn write_crate(folder: &Path, files: &Files) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    generated_crate::write(&folder.join("src"), files, "")?;
    let core = project::root().join("generated-client/core").display().to_string();
    let core = format!("huaweicloud-core = {{ path = {core:?}, features = [\"mock\"] }}");
    let manifest = format!("[package]\nname = \"checked-client\"\n{MANIFEST}{core}\n{}", program::manifest_end());
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("Cargo.lock"), project::read("Cargo.lock"))
}
