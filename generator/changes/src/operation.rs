//! Compares operations.

use hss_generator::description::Node;
use hss_generator::ir::{self, Example, HelpPage, Method, Operation, Pagination};

use super::comparer::{DescriptionComparer, FoundChange, NodePair};
use super::kind::Kind;
use super::pairing::{Pairing, change_of, take_pairs};

/// An operation that both descriptions have.
pub(super) struct OperationPair<'a> {
    pub old: &'a Operation,
    pub new: &'a Operation,
    /// ID of the new operation.
    pub id: &'a str,
    pub old_root: Node<'a>,
    pub new_root: Node<'a>,
}

impl<'a> OperationPair<'a> {
    /// Returns the nodes at a path of keys, such as `pagination.offset`.
    pub(super) fn at(&self, path: &str) -> NodePair<'a> {
        NodePair::both(&self.old_root, &self.new_root).path(path)
    }

    /// Returns a change of what is at a path of keys.
    pub(super) fn change(&self, kind: Kind, path: &str) -> FoundChange<'a> {
        self.change_at(kind, path, self.at(path))
    }

    /// Returns a change of a subject without keys of its own in the description.
    pub(super) fn change_at(&self, kind: Kind, subject: &str, at: NodePair<'a>) -> FoundChange<'a> {
        FoundChange::new(kind, Some(self.id), format!("{}.{subject}", self.id), at)
    }
}

impl<'a> DescriptionComparer<'a> {
    /// Reports operations that were added or removed, and compares the others.
    pub(super) fn compare_operations(&mut self) {
        let (old, new) = (self.old.operations(), self.new.operations());
        let Pairing { mut pairs, mut removed, mut added, .. } =
            Pairing::new(&old, &new, |(operation, _)| &operation.id, |_, _| false);
        // Operations with another ID and the same request line are renamed.
        let request = |operation: &Operation| (operation.method, ir::template(&operation.path));
        pairs.extend(take_pairs(&mut removed, &mut added, |(old, _), (new, _)| request(old) == request(new)));
        for (operation, root) in removed {
            let found = operation_change(Kind::OperationRemoved, operation, NodePair::old(root));
            self.report(found.facts(Some(request_line(operation)), None));
        }
        for (operation, root) in added {
            let found = operation_change(Kind::OperationAdded, operation, NodePair::new(root));
            self.report(found.facts(None, Some(request_line(operation))));
        }
        for ((old, old_root), (new, new_root)) in pairs {
            let (old_root, new_root) = (old_root.clone(), new_root.clone());
            self.compare_operation(&OperationPair { old, new, id: &new.id, old_root, new_root });
        }
    }

    fn compare_operation(&mut self, pair: &OperationPair<'a>) {
        let Operation {
            id,
            file: _,
            names: _,
            summary,
            doc,
            group,
            page,
            method,
            path,
            deprecated,
            page_says: old_page_says,
            parameters: _,
            body: _,
            status: _,
            response: _,
            rules: _,
            pagination,
            task: _,
            wait: _,
            // Objects and enums have names of their own, so they are compared apart from operations.
            objects: _,
            enums: _,
            examples,
        } = pair.old;
        let new = pair.new;
        self.record_same_node(&NodePair::both(&pair.old_root, &pair.new_root));
        self.compare_operation_fact(pair, Kind::OperationRenamed, "operation", Some(id), Some(&new.id));
        self.compare_operation_fact(pair, Kind::OperationDocumented, "summary", Some(summary), Some(&new.summary));
        self.compare_operation_fact(pair, Kind::OperationDocumented, "doc", doc.as_ref(), new.doc.as_ref());
        self.compare_operation_fact(pair, Kind::GroupChanged, "group", group.as_ref(), new.group.as_ref());
        self.compare_help_page(pair, page, &new.page);
        self.compare_request_line(pair, (*method, path), (new.method, &new.path));
        let (deprecated, new_deprecated) = (deprecated.as_ref(), new.deprecated.as_ref());
        let kinds = [Kind::OperationDeprecated, Kind::OperationUndeprecated, Kind::DeprecationReworded];
        let kind = change_of(deprecated, new_deprecated, kinds);
        self.compare_operation_fact(pair, kind, "deprecated", deprecated, new_deprecated);
        if *old_page_says != new.page_says {
            self.report(pair.change(Kind::PageSaysChanged, "page_says"));
        }
        self.compare_tables(pair);
        self.compare_pagination(pair, pagination.as_ref(), new.pagination.as_ref());
        self.compare_tasks(pair);
        self.compare_examples(pair, examples, &new.examples);
    }

    fn compare_tables(&mut self, pair: &OperationPair<'a>) {
        if let Some(kind) = body_kind(pair.old, pair.new) {
            self.report_only(pair.change(kind, "body"));
        }
        self.compare_parameters(pair);
        self.compare_response(pair);
        self.compare_rules(pair);
    }

