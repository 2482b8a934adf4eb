//! Compares listed values.

use hss_generator::description::Node;
use hss_generator::ir::{self, Definition, Type};

use super::PageComparer;
use super::difference::DifferenceKind as Kind;
use super::quotations::Quotations;
use super::row_pair::{RowPair, innermost_type, mentions};
use super::suggestion::Suggestion;
use crate::notation::{self, PLACEHOLDER};
use crate::read::{Located, Row, Value};

/// The values of a row that is not an enum.
struct ListedValues<'v> {
    /// Values that the description knows.
    known: Vec<&'v str>,
    /// Whether the page must list all of them.
    complete: bool,
    /// How to add a value to the description.
    help: &'static str,
}

impl<'a> PageComparer<'a> {
    pub(super) fn compare_values(&mut self, pair: &RowPair<'a>) {
        self.counts.values += pair.expressible.facts.values.len() + pair.expressible.numbers.len();
        self.compare_numbers(pair);
        self.compare_explained_values(pair);
        match innermost_type(&pair.field.ty) {
            Type::Enum(definition) | Type::IntegerEnum(definition) => self.compare_enum_values(pair, definition),
            Type::Boolean(only) => {
                let known = match only {
                    None => vec!["true", "false"],
                    Some(true) => vec!["true"],
                    Some(false) => vec!["false"],
                };
                let help = "write `only:` with the accepted value, or remove it if both are accepted";
                self.compare_listed_values(pair, &ListedValues { known, complete: true, help });
            }
            _ => {
                self.compare_special_values(pair);
                let known = pair.field.special.iter().map(|(value, _)| value.as_str()).collect();
                let help = "use an enum with the help page's values as the type, or name them under `special`";
                self.compare_listed_values(pair, &ListedValues { known, complete: false, help });
            }
        }
    }

    /// Compares the listed values of a number with the integers in its `doc`, unless it is still to be written.
    fn compare_numbers(&mut self, pair: &RowPair<'a>) {
        let numbers = &pair.expressible.numbers;
        let described = integers(&pair.field.doc);
        let Some(last) = numbers.last() else {
            return;
        };
        let wire = &pair.field.wire_name;
        for number in numbers {
            let name = &number.name;
            if described.contains(&name.value.as_str()) || pair.quotations.cover(name.line, &name.text) {
                continue;
            }
            let message = format!("the page lists the value {} of `{wire}`", name.value);
            let found = self.at_value(Kind::Values, name.line, &pair.node.at("doc"), message, "explain it in `doc`");
            self.report_fact(pair, found);
        }
        for integer in described {
            if pair.row.states_number(integer) {
                continue;
            }
            let message = format!("the page does not list the value {integer} of `{wire}`");
            let help = format!("remove {integer} from `doc`");
            let found = self.at_value(Kind::Values, last.name.line, &pair.node.at("doc"), message, help);
            self.report_fact(pair, found);
        }
    }

    /// Reports values that a sentence explains and the description does not mention. Only a person can tell which of
    /// them are special.
    fn compare_explained_values(&mut self, pair: &RowPair<'a>) {
        let field = pair.field;
        if field.doc.starts_with(PLACEHOLDER) {
            return;
        }
        for value in &pair.row.facts.explained {
            let name = &value.value;
            let is_described = field.special.iter().any(|(special, _)| special == name)
                || words(&field.doc).any(|word| word == name)
                || lists(&pair.row.facts.values, name);
            if is_described || pair.quotations.cover(value.line, &value.text) {
                continue;
            }
            let message = format!("the help page explains the value `{name}` of `{}`", field.wire_name);
            let help = "name it under `special` if the row is a string, explain it in `doc`, or quote the help page in \
                        `page_says`";
            let found = self.at_key(Kind::Values, value.line, &pair.node, message, help);
            self.report(found);
        }
    }

    /// Compares special values, which can be anywhere in the description of the row.
    fn compare_special_values(&mut self, pair: &RowPair<'a>) {
        for (value, _) in &pair.field.special {
            if mentions(pair.row, value) {
                continue;
            }
            // The page explained it only as the default, which is another one now.
            let is_old_default = pair.field.default.as_ref() == Some(value);
            let message = format!("the help page does not mention the value `{value}` of `{}`", pair.field.wire_name);
            let found = self.remove(Kind::Values, pair.row.name.line, &pair.node.at("special").at(value), message);
            self.report_fact(pair, found.decide_if(!is_old_default));
        }
    }

