//! Rows of a table against the fields of the description.

use super::difference::{Fact, Spot};
use super::{Compare, SECTIONS, matches, node_of};
use crate::description::Node;
use crate::help_page::notation;
use crate::help_page::read::{Facts, Limits, Line, PageType, Row, Table, TableKind, Value, marks_deprecation};
use crate::ir::{self, Bounds, Type};

/// A row, the field of its name, and what the field excuses.
struct Pair<'a> {
    node: Node<'a>,
    field: &'a ir::Field,
    row: &'a Row,
    table: &'a Table,
    facts: Facts,
}

/// A quotation of `page_says`, and where the page has it.
#[derive(Clone, Copy)]
struct Excuse<'a> {
    text: &'a str,
    line: usize,
}

impl<'a> Compare<'a> {
    /// Compares the rows of tables with fields; says how many rows there are on the page.
    pub(super) fn rows(
        &mut self,
        node: &Node<'a>,
        what: &str,
        fields: &[&'a ir::Field],
        tables: &[&'a Table],
    ) -> usize {
        let mut count = 0;
        for table in tables {
            for row in &table.rows {
                let before = self.differences.len();
                match fields.iter().find(|field| matches(&table.kind, row, field)) {
                    Some(field) => self.pair(node_of(node, field), field, row, table),
                    None => self.undescribed(node, what, row, table),
                }
                count += 1;
                self.counts.different += usize::from(self.differences.len() > before);
            }
        }
        let has = |field: &ir::Field| {
            tables.iter().any(|table| table.rows.iter().any(|row| matches(&table.kind, row, field)))
        };
        for field in fields.iter().filter(|field| !has(field)) {
            let node = node_of(node, field);
            // A row that moved is reported where it is now.
            if self.place_on_page(&field.wire).is_none_or(|kind| tables.iter().any(|table| table.kind == *kind)) {
                let line = tables.first().map_or(self.page.request.line, |table| table.title.line);
                let message = format!("the page has no {what} `{}`", field.wire);
                self.report(Fact::Row, message, format!("remove `{}`", field.wire), line, &Spot::Key(&node));
            }
        }
        count
    }

    /// The table outside of objects that has a row of this name, if the description has it in another one.
    fn place_on_page(&self, name: &str) -> Option<&'a TableKind> {
        let tables = self.page.tables.iter().filter(|table| !matches!(table.kind, TableKind::Object(_)));
        let mut kinds = tables.filter(|table| table.rows.iter().any(|row| row.name.value == name));
        let table = kinds.next()?;
        let described = self.fields(&table.kind).iter().any(|field| field.wire == name);
        (!described).then_some(&table.kind)
    }

    fn undescribed(&mut self, node: &Node<'_>, what: &str, row: &Row, table: &Table) {
        let name = &row.name.value;
        let root = self.document.root();
        let elsewhere = SECTIONS.iter().find(|(_, kind, _)| {
            let fields = self.fields(kind);
            *kind != table.kind && fields.iter().any(|field| field.wire == *name) && self.on_page(kind, name).is_none()
        });
        if let Some((section, ..)) = elsewhere.filter(|_| !matches!(table.kind, TableKind::Object(_))) {
            let message = format!("on the page, `{name}` is a {what}");
            let node = root.at(section).at(name);
            return self.report(Fact::Row, message, "move it there", row.name.line, &Spot::Key(&node));
        }
        let ty = row.ty.as_ref().map_or_else(String::new, |said| {
            format!(" with `type: {}`", notation::row_type(self.service, &said.value, &row.facts, None))
        });
        let mandatory = if row.mandatory.as_ref().is_some_and(|said| said.value) { ", `mandatory: true`" } else { "" };
        let message = format!("the description has no {what} `{name}`");
        self.report(
            Fact::Row,
            message,
            format!("write `{name}:`{ty}{mandatory} and a `doc`"),
            row.name.line,
            &Spot::Key(node),
        );
    }

    /// The row of this name in the page's tables of a kind.
    fn on_page(&self, kind: &TableKind, name: &str) -> Option<&'a Row> {
        self.tables(kind).into_iter().flat_map(|table| &table.rows).find(|row| row.name.value == name)
    }

