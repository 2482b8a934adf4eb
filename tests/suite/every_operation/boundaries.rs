//! Requests at the limits of an operation and just beyond them, derived from its descriptor.
//!
//! Each case is a complete request with one change. The expected violations follow from the descriptor only.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::client::descriptor::{
    Bounds, Condition, Field, NumberBounds, OperationDescriptor, ParameterLocation, ParameterSource, Predicate, Rule,
    Setting, Type,
};

/// A request and the violations that it must cause.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// The difference from a complete request, for messages.
    pub(crate) what: String,
    /// The request as JSON.
    pub(crate) request: Value,
    /// Options of the call.
    pub(crate) settings: Vec<(Setting, String)>,
    /// The names of the expected violations; none if the request is valid.
    pub(crate) violations: BTreeSet<String>,
}

/// The location of a value in a request.
#[derive(Clone)]
struct Path {
    /// As a JSON pointer, such as `/body/images/0/name`.
    pointer: String,
    /// As a violation names it, such as `body.images[0].name`.
    name: String,
}

impl Path {
    fn parameter(name: &str) -> Self {
        Self { pointer: format!("/{name}"), name: name.to_owned() }
    }

    fn field(&self, name: &str) -> Self {
        Self { pointer: format!("{}/{name}", self.pointer), name: format!("{}.{name}", self.name) }
    }

    fn item(&self, index: usize) -> Self {
        Self { pointer: format!("{}/{index}", self.pointer), name: format!("{}[{index}]", self.name) }
    }
}

struct Builder {
    operation: &'static OperationDescriptor,
    complete: Value,
    cases: Vec<Case>,
}

/// Returns the cases of an operation: at each limit and one beyond it, each rule satisfied and violated, each field
/// left out.
pub(crate) fn cases(operation: &'static OperationDescriptor) -> Vec<Case> {
    let mut builder = Builder { operation, complete: complete(operation), cases: Vec::new() };
    builder.add("complete", builder.complete.clone(), None);
    builder.required_only();
    for (field, path) in builder.top_level() {
        builder.field(field, &path);
    }
    for parameter in operation.parameters {
        // Credentials are tested separately: they belong to the client.
        if let ParameterSource::Client(setting) = parameter.source {
            builder.setting(&parameter.field, setting);
        }
    }
    for rule in operation.rules {
        builder.rule(rule);
    }
    builder.cases
}

/// Returns a valid request that sets every parameter and every field.
pub(crate) fn complete(operation: &OperationDescriptor) -> Value {
    let mut request = Map::new();
    for parameter in operation.parameters {
        if parameter.source == ParameterSource::Request {
            request.insert(parameter.field.name.to_owned(), valid(parameter.field.ty));
        }
    }
    if let Some(fields) = operation.body {
        request.insert("body".to_owned(), valid(Type::of_body(fields)));
    }
    let mut request = Value::Object(request);
    make_headers_ascii(operation, &mut request);
    request
}

/// Replaces the characters that headers cannot have.
fn make_headers_ascii(operation: &OperationDescriptor, request: &mut Value) {
    for parameter in operation.parameters {
        if parameter.location == ParameterLocation::Header
            && let Some(Value::String(text)) = request.get_mut(parameter.field.name)
        {
            *text = text.replace('ä', "a");
        }
    }
}

/// Returns a successful response with all its fields.
pub(crate) fn response(operation: &OperationDescriptor) -> String {
    valid(Type::of_body(operation.response.fields())).to_string()
}

/// Returns a valid value with all its fields set.
fn valid(ty: Type) -> Value {
    match ty {
        Type::String(bounds) => string(bounds.map_or(1, |bounds| bounds.min.max(1))),
        Type::Integer(bounds) | Type::Long(bounds) => {
            json!(bounds.map_or(1, |bounds| if bounds.min == i64::MIN { bounds.max } else { bounds.min }))
        }
        Type::Number(bounds) => {
            json!(bounds.map_or(0.5, |bounds| if bounds.min.is_finite() { bounds.min } else { bounds.max }))
        }
        Type::Json => json!({"any": [1]}),
        Type::Map(values, _) => json!({"key": valid(*values)}),
        Type::Boolean(only) => json!(only.unwrap_or(true)),
        Type::Enum(values) => json!(values[0]),
        Type::IntegerEnum(values) => json!(values[0]),
        Type::Array(item, bounds) => array(*item, bounds.map_or(1, |bounds| bounds.min.max(1))),
        Type::Tuple(items) => items.iter().map(|item| valid(*item)).collect(),
        Type::Object(fields) => {
            Value::Object(fields.iter().map(|field| (field.name.to_owned(), valid(field.ty))).collect())
        }
        other => panic!("no valid value for {other:?}: add one"),
    }
}

