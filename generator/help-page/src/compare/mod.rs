//! Compares help pages with the description, table by table.

mod counts;
mod difference;
mod examples;
mod field_table;
mod file;
mod limits;
mod operation;
mod page_says;
mod quotations;
mod row;
mod row_pair;
mod rows;
mod rules;
mod suggestion;
mod tables;
mod values;

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use hss_generator::description::notation;
use hss_generator::description::{Description, Document, Node};
use hss_generator::{Source, ir};

use crate::error::HelpPageError;
use crate::expressible::ExpressiblePage;
use crate::finished::FinishedDescription;
use crate::read::{self, HelpPage};
use crate::remark::Remark;

pub use counts::Counts;
use difference::DifferenceKind as Kind;
pub use difference::{Difference, DifferenceKind};
use field_table::FieldTable;
pub(crate) use operation::is_older;
use quotations::Quotations;
pub(crate) use suggestion::{ExampleContent, Suggestion};
pub(crate) use tables::used_objects;

/// The result of comparing a help page with the description.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Path of the help page.
    pub page: String,
    /// Operation ID.
    pub operation: String,
    /// Path of the operation file.
    pub file: String,
    /// Differences, in the order of the page.
    pub differences: Vec<Difference>,
    /// Lines and reasons of the examples that are not fully compared, because they are not valid JSON or contradict the
    /// tables of the page.
    pub uncompared: Vec<Remark>,
    /// What the comparison covered.
    pub counts: Counts,
}

/// The result of comparing several help pages with the description.
#[derive(Clone, Debug)]
pub struct ComparisonReport {
    /// One result per page, in the order given.
    pub pages: Vec<Result<Comparison, HelpPageError>>,
    /// Operation files that none of the pages describes.
    pub operations_without_page: Vec<String>,
    /// Unfinished operation files, which were left out.
    pub unfinished: Vec<String>,
}

/// A help page that was read.
pub(crate) struct ReadPage {
    pub source: Arc<Source>,
    pub facts: HelpPage,
}

/// Reads help pages, in the order given.
pub(crate) fn read_pages(pages: &[Source]) -> Vec<Result<ReadPage, HelpPageError>> {
    pages.iter().map(|page| Ok(ReadPage { source: Arc::new(page.clone()), facts: read_page(page)? })).collect()
}

pub(crate) fn read_page(source: &Source) -> Result<HelpPage, HelpPageError> {
    read::read(&source.text).map_err(|error| HelpPageError::unreadable(&source.path, error))
}

/// Compares several help pages with the description.
pub(crate) fn compare_all(
    finished: &FinishedDescription,
    pages: &[Result<ReadPage, HelpPageError>],
) -> ComparisonReport {
    let mut report = ComparisonReport {
        pages: Vec::new(),
        operations_without_page: Vec::new(),
        unfinished: finished.unfinished_paths(),
    };
    let mut compared = HashSet::new();
    for page in pages {
        let result = page.as_ref().map_err(Clone::clone).and_then(|page| compare(finished, page));
        if let Ok(comparison) = &result {
            compared.insert(comparison.operation.clone());
        }
        report.pages.push(result);
    }
    for operation in &finished.service.operations {
        if !compared.contains(&operation.id) {
            report.operations_without_page.push(operation.file.clone());
        }
    }
    report
}

/// Compares a help page with the operation that it describes.
fn compare(finished: &FinishedDescription, page: &ReadPage) -> Result<Comparison, HelpPageError> {
    let compared = compare_page(finished, page)?;
    let differences = compared.differences.into_iter().map(|found| found.difference).collect();
    Ok(Comparison {
        page: page.source.path.clone(),
        operation: compared.operation.id.clone(),
        file: compared.operation.file.clone(),
        differences,
        uncompared: compared.uncompared,
        counts: compared.counts,
    })
}

/// A page that was compared with its operation.
pub(crate) struct ComparedPage<'a> {
    pub operation: &'a ir::Operation,
    /// In the order of the page.
    pub differences: Vec<SettledDifference<'a>>,
    pub uncompared: Vec<Remark>,
    pub counts: Counts,
}

/// A difference, and what would settle it.
pub(crate) struct SettledDifference<'a> {
    pub difference: Difference,
    pub suggestion: Suggestion<'a>,
}

