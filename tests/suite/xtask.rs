//! `cargo xtask`, run on the project itself and on copies of a small description, `xtask/spec`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use hss_tests::program::{self, Outcome};
use hss_tests::project;
use tempfile::TempDir;

/// A copy of the description in a temporary folder, which is removed on drop.
struct Copy(TempDir);

impl Copy {
    fn new() -> Self {
        let copy = Self(tempfile::tempdir().expect("a folder"));
        fs::create_dir_all(copy.path("spec/operations")).expect("a folder");
        for path in ["spec/service.yaml", LIST, "spec/operations/create_thing.yaml"] {
            fs::write(copy.path(path), project::read(&format!("tests/suite/xtask/{path}"))).expect("a copy");
        }
        copy
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn replace(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(path)).expect("a file");
        assert!(text.contains(from), "{path} contains {from}");
        fs::write(self.path(path), text.replacen(from, to, 1)).expect("a change");
    }

    /// Returns the content and modification time of every file.
    fn state(&self) -> Vec<(PathBuf, Vec<u8>, std::time::SystemTime)> {
        let mut state = Vec::new();
        let mut folders = vec![self.0.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
                match entry.metadata().expect("metadata") {
                    data if data.is_dir() => folders.push(entry.path()),
                    data => {
                        let content = fs::read(entry.path()).expect("a file");
                        state.push((entry.path(), content, data.modified().expect("a time")));
                    }
                }
            }
        }
        state.sort();
        state
    }
}

fn xtask(root: &Path, arguments: &[&str]) -> Outcome {
    program::outcome(Command::new(program::program("xtask")).arg("--root").arg(root).args(arguments))
}

fn generate(copy: &Copy) -> Outcome {
    xtask(copy.0.path(), &["generate"])
}

const LIST: &str = "spec/operations/list_things.yaml";
const GENERATED_LIST: &str = "generated-client/src/generated/list_things.rs";
const OPENAPI: &str = "generated-client/openapi.json";

/// What to do after files changed.
const NEXT: &str = "next: `cargo xtask changes` reports what this means for callers; \
    state new facts in tests/hss/facts.txt, and run `cargo test --workspace`\n";

#[test]
fn generated_files_are_up_to_date() {
    // Warnings are allowed: a help page may contradict itself.
    let Outcome { code, out, err } = xtask(&project::root(), &["generate", "--check"]);
    assert!(code == Some(0) && out.ends_with(" generated files are up to date\n"), "{out}{err}");
}

#[test]
fn writes_only_files_that_changed() {
    let copy = Copy::new();
    let Outcome { code, out, err } = generate(&copy);
    assert_eq!((code, err.as_str()), (Some(0), NEXT));
    assert!(out.contains("created spec/schema.json\n10 files generated, 10 changed, in "), "{out}");
    let before = copy.state();
    let Outcome { out, err, .. } = generate(&copy);
    assert!(out.starts_with("10 files generated, 0 changed, in ") && err.is_empty(), "{out}{err}");
    assert_eq!(copy.state(), before, "modification times are unchanged too");

    copy.replace(LIST, "Integer(10..200)", "Integer(10..500)");
    let Outcome { out, .. } = generate(&copy);
    assert!(
        out.starts_with(&format!("updated {OPENAPI}\nupdated {GENERATED_LIST}\n10 files generated, 2 changed, in ")),
        "{out}"
    );
    let changed: Vec<_> =
        copy.state().into_iter().filter(|file| !before.contains(file)).map(|(path, ..)| path).collect();
    assert_eq!(changed, [copy.path(OPENAPI), copy.path(GENERATED_LIST), copy.path(LIST)]);
}

