//! The client's examples: each runs, and says what it should. The README shows the first one.

use std::process::Command;

use hss_tests::{program, project};

#[test]
fn each_example_runs_and_says_what_it_should() {
    let mut build = program::cargo();
    // The whole workspace, so that nothing is built with other features than this test.
    let build = build.current_dir(project::root()).args(["build", "--quiet", "--workspace", "--examples"]).status();
    assert!(build.expect("cargo runs").success());
    let test = std::env::current_exe().expect("this test");
    let folder = test.ancestors().nth(2).expect("a folder").join("examples");
    let sources = project::files_in("generated-client/examples");
    assert!(sources.len() > 1, "{sources:?}");
    for source in sources {
        let name = source.rsplit('/').next().and_then(|file| file.strip_suffix(".rs")).expect("a Rust file");
        let output = Command::new(folder.join(name)).output().expect("the example runs");
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && err.is_empty(), "{name}: {out}{err}");
        insta::assert_snapshot!(format!("example_{name}"), out);
    }
}

#[test]
fn the_readme_shows_the_first_one() {
    let example = project::read("generated-client/examples/quickstart.rs");
    let code = example.split_once("\n\n").map_or(example.as_str(), |(_docs, code)| code);
    let readme = project::read("README.md");
    assert!(readme.contains(&format!("```rust\n{code}```\n")), "README.md holds examples/quickstart.rs word for word");
}
