//! The columns of the output, by the names that the service uses.

use clap::ArgMatches;
use huaweicloud_core::descriptor::{Field, OperationDescriptor, Type};

use crate::error::CliError;
use crate::error::similar::most_similar;
use crate::flags::common_flags::COLUMNS;

/// Returns the columns that `--columns` names, or `None` if it is not set. Records can have columns that the help page
/// does not list.
pub(crate) fn chosen(matches: &ArgMatches) -> Result<Option<Vec<String>>, CliError> {
    let Some(names) = matches.get_many::<String>(COLUMNS) else { return Ok(None) };
    let names: Vec<String> = names.map(|name| name.trim().to_owned()).collect();
    if names.iter().any(String::is_empty) {
        return Err(CliError::usage(format!("empty name in --{COLUMNS}: separate names by single commas")));
    }
    Ok(Some(names))
}

/// Returns all columns: the fields of a list's items, or else those of the response.
pub(crate) fn all(operation: &'static OperationDescriptor) -> Vec<&'static str> {
    let fields = operation.response.fields();
    let items = operation.pagination.map(|pagination| pagination.items);
    let fields = match fields.iter().find(|field| field.whole_body || Some(field.name) == items) {
        Some(Field { ty: Type::Array(Type::Object(item_fields), _), .. }) => *item_fields,
        // Items that are not objects have one column.
        Some(_) => return vec!["value"],
        _ => fields,
    };
    fields.iter().map(|field| field.name).collect()
}

/// Returns the error for a column that neither the help page nor any record has.
pub(crate) fn unknown_column(operation: &'static OperationDescriptor, name: &str) -> CliError {
    let known = all(operation);
    let tip = match most_similar(name, &known) {
        Some(similar) => format!("; tip: a similar column exists: '{similar}'"),
        None => String::new(),
    };
    let columns = if known.is_empty() { "there are none".to_owned() } else { known.join(", ") };
    CliError::usage(format!("unknown column '{name}' in --{COLUMNS}{tip}; columns: {columns}"))
}
