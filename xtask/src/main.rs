//! Tasks of the project; `cargo xtask --help` lists them.

mod disk;
mod docs;
mod generate;
mod openapi;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use openapi::Version;

/// Tasks of the project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    /// The project's root, where `spec/` lies; by default that of this project.
    #[arg(long, value_name = "FOLDER", default_value_os_t = project_root(), hide_default_value = true)]
    root: PathBuf,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Generates the client from the description in spec/; writes only what changed.
    Generate {
        /// Write nothing; show what would change, and exit with 1 if anything would.
        #[arg(long)]
        check: bool,
    },
    /// Prints the description as a document of OpenAPI, as it stands in generated-client/openapi.json.
    Openapi {
        /// What the document says it is: nothing else differs.
        #[arg(long, value_name = "VERSION", default_value = "3.1.0")]
        openapi_version: Version,
    },
    /// Reads the vendor's help pages: against the description, or to begin a new one.
    #[command(subcommand)]
    Docs(docs::Task),
}

/// Why a task was not done, and its exit code.
struct Failure {
    text: String,
    code: u8,
}

impl From<String> for Failure {
    fn from(text: String) -> Self {
        Self { text, code: 1 }
    }
}

/// Exit codes: 0 done, 1 not done (a wrong description, stale files, pages that differ, a full disk), 2 wrong arguments,
/// or a page that cannot be read.
fn main() -> ExitCode {
    let Arguments { root, task } = Arguments::parse();
    let result = match task {
        Task::Generate { check: true } => generate::check(&root, io::stdout()).map(Some).map_err(Failure::from),
        Task::Generate { check: false } => generate::write(&root).map(Some).map_err(Failure::from),
        Task::Openapi { openapi_version } => {
            openapi::print(&root, openapi_version, io::stdout()).map(|()| None).map_err(Failure::from)
        }
        Task::Docs(task) => docs::run(&root, &task, io::stdout()).map(Some),
    };
    match result {
        Ok(summary) => {
            if let Some(summary) = summary {
                tell(io::stdout(), &summary);
            }
            ExitCode::SUCCESS
        }
        Err(Failure { text, code }) => {
            tell(io::stderr(), &text);
            ExitCode::from(code)
        }
    }
}

/// Nobody has to listen: a closed pipe changes nothing about what was done.
fn tell(mut to: impl Write, text: &str) {
    let _ = writeln!(to, "{text}");
}

fn project_root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}
