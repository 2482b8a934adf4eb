//! Writes what a comparison suggests into the operation files.
//!
//! Each fix is checked: the edited description must be valid, and a new comparison must find fewer differences. What a
//! person has to decide, and what fails the check, is left as it is.

mod apply;
mod editor;
mod json;
mod lines;

use std::collections::{BTreeMap, HashMap, HashSet};

use hss_generator::pipeline::parse_and_lower;
use hss_generator::{Code, Diagnostic, Diagnostics, Severity, Source};

use crate::compare::{
    self, ComparedPage, ComparisonReport, Difference, DifferenceKind, ReadPage, SettledDifference, Suggestion,
};
use crate::error::HelpPageError;
use crate::expressible::{Contradiction, ExpressiblePage};
use crate::finished::FinishedDescription;
use crate::notation::child;
use crate::read::Example;

use apply::Writer;

/// Maximum number of differences of a page that is fixed. A page with more most likely describes another operation.
const MAX_DIFFERENCES: usize = 1000;

/// Maximum number of suggestions that are tried together without one of them: the time grows with the third power.
const MAX_TOGETHER: usize = 16;

/// Maximum number of passes over all pages. An enum that two pages use can need a second one.
const MAX_PASSES: usize = 3;

/// The result of fixing a description.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The operation files that changed, with their new text.
    pub files: Vec<Source>,
    /// What was fixed, in the order of the pages.
    pub applied: Vec<AppliedFix>,
    /// The comparison of the fixed description with the pages: what is left to a person.
    pub report: ComparisonReport,
}

/// A difference that was fixed, or another change that follows from one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedFix {
    /// Path of the help page.
    pub page: String,
    /// Line of the help page, from 1.
    pub page_line: usize,
    /// Path of the operation file.
    pub file: String,
    /// What differed, or what was removed because of it.
    pub message: String,
}

/// Fixes the description: writes what comparing it with the pages suggests, except for what a person has to decide.
pub(crate) fn fix(sources: &[Source], pages: &[Source]) -> Result<Fixed, Diagnostics> {
    let mut current = Parsed { sources: sources.to_vec(), finished: FinishedDescription::new(sources)? };
    let mut applied = Vec::new();
    let mut reasons = Reasons::new();
    let pages = compare::read_pages(pages);
    let pages_to_fix = pages_to_fix(&current.finished, &pages);
    for _ in 0..MAX_PASSES {
        let before = current.sources.clone();
        for page in &pages_to_fix {
            reasons.extend(fix_page(&mut current, page, &mut applied));
        }
        if current.sources == before {
            break;
        }
    }
    let mut report = compare::compare_all(&current.finished, &pages);
    for difference in report.pages.iter_mut().flatten().flat_map(|comparison| &mut comparison.differences) {
        difference.not_fixed = reasons.remove(&identity(difference));
    }
    let files = current.sources.into_iter().filter(|source| !sources.contains(source)).collect();
    Ok(Fixed { files, applied, report })
}

/// Returns the pages that can be read, except for those that are older than the description. Of several pages of one
/// operation, a person has to decide which one counts.
fn pages_to_fix<'a>(
    description: &FinishedDescription,
    pages: &'a [Result<ReadPage, HelpPageError>],
) -> Vec<&'a ReadPage> {
    let mut pages_by_file: BTreeMap<String, Vec<&ReadPage>> = BTreeMap::new();
    for page in pages.iter().flatten() {
        let Some(operation) = compare::operation_of(&description.service, &page.facts) else { continue };
        let is_older = page.facts.updated.as_ref().is_some_and(|updated| compare::is_older(updated, operation));
        if !is_older {
            pages_by_file.entry(operation.file.clone()).or_default().push(page);
        }
    }
    pages_by_file.into_values().filter(|pages| pages.len() == 1).flatten().collect()
}

/// Fixes the operation that a page describes. Returns why differences with a suggestion are left.
fn fix_page(current: &mut Parsed, page: &ReadPage, applied: &mut Vec<AppliedFix>) -> Reasons {
    let mut reasons = Reasons::new();
    loop {
        let Ok(compared) = compare::compare_page(&current.finished, page) else {
            return reasons;
        };
        if compared.differences.len() > MAX_DIFFERENCES || may_be_of_another_operation(&compared) {
            return reasons;
        }
        let fixer = Fixer { current, compared: &compared, page };
        let Some(attempt) = fixer.fix(&mut reasons) else {
            return reasons;
        };
        applied.extend(attempt.applied);
        *current = attempt.fixed;
    }
}