    /// Reports the first difference of the listed values, since the others follow from it.
    fn compare_listed_values(&mut self, pair: &RowPair<'a>, listed: &ListedValues<'_>) {
        let on_page = &pair.expressible.facts.values;
        let Some(first) = on_page.first() else { return };
        let wire = &pair.field.wire_name;
        let is_new = |value: &&Value| {
            let is_known = listed.known.contains(&value.name.value.as_str());
            !is_known && !pair.quotations.cover(value.name.line, &value.name.text)
        };
        let is_deprecated = |value: &&Value| value.deprecated && !pair.quotations.cover_deprecation();
        let is_missing = |known: &&&str| listed.complete && !lists(on_page, known);
        let (kind, message, line) = if let Some(Value { name, .. }) = on_page.iter().find(is_new) {
            let message = format!("the help page lists the value `{}` of `{wire}`", name.value);
            (Kind::Values, message, name.line)
        } else if let Some(Value { name, .. }) = on_page.iter().find(is_deprecated) {
            let message = format!("the help page marks the value `{}` of `{wire}` as deprecated", name.value);
            (Kind::Deprecated, message, name.line)
        } else if let Some(missing) = listed.known.iter().find(is_missing) {
            let message = format!("the help page does not list the value `{missing}` of `{wire}`");
            (Kind::Values, message, first.name.line)
        } else if let Type::Boolean(Some(only)) = innermost_type(&pair.field.ty)
            && !states_only_value(pair)
        {
            let message = format!("the help page does not say that `{only}` is the only value of `{wire}`");
            (Kind::Values, message, first.name.line)
        } else {
            return;
        };
        let (help, suggestion) = match kind {
            Kind::Deprecated => ("say so in `doc`, and quote the help page in `page_says`", Suggestion::Decide),
            _ => (listed.help, listed_values_suggestion(pair, on_page)),
        };
        let found = self.at_value(kind, line, &pair.node.at("type"), message, help);
        self.report_fact(pair, found.suggest(suggestion));
    }

