//! Validation of a request before it is sent: values that cannot be sent, and violations of the help page's
//! constraints.

use serde_json::{Number, Value};

use crate::descriptor::{Bounds, Condition, Field, HelpPage, NumberBounds, ParameterLocation, Predicate, Rule, Type};
use crate::error::violation::{Violation, ViolationKind};
use crate::request::arguments::{Argument, ArgumentValue, Arguments};
use crate::request::{pattern, well_formed};
use crate::text::one_line;
use crate::walk::{Place, Visitor, walk};

/// Maximum number of headers that a caller can add to a request.
const MAX_HEADERS: usize = 1000;

/// Maximum number of violations reported.
const MAX_VIOLATIONS: usize = 1000;

/// Maximum number of characters of a header's name that a violation repeats.
const MAX_HEADER_NAME: usize = 100;

const INT32: Bounds = Bounds::new(-2_147_483_648, 2_147_483_647);
const INT64: Bounds = Bounds::new(i64::MIN, i64::MAX);

/// Returns the violations of a request in the order of the help page, at most [`MAX_VIOLATIONS`].
///
/// Without `constraints`, reports only values that could not be sent unchanged.
pub(crate) fn validate(arguments: &Arguments, headers: &[(String, String)], constraints: bool) -> Vec<Violation> {
    let help_page = arguments.operation.page;
    let mut validator = Validator { help_page, location: ParameterLocation::Body, violations: Vec::new() };
    for argument in &arguments.parameters {
        validator.location = argument.parameter.location;
        if let Err(kind) = check_argument(argument, constraints) {
            validator.report(argument.parameter.field.name, kind);
        } else if constraints {
            validator.check_parts_of_argument(argument);
        }
    }
    validator.location = ParameterLocation::Body;
    if constraints {
        if let Some(fields) = arguments.operation.body {
            validator.check_body(fields, arguments.body);
        }
        for rule in arguments.operation.rules {
            validator.check_rule(rule, arguments);
        }
    }
    validator.check_headers(headers, arguments);
    validator.violations
}

struct Validator {
    help_page: HelpPage,
    /// Location of the parameter that is being checked.
    location: ParameterLocation,
    violations: Vec<Violation>,
}

impl Validator {
    fn report(&mut self, parameter: &str, kind: ViolationKind) {
        self.report_at(self.location, parameter, kind);
    }

    fn report_at(&mut self, location: ParameterLocation, parameter: &str, kind: ViolationKind) {
        if !self.is_full() {
            let parameter = parameter.to_owned();
            self.violations.push(Violation { parameter, location, kind, help_page: self.help_page });
        }
    }

    fn is_full(&self) -> bool {
        self.violations.len() >= MAX_VIOLATIONS
    }

    /// Checks a body: an object, or a list without a name.
    fn check_body(&mut self, fields: &'static [Field], body: &Value) {
        let place = Place::root("body");
        match fields {
            [field @ Field { whole_body: true, .. }] => self.field(&place, field, Some(body)),
            _ => walk(self, &place, Type::Object(fields), body),
        }
    }

    /// Checks the items of a list in the query, and the pattern of any parameter.
    fn check_parts_of_argument(&mut self, argument: &Argument) {
        let Field { name, ty, pattern, .. } = argument.parameter.field;
        let place = Place::root(name);
        match (argument.value, pattern) {
            (Some(ArgumentValue::Json(value)), _) => {
                if value.is_array() {
                    walk(self, &place, ty, value);
                }
                if let Some(pattern) = pattern {
                    self.check_pattern(pattern, value, &place);
                }
            }
            (Some(ArgumentValue::Text(text)), Some(pattern)) => self.check_text_pattern(pattern, text, &place),
            _ => {}
        }
    }

