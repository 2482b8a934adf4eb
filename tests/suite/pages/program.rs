//! `cargo xtask docs` as a program.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use hss_tests::program::{self, Outcome};
use tempfile::TempDir;

use super::{LIST, fixture};

fn docs(root: &Root, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(program::program("xtask"));
    let Outcome { code, out, err } =
        program::outcome(command.arg("--root").arg(root.0.path()).arg("docs").args(arguments));
    (code, out, err)
}

/// A temporary copy of the invented service.
struct Root(TempDir);

impl Root {
    fn new() -> Self {
        let root = Self(tempfile::tempdir().expect("a folder"));
        fs::create_dir_all(root.path("spec/operations")).expect("a folder");
        for path in ["spec/service.yaml", "spec/operations/list_plants.yaml", "spec/operations/remove_plant.yaml"] {
            fs::copy(fixture(path), root.path(path)).expect("a copy");
        }
        root
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn page(&self, name: &str, from: &str, to: &str) -> String {
        let text = fs::read_to_string(fixture(&format!("{name}.txt"))).expect("a page");
        assert!(text.contains(from), "{name} contains {from}");
        let path = self.path(&format!("{name}.txt"));
        fs::write(&path, text.replacen(from, to, 1)).expect("a page");
        path.to_string_lossy().into_owned()
    }
}

/// Exit code 1 would mean that a person has to decide, and the workflow would open a pull request.
#[test]
fn exits_with_2_if_the_description_is_invalid() {
    let root = Root::new();
    let list = root.page(LIST, "", "");
    let file = root.path("spec/operations/remove_plant.yaml");
    let text = fs::read_to_string(&file).expect("a file");
    fs::write(&file, text.replacen("type: String", "type: Strng", 1)).expect("written");
    for arguments in [
        &["check", &list][..],
        &["check", "--fix", &list],
        &["import", &list, "--operation", "ListOthers"],
        &["fetch"],
        &["update"],
    ] {
        let (code, out, err) = docs(&root, arguments);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}: {err}");
        assert!(err.contains("Strng") && err.ends_with("1 error in the description\n"), "{arguments:?}: {err}");
    }
}

#[test]
fn check_exits_with_1_and_shows_both_files_if_pages_differ() {
    let root = Root::new();
    let list = root.page(LIST, "10-200", "10-500");
    let (code, out, err) = docs(&root, &["check", &list]);
    assert_eq!(code, Some(1));
    assert!(out.contains("--> spec/operations/list_plants.yaml:21:11\n"), "{out}");
    assert!(out.contains("list_plants.txt:94:1\n") && out.contains("write `type: Integer(10..500)`"), "{out}");
    assert!(err.ends_with("; 15 of 16 rows agree; 1 difference\n"), "{err}");
}

/// The remaining pages are compared.
#[test]
fn check_exits_with_2_if_a_page_is_unusable() {
    let root = Root::new();
    let (list, binary) = (root.page(LIST, "10-200", "10-500"), root.path("binary.txt"));
    fs::write(&binary, [0xff, 0x00]).expect("written");
    let missing = root.path("missing.txt").to_string_lossy().into_owned();
    let replace = fixture("replace_bed.txt").to_string_lossy().into_owned();
    let (code, out, err) = docs(&root, &["check", &list, &binary.to_string_lossy(), &missing, &replace]);
    assert_eq!(code, Some(2));
    assert!(out.contains("Integer(10..500)"), "{out}");
    assert!(
        err.contains("binary.txt: not UTF-8 text") && err.contains("cannot read ") && err.contains("missing.txt"),
        "{err}"
    );
    assert!(err.contains("no operation file has the request line `PUT /v1/{garden_id}/beds/{bed-id}`"), "{err}");
    assert!(err.ends_with("; 1 difference; 3 help pages not compared\n"), "{err}");
}

#[test]
fn check_of_a_missing_folder_names_the_command_that_creates_it() {
    let root = Root::new();
    let (code, _, err) = docs(&root, &["check", &root.path("help-pages").to_string_lossy()]);
    assert_eq!(code, Some(2));
    assert!(err.ends_with("/help-pages does not exist: run `cargo xtask docs fetch`\n"), "{err}");
}

