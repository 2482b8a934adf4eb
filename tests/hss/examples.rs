//! The client's examples: each one runs and prints what its snapshot holds. The README shows the quickstart.

use std::path::{MAIN_SEPARATOR, Path};

use hss_tests::{program, project, readme_crate};

#[test]
fn examples_run_and_print_their_snapshots() {
    let sources = project::files_in("generated-client/examples");
    assert!(sources.len() > 1, "{sources:?}");
    for source in sources {
        let name = source.rsplit('/').next().and_then(|file| file.strip_suffix(".rs")).expect("a Rust file");
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = program::example(name);
        command.env("TMPDIR", folder.path()).env("TMP", folder.path());
        let output = command.output().expect("the example runs");
        let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && stderr.is_empty(), "{name}: {stdout}{stderr}");
        insta::assert_snapshot!(format!("example_{name}"), without_folders(&without_numbers(&stdout), folder.path()));
    }
}

/// Replaces the port of the mock server and the durations of attempts, which are others in each run.
fn without_numbers(text: &str) -> String {
    let mut replaced = text.to_owned();
    for name in ["server.port=", "duration_ms="] {
        let is_of_number = |character: char| character.is_ascii_digit() || character == '.';
        let parts: Vec<&str> = replaced.split(name).map(|part| part.trim_start_matches(is_of_number)).collect();
        replaced = parts.join(&format!("{name}0"));
    }
    replaced
}

/// Replaces the paths of files in temporary folders by their paths in these, with slashes.
fn without_folders(text: &str, temporary: &Path) -> String {
    let prefix = format!("{}{MAIN_SEPARATOR}", temporary.display());
    let mut parts = text.split(prefix.as_str());
    let mut replaced = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // The folder has a random name.
        let path = part.split_once(MAIN_SEPARATOR).map_or(part, |(_folder, path)| path);
        replaced.push_str(&path.replace(MAIN_SEPARATOR, "/"));
    }
    replaced
}

#[test]
fn readme_shows_the_quickstart() {
    let example = project::read("generated-client/examples/quickstart.rs");
    let code = example.split_once("\n\n").map_or(example.as_str(), |(_docs, code)| code);
    let readme = project::read("README.md");
    assert!(
        readme.contains(&format!("```rust\n{code}```\n")),
        "README.md must contain examples/quickstart.rs unchanged"
    );
}

/// The dependencies and the program are pasted into a new crate.
#[test]
fn quick_start_of_the_readme_runs_when_pasted() {
    let pasted = readme_crate::run().expect("cargo runs");
    assert!(pasted.status.success(), "{}", String::from_utf8_lossy(&pasted.stderr));
    let example = program::example("quickstart").output().expect("the example runs");
    assert_eq!(String::from_utf8_lossy(&pasted.stdout), String::from_utf8_lossy(&example.stdout));
}
