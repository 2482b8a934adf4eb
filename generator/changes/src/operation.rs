//! Compares operations.

use hss_generator::description::Node;
use hss_generator::ir::{self, Example, HelpPage, Method, Operation, Pagination};

use super::class::Classes;
use super::comparer::{DescriptionComparer, FoundChange, NodePair};
use super::field::page_says;
use super::kind::Kind;
use super::pairing::Pairing;

/// An operation that both descriptions have.
pub(super) struct OperationPair<'a> {
    pub old: &'a Operation,
    pub new: &'a Operation,
    /// ID of the new operation.
    pub id: &'a str,
    pub old_root: Node<'a>,
    pub new_root: Node<'a>,
}

impl<'a> DescriptionComparer<'a> {
    /// Reports operations that were added or removed, and compares the others.
    pub(super) fn compare_operations(&mut self) {
        let (old_side, new_side) = (self.old, self.new);
        let (old, new) = (&old_side.service.operations, &new_side.service.operations);
        let old_ids: Vec<&str> = old.iter().map(|operation| operation.id.as_str()).collect();
        let new_ids: Vec<&str> = new.iter().map(|operation| operation.id.as_str()).collect();
        let mut pairing = Pairing::new(&old_ids, &new_ids, |_, _| false);
        pair_renamed(&mut pairing, old, new);
        for index in pairing.removed {
            if let (Some(operation), Some(root)) = (old.get(index), old_side.operation_root(index)) {
                self.report_operation(Kind::OperationRemoved, operation, NodePair::old(root));
            }
        }
        for index in pairing.added {
            if let (Some(operation), Some(root)) = (new.get(index), new_side.operation_root(index)) {
                self.report_operation(Kind::OperationAdded, operation, NodePair::new(root));
            }
        }
        for (from, to) in pairing.pairs {
            let roots = (old_side.operation_root(from), new_side.operation_root(to));
            if let (Some(old), Some(new), (Some(old_root), Some(new_root))) = (old.get(from), new.get(to), roots) {
                self.compare_operation(&OperationPair { old, new, id: &new.id, old_root, new_root });
            }
        }
    }

    fn report_operation(&mut self, kind: Kind, operation: &'a Operation, at: NodePair<'a>) {
        let request = Some(format!("{} {}", operation.method.as_str(), operation.path));
        let (old, new) = if at.old.is_some() { (request, None) } else { (None, request) };
        let subject = operation.id.clone();
        self.report(FoundChange { kind, operation: Some(&operation.id), subject, old, new, at });
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
            body,
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
        self.record_same_node(&NodePair::both(pair.old_root.clone(), pair.new_root.clone()));
        self.compare_operation_fact(pair, Kind::OperationRenamed, "operation", Some(id.clone()), Some(new.id.clone()));
        let summaries = (Some(summary.clone()), Some(new.summary.clone()));
        self.compare_operation_fact(pair, Kind::OperationDocumented, "summary", summaries.0, summaries.1);
        self.compare_operation_fact(pair, Kind::OperationDocumented, "doc", doc.clone(), new.doc.clone());
        self.compare_operation_fact(pair, Kind::GroupChanged, "group", group.clone(), new.group.clone());
        self.compare_help_page(pair, page, &new.page);
        self.compare_request_line(pair, (*method, path), (new.method, &new.path));
        self.compare_operation_deprecation(pair, deprecated.as_ref(), new.deprecated.as_ref());
        let says = (format!("{:?}", page_says(old_page_says)), format!("{:?}", page_says(&new.page_says)));
        self.compare_operation_fact(pair, Kind::PageSaysChanged, "page_says", Some(says.0), Some(says.1));
        match (body, &new.body) {
            (None, Some(_)) => self.report_operation_order(pair, Kind::BodyAdded, "body"),
            (Some(_), None) => self.report_operation_order(pair, Kind::BodyRemoved, "body"),
            (Some(_), Some(_)) if pair.old.whole_body().is_some() != new.whole_body().is_some() => {
                self.report_operation_order(pair, Kind::BodyFormChanged, "body");
            }
            (None, None) | (Some(_), Some(_)) => {}
        }
        self.compare_parameters(pair);
        self.compare_response(pair);
        self.compare_rules(pair);
        self.compare_pagination(pair, pagination.as_ref(), new.pagination.as_ref());
        self.compare_tasks(pair);
        self.compare_examples(pair, examples, &new.examples);
    }

    fn compare_request_line(&mut self, pair: &OperationPair<'a>, old: (Method, &str), new: (Method, &str)) {
        let ((old_method, old_path), (new_method, new_path)) = (old, new);
        let methods = (Some(old_method.as_str().to_owned()), Some(new_method.as_str().to_owned()));
        self.compare_operation_fact(pair, Kind::MethodChanged, "request", methods.0, methods.1);
        let is_renaming = ir::template(old_path) == ir::template(new_path);
        let kind = if is_renaming { Kind::PlaceholderRenamed } else { Kind::PathChanged };
        self.compare_operation_fact(pair, kind, "request", Some(old_path.to_owned()), Some(new_path.to_owned()));
    }