/// The file has no content on disk: its size is checked before it is read.
#[test]
fn check_rejects_a_file_that_is_larger_than_a_help_page() {
    let root = Root::new();
    let large = root.path("large.html");
    fs::File::create(&large).and_then(|file| file.set_len(1 << 40)).expect("a sparse file");
    let (code, _, err) = docs(&root, &["check", &large.to_string_lossy()]);
    assert_eq!(code, Some(2));
    assert!(err.contains("large.html: larger than 4 MiB, so it is not a help page"), "{err}");
}

/// The folder has a page without an operation, and the description an operation without a page.
#[test]
fn check_of_a_folder_lists_what_has_no_counterpart() {
    let root = Root::new();
    let folder = root.path("pages");
    fs::create_dir_all(folder.join("images")).expect("a folder");
    for name in [LIST, "replace_bed"] {
        fs::copy(fixture(&format!("{name}.txt")), folder.join(format!("{name}.txt"))).expect("a copy");
    }
    let (code, _, err) = docs(&root, &["check", &folder.to_string_lossy()]);
    assert_eq!(code, Some(1), "{err}");
    assert!(err.contains("operations without a help page:\n  spec/operations/remove_plant.yaml\n"), "{err}");
    assert!(err.contains("help pages without an operation:\n  ") && err.contains("replace_bed.txt:12: "), "{err}");
    let left = "; no differences; 1 operation without a help page; 1 help page without an operation\n";
    assert!(err.ends_with(left), "{err}");
    fs::remove_file(folder.join("replace_bed.txt")).expect("removed");
    fs::copy(fixture("remove_plant.txt"), folder.join("remove_plant.txt")).expect("a copy");
    let (code, out, err) = docs(&root, &["check", &folder.to_string_lossy()]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.starts_with("compared 2 help pages: 10 parameters, 8 fields, "), "{out}");
    assert!(out.ends_with("; 18 of 18 rows agree; no differences\n"), "{out}");
}

/// The example of the page is not valid JSON, or has a field with a line break in its name.
#[test]
fn check_lists_examples_that_are_not_compared() {
    for (to, code, reason) in [
        ("\"thyme\"", Some(1), "it is not valid JSON"),
        ("\"thyme\", \"a\\nb\\u001b\": 1,", Some(0), r"its field `a\nb\u{1b}` is in no table"),
    ] {
        let root = Root::new();
        let list = root.page(LIST, "\"thyme\",", to);
        let (exit_code, out, err) = docs(&root, &["check", &list]);
        let page = fs::read_to_string(&list).expect("the page");
        let line = page.lines().position(|line| line == "{").expect("an example") + 1;
        let listed = format!("examples that are not fully compared:\n  {list}:{line}: {reason}\ncompared ");
        let summary = if code == Some(0) { &out } else { &err };
        assert!(exit_code == code && summary.starts_with(&listed), "{out}{err}");
    }
}

/// Returns the operation file of the list.
fn list_file(root: &Root) -> String {
    fs::read_to_string(root.path("spec/operations/list_plants.yaml")).expect("the file")
}

/// The page does not state the name of the new enum.
#[test]
fn fix_counts_sentences_and_decisions_that_it_marks() {
    let root = Root::new();
    let size = "\nsize\n\nNo\n\nString\n\nRange\n\n  • small: small\n  • tall: tall\n";
    let list = root.page(LIST, "\nkind\n", &format!("{size}\nkind\n"));
    let (code, _, err) = docs(&root, &["check", "--fix", &list]);
    let marks = "sentences to write, marked TODO in the file:\n  spec/operations/list_plants.yaml: 4\n\
        decisions to make, marked `# TODO` in the file:\n  spec/operations/list_plants.yaml: 1\n";
    assert!(code == Some(1) && err.starts_with(marks), "{err}");
    let left = "; no differences; 1 decision to make\nnext: replace each TODO, and run `cargo xtask generate`\n";
    assert!(err.ends_with(left), "{err}");
    let (code, _, err) = docs(&root, &["check", "--fix", &list]);
    assert!(code == Some(1) && err.ends_with(left), "nothing is left to fix: {err}");
}

