//! The project's command lines, run as separate processes.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Output, Stdio};

use crate::program;

/// The environment variable for the endpoint.
pub const ENDPOINT: &str = "HUAWEICLOUD_SDK_ENDPOINT";
/// The token that a run uses.
pub const TOKEN: &str = "MIIToken-of-a-user";
/// The access key that a run uses.
pub const ACCESS_KEY: &str = "AKIDOFAUSER";
/// The secret key that a run uses.
pub const SECRET_KEY: &str = "secret-key-of-a-user";
/// The security token that a run uses.
pub const SECURITY_TOKEN: &str = "security-token-of-a-user";

/// A command line with its environment variables and standard input. The environment of the test is not inherited.
pub struct Run<'a> {
    program: &'a str,
    arguments: Vec<&'a str>,
    variables: Vec<(&'a str, &'a str)>,
    input: &'a str,
}

#[allow(clippy::must_use_candidate, reason = "some methods are called for their checks only")]
impl<'a> Run<'a> {
    /// Creates a run of a program of the project. `line` contains its arguments, split at spaces outside of single
    /// quotes.
    #[must_use]
    pub fn new(program: &'a str, line: &'a str) -> Self {
        let mut arguments = Vec::new();
        for (index, part) in line.split('\'').enumerate() {
            let is_quoted = index % 2 == 1;
            if is_quoted {
                arguments.push(part);
            } else {
                arguments.extend(part.split_whitespace());
            }
        }
        Self { program, arguments, variables: Vec::new(), input: "" }
    }

    /// Sets an environment variable.
    #[must_use]
    pub fn with(mut self, name: &'a str, value: &'a str) -> Self {
        self.variables.push((name, value));
        self
    }

    /// Sets the token.
    #[must_use]
    pub fn with_token(self) -> Self {
        self.with("HUAWEICLOUD_SDK_TOKEN", TOKEN)
    }

    /// Sets the access key.
    #[must_use]
    pub fn with_access_key(self) -> Self {
        let run = self.with("HUAWEICLOUD_SDK_AK", ACCESS_KEY).with("HUAWEICLOUD_SDK_SK", SECRET_KEY);
        run.with("HUAWEICLOUD_SDK_SECURITY_TOKEN", SECURITY_TOKEN)
    }

    /// Sets the region and the project.
    #[must_use]
    pub fn with_region_and_project(self) -> Self {
        self.with("HUAWEICLOUD_SDK_REGION", "cn-north-4").with("HUAWEICLOUD_SDK_PROJECT_ID", "p")
    }

    /// Sets everything that a call needs besides its parameters.
    #[must_use]
    pub fn at(self, endpoint: &'a str) -> Self {
        self.with_token().with_region_and_project().with(ENDPOINT, endpoint)
    }

    /// Returns the environment variables.
    #[must_use]
    pub fn variables(&self) -> &[(&'a str, &'a str)] {
        &self.variables
    }

    /// Sets the standard input.
    #[must_use]
    pub fn input(mut self, input: &'a str) -> Self {
        self.input = input;
        self
    }

    /// Returns the command, with pipes as its standard streams.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut command = Command::new(program::program(self.program));
        command.args(&self.arguments).env_clear().env("HOME", "/nonexistent").envs(self.variables.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the command to its end.
    ///
    /// # Panics
    ///
    /// If the program cannot be run.
    #[must_use]
    pub fn output(&self) -> Output {
        let mut child = self.command().spawn().expect("the program runs");
        // Ignore write errors: the program may end without reading its input.
        let _ = child.stdin.take().expect("a standard input").write_all(self.input.as_bytes());
        child.wait_with_output().expect("the program ends")
    }

    /// Returns the output of a successful run, which must leave standard error empty.
    ///
    /// # Panics
    ///
    /// If the run fails or writes to standard error.
    pub fn printed(&self) -> String {
        let output = self.output();
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""), "{:?}", self.arguments);
        text(&output.stdout)
    }

    /// Returns the error of a run that fails with this exit code, as [`fails`](Self::fails) does.
    ///
    /// # Panics
    ///
    /// If the run does not fail in this way.
    pub fn failed(&self, code: i32) -> String {
        let (found, error) = self.fails();
        assert_eq!(found, code, "{error}");
        error
    }

    /// Returns the exit code and the error of a failed run, which must be one line after any warnings, and leave
    /// standard output empty.
    ///
    /// # Panics
    ///
    /// If the run does not fail in this way.
    pub fn fails(&self) -> (i32, String) {
        let output = self.output();
        let error = text(&output.stderr);
        let code = output.status.code().expect("an exit code");
        assert_eq!((code > 0, text(&output.stdout).as_str()), (true, ""), "{error}");
        let lines: Vec<_> = error.lines().skip_while(|line| line.starts_with("warning: ")).collect();
        assert!(lines.len() == 1 && lines[0].starts_with("error: ") && error.ends_with('\n'), "{error}");
        (code, error)
    }

    /// Returns the output and the warnings of a successful run.
    ///
    /// # Panics
    ///
    /// If the run fails.
    pub fn printed_with_warnings(&self) -> (String, String) {
        let output = self.output();
        let warnings = text(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{warnings}");
        assert!(warnings.lines().all(|line| line.starts_with("warning: ")), "{warnings}");
        (text(&output.stdout), warnings)
    }
}

/// Returns the output of a program as text.
#[must_use]
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Returns the text of a command's help, with only the titles of the sections and the names of the flags that other
/// commands' help has shown. White space is ignored.
#[must_use]
pub fn without_repetitions(help: &str, shown: &mut BTreeSet<String>) -> String {
    // Long help has an empty line between flags.
    let help = help.replace(&format!("\n{FLAG}"), FLAG);
    let mut sections = Vec::new();
    for section in help.split("\n\n") {
        let title = section.lines().next().unwrap_or_default();
        let is_new = shown.insert(collapsed(section));
        if is_new || !title.ends_with(':') {
            sections.push(without_repeated_flags(section, shown));
        } else {
            sections.push(format!("{title} as above"));
        }
    }
    sections.join("\n\n").trim_end().to_owned() + "\n"
}

fn without_repeated_flags(section: &str, shown: &mut BTreeSet<String>) -> String {
    let mut flags = section.split(FLAG);
    let mut text = flags.next().unwrap_or_default().to_owned();
    for flag in flags {
        text.push_str(FLAG);
        match flag.split_once('\n') {
            Some((name, _)) if !shown.insert(collapsed(&format!("{FLAG}{flag}"))) => text.extend([name, " as above"]),
            _ => text.push_str(flag),
        }
    }
    text
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the help of a flag begins with.
const FLAG: &str = "\n      --";

/// A running `mock` command, which is stopped on drop.
pub struct Mock {
    process: Child,
    /// The URL of the server.
    pub url: String,
}

impl Mock {
    /// Starts the mock server of a program.
    ///
    /// # Panics
    ///
    /// If it cannot be started.
    #[must_use]
    pub fn start(program: &str, line: &str) -> Self {
        let run = Run::new(program, line).with("HUAWEICLOUD_SDK_SK", SECRET_KEY);
        let mut process = run.command().spawn().expect("the program runs");
        let mut line = String::new();
        let stdout = process.stdout.as_mut().expect("a standard output");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let announcement: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        Self { process, url: announcement["url"].as_str().expect("a URL").to_owned() }
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.process.kill().and_then(|()| self.process.wait());
    }
}
