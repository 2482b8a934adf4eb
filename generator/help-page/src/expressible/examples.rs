//! Examples that contradict the tables of their own page.

use std::collections::HashSet;

use hss_generator::syntax::query;
use hss_generator::text::invisible_in_json;
use serde_json::{Map, Value as Json};

use super::{ExpressiblePage, tables_of_object};
use crate::notation::{PLACEHOLDER, child};
use crate::read::{Example, PageType, Row, Table, TableKind};

/// Maximum number of tables and rows to look at for the objects of an example. Those of real pages need thousands.
const MAX_STEPS: usize = 100_000;

/// A part of an example that contradicts the tables of its page.
pub(crate) struct Contradiction {
    /// JSON pointer.
    pointer: String,
    pub reason: String,
    repair: Repair,
}

/// What the tables allow instead of a part of an example.
enum Repair {
    LeaveOut,
    /// The same value as another type.
    Convert(Json),
    /// Any value that the row can have.
    Placeholder(Json),
}

/// JSON of an example.
#[derive(Clone)]
pub(crate) struct ExampleJson {
    pub json: Json,
    /// JSON pointers of the values that a person has to replace.
    pub placeholders: Vec<String>,
}

impl<'p> ExpressiblePage<'p> {
    /// Returns where an example contradicts the tables of the page, or cannot be described.
    pub(crate) fn contradictions(&self, example: &Example) -> Vec<Contradiction> {
        let is_request = matches!(example, Example::Request(_));
        let mut check = ExampleCheck { expressible: self, is_request, steps_left: MAX_STEPS, found: Vec::new() };
        let json = example.json();
        let tables = self.tables(|table| match example {
            Example::Request(_) => table.kind == TableKind::Body,
            Example::Response(_) => table.kind == TableKind::Response && table.status == Some(self.page.success()),
        });
        let rows = self.rows(&tables);
        if is_request && rows.is_empty() {
            check.report("", "the request has no body".to_owned(), Repair::LeaveOut);
        } else if let ([row], Some(true)) = (rows.as_slice(), self.is_whole_body(&tables)) {
            check.check_row("", row, json);
        } else {
            check.check_object("", &rows, json);
        }
        if check.steps_left == 0 {
            let reason = "it has too many objects with too many fields".to_owned();
            return vec![Contradiction { pointer: String::new(), reason, repair: Repair::LeaveOut }];
        }
        check.found
    }

    /// Returns whether an example of the description is one of the page, as it is or as a fix repairs it.
    pub(crate) fn is_described_by(&self, example: &Example, described: &Json) -> bool {
        example.json() == described || self.repaired(example).is_some_and(|repaired| is_filled_in(repaired, described))
    }

    /// Returns the number of places in which an example of the page differs from one of the description, after the
    /// latter is repaired to match the tables of the page.
    pub(crate) fn distance(&self, example: &Example, described: &Json) -> usize {
        let described = match example {
            Example::Request(_) => Example::Request(described.clone()),
            Example::Response(_) => Example::Response(described.clone()),
        };
        match self.repaired(&described) {
            Some(repaired) => distance(example.json(), &repaired.json),
            None => distance(example.json(), described.json()),
        }
    }

    /// Returns an example that does not contradict the tables of its page, if enough of it is left.
    pub(crate) fn repaired(&self, example: &Example) -> Option<ExampleJson> {
        let mut json = example.json().clone();
        let mut placeholders = Vec::new();
        let contradictions = self.contradictions(example);
        if contradictions.is_empty() {
            return Some(ExampleJson { json, placeholders });
        }
        let mut left_out = HashSet::new();
        for Contradiction { pointer, repair, .. } in contradictions {
            match repair {
                Repair::LeaveOut => {
                    left_out.insert(pointer);
                }
                Repair::Convert(value) => replace(&mut json, &pointer, value)?,
                Repair::Placeholder(value) => {
                    replace(&mut json, &pointer, value)?;
                    placeholders.push(pointer);
                }
            }
        }
        leave_out(&mut json, "", &left_out)?;
        let is_empty_response = matches!(example, Example::Response(_)) && json.as_object().is_some_and(Map::is_empty);
        (!is_empty_response).then_some(ExampleJson { json, placeholders })
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

    fn tables(&self, is_wanted: impl Fn(&Table) -> bool) -> Vec<&'p Table> {
        self.page.tables.iter().filter(|table| is_wanted(table)).collect()
    }
}

