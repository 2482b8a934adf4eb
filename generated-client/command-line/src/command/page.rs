//! The help of the program: replaces clap's single list of commands with sections.

use clap::Command;

use crate::output::help;

/// Replaces the list of commands in the help by `list`.
pub(crate) fn with_list(root: Command, list: String) -> Command {
    let mut options = Command::new(root.get_name().to_owned()).args(root.get_arguments());
    if let Some(version) = root.get_version() {
        options = options.version(version.to_owned());
    }
    let options = help::render(options, "{all-args}");
    let template =
        format!("{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{{before-help}}{options}{{after-help}}");
    root.before_help(list).help_template(template)
}
