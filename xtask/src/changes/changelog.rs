//! CHANGELOG.md: entries for changes, and the breaking changes that it announces.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use hss_changes::{Change, Class, Report, markdown};

use crate::disk;

const CHANGELOG: &str = "CHANGELOG.md";

/// Text before the kind and the subject of an announced breaking change.
const PREFIX: &str = "Breaking: ";

/// The breaking changes that CHANGELOG.md names: each line after the prefix, and its first two words without
/// punctuation.
pub(super) struct Announcements(BTreeSet<String>);

impl Announcements {
    /// Reads the section Unreleased. Without a file, nothing is announced.
    pub(super) fn read(root: &Path) -> Result<Self, String> {
        let text = disk::read_optional(&root.join(CHANGELOG))?;
        Ok(Self::parse(&text.unwrap_or_default()))
    }

    fn parse(text: &str) -> Self {
        let mut announced = BTreeSet::new();
        let mut is_in_unreleased = false;
        for line in text.lines() {
            if line.starts_with("## ") {
                is_in_unreleased = is_unreleased(line);
                continue;
            }
            let entry = line.trim().trim_start_matches(['-', '*']).trim_start();
            let Some(names) = entry.strip_prefix(PREFIX) else { continue };
            if !is_in_unreleased {
                continue;
            }
            announced.insert(names.to_owned());
            let mut words = names.split_whitespace().map(|word| word.trim_matches(['`', ',', ':', ';', '.']));
            if let (Some(kind), Some(subject)) = (words.next(), words.next()) {
                announced.insert(format!("{kind} {subject}"));
            }
        }
        Self(announced)
    }

    pub(super) fn contain(&self, change: &Change) -> bool {
        self.0.contains(&names(change)) || self.0.contains(&format!("{} {}", change.kind.as_str(), subject(change)))
    }
}

/// Returns the subject as one word.
fn subject(change: &Change) -> String {
    change.subject.split_whitespace().collect::<Vec<_>>().join("_")
}

/// Returns the text that announces a breaking change.
pub(super) fn announcement(change: &Change) -> String {
    format!("{PREFIX}{}", names(change))
}

/// Returns the kind and the subject as an announcement names them.
fn names(change: &Change) -> String {
    format!("{} {}", change.kind.as_str(), markdown::plain(&subject(change)))
}

/// Entries below a heading.
struct Section {
    title: &'static str,
    entries: Vec<String>,
}

/// Returns entries in the format of Keep a Changelog.
pub(super) fn entries(report: &Report) -> String {
    let mut text = String::new();
    for Section { title, entries } in sections(report) {
        let separator = if text.is_empty() { "" } else { "\n" };
        let _ = write!(text, "{separator}### {title}\n\n{}", entries.concat());
    }
    if text.is_empty() { "Nothing to add to CHANGELOG.md\n".to_owned() } else { text }
}

fn sections(report: &Report) -> Vec<Section> {
    let mut sections = Vec::new();
    for title in ["Added", "Changed", "Deprecated", "Removed"] {
        let changes = report.changes.iter().filter(|change| heading(change) == Some(title));
        let entries: Vec<String> = changes.map(|change| format!("- {}\n", entry(change))).collect();
        if !entries.is_empty() {
            sections.push(Section { title, entries });
        }
    }
    sections
}

/// Returns the heading above the entry of a change, or `None` if only documentation changed, which has no entry.
fn heading(change: &Change) -> Option<&'static str> {
    match change.classes.most_severe() {
        Class::Breaking if change.new.is_none() && change.new_location.is_none() => Some("Removed"),
        Class::Breaking | Class::Behaviour => Some("Changed"),
        Class::Warning => Some("Deprecated"),
        Class::Additive => Some("Added"),
        Class::Documentation | Class::None => None,
    }
}

/// Adds the entries to the section Unreleased of CHANGELOG.md, except for those that it has already.
pub(super) fn add(root: &Path, report: &Report) -> Result<(), String> {
    let path = root.join(CHANGELOG);
    let Some(mut text) = disk::read_optional(&path)? else { return Ok(()) };
    for section in sections(report) {
        text = with_section(&text, section)?;
    }
    disk::overwrite(&path, &text)
}