/// Collects the contradictions of an example.
struct ExampleCheck<'e, 'p> {
    expressible: &'e ExpressiblePage<'p>,
    is_request: bool,
    steps_left: usize,
    found: Vec<Contradiction>,
}

impl<'p> ExampleCheck<'_, 'p> {
    fn report(&mut self, pointer: &str, reason: String, repair: Repair) {
        self.found.push(Contradiction { pointer: pointer.to_owned(), reason, repair });
    }

    fn check_object(&mut self, pointer: &str, rows: &[&Row], json: &Json) {
        let Json::Object(fields) = json else {
            return self.report(pointer, "it has a value that is not an object".to_owned(), Repair::LeaveOut);
        };
        let names: HashSet<&str> = rows.iter().map(|row| row.name.value.as_str()).collect();
        for name in fields.keys().filter(|name| !names.contains(name.as_str())) {
            self.report(&child(pointer, name), format!("its field `{name}` is in no table"), Repair::LeaveOut);
        }
        for row in rows {
            let name = &row.name.value;
            let pointer = child(pointer, name);
            match (fields.get(name), &row.ty) {
                (Some(value), _) => self.check_row(&pointer, row, value),
                (None, Some(ty)) if self.is_request && row.is_mandatory() => {
                    let placeholder = Repair::Placeholder(self.placeholder(row, &ty.value));
                    self.report(&pointer, format!("its mandatory field `{name}` is missing"), placeholder);
                }
                _ => {}
            }
        }
    }

    fn check_row(&mut self, pointer: &str, row: &Row, json: &Json) {
        if let Some(ty) = &row.ty {
            self.check_value(pointer, row, &ty.value, json, self.is_request && row.is_mandatory());
        }
    }

    /// Checks a value. If it `must_stay`, it cannot be left out.
    fn check_value(&mut self, pointer: &str, row: &Row, ty: &PageType, json: &Json, must_stay: bool) {
        let is_of_type = match (ty, json) {
            (PageType::Array(items), Json::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.check_value(&format!("{pointer}/{index}"), row, items, value, true);
                }
                return;
            }
            (PageType::Object(object), Json::Object(_)) => {
                let rows = self.rows_of_object(object);
                return self.check_object(pointer, &rows, json);
            }
            (PageType::Map(values), Json::Object(entries)) => {
                for (key, value) in entries {
                    let pointer = child(pointer, key);
                    if invisible_in_json(key).is_some() {
                        let reason = "it has a key with an invisible character".to_owned();
                        self.report(&pointer, reason, Repair::LeaveOut);
                    } else {
                        self.check_value(&pointer, row, values, value, false);
                    }
                }
                return;
            }
            (PageType::Json, _) => true,
            (PageType::Number, _) => json.is_number(),
            (PageType::String, _) => json.is_string(),
            (PageType::Integer | PageType::Long, _) => json.is_i64(),
            (PageType::Boolean, _) => json.is_boolean(),
            (PageType::Array(_) | PageType::Object(_) | PageType::Map(_) | PageType::Other(_), _) => false,
        };
        let reason = match (is_of_type, is_visible(json)) {
            (true, true) => return,
            (true, false) => "contains an invisible character".to_owned(),
            (false, _) => format!("is not of the type `{ty}`"),
        };
        let repair = match converted(ty, json).filter(is_visible) {
            Some(value) => Repair::Convert(value),
            None if must_stay => Repair::Placeholder(self.placeholder(row, ty)),
            None => Repair::LeaveOut,
        };
        self.report(pointer, format!("its field `{}` {reason}", row.name.value), repair);
    }

    /// Returns the rows of an object, or none after too many steps.
    fn rows_of_object(&mut self, name: &str) -> Vec<&'p Row> {
        if self.steps_left == 0 {
            return Vec::new();
        }
        let page = self.expressible.page;
        let tables: Vec<&Table> = tables_of_object(page, name).collect();
        let rows: usize = tables.iter().map(|table| table.rows.len()).sum();
        self.steps_left = self.steps_left.saturating_sub(page.tables.len() + rows);
        self.expressible.rows(&tables)
    }

    /// Returns a value that a row can have, for a person to replace.
    fn placeholder(&mut self, row: &Row, ty: &PageType) -> Json {
        let value = row.facts.values.first().map(|value| value.name.value.as_str());
        match ty {
            PageType::String => value.unwrap_or(PLACEHOLDER).into(),
            PageType::Integer | PageType::Long | PageType::Number => {
                let min = row.facts.limits.min.as_ref().map(|min| min.value);
                value.and_then(|value| value.parse().ok()).or(min).unwrap_or_default().into()
            }
            PageType::Boolean => (value == Some("true")).into(),
            PageType::Array(_) => Json::Array(Vec::new()),
            PageType::Object(name) => {
                let mut fields = Map::new();
                for row in self.rows_of_object(name).into_iter().filter(|row| row.is_mandatory()) {
                    if let Some(ty) = &row.ty {
                        fields.insert(row.name.value.clone(), self.placeholder(row, &ty.value));
                    }
                }
                Json::Object(fields)
            }
            PageType::Map(_) | PageType::Json | PageType::Other(_) => Json::Object(Map::new()),
        }
    }
}

