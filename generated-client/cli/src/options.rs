//! The flags that all operations have in common. No flag takes a secret.

use clap::{Arg, ArgAction, ArgMatches};
use huaweicloud_hss::descriptor::Setting;

pub(crate) const REGION: &str = "region";
pub(crate) const PROJECT_ID: &str = "project-id";
pub(crate) const ENTERPRISE_PROJECT_ID: &str = "enterprise-project-id";
pub(crate) const ENDPOINT: &str = "endpoint";
pub(crate) const TOKEN_STDIN: &str = "token-stdin";
pub(crate) const INPUT: &str = "input";
pub(crate) const ALL: &str = "all";
pub(crate) const DRY_RUN: &str = "dry-run";
pub(crate) const NO_VALIDATE: &str = "no-validate";

/// Flag, environment variable, name of the value, and help.
const CONNECTION: [[&str; 4]; 4] = [
    [REGION, "HUAWEICLOUD_SDK_REGION", "REGION", "Region to call, such as cn-north-4"],
    [PROJECT_ID, "HUAWEICLOUD_SDK_PROJECT_ID", "ID", "Project whose resources are addressed"],
    [
        ENTERPRISE_PROJECT_ID,
        "HUAWEICLOUD_SDK_ENTERPRISE_PROJECT_ID",
        "ID",
        "Enterprise project that narrows a call down",
    ],
    [
        ENDPOINT,
        "HUAWEICLOUD_SDK_ENDPOINT",
        "URL",
        "Endpoint to call instead of the region's; plain http on loopback alone",
    ],
];

/// Where to call, for whom and as whom: good before a command and behind it.
pub(crate) fn connection() -> Vec<Arg> {
    let with_variable = CONNECTION.map(|[name, variable, value, help]| {
        Arg::new(name).long(name).env(variable).hide_env_values(true).value_name(value).help(help)
    });
    let token = switch(TOKEN_STDIN, "Read a token of IAM from the first line of the standard input");
    with_variable.into_iter().chain([token]).map(|arg| arg.global(true).help_heading("Connection")).collect()
}

/// How a call is made.
pub(crate) fn call() -> Vec<Arg> {
    let input = Arg::new(INPUT).long(INPUT).value_name("FILE").help(
        "Take the parameters from a JSON object, by their names on the wire and with the body under `body`; \
         - is the standard input. Flags win over it",
    );
    let all = switch(ALL, "Follow the list over all its pages, and print its items as JSON Lines");
    let dry_run = switch(DRY_RUN, "Print the request instead of sending it, without secrets");
    let no_validate = switch(NO_VALIDATE, "Leave the constraints of the help page to the service");
    [input, all, dry_run, no_validate].map(|arg| arg.help_heading("Call")).into()
}

fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

/// A text that is given and not empty: an unset variable of a script counts for nothing.
pub(crate) fn text<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.get_one::<String>(name).map(String::as_str).filter(|text| !text.is_empty())
}

/// The flag of a setting, and what it can be replaced by.
pub(crate) fn setting(setting: Setting) -> Option<String> {
    let wanted = match setting {
        Setting::Project => PROJECT_ID,
        Setting::Region => REGION,
        Setting::EnterpriseProject => ENTERPRISE_PROJECT_ID,
        _ => return None,
    };
    let [name, variable, ..] = CONNECTION.iter().find(|[name, ..]| *name == wanted)?;
    Some(format!("--{name} (or {variable})"))
}
