//! `cargo xtask docs`: compares the vendor's help pages with the description in `spec/`, and imports new operations.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use hss_generator::Source;
use hss_help_page::{Comparison, Counts, Fixed, ImportedOperation, PLACEHOLDER, Remark};

use crate::failure::Failure;
use crate::terminal::list;
use crate::{description, disk, fetch, fix, marks, terminal, update};

#[derive(Subcommand)]
pub(crate) enum Task {
    /// Compares help pages with the description and shows how to fix each difference.
    ///
    /// Exits with 0 if the pages and the description agree, with 1 if they differ, and with 2 if a page or the
    /// description cannot be read, or no operation file describes the page. For a folder, every operation should have a
    /// page and every page an operation, and no operation file should be unfinished: exceptions are listed, and the
    /// exit code is 1.
    ///
    /// With --fix, updates spec/ with every change that is unambiguous on the pages, and then reports the differences
    /// that are left. What a person has to decide is never written. Sentences to write are marked TODO and decisions to
    /// make `# TODO`; as long as a decision is marked, the exit code is 1. Each check lists the files with such marks.
    Check {
        /// Help pages, saved as plain text or HTML, or folders of them.
        #[arg(required = true, value_name = "PAGE")]
        pages: Vec<PathBuf>,
        /// Write the fixes into the operation files, and report only what is left.
        #[arg(long)]
        fix: bool,
        /// With --fix: write nothing, and show the changes as a diff.
        #[arg(long, requires = "fix")]
        dry_run: bool,
    },
    /// Downloads the help pages of the described operations into the folder help-pages, with curl.
    ///
    /// Pages are requested one at a time, a second apart, and only sent if they changed. If a page cannot be fetched or
    /// is not the help page of the operation, an older copy is kept.
    ///
    /// Exits with 0 if all pages were fetched, and with 2 if not, or if the description is invalid.
    Fetch(fetch::Arguments),
    /// Fetches the help pages, fixes the description, regenerates, and prints the text of a pull request.
    ///
    /// Writes spec/, the generated files and CHANGELOG.md. Exits with 0 if nothing changed and nothing is left to a
    /// person, with 1 if files changed or something is left, such as a TODO of an earlier run, and with 2 if the
    /// description is invalid or another step failed, or if a page could not be read and nothing else changed.
    Update(fetch::Arguments),
    /// Imports a new operation from its help page. Never overwrites a file.
    ///
    /// Exits with 0 if the generator accepts the new operation file and no decision is left, with 1 if a person has to
    /// decide something, and with 2 if the page or the description cannot be read.
    Import {
        /// Help page, saved as plain text or HTML.
        page: PathBuf,
        /// Operation ID in `UpperCamelCase`, as in the vendor's SDKs. Help pages do not state it.
        #[arg(long, value_name = "NAME")]
        operation: String,
    },
}

pub(crate) fn run(root: &Path, task: &Task, out: &mut impl Write) -> Result<String, Failure> {
    match task {
        Task::Check { pages, fix, dry_run } => check(root, pages, *fix, *dry_run, out),
        Task::Fetch(arguments) => fetch::run(root, arguments, out),
        Task::Update(arguments) => update::run(root, arguments, out, &mut io::stderr()),
        Task::Import { page, operation } => import(root, page, operation),
    }
}