impl<'a> SettledDifference<'a> {
    fn suggest(self, suggestion: Suggestion<'a>) -> Self {
        Self { suggestion, ..self }
    }

    /// Leaves the difference to a person in some cases.
    fn decide_if(self, is_left: bool) -> Self {
        if is_left { self.suggest(Suggestion::Decide) } else { self }
    }
}

/// Compares a help page with the operation that it describes, and keeps what would settle each difference.
pub(crate) fn compare_page<'a>(
    finished: &'a FinishedDescription,
    ReadPage { source, facts: page }: &'a ReadPage,
) -> Result<ComparedPage<'a>, HelpPageError> {
    let FinishedDescription { description, service, .. } = finished;
    let index = index_of_operation(service, page);
    let described = index.and_then(|index| service.operations.get(index).zip(description.operations.get(index)));
    let (operation, document) = described.ok_or_else(|| undescribed(finished, page, source))?;
    let mut comparer = PageComparer {
        description,
        service,
        document,
        operation,
        page,
        source: Arc::clone(source),
        expressible: ExpressiblePage::new(page),
        field_tables: Rc::default(),
        page_quotations: Quotations::default(),
        says_all_quotations: true,
        differences: Vec::new(),
        uncompared: Vec::new(),
        counts: Counts::default(),
    };
    comparer.field_tables = comparer.match_tables().into();
    comparer.compare();
    let PageComparer { mut differences, uncompared, counts, .. } = comparer;
    differences.sort_by_key(|SettledDifference { difference, .. }| (difference.page_line, difference.kind));
    Ok(ComparedPage { operation, differences, uncompared, counts })
}

/// Returns the error for a page that no finished operation file describes.
fn undescribed(finished: &FinishedDescription, page: &HelpPage, source: &Source) -> HelpPageError {
    let request = &page.request;
    if let Some(file) = finished.unfinished_file_of(&request.value) {
        let message = format!("{file} describes this operation, but has errors: run `cargo xtask generate`");
        return HelpPageError::new(&source.path, request.line, message);
    }
    HelpPageError::undescribed(&source.path, page)
}

/// Returns the operation that a page describes.
pub(crate) fn operation_of<'a>(service: &'a ir::Service, page: &HelpPage) -> Option<&'a ir::Operation> {
    index_of_operation(service, page).and_then(|index| service.operations.get(index))
}

/// Returns the index of the operation with the request line of the page, or with the same path except for the names of
/// placeholders, or with the same title.
fn index_of_operation(service: &ir::Service, page: &HelpPage) -> Option<usize> {
    let request = &page.request.value;
    let template = ir::template(&request.path);
    let same_method = |operation: &ir::Operation| operation.method.as_str() == request.method;
    let position = |matches: &dyn Fn(&ir::Operation) -> bool| service.operations.iter().position(matches);
    position(&|operation| same_method(operation) && operation.path == request.path)
        .or_else(|| position(&|operation| same_method(operation) && ir::template(&operation.path) == template))
        .or_else(|| position(&|operation| has_title(page, &operation.page.title)))
}

fn has_title(page: &HelpPage, title: &str) -> bool {
    page.title.as_ref().is_some_and(|of_page| of_page.value == title)
}

/// A help page, its operation, and the differences found so far.
struct PageComparer<'a> {
    description: &'a Description,
    service: &'a ir::Service,
    document: &'a Document<notation::Operation>,
    operation: &'a ir::Operation,
    page: &'a HelpPage,
    source: Arc<Source>,
    expressible: ExpressiblePage<'a>,
    /// The tables of the description, each with those of the page.
    field_tables: Rc<[FieldTable<'a>]>,
    /// Quotations of lines outside of rows.
    page_quotations: Quotations<'a>,
    /// Whether the page still says everything that the `page_says` of the operation quotes.
    says_all_quotations: bool,
    differences: Vec<SettledDifference<'a>>,
    uncompared: Vec<Remark>,
    counts: Counts,
}