#[test]
fn fix_writes_what_a_page_settles() {
    let root = Root::new();
    let list = root.page(LIST, "10-200", "10-500");
    let before = list_file(&root);
    let (code, out, err) = docs(&root, &["check", "--fix", "--dry-run", &list]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.contains("-    type: Integer(10..200)\n+    type: Integer(10..500)\n"), "{out}");
    assert!(out.contains("would fix in spec/operations/list_plants.yaml:\n"), "{out}");
    let note = "; no differences\nnothing was written: the totals assume the fixes above\n";
    assert!(out.ends_with(note), "{out}");
    assert_eq!(list_file(&root), before);

    let (code, out, err) = docs(&root, &["check", "--fix", &list]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let fixed = "list_plants.txt:94: the range of `limit` is 10..500 on the help page\n";
    assert!(out.starts_with("fixed in spec/operations/list_plants.yaml:\n  ") && out.contains(fixed), "{out}");
    assert!(out.ends_with("; 16 of 16 rows agree; no differences\nnext: run `cargo xtask generate`\n"), "{out}");
    assert_eq!(list_file(&root), before.replace("10..200", "10..500"));
    let names = fs::read_dir(root.path("spec/operations")).expect("a folder");
    assert_eq!(names.count(), 2, "no temporary file is left");
    let (code, out, _) = docs(&root, &["check", "--fix", &list]);
    assert!(code == Some(0) && out.starts_with("compared 1 help page") && out.ends_with("; no differences\n"), "{out}");
}

/// The date is held back until nothing else is left.
#[test]
fn fix_exits_with_1_and_shows_what_a_person_has_to_decide() {
    let root = Root::new();
    let list = root.page(LIST, "watered\n", "wet\n");
    let text =
        fs::read_to_string(&list).expect("the page").replace("10-200", "10-500").replace("2030-01-31", "2030-02-01");
    fs::write(&list, text).expect("written");
    let before = list_file(&root);
    let (code, out, err) = docs(&root, &["check", "--fix", &list]);
    assert_eq!(code, Some(1), "{out}{err}");
    assert_eq!(list_file(&root), before.replace("10..200", "10..500"));
    for left in ["error[row]: the help page has no query parameter `watered`", "error[updated]"] {
        assert!(out.contains(left), "{out}");
    }
    let next = "next: settle the differences above, and run `cargo xtask generate`\n";
    assert!(err.ends_with(&format!("; 3 differences\n{next}")), "{err}");
    let (_, _, err) = docs(&root, &["check", "--fix", &list]);
    assert!(err.ends_with(&format!("; 3 differences\nnothing was fixed\n{next}")), "{err}");
    let (code, again, err) = docs(&root, &["check", &list]);
    assert!(code == Some(1) && err.ends_with("; 3 differences\n"), "{err}");
    assert!(out.ends_with(&again), "check shows the same differences: {again}");
}

#[test]
fn fix_exits_with_2_if_a_page_is_unusable_and_fixes_the_others() {
    let root = Root::new();
    let (list, binary) = (root.page(LIST, "10-200", "10-500"), root.path("binary.txt"));
    fs::write(&binary, [0xff, 0x00]).expect("written");
    let (code, _, err) = docs(&root, &["check", "--fix", &list, &binary.to_string_lossy()]);
    assert_eq!(code, Some(2), "{err}");
    assert!(list_file(&root).contains("10..500"));
    let (code, _, err) = docs(&root, &["check", "--dry-run", &list]);
    assert!(code == Some(2) && err.contains("--fix"), "{err}");
}

/// A file that is a link within the project stays one.
#[cfg(unix)]
#[test]
fn fix_keeps_permissions_and_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let root = Root::new();
    let list = root.page(LIST, "10-200", "10-500");
    let (file, target) = (root.path("spec/operations/list_plants.yaml"), root.path("shared.yaml"));
    fs::rename(&file, &target).expect("moved");
    symlink(&target, &file).expect("a link");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).expect("permissions");
    let (code, _, err) = docs(&root, &["check", "--fix", &list]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(file.is_symlink() && list_file(&root).contains("10..500"));
    assert_eq!(fs::metadata(&target).expect("the file").permissions().mode() & 0o777, 0o640);
}

