//! Warnings on standard error: what is probably not intended, but may be valid.

use huaweicloud_core::codegen::{Place, Visitor, walk};
use huaweicloud_core::descriptor::{OperationDescriptor, ParameterSource, Type};
use serde_json::Value;

use crate::error::similar::most_similar;
use crate::error::warn;
use crate::flags::common_flags;
use crate::flags::parameter_flags::{self, Flag};
use crate::program::command_name;

/// Maximum number of unknown values that are reported.
const MAX_VALUES: usize = 10;

/// Maximum number of known values that a warning lists.
const MAX_KNOWN_VALUES: usize = 10;

/// Warns if the operation is deprecated, and of values that its help page does not list.
pub(crate) fn print(operation: &OperationDescriptor, flags: &[Flag], request: &Value) {
    if let Some(why) = operation.deprecated {
        warn(&format!("{} is deprecated: {}", command_name(operation), why.trim_end_matches('.')));
    }
    let mut unlisted = UnlistedValues { flags, messages: Vec::new() };
    for parameter in operation.parameters {
        if parameter.source == ParameterSource::Request
            && let Some(value) = request.get(parameter.field.name)
        {
            walk(&mut unlisted, &Place::root(parameter.field.name), parameter.field.ty, value);
        }
    }
    if let (Some(fields), Some(body)) = (operation.body, request.get("body")) {
        walk(&mut unlisted, &Place::root("body"), Type::of_body(fields), body);
    }
    for message in unlisted.messages {
        warn(&message);
    }
}

/// Returns the most similar known value, or all known values if they are few.
fn advice(value: &str, known: &[String]) -> String {
    match most_similar(value, known) {
        Some(similar) => format!("did you mean '{similar}'?"),
        _ if known.len() <= MAX_KNOWN_VALUES => format!("known values are {}", known.join(", ")),
        _ => format!("'--help' shows the {} known values", known.len()),
    }
}

/// Warns of nulls that were skipped in the lists and maps of responses.
pub(crate) fn print_skipped_nulls(count: usize) {
    match count {
        0 => {}
        1 => warn("skipped 1 null in a list of the response"),
        count => warn(&format!("skipped {count} nulls in lists of the response")),
    }
}

/// Warns that a page is not the whole list.
pub(crate) fn print_partial(count: usize, total: usize) {
    warn(&format!("the page has {count} of {total} items: --{} prints all of them", common_flags::ALL));
}

/// Describes the values of enums, at any depth, that their help page does not list, each once.
struct UnlistedValues<'a> {
    flags: &'a [Flag],
    messages: Vec<String>,
}

impl Visitor for UnlistedValues<'_> {
    fn value(&mut self, place: &Place, ty: Type, value: &Value) -> bool {
        if ty.lists(value) || self.messages.len() == MAX_VALUES {
            return true;
        }
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let path = place.to_string();
        let name = match parameter_flags::find_by_path(self.flags, &path) {
            Some(flag) => format!("--{}", flag.name),
            None => path,
        };
        let advice = advice(&value, &ty.known_values());
        let message = format!("the help page does not list '{value}' for {name}: {advice}");
        if !self.messages.contains(&message) {
            self.messages.push(message);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use huaweicloud_core::codegen::table;
    use huaweicloud_core::descriptor::Field;
    use serde_json::json;

    use super::*;
    use crate::flags::parameter_help::ParameterHelp;

    const HELP: &ParameterHelp = &ParameterHelp::query("kinds", "kinds", "The kinds.");
    const LIST: Field = table::field("kinds", table::array(&table::one_of(&["registry", "local"])));

    fn warnings(ty: Type, value: &Value) -> Vec<String> {
        let flags = [Flag { name: HELP.flag, location: HELP.location, field: &LIST, help: HELP }];
        let mut unlisted = UnlistedValues { flags: &flags, messages: Vec::new() };
        walk(&mut unlisted, &Place::root("kinds"), ty, value);
        unlisted.messages.into_iter().map(|text| text.replace("the help page does not list ", "")).collect()
    }

    #[test]
    fn warns_once_of_each_value() {
        let items: Vec<&str> = ["regstry", "other"].into_iter().cycle().take(500).collect();
        let expected = [
            "'regstry' for --kinds: did you mean 'registry'?",
            "'other' for --kinds: known values are registry, local",
        ];
        assert_eq!(warnings(LIST.ty, &json!(items)), expected);
        let many: Vec<String> = (0..500).map(|index| format!("other-{index}")).collect();
        assert_eq!(warnings(LIST.ty, &json!(many)).len(), MAX_VALUES);
    }

    #[test]
    fn refers_to_help_for_many_known_values() {
        const MANY: &[i64] = &[0; 129];
        let expected = ["'500' for --kinds: '--help' shows the 129 known values"];
        assert_eq!(warnings(Type::IntegerEnum(MANY), &json!(500)), expected);
    }
}
