//! `cargo xtask docs check --fix`: writes the fixes into `spec/`.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use hss_generator::Source;
use hss_help_page::{AppliedFix, Fixed};
use similar::TextDiff;

use crate::{disk, terminal};

/// Fixes the description with what the pages settle, and compares the result. Prints what was fixed or, without writing
/// anything, a diff.
pub(crate) fn compare(
    root: &Path,
    description: &mut [Source],
    pages: &[Source],
    is_dry_run: bool,
    out: &mut impl Write,
) -> Result<Fixed, String> {
    let fixed = hss_help_page::fix(description, pages).map_err(|diagnostics| diagnostics.to_string())?;
    for source in description {
        let Some(file) = fixed.files.iter().find(|file| file.path == source.path) else { continue };
        let verb = if is_dry_run {
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
    Ok(fixed)
}

/// Lists what was fixed in a file.
fn applied(fixes: &[AppliedFix], file: &str) -> String {
    let mut text = String::new();
    for fix in fixes.iter().filter(|fix| fix.file == file) {
        let _ = writeln!(text, "  {}:{}: {}", fix.page, fix.page_line, terminal::line(&fix.message));
    }
    text
}