    /// The type that the description should have by the page.
    fn written(&self, pair: &Pair<'_>) -> String {
        let own = &pair.field.ty;
        let ty = pair.row.ty.as_ref().map_or_else(|| notation::page_type(self.service, own), |said| said.value.clone());
        notation::row_type(self.service, &ty, &pair.facts, Some(own))
    }

    fn pair(&mut self, node: Node<'a>, field: &'a ir::Field, row: &'a Row, table: &'a Table) {
        let mut excused = Vec::new();
        self.page_says(&node.at("page_says"), field.page_says.as_ref(), &row.lines, &mut excused);
        for unclear in row.unclear.iter().filter(|unclear| !overlaps(&excused, unclear.line, &unclear.words)) {
            let message = format!("not understood at `{}`: {}", field.wire, unclear.why);
            let help = "read this row by eye; if nothing of it is to be described, quote the line in `page_says`";
            self.report(Fact::Unclear, message, help, unclear.line, &Spot::Key(&node));
        }
        let mut facts = row.facts.clone();
        if let (Type::Integer(_) | Type::Long(_), Some(numbers)) = (&field.ty, facts.numbers()) {
            facts.values.clear();
            if facts.limits.any().is_none() {
                facts.limits = numbers;
            }
        }
        let pair = Pair { node, field, row, table, facts };
        self.mandatory(&pair);
        self.ty(&pair);
        self.limits(&pair, &excused);
        self.values(&pair, excused.clone());
        self.default(&pair, &excused);
        self.deprecated(&pair, &excused);
        self.unit(&pair, &excused);
    }

    /// Notes what a quotation excuses, or that it is gone from the page.
    fn page_says(
        &mut self,
        node: &Node<'_>,
        says: Option<&'a ir::PageSays>,
        lines: &[Line],
        excused: &mut Vec<Excuse<'a>>,
    ) {
        let Some(ir::PageSays { says: ir::Says::Text(text), .. }) = says else {
            return;
        };
        let quoted = lines.iter().filter(|line| line.text.contains(text.as_str()));
        let before = excused.len();
        excused.extend(quoted.map(|line| Excuse { text, line: line.number }));
        if excused.len() == before {
            let message = "the page no longer says this".to_owned();
            let line = lines.first().map_or(self.page.request.line, |line| line.number);
            let help = "compare this row again, and remove `page_says` or quote what the page says now";
            self.report(Fact::PageSays, message, help, line, &Spot::Value(&node.at("text")));
        }
    }

    fn mandatory(&mut self, pair: &Pair<'_>) {
        let response = pair.table.status.is_some();
        let Some(said) = pair.row.mandatory.as_ref().filter(|_| pair.table.has_mandatory && !response) else {
            return;
        };
        let (message, help) = match (said.value, pair.field.mandatory) {
            (true, false) => ("is mandatory", "write `mandatory: true`"),
            (false, true) => ("is not mandatory", "remove `mandatory: true`"),
            _ => return,
        };
        let message = format!("by the page, `{}` {message}", pair.field.wire);
        self.report(Fact::Mandatory, message, help, said.line, &Spot::Value(&pair.node.at("mandatory")));
    }

    fn ty(&mut self, pair: &Pair<'_>) {
        let Some(said) = &pair.row.ty else {
            return;
        };
        let own = notation::page_type(self.service, &pair.field.ty);
        let node = pair.node.at("type");
        let help = format!("write `type: {}`", self.written(pair));
        match pair.field.page_says.as_ref().map(|page_says| &page_says.says) {
            Some(ir::Says::Type(quoted)) if PageType::parse(quoted).as_ref() == Some(&said.value) => {}
            Some(ir::Says::Type(quoted)) => {
                let message = format!("the page no longer says that `{}` is `{quoted}`", pair.field.wire);
                let help = format!("{help}, and remove `page_says` or quote the type of now");
                let node = pair.node.at("page_says").at("type");
                self.report(Fact::PageSays, message, help, said.line, &Spot::Value(&node));
            }
            _ if said.value != own => {
                let message = format!("`{}` is `{}` on the page", pair.field.wire, said.value);
                self.report(Fact::Type, message, help, said.line, &Spot::Value(&node));
            }
            _ => {}
        }
    }

