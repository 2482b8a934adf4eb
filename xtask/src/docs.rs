//! `cargo xtask docs`: the vendor's help pages, as plain text, against the description in spec/.

use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use hss_generator::help_page::compare::Counts;
use hss_generator::help_page::import::TO_WRITE;
use hss_generator::{Comparison, Draft, Source};

use crate::{Failure, disk};

#[derive(Subcommand)]
pub(crate) enum Task {
    /// Compares help pages with the description; shows every difference, with what to write.
    ///
    /// Exits with 0 where the pages and the description agree, with 1 where they differ, and with 2 where a page cannot
    /// be read or belongs to no operation.
    Check {
        /// Help pages, saved as plain text.
        #[arg(required = true, value_name = "PAGE")]
        pages: Vec<PathBuf>,
    },
    /// Drafts the description of a help page that has none; never overwrites a file.
    ///
    /// Exits with 0 where the generator takes the draft as it stands, with 1 where a person must decide something
    /// first, and with 2 where the page cannot be read.
    Import {
        /// Help page, saved as plain text.
        page: PathBuf,
        /// Operation id as the vendor's SDKs spell it, in `UpperCamelCase`: pages do not name it.
        #[arg(long, value_name = "NAME")]
        operation: String,
    },
}

pub(crate) fn run(root: &Path, task: &Task, out: impl Write) -> Result<String, Failure> {
    match task {
        Task::Check { pages } => check(root, pages, out),
        Task::Import { page, operation } => import(root, page, operation),
    }
}

/// Shows the differences on `out`; the summary counts what was compared.
fn check(root: &Path, pages: &[PathBuf], mut out: impl Write) -> Result<String, Failure> {
    let description = disk::read_description(root)?;
    let (mut sources, mut problems): (Vec<Source>, Vec<String>) = (Vec::new(), Vec::new());
    for page in pages {
        match disk::read_page(page) {
            Ok(source) => sources.push(source),
            Err(problem) => problems.push(problem),
        }
    }
    let answers = hss_generator::compare(&description, &sources).map_err(|diagnostics| diagnostics.to_string())?;
    let (mut compared, mut counts, mut differences) = (0, Counts::default(), 0);
    for answer in answers {
        match answer {
            Ok(comparison) => {
                show(&comparison, &mut out);
                compared += 1;
                counts += comparison.counts;
                differences += comparison.differences.len();
            }
            Err(not_compared) => problems.push(not_compared.to_string()),
        }
    }
    let summary = summary(compared, counts, differences);
    match (problems.len(), differences) {
        (0, 0) => Ok(summary),
        (0, _) => Err(Failure { text: summary, code: 1 }),
        (count, _) => {
            let mut text = problems.join("\n");
            if compared > 0 {
                let _ = write!(text, "\n{summary}; {} not compared", pages_of(count));
            }
            Err(Failure { text, code: 2 })
        }
    }
}

/// Writes a new file; the summary says what is left to a person.
fn import(root: &Path, page: &Path, operation: &str) -> Result<String, Failure> {
    let mut description = disk::read_description(root)?;
    let page = disk::read_page(page).map_err(|text| Failure { text, code: 2 })?;
    let drafted =
        hss_generator::draft(&description, &page, operation).map_err(|diagnostics| diagnostics.to_string())?;
    let Draft { file, unsure } = drafted.map_err(|why| Failure { text: why.to_string(), code: 2 })?;
    disk::create(root, &file)?;
    let texts = file.text.lines().filter(|line| line.ends_with(&format!(": {TO_WRITE}"))).count();
    let mut report = format!("created {}\n{texts} texts to write, each marked {TO_WRITE}", file.path);
    if !unsure.is_empty() {
        let _ = write!(report, "\n{} to decide, each marked `# {TO_WRITE}` in the file:", unsure.len());
    }
    for unsure in &unsure {
        let _ = write!(report, "\n  {}:{}: {}", page.path, unsure.line, unsure.what);
    }
    description.push(file);
    match hss_generator::analyze(&description) {
        Ok(_) => Ok(format!("{report}\nthe generator takes the draft as it stands")),
        Err(diagnostics) => {
            Err(format!("{report}\nthe generator does not take the draft yet:\n\n{diagnostics}").into())
        }
    }
}

/// So many differences of a page are shown: it is another page then.
const MAX_SHOWN: usize = 200;

fn show(comparison: &Comparison, out: &mut impl Write) {
    // Nobody has to look.
    for difference in comparison.differences.iter().take(MAX_SHOWN) {
        let _ = writeln!(out, "{difference}\n");
    }
    let more = comparison.differences.len().saturating_sub(MAX_SHOWN);
    if more > 0 {
        let _ = writeln!(out, "{}: {more} more differences are not shown\n", comparison.page);
    }
}

fn summary(compared: usize, counts: Counts, differences: usize) -> String {
    let (rows, pages) = (counts.parameters + counts.fields, pages_of(compared));
    let agreed = rows.saturating_sub(counts.different);
    let found = match differences {
        0 => "no differences".to_owned(),
        1 => "1 difference".to_owned(),
        _ => format!("{differences} differences"),
    };
    format!("compared {pages}: {counts}; {agreed} of {rows} rows agree; {found}")
}

fn pages_of(count: usize) -> String {
    if count == 1 { "1 page".to_owned() } else { format!("{count} pages") }
}
