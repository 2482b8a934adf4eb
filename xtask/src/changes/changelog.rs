//! CHANGELOG.md: entries for changes, and the breaking changes that it announces.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use hss_changes::{Change, Class, Report};

use crate::disk;

const CHANGELOG: &str = "CHANGELOG.md";

/// Text before the kind and the subject of an announced breaking change.
const PREFIX: &str = "Breaking: ";

/// The breaking changes that CHANGELOG.md names, by kind and subject.
pub(super) struct Announcements(BTreeSet<(String, String)>);

impl Announcements {
    /// Reads the section Unreleased. Without a file, nothing is announced.
    pub(super) fn read(root: &Path) -> Result<Self, String> {
        let text = disk::read_optional(&root.join(CHANGELOG))?;
        Ok(Self::parse(&text.unwrap_or_default()))
    }

    fn parse(text: &str) -> Self {
        let mut announced = BTreeSet::new();
        let mut is_unreleased = false;
        for line in text.lines() {
            if let Some(title) = line.strip_prefix("## ") {
                is_unreleased = title.trim().trim_matches(['[', ']']).eq_ignore_ascii_case("unreleased");
                continue;
            }
            let entry = line.trim().trim_start_matches(['-', '*']).trim_start();
            let Some(names) = entry.strip_prefix(PREFIX) else { continue };
            let mut words = names.split_whitespace().map(|word| word.trim_matches(['`', ',', ':', ';', '.']));
            if let (true, Some(kind), Some(subject)) = (is_unreleased, words.next(), words.next()) {
                announced.insert((kind.to_owned(), subject.to_owned()));
            }
        }
        Self(announced)
    }

    pub(super) fn contain(&self, change: &Change) -> bool {
        self.0.contains(&(change.kind.as_str().to_owned(), subject(change)))
    }
}

/// Returns the subject as one word.
fn subject(change: &Change) -> String {
    change.subject.split_whitespace().collect::<Vec<_>>().join("_")
}

/// Returns the text that announces a breaking change.
pub(super) fn announcement(change: &Change) -> String {
    format!("{PREFIX}{} {}", change.kind.as_str(), subject(change))
}

/// Returns entries in the format of Keep a Changelog.
pub(super) fn entries(report: &Report) -> String {
    let mut text = String::new();
    for (section, wanted) in [("Added", Class::Additive), ("Changed", Class::Behaviour), ("Deprecated", Class::Warning)]
    {
        add_section(&mut text, report, section, |change| section_class(change) == wanted && !is_removal(change));
    }
    add_section(&mut text, report, "Removed", is_removal);
    if text.is_empty() { "Nothing to add to CHANGELOG.md\n".to_owned() } else { text }
}

fn add_section(text: &mut String, report: &Report, title: &str, belongs: impl Fn(&Change) -> bool) {
    let mut entries = String::new();
    for change in report.changes.iter().filter(|change| belongs(change)) {
        let _ = writeln!(entries, "- {}", entry(change));
    }
    if !entries.is_empty() {
        let separator = if text.is_empty() { "" } else { "\n" };
        let _ = write!(text, "{separator}### {title}\n\n{entries}");
    }
}

/// Returns an entry that callers can read. A breaking change has a second line, which announces it.
fn entry(change: &Change) -> String {
    let entry = format!("{}: {}", change.callers, change.message());
    if change.classes.most_severe() == Class::Breaking {
        return format!("{entry}; {}.\n  {}", change.kind.why(), announcement(change));
    }
    format!("{entry}.")
}

/// Returns the class that decides the section: breaking changes belong to those of behaviour, and changes of documentation only
/// have no entry.
fn section_class(change: &Change) -> Class {
    match change.classes.most_severe() {
        Class::Breaking => Class::Behaviour,
        class => class,
    }
}

fn is_removal(change: &Change) -> bool {
    change.new.is_none() && change.new_location.is_none() && change.classes.most_severe() == Class::Breaking
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_of_the_section_unreleased_announce() {
        let text = "# Changelog\n\n## Unreleased\n\n### Changed\n\n- Breaking: parameter-removed A.query.b. Use `c`.\n\
                    * Breaking: `value-removed` `E.x`\nBreaking: alone\n\n## 0.1.0\n\n- Breaking: parameter-removed A.query.old\n";
        let Announcements(announced) = Announcements::parse(text);
        let announced: Vec<String> = announced.iter().map(|(kind, subject)| format!("{kind} {subject}")).collect();
        assert_eq!(announced, ["parameter-removed A.query.b", "value-removed E.x"]);
    }
}
