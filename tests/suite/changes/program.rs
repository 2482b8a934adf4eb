//! `cargo xtask changes` as a program: formats and exit codes.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use hss_tests::program::{self, Outcome};
use hss_tests::{project, snapshot};
use serde_json::Value;
use tempfile::TempDir;

pub(super) const LIST: &str = "spec/operations/list_books.yaml";

/// A git repository with the invented service, which is removed on drop.
pub(super) struct Repository(pub(super) TempDir);

impl Repository {
    pub(super) fn new() -> Self {
        let repository = Self::without_git();
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.commit();
        repository
    }

    pub(super) fn without_git() -> Self {
        let repository = Self(tempfile::tempdir().expect("a folder"));
        fs::create_dir_all(repository.path("spec/operations")).expect("a folder");
        for source in super::description() {
            fs::write(repository.path(&source.path), source.text).expect("a copy");
        }
        repository
    }

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(super) fn git(&self, arguments: &[&str]) {
        let output = program::git(self.0.path()).args(arguments).output().expect("git runs");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    pub(super) fn commit(&self) {
        self.git(&["add", "."]);
        self.git(&["commit", "--quiet", "--message", "Change"]);
    }

    pub(super) fn replace(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(path)).expect("a file");
        assert!(text.contains(from), "{path} contains {from}");
        fs::write(self.path(path), text.replacen(from, to, 1)).expect("a change");
    }

    pub(super) fn changes(&self, arguments: &[&str]) -> Outcome {
        changes(self.0.path(), arguments)
    }
}

pub(super) fn changes(root: &Path, arguments: &[&str]) -> Outcome {
    changes_with(root, arguments, &[])
}

