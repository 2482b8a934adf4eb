//! Copies the hand-written code of the client and the command line, and generates the rest of both from `spec/`.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use hss_generator::{Files, OPERATIONS_FOLDER, SERVICE_FILE, Source};

/// A crate whose hand-written code is copied.
struct Copied {
    /// Its source folder, relative to the project's root.
    sources: &'static str,
    /// Its root file.
    root: &'static str,
    /// The file or folder in `sources` that is generated.
    generated: &'static str,
    /// The folder that it is copied to, in `OUT_DIR`.
    copy: &'static str,
}

const CRATES: [Copied; 2] = [
    Copied { sources: "generated-client/src", root: "lib.rs", generated: "generated", copy: "client" },
    Copied { sources: "generated-client/cli/src", root: "main.rs", generated: "generated.rs", copy: "cli" },
];

fn main() -> Result<(), Box<dyn Error>> {
    let package = variable("CARGO_MANIFEST_DIR")?;
    let output = variable("OUT_DIR")?;
    let project = package.ancestors().nth(2).ok_or("the package is not in the folder `tests` of the project")?;
    println!("cargo::rerun-if-changed={}", package.join("spec").display());
    let generated = match hss_generator::generate(&description(&package)?) {
        Ok(files) => files,
        Err(diagnostics) => {
            eprintln!("{diagnostics}");
            return Err("the description of the museum in tests/museum-client is invalid".into());
        }
    };
    for copied in CRATES {
        copied.copy_sources(&project.join(copied.sources), &output.join(copied.copy))?;
        copied.write_generated(&generated, &output.join(copied.copy))?;
    }
    Ok(())
}

impl Copied {
    /// Copies the hand-written files, and makes cargo run this program again if they change.
    fn copy_sources(&self, sources: &Path, copy: &Path) -> io::Result<()> {
        // A file that no longer exists must not remain in the copy.
        if copy.exists() {
            fs::remove_dir_all(copy)?;
        }
        fs::create_dir_all(copy)?;
        for entry in fs::read_dir(sources)? {
            let path = entry?.path();
            if !path.ends_with(self.generated) {
                println!("cargo::rerun-if-changed={}", path.display());
                copy_all(&path, copy)?;
            }
        }
        remove_inner_attributes(&copy.join(self.root))
    }

    fn write_generated(&self, files: &Files, copy: &Path) -> io::Result<()> {
        for (path, text) in files.iter() {
            let Some(path) = path.strip_prefix(self.sources).and_then(|path| path.strip_prefix('/')) else { continue };
            if path.starts_with(self.generated) {
                let path = copy.join(path);
                fs::create_dir_all(path.parent().unwrap_or(copy))?;
                fs::write(path, text)?;
            }
        }
        Ok(())
    }
}

fn variable(name: &str) -> Result<PathBuf, String> {
    env::var_os(name).map(PathBuf::from).ok_or_else(|| format!("{name} is not set"))
}

/// Returns the description of the museum service.
fn description(package: &Path) -> io::Result<Vec<Source>> {
    let mut paths = vec![SERVICE_FILE.to_owned()];
    for entry in fs::read_dir(package.join(OPERATIONS_FOLDER))? {
        paths.push(format!("{OPERATIONS_FOLDER}/{}", entry?.file_name().to_string_lossy()));
    }
    let mut sources = Vec::new();
    for path in paths {
        sources.push(Source { text: fs::read_to_string(package.join(&path))?, path });
    }
    Ok(sources)
}

/// Copies a file, or a folder with all its files, into a folder.
fn copy_all(path: &Path, folder: &Path) -> io::Result<()> {
    let copy = folder.join(path.file_name().unwrap_or_default());
    if !path.is_dir() {
        fs::copy(path, copy)?;
        return Ok(());
    }
    fs::create_dir_all(&copy)?;
    for entry in fs::read_dir(path)? {
        copy_all(&entry?.path(), &copy)?;
    }
    Ok(())
}

/// Removes the inner attributes and inner documentation of a root file, which `include!` does not allow.
fn remove_inner_attributes(path: &Path) -> io::Result<()> {
    let mut kept = String::new();
    for line in fs::read_to_string(path)?.lines() {
        if !line.starts_with("//!") && !line.starts_with("#![") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    fs::write(path, kept)
}