#[test]
fn check_shows_the_diff_and_writes_nothing() {
    let copy = Copy::new();
    generate(&copy);
    copy.replace(LIST, "Integer(10..200)", "Integer(10..500)");
    let before = copy.state();
    let Outcome { code, out, err } = xtask(copy.0.path(), &["generate", "--check"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("-    /// Range: 10 to 200.\n+    /// Range: 10 to 500.\n"), "{out}");
    assert!(err.ends_with("2 of 10 generated files are out of date: run `cargo xtask generate`\n"), "{err}");
    assert_eq!(copy.state(), before);
}

#[test]
fn files_are_generated_despite_warnings() {
    let copy = Copy::new();
    copy.replace(
        LIST,
        "operation: ListThings\n",
        "operation: ListThings\nexamples:\n- title: All.\n  query: limit=5\n",
    );
    let warning = "warning[example]: example 1: `limit`: value 5 is out of range 10..200\n";
    let Outcome { code, out, err } = generate(&copy);
    assert!(code == Some(0) && out.contains("10 files generated, 10 changed"), "{out}");
    assert!(err.starts_with(warning), "{err}");
    assert!(err.ends_with(&format!("\n1 warning about the description\n{NEXT}")), "{err}");
    let Outcome { code, out, err } = xtask(copy.0.path(), &["generate", "--check"]);
    assert_eq!((code, out.as_str()), (Some(0), "10 generated files are up to date\n"));
    assert!(err.starts_with(warning), "{err}");
}

#[test]
fn generate_lists_what_is_left_to_a_person() {
    let copy = Copy::new();
    copy.replace(LIST, "summary: ", "# TODO: choose a name\nsummary: TODO ");
    let left = format!(
        "sentences to write, marked TODO in the file:\n  {LIST}: 1\n\
         decisions to make, marked `# TODO` in the file:\n  {LIST}: 1\n"
    );
    let Outcome { code, err, .. } = generate(&copy);
    assert_eq!((code, err), (Some(0), format!("{left}{NEXT}")));
    let Outcome { code, err, .. } = xtask(copy.0.path(), &["generate", "--check"]);
    assert_eq!((code, err), (Some(0), left));
}

/// The rest of such a file is written by hand. The copy has no other file with a section.
#[test]
fn renews_generated_sections() {
    const BEGIN: &str = "<!-- operations: generated from spec/ by `cargo xtask generate` -->\n";
    const END: &str = "<!-- end of operations -->\n";
    let copy = Copy::new();
    let write = |text: &str| fs::write(copy.path("README.md"), text).expect("written");
    write(&format!("By hand.\n{BEGIN}{END}By hand."));
    let Outcome { code, out, .. } = generate(&copy);
    assert!(code == Some(0) && out.contains("updated README.md\n"), "{out}");
    let readme = fs::read_to_string(copy.path("README.md")).expect("a file");
    let table = "\n| method | help page |\n|---|---|\n| `create_thing` | Creating a Thing |\n| `list_things` | Listing Things |\n\n";
    assert_eq!(readme, format!("By hand.\n{BEGIN}{table}{END}By hand."));
    assert_eq!(xtask(copy.0.path(), &["generate", "--check"]).code, Some(0));

    write(&readme.replace("create_thing", "make_thing"));
    let Outcome { code, out, .. } = xtask(copy.0.path(), &["generate", "--check"]);
    assert!(code == Some(1) && out.contains("\n-| `make_thing` |"), "{out}");
    write(&readme.replace(END, ""));
    let before = copy.state();
    let Outcome { code, out, err } = generate(&copy);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.starts_with("README.md has no line `<!-- end of operations -->`: restore it"), "{err}");
    assert_eq!(copy.state(), before);
}

#[test]
fn invalid_description_changes_no_file() {
    let copy = Copy::new();
    generate(&copy);
    let cases = [
        ("type: Integer(10..200)", "type: Integer(10..200", "list_things.yaml:15:11"),
        ("operation: ListThings", "operation: ListThings\noperation: Other", "list_things.yaml:2:1"),
        ("query:", "querry:", "list_things.yaml:13:1"),
        ("path:\n", "path:\n\t", "list_things.yaml:"),
    ];
    for (from, to, position) in cases {
        let original = fs::read_to_string(copy.path(LIST)).expect("a file");
        copy.replace(LIST, from, to);
        let before = copy.state();
        let Outcome { code, out, err } = generate(&copy);
        assert_eq!((code, out.as_str()), (Some(1), ""), "{to}");
        assert!(err.contains(position) && err.ends_with("; nothing was generated\n"), "{position}: {err}");
        assert_eq!(copy.state(), before, "{to}");
        fs::write(copy.path(LIST), original).expect("restored");
    }
}