    /// Checks a string, or each string of a list.
    fn check_pattern(&mut self, pattern: &'static str, value: &Value, place: &Place) {
        match value {
            Value::String(text) => self.check_text_pattern(pattern, text, place),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if self.is_full() {
                        break;
                    }
                    self.check_pattern(pattern, item, &place.index(index));
                }
            }
            _ => {}
        }
    }

    fn check_text_pattern(&mut self, pattern: &'static str, text: &str, place: &Place) {
        if !pattern::matches(pattern, text) {
            let expected = format!("a string that matches {pattern}");
            self.report(&place.to_string(), ViolationKind::Value { expected, actual: None });
        }
    }

    fn check_rule(&mut self, rule: &Rule, arguments: &Arguments) {
        let Rule::AnyOf { conditions, .. } = rule;
        if conditions.iter().any(|condition| holds(condition, arguments)) {
            return;
        }
        let paths: Vec<String> = conditions.iter().map(path_of).collect();
        let alternatives: Vec<String> = conditions.iter().map(describe).collect();
        let location = conditions.first().map_or(ParameterLocation::Body, |condition| condition.location);
        let kind = ViolationKind::Rule { alternatives: join_with_or(&alternatives) };
        self.report_at(location, &paths.join(", "), kind);
    }

    /// Checks the headers that the caller adds.
    fn check_headers(&mut self, headers: &[(String, String)], arguments: &Arguments) {
        if headers.len() > MAX_HEADERS {
            let expected = format!("at most {MAX_HEADERS} entries");
            let kind = ViolationKind::Length { expected, actual: headers.len().to_string() };
            self.report_at(ParameterLocation::Header, "headers", kind);
        }
        for (name, value) in headers {
            if let Err(kind) = well_formed::check_extra_header(name, value, arguments) {
                self.report_at(ParameterLocation::Header, &one_line(name, MAX_HEADER_NAME), kind);
            }
        }
    }
}

impl Visitor for Validator {
    fn value(&mut self, place: &Place, ty: Type, value: &Value) -> bool {
        if self.is_full() {
            return false;
        }
        let Err(kind) = check_value(ty, value) else { return true };
        self.report(&place.to_string(), kind);
        matches!(ty, Type::Array(..) | Type::Map(..))
    }

    fn field(&mut self, place: &Place, field: &Field, value: Option<&Value>) {
        let Some(value) = value.filter(|value| !value.is_null()) else {
            if field.mandatory {
                self.report(&place.to_string(), ViolationKind::Missing { hint: None });
            }
            return;
        };
        walk(self, place, field.ty, value);
        if let Some(pattern) = field.pattern {
            self.check_pattern(pattern, value, place);
        }
    }
}

fn check_argument(argument: &Argument, constraints: bool) -> Result<(), ViolationKind> {
    well_formed::check_argument(argument)?;
    if !constraints {
        return Ok(());
    }
    let field = &argument.parameter.field;
    match argument.value {
        None if field.mandatory => Err(well_formed::missing(argument.parameter.source)),
        // An empty list sends no parameter.
        Some(ArgumentValue::Json(Value::Array(items))) if items.is_empty() && field.mandatory => {
            Err(well_formed::missing(argument.parameter.source))
        }
        None | Some(ArgumentValue::Json(Value::Array(_))) => Ok(()),
        Some(ArgumentValue::Json(value)) => check_scalar(field.ty, value),
        Some(ArgumentValue::Text(text)) => check_text(field.ty, text),
    }
}

/// Checks a value, but not its parts.
fn check_value(ty: Type, value: &Value) -> Result<(), ViolationKind> {
    match (ty, value) {
        (Type::Object(_), Value::Object(_)) => Ok(()),
        (Type::Array(_, bounds), Value::Array(items)) => match bounds {
            Some(bounds) => check_count(bounds, items.len(), "items"),
            None => Ok(()),
        },
        (Type::Map(_, bounds), Value::Object(entries)) => match bounds {
            Some(bounds) => check_count(bounds, entries.len(), "entries"),
            None => Ok(()),
        },
        (Type::Tuple(types), Value::Array(items)) if types.len() == items.len() => Ok(()),
        _ => check_scalar(ty, value),
    }
}

