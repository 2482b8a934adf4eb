//! Reads the description of a git revision, without a checkout.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use hss_generator::{MAX_DESCRIPTION_FILE, OPERATIONS_FOLDER, SERVICE_FILE, Source};

use crate::{disk, terminal};

/// Possible names of the main branch in a clone, in order of preference.
const MAIN_BRANCHES: [&str; 2] = ["refs/remotes/origin/main", "refs/heads/main"];

/// Variables that name another repository than that of the root folder, or change what it contains. Git sets some of
/// them for its hooks.
const REPOSITORY_VARIABLES: [&str; 9] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE",
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

/// A file of a revision.
struct Blob {
    path: String,
    id: String,
}

impl Repository<'_> {
    /// Runs git with these arguments in the root folder. No shell reads them.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(self.root).args(arguments);
        for variable in REPOSITORY_VARIABLES {
            command.env_remove(variable);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Result<Output, String> {
        self.command(arguments).output().map_err(|error| match error.kind() {
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
        let message = String::from_utf8_lossy(&output.stderr);
        let message = message.trim().trim_start_matches("fatal: ");
        let root = terminal::path(self.root);
        Err(format!("{root} is not in a git repository ({message}): use --base-folder to compare with a folder"))
    }

    /// Returns the commit that a revision names.
    fn resolve(&self, revision: &str) -> Result<String, String> {
        let shown = terminal::line(revision);
        // Git would parse it as an option.
        if revision.is_empty() || revision.starts_with('-') {
            return Err(format!("invalid revision `{shown}`: use the name of a commit, a branch or a tag"));
        }
        let commit = format!("{revision}^{{commit}}");
        match self.read(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])? {
            Some(commit) => Ok(commit),
            None => Err(format!("unknown revision `{shown}`{}", self.shallow_hint()?)),
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
                None => Err(format!("HEAD and {branch} have no common commit{}", self.shallow_hint()?)),
            };
        }
        Err(format!("there is no branch `main` to compare with{}: name a BASE", self.shallow_hint()?))
    }

    /// Returns how to complete the history if the clone is shallow.
    fn shallow_hint(&self) -> Result<&'static str, String> {
        let is_shallow = self.read(&["rev-parse", "--is-shallow-repository"])?;
        Ok(match is_shallow.as_deref() {
            Some("true") => {
                ": this clone is shallow; get its history with `git fetch --unshallow`, or with `fetch-depth: 0` in a workflow"
            }
            _ => "",
        })
    }

    fn description(&self, commit: &str, base: &str) -> Result<Vec<Source>, String> {
        let blobs = self.blobs(commit, base)?;
        if blobs.is_empty() {
            return Err(format!("the revision {base} has no description: it has no folder spec/"));
        }
        let texts = self.texts(&blobs)?;
        let mut sources = Vec::new();
        for (Blob { path, .. }, bytes) in blobs.into_iter().zip(texts) {
            let text = String::from_utf8(bytes)
                .map_err(|_| format!("{} in {base} is not UTF-8 text", terminal::line(&path)))?;
            sources.push(Source { path, text });
        }
        Ok(sources)
    }

    /// Lists the files of the description in a commit.
    fn blobs(&self, commit: &str, base: &str) -> Result<Vec<Blob>, String> {
        let operations = format!("{OPERATIONS_FOLDER}/");
        let arguments = ["ls-tree", "-z", "--long", commit, "--", SERVICE_FILE, &operations];
        let output = self.run(&arguments)?;
        if !output.status.success() {
            return Err(format!("cannot list the files of {base}: {}", String::from_utf8_lossy(&output.stderr).trim()));
        }
        let listing = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut blobs = Vec::new();
        for entry in listing.split('\0').filter(|entry| !entry.is_empty()) {
            // <mode> SP <type> SP <id> SP+ <size> TAB <path>
            let Some((facts, path)) = entry.split_once('\t') else { continue };
            let mut facts = facts.split_ascii_whitespace();
            let (mode, id) = (facts.next().unwrap_or_default(), facts.nth(1).unwrap_or_default());
            let size: usize = facts.next().and_then(|size| size.parse().ok()).unwrap_or_default();
            let name = path.rsplit('/').next().unwrap_or(path);
            if disk::is_editor_file(name) {
                continue;
            }
            let is_yaml = Path::new(path).extension().is_some_and(|extension| extension == "yaml");
            if !is_yaml || !mode.starts_with("100") {
                return Err(format!("{} in {base} is not a .yaml file", terminal::line(path)));
            }
            if size > MAX_DESCRIPTION_FILE {
                let path = terminal::line(path);
                return Err(format!(
                    "{path} in {base} is larger than 1 MiB, the maximum for a file of the description"
                ));
            }
            blobs.push(Blob { path: path.to_owned(), id: id.to_owned() });
        }
        Ok(blobs)
    }

    /// Reads the content of files, all with one process.
    fn texts(&self, blobs: &[Blob]) -> Result<Vec<Vec<u8>>, String> {
        let failed = |error: std::io::Error| format!("cannot read files from git: {error}");
        let mut command = self.command(&["cat-file", "--batch"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(failed)?;
        let stdin = child.stdin.take();
        let mut ids = String::new();
        for blob in blobs {
            ids.push_str(&blob.id);
            ids.push('\n');
        }
        // Git blocks if nobody reads its output, so write and read at the same time.
        let writer = thread::spawn(move || match stdin {
            Some(mut stdin) => stdin.write_all(ids.as_bytes()),
            None => Ok(()),
        });
        let output = child.wait_with_output().map_err(failed)?;
        let _ = writer.join();
        let texts = parse_batch(&output.stdout);
        if texts.len() == blobs.len() {
            Ok(texts)
        } else {
            Err("cannot read files from git: incomplete output".to_owned())
        }
    }
}

/// Parses the output of `git cat-file --batch`: `<id> <type> <size>`, a line break, the content, and a line break.
fn parse_batch(mut output: &[u8]) -> Vec<Vec<u8>> {
    let mut contents = Vec::new();
    while let Some(end) = output.iter().position(|byte| *byte == b'\n') {
        let header = String::from_utf8_lossy(output.get(..end).unwrap_or_default()).into_owned();
        let size = header.rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
        let (Some(size), Some(start)) = (size, end.checked_add(1)) else { break };
        let Some(content) = start.checked_add(size).and_then(|end| output.get(start..end)) else { break };
        contents.push(content.to_vec());
        output = output.get(start + size + 1..).unwrap_or_default();
    }
    contents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_the_output_of_a_batch() {
        let contents = parse_batch(b"0a blob 3\na\nb\n0b blob 0\n\n0c blob 1\nx\n");
        assert_eq!(contents, [b"a\nb".to_vec(), Vec::new(), b"x".to_vec()]);
        assert_eq!(parse_batch(b"0a missing\n"), Vec::<Vec<u8>>::new());
        assert_eq!(parse_batch(b"0a blob 18446744073709551615\nx"), Vec::<Vec<u8>>::new());
    }
}
