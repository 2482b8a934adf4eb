//! Lowers deviations from the help page: `page_says` and `beyond_page`.

use hss_yaml::{Code, Diagnostic};

use super::{Lowering, types};
use crate::description::Node;
use crate::description::notation::{BeyondPage, Parameter, Quotations};
use crate::ir::{self, Type};

impl Lowering<'_> {
    /// Lowers quotations. Those of a row can be about its type, `row_type`.
    pub(super) fn lower_quotations(
        &mut self,
        node: &Node<'_>,
        quotations: &Quotations,
        row_type: Option<&str>,
    ) -> Vec<ir::PageSays> {
        if node.is_repaired() {
            return Vec::new();
        }
        self.lower_each(quotations.0.iter().enumerate(), |lowering, (index, page_says)| {
            let node = node.item(index);
            let ir::PageSays { text, r#type, why } = page_says;
            let why = lowering.lower_prose(&node.at("why"), why);
            if let Err(error) = check_quotation(&node, page_says, row_type) {
                lowering.report(error);
                return None;
            }
            let text = text.as_ref().map(|text| lowering.lower_prose(&node.at("text"), text));
            let r#type = r#type.as_ref().map(|ty| lowering.lower_prose(&node.at("type"), ty));
            Some(ir::PageSays { text, r#type, why })
        })
    }

    pub(super) fn lower_beyond_page(&mut self, node: &Node<'_>, row: &Parameter, ty: &Type) -> Option<String> {
        let (node, beyond_page) = (node.at("beyond_page"), row.beyond_page.as_ref()?);
        if let Err(diagnostic) = check_bounds_beyond_page(&node, beyond_page, ty) {
            self.report(diagnostic);
        }
        Some(self.lower_prose(&node.at("source"), &beyond_page.source))
    }
}

/// Checks that a quotation is about either words or a type that differs from that of its row.
fn check_quotation(node: &Node<'_>, page_says: &ir::PageSays, row_type: Option<&str>) -> Result<(), Diagnostic> {
    match (&page_says.text, &page_says.r#type) {
        (Some(_), Some(_)) | (None, None) => {
            Err(node.key_error(Code::Deviation, "`page_says` must have either `text` or `type`"))
        }
        (None, Some(_)) if row_type.is_none() => {
            Err(node.at("type").error(Code::Deviation, "only a row has a type: use `text`"))
        }
        (None, Some(quoted)) if row_type == Some(quoted) => {
            Err(node.at("type").error(Code::Deviation, "the row has the same type: remove `page_says`"))
        }
        _ => Ok(()),
    }
}

/// Checks that `beyond_page` repeats the bounds of the type, under the right key.
fn check_bounds_beyond_page(node: &Node<'_>, beyond_page: &BeyondPage, ty: &Type) -> Result<(), Diagnostic> {
    let Some(bounds) = ty.limits() else {
        return Err(node.key_error(Code::Deviation, "`beyond_page` requires a type with bounds"));
    };
    let (length, range) = (("length", &beyond_page.length), ("range", &beyond_page.range));
    let is_number = matches!(ty, Type::Integer(_) | Type::Long(_) | Type::Number(_));
    let ((key, repeated), (other_key, other)) = if is_number { (range, length) } else { (length, range) };
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
