//! The script that opens or updates the pull request, with a repository on disk and a program that stands for `gh`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use hss_tests::{program, project};
use tempfile::TempDir;

/// Prints the number of the open pull request, or records its arguments. Git does not see files in its own folder.
const GH: &str = "#!/bin/sh\ncase \"$2\" in list) cat .git/pull-request ;; *) echo \"$*\" >>.git/log ;; esac\n";

/// A clone in `clone`, its origin, and `gh` in `bin`. The text of the pull request is in `text.md`.
struct Repository(TempDir);

impl Repository {
    fn new() -> Self {
        let repository = Self(tempfile::tempdir().expect("a folder"));
        repository.git(".", &["init", "--quiet", "--bare", "--initial-branch=main", "origin"]);
        repository.git(".", &["clone", "--quiet", "origin", "clone"]);
        repository.write("clone/spec.yaml", "old\n");
        repository.git("clone", &["switch", "--quiet", "--create", "main"]);
        repository.commit("A Person");
        repository.git("clone", &["push", "--quiet", "origin", "main"]);
        fs::create_dir(repository.path("bin")).expect("a folder");
        repository.write("bin/gh", GH);
        fs::set_permissions(repository.path("bin/gh"), fs::Permissions::from_mode(0o755)).expect("executable");
        repository.write("text.md", "What changed.\n");
        repository
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).expect("written");
    }

    fn git(&self, folder: &str, arguments: &[&str]) -> String {
        let output = program::git(&self.path(folder)).args(arguments).output().expect("git runs");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
    }

    fn commit(&self, author: &str) {
        self.git("clone", &["add", "--all"]);
        self.git("clone", &["-c", &format!("user.name={author}"), "commit", "--quiet", "--message", "Change"]);
    }

    /// Proposes `text` as the new content of the file on main. Returns the arguments of `gh`.
    fn propose(&self, text: &str, pull_request: &str) -> String {
        self.git("clone", &["switch", "--quiet", "--force", "main"]);
        self.write("clone/spec.yaml", text);
        self.write("clone/.git/pull-request", pull_request);
        self.write("clone/.git/log", "");
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new(project::root().join(".ci/propose"));
        program::ignore_git_configuration(&mut command);
        let command = command.args(["help-pages", "Update", "../text.md"]).current_dir(self.path("clone"));
        let command = command.env("PATH", format!("{}:{path}", self.path("bin").display()));
        let output = command.output().expect("bash runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::read_to_string(self.path("clone/.git/log")).expect("a log")
    }

    fn proposed(&self) -> String {
        self.git("origin", &["show", "help-pages:spec.yaml"])
    }
}

#[test]
fn opens_one_pull_request_and_updates_it() {
    let repository = Repository::new();
    let log = repository.propose("new\n", "");
    assert_eq!(log, "pr create --head help-pages --base main --title Update --body-file ../text.md\n");
    assert_eq!(repository.proposed(), "new");
    assert_eq!(repository.propose("newer\n", "7\n"), "pr edit 7 --body-file ../text.md\n");
    assert_eq!(repository.proposed(), "newer");
    assert_eq!(repository.git("origin", &["rev-list", "--count", "main..help-pages"]), "1");
    assert_eq!(repository.git("origin", &["show", "main:spec.yaml"]), "old");
}

/// The text lists decisions that are left, although no file changed.
#[test]
fn opens_a_pull_request_without_changes() {
    let repository = Repository::new();
    assert!(repository.propose("old\n", "").starts_with("pr create "));
    assert_eq!(repository.git("origin", &["rev-list", "--count", "main..help-pages"]), "1");
}

#[test]
fn keeps_commits_of_people() {
    let repository = Repository::new();
    repository.propose("new\n", "");
    repository.write("clone/spec.yaml", "decided\n");
    repository.commit("A Person");
    repository.git("clone", &["push", "--quiet", "origin", "help-pages"]);
    assert_eq!(repository.propose("newer\n", "7\n"), "pr comment 7 --body-file ../text.md\n");
    assert_eq!(repository.proposed(), "decided");
}
