//! Lowers deviations from the help page: `page_says` and `beyond_page`.

use super::{Lowering, types};
use crate::description::diagnostic::{Code, Diagnostic};
use crate::description::{Node, notation};
use crate::ir::{self, Type};

impl Lowering<'_> {
    /// Lowers `page_says`. `own_type` is the type of the row, which the type of the help page must differ from. Enum
    /// values have none.
    pub(super) fn page_says(
        &mut self,
        node: &Node<'_>,
        page_says: Option<&notation::PageSays>,
        own_type: Option<&String>,
    ) -> Option<ir::PageSays> {
        let page_says = page_says?;
        let why = self.prose(&node.at("why"), &page_says.why);
        let says = match (&page_says.text, &page_says.r#type, own_type) {
            (Some(text), None, _) => ir::Says::Text(self.prose(&node.at("text"), text)),
            (None, Some(ty), Some(own_type)) if ty != own_type => ir::Says::Type(self.prose(&node.at("type"), ty)),
            (None, Some(_), Some(_)) => {
                let message = "the row has the same type: remove `page_says`";
                self.report(node.at("type").error(Code::Deviation, message));
                return None;
            }
            (None, Some(_), None) => {
                self.report(node.at("type").error(Code::Deviation, "an enum value has no type: use `text`"));
                return None;
            }
            (Some(_), Some(_), _) | (None, None, _) => {
                self.report(node.key_error(Code::Deviation, "`page_says` must have either `text` or `type`"));
                return None;
            }
        };
        Some(ir::PageSays { says, why })
    }

    pub(super) fn beyond_page(
        &mut self,
        node: &Node<'_>,
        beyond_page: Option<&notation::BeyondPage>,
        ty: &Type,
    ) -> Option<ir::BeyondPage> {
        let beyond_page = beyond_page?;
        if let Err(diagnostic) = check_bounds_beyond_page(node, beyond_page, ty) {
            self.report(diagnostic);
        }
        Some(ir::BeyondPage { source: self.prose(&node.at("source"), &beyond_page.source) })
    }
}

/// Checks that `beyond_page` repeats the bounds of the type, under the right key.
fn check_bounds_beyond_page(node: &Node<'_>, beyond_page: &notation::BeyondPage, ty: &Type) -> Result<(), Diagnostic> {
    let Some(bounds) = ty.bounds() else {
        return Err(node.key_error(Code::Deviation, "`beyond_page` requires a type with bounds"));
    };
    let is_integer = matches!(ty, Type::Integer(_) | Type::Long(_));
    let (key, other_key) = if is_integer { ("range", "length") } else { ("length", "range") };
    let (repeated, other) =
        if is_integer { (&beyond_page.range, &beyond_page.length) } else { (&beyond_page.length, &beyond_page.range) };
    let Some(repeated) = repeated else {
        let message = format!("`beyond_page` must repeat the `{key}` of the type");
        return Err(node.key_error(Code::Deviation, message));
    };
    let repeated = types::parse_bounds(repeated).map_err(|message| node.at(key).error(Code::Bounds, message))?;
    if repeated != bounds {
        return Err(node.at(key).error(Code::Deviation, format!("the type has a different `{key}`")));
    }
    if other.is_some() {
        let message = format!("`{other_key}` does not apply to this type");
        return Err(node.at(other_key).key_error(Code::Deviation, message));
    }
    Ok(())
}
