//! Tasks of the project; `cargo xtask --help` lists them.

mod disk;
mod generate;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Tasks of the project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    /// The project's root, where `spec/` lies.
    #[arg(long, value_name = "FOLDER", default_value_os_t = project_root())]
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
}

/// Exit codes: 0 done, 1 not done (a wrong description, stale files, a full disk), 2 wrong arguments.
fn main() -> ExitCode {
    let Arguments { root, task } = Arguments::parse();
    let result = match task {
        Task::Generate { check: true } => generate::check(&root),
        Task::Generate { check: false } => generate::write(&root),
    };
    match result {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn project_root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}
