//! The base of `cargo xtask changes` in git: revisions, repositories, and the files of a revision.

use std::fs;

use hss_tests::program::Outcome;

use super::program::{LIST, Repository, changed, changes, changes_with};

#[test]
fn compares_with_the_merge_base_by_default() {
    let repository = Repository::new();
    repository.git(&["switch", "--quiet", "--create", "topic"]);
    repository.replace(LIST, "    default: 10\n", "    default: 20\n");
    repository.commit();
    repository.git(&["switch", "--quiet", "main"]);
    repository.replace(LIST, "Lists books", "Lists all books");
    repository.commit();
    repository.git(&["switch", "--quiet", "topic"]);
    let Outcome { out, .. } = repository.changes(&[]);
    assert!(out.contains("default changed: 10 -> 20") && !out.contains("summary"), "{out}");
    let Outcome { out, .. } = repository.changes(&["main"]);
    assert!(out.contains("default changed: 10 -> 20") && out.contains("operation-documented"), "{out}");
}

/// Git sets some of these variables for its hooks.
#[test]
fn reads_the_repository_of_the_root_despite_variables_of_git() {
    let (repository, other) = (changed(), Repository::new());
    fs::write(other.path("spec/service.yaml"), "invalid").expect("a change");
    other.commit();
    let folder = other.0.path().to_str().expect("UTF-8");
    let (git, objects) = (format!("{folder}/.git"), format!("{folder}/.git/objects"));
    let expected = repository.changes(&["HEAD"]).out;
    for variables in [
        &[("GIT_DIR", git.as_str()), ("GIT_WORK_TREE", folder)][..],
        &[("GIT_COMMON_DIR", &git)],
        &[("GIT_OBJECT_DIRECTORY", &objects)],
        &[("GIT_INDEX_FILE", "/nowhere"), ("GIT_NAMESPACE", "other"), ("GIT_SHALLOW_FILE", "/nowhere")],
        &[("GIT_LITERAL_PATHSPECS", "1")],
        &[("GIT_GLOB_PATHSPECS", "1")],
        &[("GIT_ICASE_PATHSPECS", "1")],
        &[("LANGUAGE", "de"), ("LC_ALL", "de_DE.UTF-8"), ("GIT_TRACE", "1"), ("GIT_PAGER", "false")],
    ] {
        let Outcome { out, err, .. } = changes_with(repository.0.path(), &["HEAD"], variables);
        assert_eq!(out, expected, "{variables:?}: {err}");
    }
}

#[test]
fn reads_a_base_below_the_root_of_a_repository() {
    let repository = Repository::without_git();
    fs::create_dir(repository.path("project")).expect("a folder");
    fs::rename(repository.path("spec"), repository.path("project/spec")).expect("another folder");
    repository.git(&["init", "--quiet", "--initial-branch=main"]);
    repository.commit();
    repository.replace(&format!("project/{LIST}"), "    default: 10\n", "    default: 20\n");
    let Outcome { code, out, err } = changes(&repository.path("project"), &["main"]);
    assert!(code == Some(0) && out.contains("default changed: 10 -> 20"), "{out}{err}");
}

#[test]
fn reads_the_base_of_a_worktree() {
    let repository = Repository::new();
    let worktree = Repository(tempfile::tempdir().expect("a folder"));
    repository.git(&["worktree", "add", "--quiet", "-b", "topic", worktree.0.path().to_str().expect("UTF-8")]);
    worktree.replace(LIST, "    default: 10\n", "    default: 20\n");
    worktree.commit();
    let Outcome { code, out, err } = worktree.changes(&[]);
    assert!(code == Some(0) && out.contains("default changed: 10 -> 20"), "{out}{err}");
}

#[test]
fn accepts_every_name_of_a_commit() {
    let repository = changed();
    repository.git(&["tag", "ünïcode/tag"]);
    repository.git(&["tag", "--annotate", "--message", "Text", "annotated"]);
    for revision in ["@", "HEAD@{0}", "main@{1 second ago}", ":/Change", "HEAD^{/Change}", "ünïcode/tag", "annotated"]
    {
        let Outcome { code, out, err } = repository.changes(&[revision]);
        assert!(code == Some(1) && out.starts_with(&format!("Compared with {revision}\n")), "{revision}: {out}{err}");
    }
    for (revision, shown) in [
        ("a b", "a b"),
        ("HEAD\n", r"HEAD\n"),
        ("HEAD:spec", "HEAD:spec"),
        ("main..HEAD", "main..HEAD"),
        ("\u{1b}[31m", r"\u{1b}[31m"),
    ] {
        let Outcome { code, err, .. } = repository.changes(&[revision]);
        let expected = format!("unknown revision `{shown}`: name a commit, a branch or a tag as BASE\n");
        assert_eq!((code, err), (Some(2), expected), "{revision:?}");
    }
}

