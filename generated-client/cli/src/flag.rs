//! The flags of one operation: one for each parameter that the caller gives, and one for each field of the body.

use std::collections::BTreeSet;

use clap::Arg;
use heck::ToKebabCase;
use huaweicloud_hss::descriptor::{Field, OperationDescriptor, ParameterLocation, Source};

use crate::options;

/// A flag that takes the value of a parameter.
pub(crate) struct Flag {
    /// Without dashes, and never that of another flag.
    pub(crate) name: String,
    pub(crate) location: ParameterLocation,
    pub(crate) field: &'static Field,
}

/// The flags of an operation, in the page's order.
pub(crate) fn flags(operation: &OperationDescriptor) -> Vec<Flag> {
    let given = operation.parameters.iter().filter(|parameter| parameter.source == Source::Request);
    let given = given.map(|parameter| (parameter.location, &parameter.field));
    let body = operation.body.unwrap_or_default().iter().map(|field| (ParameterLocation::Body, field));
    let fields: Vec<_> = given.chain(body).collect();
    let common = options::connection().into_iter().chain(options::call());
    let common = common.filter_map(|arg: Arg| arg.get_long().map(str::to_owned));
    let taken = common.chain(["help", "version"].map(str::to_owned)).collect();
    let names = names(taken, fields.iter().map(|(location, field)| (*location, field.name)));
    names.into_iter().zip(fields).map(|(name, (location, field))| Flag { name, location, field }).collect()
}

/// A name in kebab case; where that is taken, with the location in front; where that is taken as well, with a number.
fn names<'a>(mut taken: BTreeSet<String>, fields: impl Iterator<Item = (ParameterLocation, &'a str)>) -> Vec<String> {
    let mut name = |(location, wire): (ParameterLocation, &str)| {
        let plain = wire.to_kebab_case();
        let placed = [place_name(location), &plain].join("-").trim_end_matches('-').to_owned();
        let numbered = (2..).map(|number: u64| format!("{placed}-{number}"));
        let candidates = [plain, placed.clone()].into_iter().chain(numbered);
        let free = candidates.into_iter().find(|name| !name.is_empty() && taken.insert(name.clone()));
        free.unwrap_or(placed)
    };
    fields.map(&mut name).collect()
}

fn place_name(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        _ => "body",
    }
}

/// The flag that sets what is at a path, such as `body.list[1].field`.
pub(crate) fn at<'a>(flags: &'a [Flag], path: &str) -> Option<&'a Flag> {
    let within = |flag: &&Flag| {
        path.strip_prefix(&flag.path()).is_some_and(|rest| matches!(rest.as_bytes(), [] | [b'.' | b'[', ..]))
    };
    flags.iter().filter(within).max_by_key(|flag| flag.path().len())
}

impl Flag {
    /// How errors call what it sets.
    fn path(&self) -> String {
        match self.location {
            ParameterLocation::Body => format!("body.{}", self.field.name),
            _ => self.field.name.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use huaweicloud_hss::descriptor::ParameterLocation::{Body, Header, Path, Query};

    use super::*;

    #[test]
    fn every_flag_has_a_name_of_its_own() {
        let taken = || ["region", "help"].map(str::to_owned).into();
        for (fields, expected) in [
            (
                vec![(Query, "page_size"), (Header, "X-CredentialsSource"), (Body, "sizeMax")],
                vec!["page-size", "x-kind", "size-max"],
            ),
            (vec![(Query, "name"), (Body, "name")], vec!["name", "body-name"]),
            (vec![(Path, "region"), (Body, "help")], vec!["path-region", "body-help"]),
            (vec![(Query, "a_b"), (Query, "a-b"), (Query, "aB")], vec!["a-b", "query-a-b", "query-a-b-2"]),
            (vec![(Query, "$"), (Query, "@"), (Body, "größe")], vec!["query", "query-2", "größe"]),
        ] {
            assert_eq!(names(taken(), fields.into_iter()), expected);
        }
    }
}