    fn compare_enum_values(&mut self, pair: &RowPair<'a>, definition: &Definition) {
        let Some((r#enum, node)) = self.enum_with_node(definition) else {
            return;
        };
        let on_page: &'a [Value] = &pair.row.facts.values;
        let Some(last) = on_page.last() else {
            return self.report_missing_list(pair, r#enum);
        };
        for value in &r#enum.values {
            self.compare_enum_value(pair, value, &node.at(&value.wire_value), last);
        }
        for (index, value) in on_page.iter().enumerate() {
            let Located { value: name, line, text } = &value.name;
            let is_known = r#enum.values.iter().any(|known| known.wire_value == *name);
            if is_known || pair.quotations.cover(*line, text) {
                continue;
            }
            let previous = on_page.iter().take(index).rev().map(|value| value.name.value.clone()).collect();
            let (map, is_integer) = (node.clone(), r#enum.is_integer);
            let message = format!("the help page lists the value `{name}` of `{}`", pair.field.wire_name);
            let help = format!("write `{}:` and its meaning", notation::scalar(name));
            let found = self.at_key(Kind::Values, *line, &node, message, help);
            self.report_fact(pair, found.suggest(Suggestion::AddValue { map, value, is_integer, previous }));
        }
    }

    /// Reports an enum for which the page lists no values.
    fn report_missing_list(&mut self, pair: &RowPair<'a>, r#enum: &ir::Enum) {
        let type_name = if r#enum.is_integer { "Integer" } else { "String" };
        let message = format!("the help page does not list values for `{}`", pair.field.wire_name);
        let help = format!("write `type: {type_name}`, or save the help page again if its list is incomplete");
        let found = self.at_value(Kind::Values, pair.row.name.line, &pair.node.at("type"), message, help);
        self.report_fact(pair, found.suggest(pair.type_suggestion()));
    }

    /// Returns an enum, and the node of its values.
    fn enum_with_node(&self, definition: &Definition) -> Option<(&'a ir::Enum, Node<'a>)> {
        let r#enum = self.service.r#enum(definition)?;
        let document = self.description.operations.get(definition.operation)?;
        Some((r#enum, document.root().at("enums").at(&definition.name).at("values")))
    }

    /// Adds the quotations of the values of an enum. Returns whether the page still contains all of them.
    pub(super) fn check_quotations_of_values(
        &mut self,
        quotations: &mut Quotations<'a>,
        field: &'a ir::Field,
        row: &Row,
    ) -> bool {
        let (Type::Enum(definition) | Type::IntegerEnum(definition)) = innermost_type(&field.ty) else {
            return true;
        };
        if row.facts.values.is_empty() {
            return true;
        }
        let Some((r#enum, node)) = self.enum_with_node(definition) else {
            return true;
        };
        let mut are_current = true;
        for value in &r#enum.values {
            if !lists(&row.facts.values, &value.wire_value) {
                // Its quotations go with it.
                continue;
            }
            let node = node.at(&value.wire_value).at("page_says");
            are_current &= self.check_quotations(quotations, &node, &value.page_says, &row.lines);
        }
        are_current
    }

    /// Compares a value of the description. `last` is the end of the page's list.
    fn compare_enum_value(&mut self, pair: &RowPair<'a>, value: &ir::Value, node: &Node<'a>, last: &Value) {
        let name = &value.wire_value;
        let Some(on_page) = pair.expressible.facts.values.iter().find(|on_page| on_page.name.value == *name) else {
            let message = format!("the help page does not list the value `{name}` of `{}`", pair.field.wire_name);
            let found = self.remove(Kind::Values, last.name.line, node, message);
            return self.report_fact(pair, found);
        };
        if on_page.deprecated == value.deprecated.is_some() || pair.quotations.cover_deprecation() {
            return;
        }
        let (line, what) = (on_page.name.line, format!("the value `{name}`"));
        let found = self.deprecation_difference(line, node, &what, on_page.deprecated, notation::DEPRECATED_VALUE);
        self.report_fact(pair, found);
    }
}

/// Suggests what a boolean row should have instead: the only value that is accepted, or none.
fn listed_values_suggestion<'a>(pair: &RowPair<'a>, on_page: &[Value]) -> Suggestion<'a> {
    match (innermost_type(&pair.field.ty), on_page) {
        _ if covers_values(pair) => Suggestion::Decide,
        (Type::Boolean(_), [only]) => {
            Suggestion::Write { map: pair.node.clone(), key: "only", value: only.name.value.clone() }
        }
        (Type::Boolean(Some(_)), _) => Suggestion::Remove { entry: pair.node.at("only") },
        _ => Suggestion::Decide,
    }
}

/// Returns whether a string has listed values on the page, so that it should be an enum. If `special` or `page_says`
/// covers them, a person has decided otherwise.
pub(super) fn becomes_enum(pair: &RowPair<'_>) -> bool {
    let is_string = matches!(innermost_type(&pair.field.ty), Type::String(_));
    is_string && !pair.expressible.facts.values.is_empty() && !covers_values(pair)
}

/// Returns whether `special` or `page_says` is about the values of a row.
fn covers_values(pair: &RowPair<'_>) -> bool {
    let mut values = pair.expressible.facts.values.iter();
    !pair.field.special.is_empty() || values.any(|value| pair.quotations.cover(value.name.line, &value.name.text))
}

/// Returns whether the page lists a single value, a sentence states the only one, or `page_says` quotes more than the
/// values, namely why the others are not accepted.
fn states_only_value(pair: &RowPair<'_>) -> bool {
    let values = &pair.expressible.facts.values;
    values.len() == 1 || pair.row.facts.only.is_some() || pair.quotations.cover_more_than(values)
}

/// Returns the integers in a string.
fn integers(text: &str) -> Vec<&str> {
    words(text).filter(|word| word.parse::<i64>().is_ok()).collect()
}

/// Returns the words of a string without the punctuation around them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_punctuation = |c: char| !c.is_alphanumeric() && c != '-';
    text.split_whitespace().map(move |word| word.trim_matches(is_punctuation))
}

impl Row {
    /// Returns whether any line of the description contains this integer.
    fn states_number(&self, integer: &str) -> bool {
        self.lines.iter().any(|line| {
            let mut words = line.text.split(|c: char| !c.is_alphanumeric() && c != '-');
            words.any(|word| word == integer || word.trim_start_matches('-') == integer)
        })
    }
}

fn lists(values: &[Value], name: &str) -> bool {
    values.iter().any(|value| value.name.value == name)
}
