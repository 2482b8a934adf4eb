//! Finds the tables of objects whose rows only say `Object` and refer to a table.

use std::collections::HashMap;

use super::content::{HelpPage, Row, Status, Table, TableKind};
use super::contradictions::reason_of_unknown_table;
use super::located::Unrecognized;
use super::patterns::TABLE_REFERENCE;
use super::types::{PageType, is_name};

/// Gives every row of an object the name of its table, and every table of an object a name of its own.
pub(super) fn link_objects(page: &mut HelpPage) {
    name_tables_after_rows(page);
    separate_equal_names(page);
    let tables: Vec<ObjectTable> = page.tables.iter().filter_map(ObjectTable::of).collect();
    for table in &mut page.tables {
        let in_response = table.status.is_some();
        for row in &mut table.rows {
            link_row(row, in_response, &tables);
        }
    }
    for table in &page.tables {
        if matches!(&table.kind, TableKind::Object(name) if !is_name(name)) {
            let reason = reason_of_unknown_table(page, table);
            page.unrecognized.push(Unrecognized::at(&table.title, &reason));
        }
    }
}

/// The table of an object, by the number and name that rows refer to.
struct ObjectTable {
    number: Option<u32>,
    name: String,
    in_response: bool,
}

impl ObjectTable {
    fn of(table: &Table) -> Option<Self> {
        match &table.kind {
            TableKind::Object(name) if is_name(name) => {
                Some(Self { number: table.number, name: name.clone(), in_response: table.status.is_some() })
            }
            _ => None,
        }
    }
}

/// Names tables after the only row that refers to them, if their title is not a name.
fn name_tables_after_rows(page: &mut HelpPage) {
    let mut names: HashMap<u32, Option<String>> = HashMap::new();
    for row in page.tables.iter().flat_map(|table| &table.rows) {
        if let (true, Some(number)) = (is_unnamed_object(row), table_reference(row)) {
            let name = Some(row.name.value.clone()).filter(|name| is_name(name));
            let known = names.entry(number).or_insert_with(|| name.clone());
            if *known != name {
                *known = None;
            }
        }
    }
    for table in &mut page.tables {
        let name = table.number.and_then(|number| names.get(&number)?.clone());
        if let (TableKind::Object(title), Some(name)) = (&table.kind, name)
            && !is_name(title)
        {
            table.kind = TableKind::Object(name);
        }
    }
}

/// Renames an object of the response if an object of the request has its name and other rows.
fn separate_equal_names(page: &mut HelpPage) {
    let mut renamed: Vec<String> = Vec::new();
    for table in page.tables.iter().filter(|table| table.status.is_some_and(Status::is_success)) {
        let is_other =
            |other: &&Table| other.status.is_none() && other.kind == table.kind && !has_same_rows(other, table);
        if let TableKind::Object(name) = &table.kind
            && page.tables.iter().any(|other| is_other(&other))
        {
            renamed.push(name.clone());
        }
    }
    let rename = |name: &mut String| {
        if renamed.contains(name) {
            name.push_str(".response");
        }
    };
    for table in page.tables.iter_mut().filter(|table| table.status.is_some()) {
        if let TableKind::Object(name) = &mut table.kind {
            rename(name);
        }
        for ty in table.rows.iter_mut().filter_map(|row| row.ty.as_mut()) {
            if let PageType::Object(name) = ty.value.innermost_mut() {
                rename(name);
            }
        }
    }
}

fn has_same_rows(a: &Table, b: &Table) -> bool {
    let of_row = |row: &Row| (row.name.value.clone(), row.ty.as_ref().map(|ty| ty.value.clone()));
    a.rows.iter().map(of_row).eq(b.rows.iter().map(of_row))
}

fn link_row(row: &mut Row, in_response: bool, tables: &[ObjectTable]) {
    if !is_unnamed_object(row) {
        return;
    }
    let reference = table_reference(row);
    let by_number = tables.iter().find(|table| reference.is_some() && table.number == reference);
    let is_named = |table: &&ObjectTable| {
        let name = table.name.strip_suffix(".response").unwrap_or(&table.name);
        name == row.name.value && table.in_response == in_response
    };
    let (Some(table), Some(ty)) = (by_number.or_else(|| tables.iter().find(is_named)), &mut row.ty) else {
        return;
    };
    let object = PageType::Object(table.name.clone());
    let innermost = ty.value.innermost_mut();
    *innermost = match innermost {
        PageType::Other(name) if is_list(name) => PageType::Array(Box::new(object)),
        _ => object,
    };
}

/// Returns whether the type of a row is an object, or a list of objects, without a name.
fn is_unnamed_object(row: &Row) -> bool {
    match row.ty.as_ref().map(|ty| ty.value.innermost()) {
        Some(PageType::Json) => true,
        Some(PageType::Other(name)) => is_list(name) || name.eq_ignore_ascii_case("objects"),
        _ => false,
    }
}

fn is_list(name: &str) -> bool {
    matches!(name.to_ascii_lowercase().as_str(), "array" | "arrays" | "list")
}

/// Returns the number of the only table that the description of a row refers to.
fn table_reference(row: &Row) -> Option<u32> {
    let mut found = None;
    for line in &row.lines {
        let Some(number) = TABLE_REFERENCE.group(&line.text, "number") else {
            continue;
        };
        let number: u32 = number.parse().ok()?;
        if found.is_some_and(|found| found != number) {
            return None;
        }
        found = Some(number);
    }
    found
}
