//! Matches table rows with the fields of the description.

use std::collections::HashSet;
use std::rc::Rc;

use hss_generator::ir::{self, Origin};

use super::difference::DifferenceKind as Kind;
use super::field_table::{Described, FieldTable, is_row_of};
use super::suggestion::Suggestion;
use super::{PageComparer, SettledDifference};
use crate::notation;
use crate::read::{Row, Table};

impl<'a> PageComparer<'a> {
    /// Compares rows with fields. Returns the number of rows.
    pub(super) fn compare_table(&mut self, field_table: &FieldTable<'a>) -> usize {
        let mut count = 0;
        let known = self.differences.len();
        for table in &field_table.tables {
            for row in &table.rows {
                let differences_before = self.differences.len();
                match field_table.field_of(table, row) {
                    Some(field) if !field_table.follows(table, row, field) => {
                        self.counts.not_described += 1;
                        continue;
                    }
                    Some(field) => self.compare_row(field_table, field, row, table),
                    None if self.is_omitted(table, row) => {
                        self.counts.not_described += 1;
                        self.report_omitted_row(field_table, row, table);
                        continue;
                    }
                    None => self.report_undescribed_row(field_table, row, table),
                }
                count += 1;
                if self.differences.len() > differences_before {
                    self.counts.different_rows += 1;
                }
            }
        }
        self.compare_order(field_table);
        let mut missing = field_table.fields.clone();
        missing.retain(|field| {
            !self.is_placeholder_without_table(field_table, field)
                && !field_table.has_row(field)
                && !self.is_moved(field_table, field)
        });
        // A copy of the page may lack a part of the table, and text that is not understood may be a row.
        let is_unclear = |found: &SettledDifference<'_>| found.difference.kind == Kind::Unrecognized;
        let may_be_incomplete = (missing.len() > 1 && missing.len() * 2 >= field_table.fields.len())
            || self.differences.iter().skip(known).any(is_unclear);
        for field in missing {
            self.report_missing_row(field_table, field, may_be_incomplete);
        }
        count
    }

    /// Returns whether only the request line of the page names the path parameter. If the page has a row instead that
    /// the path does not have, that row may be the parameter under another name.
    fn is_placeholder_without_table(&self, field_table: &FieldTable<'_>, field: &ir::Field) -> bool {
        let mut rows = field_table.tables.iter().flat_map(|table| &table.rows);
        let is_placeholder = field_table.is_path() && self.is_placeholder(&field.wire_name);
        is_placeholder && rows.all(|row| self.is_placeholder(&row.name.value))
    }

    fn is_placeholder(&self, name: &str) -> bool {
        self.page.request.value.path.contains(&format!("{{{name}}}"))
    }

    /// Reports the first row that the description has in another order.
    fn compare_order(&mut self, field_table: &FieldTable<'a>) {
        let mut previous: Option<(usize, &ir::Field)> = None;
        let mut names = HashSet::new();
        for (table, row) in field_table.rows() {
            // A page can have the table of an object twice.
            if !names.insert(row.name.value.as_str()) {
                continue;
            }
            let mut fields = field_table.fields.iter().copied().enumerate();
            let Some((index, field)) = fields.find(|(_, field)| is_row_of(table, row, field)) else {
                continue;
            };
            if let Some((previous_index, previous)) = previous
                && index < previous_index
            {
                let message = format!("`{}` comes after `{}` on the page", field.wire_name, previous.wire_name);
                let help = format!("move `{}` below `{}`", field.wire_name, previous.wire_name);
                let node = field_table.node.at(&field.wire_name);
                let found = self.at_key(Kind::Order, row.name.line, &node, message, help);
                let (map, names) = (field_table.node.clone(), field_table.names_on_page());
                return self.report(found.suggest(Suggestion::Order { map, names }));
            }
            previous = Some((index, field));
        }
    }

    /// Returns whether the notation cannot express a row.
    fn is_omitted(&self, table: &Table, row: &Row) -> bool {
        row.ty.is_some() && self.expressible.reason_to_omit(table, row).is_some()
    }