    fn limits(&mut self, pair: &Pair<'_>, excused: &[Excuse<'_>]) {
        let ty = &pair.field.ty;
        let (items, inner) = match ty {
            Type::Array(inner, items) => (*items, leaf_bounds(inner)),
            _ => (None, ty.bounds()),
        };
        let list = matches!(ty, Type::Array(..));
        let facts = &pair.facts;
        self.limit(pair, list, "number of items", items, &facts.items, excused);
        let what =
            if matches!(notation::page_type(self.service, ty).leaf(), PageType::String) { "length" } else { "range" };
        self.limit(pair, !list, what, inner, &facts.limits, excused);
    }

    /// Compares bounds; `outer` are those that `beyond_page` speaks of.
    fn limit(
        &mut self,
        pair: &Pair<'_>,
        outer: bool,
        what: &str,
        own: Option<Bounds>,
        said: &Limits,
        excused: &[Excuse<'_>],
    ) {
        self.counts.limits += usize::from(said.any().is_some());
        let beyond = outer && pair.field.beyond_page.is_some();
        let wire = &pair.field.wire;
        let node = pair.node.at("type");
        let Some(any) = said.any() else {
            if own.is_some() && !beyond {
                let message = format!("the page states no {what} of `{wire}`");
                let help = "remove the bounds from the type, or say in `beyond_page` where they stand";
                self.report(Fact::Limits, message, help, pair.row.name.line, &Spot::Value(&node));
            }
            return;
        };
        if overlaps(excused, any.line, &any.words) {
            return;
        }
        let same = own.is_some_and(|own| agrees(said, own));
        let ty = self.written(pair);
        match (same, beyond) {
            (true, false) => {}
            (true, true) => {
                let message = format!("the page states the {what} of `{wire}` itself");
                self.report(
                    Fact::BeyondPage,
                    message,
                    "remove `beyond_page`",
                    any.line,
                    &Spot::Key(&pair.node.at("beyond_page")),
                );
            }
            (false, _) => {
                let message = format!("the page states the {what} {} of `{wire}`", notation::limits(said));
                self.report(Fact::Limits, message, format!("write `type: {ty}`"), any.line, &Spot::Value(&node));
            }
        }
    }

    fn values(&mut self, pair: &Pair<'a>, mut excused: Vec<Excuse<'a>>) {
        self.counts.values += pair.facts.values.len();
        match leaf(&pair.field.ty) {
            Type::Enum(definition) => self.r#enum(pair, definition, &mut excused),
            Type::Boolean(only) => {
                let known =
                    only.map_or_else(|| vec!["true", "false"], |only| vec![if only { "true" } else { "false" }]);
                let listed = !pair.facts.values.is_empty();
                let missing: Vec<&str> = known.iter().copied().filter(|name| listed && !pair.lists(name)).collect();
                let help = "write `only:` with the one value that is taken, or remove it where both are";
                self.listed(pair, &known, &missing, help, &excused);
            }
            _ => {
                let known: Vec<&str> = pair.field.special.iter().map(|(value, _)| value.as_str()).collect();
                self.special(pair, &known);
                let help = "give the field the type of an enum with the page's values, or name them under `special`";
                self.listed(pair, &known, &[], help, &excused);
            }
        }
    }

    /// Special values may stand in prose, but they stand there.
    fn special(&mut self, pair: &Pair<'_>, known: &[&str]) {
        let sign = |c: char| !c.is_alphanumeric() && c != '*';
        let words = || pair.row.lines.iter().flat_map(|line| line.text.split_whitespace());
        for value in known {
            if !words().any(|word| word == *value || word.trim_matches(sign) == *value) {
                let message = format!("the page does not speak of the value `{value}` of `{}`", pair.field.wire);
                let node = pair.node.at("special").at(value);
                self.report(Fact::Values, message, format!("remove `{value}`"), pair.row.name.line, &Spot::Key(&node));
            }
        }
    }

    /// Values of a row whose type is no enum.
    fn listed(&mut self, pair: &Pair<'_>, known: &[&str], missing: &[&str], help: &str, excused: &[Excuse<'_>]) {
        let wire = &pair.field.wire;
        let unknown = pair.facts.values.iter().find(|value| {
            !known.contains(&value.name.value.as_str()) && !overlaps(excused, value.name.line, &value.name.words)
        });
        if let Some(value) = unknown {
            let message = format!("the page lists the value `{}` of `{wire}`", value.name.value);
            self.report(Fact::Values, message, help, value.name.line, &Spot::Value(&pair.node.at("type")));
        } else if let Some(value) = pair.facts.values.iter().find(|value| value.deprecated && !marked(excused)) {
            let message = format!("by the page, the value `{}` of `{wire}` is deprecated", value.name.value);
            let help = "say so in the `doc`, and quote the page in `page_says`";
            self.report(Fact::Deprecated, message, help, value.name.line, &Spot::Value(&pair.node.at("type")));
        } else if let (Some(missing), Some(value)) = (missing.first(), pair.facts.values.first()) {
            let message = format!("the page does not list the value `{missing}` of `{wire}`");
            self.report(Fact::Values, message, help, value.name.line, &Spot::Value(&pair.node.at("type")));
        }
    }

    fn r#enum(&mut self, pair: &Pair<'a>, definition: &'a ir::Definition, excused: &mut Vec<Excuse<'a>>) {
        let (Some(known), Some(document)) =
            (self.service.r#enum(definition), self.description.operations.get(definition.operation))
        else {
            return;
        };
        let node = document.root().at("enums").at(&definition.name).at("values");
        let wire = &pair.field.wire;
        let Some(last) = pair.facts.values.last() else {
            let message = format!("the page lists no values of `{wire}`");
            let help = "write `type: String`, or mend the page's copy";
            return self.report(Fact::Values, message, help, pair.row.name.line, &Spot::Value(&pair.node.at("type")));
        };
        for value in &known.values {
            let node = node.at(&value.wire);
            self.page_says(&node.at("page_says"), value.page_says.as_ref(), &pair.row.lines, excused);
            self.known_value(pair, &node, value, last, excused);
        }
        for said in &pair.facts.values {
            let name = &said.name.value;
            if !known.values.iter().any(|value| value.wire == *name)
                && !overlaps(excused, said.name.line, &said.name.words)
            {
                let message = format!("the page lists the value `{name}` of `{wire}`");
                let help = format!("write `{}:` and its meaning", notation::scalar(name));
                self.report(Fact::Values, message, help, said.name.line, &Spot::Key(&node));
            }
        }
    }

    /// Compares a value of the description; `last` is where the page's list ends.
    fn known_value(
        &mut self,
        pair: &Pair<'_>,
        node: &Node<'_>,
        value: &ir::Value,
        last: &Value,
        excused: &[Excuse<'_>],
    ) {
        let name = &value.wire;
        let Some(said) = pair.facts.values.iter().find(|said| said.name.value == *name) else {
            let message = format!("the page does not list the value `{name}` of `{}`", pair.field.wire);
            return self.report(Fact::Values, message, format!("remove `{name}`"), last.name.line, &Spot::Key(node));
        };
        let (not, help) = match (said.deprecated, value.deprecated.is_some()) {
            (true, false) => ("", "write `deprecated:` and why"),
            (false, true) => (" not", "remove `deprecated`"),
            _ => return,
        };
        if !marked(excused) {
            let message = format!("by the page, the value `{name}` is{not} deprecated");
            self.report(Fact::Deprecated, message, help, said.name.line, &Spot::Key(node));
        }
    }

    fn default(&mut self, pair: &Pair<'_>, excused: &[Excuse<'_>]) {
        let (said, own) = (&pair.facts.default, &pair.field.default);
        self.counts.defaults += usize::from(said.is_some());
        let node = pair.node.at("default");
        let wire = &pair.field.wire;
        match said {
            Some(said) if own.as_ref() != Some(&said.value) && !overlaps(excused, said.line, &said.words) => {
                let text = matches!(pair.field.ty, Type::String(_) | Type::Enum(_));
                let value = if text { format!("{:?}", said.value) } else { said.value.clone() };
                let message = format!("the page states the default `{}` of `{wire}`", said.value);
                self.report(
                    Fact::Default,
                    message,
                    format!("write `default: {value}`"),
                    said.line,
                    &Spot::Value(&node),
                );
            }
            None if own.is_some() => {
                let message = format!("the page states no default of `{wire}`");
                self.report(Fact::Default, message, "remove `default`", pair.row.name.line, &Spot::Value(&node));
            }
            _ => {}
        }
    }

    fn deprecated(&mut self, pair: &Pair<'_>, excused: &[Excuse<'_>]) {
        let wire = &pair.field.wire;
        let node = pair.node.at("deprecated");
        match (&pair.facts.deprecated, &pair.field.deprecated) {
            (Some(mark), None) if !marked(excused) => {
                let message = format!("the page marks `{wire}` as deprecated");
                self.report(Fact::Deprecated, message, "write `deprecated:` and why", mark.line, &Spot::Value(&node));
            }
            (None, Some(_)) => {
                let message = format!("the page does not mark `{wire}` as deprecated");
                self.report(Fact::Deprecated, message, "remove `deprecated`", pair.row.name.line, &Spot::Key(&node));
            }
            _ => {}
        }
    }

    /// A unit can hide in prose, so that only another one is a difference.
    fn unit(&mut self, pair: &Pair<'_>, excused: &[Excuse<'_>]) {
        let number = matches!(pair.field.ty, Type::Integer(_) | Type::Long(_));
        let Some(said) = pair.facts.unit.as_ref().filter(|said| number && !overlaps(excused, said.line, &said.words))
        else {
            return;
        };
        if pair.field.unit != Some(ir::Unit::Stated(said.value.clone())) {
            let message = format!("the page states the unit {} of `{}`", said.value, pair.field.wire);
            let help = format!("write `unit: {}`", said.value);
            self.report(Fact::Unit, message, help, said.line, &Spot::Value(&pair.node.at("unit")));
        }
    }
}

