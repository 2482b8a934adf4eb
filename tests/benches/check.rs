//! Measures `cargo check` of the client with 0, 5 and 500 operations, after its dependencies have been checked: what
//! the runtime and each operation add to a build. Run with `cargo bench --bench check`.

#![allow(clippy::cast_precision_loss, reason = "the results are for people")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic ends the benchmark"
)]

use std::fs::{self, FileTimes};
use std::time::{Instant, SystemTime};

use hss_tests::client_copy::ClientCopy;
use hss_tests::{clones, project};

const SIZES: [usize; 3] = [0, 5, 500];

fn main() {
    let results = SIZES.map(|size| (size, check(size)));
    let runtime = results[0].1;
    println!("operations | check, s | ms per operation | ratio to no operations");
    for (size, seconds) in results {
        let each = if size == 0 { 0.0 } else { (seconds - runtime) * 1e3 / size as f64 };
        println!("{size:>10} | {seconds:>8.2} | {each:>16.1} | {:>22.2}", seconds / runtime);
    }
}

/// Returns the best of three times in seconds, after one check that includes the dependencies.
fn check(size: usize) -> f64 {
    let description = clones::description(&project::description(), size);
    let files = hss_generator::generate(&description).expect("a valid description");
    let copy = ClientCopy::new("check", &files).expect("a copy");
    let mut best = f64::INFINITY;
    for round in 0..4 {
        let now = FileTimes::new().set_modified(SystemTime::now());
        fs::File::options().append(true).open(copy.lib()).and_then(|file| file.set_times(now)).expect("a new time");
        let start = Instant::now();
        let output = copy.check().expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        if round > 0 {
            best = best.min(start.elapsed().as_secs_f64());
        }
    }
    best
}
