//! Completion scripts, run by the shells that they are for.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::process::Command;

use hss_tests::command_line::text;
use hss_tests::program::program;

/// Completes a line as an interactive shell does that has split it into words: `$1` is the line, `$2` the part that is
/// replaced, and the others are the words. With `set -e`, a command that fails would end the shell.
const BASH: &str = r#"
set -eu
source <(museum completions bash)
COMP_LINE=$1 COMP_POINT=${#1} COMP_WORDS=("${@:3}") COMP_CWORD=$(($# - 3))
_complete_museum museum "$2"
printf '%s\n' "${COMPREPLY[@]}"
"#;

/// As above, with the functions of an interactive shell replaced. The words start at `$3`.
const ZSH: &str = r#"
compdef() { }
compset() { }
_describe() { print -lr -- "${(@P)3}" }
source <(museum completions zsh)
words=("${@:3}") CURRENT=$(($# - 2)) PREFIX=${@[-1]}
_complete_museum
"#;

const FISH: &str = "museum completions fish | source; complete --do-complete $argv[1]";

/// Returns the candidates that a shell gets, or `None` if it is not installed.
fn candidates(shell: &str, arguments: &[&str], folder: &tempfile::TempDir) -> Option<Vec<String>> {
    let mut path = OsString::from(program("museum").parent().expect("a folder"));
    path.push(":");
    path.push(env::var_os("PATH").unwrap_or_default());
    let mut command = Command::new(shell);
    command.args(arguments).current_dir(folder).env_clear().env("PATH", path).env("HOME", folder.path());
    match command.output() {
        Ok(output) => {
            assert!(output.status.success(), "{shell}: {}", text(&output.stderr));
            Some(text(&output.stdout).lines().map(str::to_owned).collect())
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            // Visible, unlike what the test prints.
            let _ = writeln!(io::stderr(), "SKIPPED, {shell} is not installed");
            None
        }
        Err(error) => panic!("{shell}: {error}"),
    }
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("my dir")).expect("a folder");
    fs::write(folder.path().join("b c:d.json"), "").expect("a file");
    folder
}

#[test]
fn bash_completes_values_after_equals_signs_and_colons() {
    let folder = folder();
    for (line, replaced, words, expected) in [
        ("museum list-p", "list-p", &["museum", "list-p"][..], &["list-paintings"][..]),
        ("museum list-paintings --origin g", "g", &["museum", "list-paintings", "--origin", "g"], &["gift"]),
        ("museum list-paintings --origin=g", "g", &["museum", "list-paintings", "--origin", "=", "g"], &["gift"]),
        ("museum list-paintings --on-loan=", "", &["museum", "list-paintings", "--on-loan", "="], &["false"]),
        ("museum list-paintings --origin \"g", "g", &["museum", "list-paintings", "--origin", "\"g"], &["gift"]),
        (
            "museum --endpoint=http://a:1 list-p",
            "list-p",
            &["museum", "--endpoint", "=", "http", ":", "//a", ":", "1", "list-p"],
            &["list-paintings"],
        ),
        (
            "museum list-paintings --input=b\\ ",
            "b\\ ",
            &["museum", "list-paintings", "--input", "=", "b\\ "],
            &["b c:d.json"],
        ),
        (
            "museum list-paintings --input b\\ c:",
            "",
            &["museum", "list-paintings", "--input", "b\\ c", ":"],
            &["d.json"],
        ),
        // Only flags that the command accepts.
        ("museum configure --re", "--re", &["museum", "configure", "--re"], &["--region"]),
        ("museum configure --en", "--en", &["museum", "configure", "--en"], &[""]),
        (
            "museum configure list --en",
            "--en",
            &["museum", "configure", "list", "--en"],
            &["--enterprise-project-id", "--endpoint"],
        ),
        ("museum list-paintings --input ~/m", "~/m", &["museum", "list-paintings", "--input", "~/m"], &["~/my dir/"]),
    ] {
        let arguments = [&["--norc", "-c", BASH, "bash", line, replaced], words].concat();
        let Some(found) = candidates("bash", &arguments, &folder) else { return };
        assert_eq!(found, expected, "{line}");
    }
}

#[test]
fn zsh_and_fish_complete_quoted_words_and_file_names() {
    let folder = folder();
    for (word, in_zsh, in_fish) in [
        ("--origin=g", "--origin=gift:Someone donated it.", "--origin=gift\tSomeone donated it."),
        ("--origin=\"g", "--origin=gift:Someone donated it.", "--origin=gift\tSomeone donated it."),
        ("--input=b\\ ", "--input=b c\\:d.json", "--input=b c:d.json"),
        ("--input=m", "--input=my dir", "--input=my dir/"),
    ] {
        let line = format!("museum list-paintings {word}");
        for (shell, arguments, expected) in [
            ("zsh", &["-f", "-c", ZSH, "zsh", &line, "", "museum", "list-paintings", word][..], in_zsh),
            ("fish", &["--no-config", "-c", FISH, &line], in_fish),
        ] {
            if let Some(found) = candidates(shell, arguments, &folder) {
                assert_eq!(found, [expected], "{shell}: {word}");
            }
        }
    }
}

/// Otherwise, zsh would quote the tilde.
#[test]
fn zsh_completes_the_rest_of_a_path_after_a_tilde() {
    let arguments = ["-f", "-c", ZSH, "zsh", "", "", "museum", "list-paintings", "--input", "~/m"];
    if let Some(found) = candidates("zsh", &arguments, &folder()) {
        assert_eq!(found, ["my dir"]);
    }
}