impl<'a> PageComparer<'a> {
    fn compare(&mut self) {
        let mut page_quotations = Quotations::default();
        let node = self.document.root().at("page_says");
        self.says_all_quotations =
            self.check_quotations(&mut page_quotations, &node, &self.operation.page_says, &self.page.lines);
        for (index, example) in self.operation.examples.iter().enumerate() {
            let node = self.document.root().at("examples").at(index).at("page_says");
            self.says_all_quotations &=
                self.check_quotations(&mut page_quotations, &node, &example.page_says, &self.page.lines);
        }
        self.page_quotations = page_quotations;
        self.compare_operation();
        self.compare_status_codes();
        self.compare_other_status_codes();
        self.compare_media_types();
        self.compare_tables();
        self.compare_rules();
        self.compare_examples();
        self.report_unrecognized_lines();
    }

    /// Reports unrecognized lines that do not belong to a row.
    fn report_unrecognized_lines(&mut self) {
        for unrecognized in &self.page.unrecognized {
            let message = format!("unrecognized text: {}", unrecognized.reason);
            let help = "save the help page again; if it is complete, compare this part by eye, and quote the line in the \
                       operation's `page_says` or extend the reader";
            let node = self.document.root().at("request");
            let found = self.at_value(Kind::Unrecognized, unrecognized.line, &node, message, help);
            self.report(found);
        }
    }

    /// Returns whether all text outside of rows is understood, unless `page_says` quotes it.
    fn is_understood(&self) -> bool {
        self.page.unrecognized.iter().all(|unrecognized| self.page_quotations.cover_line(unrecognized.line))
    }

    /// Creates a difference between a line of the page and a key of the description.
    fn at_key(
        &self,
        kind: Kind,
        page_line: usize,
        node: &Node<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> SettledDifference<'a> {
        let (description, span) = node.key_span();
        let (page, description) = (Arc::clone(&self.source), Arc::clone(description));
        let (message, help) = (message.into(), help.into());
        let difference = Difference { kind, message, help, page_line, not_fixed: None, page, description, span };
        SettledDifference { difference, suggestion: Suggestion::Decide }
    }

    /// Creates a difference between a line of the page and a value of the description.
    fn at_value(
        &self,
        kind: Kind,
        page_line: usize,
        node: &Node<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> SettledDifference<'a> {
        let mut found = self.at_key(kind, page_line, node, message, help);
        found.difference.span = node.value_span().1;
        found
    }

    /// Creates a difference that is settled by writing a scalar, formatted as YAML, at a key of a map.
    fn write(
        &self,
        kind: Kind,
        page_line: usize,
        map: &Node<'a>,
        key: &'static str,
        value: impl Into<String>,
        message: impl Into<String>,
    ) -> SettledDifference<'a> {
        let value = value.into();
        let help = match key {
            "deprecated" => "write `deprecated:` and the reason".to_owned(),
            _ => format!("write `{key}: {value}`"),
        };
        let found = self.at_value(kind, page_line, &map.at(key), message, help);
        found.suggest(Suggestion::Write { map: map.clone(), key, value })
    }

    /// Creates a difference that is settled by removing an entry of the description.
    fn remove(
        &self,
        kind: Kind,
        page_line: usize,
        entry: &Node<'a>,
        message: impl Into<String>,
    ) -> SettledDifference<'a> {
        let key = entry.pointer().rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~");
        let help = format!("remove `{key}`");
        self.at_key(kind, page_line, entry, message, help).suggest(Suggestion::Remove { entry: entry.clone() })
    }

    /// Creates the difference of something that is deprecated only on the page or only in the description. `map` is its
    /// entry in the description, and `reason` is what to write there if the page marks it.
    fn deprecation_difference(
        &self,
        page_line: usize,
        map: &Node<'a>,
        what: &str,
        is_marked: bool,
        reason: &str,
    ) -> SettledDifference<'a> {
        let kind = Kind::Deprecated;
        if is_marked {
            let message = format!("the help page marks {what} as deprecated");
            self.write(kind, page_line, map, "deprecated", reason, message)
        } else {
            let message = format!("the help page does not mark {what} as deprecated");
            self.remove(kind, page_line, &map.at("deprecated"), message)
        }
    }

    fn report(&mut self, mut found: SettledDifference<'a>) {
        let Difference { kind, page_line, .. } = found.difference;
        if kind.is_outside_of_rows() {
            if self.page_quotations.cover_line(page_line) {
                return;
            }
            if !self.says_all_quotations {
                found.suggestion = Suggestion::Decide;
            }
        }
        if found.difference.file() != self.document.file.source.path {
            found.suggestion = Suggestion::Decide;
        }
        self.differences.push(found);
    }
}
