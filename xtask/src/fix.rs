//! `cargo xtask docs check --fix`: writes the fixes into `spec/`.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use hss_generator::Source;
use hss_help_page::{AppliedFix, ComparisonReport};
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

    /// Compares the description with the pages, after fixing it. Prints what was fixed, or the diff, to `out`. Also
    /// returns the description that was compared.
    pub(crate) fn compare(
        self,
        root: &Path,
        mut description: Vec<Source>,
        pages: &[Source],
        out: &mut impl Write,
    ) -> Result<(ComparisonReport, Vec<Source>), String> {
        if let Self::Report = self {
            let report = hss_help_page::compare(&description, pages).map_err(|diagnostics| diagnostics.to_string())?;
            return Ok((report, description));
        }
        let fixed = hss_help_page::fix(&description, pages).map_err(|diagnostics| diagnostics.to_string())?;
        for source in &mut description {
            let Some(file) = fixed.files.iter().find(|file| file.path == source.path) else { continue };
            let verb = if let Self::DryRun = self {
                let diff = TextDiff::from_lines(&source.text, &file.text);
                let new_name = format!("{} (fixed)", file.path);
                terminal::print(out, &diff.unified_diff().header(&file.path, &new_name).to_string());
                "would fix"
            } else {
                disk::update(root, file)?;
                "fixed"
            };
            terminal::print(out, &format!("{verb} in {}:\n{}", file.path, applied(&fixed.applied, &file.path)));
            source.text.clone_from(&file.text);
        }
        Ok((fixed.report, description))
    }
}

/// Lists what was fixed in a file.
fn applied(fixes: &[AppliedFix], file: &str) -> String {
    let mut text = String::new();
    for fix in fixes.iter().filter(|fix| fix.file == file) {
        let _ = writeln!(text, "  {}:{}: {}", fix.page, fix.page_line, terminal::line(&fix.message));
    }
    text
}
