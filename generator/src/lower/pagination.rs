//! Lowers pagination.

use hss_yaml::{Code, Severity, did_you_mean};

use super::{Lowering, operation::OperationFields};
use crate::description::Node;
use crate::ir::{Bounds, Field, Pagination, ParameterLocation, Type};

impl Lowering<'_> {
    pub(super) fn lower_pagination(
        &mut self,
        node: &Node<'_>,
        pagination: Option<&Pagination>,
        fields: &mut OperationFields,
    ) -> Option<Pagination> {
        let pagination = pagination?;
        let Pagination { offset, limit, items, total } = pagination;
        let query = fields.set_by_caller().filter(|(location, _)| *location == ParameterLocation::Query);
        let query_integers = names_of(query.map(|(_, field)| field), is_integer);
        let response = fields.success.content.fields();
        self.check_reference(&node.at("offset"), offset, &query_integers, "an integer query parameter");
        self.check_reference(&node.at("limit"), limit, &query_integers, "an integer query parameter");
        self.check_first_offset(&node.at("offset"), offset, fields);
        if limit == offset {
            let error = node.at("limit").error(Code::Reference, "`offset` and `limit` are the same parameter");
            self.report(error.with_help("name the parameter with the maximum number of items"));
        }
        let lists = names_of(response, |ty| matches!(ty, Type::Array(..)));
        self.check_reference(&node.at("items"), items, &lists, "a list in the response");
        let why = "callers get the items one by one, without the struct that redacts them";
        self.reject_reference_to_secret(&node.at("items"), items, response, why);
        if let Some(total) = total {
            let integers = names_of(response, is_integer);
            self.check_reference(&node.at("total"), total, &integers, "an integer in the response");
        }
        for parameter in &mut fields.parameters {
            // `items()` sets them if callers do not.
            parameter.field.is_argument &= ![offset, limit].contains(&&parameter.field.wire_name);
        }
        Some(pagination.clone())
    }

    /// Warns of a required offset that cannot be 0, since the list then lacks its first items.
    fn check_first_offset(&mut self, node: &Node<'_>, offset: &str, fields: &OperationFields) {
        let Some(parameter) = fields.parameters.iter().find(|parameter| parameter.field.wire_name == offset) else {
            return;
        };
        if let Some(Bounds { min: Some(min @ 1..), .. }) = parameter.field.ty.bounds()
            && parameter.field.mandatory
        {
            let message = format!("`{offset}` is required and at least {min}, so the list lacks its first items");
            let help = "correct the range of the parameter, and quote the help page in its `page_says`";
            self.report(node.error(Code::Bounds, message).with_severity(Severity::Warning).with_help(help));
        }
    }

    pub(super) fn check_reference(&mut self, node: &Node<'_>, name: &str, candidates: &[&str], expected: &str) {
        if !candidates.contains(&name) {
            let error = node.error(Code::Reference, format!("`{name}` is not {expected}"));
            self.report(error.with_optional_help(did_you_mean(name, candidates.iter().copied())));
        }
    }
}

/// Returns the names of the fields with an expected type.
pub(super) fn names_of<'f>(
    fields: impl IntoIterator<Item = &'f Field>,
    is_expected: fn(&Type) -> bool,
) -> Vec<&'f str> {
    let fields = fields.into_iter().filter(|field| is_expected(&field.ty));
    fields.map(|field| field.wire_name.as_str()).collect()
}

fn is_integer(ty: &Type) -> bool {
    matches!(ty, Type::Integer(_) | Type::Long(_))
}