/// Returns the changelog with the entries of a section after those that it has.
fn with_section(text: &str, Section { title, mut entries }: Section) -> Result<String, String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let find = |from: usize, matches: &dyn Fn(&str) -> bool| {
        lines.iter().skip(from).position(|line| matches(line)).map(|position| from + position)
    };
    let start = find(0, &is_unreleased).ok_or("CHANGELOG.md has no section Unreleased: add `## Unreleased`")? + 1;
    let end = find(start, &|line| line.starts_with("## ")).unwrap_or(lines.len());
    let heading = find(start, &|line| line.trim_end() == format!("### {title}")).filter(|heading| *heading < end);
    let end = match heading {
        Some(heading) => find(heading + 1, &|line| line.starts_with("##")).unwrap_or(lines.len()),
        None => end,
    };
    let (before, after) = lines.split_at(end);
    let (before, after) = (before.concat(), after.concat());
    entries.retain(|entry| !before.contains(&format!("\n{entry}")));
    if entries.is_empty() {
        return Ok(text.to_owned());
    }
    let heading = if heading.is_some() { String::new() } else { format!("\n### {title}\n\n") };
    let separator = if after.is_empty() { "" } else { "\n" };
    Ok(format!("{}\n{heading}{}{separator}{after}", before.trim_end(), entries.concat()))
}

fn is_unreleased(line: &str) -> bool {
    let title = line.strip_prefix("## ").unwrap_or_default();
    title.trim().trim_matches(['[', ']']).eq_ignore_ascii_case("unreleased")
}

/// Returns an entry that callers can read. A breaking change has a second line, which announces it.
fn entry(change: &Change) -> String {
    let entry = format!("{}: {}", change.callers, change.markdown());
    if change.classes.most_severe() == Class::Breaking {
        return format!("{entry}; {}.\n  {}", change.kind.why(), announcement(change));
    }
    format!("{entry}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_of_the_section_unreleased_announce() {
        let text = "# Changelog\n\n## Unreleased\n\n### Changed\n\n- Breaking: parameter-removed A.query.b. Use `c`.\n\
                    * Breaking: `value-removed` `E.x`\nBreaking: alone\n\n## 0.1.0\n\n- Breaking: parameter-removed A.query.old\n";
        let Announcements(announced) = Announcements::parse(text);
        let announced = Vec::from_iter(announced);
        assert_eq!(
            announced,
            [
                "`value-removed` `E.x`",
                "alone",
                "parameter-removed A.query.b",
                "parameter-removed A.query.b. Use `c`.",
                "value-removed E.x"
            ]
        );
    }

    #[test]
    fn adds_entries_to_the_section_unreleased() {
        let section = || Section { title: "Added", entries: vec!["- a\n".to_owned(), "- b\n  c\n".to_owned()] };
        let cases = [
            ("## Unreleased\n", "## Unreleased\n\n### Added\n\n- a\n- b\n  c\n"),
            ("## Unreleased\n\n### Added\n\n- a\n", "## Unreleased\n\n### Added\n\n- a\n- b\n  c\n"),
            ("## Unreleased\n\n### Added\n\n- b\n  c\n- a\n", "## Unreleased\n\n### Added\n\n- b\n  c\n- a\n"),
            (
                "# Log\n\n## [Unreleased]\n\n### Added\n\n- old\n  text\n\n### Changed\n\n- c\n\n## 0.1.0\n\n### Added\n",
                "# Log\n\n## [Unreleased]\n\n### Added\n\n- old\n  text\n- a\n- b\n  c\n\n### Changed\n\n- c\n\n## 0.1.0\n\n### Added\n",
            ),
            (
                "## Unreleased\n\n### Changed\n\n- c\n\n## 0.1.0\n\n### Added\n\n- a\n",
                "## Unreleased\n\n### Changed\n\n- c\n\n### Added\n\n- a\n- b\n  c\n\n## 0.1.0\n\n### Added\n\n- a\n",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(with_section(text, section()).as_deref(), Ok(expected), "{text}");
        }
        assert!(with_section("## 0.1.0\n", section()).is_err());
    }
}