/// Files outside of the project stay as they are.
#[cfg(unix)]
#[test]
fn fix_follows_no_symbolic_link() {
    let (root, other) = (Root::new(), Root::new());
    let list = root.page(LIST, "10-200", "10-500");
    let before = list_file(&other);
    fs::remove_dir_all(root.path("spec")).expect("removed");
    std::os::unix::fs::symlink(other.path("spec"), root.path("spec")).expect("a link");
    let (code, _, err) = docs(&root, &["check", "--fix", &list]);
    assert!(code == Some(2) && err.contains("spec is a symbolic link"), "{err}");
    fs::remove_file(root.path("spec")).expect("removed");
    fs::create_dir_all(root.path("spec/operations")).expect("a folder");
    for path in ["spec/service.yaml", "spec/operations/list_plants.yaml"] {
        std::os::unix::fs::symlink(other.path(path), root.path(path)).expect("a link");
    }
    let (code, _, err) = docs(&root, &["check", "--fix", &list]);
    assert!(code == Some(2) && err.contains("is a symbolic link to a file outside of the project"), "{err}");
    assert_eq!(list_file(&other), before);
}

/// Nothing is written if no table can be read.
#[test]
fn import_of_an_unreadable_page_writes_nothing() {
    let root = Root::new();
    let page = root.page("replace_bed", "", "");
    let text =
        fs::read_to_string(&page).expect("a page").replace("Table ", "Figure ").replace("Parameter\n", "Picture\n");
    fs::write(&page, text).expect("written");
    let (code, _, err) = docs(&root, &["import", &page, "--operation", "ReplaceBed"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("no table of parameters found"), "{err}");
    assert!(!root.path("spec/operations/replace_bed.yaml").exists());
}

#[test]
fn import_never_overwrites_a_file() {
    let root = Root::new();
    let replace = fixture("replace_bed.txt").to_string_lossy().into_owned();
    let arguments = ["import", replace.as_str(), "--operation", "ReplaceBed"];
    let (code, out, err) = docs(&root, &arguments);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(
        err.starts_with("created spec/operations/replace_bed.yaml\n25 sentences to write, marked TODO in the file\n"),
        "{err}"
    );
    assert!(
        err.contains("replace_bed.txt:")
            && err.ends_with(
                "the generator accepts the file, but decisions are left\n\
                next: replace each TODO, and run `cargo xtask generate`\n"
            ),
        "{err}"
    );
    let (code, out, err) = docs(&root, &["check", &replace]);
    assert_eq!(code, Some(0), "{out}{err}");
    assert!(
        out.starts_with("sentences to write, marked TODO in the file:\n  spec/operations/replace_bed.yaml: 25\n"),
        "{out}"
    );
    assert!(
        out.contains("\ndecisions to make, marked `# TODO` in the file:\n  spec/operations/replace_bed.yaml: "),
        "{out}"
    );

    let file = root.path("spec/operations/replace_bed.yaml");
    let written = fs::read_to_string(&file).expect("the new file");
    let (code, _, err) = docs(&root, &arguments);
    assert_eq!(code, Some(2));
    assert!(err.contains("spec/operations/replace_bed.yaml already describes this operation"), "{err}");
    let other = root.page("replace_bed", "/beds/", "/other-beds/");
    let (code, _, err) = docs(&root, &["import", &other, "--operation", "ReplaceBed"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("replace_bed.yaml already exists and is not overwritten"), "{err}");
    assert_eq!(fs::read_to_string(&file).expect("the draft"), written);
}