/// Runs the command with variables of the environment.
pub(super) fn changes_with(root: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Outcome {
    let mut command = Command::new(program::program("xtask"));
    program::ignore_git_configuration(&mut command);
    // Folders above the temporary one must not count as the repository.
    command.env("GIT_CEILING_DIRECTORIES", std::env::temp_dir()).envs(variables.iter().copied());
    program::outcome(command.arg("--root").arg(root).arg("changes").args(arguments))
}

/// Makes a breaking change, one of behaviour and an additive one.
pub(super) fn changed() -> Repository {
    let repository = Repository::new();
    repository.replace(LIST, "  author:\n    type", "  writer:\n    type");
    repository.replace(LIST, "Integer(10..200)", "Integer(10..100)");
    repository.replace(
        LIST,
        "      pages:\n",
        "      spine:\n        type: String\n        doc: Spine | <b>.\n      pages:\n",
    );
    repository
}

#[test]
fn prints_each_format() {
    let repository = changed();
    let mut printed = String::new();
    for arguments in
        [&["HEAD"][..], &["HEAD", "--format", "markdown"], &["HEAD", "--format", "github"], &["--changelog"]]
    {
        let Outcome { code, out, .. } = repository.changes(arguments);
        assert_eq!(code, Some(1), "{arguments:?}");
        let _ = write!(printed, "$ cargo xtask changes {}\n{out}\n", arguments.join(" "));
    }
    insta::assert_snapshot!(printed);
}

#[test]
fn markdown_says_that_nothing_has_changed() {
    let Outcome { code, out, .. } = Repository::new().changes(&["HEAD", "--format", "markdown"]);
    let nothing = "## What this changes for callers\n\nNothing: the description is the same as in HEAD.\n";
    assert_eq!((code, out.as_str()), (Some(0), nothing));
}

#[test]
fn json_has_classes_and_the_needed_version() {
    let repository = changed();
    let Outcome { out, .. } = repository.changes(&["HEAD", "--format", "json"]);
    let json: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((&json["base"], &json["bump"]), (&"HEAD".into(), &"minor".into()));
    let summary = serde_json::json!({
        "rust": "breaking", "runtime": "breaking", "cli": "breaking", "openapi": "breaking"
    });
    assert_eq!(json["summary"], summary);
    let renamed = &json["changes"][0];
    let expected = serde_json::json!({
        "kind": "parameter-renamed",
        "operation": "ListBooks",
        "what": "ListBooks.query.author",
        "message": "parameter renamed: author -> writer",
        "old": "author",
        "new": "writer",
        "old_location": "spec/operations/list_books.yaml:28",
        "new_location": "spec/operations/list_books.yaml:28",
        "rust": "breaking",
        "runtime": "breaking",
        "cli": "breaking",
        "openapi": "breaking",
        "why": "field, setter, flag and wire name change",
        "announced": false,
    });
    assert_eq!(*renamed, expected);
}

/// A program that compiles unchanged may send what the new version rejects.
#[test]
fn a_tighter_bound_needs_a_minor_version() {
    let repository = Repository::new();
    repository.replace(LIST, "Integer(10..200)", "Integer(10..100)");
    let Outcome { out, .. } = repository.changes(&["HEAD", "--format", "json"]);
    let json: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(json["bump"], "minor", "{out}");
}

#[test]
fn thresholds_decide_the_exit_code() {
    let repository = Repository::new();
    let codes = |repository: &Repository| {
        let thresholds = ["breaking", "behaviour", "additive", "never"];
        thresholds.map(|threshold| repository.changes(&["--fail-on", threshold]).code)
    };
    assert_eq!(codes(&repository), [Some(0); 4]);
    repository.replace(
        LIST,
        "      pages:\n",
        "      spine:\n        type: String\n        doc: Spine.\n      pages:\n",
    );
    assert_eq!(codes(&repository), [Some(0), Some(0), Some(1), Some(0)]);
    repository.replace(LIST, "    default: 10\n", "    default: 20\n");
    assert_eq!(codes(&repository), [Some(0), Some(1), Some(1), Some(0)]);
    let Outcome { err, .. } = repository.changes(&["--fail-on", "additive"]);
    assert_eq!(err, "2 changes at or above the threshold --fail-on additive\n", "only breaking changes are announced");
    repository.replace(LIST, "  author:\n    type", "  writer:\n    type");
    assert_eq!(codes(&repository), [Some(1), Some(1), Some(1), Some(0)]);
    let message = "1 change at or above the threshold --fail-on breaking; if this is intended, add to the section \
        Unreleased of CHANGELOG.md:\n  - Breaking: parameter-renamed ListBooks.query.author\n";
    assert_eq!(repository.changes(&[]).err, message, "a failure quotes the line to add");
}

#[test]
fn changelog_announces_only_the_change_that_it_names() {
    let repository = Repository::new();
    repository.replace(LIST, "  author:\n    type", "  writer:\n    type");
    repository.replace(LIST, "  title:\n    type: String(1..128)", "  heading:\n    type: String(1..128)");
    let fails = |unreleased: &str, announced: &[&str]| {
        let text = format!("# Changelog\n\n## Unreleased\n\n{unreleased}\n\n## 0.1.0\n\n- Breaking: x y\n");
        fs::write(repository.path("CHANGELOG.md"), text).expect("a file");
        let Outcome { code, err, .. } = repository.changes(&[]);
        for (subject, other) in [("ListBooks.query.author", "author"), ("ListBooks.query.title", "title")] {
            assert_eq!(err.contains(subject), !announced.contains(&other), "{unreleased}: {err}");
        }
        code
    };
    assert_eq!(fails("", &[]), Some(1));
    assert_eq!(fails("- Breaking: parameter-renamed ListBooks.query.author", &["author"]), Some(1));
    assert_eq!(fails("- Breaking: parameter-removed ListBooks.query.author", &[]), Some(1));
    let both = "- Breaking: `parameter-renamed` `ListBooks.query.author`: use `writer`.\n\
                - Breaking: parameter-renamed ListBooks.query.title, now `heading`.";
    assert_eq!(fails(both, &["author", "title"]), Some(0));
}

#[test]
fn drafted_entries_announce_the_changes() {
    let unusual = changed();
    let values = "      poetry:";
    let with_unusual_values = "      \"a.\": A.\n      \"b`\": B.\n      \"c d\": C.\n      poetry:";
    unusual.replace(LIST, values, with_unusual_values);
    unusual.commit();
    unusual.replace(LIST, with_unusual_values, values);
    for repository in [changed(), unusual] {
        let Outcome { code, out, .. } = repository.changes(&["--changelog"]);
        assert_eq!(code, Some(1));
        fs::write(repository.path("CHANGELOG.md"), format!("# Changelog\n\n## Unreleased\n\n{out}")).expect("a file");
        let Outcome { code, err, .. } = repository.changes(&[]);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    }
}

#[test]
fn drafted_entries_name_what_callers_write() {
    let repository = Repository::new();
    for (from, to) in [
        ("      poetry:", "      short-story: Stories.\n      poetry:"),
        ("      pages:\n", "      spineColour:\n        type: String\n        doc: Spine.\n      pages:\n"),
        ("    note:\n", "    lastNote:\n      type: String\n      doc: Note.\n    note:\n"),
        ("      novel:", "      romance:"),
        ("type: Cover", "type: Jacket"),
        ("  Cover:", "  Jacket:"),
    ] {
        repository.replace(LIST, from, to);
    }
    let out = repository.changes(&["--changelog"]).out;
    for entry in [
        "\n- `types::Genre::ShortStory` (`short-story`): enum value added.\n",
        "\n- `types::Genre::Novel` (`novel`): enum value renamed: novel -> romance; ",
        "\n- `types::Cover`: object renamed: Cover -> Jacket; ",
        "\n- `types::Book`, `spine_colour`: response field added: String.\n",
        "\n- response of `list_books`, `last_note`: response field added: String.\n",
    ] {
        assert!(out.contains(entry), "{entry}{out}");
    }
}

#[test]
fn compares_with_a_folder_or_a_copy_of_spec() {
    let (old, new) = (Repository::without_git(), Repository::without_git());
    new.replace(LIST, "    default: 10\n", "    default: 20\n");
    let folder = old.0.path().to_str().expect("UTF-8");
    let copy = old.path("spec");
    for folder in [folder, copy.to_str().expect("UTF-8")] {
        let Outcome { code, out, err } = new.changes(&["--base-folder", folder]);
        assert!(code == Some(0) && out.contains("default changed: 10 -> 20"), "{out}{err}");
    }
}

/// A failed comparison must never look like one without changes.
#[test]
fn exits_with_2_if_it_cannot_compare() {
    let repository = changed();
    let no_git = Repository::without_git();
    let older = Repository::without_git();
    older.replace(LIST, "summary: Lists books.", "synopsis: Lists books.");
    let older_folder = older.0.path().to_str().expect("UTF-8").to_owned();
    let invalid = Repository::new();
    invalid.replace(LIST, "Integer(10..200)", "Integer(10..");
    let without_spec = Repository::new();
    without_spec.git(&["switch", "--quiet", "--orphan", "empty"]);
    fs::write(without_spec.path("README.md"), "text").expect("a file");
    without_spec.commit();
    without_spec.git(&["switch", "--quiet", "main"]);
    let without_main = Repository::new();
    without_main.git(&["branch", "--move", "main", "trunk"]);
    let no_commits = Repository::without_git();
    no_commits.git(&["init", "--quiet", "--initial-branch=main"]);
    for (root, arguments, message) in [
        (&repository, &["nowhere"][..], "unknown revision `nowhere`"),
        (&repository, &["--", "--output=x"], "invalid revision `--output=x`"),
        (&repository, &["-1"], "invalid revision `-1`"),
        (&repository, &["^HEAD"], "invalid revision `^HEAD`"),
        (&repository, &[""], "invalid revision ``"),
        (&repository, &["HEAD", "--base-folder", "."], "cannot be used with"),
        (&repository, &["--base-folder", "/nowhere"], "/nowhere is not a folder"),
        (&repository, &["--base-folder", &older_folder], "unknown key `synopsis`"),
        (&repository, &["--base-folder", &older_folder], "is invalid in the current notation"),
        (&no_git, &[], "(not a git repository"),
        (&no_commits, &[], "has no commits yet"),
        (&without_spec, &["empty"], "the revision empty has no description"),
        (&without_main, &[], "there is no branch `main`"),
        (&invalid, &["HEAD"], "fix the description first"),
    ] {
        let Outcome { code, out, err } = root.changes(arguments);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}: {err}");
        assert!(err.contains(message), "{arguments:?}: {err}");
    }
}

#[test]
fn prints_the_table_of_kinds() {
    let Outcome { code, out, .. } = changes(&project::root(), &["--kinds"]);
    assert_eq!(code, Some(0));
    snapshot::assert_file("docs/kinds-of-changes.md", &out);
}
