//! `cargo xtask docs update`: updates the description from changed help pages, and prints the text of a pull request.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use hss_generator::Source;
use hss_help_page::{Comparison, Fixed, PLACEHOLDER};

use crate::changes::{self, Effects};
use crate::failure::Failure;
use crate::fetch::{self, FetchedPage};
use crate::marks::{self, Marks};
use crate::{description, disk, generate, terminal};

/// Maximum size of the text in bytes. GitHub accepts 65,536 characters.
const MAX_TEXT: usize = 60_000;
/// Maximum number of differences shown per page.
const MAX_SHOWN: usize = 50;

/// Updates the project, and prints the text to `out` and the progress to `log`.
pub(crate) fn run(
    root: &Path,
    arguments: &fetch::Arguments,
    out: &mut impl Write,
    log: &mut impl Write,
) -> Result<String, Failure> {
    let update = Update::run(root, arguments, log)?;
    let text = shortened(update.text().trim_end());
    let failure = match update.unreadable.len() {
        _ if update.needs_person() => Failure::found("review what changed and what is left".to_owned()),
        0 => return Ok(text),
        count => format!("{} not read", terminal::count(count, "help page")).into(),
    };
    terminal::print_result(out, &format!("{}\n", terminal::lines(&text)))?;
    Err(failure)
}

/// The result of an update.
struct Update {
    pages: Vec<FetchedPage>,
    /// Pages that could not be fetched or read, with the errors.
    unreadable: Vec<String>,
    fixed: Fixed,
    /// What is left to a person in the operation files.
    marks: Vec<Marks>,
    /// What the fixes mean for callers, if files changed.
    effects: Option<Effects>,
}

impl Update {
    fn run(root: &Path, arguments: &fetch::Arguments, log: &mut impl Write) -> Result<Self, String> {
        let old = description::read(root)?;
        let pages = fetch::fetch(root, arguments, log)?;
        let (sources, mut unreadable) = read_pages(root, &pages);
        let fixed = hss_help_page::fix(&old, &sources).map_err(|diagnostics| diagnostics.to_string())?;
        for page in &fixed.report.pages {
            if let Err(error) = page {
                unreadable.push(error.to_string());
            }
        }
        for file in &fixed.files {
            disk::update(root, file)?;
        }
        let new = description::read(root)?;
        let marks = marks::count(&new, &fixed.report.unfinished);
        let mut effects = None;
        if !fixed.files.is_empty() {
            let written = generate::write(root, log)?;
            terminal::print(log, &written.summary);
            effects = Some(changes::add_to_changelog(root, &old, &new)?);
        }
        Ok(Self { pages, unreadable, fixed, marks, effects })
    }

    /// Returns the comparisons of the pages with the fixed description that found differences.
    fn decisions(&self) -> impl Iterator<Item = &Comparison> {
        self.fixed.report.pages.iter().flatten().filter(|comparison| !comparison.differences.is_empty())
    }

    fn needs_person(&self) -> bool {
        self.effects.is_some() || !self.marks.is_empty() || self.decisions().next().is_some()
    }

    /// Returns the Markdown text of a pull request.
    fn text(&self) -> String {
        let mut text = String::new();
        self.add_changes(&mut text);
        self.add_decisions(&mut text);
        if let Some(effects) = &self.effects {
            let _ = writeln!(text, "{}", effects.markdown);
            let _ = writeln!(text, "## Entries in CHANGELOG.md\n\n{}", effects.entries);
        }
        if !self.unreadable.is_empty() {
            text.push_str("## Help pages that could not be read\n\nTheir operations were not compared.\n\n");
            add_block(&mut text, &self.unreadable);
        }
        text
    }

    fn add_changes(&self, text: &mut String) {
        text.push_str("## What changed on the help pages\n\n");
        if self.fixed.files.is_empty() {
            text.push_str("Nothing was written into the description.\n\n");
        }
        for page in &self.pages {
            let path = fetch::page_path(&page.operation);
            let mut lines = Vec::new();
            for fix in self.fixed.applied.iter().filter(|fix| fix.page == path) {
                lines.push(format!("line {}: {}", fix.page_line, fix.message));
            }
            if !lines.is_empty() {
                let _ = writeln!(text, "### [{}](<{}>)\n", page.operation, page.url);
                add_block(text, &lines);
            }
        }
    }

