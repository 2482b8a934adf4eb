//! Examples that contradict the tables of their own page.

use std::collections::HashSet;

use hss_generator::syntax::query;
use hss_generator::text::invisible_in_json;
use serde_json::{Map, Value as Json};

use super::{ExpressiblePage, tables_of_object};
use crate::read::{Example, PageType, Row, Status, Table, TableKind};

impl<'p> ExpressiblePage<'p> {
    /// Returns why an example contradicts the tables of the page, or cannot be described, if it does.
    pub(crate) fn contradiction(&self, example: &Example, status: Option<Status>) -> Option<String> {
        let (Example::Request(json) | Example::Response(json)) = example;
        if !is_visible(json) {
            return Some("it contains an invisible character".to_owned());
        }
        let result = match example {
            Example::Request(json) => {
                let tables = self.tables(|table| table.kind == TableKind::Body);
                let rows = self.rows(&tables);
                if rows.is_empty() { Err("the request has no body".to_owned()) } else { self.body(&tables, json, true) }
            }
            Example::Response(json) => {
                let tables = self.tables(|table| table.kind == TableKind::Response && table.status == status);
                self.body(&tables, json, false)
            }
        };
        result.err()
    }

    /// Returns why the query of an example contradicts the table of query parameters, if it does.
    pub(crate) fn query_contradiction(&self, query: &str) -> Option<String> {
        let rows = self.rows(&self.tables(|table| table.kind == TableKind::Query));
        let mut names = HashSet::new();
        for pair in query::pairs(query) {
            let (name, text) = match pair {
                Ok(pair) => pair,
                Err(reason) => return Some(reason),
            };
            let Some(row) = rows.iter().find(|row| row.name.value == name) else {
                return Some(format!("its parameter `{name}` is in no table"));
            };
            let (is_list, ty) = match row.ty.as_ref().map(|ty| &ty.value) {
                Some(PageType::Array(items)) => (true, Some(items.as_ref())),
                ty => (false, ty),
            };
            if invisible_in_json(&text).is_some() {
                return Some(format!("its parameter `{name}` contains an invisible character"));
            }
            if text.starts_with('{') && text.ends_with('}') {
                return Some(format!("it has a placeholder as the value of `{name}`"));
            }
            if let Some(ty) = ty
                && !is_text_of(ty, &text)
            {
                return Some(format!("its parameter `{name}` is not of the type `{ty}`"));
            }
            if !names.insert(name) && !is_list {
                return Some(format!("it has the parameter `{}` twice", row.name.value));
            }
        }
        None
    }

    fn body(&self, tables: &[&'p Table], json: &Json, is_request: bool) -> Result<(), String> {
        let rows = self.rows(tables);
        match (rows.as_slice(), self.is_whole_body(tables)) {
            ([Row { name, ty: Some(ty), .. }], Some(true)) => self.value(&name.value, &ty.value, json, is_request),
            _ => self.object(&rows, json, is_request),
        }
    }

    fn tables(&self, is_wanted: impl Fn(&Table) -> bool) -> Vec<&'p Table> {
        self.page.tables.iter().filter(|table| is_wanted(table)).collect()
    }

    fn object(&self, rows: &[&Row], json: &Json, is_request: bool) -> Result<(), String> {
        let Json::Object(fields) = json else {
            return Err("it has a value that is not an object".to_owned());
        };
        if let Some(name) = fields.keys().find(|name| !rows.iter().any(|row| row.name.value == **name)) {
            return Err(format!("its field `{name}` is in no table"));
        }
        for row in rows {
            self.field(row, fields, is_request)?;
        }
        Ok(())
    }

    fn field(&self, row: &Row, fields: &Map<String, Json>, is_request: bool) -> Result<(), String> {
        let name = &row.name.value;
        let is_mandatory = row.mandatory.as_ref().is_some_and(|mandatory| mandatory.value);
        match (fields.get(name), &row.ty) {
            (Some(value), Some(ty)) => self.value(name, &ty.value, value, is_request),
            (None, _) if is_request && is_mandatory => Err(format!("its mandatory field `{name}` is missing")),
            _ => Ok(()),
        }
    }

    fn value(&self, name: &str, ty: &PageType, json: &Json, is_request: bool) -> Result<(), String> {
        let is_valid = match (ty, json) {
            (PageType::Array(items), Json::Array(values)) => {
                for value in values {
                    self.value(name, items, value, is_request)?;
                }
                return Ok(());
            }
            (PageType::Object(object), _) => {
                let tables: Vec<&Table> = tables_of_object(self.page, object).collect();
                return self.object(&self.rows(&tables), json, is_request);
            }
            (PageType::Map(values), Json::Object(entries)) => {
                for value in entries.values() {
                    self.value(name, values, value, is_request)?;
                }
                return Ok(());
            }
            (PageType::Json, _) => true,
            (PageType::Number, _) => json.is_number(),
            (PageType::String, _) => json.is_string(),
            (PageType::Integer | PageType::Long, _) => json.is_i64(),
            (PageType::Boolean, _) => json.is_boolean(),
            (PageType::Array(_) | PageType::Map(_) | PageType::Other(_), _) => false,
        };
        if is_valid { Ok(()) } else { Err(format!("its field `{name}` is not of the type `{ty}`")) }
    }
}

/// Returns whether no key and no string contains an invisible character.
fn is_visible(json: &Json) -> bool {
    match json {
        Json::String(text) => invisible_in_json(text).is_none(),
        Json::Array(items) => items.iter().all(is_visible),
        Json::Object(members) => {
            members.iter().all(|(key, value)| invisible_in_json(key).is_none() && is_visible(value))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => true,
    }
}

/// Returns whether a query parameter can have this value.
fn is_text_of(ty: &PageType, text: &str) -> bool {
    match ty {
        PageType::Integer => text.parse::<i32>().is_ok(),
        PageType::Long => text.parse::<i64>().is_ok(),
        PageType::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
        PageType::Boolean => text.parse::<bool>().is_ok(),
        _ => true,
    }
}
