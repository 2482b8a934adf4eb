//! Development tasks; `cargo xtask --help` lists them.

mod changes;
mod description;
mod disk;
mod docs;
mod failure;
mod fetch;
mod fix;
mod generate;
mod marks;
mod openapi;
mod terminal;
mod update;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;

use failure::Failure;
use openapi::Version;

/// The generator makes millions of small allocations.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Development tasks of this project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    /// Root folder, which contains `spec/`; defaults to the root of this project.
    #[arg(long, value_name = "FOLDER", default_value_os_t = project_root(), hide_default_value = true)]
    root: PathBuf,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Generates the client from the description in spec/, and writes the files that changed.
    Generate {
        /// Write nothing: show a diff, and exit with 1 if any file is out of date.
        #[arg(long)]
        check: bool,
    },
    /// Prints the OpenAPI document, the same as generated-client/openapi.json.
    Openapi {
        /// OpenAPI version that the document states; nothing else changes.
        #[arg(long, value_name = "VERSION", default_value = "3.1.0")]
        openapi_version: Version,
    },
    /// Compares the description with an earlier one, and reports what each change means for callers.
    ///
    /// Exits with 0 if no change reaches the threshold of --fail-on, with 1 if any does, and with 2 if the descriptions
    /// cannot be compared.
    Changes(changes::Arguments),
    /// Compares the vendor's help pages with the description, or imports new operations from them.
    #[command(subcommand)]
    Docs(docs::Task),
}

/// What to do after generated files changed.
const AFTER_GENERATE: &str = "next: `cargo xtask changes` reports what this means for callers; \
    state new facts in tests/hss/facts.txt, and run `cargo test --workspace`";

/// Exits with 0 on success, and with 2 if the arguments are invalid. `generate` and `openapi` exit with 1 on failure;
/// the help of the other tasks says what 1 and 2 mean.
fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => {
            terminal::print(&mut io::stderr(), error.to_string().trim_end());
            return ExitCode::from(2);
        }
        Err(help) => help.exit(),
    };
    match run(&arguments, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure { text, code }) => {
            terminal::print(&mut io::stderr(), &text);
            ExitCode::from(code)
        }
    }
}

fn run(Arguments { root, task }: &Arguments, out: &mut impl io::Write) -> Result<(), Failure> {
    let summary = match task {
        Task::Generate { check: true } => generate::check(root, out, &mut io::stderr()).map_err(Failure::found)?,
        Task::Generate { check: false } => {
            let written = generate::write(root, &mut io::stderr()).map_err(Failure::found)?;
            terminal::print(out, &written.summary);
            if written.has_changes {
                terminal::print(&mut io::stderr(), AFTER_GENERATE);
            }
            return Ok(());
        }
        Task::Openapi { openapi_version } => {
            return openapi::print(root, *openapi_version, out).map_err(Failure::found);
        }
        Task::Changes(arguments) => return changes::run(root, arguments, out),
        Task::Docs(task) => docs::run(root, task, out)?,
    };
    terminal::print(out, &summary);
    Ok(())
}

fn project_root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}
