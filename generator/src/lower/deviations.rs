//! Lowers deviations from the help page: `page_says` and `beyond_page`.

use super::{Lowering, types};
use crate::description::{Node, notation};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{self, Type};

/// What a quotation is about.
#[derive(Clone, Copy)]
pub(super) enum Quoted<'a> {
    /// A row of this type, which the type of the help page must differ from.
    Row(&'a str),
    EnumValue,
    Operation,
    Example,
}

impl Lowering<'_> {
    pub(super) fn lower_quotations(
        &mut self,
        node: &Node<'_>,
        quotations: &notation::Quotations,
        quoted: Quoted<'_>,
    ) -> Vec<ir::PageSays> {
        let mut lowered = Vec::new();
        if node.is_repaired() {
            return lowered;
        }
        for (index, page_says) in quotations.0.iter().enumerate() {
            lowered.extend(self.lower_page_says(&node.item(index), page_says, quoted));
        }
        lowered
    }

    fn lower_page_says(
        &mut self,
        node: &Node<'_>,
        page_says: &ir::PageSays,
        quoted: Quoted<'_>,
    ) -> Option<ir::PageSays> {
        let ir::PageSays { text, r#type, why } = page_says;
        let why = self.lower_prose(&node.at("why"), why);
        let error = match (text, r#type, quoted) {
            (Some(_), Some(_), _) | (None, None, _) => {
                node.key_error(Code::Deviation, "`page_says` must have either `text` or `type`")
            }
            (None, Some(own_type), Quoted::Row(ty)) if ty == own_type => {
                node.at("type").error(Code::Deviation, "the row has the same type: remove `page_says`")
            }
            (None, Some(_), Quoted::EnumValue) => {
                node.at("type").error(Code::Deviation, "an enum value has no type: use `text`")
            }
            (None, Some(_), Quoted::Operation) => {
                node.at("type").error(Code::Deviation, "an operation has no type: use `text`")
            }
            (None, Some(_), Quoted::Example) => {
                node.at("type").error(Code::Deviation, "an example has no type: use `text`")
            }
            (Some(_), None, _) | (None, Some(_), Quoted::Row(_)) => {
                let text = text.as_ref().map(|text| self.lower_prose(&node.at("text"), text));
                let r#type = r#type.as_ref().map(|ty| self.lower_prose(&node.at("type"), ty));
                return Some(ir::PageSays { text, r#type, why });
            }
        };
        self.report(error);
        None
    }

    pub(super) fn lower_beyond_page(
        &mut self,
        node: &Node<'_>,
        beyond_page: Option<&notation::BeyondPage>,
        ty: &Type,
    ) -> Option<String> {
        let beyond_page = beyond_page?;
        if let Err(diagnostic) = check_bounds_beyond_page(node, beyond_page, ty) {
            self.report(diagnostic);
        }
        Some(self.lower_prose(&node.at("source"), &beyond_page.source))
    }
}

/// Checks that `beyond_page` repeats the bounds of the type, under the right key.
fn check_bounds_beyond_page(node: &Node<'_>, beyond_page: &notation::BeyondPage, ty: &Type) -> Result<(), Diagnostic> {
    let bounds = match ty {
        Type::Number(bounds) => bounds.map(|bounds| bounds.to_string()),
        _ => ty.bounds().map(|bounds| bounds.to_string()),
    };
    let Some(bounds) = bounds else {
        return Err(node.key_error(Code::Deviation, "`beyond_page` requires a type with bounds"));
    };
    let is_number = matches!(ty, Type::Integer(_) | Type::Long(_) | Type::Number(_));
    let (key, other_key) = if is_number { ("range", "length") } else { ("length", "range") };
    let (repeated, other) =
        if is_number { (&beyond_page.range, &beyond_page.length) } else { (&beyond_page.length, &beyond_page.range) };
    let Some(repeated) = repeated else {
        let message = format!("`beyond_page` must repeat the `{key}` of the type");
        return Err(node.key_error(Code::Deviation, message));
    };
    let repeated = match ty {
        Type::Number(_) => types::parse_number_bounds(repeated).map(|bounds| bounds.to_string()),
        _ => types::parse_bounds(repeated).map(|bounds| bounds.to_string()),
    };
    let repeated = repeated.map_err(|message| node.at(key).error(Code::Bounds, message))?;
    if repeated != bounds {
        return Err(node.at(key).error(Code::Deviation, format!("the type has a different `{key}`")));
    }
    if other.is_some() {
        let message = format!("`{other_key}` does not apply to this type");
        return Err(node.at(other_key).key_error(Code::Deviation, message));
    }
    Ok(())
}