#[test]
fn names_missing_and_unreadable_files() {
    let copy = Copy::new();
    for (bytes, reason) in
        [(&b"\xff\xfei\0d\0"[..], "not UTF-8 but UTF-16 text: save it as UTF-8"), (b"id: \xe9", "not UTF-8 text")]
    {
        fs::write(copy.path(LIST), bytes).expect("written");
        let Outcome { code, err, .. } = generate(&copy);
        assert_eq!(code, Some(1));
        assert!(err.contains(&format!("list_things.yaml: {reason}")), "{err}");
    }
    fs::create_dir(copy.path("spec/operations/more")).expect("a folder");
    fs::create_dir(copy.path("spec/operations/folder.yaml")).expect("a folder");
    fs::write(copy.path("spec/operations/.list_things.yaml.swp"), "an editor's").expect("written");
    let Outcome { err, .. } = generate(&copy);
    assert!(err.contains("folder.yaml: not a regular file"), "{err}");
    assert!(err.contains("spec/operations/more is not a .yaml file") && !err.contains(".swp"), "{err}");
    fs::write(copy.path(LIST), "#".repeat(1024 * 1024 + 1)).expect("written");
    let Outcome { err, .. } = generate(&copy);
    assert!(err.contains("spec/operations/list_things.yaml is larger than 1 MiB, the maximum"), "{err}");
    fs::remove_dir_all(copy.path("spec")).expect("removed");
    let Outcome { code, err, .. } = generate(&copy);
    assert_eq!(code, Some(1));
    assert!(err.starts_with("cannot read the folder ") && err.contains("spec/operations"), "{err}");
    assert_eq!(copy.state(), []);
}

/// Those of operations that are gone, and temporary files of a killed run: older versions named them after the file.
#[test]
fn deletes_obsolete_files() {
    let copy = Copy::new();
    fs::create_dir_all(copy.path("generated-client/src/generated")).expect("a folder");
    let obsolete = ["list_gardens.rs", "client.rs.new", "list_things.rs.new", ".new-a1b2c3"];
    for name in obsolete {
        fs::write(copy.path("generated-client/src/generated").join(name), "partial").expect("a file");
    }
    let Outcome { code, out, err } = generate(&copy);
    assert_eq!(code, Some(0), "{err}");
    for name in obsolete {
        assert!(out.contains(&format!("deleted generated-client/src/generated/{name}\n")), "{out}");
        assert!(!copy.path("generated-client/src/generated").join(name).exists(), "{name}");
    }
    assert_eq!(xtask(copy.0.path(), &["generate", "--check"]).code, Some(0));
}

#[test]
fn concurrent_runs_all_succeed() {
    let copy = Copy::new();
    fs::create_dir_all(copy.path("generated-client/src/generated")).expect("a folder");
    for index in 0..100 {
        fs::write(copy.path(&format!("generated-client/src/generated/obsolete_{index}.rs")), "old").expect("a file");
    }
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..8).map(|_| scope.spawn(|| generate(&copy))).collect();
        for run in runs {
            let Outcome { code, err, .. } = run.join().expect("a run");
            assert_eq!(code, Some(0), "{err}");
        }
    });
    assert_eq!(xtask(copy.0.path(), &["generate", "--check"]).code, Some(0));
}

#[cfg(unix)]
#[test]
fn does_not_follow_symbolic_links() {
    use std::os::unix::fs::symlink;

    let folders =
        ["generated-client", "generated-client/src", "generated-client/src/generated", "generated-client/cli/src"];
    let (copy, other) = (Copy::new(), Copy::new());
    let precious = other.path("precious.txt");
    fs::write(&precious, "precious").expect("a file");
    fs::create_dir_all(other.path("src/generated")).expect("a folder");
    fs::write(other.path("src/generated/old.rs"), "old").expect("a file");
    let before = other.state();
    for folder in folders {
        let link = copy.path(folder);
        fs::create_dir_all(link.parent().expect("a parent")).expect("a folder");
        symlink(&other.0, &link).expect("a link");
        for arguments in [&["generate"][..], &["generate", "--check"]] {
            let Outcome { code, err, .. } = xtask(copy.0.path(), arguments);
            let expected = format!("{} is a symbolic link: replace it with a folder", link.display());
            assert!(code == Some(1) && err.starts_with(&expected), "{folder}: {err}");
            assert_eq!(other.state(), before, "{folder}");
        }
        fs::remove_file(&link).expect("no link");
    }
    symlink(&precious, copy.path("spec/schema.json")).expect("a link");
    assert_eq!(generate(&copy).code, Some(0));
    assert_eq!(other.state(), before);
    assert!(fs::symlink_metadata(copy.path("spec/schema.json")).expect("a file").is_file());
}

