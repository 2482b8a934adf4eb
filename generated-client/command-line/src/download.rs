//! Saves files, for `--download` and `--overwrite`.

use std::io::{self, IsTerminal, Write};

use clap::ArgMatches;
use huaweicloud_core::{Download, SaveTarget};
use serde_json::json;
use tokio::task::spawn_blocking;

use crate::error::CliError;
use crate::flags::common_flags::{DOWNLOAD, OVERWRITE};
use crate::interrupt::task_note::TaskNote;
use crate::interrupt::unless_interrupted;
use crate::output::progress::Progress;
use crate::output::stdout;

/// The file name that stands for standard output.
const STDOUT: &str = "-";

/// Where a file is written to.
pub(crate) enum Destination {
    File(SaveTarget),
    Stdout,
}

impl Destination {
    /// Returns the destination that `--download` names, if it is set.
    pub(crate) fn from_matches(matches: &ArgMatches) -> Option<Self> {
        let path = matches.get_one::<String>(DOWNLOAD)?;
        if path == STDOUT {
            return Some(Self::Stdout);
        }
        Some(Self::File(SaveTarget::new(path).overwrite(matches.get_flag(OVERWRITE))))
    }

    /// Checks that the destination can be written.
    pub(crate) fn check(&self) -> Result<(), CliError> {
        match self {
            Self::Stdout if io::stdout().is_terminal() => Err(CliError::usage(format!(
                "--{DOWNLOAD} {STDOUT} would print a binary file to the terminal: redirect standard output, or name a file"
            ))),
            Self::Stdout => Ok(()),
            Self::File(target) => target.check().map_err(|error| CliError::from_call(&error, hint(target))),
        }
    }

    /// Saves the file and prints its name and size, or prints the file. `note` is about the task that the file belongs
    /// to.
    pub(crate) async fn save(self, download: Download, note: &TaskNote) -> Result<(), CliError> {
        let total = download.content_length();
        // The line is cleared when the download is dropped, with its callback.
        let mut progress = Progress::on_stderr("downloaded");
        let download = download.on_progress(move |received| progress.show_text(&amount(received, total)));
        match self {
            Self::Stdout => unless_interrupted(print(download, note), note).await,
            Self::File(target) => {
                let path = target.path().display().to_string();
                let saved = async {
                    let saved = download.save_to(target).await;
                    saved.map_err(|error| CliError::from_call(&error, ""))
                };
                let bytes = unless_interrupted(saved, note).await?;
                stdout::print_document(&json!({ "file": path, "bytes": bytes }))
            }
        }
    }
}

/// Names the flag if it would help.
fn hint(target: &SaveTarget) -> &'static str {
    if target.clone().overwrite(true).check().is_ok() { " with --overwrite" } else { "" }
}

/// Prints the file to standard output as it arrives.
async fn print(mut download: Download, note: &TaskNote) -> Result<(), CliError> {
    while let Some(chunk) = download.try_next().await.map_err(|error| CliError::from_call(&error, ""))? {
        // A write to a full pipe blocks. On another thread, it does not keep signals from being handled.
        let written = spawn_blocking(move || write(&chunk)).await;
        if let Err(error) = written.unwrap_or_else(|error| Err(error.into())) {
            return Err(CliError::from_write_error(&error).with_note(&note.get()));
        }
    }
    Ok(())
}

fn write(chunk: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout();
    stdout.write_all(chunk)?;
    stdout.flush()
}

/// Returns the size of what has arrived, such as `1.5 of 20.0 MiB`.
fn amount(received: u64, total: Option<u64>) -> String {
    match total {
        Some(total) => format!("{} of {} MiB", mebibytes(received), mebibytes(total)),
        None => format!("{} MiB", mebibytes(received)),
    }
}

fn mebibytes(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10) / (1024 * 1024);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_sizes_in_mebibytes() {
        assert_eq!(amount(1_600_000, Some(20_971_520)), "1.5 of 20.0 MiB");
        assert_eq!(amount(u64::MAX, None), "1759218604441.5 MiB");
        assert_eq!(amount(0, None), "0.0 MiB");
    }
}
