//! The generated parts of files that people write: the table of operations in README.md, and the list of operations in
//! the tests of the service.

use std::fmt::Write as _;

use super::markdown::{code, escape};
use crate::files::Section;
use crate::ir::{Operation, Service};

pub(super) fn of(service: &Service) -> Vec<Section> {
    vec![readme(service), test_list(service)]
}

/// Returns the table of operations, sorted by the name of their method.
fn readme(service: &Service) -> Section {
    let mut operations: Vec<&Operation> = service.operations.iter().collect();
    operations.sort_by_key(|operation| operation.names.method.in_links());
    let mut text = "\n| method | help page |\n|---|---|\n".to_owned();
    for operation in operations {
        let method = code(operation.names.method.in_links());
        let deprecated = if operation.deprecated.is_some() { " (deprecated)" } else { "" };
        // Titles repeat in parentheses that an operation is deprecated.
        let title = operation.page.title.split(" (").next().unwrap_or_default();
        let _ = writeln!(text, "| {method}{deprecated} | {} |", escape(title));
    }
    text.push('\n');
    Section {
        path: "README.md",
        begin: "<!-- operations: generated from spec/ by `cargo xtask generate` -->",
        end: "<!-- end of operations -->",
        text,
    }
}

/// Returns macros that list the request types, since Rust cannot iterate over types.
fn test_list(service: &Service) -> Section {
    let (files, others): (Vec<&Operation>, Vec<&Operation>) =
        service.operations.iter().partition(|operation| operation.returns_file());
    let mut text = "/// Calls a generic function with the request type of each operation whose response is JSON, and \
                    returns an array of the\n/// results.\n"
        .to_owned();
    add_macro(&mut text, "for_each_operation", &others);
    text.push_str(
        "\n/// Calls a generic function like [`for_each_operation`], for the operations whose response is a file.\n",
    );
    add_macro(&mut text, "for_each_file", &files);
    Section {
        path: "tests/hss/every_operation.rs",
        begin: "// operations: generated from spec/ by `cargo xtask generate`",
        end: "// end of operations",
        text,
    }
}

fn add_macro(text: &mut String, name: &str, operations: &[&Operation]) {
    let _ = writeln!(text, "#[rustfmt::skip]\nmacro_rules! {name} {{\n    ($function:ident) => {{\n        [");
    for operation in operations {
        let request = &operation.names.request;
        let _ = writeln!(text, "            $function::<super::client::operation::{request}>(),");
    }
    text.push_str("        ]\n    };\n}\n");
}