    fn add_decisions(&self, text: &mut String) {
        if !self.needs_person() {
            return;
        }
        text.push_str("## Left to a person\n\n");
        if self.effects.is_some() {
            text.push_str("- Write the new facts into `tests/hss/facts.txt`, from the help pages.\n");
        }
        for Marks { path, sentences, decisions } in &self.marks {
            if *sentences > 0 {
                let _ = writeln!(
                    text,
                    "- Write {}, marked {PLACEHOLDER} in `{path}`.",
                    terminal::count(*sentences, "sentence")
                );
            }
            if *decisions > 0 {
                let _ = writeln!(
                    text,
                    "- Make {}, marked `# {PLACEHOLDER}` in `{path}`.",
                    terminal::count(*decisions, "decision")
                );
            }
        }
        if self.effects.is_some() || !self.marks.is_empty() {
            text.push('\n');
        }
        for comparison in self.decisions() {
            let _ = writeln!(text, "### {}\n", comparison.operation);
            let differences: Vec<String> = comparison.differences.iter().map(ToString::to_string).collect();
            add_block(text, &differences);
        }
    }
}

/// Reads the pages that are up to date, and lists the others.
fn read_pages(root: &Path, pages: &[FetchedPage]) -> (Vec<Source>, Vec<String>) {
    let (mut sources, mut unreadable) = (Vec::new(), Vec::new());
    for page in pages {
        let path = fetch::page_path(&page.operation);
        let source = match &page.result {
            Ok(_) => disk::read_page(&root.join(&path)),
            Err(error) => Err(format!("{}: {}: {error}", page.operation, page.url)),
        };
        match source {
            Ok(source) => sources.push(Source { path, ..source }),
            Err(error) => unreadable.push(error),
        }
    }
    (sources, unreadable)
}

/// Adds text from help pages as code, so that it is shown unchanged.
fn add_block(text: &mut String, items: &[String]) {
    text.push_str("```text\n");
    for item in items.iter().take(MAX_SHOWN) {
        for line in item.lines() {
            let line = terminal::line(line);
            // Only a line that starts with it would end the block.
            let indent = if line.trim_start().starts_with("```") { "    " } else { "" };
            let _ = writeln!(text, "{indent}{line}");
        }
    }
    if items.len() > MAX_SHOWN {
        let _ = writeln!(text, "{} more are not shown", items.len() - MAX_SHOWN);
    }
    text.push_str("```\n\n");
}

/// Shortens a string that is longer than a pull request allows.
fn shortened(text: &str) -> String {
    if text.len() <= MAX_TEXT {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut is_in_block = false;
    for line in text.lines() {
        if short.len() + line.len() > MAX_TEXT {
            break;
        }
        is_in_block ^= line.starts_with("```");
        short.push_str(line);
        short.push('\n');
    }
    if is_in_block {
        short.push_str("```\n");
    }
    short + "\nThe rest is longer than a pull request allows: run `cargo xtask docs update` to read it.\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_page_does_not_end_a_block() {
        let mut text = String::new();
        add_block(&mut text, &["a\n```\n  ```b\u{1b}".to_owned()]);
        assert_eq!(text, "```text\na\n    ```\n      ```b\\u{1b}\n```\n\n");
        let mut text = String::new();
        add_block(&mut text, &vec!["a".to_owned(); 52]);
        assert!(text.ends_with("\na\n2 more are not shown\n```\n\n"), "{text}");
    }

    #[test]
    fn shortens_text_at_a_line_and_closes_the_block() {
        let text = format!("# A\n```text\n{}", "ä line\n".repeat(10_000));
        let short = shortened(&text);
        assert!((59_000..=60_200).contains(&short.len()), "{}", short.len());
        let end =
            "ä line\n```\n\nThe rest is longer than a pull request allows: run `cargo xtask docs update` to read it.\n";
        assert!(short.ends_with(end));
        assert_eq!(shortened("# A\n"), "# A\n");
    }
}
