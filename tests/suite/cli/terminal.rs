//! Prompts on a terminal.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::process::{Child, ChildStderr, Stdio};

use hss_tests::command_line::{ENDPOINT, text};
use hss_tests::server::Server;
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};

use super::museum;

/// A pseudo-terminal.
struct Terminal {
    /// What the person types and sees.
    person: File,
    /// What the program reads.
    program: File,
}

impl Terminal {
    fn open() -> Self {
        let person = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
        grantpt(&person).and_then(|()| unlockpt(&person)).expect("access to it");
        let name = ptsname(&person, Vec::new()).expect("its name");
        let program = rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).expect("its other end");
        Self { person: person.into(), program: program.into() }
    }

    fn modes(&self) -> LocalModes {
        tcgetattr(&self.program).expect("modes").local_modes
    }

    fn press(&mut self, keys: &str) {
        self.person.write_all(keys.as_bytes()).expect("the terminal takes keys");
    }

    /// Returns what the person saw, after the program has ended.
    fn shown(mut self) -> String {
        drop(self.program);
        let mut shown = Vec::new();
        // Linux reports the end as an error.
        let _ = self.person.read_to_end(&mut shown);
        text(&shown)
    }
}

/// Starts `configure` on a terminal, and answers until the secret key is asked for.
fn asked_for_secret(terminal: &mut Terminal, folder: &str) -> (Child, ChildStderr) {
    let run = museum("configure").with("HOME", folder);
    let stdin = terminal.program.try_clone().expect("a standard input");
    let mut child = run.command().stdin(stdin).spawn().expect("the program runs");
    let mut stderr = child.stderr.take().expect("a standard error");
    read_until(&mut stderr, "Access key (AK): ");
    terminal.press("AKID\n");
    read_until(&mut stderr, "Secret key (SK, not shown): ");
    (child, stderr)
}

/// Reads until the output ends with a prompt.
fn read_until(output: &mut impl Read, prompt: &str) {
    let (mut read, mut byte) = (Vec::new(), [0]);
    while !read.ends_with(prompt.as_bytes()) {
        assert_eq!(output.read(&mut byte).expect("output"), 1, "{}", text(&read));
        read.extend(byte);
    }
}

#[test]
fn stopping_at_a_prompt_for_a_secret_restores_the_terminal() {
    for (keys, code, message) in [
        ("s3cret\u{3}", 130, "\nerror: interrupted\n"),
        ("\u{4}", 1, "\nerror: cannot read the secret key: unexpected end of file\n"),
    ] {
        let home = tempfile::tempdir().expect("a folder");
        let mut terminal = Terminal::open();
        let before = terminal.modes();
        assert!(before.contains(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG));
        let (mut child, mut stderr) = asked_for_secret(&mut terminal, home.path().to_str().expect("a path"));
        assert!(!terminal.modes().contains(LocalModes::ECHO), "the key is hidden");
        terminal.press(keys);
        let mut rest = String::new();
        stderr.read_to_string(&mut rest).expect("text");
        assert_eq!((child.wait().expect("an end").code(), rest.as_str()), (Some(code), message));
        assert_eq!(terminal.modes(), before);
        let shown = terminal.shown();
        assert!(shown.contains("AKID") && !shown.contains("s3cret"), "{shown}");
    }
}

#[test]
fn stopping_at_a_visible_prompt_ends_its_line() {
    let mut terminal = Terminal::open();
    let stdin = terminal.program.try_clone().expect("a standard input");
    let mut child = museum("configure").command().stdin(stdin).spawn().expect("the program runs");
    let mut stderr = child.stderr.take().expect("a standard error");
    read_until(&mut stderr, "Access key (AK): ");
    terminal.press("\u{4}");
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).expect("text");
    assert_eq!(rest, "\nerror: cannot read the access key: unexpected end of file\n");
    assert_eq!(child.wait().expect("an end").code(), Some(1));
}

#[test]
fn a_token_is_asked_for_and_not_shown() {
    let server = Server::json(r#"{"total": 0}"#);
    let (endpoint, mut terminal) = (server.endpoint(), Terminal::open());
    let run = museum("list-paintings --token-stdin").with_region_and_project().with(ENDPOINT, &endpoint);
    let stdin = terminal.program.try_clone().expect("a standard input");
    let mut child = run.command().stdin(stdin).spawn().expect("the program runs");
    read_until(child.stderr.as_mut().expect("a standard error"), "IAM token (not shown): ");
    terminal.press("s3cret\n");
    assert_eq!(child.wait().expect("an end").code(), Some(0));
    assert_eq!(server.requests()[0].header("x-auth-token"), ["s3cret"]);
    assert_eq!(terminal.shown(), "");
}

/// Standard error shows the progress on a line, which debug lines must not be appended to.
#[test]
fn debug_lines_have_a_line_of_their_own() {
    let server = Server::json(r#"{"total": 1, "paintings": [{"title": "a"}]}"#);
    let endpoint = server.endpoint();
    let terminal = Terminal::open();
    let mut command = museum("list-paintings --all --debug").at(&endpoint).command();
    let stderr = terminal.program.try_clone().expect("a standard error");
    let status = command.stderr(stderr).stdout(Stdio::null()).status().expect("the program runs");
    drop(command);
    let shown = terminal.shown();
    assert!(status.success() && shown.starts_with("\ritems: 0\u{1b}[K\r\u{1b}[Kdebug: GET"), "{shown:?}");
}

#[test]
fn secrets_can_be_corrected_and_are_not_shown() {
    let home = tempfile::tempdir().expect("a folder");
    let mut terminal = Terminal::open();
    let before = terminal.modes();
    let (mut child, mut stderr) = asked_for_secret(&mut terminal, home.path().to_str().expect("a path"));
    terminal.press("s3creT\u{7f}t\n");
    read_until(&mut stderr, "\nSecurity token, if the key is temporary (not shown): ");
    terminal.press("\n");
    read_until(&mut stderr, "\nRegion: ");
    assert_eq!(terminal.modes(), before, "the region is shown");
    terminal.press("cn-north-4\n");
    read_until(&mut stderr, "Project ID: ");
    terminal.press("\n");
    assert_eq!(child.wait().expect("an end").code(), Some(0));
    let file = fs::read_to_string(home.path().join(".huaweicloud/credentials")).expect("the file");
    assert_eq!(file, "[basic]\nak = AKID\nsk = s3cret\nregion = cn-north-4\n");
    let shown = terminal.shown();
    assert!(shown.contains("cn-north-4") && !shown.contains("s3cre"), "{shown}");
}
