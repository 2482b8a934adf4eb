//! The text of help.

use clap::Command;

/// Maximum line width of help.
pub(crate) const MAX_WIDTH: usize = 120;

/// Returns the parts of a command's help that a template of clap selects. They are aligned, and wrapped at the width of
/// the terminal.
pub(crate) fn render(command: Command, template: &'static str) -> String {
    let mut command = command.help_template(template).max_term_width(MAX_WIDTH);
    if cfg!(test) {
        // Independent of the terminal and of the variable COLUMNS.
        command = command.term_width(MAX_WIDTH);
    }
    command.render_help().to_string().trim_end().to_owned()
}
