//! The guides agree with HSS, and the commands that they show work.

use std::env;
use std::process::Command;

use hss_tests::command_line::{ENDPOINT, Mock, Run, text};
use hss_tests::{program, project, snapshot};

fn hss(line: &str) -> Run<'_> {
    Run::new("hss", line)
}

#[test]
fn transcripts_match_the_output() {
    let mut differences = Vec::new();
    for guide in ["README.md", "generated-client/cli/README.md"] {
        differences.extend(transcript_differences(guide));
    }
    assert!(differences.is_empty(), "correct the transcripts by hand:\n{}", differences.join("\n"));
}

/// Runs the transcript that starts a mock server, with the server on another port. Returns the outputs that differ.
fn transcript_differences(guide: &str) -> Vec<String> {
    let mut differences = Vec::new();
    let contents = project::read(guide);
    let mut blocks = contents.split("```console\n$ ").skip(1).filter_map(|rest| rest.split("```").next());
    let transcript = blocks.find(|block| block.contains("hss mock ")).expect("a transcript");
    let (mut mock, mut address, mut variables, mut runs) = (None, "", Vec::new(), 0);
    for step in transcript.split("\n$ ") {
        let (line, expected) = step.split_once('\n').unwrap_or((step, ""));
        match line.split_once(' ') {
            Some(("cargo", _)) => {}
            Some(("kill", "%1")) => mock = None,
            Some(("export", assignments)) => {
                variables.extend(assignments.split(' ').filter_map(|one| one.split_once('=')));
            }
            Some(("hss", server)) if server.starts_with("mock ") => {
                address = server.split(' ').find(|word| word.contains(':')).expect("an address");
                mock = Some(Mock::start("hss", &server.replace(address, "127.0.0.1:0").replace(" &", "")));
            }
            Some(("hss", line)) => {
                let url = &mock.as_ref().expect("a running mock server").url;
                let mut run = hss(line);
                for (name, value) in &variables {
                    run = run.with(name, if *name == ENDPOINT { url } else { value });
                }
                let output = run.output();
                // On a terminal, the lines of `--debug` come before the output.
                let printed = text(&output.stderr) + &text(&output.stdout);
                let printed = printed.replace(url.trim_start_matches("http://"), address);
                let printed = format!("{}\n", without_times(&printed).trim_end());
                let expected = format!("{}\n", without_times(expected).trim_end());
                if printed != expected {
                    let difference = snapshot::difference(&expected, &printed);
                    differences.push(format!("{guide}: hss {line}\n{difference}"));
                }
                runs += 1;
            }
            _ => panic!("unknown command: {line}"),
        }
    }
    assert!(runs > 2 && contents.contains("\n$ kill %1\n```"), "{guide}: {transcript}");
    differences
}

/// Replaces the time in the lines of `--debug`.
fn without_times(text: &str) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    for index in 1..words.len() {
        if words[index] == "ms" {
            words[index - 1] = "0";
        }
    }
    words.join(" ")
}

#[test]
fn reference_is_current() {
    snapshot::assert_file("generated-client/cli/REFERENCE.md", &hss("reference").printed());
}

/// Returns the pipeline in the README.
#[cfg(unix)]
fn readme_pipeline() -> String {
    let readme = project::read("generated-client/cli/README.md");
    let block = readme.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next());
    block.expect("a pipeline").to_owned()
}

/// Which registry images contain openssl older than 3.0.14, and which containers run them?
#[cfg(unix)]
#[test]
fn readme_pipeline_prints_what_the_example_prints() {
    if Command::new("jq").arg("--version").output().is_err() {
        eprintln!("skipped: jq is not installed");
        return;
    }
    let data = project::root().join("generated-client/examples/data/images.json");
    let mock = Mock::start("hss", &format!("mock --data '{}'", data.display()));
    let run = hss("").at(&mock.url);
    let folder = program::program("hss").parent().expect("a folder").display().to_string();
    let path = format!("{folder}:{}", env::var("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-euc", &readme_pipeline()])
        .env_clear()
        .envs(run.variables().iter().copied())
        .env("PATH", path)
        .output()
        .expect("sh runs");
    assert!(output.status.success() && output.stderr.is_empty(), "{}", text(&output.stderr));
    let example = program::example("outdated_openssl").output().expect("the example runs");
    assert_eq!(text(&output.stdout), text(&example.stdout));
}

/// The README, the front page and the overview link each chapter of the documentation.
#[test]
fn guides_link_every_chapter() {
    let folder = "generated-client/src/_documentation";
    let readme = project::read("README.md");
    let front_page = project::read("generated-client/src/lib.rs");
    let overview = project::read(&format!("{folder}/mod.rs"));
    let files = project::files_in(folder);
    let names = files.iter().filter_map(|file| file.rsplit('/').next()?.strip_suffix(".rs"));
    let chapters: Vec<&str> = names.filter(|name| *name != "mod").collect();
    for chapter in &chapters {
        assert!(readme.contains(&format!("/huaweicloud_hss/_documentation/{chapter}/)")), "README.md: {chapter}");
        assert!(front_page.contains(&format!("](_documentation::{chapter})")), "lib.rs: {chapter}");
        assert!(overview.contains(&format!("]({chapter})")), "mod.rs: {chapter}");
    }
    assert_eq!(readme.matches("/huaweicloud_hss/_documentation/").count(), chapters.len(), "{chapters:?}");
}

/// docs.rs shows the files of the package. Chapters link them there, since the package has no address of a repository.
#[test]
fn chapters_link_files_of_the_package() {
    let mut count = 0;
    for chapter in project::files_in("generated-client/src/_documentation") {
        let text = project::read(&chapter);
        for link in text.split("https://docs.rs/crate/huaweicloud-hss/latest/source/").skip(1) {
            let path = link.lines().next().expect("a path");
            assert!(project::root().join("generated-client").join(path).is_file(), "{chapter}: {path}");
            count += 1;
        }
    }
    assert!(count > 5, "only {count} links were found");
}

#[test]
fn readme_links_every_example() {
    let readme = project::read("README.md");
    for example in project::files_in("generated-client/examples") {
        assert!(readme.contains(&format!("]({example})")), "README.md does not link {example}");
    }
}

/// Tools for reviews fold generated files, which the attribute marks.
#[test]
fn generated_files_are_marked_for_reviews() {
    let attributes = project::read(".gitattributes");
    let marked: Vec<&str> = attributes.lines().filter_map(|line| line.strip_suffix(" linguist-generated")).collect();
    let is_marked = |path: &str| {
        marked.iter().any(|pattern| match pattern.strip_suffix("**") {
            Some(folder) => path.starts_with(folder),
            None => path == *pattern || pattern.strip_prefix('*').is_some_and(|end| path.ends_with(end)),
        })
    };
    let files = hss_generator::generate(&project::description()).expect("a valid description");
    let paths = files.iter().map(|(path, _)| path);
    for path in paths.chain(["generated-client/cli/REFERENCE.md", "tests/hss/snapshots/a.snap"]) {
        assert!(is_marked(path), "{path}");
    }
    assert!(!is_marked("generated-client/core/src/lib.rs"));
}