/// Writes the differences to `out` and returns a summary.
fn check(root: &Path, pages: &[PathBuf], fix: bool, dry_run: bool, out: &mut impl Write) -> Result<String, Failure> {
    let mut description = description::read(root)?;
    let has_folder = pages.iter().any(|page| page.is_dir());
    let (sources, mut errors) = read_pages(pages)?;
    let Fixed { report, files, .. } = if fix {
        fix::compare(root, &mut description, &sources, dry_run, out)?
    } else {
        let report = hss_help_page::compare(&description, &sources).map_err(|diagnostics| diagnostics.to_string())?;
        Fixed { files: Vec::new(), applied: Vec::new(), report }
    };
    let (mut comparisons, mut pages_without_operation) = (Vec::new(), Vec::new());
    for result in report.pages {
        match result {
            Ok(comparison) => {
                show(&comparison, out);
                comparisons.push(comparison);
            }
            Err(error) if error.is_undescribed && has_folder => pages_without_operation.push(error.to_string()),
            Err(error) => errors.push(error.to_string()),
        }
    }
    let (mut lists, mut left) = (String::new(), String::new());
    if has_folder {
        let operations = &report.operations_without_page;
        lists += &list("operations without a help page:", operations);
        lists += &list("help pages without an operation:", &pages_without_operation);
        left += &remaining(operations.len(), "operation", " without a help page");
        left += &remaining(pages_without_operation.len(), "help page", " without an operation");
        left += &remaining(report.unfinished.len(), "unfinished operation file", "");
    }
    lists += &list("unfinished operation files, which are left out:", &report.unfinished);
    lists += &list("examples that are not fully compared:", &uncompared(&comparisons));
    let marks = marks::count(&description, &report.unfinished);
    lists += &marks::list(&marks);
    let differs = comparisons.iter().any(|comparison| !comparison.differences.is_empty());
    let mut note = String::new();
    if fix {
        left += &remaining(marks.iter().map(|marks| marks.decisions).sum(), "decision", " to make");
        note = if dry_run && !files.is_empty() {
            "\nnothing was written: the totals assume the fixes above".to_owned()
        } else {
            next(differs, !marks.is_empty(), !files.is_empty())
        };
    }
    match finish(&comparisons, &errors, &lists, &left) {
        Ok(text) => Ok(text + &note),
        Err(Failure { text, code }) => Err(Failure { text: text + &note, code }),
    }
}

/// Reads the pages that the arguments name. Returns them, and the errors of those that cannot be read.
fn read_pages(pages: &[PathBuf]) -> Result<(Vec<Source>, Vec<String>), String> {
    let (mut sources, mut errors) = (Vec::new(), Vec::new());
    for page in pages {
        for path in page_paths(page)? {
            match disk::read_page(&path) {
                Ok(source) => sources.push(source),
                Err(error) => errors.push(error),
            }
        }
    }
    Ok((sources, errors))
}

/// Returns the examples that are not fully compared, each with the reason.
fn uncompared(comparisons: &[Comparison]) -> Vec<String> {
    let mut lines = Vec::new();
    for Comparison { page, uncompared, .. } in comparisons {
        lines.extend(uncompared.iter().map(|Remark { line, message }| format!("{page}:{line}: {message}")));
    }
    lines
}

/// Returns a part of the summary that counts what is left to a person, if anything is.
fn remaining(count: usize, thing: &str, which: &str) -> String {
    if count == 0 { String::new() } else { format!("; {}{which}", terminal::count(count, thing)) }
}

/// Returns the next step after files were written, or if anything is left to a person. Says if nothing was fixed.
fn next(has_differences: bool, has_marks: bool, is_written: bool) -> String {
    let steps = match (has_differences, has_marks) {
        (false, false) if !is_written => return String::new(),
        (false, false) => "",
        (false, true) => "replace each TODO, and ",
        (true, false) => "settle the differences above, and ",
        (true, true) => "settle the differences above, replace each TODO, and ",
    };
    let outcome = if has_differences && !is_written { "\nnothing was fixed" } else { "" };
    format!("{outcome}\nnext: {steps}run `cargo xtask generate`")
}

/// Returns the paths of the pages that an argument names: all those in a folder, or a single one.
fn page_paths(page: &Path) -> Result<Vec<PathBuf>, String> {
    if page.is_dir() {
        return disk::list_pages(page);
    }
    if page.ends_with(fetch::FOLDER) && !page.exists() {
        return Err(format!("the folder {} does not exist: run `cargo xtask docs fetch`", terminal::path(page)));
    }
    Ok(vec![page.to_owned()])
}

