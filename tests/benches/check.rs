//! Time of `cargo check` on the client with 0, 5 and 500 operations, dependencies built, so that the runtime and the
//! operations are told apart. Prints a table; `cargo bench --bench check`.
//!
//! `cargo bench --bench check -- --root DIR`, with an absolute path, measures the description in `DIR/spec` instead of 500
//! operations.

#![allow(clippy::cast_precision_loss, reason = "figures are for people")]

use std::env;
use std::fs::{self, FileTimes};
use std::path::PathBuf;
use std::time::{Instant, SystemTime};

use hss_generator::{OPERATIONS_FOLDER, Source};
use hss_tests::client_copy::ClientCopy;
use hss_tests::{clones, project};

fn main() {
    let large = match root() {
        Some(root) => project::description_in(&root).expect("a description"),
        None => clones::description(&project::description(), 500),
    };
    let small = [0, 5].map(|size| clones::description(&project::description(), size));
    let mut figures = Vec::new();
    for description in small.iter().chain([&large]) {
        figures.push((operations(description), check(description)));
    }
    let runtime = figures[0].1;
    println!("operations | check, s | beyond 0 operations, ms an operation | ratio to the runtime alone");
    for (size, seconds) in figures {
        let each = if size == 0 { 0.0 } else { (seconds - runtime) * 1e3 / size as f64 };
        println!("{size:>10} | {seconds:>8.2} | {each:>36.1} | {:>26.2}", seconds / runtime);
    }
}

/// The value of `--root`.
fn root() -> Option<PathBuf> {
    let mut arguments = env::args().skip_while(|argument| argument != "--root");
    arguments.nth(1).map(PathBuf::from)
}

fn operations(description: &[Source]) -> usize {
    description.iter().filter(|source| source.path.starts_with(OPERATIONS_FOLDER)).count()
}

/// The best of three, after one that builds the dependencies.
fn check(description: &[Source]) -> f64 {
    let files = hss_generator::generate(description).expect("the description is right");
    let copy = ClientCopy::new("check", &files).expect("a copy");
    let seconds = (0..4).map(|_| {
        let times = FileTimes::new().set_modified(SystemTime::now());
        fs::File::options().append(true).open(copy.lib()).and_then(|file| file.set_times(times)).expect("touched");
        let start = Instant::now();
        let output = copy.check().expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        start.elapsed().as_secs_f64()
    });
    seconds.skip(1).fold(f64::INFINITY, f64::min)
}
