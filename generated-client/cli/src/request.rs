//! The request of an operation, from the input and from flags.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, Read};

use clap::ArgMatches;
use huaweicloud_hss::descriptor::{Operation, OperationDescriptor, ParameterLocation, Source, Type};
use serde_json::{Map, Value};

use crate::exit::Exit;
use crate::flag::{self, Flag};
use crate::{options, value};

/// So many bytes of input are read; no request is larger.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The request; flags win over the input.
pub(crate) fn request<R: Operation>(flags: &[Flag], matches: &ArgMatches) -> Result<R, Exit> {
    let mut request = options::text(matches, options::INPUT).map_or_else(|| Ok(Map::new()), input)?;
    check_names(R::DESCRIPTOR, &request)?;
    for flag in flags {
        if let Some(value) = given(flag, matches) {
            members(&mut request, flag.location)?.insert(flag.field.name.to_owned(), value);
        }
    }
    let body = R::DESCRIPTOR.body.zip(request.get("body"));
    if let Some(path) = body.and_then(|(fields, body)| list_for_object(Type::Object(fields), body, "body")) {
        return Err(misfit(flags, &path, "it is a list, and an object belongs there"));
    }
    let request = serde_path_to_error::deserialize(Value::Object(request));
    request.map_err(|error| misfit(flags, &error.path().to_string(), error.inner()))
}

fn misfit(flags: &[Flag], path: &str, why: impl Display) -> Exit {
    let flag = flag::at(flags, path).map_or_else(String::new, |flag| format!(" (--{})", flag.name));
    Exit::usage(format!("{path}{flag} does not fit: {why}; try '--help'"))
}

/// Where a list stands for an object: a derived struct would take it as its fields in order.
fn list_for_object(ty: Type, value: &Value, path: &str) -> Option<String> {
    let item = |(index, (ty, item)): (usize, (Type, &Value))| list_for_object(ty, item, &format!("{path}[{index}]"));
    match (ty, value) {
        (Type::Object(_), Value::Array(_)) => Some(path.to_owned()),
        (Type::Object(fields), Value::Object(object)) => fields
            .iter()
            .find_map(|field| list_for_object(field.ty, object.get(field.name)?, &format!("{path}.{}", field.name))),
        (Type::Array(ty, _), Value::Array(items)) => items.iter().map(|item| (*ty, item)).enumerate().find_map(item),
        (Type::Tuple(types), Value::Array(items)) => types.iter().copied().zip(items).enumerate().find_map(item),
        _ => None,
    }
}

/// What a flag was given, if it was.
fn given(flag: &Flag, matches: &ArgMatches) -> Option<Value> {
    let mut values = matches.get_many::<Value>(&flag.name)?.cloned();
    let (_, repeated) = value::flag_type(flag.field.ty);
    if repeated { Some(values.collect()) } else { values.next_back() }
}

/// The object that holds what travels there.
fn members(request: &mut Map<String, Value>, location: ParameterLocation) -> Result<&mut Map<String, Value>, Exit> {
    if location != ParameterLocation::Body {
        return Ok(request);
    }
    let body = request.entry("body").or_insert_with(|| Value::Object(Map::new()));
    body.as_object_mut().ok_or_else(|| Exit::usage("the body of the input is no JSON object"))
}

/// The object in a file, or in the standard input.
fn input(path: &str) -> Result<Map<String, Value>, Exit> {
    let name = if path == "-" { "the standard input" } else { path };
    let text = if path == "-" { read(io::stdin()) } else { File::open(path).and_then(read) };
    let text = text.map_err(|error| Exit::usage(format!("cannot read {name}: {error}")))?;
    match serde_json::from_str(&text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Exit::usage(format!("{name} holds no JSON object, but another value"))),
        Err(error) => Err(Exit::usage(format!("{name} holds no JSON: {error}"))),
    }
}

fn read(from: impl Read) -> io::Result<String> {
    let mut text = String::new();
    let length = from.take(LARGEST + 1).read_to_string(&mut text)?;
    if length as u64 > LARGEST { Err(io::Error::other("it is larger than 64 MiB")) } else { Ok(text) }
}

/// What the client fills in has flags of its own, and credentials have none.
fn check_names(operation: &OperationDescriptor, request: &Map<String, Value>) -> Result<(), Exit> {
    let mut foreign = operation.parameters.iter().filter(|parameter| request.contains_key(parameter.field.name));
    let Some(parameter) = foreign.find(|parameter| parameter.source != Source::Request) else { return Ok(()) };
    let way = match parameter.source {
        Source::Client(setting) => options::setting(setting),
        _ => None,
    };
    let way = way.map_or_else(|| "is filled in by the credentials".to_owned(), |flag| format!("is given by {flag}"));
    Err(Exit::usage(format!("{} {way}, not by the input", parameter.field.name)))
}