fn check_scalar(ty: Type, value: &Value) -> Result<(), ViolationKind> {
    match (ty, value) {
        (Type::Integer(bounds), Value::Number(number)) => {
            check_range(bounds.unwrap_or(INT32), number)?;
            check_range(INT32, number)
        }
        (Type::IntegerEnum(_), Value::Number(number)) => check_range(INT32, number),
        (Type::Long(bounds), Value::Number(number)) => {
            check_range(INT64, number)?;
            check_range(bounds.unwrap_or(INT64), number)
        }
        (Type::Number(bounds), Value::Number(number)) => check_number(bounds, number),
        (Type::Boolean(Some(only)), Value::Bool(value)) if only != *value => {
            Err(ViolationKind::Value { expected: only.to_string(), actual: Some(value.to_string()) })
        }
        (Type::Boolean(_), Value::Bool(_)) | (Type::Enum(_), Value::String(_)) | (Type::Json, _) => Ok(()),
        (Type::String(_), Value::String(text)) => check_text(ty, text),
        (Type::Tuple(types), Value::Array(items)) => {
            let expected = format!("exactly {} items", types.len());
            Err(ViolationKind::Length { expected, actual: items.len().to_string() })
        }
        _ => {
            let actual = Some(type_of(value).to_owned());
            Err(ViolationKind::Value { expected: type_name(ty).to_owned(), actual })
        }
    }
}

fn check_range(bounds: Bounds, number: &Number) -> Result<(), ViolationKind> {
    match number.as_i64() {
        Some(integer) if bounds.contains(integer) => Ok(()),
        _ => Err(ViolationKind::Value { expected: bounds.to_string(), actual: Some(number.to_string()) }),
    }
}

fn check_number(bounds: Option<NumberBounds>, number: &Number) -> Result<(), ViolationKind> {
    let Some(bounds) = bounds else { return Ok(()) };
    match number.as_f64() {
        Some(float) if bounds.contains(float) => Ok(()),
        _ => Err(ViolationKind::Value { expected: bounds.to_string(), actual: Some(number.to_string()) }),
    }
}

/// Checks the length of a string in Unicode scalar values.
fn check_text(ty: Type, text: &str) -> Result<(), ViolationKind> {
    match ty {
        Type::String(Some(bounds)) => check_count(bounds, text.chars().count(), "characters"),
        _ => Ok(()),
    }
}

fn check_count(bounds: Bounds, count: usize, unit: &str) -> Result<(), ViolationKind> {
    match i64::try_from(count) {
        Ok(count) if bounds.contains(count) => Ok(()),
        _ => {
            let expected = format!("{bounds} {unit}");
            Err(ViolationKind::Length { expected, actual: count.to_string() })
        }
    }
}

pub(crate) fn type_name(ty: Type) -> &'static str {
    match ty {
        Type::String(_) | Type::Enum(_) => "a string",
        Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_) => "an integer",
        Type::Number(_) => "a number",
        Type::Json => "any JSON",
        Type::Boolean(_) => "a boolean",
        Type::Array(..) | Type::Tuple(_) => "a list",
        Type::Map(..) | Type::Object(_) => "an object",
    }
}

pub(crate) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn holds(condition: &Condition, arguments: &Arguments) -> bool {
    match find_value(condition, arguments) {
        Some(value) => satisfies(condition.predicate, value),
        None => false,
    }
}

fn find_value<'a>(condition: &Condition, arguments: &'a Arguments) -> Option<ArgumentValue<'a>> {
    if condition.location == ParameterLocation::Body {
        return match arguments.body.get(condition.name) {
            None | Some(Value::Null) => None,
            Some(value) => Some(ArgumentValue::Json(value)),
        };
    }
    for Argument { parameter, value } in &arguments.parameters {
        if parameter.location == condition.location && parameter.field.name == condition.name {
            return *value;
        }
    }
    None
}