/// Returns whether only the title connects a page to the operation, and most rows differ. Two operations can have the
/// same title.
fn may_be_of_another_operation(compared: &ComparedPage<'_>) -> bool {
    let has_other_request = compared.differences.iter().any(|found| found.difference.kind == DifferenceKind::Request);
    let rows = compared.counts.parameters + compared.counts.fields;
    has_other_request && compared.counts.different_rows * 2 > rows
}

/// A page, and the description that it is fixed in.
struct Fixer<'a> {
    current: &'a Parsed,
    compared: &'a ComparedPage<'a>,
    page: &'a ReadPage,
}

/// A description, and the result of parsing it.
struct Parsed {
    sources: Vec<Source>,
    finished: FinishedDescription,
}

/// A description after fixes, and the fixes.
struct Attempt {
    fixed: Parsed,
    applied: Vec<AppliedFix>,
}

/// Why an edited description is rejected.
struct Rejected {
    reason: String,
    /// Errors in the file that was edited.
    errors: Vec<Diagnostic>,
}

/// What tells differences apart: the page, the kind, the line and the message.
type Identity = (String, DifferenceKind, usize, String);

/// Why differences are left although there is a suggestion.
type Reasons = HashMap<Identity, String>;

fn identity(difference: &Difference) -> Identity {
    (difference.page_path().to_owned(), difference.kind, difference.page_line, difference.message.clone())
}

impl<'a> Fixer<'a> {
    /// Applies all suggestions or, if the result fails the check, the first one that passes on its own or with those
    /// that it depends on. Failing that, applies all except one.
    fn fix(&self, reasons: &mut Reasons) -> Option<Attempt> {
        self.keep_examples(reasons);
        let fixable = self.fixable(reasons);
        if fixable.is_empty() {
            return None;
        }
        if let Ok(fixed) = self.attempt(&fixable) {
            return Some(fixed);
        }
        for found in &fixable {
            self.keep_examples(reasons);
            if reasons.contains_key(&identity(&found.difference)) {
                continue;
            }
            let group = match shared_place(&found.suggestion) {
                None => vec![*found],
                place => fixable.iter().copied().filter(|other| shared_place(&other.suggestion) == place).collect(),
            };
            match self.attempt(&group) {
                Ok(fixed) => return Some(fixed),
                Err(reason) => reasons.insert(identity(&found.difference), reason),
            };
        }
        self.fix_together()
    }

    /// Applies all suggestions that can be written or, failing that, all except one. A new type and a new example can
    /// each contradict the description without the other.
    fn fix_together(&self) -> Option<Attempt> {
        let mut found: Vec<&'a SettledDifference<'a>> = self.compared.differences.iter().collect();
        found.retain(|found| {
            let is_written_last = removes_example(found) || found.difference.kind == DifferenceKind::Updated;
            !is_written_last && self.write(&[*found]).is_ok()
        });
        let first_left_out = if found.len() > MAX_TOGETHER { found.len() } else { 0 };
        for left_out in (first_left_out..=found.len()).rev() {
            let mut together = found.clone();
            if left_out < found.len() {
                together.remove(left_out);
            }
            if together.len() > 1
                && let Ok(fixed) = self.attempt(&together)
            {
                return Some(fixed);
            }
        }
        None
    }

