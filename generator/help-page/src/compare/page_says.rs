//! Checks that the help page still says what `page_says` quotes.

use hss_generator::description::Node;
use hss_generator::ir::PageSays;

use super::PageComparer;
use super::difference::DifferenceKind as Kind;
use super::quotations::Quotations;
use crate::read::Line;

impl<'a> PageComparer<'a> {
    /// Adds the quotations of a `page_says` at `node`, and reports those that these lines no longer contain. Returns
    /// whether they contain all of them.
    pub(super) fn check_quotations(
        &mut self,
        quotations: &mut Quotations<'a>,
        node: &Node<'a>,
        page_says: &'a [PageSays],
        lines: &[Line],
    ) -> bool {
        let mut are_current = true;
        for (index, says) in page_says.iter().enumerate() {
            let Some(text) = &says.text else { continue };
            if quotations.add(text, lines, self.page.is_html) {
                continue;
            }
            are_current = false;
            let help = "compare this row again, then remove `page_says` or quote what the help page says now";
            let found = self.at_value(
                Kind::PageSays,
                lines.first().map_or(self.page.request.line, |line| line.number),
                &node.item(index).at("text"),
                "the help page no longer says this",
                help,
            );
            self.report(found);
        }
        are_current
    }
}