/// Returns a string of this many characters, of two bytes each.
fn string(length: i64) -> Value {
    json!("ä".repeat(length.try_into().expect("a length")))
}

fn map(values: Type, length: i64) -> Value {
    (0..length).map(|index| (index.to_string(), valid(values))).collect::<Map<_, _>>().into()
}

fn array(item: Type, length: i64) -> Value {
    json!(vec![valid(item); length.try_into().expect("a length")])
}

impl Builder {
    fn add(&mut self, what: impl Into<String>, mut request: Value, violation: Option<&Path>) {
        make_headers_ascii(self.operation, &mut request);
        let mut violations: BTreeSet<String> = violation.map(|path| path.name.clone()).into_iter().collect();
        for rule in self.operation.rules {
            if !is_satisfied(rule, &request) {
                violations.insert(name(rule));
            }
        }
        self.cases.push(Case { what: what.into(), request, settings: Vec::new(), violations });
    }

    /// Adds the complete request with this value at `path`, or with nothing there.
    fn change(&mut self, what: &str, path: &Path, value: Option<Value>, violates: bool) {
        let request = changed(&self.complete, path, value);
        self.add(format!("{} {what}", path.name), request, violates.then_some(path));
    }

    /// Adds a request with the required parameters and fields only, and one that lacks them all.
    fn required_only(&mut self) {
        let (mut minimal, mut missing) = (json!({}), BTreeSet::new());
        for (field, path) in self.top_level() {
            if field.mandatory {
                if path.name.starts_with("body.") && minimal.get("body").is_none() {
                    minimal["body"] = json!({});
                }
                minimal = changed(&minimal, &path, Some(valid(field.ty)));
                missing.insert(path.name);
            }
        }
        self.add("required fields only", minimal, None);
        self.add("empty request", json!({}), None);
        if let Some(case) = self.cases.last_mut() {
            case.violations.extend(missing);
        }
    }

    /// Returns the parameters and the fields of the body that the request holds.
    fn top_level(&self) -> Vec<(&'static Field, Path)> {
        let mut fields = Vec::new();
        for parameter in self.operation.parameters {
            if parameter.source == ParameterSource::Request {
                fields.push((&parameter.field, Path::parameter(parameter.field.name)));
            }
        }
        for field in self.operation.body.unwrap_or_default() {
            let body = Path::parameter("body");
            fields.push((field, if field.whole_body { body } else { body.field(field.name) }));
        }
        fields
    }

    fn field(&mut self, field: &Field, path: &Path) {
        self.change("left out", path, None, field.mandatory);
        self.value(field.ty, path);
    }

