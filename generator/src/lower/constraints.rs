//! Lowers what constrains or explains the values of a field: bounds, default, special values, unit.

use hss_yaml::{Code, Severity};
use regex_lite::{Regex, RegexBuilder};

use super::limits::{check_length, check_range};
use super::{Lowering, strings};
use crate::description::Node;
use crate::description::notation::{Parameter, Scalar};
use crate::ir::{self, Type};

/// Maximum size of a compiled pattern: a short one can repeat its parts any number of times.
const MAX_PATTERN_BYTES: usize = 512 * 1024;

impl Lowering<'_> {
    /// Lowers the `default` or the `example` of a row. An example on a help page may violate the constraints of that
    /// page, which is only a warning.
    pub(super) fn lower_scalar(&mut self, node: &Node<'_>, key: &str, value: &Scalar, ty: &Type) -> String {
        let (node, text) = (node.at(key), value.to_string());
        self.ok_or_report(&node, Code::Value, strings::check_wire_value(&text));
        if let Err(Mismatch { severity, message }) = self.check_scalar(key, value, ty) {
            let severity = if key == "default" { Severity::Error } else { severity };
            self.report(node.error(Code::Value, message).with_severity(severity));
        }
        text
    }

    /// Checks a value of a row. `what` names it in messages.
    fn check_scalar(&self, what: &str, value: &Scalar, ty: &Type) -> Result<(), Mismatch> {
        let checked = match (value, ty) {
            (Scalar::String(text), Type::String(bounds)) => check_length(*bounds, text.chars().count()),
            (Scalar::String(text), Type::Enum(definition)) => self.definitions.check_value(definition, text),
            (Scalar::Integer(number), Type::IntegerEnum(definition)) => {
                self.definitions.check_value(definition, &number.to_string())
            }
            (Scalar::Integer(number), Type::Integer(_)) if i32::try_from(*number).is_err() => {
                Err(format!("the {what} of an `Integer` must fit in 32 bits: use `Long` instead"))
            }
            (Scalar::Integer(number), Type::Integer(bounds) | Type::Long(bounds)) => {
                check_range(what, *bounds, *number)
            }
            #[allow(clippy::cast_precision_loss, reason = "the client's number is a float, too")]
            (Scalar::Integer(number), Type::Number(bounds)) => check_range(what, *bounds, *number as f64),
            (Scalar::Number(number), Type::Number(bounds)) => check_range(what, *bounds, *number),
            (Scalar::Boolean(boolean), Type::Boolean(Some(only))) if only != boolean => {
                Err(format!("the {what} must be the value that `only` allows"))
            }
            (Scalar::Boolean(_), Type::Boolean(_)) => Ok(()),
            _ => return Err(Mismatch { severity: Severity::Error, message: type_mismatch(what, ty) }),
        };
        checked.map_err(|message| Mismatch { severity: Severity::Warning, message })
    }

    pub(super) fn lower_special(&mut self, node: &Node<'_>, row: &Parameter, ty: &Type) -> Vec<(String, String)> {
        self.lower_each(&row.special, |lowering, (value, meaning)| {
            let node = node.at("special").at(value);
            let checked = match ty {
                Type::String(bounds) => check_length(*bounds, value.chars().count()),
                _ => Err("`special` requires the type `String`".to_owned()),
            };
            lowering.ok_or_report_key(&node, Code::Value, checked);
            lowering.ok_or_report_key(&node, Code::Text, strings::check_wire_value(value));
            Some((value.clone(), lowering.lower_prose(&node, meaning)))
        })
    }

    /// Lowers the pattern of a row, which the default and the special values must match.
    pub(super) fn lower_pattern(&mut self, node: &Node<'_>, row: &Parameter, ty: &Type) -> Option<String> {
        let pattern = row.pattern.as_ref()?;
        let regex = self.compile_pattern(&node.at("pattern"), pattern, ty)?;
        if let Some(Scalar::String(default)) = &row.default
            && !regex.is_match(default)
        {
            self.report(node.at("default").error(Code::Value, "the default does not match the `pattern`"));
        }
        for value in row.special.keys().filter(|value| !regex.is_match(value)) {
            let message = "the value does not match the `pattern`";
            self.report(node.at("special").at(value).key_error(Code::Value, message));
        }
        Some(pattern.clone())
    }

    /// Compiles a pattern in the same way as the client.
    fn compile_pattern(&mut self, node: &Node<'_>, pattern: &str, ty: &Type) -> Option<Regex> {
        if !consists_of_strings(ty) {
            let message = "`pattern` requires the type `String`, or an `Array` of it";
            self.report(node.error(Code::Value, message));
            return None;
        }
        self.ok_or_report(node, Code::Value, strings::check_wire_string(pattern))?;
        match RegexBuilder::new(pattern).size_limit(MAX_PATTERN_BYTES).build() {
            Ok(regex) => Some(regex),
            Err(error) => {
                let error = node.error(Code::Value, format!("unsupported pattern: {error}"));
                let help = "write it without look-around, backreferences and `\\p`; other syntax is that of the crate \
                            regex-lite";
                self.report(error.with_help(help));
                None
            }
        }
    }

    pub(super) fn lower_unit(&mut self, node: &Node<'_>, unit: &str, ty: &Type) -> ir::Unit {
        if !matches!(ty, Type::Integer(_) | Type::Long(_) | Type::Number(_)) {
            self.report(node.error(Code::Value, "`unit` requires the type `Integer`, `Long` or `Number`"));
        }
        match self.lower_prose(node, unit) {
            unit if unit == "not stated" => ir::Unit::NotStated,
            unit => ir::Unit::Stated(unit),
        }
    }
}

/// Why a type does not have a value. Of an example, a violated constraint is only a warning.
struct Mismatch {
    severity: Severity,
    message: String,
}

fn type_mismatch(what: &str, ty: &Type) -> String {
    let expected = match ty {
        Type::String(_) | Type::Enum(_) => "of a string must be a string: quote it",
        Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_) => "of an integer must be an unquoted integer",
        Type::Number(_) => "of a number must be an unquoted number",
        Type::Boolean(_) => "of a boolean must be an unquoted `true` or `false`",
        Type::Array(..) | Type::Tuple(_) | Type::Map(..) | Type::Json | Type::Object(_) => {
            return format!("lists, tuples, maps, objects and `Json` cannot have the key `{what}`");
        }
    };
    format!("the {what} {expected}")
}

/// Returns whether a type is a string or a list of strings, or a list of such lists.
fn consists_of_strings(ty: &Type) -> bool {
    match ty {
        Type::String(_) => true,
        Type::Array(item, _) => consists_of_strings(item),
        _ => false,
    }
}
