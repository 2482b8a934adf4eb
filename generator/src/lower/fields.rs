//! Rows of parameter tables: type, constraints, facts.

use indexmap::IndexMap;

use super::types::{self, Head, Written};
use super::{Lowering, text};
use crate::diagnostic::Code;
use crate::ir::{self, Bounds, Type};
use crate::names::RustName;
use crate::parse::Place;
use crate::spec::{self, Scalar};

/// Which table a row stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Path,
    Query,
    Header,
    BodyField,
    ResponseField,
    ObjectField,
}

impl Lowering<'_> {
    /// All rows of a table; reports two that have one name in Rust.
    pub(super) fn rows(
        &mut self,
        place: &Place<'_>,
        rows: &IndexMap<String, spec::Parameter>,
        role: Role,
    ) -> Vec<ir::Field> {
        let fields: Vec<_> = rows.iter().filter_map(|(wire, row)| self.row(&place.at(wire), wire, row, role)).collect();
        self.unique(fields.iter().map(|field| (place.at(&field.wire), field.wire.as_str(), &field.rust)));
        fields
    }

    fn row(&mut self, place: &Place<'_>, wire: &str, row: &spec::Parameter, role: Role) -> Option<ir::Field> {
        let rust = match &row.rust_name {
            Some(given) => RustName::given_member(given),
            None => RustName::member(wire),
        };
        let rust = self.name(place, rust);
        let wire = self.wire(place, wire);
        if role == Role::Header {
            text::header(&wire).unwrap_or_else(|message| self.report(place.key_error(Code::Name, message)));
        }
        if role == Role::ResponseField && row.mandatory {
            self.report(
                place.at("mandatory").error(Code::Shape, "no field of a response is mandatory: any can be absent"),
            );
        }
        if role == Role::Path && !row.mandatory {
            self.report(place.key_error(Code::RequestLine, "a path parameter is `mandatory: true`"));
        }
        let doc = self.prose(&place.at("doc"), &row.doc);
        let deprecated = self.optional_prose(&place.at("deprecated"), row.deprecated.as_ref());
        let page_says = self.page_says(&place.at("page_says"), row.page_says.as_ref(), Some(&row.r#type));
        let ty = self.row_type(place, row, role)?;
        let default = row.default.as_ref().map(|default| self.default(&place.at("default"), default, &ty));
        let special = self.special(&place.at("special"), &row.special, &ty);
        let unit = row.unit.as_ref().map(|unit| self.unit(&place.at("unit"), unit, &ty));
        let beyond_page = self.beyond_page(&place.at("beyond_page"), row.beyond_page.as_ref(), &ty);
        let rust = rust?;
        Some(ir::Field {
            wire,
            rust,
            ty,
            mandatory: row.mandatory,
            default,
            special,
            unit,
            deprecated,
            doc,
            page_says,
            beyond_page,
        })
    }

    fn row_type(&mut self, place: &Place<'_>, row: &spec::Parameter, role: Role) -> Option<Type> {
        let place_of_type = place.at("type");
        let written = types::parse(&row.r#type);
        let written = self.accept(&place_of_type, Code::UnknownType, written)?;
        let mut ty = self.resolve(&place_of_type, &written)?;
        if matches!(role, Role::Path | Role::Query | Role::Header) && !is_scalar(&ty) {
            self.report(
                place_of_type.error(Code::Shape, "only the body holds lists and objects: here stands one plain value"),
            );
        }
        match (&mut ty, row.only) {
            (_, None) => {}
            (Type::Boolean(only), Some(_)) => *only = row.only,
            _ => self.report(place.at("only").error(Code::Value, "`only` goes with a Boolean")),
        }
        Some(ty)
    }

    fn resolve(&mut self, place: &Place<'_>, written: &Written<'_>) -> Option<Type> {
        let bounds = written.bounds;
        let count = |bounds: Option<Bounds>| bounds.filter(|bounds| bounds.min < 0).map(|_| "a length is not negative");
        let (ty, mistake) = match &written.head {
            Head::Named("String") => (Type::String(bounds), count(bounds)),
            Head::Named("Integer") => (
                Type::Integer(bounds),
                bounds.filter(|bounds| !fits_i32(*bounds)).map(|_| "the range of an Integer fits 32 bits"),
            ),
            Head::Named("Long") => (Type::Long(bounds), None),
            Head::Named("Boolean") => (Type::Boolean(None), bounds.map(|_| "a Boolean has no bounds")),
            Head::Array(items) => (Type::Array(Box::new(self.resolve(place, items)?), bounds), count(bounds)),
            Head::Tuple(items) => {
                let items: Vec<_> = items.iter().map(|item| self.resolve(place, item)).collect();
                (Type::Tuple(items.into_iter().collect::<Option<_>>()?), None)
            }
            Head::Named(name) => (self.definition(place, name)?, bounds.map(|_| "an object or enum has no bounds")),
        };
        if let Some(mistake) = mistake {
            self.report(place.error(Code::Bounds, mistake));
        }
        Some(ty)
    }

    fn definition(&mut self, place: &Place<'_>, name: &str) -> Option<Type> {
        let definition = self.definitions.resolve(name);
        if definition.is_none() && self.complete {
            let help =
                self.definitions.suggest(name).unwrap_or_else(|| "define it under `objects` or `enums`".to_owned());
            self.report(place.error(Code::UnknownType, format!("no object or enum is called `{name}`")).help(help));
        }
        definition
    }

    fn default(&mut self, place: &Place<'_>, default: &Scalar, ty: &Type) -> String {
        let (shown, mistake) = match (default, ty) {
            (Scalar::String(text), Type::String(bounds)) => (text.clone(), out_of(*bounds, length(text))),
            (Scalar::String(text), Type::Enum(definition)) => {
                let known = self.definitions.has_value(definition, text);
                (text.clone(), (!known).then(|| format!("`{text}` is no value of `{}`", definition.name)))
            }
            (Scalar::Integer(number), Type::Integer(bounds) | Type::Long(bounds)) => {
                (number.to_string(), out_of(*bounds, *number))
            }
            (Scalar::Boolean(boolean), Type::Boolean(only)) => {
                let refused = only.is_some_and(|only| only != *boolean);
                (boolean.to_string(), refused.then(|| format!("the default {boolean} is not what `only` allows")))
            }
            (_, Type::String(_) | Type::Enum(_)) => {
                (String::new(), Some("the default of a text is a text: quote it".to_owned()))
            }
            _ => (String::new(), Some("the default does not go with the type".to_owned())),
        };
        if let Some(mistake) = mistake.or_else(|| text::prose(&shown).err()) {
            self.report(place.error(Code::Value, mistake));
        }
        shown
    }

    fn special(&mut self, place: &Place<'_>, special: &IndexMap<String, String>, ty: &Type) -> Vec<(String, String)> {
        let mut lowered = Vec::new();
        for (value, meaning) in special {
            let place = place.at(value);
            match ty {
                Type::String(bounds) => {
                    if let Some(mistake) = out_of(*bounds, length(value)) {
                        self.report(place.key_error(Code::Value, mistake));
                    }
                }
                _ => self.report(place.key_error(Code::Value, "`special` goes with a String")),
            }
            lowered.push((self.wire(&place, value), self.prose(&place, meaning)));
        }
        lowered
    }

    fn unit(&mut self, place: &Place<'_>, unit: &str, ty: &Type) -> ir::Unit {
        if !matches!(ty, Type::Integer(_) | Type::Long(_)) {
            self.report(place.error(Code::Value, "`unit` goes with an Integer or a Long"));
        }
        let unit = self.prose(place, unit);
        if unit == "not stated" { ir::Unit::NotStated } else { ir::Unit::Stated(unit) }
    }

    pub(super) fn page_says(
        &mut self,
        place: &Place<'_>,
        spec: Option<&spec::PageSays>,
        own_type: Option<&String>,
    ) -> Option<ir::PageSays> {
        let spec = spec?;
        let why = self.prose(&place.at("why"), &spec.why);
        let says = match (&spec.text, &spec.r#type) {
            (Some(text), None) => ir::Says::Text(self.prose(&place.at("text"), text)),
            (None, Some(ty)) if own_type.is_some_and(|own| own != ty) => {
                ir::Says::Type(self.prose(&place.at("type"), ty))
            }
            (None, Some(_)) => {
                self.report(place.at("type").error(Code::Deviation, "the page's type is no other than the type here"));
                return None;
            }
            _ => {
                self.report(place.key_error(Code::Deviation, "`page_says` holds either `text` or `type`"));
                return None;
            }
        };
        Some(ir::PageSays { says, why })
    }

    fn beyond_page(&mut self, place: &Place<'_>, spec: Option<&spec::BeyondPage>, ty: &Type) -> Option<ir::BeyondPage> {
        let spec = spec?;
        let numeric = matches!(ty, Type::Integer(_) | Type::Long(_));
        let (key, stated, other) =
            if numeric { ("range", &spec.range, &spec.length) } else { ("length", &spec.length, &spec.range) };
        match stated.as_deref().map(types::bounds) {
            Some(Ok(bounds)) if ty.bounds() == Some(bounds) && other.is_none() => {}
            Some(Err(message)) => self.report(place.at(key).error(Code::Bounds, message)),
            Some(Ok(_)) => self.report(place.at(key).error(Code::Deviation, "the type says something else")),
            None => {
                self.report(place.key_error(Code::Deviation, format!("`beyond_page` repeats the `{key}` of the type")));
            }
        }
        Some(ir::BeyondPage { source: self.prose(&place.at("source"), &spec.source) })
    }
}

fn is_scalar(ty: &Type) -> bool {
    matches!(ty, Type::String(_) | Type::Integer(_) | Type::Long(_) | Type::Boolean(_) | Type::Enum(_))
}

fn fits_i32(bounds: Bounds) -> bool {
    i32::try_from(bounds.min).is_ok() && i32::try_from(bounds.max).is_ok()
}

/// Length of a text as the vendor counts it: in Unicode scalars.
pub(super) fn length(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(i64::MAX)
}

/// Why `number` is no good for `bounds`, if it is not.
pub(super) fn out_of(bounds: Option<Bounds>, number: i64) -> Option<String> {
    let Bounds { min, max } = bounds?;
    (number < min || max < number).then(|| format!("{number} is not within {min}..{max}"))
}