#[cfg(unix)]
#[test]
fn does_not_read_devices() {
    let copy = Copy::new();
    assert_eq!(generate(&copy).code, Some(0));
    std::os::unix::fs::symlink("/dev/zero", copy.path("generated-client/src/generated/endless.rs")).expect("a link");
    let Outcome { code, err, .. } = xtask(copy.0.path(), &["generate", "--check"]);
    assert!(code == Some(1) && err.contains("endless.rs: not a regular file"), "{err}");
}

/// Of names and arguments, messages show escaped control characters only.
#[cfg(unix)]
#[test]
fn messages_contain_no_control_characters() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let copy = Copy::new();
    generate(&copy);
    let page = "\u{1b}[2J\u{9b}.html";
    fs::write(copy.path("generated-client/src/generated/\u{1b}[31mold\nnew.rs"), "\u{1b}[31m").expect("a file");
    for (arguments, says) in [
        (&["generate", "--check"][..], r"generated/\u{1b}[31mold\nnew.rs (on disk)"),
        (&["generate"], r"deleted generated-client/src/generated/\u{1b}[31mold\nnew.rs"),
        (&["\u{1b}[2J"], r"unrecognized subcommand '\u{1b}[2J'"),
        (&["docs", "fetch", page], r"unknown operation `\u{1b}[2J\u{9b}.html`"),
        (&["docs", "check", page], r"cannot read \u{1b}[2J\u{9b}.html"),
        (&["changes", "--base-folder", page], r"\u{1b}[2J\u{9b}.html is not a folder"),
    ] {
        let Outcome { out, err, .. } = xtask(copy.0.path(), arguments);
        let text = out + &err;
        assert!(text.contains(says), "{says}: {text}");
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
    }
    fs::write(copy.path("spec/operations/a\u{1b}\n.yaml"), "").expect("a file");
    let Outcome { err, .. } = generate(&copy);
    assert_eq!(err, "spec/operations/a\\u{1b}\\n.yaml has invisible characters in its name: rename it\n");
    fs::remove_file(copy.path("spec/operations/a\u{1b}\n.yaml")).expect("removed");
    fs::write(copy.path("generated-client/src/generated").join(OsStr::from_bytes(b"\xff.rs")), "").expect("a file");
    let Outcome { code, err, .. } = xtask(copy.0.path(), &["generate", "--check"]);
    assert!(code == Some(1) && err.contains(r"the name `\xff.rs` is not UTF-8: rename or delete it"), "{err}");
}

#[test]
fn openapi_prints_both_versions() {
    let Outcome { code, out, err } = xtask(&project::root(), &["openapi"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert_eq!(out, project::read(OPENAPI));
    let Outcome { code, out: old, .. } = xtask(&project::root(), &["openapi", "--openapi-version", "3.0.3"]);
    assert_eq!(code, Some(0));
    assert_eq!(old, out.replacen("\"3.1.0\"", "\"3.0.3\"", 1));
    let Outcome { code, out, err } = xtask(&project::root(), &["openapi", "--openapi-version", "2.0"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.contains("3.0.3, 3.1.0"), "{err}");
}

/// A closed pipe is not an error, since its reader has seen enough. Any other failed write is one.
#[cfg(target_os = "linux")]
#[test]
fn reports_results_that_cannot_be_printed() {
    let root = project::root();
    for (arguments, code) in [
        (&["openapi"][..], 1),
        (&["changes", "--kinds"], 2),
        (&["changes", "--base-folder", root.to_str().expect("UTF-8"), "--format", "json"], 2),
    ] {
        let full = fs::File::create("/dev/full").expect("a device");
        let mut command = Command::new(program::program("xtask"));
        let outcome = program::outcome(command.arg("--root").arg(&root).args(arguments).stdout(full));
        let Outcome { code: found, err, .. } = outcome;
        assert_eq!(found, Some(code), "{arguments:?}");
        assert!(err.starts_with("cannot print the result: No space left on device"), "{err}");
    }
}

#[test]
fn openapi_writes_no_files_and_reports_errors() {
    let copy = Copy::new();
    let before = copy.state();
    let Outcome { code, out, .. } = xtask(copy.0.path(), &["openapi"]);
    assert_eq!(code, Some(0));
    assert!(out.starts_with("{\n  \"openapi\": \"3.1.0\",\n"), "{out}");
    assert_eq!(copy.state(), before);
    copy.replace(LIST, "Integer(10..200)", "Integer(10..200");
    let Outcome { code, out, err } = xtask(copy.0.path(), &["openapi"]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.contains("list_things.yaml:15:11"), "{err}");
}