/// Returns the same value as another type, such as `"5"` instead of `5`.
fn converted(ty: &PageType, json: &Json) -> Option<Json> {
    match (ty, json) {
        (PageType::String, Json::Number(_) | Json::Bool(_)) => Some(json.to_string().into()),
        (PageType::Integer | PageType::Long | PageType::Number | PageType::Boolean, Json::String(text)) => {
            let value = serde_json::from_str::<Json>(text).ok()?;
            (value.is_boolean() == (*ty == PageType::Boolean) && is_text_of(ty, text)).then_some(value)
        }
        (PageType::Array(items), Json::String(text)) if is_text_of(items, text) => {
            let item = if **items == PageType::String { json.clone() } else { converted(items, json)? };
            Some(vec![item].into())
        }
        (PageType::Array(items), Json::Object(_)) if matches!(**items, PageType::Object(_)) => {
            Some(vec![json.clone()].into())
        }
        _ => None,
    }
}

/// Returns the number of places in which two JSON values differ.
pub(crate) fn distance(one: &Json, other: &Json) -> usize {
    match (one, other) {
        (Json::Object(members), Json::Object(others)) => {
            let known = members.iter().map(|(key, value)| others.get(key).map_or(1, |other| distance(value, other)));
            known.sum::<usize>() + others.keys().filter(|key| !members.contains_key(*key)).count()
        }
        (Json::Array(items), Json::Array(others)) => {
            let common = items.iter().zip(others).map(|(item, other)| distance(item, other));
            common.sum::<usize>() + items.len().abs_diff(others.len())
        }
        _ => usize::from(one != other),
    }
}

/// Replaces a part of JSON, or adds a member to an object.
fn replace(json: &mut Json, pointer: &str, replacement: Json) -> Option<()> {
    let Some((parent, key)) = pointer.rsplit_once('/') else {
        *json = replacement;
        return Some(());
    };
    let key = key.replace("~1", "/").replace("~0", "~");
    match json.pointer_mut(parent)? {
        Json::Object(members) => {
            members.insert(key, replacement);
        }
        Json::Array(items) => *items.get_mut(key.parse::<usize>().ok()?)? = replacement,
        _ => return None,
    }
    Some(())
}

/// Removes members of objects, by their pointers. Items of lists and the JSON as a whole cannot be removed.
fn leave_out(json: &mut Json, pointer: &str, left_out: &HashSet<String>) -> Option<()> {
    if left_out.contains(pointer) {
        return None;
    }
    match json {
        Json::Object(members) => {
            members.retain(|key, _| !left_out.contains(&child(pointer, key)));
            for (key, value) in members {
                leave_out(value, &child(pointer, key), left_out)?;
            }
        }
        Json::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                leave_out(item, &format!("{pointer}/{index}"), left_out)?;
            }
        }
        _ => {}
    }
    Some(())
}

/// Returns whether JSON is the same, except that other values were written instead of placeholders.
///
/// If only the page's example loses a mandatory field, the value in the description therefore stays, and is not a
/// difference. It cannot be told from a value that a person wrote instead of a placeholder, and no edit would settle
/// the difference. The example is counted as contradictory.
fn is_filled_in(mut repaired: ExampleJson, described: &Json) -> bool {
    for pointer in &repaired.placeholders {
        if let Some(value) = described.pointer(pointer) {
            replace(&mut repaired.json, pointer, value.clone());
        }
    }
    repaired.json == *described
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