/// Puts the totals and what is left below the errors and the lists. The result is an error if a page differs or cannot
/// be read, or if anything is left to a person.
fn finish(comparisons: &[Comparison], errors: &[String], lists: &str, left: &str) -> Result<String, Failure> {
    let mut text = String::new();
    for error in errors {
        let _ = writeln!(text, "{error}");
    }
    text += lists;
    if !comparisons.is_empty() || errors.is_empty() {
        text += &totals(comparisons);
        text += left;
    }
    if !errors.is_empty() {
        if !comparisons.is_empty() {
            let _ = write!(text, "; {} not compared", terminal::count(errors.len(), "help page"));
        }
        return Err(text.trim_end().to_owned().into());
    }
    if !left.is_empty() || comparisons.iter().any(|comparison| !comparison.differences.is_empty()) {
        return Err(Failure::found(text));
    }
    Ok(text)
}

/// Maximum number of differences shown per help page. A page with more most likely describes another operation.
const MAX_SHOWN: usize = 200;

fn show(comparison: &Comparison, out: &mut impl Write) {
    for difference in comparison.differences.iter().take(MAX_SHOWN) {
        terminal::print(out, &format!("{difference}\n"));
    }
    let more = comparison.differences.len().saturating_sub(MAX_SHOWN);
    if more > 0 {
        terminal::print(out, &format!("{}: {more} more differences are not shown\n", comparison.page));
    }
}

/// Returns the totals of all comparisons.
fn totals(comparisons: &[Comparison]) -> String {
    let (mut counts, mut differences) = (Counts::default(), 0);
    for comparison in comparisons {
        counts += comparison.counts;
        differences += comparison.differences.len();
    }
    let rows = counts.parameters + counts.fields;
    let agreeing = rows.saturating_sub(counts.different_rows);
    let found = match differences {
        0 => "no differences".to_owned(),
        _ => terminal::count(differences, "difference"),
    };
    let pages = terminal::count(comparisons.len(), "help page");
    format!("compared {pages}: {counts}; {agreeing} of {rows} rows agree; {found}")
}

/// Writes a new operation file and returns a report of the work that is left.
fn import(root: &Path, page: &Path, operation: &str) -> Result<String, Failure> {
    let description = description::read(root)?;
    let page = disk::read_page(page)?;
    let imported = hss_help_page::import(&description, &page, operation).map_err(|error| error.to_string())?;
    disk::create(root, &imported.file)?;
    let mut report = report(&imported, &page.path);
    let ImportedOperation { decisions, diagnostics, sentences, warnings, .. } = imported;
    let left = if decisions.is_empty() { " as it is" } else { ", but decisions are left" };
    match &diagnostics {
        None if warnings.is_empty() => _ = write!(report, "\nthe generator accepts the file{left}"),
        None => _ = write!(report, "\nthe generator accepts the file{left}, and warns:\n\n{warnings}"),
        Some(diagnostics) => _ = write!(report, "\nthe generator does not accept the file yet:\n\n{diagnostics}"),
    }
    report += &next(false, sentences + decisions.len() > 0, true);
    if diagnostics.is_none() && decisions.is_empty() { Ok(report) } else { Err(Failure::found(report)) }
}

/// Lists what is left to a person: sentences and decisions. Then the notes.
fn report(imported: &ImportedOperation, page: &str) -> String {
    let ImportedOperation { file, decisions, notes, sentences, .. } = imported;
    let sentences = terminal::count(*sentences, "sentence");
    let mut report = format!("created {}\n{sentences} to write, marked {PLACEHOLDER} in the file", file.path);
    if !decisions.is_empty() {
        let count = terminal::count(decisions.len(), "decision");
        let _ = write!(report, "\n{count} to make, marked `# {PLACEHOLDER}` in the file:");
        report += &remarks(decisions, page);
    }
    if !notes.is_empty() {
        let _ = write!(report, "\n{}, which the file has as comments:", terminal::count(notes.len(), "note"));
        report += &remarks(notes, page);
    }
    report
}

fn remarks(remarks: &[Remark], page: &str) -> String {
    let mut text = String::new();
    for Remark { line, message } in remarks {
        let _ = write!(text, "\n  {page}:{line}: {message}");
    }
    text
}
