//! Compares the facts of a row.

use hss_generator::ir::{Field, Unit};

use super::comparer::{DescriptionComparer, FoundChange, NodePair};
use super::pairing::change_of;
use super::samples;
use super::scope::{Fact, Scope};
use super::types::{self, TypeDifference, notation};

/// A row that both descriptions have.
pub(super) struct Row<'a> {
    pub operation: &'a str,
    pub subject: String,
    pub at: NodePair<'a>,
    pub scope: Scope,
    /// Whether the mock server generates its value.
    pub is_sampled: bool,
}

impl<'a> DescriptionComparer<'a> {
    /// Reports all differences of a row, except for where it is.
    pub(super) fn compare_field(&mut self, row: &Row<'a>, old: &'a Field, new: &'a Field) {
        let Field {
            wire_name,
            rust_name,
            ty: _,
            pattern,
            mandatory,
            // It follows from `mandatory`, the origin and pagination, which `compare_parameters` knows.
            is_argument: _,
            whole_body,
            secret,
            default,
            example,
            special,
            unit,
            deprecated,
            doc,
            page_says: old_page_says,
            beyond_page: old_source,
        } = old;
        let (old_names, new_names) =
            ((wire_name.as_str(), rust_name.as_str()), (new.wire_name.as_str(), new.rust_name.as_str()));
        self.compare_names(row, old_names, new_names, *whole_body && new.whole_body);
        self.compare_flag(row, "mandatory", (*mandatory, new.mandatory), Fact::BECAME_REQUIRED, Fact::BECAME_OPTIONAL);
        if *whole_body != new.whole_body {
            // The change of the body is reported.
            self.mark_explained(&row.at.key("whole_body"));
        }
        self.compare_types(row, old, new);
        self.compare_pattern(row, pattern.as_ref(), new.pattern.as_ref());
        self.compare_flag(row, "secret", (*secret, new.secret), Fact::BECAME_SECRET, Fact::NO_LONGER_SECRET);
        self.compare_text(row, Fact::DEFAULT, "default", default.as_ref(), new.default.as_ref());
        self.compare_text(row, Fact::DOC, "example", example.as_ref(), new.example.as_ref());
        if *special != new.special {
            self.report_fact(row, Fact::SPECIAL, "special", None, None);
        }
        self.compare_unit(row, unit.as_ref(), new.unit.as_ref());
        self.compare_deprecation(row, deprecated.as_ref(), new.deprecated.as_ref());
        self.compare_text(row, Fact::DOC, "doc", Some(doc), Some(&new.doc));
        if *old_page_says != new.page_says {
            self.report_fact(row, Fact::PAGE_SAYS, "page_says", None, None);
        }
        self.compare_text(row, Fact::BEYOND_PAGE, "beyond_page", old_source.as_ref(), new.beyond_page.as_ref());
    }

    /// Compares a fact that a row has or does not have.
    fn compare_flag(&mut self, row: &Row<'a>, key: &str, (old, new): (bool, bool), set: Fact, unset: Fact) {
        if old != new {
            self.report_fact(row, if new { set } else { unset }, key, None, None);
        }
    }

    /// Compares a fact that is a string.
    fn compare_text(&mut self, row: &Row<'a>, fact: Fact, key: &str, old: Option<&String>, new: Option<&String>) {
        if old != new {
            self.report_fact(row, fact, key, old.cloned(), new.cloned());
        }
    }

    /// Compares the names on the wire and in Rust. Those of a list that is the entire body are not on the wire.
    fn compare_names(&mut self, row: &Row<'a>, old: (&str, &str), new: (&str, &str), is_whole_body: bool) {
        let (old_wire, old_rust) = old;
        let (new_wire, new_rust) = new;
        let fact = match (old_wire == new_wire, old_rust == new_rust) {
            (true, true) => return,
            _ if is_whole_body => Fact::WHOLE_BODY_RENAMED,
            (false, false) => Fact::RENAMED,
            (false, true) => Fact::WIRE_NAME,
            (true, false) => Fact::RUST_NAME,
        };
        let (old, new) = if fact == Fact::RUST_NAME { (old_rust, new_rust) } else { (old_wire, new_wire) };
        self.report_fact(row, fact, "rust_name", Some(old.to_owned()), Some(new.to_owned()));
    }

    fn compare_types(&mut self, row: &Row<'a>, old: &Field, new: &Field) {
        let TypeDifference { structure, bounds } = types::compare(&self.renamed, &old.ty, &new.ty);
        let (old_type, new_type) = (notation(&old.ty), notation(&new.ty));
        if structure.is_none() && bounds.is_none() {
            if old_type != new_type {
                // Only the name of a type differs. Its change is reported where the type is defined.
                self.mark_explained(&row.at.key("type"));
            }
            return;
        }
        if let Some(fact) = structure {
            self.report_fact(row, fact, "type", Some(old_type.clone()), Some(new_type.clone()));
        }
        if let Some(fact) = bounds {
            self.mark_explained(&row.at.key("only"));
            self.mark_explained(&row.at.key("beyond_page").key("length"));
            self.mark_explained(&row.at.key("beyond_page").key("range"));
            let is_sampled = row.is_sampled && samples::differ(&old.ty, &new.ty, &old.wire_name);
            let fact = match row.scope {
                Scope::Response | Scope::Object { in_requests: false, .. } if is_sampled => Fact::SAMPLES,
                _ => fact,
            };
            self.report_fact(row, fact, "type", Some(old_type), Some(new_type));
        }
    }

    fn compare_pattern(&mut self, row: &Row<'a>, old: Option<&String>, new: Option<&String>) {
        let fact = change_of(old, new, [Fact::PATTERN_ADDED, Fact::PATTERN_REMOVED, Fact::PATTERN_CHANGED]);
        self.compare_text(row, fact, "pattern", old, new);
    }

    fn compare_unit(&mut self, row: &Row<'a>, old: Option<&Unit>, new: Option<&Unit>) {
        if old == new {
            return;
        }
        let fact = match (old, new) {
            (Some(Unit::Stated(_)), Some(Unit::Stated(_))) => Fact::UNIT_CHANGED,
            _ => Fact::UNIT_STATED,
        };
        self.report_fact(row, fact, "unit", old.map(unit_name), new.map(unit_name));
    }

    fn compare_deprecation(&mut self, row: &Row<'a>, old: Option<&String>, new: Option<&String>) {
        let fact = change_of(old, new, [Fact::DEPRECATED, Fact::UNDEPRECATED, Fact::DEPRECATION_REWORDED]);
        self.compare_text(row, fact, "deprecated", old, new);
    }

    /// Reports a fact of a row, at one of its keys. The name is at the key of the row itself.
    fn report_fact(&mut self, row: &Row<'a>, fact: Fact, key: &str, old: Option<String>, new: Option<String>) {
        let (kind, other) = row.scope.kinds(fact);
        let found = FoundChange::new(kind, Some(row.operation), row.subject.clone(), row.at.key(key));
        self.report(found.facts(old, new).at_least(other));
    }
}

fn unit_name(unit: &Unit) -> String {
    match unit {
        Unit::Stated(unit) => unit.clone(),
        Unit::NotStated => "not stated".to_owned(),
    }
}