fn satisfies(predicate: Predicate, value: ArgumentValue) -> bool {
    match (predicate, value) {
        (Predicate::Set, _) => true,
        (Predicate::NonEmpty, ArgumentValue::Json(Value::Array(items))) => !items.is_empty(),
        (Predicate::NonEmpty, ArgumentValue::Json(Value::Object(fields))) => !fields.is_empty(),
        (Predicate::NonEmpty, value) => value.text().is_some_and(|text| !text.is_empty()),
        (Predicate::Is(expected), ArgumentValue::Json(value)) => value == &Value::Bool(expected),
        (Predicate::Is(_), _) => false,
    }
}

fn path_of(condition: &Condition) -> String {
    match condition.location {
        ParameterLocation::Body => format!("body.{}", condition.name),
        _ => condition.name.to_owned(),
    }
}

fn describe(condition: &Condition) -> String {
    let name = condition.name;
    match condition.predicate {
        Predicate::Set => format!("`{name}`"),
        Predicate::NonEmpty => format!("a non-empty `{name}`"),
        Predicate::Is(value) => format!("`{name}: {value}`"),
    }
}

fn join_with_or(alternatives: &[String]) -> String {
    match alternatives {
        [rest @ .., last] if !rest.is_empty() => format!("{}, or {last}", rest.join(", ")),
        _ => alternatives.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::call::Call;
    use crate::error::{Error, ErrorKind};
    use crate::testing::search::SearchRequest;
    use crate::testing::{EchoItem, EchoRequest, FakeTransport, good, now};

    fn ok() -> FakeTransport {
        FakeTransport::json(200, r#"{"total": 0}"#)
    }

    /// Sends a call that must be rejected before anything is sent, and returns the error.
    fn rejected(change: impl FnOnce(Call<EchoRequest>) -> Call<EchoRequest>) -> Error {
        let transport = ok();
        let call = transport.client().build().expect("a client").call(good());
        let error = now(change(call).send()).expect_err("a violation");
        assert_eq!((error.kind(), transport.requests().len()), (ErrorKind::InvalidRequest, 0), "{error}");
        error
    }

    fn modify(change: impl FnOnce(&mut EchoRequest)) -> impl FnOnce(Call<EchoRequest>) -> Call<EchoRequest> {
        |mut call| {
            change(&mut call.request);
            call
        }
    }

    /// Sends a call that must pass validation.
    fn accepted(change: impl FnOnce(Call<EchoRequest>) -> Call<EchoRequest>) {
        let call = ok().client().build().expect("a client").call(good());
        now(change(call).send()).expect("a valid request");
    }

    fn messages(error: &Error) -> Vec<String> {
        error.violations().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn checks_numbers_strings_lists_and_booleans() {
        let text = |length| Some("é".repeat(length));
        let item = |tag: Option<String>| EchoItem { tag, id: Some(String::new()) };
        accepted(modify(|request| (request.size, request.big_size) = (Some(10), Some(i64::MIN))));
        accepted(modify(|request| {
            (request.size, request.name, request.only_false) = (Some(200), text(4), Some(false));
        }));
        accepted(modify(|request| (request.name, request.body.zebra) = (text(0), text(1))));
        accepted(modify(|request| request.body.items = Some(vec![item(text(3)), item(None)])));
        for (error, expected) in [
            (rejected(modify(|request| request.size = Some(9))), "`size` (query) must be 10 to 200, not 9"),
            (rejected(modify(|request| request.size = Some(201))), "`size` (query) must be 10 to 200, not 201"),
            (rejected(modify(|request| request.name = text(5))), "`name` (query) must have 0 to 4 characters, not 5"),
            (
                rejected(modify(|request| request.only_false = Some(true))),
                "`only_false` (query) must be false, not true",
            ),
            (
                rejected(modify(|request| request.body.zebra = text(0))),
                "`zebra` (body) must have 1 to 3 characters, not 0",
            ),
            (
                rejected(modify(|request| request.body.items = Some(vec![item(None), item(None), item(None)]))),
                "`items` (body) must have 0 to 2 items, not 3",
            ),
            (
                rejected(modify(|request| request.body.items = Some(vec![item(None), item(text(4))]))),
                "`items[1].tag` (body) must have 0 to 3 characters, not 4",
            ),
            (
                rejected(modify(|request| request.body.items = Some(vec![EchoItem::default()]))),
                "`items[0].id` (body) is required",
            ),
            (
                rejected(modify(|request| request.body.pairs = Some(vec![(String::new(), item(None))]))),
                "`pairs[0][0]` (body) must have 1 to 2 characters, not 0",
            ),
            (
                rejected(modify(|request| request.body.pairs = Some(vec![("a".to_owned(), EchoItem::default())]))),
                "`pairs[0][1].id` (body) is required",
            ),
            (
                rejected(|call| call.region_header("r".repeat(21))),
                "`region` (header) must have 1 to 20 characters, not 21",
            ),
        ] {
            assert_eq!(messages(&error), [expected]);
        }
    }

    /// Returns the violations of a request, or nothing if it is sent.
    fn violations(change: impl FnOnce(&mut SearchRequest)) -> Vec<String> {
        let transport = ok();
        let mut request = SearchRequest::default();
        change(&mut request);
        match now(transport.client().build().expect("a client").call(request).send()) {
            Ok(_) => Vec::new(),
            Err(error) => messages(&error),
        }
    }

    /// The help page states 1 to 32 characters for the header of the token.
    #[test]
    fn never_checks_the_credential() {
        for token in ["t".repeat(33), "t".repeat(30_000)] {
            let credentials = crate::Credentials::token(token);
            let client = ok().client().credentials(credentials).build().expect("a client");
            now(client.call(good()).send()).expect("the service decides which tokens it accepts");
        }
    }

    #[test]
    fn checks_patterns_of_strings_and_of_items() {
        let ids = |ids: &[&str]| Some(ids.iter().map(|&id| id.to_owned()).collect());
        assert!(violations(|request| request.name = Some("a-b".to_owned())).is_empty());
        assert!(violations(|request| request.body.ids = ids(&["1", "22"])).is_empty());
        assert_eq!(
            violations(|request| {
                request.name = Some("s3cret".to_owned());
                request.body.ids = ids(&["1", "", "2", "x"]);
            }),
            [
                "`name` (query) must be a string that matches ^[a-z-]+$",
                "`ids[1]` (body) must be a string that matches ^[0-9]+$",
                "`ids[3]` (body) must be a string that matches ^[0-9]+$",
            ]
        );
    }

    #[test]
    fn reports_all_violations_in_the_order_of_the_help_page() {
        let error = rejected(|call| {
            let call = modify(|request| {
                (request.size, request.thing, request.note) = (Some(-1), None, Some("a\nb".to_owned()));
                (request.body.zebra, request.body.all) = (Some(String::new()), None);
            })(call);
            call.header("host", "evil")
        });
        let named: Vec<_> =
            error.violations().iter().map(|violation| (violation.parameter(), violation.location())).collect();
        let expected = [
            ("thing", ParameterLocation::Path),
            ("size", ParameterLocation::Query),
            ("X-Note", ParameterLocation::Header),
            ("body.zebra", ParameterLocation::Body),
            ("body.items, body.all, name", ParameterLocation::Body),
            ("host", ParameterLocation::Header),
        ];
        assert_eq!(named, expected);
        let page = error.violations()[0].help_page();
        assert_eq!((page.title, page.updated), ("Echoing", "2026-01-02"));
        let shown = error.to_string();
        assert!(shown.starts_with("Echo: ") && shown.ends_with("(help page “Echoing”, updated 2026-01-02)"), "{shown}");
        assert!(!shown.contains('\n'), "{shown}");
    }

    #[test]
    fn rule_accepts_any_of_its_conditions() {
        let none = |call: Call<EchoRequest>| modify(|request| request.body.all = Some(false))(call);
        accepted(|call| {
            modify(|request| request.body.items = Some(vec![EchoItem { id: Some(String::new()), tag: None }]))(none(
                call,
            ))
        });
        accepted(|call| modify(|request| request.name = Some(String::new()))(none(call)));
        let expected = "at least one is required: a non-empty `items`, `all: true`, or `name`";
        assert_eq!(messages(&rejected(none)), [expected]);
        assert_eq!(
            messages(&rejected(|call| modify(|request| request.body.items = Some(Vec::new()))(none(call)))),
            [expected]
        );
    }

    #[test]
    fn missing_parameters_say_where_to_set_them() {
        let transport = ok();
        let client = crate::Client::builder(&crate::testing::SERVICE)
            .transport(transport.clone())
            .sleep(crate::testing::FakeClock::default())
            .endpoint("https://a")
            .region("a");
        let client = client.credentials(crate::Credentials::token("t")).build().expect("a client");
        let error = now(client.call(EchoRequest::default()).send()).expect_err("violations");
        let expected = [
            "`project_id` (path) is required: set it for the client or for the call",
            "`thing` (path) is required",
            "at least one is required: a non-empty `items`, `all: true`, or `name`",
        ];
        assert_eq!(messages(&error)[..3], expected);
        assert_eq!(transport.requests().len(), 0);
    }

    #[test]
    fn without_constraints_still_rejects_what_cannot_be_sent_unchanged() {
        let lax = |call: Call<EchoRequest>| call.validate(false);
        accepted(|call| lax(modify(|request| (request.size, request.body.all) = (Some(5000), None))(call)));
        for thing in ["", ".", ".."] {
            let error = rejected(|call| lax(modify(|request| request.thing = Some(thing.to_owned()))(call)));
            let expected =
                format!(r#"`thing` (path) must be a path segment other than "", "." and "..", not "{thing}""#);
            assert_eq!(messages(&error), [expected]);
        }
        assert_eq!(messages(&rejected(|call| lax(modify(|request| request.thing = None)(call)))).len(), 1);
        for note in ["a\r\nx: y", "a\n", "\0", "\u{7f}", "é", "\t", " a", "a "] {
            let error = rejected(|call| lax(modify(|request| request.note = Some(note.to_owned()))(call)));
            assert_eq!(error.violations()[0].parameter(), "X-Note");
            rejected(|call| lax(call.region_header(note)));
            rejected(|call| lax(call.header("x-more", note)));
        }
        let client = ok().client().validate(false).build().expect("a client");
        let broken = EchoRequest { size: Some(1), ..good() };
        now(client.call(broken.clone()).send()).expect("constraints are off for the client");
        now(client.call(broken).validate(true).send()).expect_err("constraints are on for the call");
    }

    #[test]
    fn limits_the_number_of_extra_headers() {
        let with = |count: usize| {
            move |call: Call<EchoRequest>| (0..count).fold(call, |call, index| call.header(format!("x-{index}"), "v"))
        };
        accepted(with(1000));
        let error = rejected(|call| with(33_000)(call.validate(false)));
        assert_eq!(messages(&error), ["`headers` (header) must have at most 1000 entries, not 33000"]);
    }

    #[test]
    fn rejects_reserved_and_invalid_extra_headers() {
        accepted(|call| call.header("X-Language", "en-us").header("accept", "application/json"));
        let names = "Host HOST Proxy-Authorization proxy-x region x-note";
        for name in names.split(' ').chain(["", "a b", "a:b", "a\r\nb", "é"]) {
            let error = rejected(|call| call.validate(false).header(name, "s3cret-value"));
            assert_eq!(error.violations().len(), 1, "{name}");
            assert!(!error.to_string().contains("s3cret-value") && !error.to_string().contains('\n'), "{error}");
        }
    }
}