    fn value(&mut self, ty: Type, path: &Path) {
        match ty {
            Type::String(bounds) => self.bounds(bounds, (0, i64::MAX), path, string),
            Type::Integer(bounds) => self.bounds(bounds, (i32::MIN.into(), i32::MAX.into()), path, |n| json!(n)),
            Type::Long(bounds) => self.bounds(bounds, (i64::MIN, i64::MAX), path, |n| json!(n)),
            Type::Boolean(only) => {
                for value in [false, true] {
                    let violates = only.is_some_and(|only| only != value);
                    self.change(&format!("{value}"), path, Some(json!(value)), violates);
                }
            }
            Type::Enum(values) => {
                // The service may know more values than the help page.
                for value in values.iter().chain(&["an unknown value"]) {
                    self.change(value, path, Some(json!(value)), false);
                }
            }
            Type::IntegerEnum(values) => {
                for value in values.iter().chain(&[i64::from(i32::MAX)]) {
                    self.change(&value.to_string(), path, Some(json!(value)), false);
                }
            }
            Type::Array(item, bounds) => {
                self.bounds(bounds, (0, i64::MAX), path, |length| array(*item, length));
                self.value(*item, &path.item(0));
            }
            Type::Tuple(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(*item, &path.item(index));
                }
            }
            Type::Object(fields) => {
                for field in fields {
                    self.field(field, &path.field(field.name));
                }
            }
            Type::Number(bounds) => self.number(bounds, path),
            Type::Map(values, bounds) => self.bounds(bounds, (0, i64::MAX), path, |length| map(*values, length)),
            Type::Json => self.change("of any structure", path, Some(json!([null, { "a": 1 }])), false),
            other => panic!("the cases of {other:?} are missing here"),
        }
    }

    /// Adds both limits and the values just beyond them, as far as the Rust type can hold those.
    fn bounds(
        &mut self,
        bounds: Option<Bounds>,
        (smallest, largest): (i64, i64),
        path: &Path,
        value: impl Fn(i64) -> Value,
    ) {
        let Some(Bounds { min, max, .. }) = bounds else { return };
        // Without a limit, the type's own limit applies.
        let (min, max) = (min.max(smallest), max.min(largest));
        self.change(&format!("at its minimum {min}"), path, Some(value(min)), false);
        self.change(&format!("at its maximum {max}"), path, Some(value(max)), false);
        if min > smallest {
            self.change(&format!("below its minimum {min}"), path, Some(value(min - 1)), true);
        }
        if max < largest {
            self.change(&format!("above its maximum {max}"), path, Some(value(max + 1)), true);
        }
    }

    /// Adds both limits of a number, and numbers beyond them.
    fn number(&mut self, bounds: Option<NumberBounds>, path: &Path) {
        let Some(NumberBounds { min, max, .. }) = bounds else { return };
        for (value, violates) in [(min, false), (max, false), (min - 0.5, true), (max + 0.5, true)] {
            if value.is_finite() {
                self.change(&value.to_string(), path, Some(json!(value)), violates);
            }
        }
    }

    /// Adds the limits of a parameter that the client fills in. They are those of a string.
    fn setting(&mut self, field: &Field, setting: Setting) {
        let Type::String(Some(Bounds { min, max, .. })) = field.ty else { return };
        for (length, violates) in [(min, false), (max, false), (min - 1, true), (max + 1, true)] {
            let Ok(length) = usize::try_from(length) else { continue };
            self.add(format!("{} of {length} characters", field.name), self.complete.clone(), None);
            let case = self.cases.last_mut().expect("the case");
            // ASCII only: such values travel in headers as well.
            case.settings.push((setting, "x".repeat(length)));
            if violates {
                case.violations.insert(field.name.to_owned());
            }
        }
    }

    fn rule(&mut self, rule: &Rule) {
        let Rule::AnyOf { conditions, .. } = rule else { panic!("the cases of {rule:?} are missing here") };
        let mut absent = self.complete.clone();
        let mut unmet = self.complete.clone();
        for condition in *conditions {
            absent = changed(&absent, &path(condition), None);
            let value = match condition.predicate {
                Predicate::Set => None,
                Predicate::Is(value) => Some(json!(!value)),
                Predicate::NonEmpty => unmet.pointer(&path(condition).pointer).map(emptied),
                other => panic!("the cases of {other:?} are missing here"),
            };
            unmet = changed(&unmet, &path(condition), value);
        }
        for condition in *conditions {
            let value = match condition.predicate {
                Predicate::Is(value) => Some(json!(value)),
                _ => self.complete.pointer(&path(condition).pointer).cloned(),
            };
            let request = changed(&absent, &path(condition), value);
            assert!(is_satisfied(rule, &request), "{request}");
            self.add(format!("rule {} satisfied by {}", name(rule), condition.name), request, None);
        }
        for (what, request) in [("absent", absent), ("unmet", unmet)] {
            assert!(!is_satisfied(rule, &request), "{request}");
            self.add(format!("rule {} broken, all {what}", name(rule)), request, None);
        }
    }
}

/// Returns the request with this value at `path`, or with nothing there.
fn changed(request: &Value, path: &Path, value: Option<Value>) -> Value {
    let mut request = request.clone();
    let (parent, key) = path.pointer.rsplit_once('/').expect("a path");
    let parent = request.pointer_mut(parent).expect("a parent");
    match (parent, value) {
        (Value::Object(fields), Some(value)) => {
            fields.insert(key.to_owned(), value);
        }
        (Value::Object(fields), None) => {
            fields.remove(key);
        }
        (Value::Array(items), Some(value)) => items[key.parse::<usize>().expect("an index")] = value,
        (parent, value) => panic!("{}: {parent} cannot hold {value:?}", path.name),
    }
    request
}

fn emptied(value: &Value) -> Value {
    match value {
        Value::Array(_) => json!([]),
        Value::Object(_) => json!({}),
        _ => json!(""),
    }
}

fn path(condition: &Condition) -> Path {
    match condition.location {
        ParameterLocation::Body => Path::parameter("body").field(condition.name),
        _ => Path::parameter(condition.name),
    }
}

/// Returns the name that a violation of the rule has.
fn name(rule: &Rule) -> String {
    let Rule::AnyOf { conditions, .. } = rule else { panic!("no name for {rule:?}: add one") };
    let names: Vec<String> = conditions.iter().map(|condition| path(condition).name).collect();
    names.join(", ")
}

/// Returns whether the request satisfies the rule, evaluated independently of the client.
fn is_satisfied(rule: &Rule, request: &Value) -> bool {
    let Rule::AnyOf { conditions, .. } = rule else { panic!("{rule:?} is not known here") };
    conditions.iter().any(|condition| {
        let value = request.pointer(&path(condition).pointer).unwrap_or(&Value::Null);
        match condition.predicate {
            Predicate::Set => !value.is_null(),
            Predicate::NonEmpty => !value.is_null() && *value != emptied(value),
            Predicate::Is(expected) => *value == json!(expected),
            other => panic!("{other:?} is not known here"),
        }
    })
}
