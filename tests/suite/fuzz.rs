//! The functions of the fuzz targets hold for inputs from which fuzzing starts. Fuzzing itself needs a nightly
//! compiler.

#[path = "../../fuzz/src/lib.rs"]
#[allow(unreachable_pub, reason = "the functions are public in their own crate")]
mod targets;

use hss_tests::project;

/// Returns the first half of a string.
fn half(text: &str) -> &str {
    text.get(..text.len() / 2).expect("ASCII")
}

#[test]
fn descriptions() {
    for operation in project::museum() {
        targets::description(&operation.text);
        targets::description(half(&operation.text));
    }
}

#[test]
fn help_pages() {
    for page in project::files_in("tests/suite/pages").iter().filter(|path| path.contains(".txt")) {
        let text = project::read(page);
        targets::help_page(&text);
        targets::help_page(half(&text));
    }
}

#[test]
fn responses() {
    let bodies = [r#"{"total":1}"#, r#"{"error_code":"$","error_msg":"$\n"}"#, "<html>$", "", "null", "[{", "\u{0}$"];
    for body in bodies {
        for selector in 0..8 {
            let mut data = vec![selector];
            data.extend_from_slice(body.as_bytes());
            targets::response(&data);
        }
    }
}
