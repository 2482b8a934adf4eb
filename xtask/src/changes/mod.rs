//! `cargo xtask changes`: compares the description with an earlier one and reports what each change means for callers.

mod changelog;
mod git;
mod github;
mod json;
mod markdown;
mod text;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use hss_changes::{Change, Class, CompareError, Report};
use hss_generator::Source;

use crate::failure::Failure;
use crate::{description, terminal};
use changelog::Announcements;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Git revision to compare with [default: where the current branch left the main branch].
    #[arg(value_name = "BASE", allow_hyphen_values = true)]
    base: Option<String>,
    /// Compare with the description in a folder, which contains `spec/`, instead of one in git.
    #[arg(long, value_name = "DIR", conflicts_with = "base")]
    base_folder: Option<PathBuf>,
    /// Format of the report.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Print entries for CHANGELOG.md instead of the report.
    #[arg(long, conflicts_with = "format")]
    changelog: bool,
    /// Exit with 1 if any change is at least this severe for any audience. A breaking change does not count if the
    /// section Unreleased of CHANGELOG.md has a line `Breaking: <kind> <subject>` for it.
    #[arg(long, value_name = "CLASS", default_value = "breaking")]
    #[arg(value_parser = ["breaking", "behaviour", "additive", "never"])]
    fail_on: String,
    /// Print the table of all kinds of changes and their classes instead of comparing.
    #[arg(long, conflicts_with_all = ["base", "base_folder", "changelog", "format"])]
    kinds: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text, grouped by operation.
    Text,
    /// Markdown, for a comment on a pull request.
    Markdown,
    /// Annotations of a GitHub workflow.
    Github,
    /// JSON, for other programs.
    Json,
}

/// A comparison, ready to be shown.
struct Comparison {
    /// Name of the base in messages.
    base: String,
    report: Report,
    announcements: Announcements,
}

impl Comparison {
    /// Returns whether CHANGELOG.md names a breaking change.
    fn is_announced(&self, change: &Change) -> bool {
        change.classes.most_severe() == Class::Breaking && self.announcements.contain(change)
    }

    /// Returns the changes that are at least as severe as a class, or none if the class is unknown.
    fn failing(&self, class: &str) -> Vec<&Change> {
        let Some(class) = Class::ALL.into_iter().find(|known| known.as_str() == class) else { return Vec::new() };
        let reaches = |change: &&Change| change.classes.most_severe() >= class && !self.is_announced(change);
        self.report.changes.iter().filter(reaches).collect()
    }
}

pub(crate) fn run(root: &Path, arguments: &Arguments, out: &mut impl Write) -> Result<(), Failure> {
    if arguments.kinds {
        return Ok(terminal::print_result(out, &markdown::kinds())?);
    }
    let comparison = compare(root, arguments)?;
    let report = if arguments.changelog {
        changelog::entries(&comparison.report)
    } else {
        match arguments.format {
            Format::Text => text::report(&comparison),
            Format::Markdown => markdown::report(&comparison),
            Format::Github => github::report(&comparison),
            Format::Json => json::report(&comparison),
        }
    };
    terminal::print_result(out, &report)?;
    let failing = comparison.failing(&arguments.fail_on);
    if failing.is_empty() { Ok(()) } else { Err(Failure::found(failure(&failing, &arguments.fail_on))) }
}

/// Returns a message with the changes that reach the threshold, and how to announce those that break callers.
fn failure(changes: &[&Change], threshold: &str) -> String {
    let count = terminal::count(changes.len(), "change");
    let mut text = format!("{count} at or above the threshold --fail-on {threshold}");
    let breaking = changes.iter().filter(|change| change.classes.most_severe() == Class::Breaking);
    let lines: Vec<String> = breaking.map(|change| format!("\n  - {}", changelog::announcement(change))).collect();
    if !lines.is_empty() {
        text.push_str("; if this is intended, add to the section Unreleased of CHANGELOG.md:");
        text.push_str(&lines.concat());
    }
    text
}

fn compare(root: &Path, arguments: &Arguments) -> Result<Comparison, String> {
    let new = description::read(root)?;
    let (base, old) = match &arguments.base_folder {
        Some(folder) => (terminal::path(folder), description::read_below(folder)?),
        None => git::read_base(root, arguments.base.as_deref())?,
    };
    let report = report(&base, &old, &new)?;
    Ok(Comparison { base, report, announcements: Announcements::read(root)? })
}

fn report(base: &str, old: &[Source], new: &[Source]) -> Result<Report, String> {
    hss_changes::compare(old, new).map_err(|error| match error {
        CompareError::Old(diagnostics) => format!(
            "{diagnostics}\n\ncannot compare: the description of the base {base} is invalid in the current notation; choose a \
             base that `cargo xtask generate` of this revision accepts"
        ),
        CompareError::New(diagnostics) => format!("{diagnostics}\n\ncannot compare: fix the description first"),
    })
}

/// The effects of an update of the description.
pub(crate) struct Effects {
    /// What the changes mean for callers, as Markdown.
    pub(crate) markdown: String,
    /// The entries of CHANGELOG.md.
    pub(crate) entries: String,
}

/// Compares two versions of the description, and adds entries for the changes to CHANGELOG.md.
pub(crate) fn add_to_changelog(root: &Path, old: &[Source], new: &[Source]) -> Result<Effects, String> {
    let base = "the description before this update".to_owned();
    let report = report(&base, old, new)?;
    changelog::add(root, &report)?;
    let comparison = Comparison { base, report, announcements: Announcements::read(root)? };
    Ok(Effects { markdown: markdown::report(&comparison), entries: changelog::entries(&comparison.report) })
}
