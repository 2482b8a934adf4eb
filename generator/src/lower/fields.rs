//! Rows of parameter tables: type, constraints, facts.

use indexmap::IndexMap;

use super::types::{self, Head, TypeSyntax};
use super::{Lowering, text};
use crate::description::diagnostic::Code;
use crate::description::notation::{self, Scalar};
use crate::description::parse::Node;
use crate::ir::{self, Bounds, Type};
use crate::names;

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

/// What a quotation is about, with the type of a row.
#[derive(Clone, Copy)]
pub(super) enum OwnType<'a> {
    Row(&'a str),
    Value,
    Operation,
}

impl Lowering<'_> {
    /// All rows of a table; reports two that have one name in Rust.
    pub(super) fn rows(
        &mut self,
        node: &Node<'_>,
        rows: &IndexMap<String, notation::Parameter>,
        role: Role,
    ) -> Vec<ir::Field> {
        let fields: Vec<_> = rows.iter().filter_map(|(wire, row)| self.row(&node.at(wire), wire, row, role)).collect();
        self.unique(fields.iter().map(|field| (node.at(&field.wire), field.wire.as_str(), &field.rust)));
        fields
    }

    fn row(&mut self, node: &Node<'_>, wire: &str, row: &notation::Parameter, role: Role) -> Option<ir::Field> {
        let wire = self.wire(node, wire);
        let rust = wire.as_ref().and_then(|wire| self.name(node, row.rust_name.as_deref(), wire, names::Kind::Member));
        if let (Role::Header, Some(wire)) = (role, &wire) {
            text::header(wire).unwrap_or_else(|message| self.report(node.key_error(Code::Name, message)));
        }
        if role == Role::ResponseField && row.mandatory {
            self.report(
                node.at("mandatory").error(Code::Shape, "no field of a response is mandatory: any can be absent"),
            );
        }
        if role == Role::Path && !row.mandatory {
            self.report(node.key_error(Code::RequestLine, "a path parameter is mandatory: write `mandatory: true`"));
        }
        let doc = self.prose(&node.at("doc"), &row.doc);
        let deprecated = self.note(&node.at("deprecated"), row.deprecated.as_ref());
        let page_says = self.quotations(&node.at("page_says"), &row.page_says, OwnType::Row(&row.r#type));
        let before = self.diagnostics.len();
        let ty = self.row_type(node, row, role)?;
        if self.diagnostics.len() > before {
            // What else the row says would be held against a wrong type.
            return None;
        }
        let default = row.default.as_ref().map(|default| self.default(&node.at("default"), default, &ty));
        let special = self.special(&node.at("special"), &row.special, &ty);
        let unit = row.unit.as_ref().map(|unit| self.unit(&node.at("unit"), unit, &ty));
        let beyond_page = self.beyond_page(&node.at("beyond_page"), row.beyond_page.as_ref(), &ty);
        Some(ir::Field {
            wire: wire?,
            rust: rust?,
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

    fn row_type(&mut self, node: &Node<'_>, row: &notation::Parameter, role: Role) -> Option<Type> {
        let place_of_type = node.at("type");
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
            _ => self.report(node.at("only").error(Code::Value, "`only` goes with a Boolean")),
        }
        Some(ty)
    }

    fn resolve(&mut self, node: &Node<'_>, written: &TypeSyntax<'_>) -> Option<Type> {
        let bounds = written.bounds;
        let ty = match &written.head {
            Head::Named("String") => Type::String(bounds),
            Head::Named("Integer") => Type::Integer(bounds),
            Head::Named("Long") => Type::Long(bounds),
            Head::Named("Boolean") => Type::Boolean(None),
            Head::Named(name) => self.definition(node, name)?,
            Head::Array(items) => Type::Array(Box::new(self.resolve(node, items)?), bounds),
            Head::Tuple(items) => {
                let items: Vec<_> = items.iter().map(|item| self.resolve(node, item)).collect();
                Type::Tuple(items.into_iter().collect::<Option<_>>()?)
            }
        };
        if let Some(mistake) = bounds.and_then(|bounds| wrong_bounds(&ty, bounds)) {
            self.report(node.error(Code::Bounds, mistake));
        }
        Some(ty)
    }

    fn definition(&mut self, node: &Node<'_>, name: &str) -> Option<Type> {
        let definition = self.definitions.resolve(name);
        if definition.is_none() && self.definitions.expected_to_know(name) {
            let help =
                self.definitions.suggest(name).unwrap_or_else(|| "define it under `objects` or `enums`".to_owned());
            let message = format!("no object or enum is called `{name}`");
            self.report(node.error_in_part(name, Code::UnknownType, message).help(help));
        }
        definition
    }

    fn default(&mut self, node: &Node<'_>, default: &Scalar, ty: &Type) -> String {
        let shown = match default {
            Scalar::String(text) => text.clone(),
            Scalar::Integer(number) => number.to_string(),
            Scalar::Boolean(boolean) => boolean.to_string(),
        };
        let mistake = match (default, ty) {
            (Scalar::String(text), Type::String(bounds)) => wrong_length(*bounds, text),
            (Scalar::String(text), Type::Enum(definition)) => self.definitions.wrong_value(definition, text),
            (Scalar::Integer(number), Type::Integer(bounds) | Type::Long(bounds)) => {
                out_of(*bounds, *number).map(|mistake| format!("the default {mistake}"))
            }
            (Scalar::Boolean(boolean), Type::Boolean(only)) => {
                let refused = only.is_some_and(|only| only != *boolean);
                refused.then(|| format!("the default {boolean} is not what `only` allows"))
            }
            (_, Type::String(_) | Type::Enum(_)) => Some("the default of a text is a text: quote it".to_owned()),
            (_, Type::Integer(_) | Type::Long(_)) => {
                Some("the default of a number is an integer, without quotes".to_owned())
            }
            (_, Type::Boolean(_)) => Some("the default of a Boolean is `true` or `false`, without quotes".to_owned()),
            _ => Some("lists, tuples and objects have no default".to_owned()),
        };
        if let Some(mistake) = mistake.or_else(|| text::wire(&shown).err()) {
            self.report(node.error(Code::Value, mistake));
        }
        shown
    }

    fn special(&mut self, node: &Node<'_>, special: &IndexMap<String, String>, ty: &Type) -> Vec<(String, String)> {
        let mut lowered = Vec::new();
        for (value, meaning) in special {
            let node = node.at(value);
            let mistake = match ty {
                Type::String(bounds) => wrong_length(*bounds, value),
                _ => Some("`special` goes with a String".to_owned()),
            };
            if let Some(mistake) = mistake {
                self.report(node.key_error(Code::Value, mistake));
            }
            let meaning = self.prose(&node, meaning);
            lowered.extend(self.wire(&node, value).map(|value| (value, meaning)));
        }
        lowered
    }

    fn unit(&mut self, node: &Node<'_>, unit: &str, ty: &Type) -> ir::Unit {
        if !matches!(ty, Type::Integer(_) | Type::Long(_)) {
            self.report(node.error(Code::Value, "`unit` goes with an Integer or a Long"));
        }
        let unit = self.prose(node, unit);
        if unit == "not stated" { ir::Unit::NotStated } else { ir::Unit::Stated(unit) }
    }

    pub(super) fn quotations(
        &mut self,
        node: &Node<'_>,
        quotations: &notation::Quotations,
        own_type: OwnType<'_>,
    ) -> Vec<ir::PageSays> {
        let mut lowered = Vec::new();
        for (index, quotation) in quotations.0.iter().enumerate() {
            lowered.extend(self.page_says(&node.item(index), quotation, own_type));
        }
        lowered
    }

    fn page_says(&mut self, node: &Node<'_>, spec: &notation::PageSays, own_type: OwnType<'_>) -> Option<ir::PageSays> {
        let why = self.prose(&node.at("why"), &spec.why);
        let says = match (&spec.text, &spec.r#type, own_type) {
            (Some(text), None, _) => ir::Says::Text(self.prose(&node.at("text"), text)),
            (None, Some(ty), OwnType::Row(own)) if own != ty => ir::Says::Type(self.prose(&node.at("type"), ty)),
            (None, Some(_), _) => {
                let message = match own_type {
                    OwnType::Row(_) => "the page's type is no other than the type here",
                    OwnType::Value => "a value of an enum has no type",
                    OwnType::Operation => "an operation has no type",
                };
                self.report(node.at("type").error(Code::Deviation, message));
                return None;
            }
            _ => {
                self.report(node.key_error(Code::Deviation, "`page_says` holds either `text` or `type`"));
                return None;
            }
        };
        Some(ir::PageSays { says, why })
    }

    fn beyond_page(
        &mut self,
        node: &Node<'_>,
        spec: Option<&notation::BeyondPage>,
        ty: &Type,
    ) -> Option<ir::BeyondPage> {
        let spec = spec?;
        let numeric = matches!(ty, Type::Integer(_) | Type::Long(_));
        let (key, stated, other_key, other) = if numeric {
            ("range", &spec.range, "length", &spec.length)
        } else {
            ("length", &spec.length, "range", &spec.range)
        };
        let mistake = match (ty.bounds(), stated.as_deref().map(types::bounds)) {
            (None, _) => {
                Some(node.key_error(Code::Deviation, "the type states no bounds that could be from elsewhere"))
            }
            (_, Some(Err(message))) => Some(node.at(key).error(Code::Bounds, message)),
            (_, None) => {
                Some(node.key_error(Code::Deviation, format!("`beyond_page` repeats the `{key}` of the type")))
            }
            (bounds, Some(Ok(repeated))) if bounds != Some(repeated) => {
                Some(node.at(key).error(Code::Deviation, "the bounds in the type are other ones"))
            }
            _ if other.is_some() => {
                Some(node.at(other_key).key_error(Code::Deviation, format!("this type has no `{other_key}`")))
            }
            _ => None,
        };
        self.diagnostics.extend(mistake);
        Some(ir::BeyondPage { source: self.prose(&node.at("source"), &spec.source) })
    }
}

fn is_scalar(ty: &Type) -> bool {
    matches!(ty, Type::String(_) | Type::Integer(_) | Type::Long(_) | Type::Boolean(_) | Type::Enum(_))
}

/// Why these bounds are no good for a value of this type, if they are not.
fn wrong_bounds(ty: &Type, Bounds { min, max }: Bounds) -> Option<String> {
    let fits_i32 = i32::try_from(min).is_ok() && i32::try_from(max).is_ok();
    let mistake = match ty {
        _ if min > max => return Some(format!("the bounds are turned around: {min} is more than {max}")),
        Type::String(_) | Type::Array(..) if min < 0 => "a length is not negative",
        Type::Integer(_) if !fits_i32 => "the range of an Integer fits 32 bits: a Long is wider",
        Type::Boolean(_) => "a Boolean has no bounds",
        Type::Object(_) | Type::Enum(_) | Type::Tuple(_) => "only texts, numbers and lists have bounds",
        _ => return None,
    };
    Some(mistake.to_owned())
}

/// Why a text is no good for the bounds of its length, if it is not. The vendor counts Unicode scalars.
fn wrong_length(bounds: Option<Bounds>, text: &str) -> Option<String> {
    let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    out_of(bounds, length).map(|mistake| format!("the length {mistake}"))
}

fn out_of(bounds: Option<Bounds>, number: i64) -> Option<String> {
    let Bounds { min, max } = bounds?;
    (number < min || max < number).then(|| format!("{number} is not within {min}..{max}"))
}
