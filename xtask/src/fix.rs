//! `cargo xtask docs check --fix`: writes the fixes into `spec/`.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use hss_generator::Source;
use hss_help_page::{AppliedFix, ComparisonReport, PLACEHOLDER, decisions_to_make, sentences_to_write};
use similar::TextDiff;

use crate::{disk, terminal};

/// What to do about differences.
#[derive(Clone, Copy)]
pub(crate) enum Mode {
    /// Only report them.
    Report,
    /// Fix what the pages settle.
    Fix,
    /// Show what would be fixed.
    DryRun,
}

impl Mode {
    pub(crate) fn new(fix: bool, dry_run: bool) -> Self {
        match (fix, dry_run) {
            (false, _) => Self::Report,
            (true, false) => Self::Fix,
            (true, true) => Self::DryRun,
        }
    }

    /// Compares the description with the pages, after fixing it. Prints what was fixed, or the diff, to `out`.
    pub(crate) fn compare(
        self,
        root: &Path,
        description: &[Source],
        pages: &[Source],
        out: &mut impl Write,
    ) -> Result<ComparisonReport, String> {
        if let Self::Report = self {
            return hss_help_page::compare(description, pages).map_err(|diagnostics| diagnostics.to_string());
        }
        let fixed = hss_help_page::fix(description, pages).map_err(|diagnostics| diagnostics.to_string())?;
        for file in &fixed.files {
            if let Self::DryRun = self {
                let old = text_before(description, file);
                let diff = TextDiff::from_lines(old, &file.text);
                let new_name = format!("{} (fixed)", file.path);
                terminal::print(out, &diff.unified_diff().header(&file.path, &new_name).to_string());
            } else {
                disk::update(root, file)?;
            }
            terminal::print(out, &summary(&fixed.applied, description, file, self));
        }
        Ok(fixed.report)
    }
}

/// Returns the text of a file before it was fixed.
fn text_before<'a>(description: &'a [Source], file: &Source) -> &'a str {
    description.iter().find(|source| source.path == file.path).map_or("", |source| &source.text)
}

/// Numbers of the marks that a fix left in a file for a person.
#[derive(Clone, Copy)]
pub(crate) struct NewMarks {
    /// Sentences to write, or to check.
    pub(crate) sentences: usize,
    pub(crate) decisions: usize,
}

impl NewMarks {
    pub(crate) fn count(description: &[Source], file: &Source) -> Self {
        let old = text_before(description, file);
        Self {
            sentences: sentences_to_write(&file.text).saturating_sub(sentences_to_write(old)),
            decisions: decisions_to_make(&file.text).saturating_sub(decisions_to_make(old)),
        }
    }
}

/// Lists what was fixed in a file.
fn summary(applied: &[AppliedFix], description: &[Source], file: &Source, mode: Mode) -> String {
    let verb = if let Mode::DryRun = mode { "would fix" } else { "fixed" };
    let mut text = format!("{verb} in {}:\n", file.path);
    for fix in applied.iter().filter(|fix| fix.file == file.path) {
        let _ = writeln!(text, "  {}:{}: {}", fix.page, fix.page_line, terminal::line(&fix.message));
    }
    let NewMarks { sentences, decisions } = NewMarks::count(description, file);
    if sentences > 0 {
        let _ = writeln!(text, "  sentences to write or to check, marked {PLACEHOLDER} in the file: {sentences}");
    }
    if decisions > 0 {
        let _ = writeln!(text, "  decisions to make, marked `# {PLACEHOLDER}` in the file: {decisions}");
    }
    text
}