    /// Writes suggestions without checking the result.
    fn write(&self, found: &[&'a SettledDifference<'a>]) -> Result<Writer<'a>, String> {
        let mut writer =
            Writer::new(&self.current.finished, self.compared.operation, &self.page.facts, &self.current.sources)?;
        let suggestions: Vec<&Suggestion<'a>> = found.iter().map(|found| &found.suggestion).collect();
        writer.write(&suggestions)?;
        Ok(writer)
    }

    /// Keeps examples that are not on the page, if rows are left to a person: the copy of the page may be incomplete.
    fn keep_examples(&self, reasons: &mut Reasons) {
        let is_left = |found: &SettledDifference<'_>| {
            let is_row = found.difference.kind == DifferenceKind::Row;
            is_row && (found.suggestion.is_decision() || reasons.contains_key(&identity(&found.difference)))
        };
        if !self.compared.differences.iter().any(is_left) {
            return;
        }
        for found in &self.compared.differences {
            if removes_example(found) {
                let reason = "decide about the rows first: the copy of the page may be incomplete".to_owned();
                reasons.entry(identity(&found.difference)).or_insert(reason);
            }
        }
    }

    /// Returns the differences with a suggestion that has not failed. Examples are removed after everything else, and
    /// the date is written once nothing else is left.
    fn fixable(&self, failed: &Reasons) -> Vec<&'a SettledDifference<'a>> {
        let mut fixable = Vec::new();
        let mut dates = Vec::new();
        for found in &self.compared.differences {
            match &found.suggestion {
                Suggestion::Decide => {}
                _ if failed.contains_key(&identity(&found.difference)) => {}
                _ if found.difference.kind == DifferenceKind::Updated => dates.push(found),
                _ => fixable.push(found),
            }
        }
        fixable.sort_by_key(|found| removes_example(found));
        if dates.len() == self.compared.differences.len() { dates } else { fixable }
    }

    /// Applies suggestions, and checks the result. The error says why it fails.
    fn attempt(&self, found: &[&'a SettledDifference<'a>]) -> Result<Attempt, String> {
        let mut writer = self.write(found)?;
        let line = found.first().map_or(1, |found| found.difference.page_line);
        let mut further = Vec::new();
        loop {
            let sources = self.with_file(writer.editor.text());
            let Rejected { reason, errors } = match self.check(&sources, found) {
                Ok((finished, settled)) => {
                    let mut applied: Vec<AppliedFix> = settled.into_iter().map(|fixed| self.settled(fixed)).collect();
                    applied.extend(further);
                    return Ok(Attempt { fixed: Parsed { sources, finished }, applied });
                }
                Err(rejected) => rejected,
            };
            let mut changes = self.remove_unused(&mut writer, &errors, line)?;
            if changes.is_empty() {
                changes = self.repair_examples(&mut writer, &errors)?;
            }
            if self.with_file(writer.editor.text()) == sources {
                return Err(reason);
            }
            further.extend(changes);
        }
    }

    fn settled(&self, difference: Difference) -> AppliedFix {
        let note = match difference.kind {
            DifferenceKind::Updated => ": read the sentences of the page, which are not compared",
            _ => "",
        };
        self.applied(difference.page_line, difference.message + note)
    }

    fn applied(&self, page_line: usize, message: String) -> AppliedFix {
        let (page, file) = (self.page.source.path.clone(), self.compared.operation.file.clone());
        AppliedFix { page, page_line, file, message }
    }

    fn with_file(&self, text: &str) -> Vec<Source> {
        let mut sources = self.current.sources.clone();
        for source in &mut sources {
            if source.path == self.compared.operation.file {
                // The parsed text has no byte order mark.
                let mark = if source.text.starts_with('\u{feff}') { "\u{feff}" } else { "" };
                source.text = format!("{mark}{text}");
            }
        }
        sources
    }

    /// Compares an edited description with the page. If it is valid, settles the differences that it is meant to settle
    /// and causes no others, returns the parsed description and the differences that it settles.
    fn check(
        &self,
        sources: &[Source],
        meant: &[&SettledDifference<'_>],
    ) -> Result<(FinishedDescription, Vec<Difference>), Rejected> {
        let path = &self.compared.operation.file;
        let finished = match self.current.finished.parse_changed(sources) {
            Ok(finished) if !finished.unfinished_paths().contains(path) => finished,
            _ => return Err(self.invalid(sources)),
        };
        let rejected = |reason| Rejected { reason, errors: Vec::new() };
        let compared = match compare::compare_page(&finished, self.page) {
            Ok(compared) => compared,
            Err(error) => return Err(rejected(error.message)),
        };
        let left: HashSet<Identity> = compared.differences.iter().map(|found| identity(&found.difference)).collect();
        let is_settled = |found: &SettledDifference<'_>| !left.contains(&identity(&found.difference));
        let before = &self.compared.differences;
        let known: HashSet<Identity> = before.iter().map(|found| identity(&found.difference)).collect();
        let is_new = |found: &&SettledDifference<'_>| !known.contains(&identity(&found.difference));
        let new: Vec<&SettledDifference<'_>> = compared.differences.iter().filter(is_new).collect();
        // One difference can become another one that a person has to decide. Two rows that disagree about an enum would
        // become each other's differences in turn.
        let is_better = compared.differences.len() < before.len()
            || (compared.differences.len() == before.len() && new.iter().all(|found| found.suggestion.is_decision()));
        if !is_better || !meant.iter().all(|found| is_settled(found)) {
            let unsettled = meant.iter().find(|found| !is_settled(found));
            let other = new.first().or(unsettled).map_or("", |found| &found.difference.message);
            return Err(rejected(format!("the description would still differ: {other}")));
        }
        let settled = before.iter().filter(|found| is_settled(found)).map(|found| found.difference.clone()).collect();
        Ok((finished, settled))
    }

    /// Returns why an edited description is invalid: the first error, if possible in the file that was edited.
    fn invalid(&self, sources: &[Source]) -> Rejected {
        let mut finished = sources.to_vec();
        let unfinished = self.current.finished.unfinished_paths();
        finished.retain(|source| !unfinished.contains(&source.path));
        let diagnostics =
            parse_and_lower(&finished, Some(&self.current.finished.description)).err().unwrap_or_default();
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        let is_in_file = |error: &&Diagnostic| error.path() == self.compared.operation.file;
        let first = errors.clone().find(is_in_file).or(errors.clone().next());
        let first = first.map_or_else(String::new, |error| format!(": {}: {}", error.path(), error.message));
        let reason = format!("the description would be invalid{first}");
        Rejected { reason, errors: errors.filter(is_in_file).cloned().collect() }
    }

    /// Removes the objects and enums that are errors because no row uses them any longer.
    fn remove_unused(
        &self,
        writer: &mut Writer<'_>,
        errors: &[Diagnostic],
        page_line: usize,
    ) -> Result<Vec<AppliedFix>, String> {
        let names = |section| writer.editor.keys(section).into_iter().map(move |name| (section, name));
        let mut unused: Vec<(&str, String)> = names("/objects").chain(names("/enums")).collect();
        unused.retain(|(section, name)| {
            let lines = writer.editor.lines(&child(section, name));
            let is_there = |error: &Diagnostic| lines.is_some_and(|(first, _)| first == error.line_column().0);
            errors.iter().any(|error| error.code == Code::Definition && is_there(error))
        });
        let mut applied = Vec::new();
        for (section, name) in unused {
            writer.editor.remove(&child(section, &name))?;
            applied.push(self.applied(page_line, format!("`{name}` is removed: no row uses it any longer")));
        }
        Ok(applied)
    }

    /// Changes the examples that are errors because they contradict the tables of their own page, now that the
    /// description follows the tables.
    fn repair_examples(&self, writer: &mut Writer<'_>, errors: &[Diagnostic]) -> Result<Vec<AppliedFix>, String> {
        let error_lines: Vec<usize> = errors.iter().map(|error| error.line_column().0).collect();
        let has_error = |(first, last)| error_lines.iter().any(|line| (first..=last).contains(line));
        let mut applied = Vec::new();
        // From the end, since the places of examples contain their numbers, and errors their lines.
        for (index, example) in self.compared.operation.examples.iter().enumerate().rev() {
            let response = example.response.clone().map(Example::Response);
            let request = example.body.clone().map(Example::Request);
            for described in [response, request].into_iter().flatten() {
                let path = format!("/examples/{index}/{}", described.key());
                if writer.editor.lines(&path).is_some_and(has_error) {
                    applied.extend(self.repair_example(writer, &path, &described)?);
                }
            }
        }
        Ok(applied)
    }

    /// Changes a part of an example that contradicts the tables of its page, or removes it if not enough of it is left.
    fn repair_example(
        &self,
        writer: &mut Writer<'_>,
        path: &str,
        described: &Example,
    ) -> Result<Option<AppliedFix>, String> {
        let expressible = ExpressiblePage::new(&self.page.facts);
        let key = described.key();
        let is_same =
            |example: &Example| example.key() == key && expressible.is_described_by(example, described.json());
        let Some(example) = self.page.facts.examples.iter().find(|example| is_same(&example.value)) else {
            return Ok(None);
        };
        // Repairs the described example, not that of the page: it keeps what people wrote instead of placeholders.
        let contradictions = expressible.contradictions(described);
        let Some(Contradiction { reason, .. }) = contradictions.first() else {
            return Ok(None);
        };
        let what = if let Some(content) = expressible.repaired(described) {
            writer.change_example(path, &content)?;
            "changed"
        } else {
            writer.remove(path)?;
            "removed"
        };
        let message =
            format!("the `{key}` of an example is {what}, since it contradicts the tables of its page: {reason}");
        Ok(Some(self.applied(example.line, message)))
    }
}

fn removes_example(found: &SettledDifference<'_>) -> bool {
    matches!(&found.suggestion, Suggestion::Remove { entry } if entry.pointer().starts_with("/examples/"))
}

/// Returns the place of suggestions that depend on each other: the request line and its placeholders, or the values of
/// an enum, where a new value may be an old one under another name.
fn shared_place<'s>(suggestion: &'s Suggestion<'_>) -> Option<&'s str> {
    let is_place = |map: &&str| *map == "/path" || (map.starts_with("/enums/") && map.ends_with("/values"));
    match suggestion {
        Suggestion::Write { key: "request", .. } => Some("/path"),
        Suggestion::AddRow { map, .. } | Suggestion::AddValue { map, .. } => Some(map.pointer()).filter(is_place),
        Suggestion::Remove { entry } => Some(entry.pointer().rsplit_once('/')?.0).filter(is_place),
        _ => None,
    }
}
