//! Generates the code of a client and its command line from a build script, for tests.

use std::error::Error;
use std::fs;
use std::io;
use std::path::Path;

use hss_generator::{OPERATIONS_FOLDER, SERVICE_FILE, Source};

/// Folder of the client's code, among the generated files.
const CLIENT: &str = "generated-client/src/";
/// The table of the command line's operations, among the generated files.
const COMMAND_LINE: &str = "generated-client/cli/src/generated.rs";

/// Reads the description in `package/spec`, and generates code into the folder `out`: the client's into
/// `out/generated`, and the command line's table of operations into `out/command_line.rs`.
///
/// # Errors
///
/// Fails if the description is invalid, or if files cannot be read or written.
pub fn generate(package: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", package.join("spec").display());
    let files = match hss_generator::generate(&description(package)?) {
        Ok(files) => files,
        Err(diagnostics) => return Err(format!("invalid description:\n{diagnostics}").into()),
    };
    for (path, text) in files.iter() {
        if path == COMMAND_LINE {
            fs::write(out.join("command_line.rs"), text)?;
        } else if let Some(path) = path.strip_prefix(CLIENT) {
            let path = out.join(path);
            fs::create_dir_all(path.parent().unwrap_or(out))?;
            fs::write(path, text)?;
        }
    }
    Ok(())
}

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