impl Pair<'_> {
    fn lists(&self, name: &str) -> bool {
        self.facts.values.iter().any(|value| value.name.value == name)
    }
}

/// Whether bounds are those of the page; where it states one limit alone, the other is the one that goes without saying.
fn agrees(said: &Limits, own: Bounds) -> bool {
    let min = said.min.as_ref().map_or(own.min <= 0, |min| min.value == own.min);
    let unlimited = [i64::from(i32::MAX), i64::MAX].contains(&own.max);
    min && said.max.as_ref().map_or(unlimited, |max| max.value == own.max)
}

/// Whether words of a line, which a fact was read from, have to do with a quotation from that line.
fn overlaps(excused: &[Excuse<'_>], line: usize, words: &str) -> bool {
    excused.iter().any(|excuse| excuse.line == line && (words.contains(excuse.text) || excuse.text.contains(words)))
}

/// Whether a quotation is about a mark of deprecation.
fn marked(excused: &[Excuse<'_>]) -> bool {
    excused.iter().any(|excuse| marks_deprecation(excuse.text))
}

/// What lists and pairs hold in the end: of pairs, the enum.
fn leaf(ty: &Type) -> &Type {
    match ty {
        Type::Array(items, _) => leaf(items),
        Type::Tuple(items) => items.iter().map(leaf).find(|item| matches!(item, Type::Enum(_))).unwrap_or(ty),
        _ => ty,
    }
}

fn leaf_bounds(ty: &Type) -> Option<Bounds> {
    match ty {
        Type::Array(items, _) => leaf_bounds(items),
        _ => ty.bounds(),
    }
}
