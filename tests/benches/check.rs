//! Time of `cargo check` on the client with 0, 5 and 500 operations, dependencies built, so that the runtime and the
//! operations are told apart. Prints a table; `cargo bench --bench check`.

#![allow(clippy::cast_precision_loss, reason = "figures are for people")]

use std::fs::{self, FileTimes};
use std::time::{Instant, SystemTime};

use hss_tests::client_copy::ClientCopy;
use hss_tests::{clones, project};

const SIZES: [usize; 3] = [0, 5, 500];

fn main() {
    let figures: Vec<(usize, f64)> = SIZES.into_iter().map(|size| (size, check(size))).collect();
    let runtime = figures[0].1;
    println!("operations | check, s | beyond 0 operations, ms an operation | ratio to the runtime alone");
    for (size, seconds) in figures {
        let each = if size == 0 { 0.0 } else { (seconds - runtime) * 1e3 / size as f64 };
        println!("{size:>10} | {seconds:>8.2} | {each:>36.1} | {:>26.2}", seconds / runtime);
    }
}

/// The best of three, after one that builds the dependencies.
fn check(size: usize) -> f64 {
    let description = clones::description(&project::description(), size);
    let files = hss_generator::generate(&description).expect("the description is right");
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