/// A file that moved is the same operation.
#[test]
fn follows_an_operation_to_another_file() {
    let repository = Repository::new();
    repository.git(&["mv", LIST, "spec/operations/list_all_books.yaml"]);
    repository.replace("spec/operations/list_all_books.yaml", "operation: ListBooks", "operation: ListAllBooks");
    repository.commit();
    let Outcome { code, out, err } = repository.changes(&["HEAD~1", "--fail-on", "never"]);
    assert!(code == Some(0) && out.contains("operation-renamed ListBooks"), "{out}{err}");
    assert!(!out.contains("operation-removed") && !out.contains("operation-added"), "{out}");
}

/// Such a file is not silently left out of the base.
#[cfg(unix)]
#[test]
fn rejects_files_of_a_revision_that_it_cannot_read() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let repository = Repository::new();
    let operations = repository.path("spec/operations");
    let case = |name: &[u8], create: &dyn Fn(&std::path::Path), expected: &str| {
        let path = operations.join(OsStr::from_bytes(name));
        create(&path);
        repository.commit();
        if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) }.expect("removed");
        let Outcome { code, out, err } = repository.changes(&["HEAD"]);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{expected}");
        assert!(err.contains(expected) && err.ends_with("choose another base\n"), "{err}");
    };
    let text = |path: &std::path::Path| fs::write(path, "operation: X\n").expect("a file");
    case(b"a.txt", &text, "spec/operations/a.txt in HEAD is not a .yaml file");
    case(b"\x1b\n.yaml", &text, r"spec/operations/\u{1b}\n.yaml in HEAD has invisible characters in its name");
    case(b"\xff.yaml", &text, "the name of a file in HEAD is not UTF-8");
    case(
        b"large.yaml",
        &|path| fs::write(path, "#".repeat(1024 * 1024 + 1)).expect("a file"),
        "spec/operations/large.yaml in HEAD is larger than 1 MiB",
    );
    case(
        b"latin-1.yaml",
        &|path| fs::write(path, b"operation: \xe9\n").expect("a file"),
        "spec/operations/latin-1.yaml in HEAD is not UTF-8 text",
    );
    let not_a_file = "is a symbolic link, a folder or a submodule";
    case(b"link.yaml", &|path| symlink("list_books.yaml", path).expect("a link"), not_a_file);
    case(
        b"folder.yaml",
        &|path| {
            fs::create_dir(path).expect("a folder");
            text(&path.join("b.yaml"));
        },
        not_a_file,
    );
    case(b"module.yaml", &|path| repository.git(&["clone", "--quiet", ".", path.to_str().expect("UTF-8")]), not_a_file);
}

#[test]
fn reports_a_shallow_clone() {
    let repository = changed();
    repository.commit();
    let clone = Repository(tempfile::tempdir().expect("a folder"));
    let url = format!("file://{}", repository.0.path().display());
    repository.git(&["clone", "--quiet", "--depth", "1", &url, clone.0.path().to_str().expect("UTF-8")]);
    let Outcome { code, err, .. } = clone.changes(&["HEAD~1"]);
    assert_eq!(code, Some(2));
    assert!(
        err.contains("unknown revision `HEAD~1`: this clone is shallow") && err.contains("fetch-depth: 0"),
        "{err}"
    );
}

#[test]
fn says_why_git_cannot_read_a_repository() {
    let repository = Repository::new();
    let variables = [("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null")];
    let Outcome { code, err, .. } = changes_with(repository.0.path(), &["HEAD"], &variables);
    assert!(code == Some(2) && err.contains("git cannot read the repository of "), "{err}");
    assert!(
        err.contains("dubious ownership") && err.ends_with("use --base-folder to compare with a folder\n"),
        "{err}"
    );
}
