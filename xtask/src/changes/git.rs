//! Reads the description of a git revision, without a checkout.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Output};

use hss_generator::{OPERATIONS_FOLDER, SERVICE_FILE, Source};

use crate::{description, disk, terminal};

/// Possible names of the main branch in a clone, in order of preference.
const MAIN_BRANCHES: [&str; 2] = ["refs/remotes/origin/main", "refs/heads/main"];

/// Variables that name another repository than that of the root folder, change what it contains, or change what a path
/// means. Git sets some of them for its hooks.
const REPOSITORY_VARIABLES: [&str; 14] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
];

/// Reads the description of a revision, or of the commit where the current branch left the main branch. Returns the
/// name of the revision too.
pub(super) fn read_base(root: &Path, revision: Option<&str>) -> Result<(String, Vec<Source>), String> {
    let repository = Repository { root };
    repository.check()?;
    let commit = match revision {
        Some(revision) => repository.resolve(revision)?,
        None => repository.merge_base()?,
    };
    let short = commit.get(..10).unwrap_or(&commit).to_owned();
    let base = revision.map_or(short, |revision| terminal::line(revision).into_owned());
    let sources = repository.description(&commit, &base)?;
    Ok((base, sources))
}

struct Repository<'a> {
    root: &'a Path,
}

impl Repository<'_> {
    /// Runs git with these arguments in the root folder. No shell reads them.
    fn run(&self, arguments: &[&str]) -> Result<Output, String> {
        let mut command = Command::new("git");
        command.arg("-C").arg(self.root).args(arguments);
        for variable in REPOSITORY_VARIABLES {
            command.env_remove(variable);
        }
        // Messages are in English, like the errors that quote them.
        command.env("LC_ALL", "C");
        command.output().map_err(|error| match error.kind() {
            ErrorKind::NotFound => "git is not installed: install it, or use --base-folder".to_owned(),
            _ => format!("cannot run git: {error}"),
        })
    }

    /// Returns what git prints, without the line break at its end, or `None` if it fails.
    fn read(&self, arguments: &[&str]) -> Result<Option<String>, String> {
        let output = self.run(arguments)?;
        let text = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
        Ok(output.status.success().then_some(text))
    }

    fn check(&self) -> Result<(), String> {
        let output = self.run(&["rev-parse", "--git-dir"])?;
        if output.status.success() {
            return Ok(());
        }
        let (root, message) = (terminal::path(self.root), message(&output));
        Err(format!("git cannot read the repository of {root} ({message}): use --base-folder to compare with a folder"))
    }

    /// Returns the commit that a revision names.
    fn resolve(&self, revision: &str) -> Result<String, String> {
        let shown = terminal::line(revision);
        // Git would parse it as an option, or as a commit to leave out.
        if revision.is_empty() || revision.starts_with(['-', '^']) {
            return Err(format!("invalid revision `{shown}`: use the name of a commit, a branch or a tag"));
        }
        // `^{commit}` cannot be appended yet: after a search such as `:/text`, it would be a part of the text.
        let object = self.read(&["rev-parse", "--verify", "--quiet", "--end-of-options", revision])?;
        let commit = format!("{}^{{commit}}", object.unwrap_or_default());
        match self.read(&["rev-parse", "--verify", "--quiet", &commit])? {
            Some(commit) => Ok(commit),
            None => Err(format!("unknown revision `{shown}`: {}", self.advice()?)),
        }
    }

    fn merge_base(&self) -> Result<String, String> {
        if self.read(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])?.is_none() {
            return Err("the repository has no commits yet: use --base-folder to compare with a folder".to_owned());
        }
        for branch in MAIN_BRANCHES {
            if self.read(&["rev-parse", "--verify", "--quiet", branch])?.is_none() {
                continue;
            }
            return match self.read(&["merge-base", "HEAD", branch])? {
                Some(commit) => Ok(commit),
                None => Err(format!("HEAD and {branch} have no common commit: {}", self.advice()?)),
            };
        }
        Err(format!("there is no branch `main` to compare with: {}", self.advice()?))
    }

    /// Returns what to do about a commit that is not found.
    fn advice(&self) -> Result<&'static str, String> {
        let is_shallow = self.read(&["rev-parse", "--is-shallow-repository"])?;
        Ok(match is_shallow.as_deref() {
            Some("true") => {
                "this clone is shallow; get its history with `git fetch --unshallow`, or with `fetch-depth: 0` in a workflow"
            }
            _ => "name a commit, a branch or a tag as BASE",
        })
    }

    fn description(&self, commit: &str, base: &str) -> Result<Vec<Source>, String> {
        let operations = format!("{OPERATIONS_FOLDER}/");
        let output = self.run(&["ls-tree", "-z", "--long", commit, "--", SERVICE_FILE, &operations])?;
        if !output.status.success() {
            return Err(format!("cannot list the files of {base}: {}", message(&output)));
        }
        let listing = String::from_utf8(output.stdout)
            .map_err(|_| format!("the name of a file in {base} is not UTF-8: choose another base"))?;
        let mut sources = Vec::new();
        for entry in listing.split_terminator('\0') {
            // <mode> SP <type> SP <id> SP+ <size> TAB <path>
            let Some((facts, path)) = entry.split_once('\t') else { continue };
            if !disk::is_editor_file(path.rsplit('/').next().unwrap_or(path)) {
                let text = self
                    .text(facts, path)
                    .map_err(|error| format!("{} in {base} {error}; choose another base", terminal::line(path)))?;
                sources.push(Source { path: path.to_owned(), text });
            }
        }
        if sources.is_empty() {
            return Err(format!("the revision {base} has no description: choose one with the folder spec/"));
        }
        Ok(sources)
    }

    /// Returns the content of a file, given its mode, type, ID and size.
    fn text(&self, facts: &str, path: &str) -> Result<String, String> {
        let facts: Vec<&str> = facts.split_ascii_whitespace().collect();
        let ["100644" | "100755", _, id, size] = facts.as_slice() else {
            return Err("is a symbolic link, a folder or a submodule".to_owned());
        };
        description::check_file(path, size.parse().unwrap_or(u64::MAX))?;
        let output = self.run(&["cat-file", "blob", id])?;
        if !output.status.success() {
            return Err(format!("cannot be read ({})", message(&output)));
        }
        String::from_utf8(output.stdout).map_err(|_| "is not UTF-8 text".to_owned())
    }
}

/// Returns the message of git's error, on one line.
fn message(output: &Output) -> String {
    let message = String::from_utf8_lossy(&output.stderr);
    let words: Vec<&str> = message.trim_start_matches("fatal: ").split_whitespace().collect();
    terminal::line(&words.join(" ")).into_owned()
}
