//! Removes objects and enums that no row uses any longer.

use std::collections::HashSet;

use hss_generator::description::notation::{Operation, Parameter, Response};

use super::editor::Editor;
use crate::finished::FinishedDescription;
use crate::notation::child;

/// Removes the objects and enums of a file that neither its rows nor those of other files use. Returns their names.
pub(super) fn remove(editor: &mut Editor, finished: &FinishedDescription, file: &str) -> Result<Vec<String>, String> {
    let mut removed = Vec::new();
    let mut used_elsewhere = HashSet::new();
    for document in finished.description.operations.iter().chain(&finished.unfinished.operations) {
        if document.file.source.path != file {
            collect(&document.content, &mut used_elsewhere);
        }
    }
    // Without an object, another one that only it uses is unused too.
    while let Some((section, name)) = first_unused(editor, &used_elsewhere) {
        editor.remove(&child(section, &name))?;
        removed.push(name);
    }
    Ok(removed)
}

fn first_unused(editor: &Editor, used_elsewhere: &HashSet<String>) -> Option<(&'static str, String)> {
    let mut used = used_elsewhere.clone();
    collect(editor.content(), &mut used);
    for section in ["/objects", "/enums"] {
        for name in editor.keys(section) {
            if !used.contains(&name) {
                return Some((section, name));
            }
        }
    }
    None
}

/// Collects the names in the types of all rows.
fn collect(operation: &Operation, names: &mut HashSet<String>) {
    let Operation { path, query, headers, body, response, objects, .. } = operation;
    let mut rows: Vec<&Parameter> = path.values().chain(query.values()).chain(headers.values()).collect();
    rows.extend(body.iter().flat_map(|fields| fields.values()));
    for response in response.values() {
        if let Response::Fields(fields) = response {
            rows.extend(fields.values());
        }
    }
    rows.extend(objects.values().flat_map(|object| object.fields.values()));
    for row in rows {
        let words = row.r#type.split(|c: char| !c.is_ascii_alphanumeric());
        names.extend(words.map(str::to_owned));
    }
}