    /// Returns whether the page has the row in another table, where `report_moved_row` reports it.
    fn is_moved(&self, from: &FieldTable<'a>, field: &ir::Field) -> bool {
        let is_moved_to = |to: &FieldTable<'a>| {
            let mut rows = to.rows().filter(|(_, row)| row.name.value == field.wire_name);
            let new = rows.find(|(table, row)| to.field_of(table, row).is_none() && !self.is_omitted(table, row));
            let table = new.and_then(|(_, row)| self.moved_from(&self.field_tables, to, row));
            table.is_some_and(|table| std::ptr::eq(table, from))
        };
        self.field_tables.iter().any(is_moved_to)
    }

    /// Returns the table of the description from which a new row of the page has moved, if only one is possible.
    /// Objects often have fields of the same name, so their types must be the same, too.
    /// No row moves into an object that no other row of the page uses: the object is removed, and the row with it.
    fn moved_from<'t>(
        &self,
        field_tables: &'t [FieldTable<'a>],
        to: &FieldTable<'a>,
        row: &Row,
    ) -> Option<&'t FieldTable<'a>> {
        if let Described::Object(object, _) = &to.described
            && !self.expressible.uses_object(&object.page_name)
        {
            return None;
        }
        let has_moved = |from: &&FieldTable<'a>| {
            let Some(field) = from.fields.iter().find(|field| field.wire_name == row.name.value) else {
                return false;
            };
            let ty = notation::page_type(self.service, &field.ty);
            let is_same_type = row.ty.as_ref().is_some_and(|on_page| on_page.value == ty);
            let are_sections = !from.is_object() && !to.is_object();
            !std::ptr::eq(*from, to) && !from.has_row(field) && (are_sections || is_same_type)
        };
        let mut found = field_tables.iter().filter(has_moved);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    fn report_missing_row(&mut self, field_table: &FieldTable<'a>, field: &ir::Field, may_be_incomplete: bool) {
        let line = field_table.tables.first().map_or(self.page.request.line, |table| table.title.line);
        let node = field_table.node.at(&field.wire_name);
        let renamed = field_table.rows().find(|(table, row)| {
            field_table.field_of(table, row).is_none() && field_table.may_be_renamed(self.service, field, row)
        });
        let is_credential = self.origin(field) == Some(Origin::Credentials);
        // The row may be in a part of the page that is missing or not understood.
        let is_placeholder = field_table.is_path() && self.is_placeholder(&field.wire_name);
        let may_remove =
            renamed.is_none() && !is_credential && !is_placeholder && !may_be_incomplete && self.is_understood();
        let name = &field.wire_name;
        let help = if is_placeholder {
            format!("keep `{name}`, which the request line has: check which row of the page is meant, and its facts")
        } else if let Some((_, row)) = renamed {
            format!("rename it to `{}` if the page renamed it; otherwise remove it", row.name.value)
        } else {
            format!("remove `{name}`, or save the help page again if its table is incomplete")
        };
        let message = format!("the help page has no {} `{name}`", field_table.described.row());
        let mut found = self.remove(Kind::Row, line, &node, message);
        found.difference.help = help;
        self.report(found.decide_if(!may_remove));
    }

    fn report_undescribed_row(&mut self, field_table: &FieldTable<'a>, row: &'a Row, table: &'a Table) {
        let name = &row.name.value;
        let field_tables = Rc::clone(&self.field_tables);
        if let Some(from) = self.moved_from(&field_tables, field_table, row) {
            return self.report_moved_row(field_table, row, from);
        }
        let ty = match &row.ty {
            Some(ty) => format!(" with `type: {}`", notation::row_type(self.service, &ty.value, &row.facts, None)),
            None => String::new(),
        };
        let mandatory = if row.is_mandatory() { ", `mandatory: true`" } else { "" };
        let renamed = field_table
            .fields
            .iter()
            .find(|field| !field_table.has_row(field) && field_table.may_be_renamed(self.service, field, row));
        let (map, previous) = (field_table.node.clone(), field_table.names_before(row));
        // A list that is the entire body cannot be added to other fields.
        let is_whole_body = self.expressible.is_whole_body(&field_table.tables) == Some(true);
        let message = format!("the description has no {} `{name}`", field_table.described.row());
        let unless = match renamed {
            Some(field) => format!(", unless it is `{}` under another name", field.wire_name),
            None => String::new(),
        };
        let help = format!("write `{name}:`{ty}{mandatory} and a `doc`{unless}");
        let found = self.at_key(Kind::Row, row.name.line, &field_table.node, message, help);
        let found = found.suggest(Suggestion::AddRow { map, table, row, previous });
        self.report(found.decide_if(renamed.is_some() || (is_whole_body && !field_table.fields.is_empty())));
    }

    /// Reports a row that callers would miss.
    fn report_omitted_row(&mut self, field_table: &FieldTable<'a>, row: &Row, table: &Table) {
        let Some(reason) = self.expressible.reason_to_miss(table, row) else { return };
        let message = format!(
            "the description cannot contain the {} `{}`: {reason}",
            field_table.described.row(),
            row.name.value
        );
        let help = "quote its name in the operation's `page_says`, and say under `why` what callers miss";
        let found = self.at_key(Kind::Unrecognized, row.name.line, &field_table.node, message, help);
        self.report(found);
    }

    /// Reports a row that the description has in another table.
    fn report_moved_row(&mut self, field_table: &FieldTable<'a>, row: &Row, from: &FieldTable<'a>) {
        let name = &row.name.value;
        let entry = from.node.at(name);
        let is_on_one_side = field_table.is_in_response() == from.is_in_response();
        let is_in_one_file = field_table.node.source_path() == from.node.source_path();
        let (map, previous) = (field_table.node.clone(), field_table.names_before(row));
        let message = format!("`{name}` is a {} on the help page", field_table.described.row());
        let found = self.at_key(Kind::Row, row.name.line, &entry, message, "move it there");
        let found = found.suggest(Suggestion::MoveRow { entry, map, previous });
        self.report(found.decide_if(!is_on_one_side || !is_in_one_file));
    }
}