    fn compare_request_line(&mut self, pair: &OperationPair<'a>, old: (Method, &str), new: (Method, &str)) {
        let ((old_method, old_path), (new_method, new_path)) = (old, new);
        let methods = (Some(old_method.as_str()), Some(new_method.as_str()));
        self.compare_operation_fact(pair, Kind::MethodChanged, "request", methods.0, methods.1);
        let is_renaming = ir::template(old_path) == ir::template(new_path);
        let kind = if is_renaming { Kind::PlaceholderRenamed } else { Kind::PathChanged };
        self.compare_operation_fact(pair, kind, "request", Some(old_path), Some(new_path));
    }

    /// Reports a fact of an operation if it differs.
    pub(super) fn compare_operation_fact<T: PartialEq + ToString>(
        &mut self,
        pair: &OperationPair<'a>,
        kind: Kind,
        path: &str,
        old: Option<T>,
        new: Option<T>,
    ) {
        if old == new {
            return;
        }
        let found = match kind {
            Kind::OperationRenamed => FoundChange::new(kind, Some(pair.id), pair.old.id.clone(), pair.at(path)),
            _ => pair.change(kind, path),
        };
        self.report(found.facts(old, new));
    }

    fn compare_help_page(&mut self, pair: &OperationPair<'a>, old: &HelpPage, new: &HelpPage) {
        // The address follows from the ID and from the pattern of the service.
        let HelpPage { title, updated, url: _ } = old;
        self.compare_operation_fact(pair, Kind::OperationDocumented, "page.title", Some(title), Some(&new.title));
        self.compare_operation_fact(pair, Kind::OperationDocumented, "page.updated", Some(updated), Some(&new.updated));
    }

    fn compare_pagination(&mut self, pair: &OperationPair<'a>, old: Option<&Pagination>, new: Option<&Pagination>) {
        let kind = match (old, new) {
            (None, None) => return,
            (None, Some(_)) => Kind::PaginationAdded,
            (Some(_), None) => Kind::PaginationRemoved,
            (Some(old), Some(new)) => return self.compare_pagination_fields(pair, old, new),
        };
        let fields = |pagination: &Pagination| format!("{}, {}", pagination.offset, pagination.limit);
        self.compare_operation_fact(pair, kind, "pagination", old.map(fields), new.map(fields));
    }

    fn compare_pagination_fields(&mut self, pair: &OperationPair<'a>, old: &Pagination, new: &Pagination) {
        let Pagination { offset, limit, items, total } = old;
        let types_change = self.pagination_types_change(pair);
        let kind = if types_change { Kind::PaginationTypesChanged } else { Kind::PaginationChanged };
        self.compare_operation_fact(pair, kind, "pagination.offset", Some(offset), Some(&new.offset));
        self.compare_operation_fact(pair, kind, "pagination.limit", Some(limit), Some(&new.limit));
        self.compare_operation_fact(pair, kind, "pagination.items", Some(items), Some(&new.items));
        let totals = (total.as_ref(), new.total.as_ref());
        self.compare_operation_fact(pair, Kind::PaginationTotalChanged, "pagination.total", totals.0, totals.1);
        self.compare_largest_page(pair);
    }

    fn compare_examples(&mut self, pair: &OperationPair<'a>, old: &[Example], new: &[Example]) {
        // Unlike `==`, this includes the order of parameters and of keys, which the documentation shows.
        if format!("{old:?}") != format!("{new:?}") {
            let found = pair.change(Kind::ExamplesChanged, "examples");
            let counts = (old.len() != new.len()).then_some((old.len(), new.len())).unzip();
            self.report(found.facts(counts.0, counts.1));
        }
        let answer = |examples: &'a [Example]| examples.iter().find_map(|example| example.response.as_ref());
        if answer(&pair.old.examples) != answer(&pair.new.examples) {
            self.report(pair.change_at(Kind::MockResponseChanged, "mock", pair.at("examples")));
        }
    }
}

/// Returns the kind of a change of what a request body is.
fn body_kind(old: &Operation, new: &Operation) -> Option<Kind> {
    match (&old.body, &new.body) {
        (None, Some(_)) => Some(Kind::BodyAdded),
        (Some(_), None) => Some(Kind::BodyRemoved),
        _ if old.whole_body().is_some() != new.whole_body().is_some() => Some(Kind::BodyFormChanged),
        _ => None,
    }
}

fn operation_change<'a>(kind: Kind, operation: &'a Operation, at: NodePair<'a>) -> FoundChange<'a> {
    FoundChange::new(kind, Some(&operation.id), operation.id.as_str(), at)
}

fn request_line(operation: &Operation) -> String {
    format!("{} {}", operation.method.as_str(), operation.path)
}