    fn compare_operation_deprecation(&mut self, pair: &OperationPair<'a>, old: Option<&String>, new: Option<&String>) {
        let kind = match (old, new) {
            (None, _) => Kind::OperationDeprecated,
            (_, None) => Kind::OperationUndeprecated,
            (Some(_), Some(_)) => Kind::DeprecationReworded,
        };
        self.compare_operation_fact(pair, kind, "deprecated", old.cloned(), new.cloned());
    }

    /// Reports a fact of an operation if it differs.
    pub(super) fn compare_operation_fact(
        &mut self,
        pair: &OperationPair<'a>,
        kind: Kind,
        key: &str,
        old: Option<String>,
        new: Option<String>,
    ) {
        if old == new {
            return;
        }
        let at = NodePair::both(pair.old_root.clone(), pair.new_root.clone()).key(key);
        let subject = match kind {
            Kind::OperationRenamed => pair.old.id.clone(),
            _ => format!("{}.{key}", pair.id),
        };
        self.report(FoundChange { kind, operation: Some(pair.id), subject, old, new, at });
    }

    /// Reports that a table appeared or disappeared, whose rows are reported separately.
    fn report_operation_order(&mut self, pair: &OperationPair<'a>, kind: Kind, key: &str) {
        let at = NodePair::both(pair.old_root.clone(), pair.new_root.clone()).key(key);
        let subject = format!("{}.{key}", pair.id);
        let found = FoundChange { kind, operation: Some(pair.id), subject, old: None, new: None, at };
        self.report_order(found, Classes::default());
    }

    fn compare_help_page(&mut self, pair: &OperationPair<'a>, old: &HelpPage, new: &HelpPage) {
        // The address follows from the ID and from the pattern of the service.
        let HelpPage { title, updated, url: _ } = old;
        let at = NodePair::both(pair.old_root.clone(), pair.new_root.clone()).key("page");
        for (key, old, new) in [("title", title, &new.title), ("updated", updated, &new.updated)] {
            if old != new {
                let (old, new) = (Some(old.clone()), Some(new.clone()));
                let (kind, subject) = (Kind::OperationDocumented, format!("{}.page.{key}", pair.id));
                self.report(FoundChange { kind, operation: Some(pair.id), subject, old, new, at: at.key(key) });
            }
        }
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
        let root = NodePair::both(pair.old_root.clone(), pair.new_root.clone()).key("pagination");
        let facts = [("offset", offset, &new.offset), ("limit", limit, &new.limit), ("items", items, &new.items)];
        for (key, old, new) in facts {
            if old != new {
                let (old, new) = (Some(old.clone()), Some(new.clone()));
                let subject = format!("{}.pagination.{key}", pair.id);
                self.report(FoundChange { kind, operation: Some(pair.id), subject, old, new, at: root.key(key) });
            }
        }
        if *total != new.total {
            let (kind, subject) = (Kind::PaginationTotalChanged, format!("{}.pagination.total", pair.id));
            let (old, new, at) = (total.clone(), new.total.clone(), root.key("total"));
            self.report(FoundChange { kind, operation: Some(pair.id), subject, old, new, at });
        }
        self.compare_largest_page(pair);
    }

    fn compare_examples(&mut self, pair: &OperationPair<'a>, old: &[Example], new: &[Example]) {
        let comparable = |examples: &'a [Example]| {
            let mut list = Vec::new();
            for Example { title, query, body, response, page_says: says } in examples {
                list.push((title, query, body, response, format!("{:?}", page_says(says))));
            }
            list
        };
        let root = NodePair::both(pair.old_root.clone(), pair.new_root.clone()).key("examples");
        if comparable(pair.old.examples.as_slice()) != comparable(pair.new.examples.as_slice()) {
            let subject = format!("{}.examples", pair.id);
            let (old, new) = (Some(old.len().to_string()), Some(new.len().to_string()));
            let (old, new) = if old == new { (None, None) } else { (old, new) };
            let kind = Kind::ExamplesChanged;
            self.report(FoundChange { kind, operation: Some(pair.id), subject, old, new, at: root.clone() });
        }
        let answer = |examples: &'a [Example]| examples.iter().find_map(|example| example.response.as_ref());
        if answer(&pair.old.examples) != answer(&pair.new.examples) {
            let (kind, subject) = (Kind::MockResponseChanged, format!("{}.mock", pair.id));
            self.report(FoundChange { kind, operation: Some(pair.id), subject, old: None, new: None, at: root });
        }
    }
}

/// Pairs operations that have another ID and the same request line.
fn pair_renamed(pairing: &mut Pairing, old: &[Operation], new: &[Operation]) {
    let request = |operation: &Operation| (operation.method, ir::template(&operation.path));
    let Pairing { pairs, removed, added } = pairing;
    removed.retain(|from| {
        let Some(operation) = old.get(*from) else { return true };
        let same_request = |to: &usize| new.get(*to).is_some_and(|new| request(new) == request(operation));
        let Some(position) = added.iter().position(same_request) else { return true };
        pairs.push((*from, added.remove(position)));
        false
    });
}
